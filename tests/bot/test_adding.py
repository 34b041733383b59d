"""Documents that are handed over: under safe names, inside the folder, over others only when told to."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adding import ENDINGS, Adding, safe_name
from bot.errors import CannotAdd
from bot.sources.source import DOCUMENTS, read_source, read_sources
from knowledge.readers.limits import Limits

LIMITS = Limits(text_bytes=100, binary_bytes=200)


@pytest.fixture
def adding(tmp_path) -> Adding:
    folder = tmp_path / "documents"
    for name in ("policies/leave", ".hidden", "a/b/c/d", "__MACOSX"):
        (folder / name).mkdir(parents=True)
    (folder / "away").symlink_to(tmp_path, target_is_directory=True)
    return Adding(folder, (), LIMITS)


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("leave.md", "leave.md"),
        ("../../etc/Leave Policy?.MD", "Leave Policy.md"),
        ("C:\\docs\\Pay & Grades (2026).DOCX", "Pay & Grades (2026).docx"),
        (".hidden.md", "hidden.md"),
        ("a\u202egnp.md", "a-gnp.md"),
        ("Éte\u0301.txt", "Été.txt"),
        ("x" * 300 + ".pdf", "x" * 120 + ".pdf"),
        ("a\n<b>.html", "a--b.html"),
    ],
)
def test_names_are_made_safe(given_name, kept):
    assert safe_name(given_name) == kept


@pytest.mark.parametrize(
    "name", ["payroll.exe", "leave", "", ".md", "...md", "con.txt", "-.md", "answers.yaml", "a.png"]
)
def test_what_is_no_name_or_no_format_that_is_read_is_refused(name):
    with pytest.raises(CannotAdd):
        safe_name(name)


@given(st.text(max_size=60), st.sampled_from(ENDINGS))
def test_whatever_it_is_called_it_stays_one_visible_name(stem, ending):
    try:
        name = safe_name(f"{stem}.{ending}")
    except CannotAdd:
        return
    assert name.isprintable() and not name.startswith(".") and not set(name) & set('/\\:*?"<>|')


def test_only_visible_folders_of_the_documents_are_offered(adding):
    assert adding.folders() == ["", "a", "a/b", "a/b/c", "policies", "policies/leave"]
    for folder in ("..", "away", "policies/../..", ".hidden", "nowhere"):
        with pytest.raises(CannotAdd):
            adding.path(folder, "leave.md")


def test_it_is_written_whole_with_its_digest_and_nothing_else_is_left(adding):
    path = adding.path("policies", "Leave.md")
    added = adding.add(path, b"# Leave\n")
    assert (added.path, added.replaced) == ("policies/Leave.md", "")
    assert added.digest == hashlib.sha256(b"# Leave\n").hexdigest()
    assert [each.name for each in (adding.folder / "policies").iterdir() if each.is_file()] == ["Leave.md"]


def test_another_document_is_replaced_only_when_told_to(adding):
    first = adding.add("policies/leave.md", b"one")
    with pytest.raises(CannotAdd, match="already"):
        adding.add("policies/leave.md", b"two")
    assert (adding.folder / "policies/leave.md").read_bytes() == b"one"
    assert adding.add("policies/leave.md", b"two", may_replace=True).replaced == first.digest
    assert (adding.folder / "policies/leave.md").read_bytes() == b"two"
    assert sorted(each.name for each in (adding.folder / "policies").iterdir()) == ["leave", "leave.md"]


@pytest.mark.parametrize(("path", "content"), [("a.md", b""), ("a.md", b"x" * 101), ("a.pdf", b"x" * 201)])
def test_what_is_empty_or_too_large_is_refused(adding, path, content):
    with pytest.raises(CannotAdd):
        adding.add(path, content)
    assert not adding.has(path)


def test_no_link_leads_out_of_the_folder(adding, tmp_path):
    (adding.folder / "policies" / "leave.md").symlink_to(tmp_path / "elsewhere.md")
    for path in ("policies/leave.md", "away/leave.md"):
        with pytest.raises(CannotAdd, match="leads out"):
            adding.add(path, b"x", may_replace=True)
    assert not (tmp_path / "elsewhere.md").exists() and not (tmp_path / "leave.md").exists()


def test_where_documents_come_from_elsewhere_nothing_is_added(adding):
    beside = read_sources({"handbook": "s3://bucket/handbook"})
    added = Adding(adding.folder, beside, LIMITS)
    assert not added.why_not()
    (adding.folder / "handbook").mkdir()
    with pytest.raises(CannotAdd, match="source of its own"):
        added.path("handbook", "leave.md")
    assert Adding(adding.folder / "gone", (), LIMITS).why_not()
    mirrored = read_source(DOCUMENTS, "s3://bucket/handbook")
    assert "come from elsewhere" in Adding(adding.folder, (mirrored,), LIMITS).why_not()
