"""Which changes set a build off."""

import pytest
from watchfiles import Change

from bot.watching.counting import Counting

COUNT = ["leave.md", "jobs/clerk.DOCX", "jobs/clerk.yaml", "README", "jobs", "jobs/answers.yml", "..data"]
DO_NOT = [
    ".rolecall/index/current",
    ".git/HEAD.md",
    "..2026_11_26/leave.md",
    "jobs/.clerk.md.swp",
    "jobs/~$clerk.docx",
    "jobs/clerk.md~",
    "jobs/clerk.tmp",
    "jobs/clerk.bak",
    "index/snapshots/1/documents",
    "index/sources/handbook/files/leave.md",
    "photo.raw",
    "../elsewhere.md",
]


@pytest.fixture
def counts(tmp_path):
    (tmp_path / "documents" / "policies.2026").mkdir(parents=True)
    return Counting(tmp_path / "documents", [tmp_path / "documents" / "index"])


@pytest.mark.parametrize("name", COUNT)
def test_changes_of_documents_and_of_what_describes_them_count(counts, tmp_path, name):
    assert counts(Change.modified, str(tmp_path / "documents" / name))


@pytest.mark.parametrize("name", DO_NOT)
def test_what_no_document_comes_of_does_not(counts, tmp_path, name):
    assert not counts(Change.modified, str((tmp_path / "documents" / name).resolve()))


def test_a_folder_with_a_dot_counts_also_when_it_is_gone(counts, tmp_path):
    assert counts(Change.added, str(tmp_path / "documents" / "policies.2026"))
    assert counts(Change.deleted, str(tmp_path / "documents" / "policies.2025"))
    assert not counts(Change.modified, str(tmp_path / "documents" / "photo.raw"))
