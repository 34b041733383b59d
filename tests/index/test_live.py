"""What is live: one file and its copy, replaced in one step; what was withdrawn; what can be gone back to."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index import live
from index.errors import DamagedSnapshot, NoSnapshot
from index.live import Live, Publication, Withdrawal

A, B, C, D = (letter * 12 for letter in "abcd")


@pytest.fixture
def index(tmp_path) -> Path:
    live.publish(tmp_path, A, "ada")
    return tmp_path


def test_what_went_live_last_is_live_and_says_by_whom(index):
    live.publish(index, B, "bea")
    seen = live.see(index)
    assert seen.problem == ""
    assert seen.live.snapshot == live.live_id(index) == B
    assert [(each.snapshot, each.by) for each in seen.live.publications] == [(B, "bea"), (A, "ada")]


def test_publishing_what_is_live_changes_nothing(index):
    before = (index / "current").read_bytes()
    live.publish(index, A, "somebody else")
    assert (index / "current").read_bytes() == before


@pytest.mark.parametrize(
    "damage", ["cut", "empty", "other bytes", "a letter changed", "another id", "gone", "a folder"]
)
def test_a_damaged_file_is_replaced_by_its_copy_and_said_so(index, damage):
    live.change_live(index, lambda each: Live(each.publications, (Withdrawal("a.md", "d1", "wrong", "2026-01-01"),)))
    file = index / "current"
    written = file.read_bytes()
    file.unlink()
    match damage:
        case "cut":
            file.write_bytes(written[: len(written) // 2])
        case "empty":
            file.write_bytes(b"")
        case "other bytes":
            file.write_bytes(b"\xff\x00")
        case "a letter changed":
            file.write_bytes(written.replace(b"a.md", b"b.md"))
        case "another id":
            file.write_bytes(written.replace(A.encode(), B.encode()))
        case "folder":
            file.mkdir()
    seen = live.see(index)
    assert (seen.live.snapshot, seen.live.withdrawn) == (A, {"a.md"})
    assert "current.copy" in seen.problem


def test_the_next_decision_mends_a_damaged_file(index):
    (index / "current").write_bytes(b"{")
    live.change_live(index, lambda each: each)
    assert live.see(index).problem == ""


@pytest.mark.parametrize("written", [b"", b"{}", b"\xff\x00", b'{"live": {"publications": []}, "checksum": ""}'])
def test_where_the_copy_is_damaged_as_well_that_is_an_error(index, written):
    for name in ("current", "current.copy"):
        (index / name).write_bytes(written)
    with pytest.raises(DamagedSnapshot, match="rolecall index"):
        live.see(index)


@pytest.mark.parametrize("named", ["", "abc", "../../etc"])
def test_an_id_that_is_none_is_refused_even_where_its_checksum_is_right(tmp_path, named):
    live.publish(tmp_path, named)
    with pytest.raises(DamagedSnapshot):
        live.see(tmp_path)


def test_nothing_live(tmp_path):
    with pytest.raises(NoSnapshot):
        live.see(tmp_path)
    (tmp_path / "current").mkdir()
    with pytest.raises(NoSnapshot):
        live.see(tmp_path)


def history(*steps: str) -> Live:
    """history("A", "B", "<A") published A, then B, then went back to A."""
    publications = [
        Publication(step[-1] * 12, "2026-01-01T00:00:00Z", how="rolled_back" if step.startswith("<") else "published")
        for step in steps
    ]
    return Live(tuple(reversed(publications)))


@pytest.mark.parametrize(
    ("steps", "earlier"),
    [
        ("a", ""),
        ("a b c", "ba"),
        ("a b c <b", "a"),  # not to c, which was gone back from
        ("a b c <b <a", ""),
        ("a b c <a <c", "a"),  # back to the newer one after all
        ("a b <a c", "a"),
        ("a b a", "b"),
    ],
)
def test_one_goes_back_to_what_was_live_before_and_not_to_what_was_gone_back_from(steps, earlier):
    assert [each[0] for each in history(*steps.split()).earlier] == list(earlier)


def withdrawn(index: Path, document: str, digest: str) -> None:
    live.change_live(
        index, lambda each: Live(each.publications, (*each.withdrawals, Withdrawal(document, digest, "wrong", "now")))
    )


def test_a_withdrawal_holds_until_another_version_is_published(index):
    withdrawn(index, "a.md", "version 1")
    assert live.read_live(index).withdrawn == {"a.md"}
    assert live.publish(index, B, versions={"a.md": "version 1"}).withdrawn == {"a.md"}
    assert live.publish(index, C, versions={"a.md": "version 2"}).withdrawn == set()


def test_a_withdrawal_ends_where_the_document_is_gone(index):
    withdrawn(index, "a.md", "version 1")
    assert live.publish(index, B, versions={}).withdrawn == set()


def test_going_back_brings_no_withdrawn_document_back(index):
    live.publish(index, B)
    withdrawn(index, "a.md", "version 1")
    assert live.publish(index, A, how="rolled_back").withdrawn == {"a.md"}
    live.publish(index, C, versions={"a.md": "version 2"})
    assert live.publish(index, B, how="rolled_back").withdrawn == {"a.md"}
    assert live.publish(index, D, versions={"a.md": "version 3"}).withdrawn == set()


def test_what_was_published_before_the_newer_version_stays_withdrawn_there(index):
    withdrawn(index, "a.md", "version 1")
    now = live.publish(index, B, versions={"a.md": "version 2"})
    assert (now.withdrawn_in(A), now.withdrawn_in(B), now.withdrawn_in(C)) == ({"a.md"}, set(), set())


def test_the_withdrawn_version_published_again_stays_withdrawn(index):
    withdrawn(index, "a.md", "version 1")
    live.publish(index, B, versions={"a.md": "version 2"})
    assert live.publish(index, C, versions={"a.md": "version 1"}).withdrawn == {"a.md"}


def test_the_file_is_json_that_a_person_can_read(index):
    assert json.loads((index / "current").read_text())["live"]["publications"][0]["by"] == "ada"
