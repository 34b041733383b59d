"""What fsspec reaches as a source: a real server that speaks like S3, an archive, a folder."""

from __future__ import annotations

import os
import tempfile
import time
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.errors import NoMirror
from bot.sources.filesystem import FileSystemRemote
from bot.sources.mirror import Mirror
from bot.sources.source import Source
from bot.sources.state import State
from knowledge.readers.limits import DEFAULT_LIMITS, Limits
from tests.bot.sources.conftest import Bucket, s3_server
from tests.bot.sources.stamps import stamps

NOBODY = 65534
LEAVE = "# Leave\n\nEveryone has 25 days.\n"


def refresh(source: Source, folder: Path, limits: Limits = DEFAULT_LIMITS) -> State:
    return Mirror(source, folder).refresh(lambda scratch: FileSystemRemote(source, limits), limits)


def held(folder: Path) -> dict[str, str]:
    (files,) = folder.glob("sources/*/files")
    return {file.relative_to(files).as_posix(): file.read_text() for file in files.rglob("*") if file.is_file()}


def test_a_prefix_of_a_bucket_is_mirrored_and_only_what_changed_is_written(bucket, tmp_path):
    for key, content in (("hr/leave.md", LEAVE), ("hr/jobs/clerk.txt", "Clerk"), ("hr/", ""), ("it/no.md", "# No\n")):
        bucket.put(key, content)
    source = bucket.source(prefix="hr")
    first = refresh(source, tmp_path)
    assert held(tmp_path) == {"leave.md": LEAVE, "jobs/clerk.txt": "Clerk"}
    assert first.changed_at.startswith("20")
    before = stamps(tmp_path / "sources" / "policies" / "files" / "leave.md")
    bucket.put("hr/jobs/clerk.txt", "Chief")
    bucket.put("hr/pay.md", "# Pay\n")
    second = refresh(source, tmp_path)
    assert held(tmp_path) == {"leave.md": LEAVE, "jobs/clerk.txt": "Chief", "pay.md": "# Pay\n"}
    assert stamps(tmp_path / "sources" / "policies" / "files" / "leave.md") == before
    assert first.revision != second.revision
    bucket.delete("hr/jobs/clerk.txt")
    refresh(source, tmp_path)
    assert held(tmp_path) == {"leave.md": LEAVE, "pay.md": "# Pay\n"}
    assert not (tmp_path / "sources" / "policies" / "files" / "jobs").exists()


def test_keys_that_would_leave_the_mirror_or_collide_are_said(bucket, tmp_path):
    bucket.put("leave.md", LEAVE)
    for key in ("a//b.md", "x", "x/y.md", "LEAVE.md", f"{'n' * 300}.md", "*.md", "tool.exe", ".hidden/a.md"):
        bucket.put(key, "# Something\n")
    told = dict(refresh(bucket.source(), tmp_path).skipped)
    assert held(tmp_path) == {"*.md": "# Something\n", "LEAVE.md": "# Something\n", "x/y.md": "# Something\n"}
    assert "folder" in told["x"]
    assert "capital letters" in told["leave.md"]
    assert "too long" in told[f"{'n' * 300}.md"]
    assert "hidden" in told[".hidden"]


def test_a_bucket_that_was_emptied_is_suspicious_unless_allowed(bucket, tmp_path):
    bucket.put("leave.md", LEAVE)
    bucket.put("other.bin", "0")
    refresh(bucket.source(), tmp_path)
    bucket.delete("leave.md")
    state = refresh(bucket.source(), tmp_path)
    assert held(tmp_path) == {"leave.md": LEAVE}
    assert "may_be_empty" in state.why
    assert refresh(replace(bucket.source(), may_be_empty=True), tmp_path).why == ""
    assert held(tmp_path) == {}


def test_a_server_that_is_gone_and_comes_back(tmp_path):
    with s3_server() as endpoint:
        bucket = Bucket(endpoint, "policies")
        bucket.put("leave.md", LEAVE)
        source = bucket.source()
        refresh(source, tmp_path)
    gone = refresh(source, tmp_path)
    assert gone.failing_since
    assert "Could not connect" in gone.why
    assert refresh(source, tmp_path).failing_since == gone.failing_since
    assert held(tmp_path) == {"leave.md": LEAVE}
    with s3_server(int(endpoint.rpartition(":")[2])) as endpoint:
        Bucket(endpoint, "policies").put("leave.md", "# Leave\n\nEveryone has 30 days.\n")
        back = refresh(source, tmp_path)
    assert (back.failing_since, back.why) == ("", "")
    assert "30 days" in held(tmp_path)["leave.md"]


def test_another_bucket_shares_nothing_with_the_mirror_of_the_first(new_bucket, tmp_path):
    first, second = new_bucket(), new_bucket()
    first.put("leave.md", LEAVE)
    second.put("pay.md", "# Pay\n")
    refresh(first.source(), tmp_path)
    with pytest.raises(NoMirror, match="can't be read"):
        refresh(Source("policies", "s3://no-such-bucket-here/", options=first.source().options), tmp_path)
    refresh(second.source(), tmp_path)
    assert held(tmp_path) == {"pay.md": "# Pay\n"}


def test_a_secret_that_is_not_set_is_named(bucket, tmp_path):
    with pytest.raises(NoMirror, match="set S3_KEY in the environment"):
        refresh(bucket.source().with_secrets({}), tmp_path)


def test_a_protocol_whose_package_is_missing_says_what_to_install(tmp_path):
    with pytest.raises(NoMirror, match=r"dropbox:// needs another package: .*dropboxdrivefs"):
        refresh(Source("policies", "dropbox://hr"), tmp_path)
    with pytest.raises(NoMirror, match="nosuch"):
        refresh(Source("policies", "nosuch://host/hr"), tmp_path)


def test_a_folder_is_mirrored_without_following_its_links(tmp_path):
    folder = tmp_path / "hr"
    (folder / "jobs").mkdir(parents=True)
    (folder / "leave.md").write_text(LEAVE)
    (folder / "jobs" / "clerk.txt").write_text("Clerk")
    (folder / "passwd.txt").symlink_to("/etc/passwd")
    os.mkfifo(folder / "pipe.md")
    state = refresh(Source("hr", f"file://{folder}"), tmp_path / "mirror")
    assert held(tmp_path / "mirror") == {"leave.md": LEAVE, "jobs/clerk.txt": "Clerk"}
    assert {name for name, _ in state.skipped} == {"passwd.txt", "pipe.md"}


@pytest.fixture
def anybody() -> Iterator[Path]:
    """A folder in which whoever runs this is not root, who may open every folder."""
    with tempfile.TemporaryDirectory() as name:
        if os.geteuid() != 0:
            yield Path(name)
            return
        os.chown(name, NOBODY, -1)
        os.seteuid(NOBODY)
        try:
            yield Path(name)
        finally:
            os.seteuid(0)


def test_a_folder_that_cannot_be_listed_fails_the_source_and_takes_nothing_away(anybody):
    folder = anybody / "hr"
    (folder / "jobs" / "old").mkdir(parents=True)
    (folder / "leave.md").write_text(LEAVE)
    (folder / "jobs" / "old" / "clerk.txt").write_text("Clerk")
    refresh(Source("hr", f"file://{folder}"), anybody / "mirror")
    (folder / "jobs" / "old").chmod(0)
    state = refresh(Source("hr", f"file://{folder}"), anybody / "mirror")
    (folder / "jobs" / "old").chmod(0o700)
    assert "PermissionError" in state.why
    assert held(anybody / "mirror") == {"leave.md": LEAVE, "jobs/old/clerk.txt": "Clerk"}


def test_an_edit_of_the_same_length_in_the_same_second_is_seen(tmp_path, monkeypatch):
    monkeypatch.setattr("bot.sources.filesystem.FRESH", timedelta(hours=1))  # the machine may be slow
    folder = tmp_path / "hr"
    folder.mkdir()
    second = int(time.time())
    for text in ("# One\n", "# Two\n", "# Six\n"):
        (folder / "a.md").write_text(text)
        os.utime(folder / "a.md", (second, second))
        refresh(Source("hr", f"file://{folder}"), tmp_path / "mirror")
        assert held(tmp_path / "mirror") == {"a.md": text}


def test_an_archive_is_a_source_as_well(tmp_path):
    with zipfile.ZipFile(tmp_path / "hr.zip", "w") as archive:
        archive.writestr("leave.md", LEAVE)
        archive.writestr("jobs/clerk.txt", "Clerk")
    state = refresh(Source("hr", f"zip://::file://{tmp_path}/hr.zip"), tmp_path / "mirror")
    assert held(tmp_path / "mirror") == {"leave.md": LEAVE, "jobs/clerk.txt": "Clerk"}
    assert state.changed_at


@pytest.mark.parametrize("restricted", ["leave.yaml", "leave.yml"])
def test_a_document_does_not_come_without_the_file_that_may_restrict_it(tmp_path, restricted):
    folder = tmp_path / "hr"
    folder.mkdir()
    (folder / "leave.md").write_text(LEAVE)
    (folder / "pay.md").write_text("# Pay\n")
    (tmp_path / "elsewhere.yaml").write_text("audience: [managers]\n")
    (folder / restricted).symlink_to(tmp_path / "elsewhere.yaml")
    state = refresh(Source("hr", f"file://{folder}"), tmp_path / "mirror")
    assert held(tmp_path / "mirror") == {"pay.md": "# Pay\n"}
    assert dict(state.skipped)["leave.md"].startswith(f"{restricted} beside it: a link")
