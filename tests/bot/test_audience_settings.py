"""The settings about who may see what."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.audience_settings import Audiences, read_audiences, read_groups
from bot.errors import SettingsError
from bot.record.message import Person
from bot.settings import load_settings


def settings(folder: Path, text: str) -> Path:
    file = folder / "rolecall.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_the_deepest_folder_wins() -> None:
    audiences = read_audiences(
        {".": "staff", "hr/": ["hr"], "./hr/handbook": ["staff", "guests"], "hr/pay.md": "board"}
    )
    assert audiences.audience_of("welcome.md") == ("staff",)
    assert audiences.audience_of("hr/contracts/a.md") == ("hr",)
    assert audiences.audience_of("hr/handbook/leave.md") == ("staff", "guests")
    assert audiences.audience_of("hr/pay.md") == ("board",)
    assert audiences.audience_of("hr-news/a.md") == ("staff",)
    assert Audiences().audience_of("a.md") == ()


def test_members_are_found_by_their_key_whatever_its_case() -> None:
    groups = read_groups(
        {"HR": ["slack:T123:U456", "terminal:Host:ada"], "managers": ["terminal:host:Ada"], "none": []}
    )
    assert groups.groups_of(Person("slack", "T123", "U456", "Ada")) == {"hr"}
    assert groups.groups_of(Person("terminal", "host", "ada")) == {"hr", "managers"}
    assert groups.groups_of(Person("slack", "T123", "U45")) == frozenset()
    assert groups.names == {"hr", "managers", "none"}


def test_every_problem_is_named_at_once(tmp_path: Path) -> None:
    file = settings(
        tmp_path,
        "groups:\n  public: []\n  HR: [U456]\n  hr: []\n  staff: everyone\n  3: []\n"
        "audiences:\n  /etc: [hr]\n  ../x: hr\n  a: []\n  b:\n  c: [1]\n  d: ['']\n  e: hr\n  e/: staff\n",
    )
    with pytest.raises(SettingsError) as raised:
        load_settings(file, {})
    said = "\n".join(raised.value.problems)
    assert len(raised.value.problems) == 12
    for expected in (
        "everybody is in `public`",
        "'U456' is nobody",
        "`hr` stands there twice",
        "`staff` must list its members",
        "3 is no name of a group",
        "'/etc' is no path below the documents folder",
        "'../x' is no path",
        "`a` must name groups",
        "`b` must name groups",
        "`c` must name groups",
        "`d` names a group without a name",
        "`e/` stands there twice",
    ):
        assert expected in said


def test_a_file_without_them_restricts_nothing(tmp_path: Path) -> None:
    read = load_settings(settings(tmp_path, "documents: d\n"), {})
    assert read.audiences.audience_of("a.md") == ()
    assert read.groups.names == frozenset()
