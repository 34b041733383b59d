"""Restricted folders as an admin meets them: indexed, looked at as somebody else, recorded and replayed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.conftest import Run, lend_models

SETTINGS = """
documents: documents
index: index
groups:
  HR: [slack:T1:U1]
audiences:
  jobs: [hr]
  jobs/library-assistant.txt: public
  policies/leave.md: staff
  nowhere: hr
"""


@pytest.fixture(scope="module")
def restricted(rolecall: Run, installation: Path, samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("restricted")
    (folder / "rolecall.yaml").write_text(SETTINGS, encoding="utf-8")
    shutil.copytree(samples, folder / "documents")
    coming = "---\neffective: 2099-01-01\n---\n# Parking\n\n## Permits\n\nParking permits cost $70 a year.\n"
    (folder / "documents" / "parking.md").write_text(coming, encoding="utf-8")
    lend_models(installation, folder / "index")
    done = rolecall("index", "--yes", folder=folder)
    assert done.returncode == 0, done.stderr
    return folder


def test_roles_of_a_restricted_folder_are_listed_for_its_groups_alone(rolecall: Run, restricted: Path) -> None:
    listed = {groups: rolecall("roles", *groups, folder=restricted).stdout for groups in ((), ("--as", "HR"))}
    assert all(text.endswith("6 roles\n") for text in listed.values())
    public = rolecall("roles", "--as", "public", folder=restricted).stdout
    assert public.endswith("1 role\n")
    assert "Library Assistant" in public
    assert "Bookmobile" not in public


@pytest.mark.parametrize("command", [("facts", "bookmobile driver"), ("compare", "bookmobile driver", "assistant")])
def test_a_restricted_role_is_no_role_for_others(rolecall: Run, restricted: Path, command: tuple[str, ...]) -> None:
    assert rolecall(*command, folder=restricted).returncode == 0
    done = rolecall(*command, "--as", "staff", folder=restricted)
    assert done.returncode == 2
    assert "Bookmobile" not in done.stdout + done.stderr


def test_the_org_chart_holds_only_what_may_be_seen(rolecall: Run, restricted: Path) -> None:
    assert "Bookmobile Driver" in rolecall("orgchart", folder=restricted).stdout
    assert "Bookmobile Driver" not in rolecall("orgchart", "--as", "public", folder=restricted).stdout


def test_an_answer_is_recorded_and_replayed_for_the_same_readers(rolecall: Run, restricted: Path) -> None:
    question = "How many days of vacation do I get?"
    asked = rolecall("ask", "--as", "public", question, folder=restricted)
    assert asked.returncode == 1
    assert "Leave Policy" not in asked.stdout
    number = asked.stdout.split("Receipt ")[1].strip()
    shown = " ".join(rolecall("record", "show", number, folder=restricted).stdout.split())
    assert "held to what these may see: the public" in shown
    replayed = rolecall("record", "replay", number, folder=restricted)
    assert "The same answer" in replayed.stdout
    assert rolecall("ask", "--as", "staff", question, folder=restricted).returncode == 0


def test_what_comes_into_force_later_is_said_to(rolecall: Run, restricted: Path) -> None:
    asked = rolecall("ask", "What do parking permits cost?", folder=restricted)
    assert asked.returncode == 1
    assert "in force from 1 January 2099" in " ".join(asked.stdout.split())
    assert "$70" not in asked.stdout
    assert "$70" in rolecall("ask", "--on", "2099-06-01", "What do parking permits cost?", folder=restricted).stdout
    assert "$70" in rolecall("ask", "As of June 2099, what do parking permits cost?", folder=restricted).stdout


def test_doctor_names_groups_without_members_and_folders_without_documents(rolecall: Run, restricted: Path) -> None:
    said = rolecall("doctor", folder=restricted).stdout
    assert "staff" in said
    assert "nowhere" in said
