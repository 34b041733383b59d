"""What of a folder is a document, and why the rest is not."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.errors import RolecallError, Unreadable
from knowledge.folder import APPROVED, Entry, Skipped, shown, walk_folder
from knowledge.opening import open_entry
from knowledge.readers.limits import DEFAULT_LIMITS


def entries(root: Path) -> list[str]:
    return [each.path for each in walk_folder(root, DEFAULT_LIMITS) if isinstance(each, Entry)]


def reasons(root: Path) -> dict[str, str]:
    return {each.path: each.reason for each in walk_folder(root, DEFAULT_LIMITS) if isinstance(each, Skipped)}


def test_documents_come_sorted_with_their_format(tmp_path: Path) -> None:
    for name in ("b.TXT", "a.md", "jobs/cook.docx", "LICENSE"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"words")
    found = [each for each in walk_folder(tmp_path, DEFAULT_LIMITS) if isinstance(each, Entry)]
    formats = [(each.path, each.format) for each in found]
    assert formats == [("LICENSE", "unknown"), ("a.md", "markdown"), ("b.TXT", "text"), ("jobs/cook.docx", "docx")]


def test_a_file_of_approved_answers_is_no_document_and_beside_a_document_of_its_name_a_sidecar(tmp_path: Path) -> None:
    for name in ("answers.yaml", "hr/Leave.Answers.YML", "hr/leave.md", "faq/answers.md", "faq/answers.yaml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"words")
    found = [each for each in walk_folder(tmp_path, DEFAULT_LIMITS) if isinstance(each, Entry)]
    approved = [each.path for each in found if each.format == APPROVED]
    assert approved == ["answers.yaml", "hr/Leave.Answers.YML"]
    assert {each.path: each.sidecar for each in found}["faq/answers.md"] == b"faq/answers.yaml"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        (".hidden.md", "hidden file"),
        ("~$cook.docx", "lock file of an open document"),
        ("Thumbs.db", "system file"),
        ("cook.md~", "backup of an editor"),
        ("cook.doc", "old Word format (.doc): save it as .docx"),
        ("cook.xyz", "files ending in .xyz are not read"),
        ("empty.md", "empty file"),
    ],
)
def test_what_is_no_document_is_named_with_the_reason(tmp_path: Path, name: str, reason: str) -> None:
    (tmp_path / name).write_bytes(b"" if "empty" in name else b"words")
    assert reasons(tmp_path) == {name: reason}


def test_a_link_is_read_once_and_only_inside_the_folder(tmp_path: Path) -> None:
    root = tmp_path / "documents"
    (root / "..2026_01").mkdir(parents=True)
    (root / "..2026_01" / "leave.md").write_text("words")  # how Kubernetes mounts a ConfigMap
    (root / "..data").symlink_to("..2026_01")
    (root / "leave.md").symlink_to("..data/leave.md")
    (root / "again.md").symlink_to("leave.md")
    (tmp_path / "secret.md").write_text("secret")
    (root / "out.md").symlink_to(tmp_path / "secret.md")
    (root / "gone.md").symlink_to("nothing.md")
    (root / "loop.md").symlink_to("loop.md")
    (root / "up").symlink_to("..")
    assert entries(root) == ["again.md"]
    said = reasons(root)
    assert said["leave.md"] == "second name of again.md"
    assert said["out.md"] == "link leaves the documents folder"
    assert said["gone.md"] == "link to nothing"
    assert said["loop.md"] == "link to itself"
    assert "link" in said["up"]


def test_a_pipe_is_not_opened_and_a_second_name_is_said(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "a.md").write_text("words")
    os.link(tmp_path / "a.md", tmp_path / "b.md")
    assert entries(tmp_path) == ["a.md"]
    assert reasons(tmp_path) == {"pipe.md": "not a regular file: a named pipe", "b.md": "second name of a.md"}


def test_nobody_reads_what_nobody_may_read(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("words")
    (tmp_path / "a.md").chmod(0)
    (tmp_path / "locked").mkdir()
    (tmp_path / "locked" / "b.md").write_text("words")
    (tmp_path / "locked").chmod(0)
    try:
        assert set(reasons(tmp_path)) == {"a.md", "locked"}
        assert all(reason.startswith("no permission") for reason in reasons(tmp_path).values())
    finally:
        (tmp_path / "locked").chmod(0o700)


def test_a_yaml_beside_a_document_belongs_to_it(tmp_path: Path) -> None:
    for name in ("leave.md", "leave.yaml", "alone.yaml"):
        (tmp_path / name).write_text("words")
    found = walk_folder(tmp_path, DEFAULT_LIMITS)
    assert [each.path for each in found] == ["alone.yaml", "leave.md"]
    assert isinstance(found[1], Entry)
    assert found[1].sidecar == b"leave.yaml"


def test_limits_of_a_folder_are_said(tmp_path: Path) -> None:
    deep = tmp_path / "a" / "b" / "c"
    deep.mkdir(parents=True)
    for name in ("1.md", "2.md", "a/b/c/3.md"):
        (tmp_path / name).write_text("words")
    limits = replace(DEFAULT_LIMITS, files=1, depth=2, text_bytes=100)
    said = {each.path: each.reason for each in walk_folder(tmp_path, limits) if isinstance(each, Skipped)}
    assert said == {"2.md": "more than 1 files", "a/b/c": "folders nested more than 2 deep"}


def test_a_name_that_is_no_text_can_be_stored_and_shown(tmp_path: Path) -> None:
    with open(os.path.join(os.fsencode(tmp_path), b"bad\xff\n.md"), "wb") as file:  # noqa: PTH118, PTH123  bytes
        file.write(b"words")
    (path,) = entries(tmp_path)
    assert path == "bad\\xff\n.md"
    assert path.encode()
    assert shown(path) == "bad\\xff\\n.md"
    assert len(shown("x" * 300)) == 80


def test_a_file_swapped_after_the_walk_is_not_read(tmp_path: Path) -> None:
    root = tmp_path / "documents"
    root.mkdir()
    (root / "a.md").write_text("words")
    (entry,) = walk_folder(root, DEFAULT_LIMITS)
    assert isinstance(entry, Entry)
    assert open_entry(root, entry.name, 100, entry.file) == b"words"
    (tmp_path / "secret.md").write_text("secret")
    (root / "a.md").unlink()
    (root / "a.md").symlink_to(tmp_path / "secret.md")
    with pytest.raises(Unreadable, match="outside"):
        open_entry(root, entry.name, 100, entry.file)
    with pytest.raises(Unreadable, match="outside"):
        open_entry(root, b"../secret.md", 100)


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RolecallError, match="is not a folder"):
        walk_folder(tmp_path / "nothing", DEFAULT_LIMITS)
