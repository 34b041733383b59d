"""The local copy of a source, whatever happens while it is refreshed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.errors import NoMirror
from bot.sources.filesystem import FileSystemRemote
from bot.sources.listing import Listing, RemoteFile
from bot.sources.mirror import Mirror
from bot.sources.source import Source
from bot.sources.state import State
from knowledge.readers.limits import DEFAULT_LIMITS, Limits
from tests.bot.sources.stamps import stamps
from tests.conftest import ROOT


@pytest.fixture
def remote(tmp_path: Path) -> Path:
    folder = tmp_path / "remote"
    folder.mkdir()
    (folder / "leave.md").write_text("# Leave\n")
    (folder / "pay.md").write_text("# Pay\n")
    return folder


@pytest.fixture
def mirror(remote: Path) -> Mirror:
    return Mirror(Source("hr", f"file://{remote}"), remote.parent / "index")


def refresh(mirror: Mirror, limits: Limits = DEFAULT_LIMITS) -> State:
    return mirror.refresh(lambda scratch: FileSystemRemote(mirror.source, limits), limits)


def test_kills_at_any_moment_leave_it_whole_and_the_next_run_mends_it(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "tests.bot.sources.killed_refreshes", str(tmp_path), "15"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=1800,  # for a machine that has much else to do
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split()[0] == "15"


@pytest.mark.parametrize("damage", ["other content", "gone", "a folder", "a link"])
def test_a_file_that_somebody_changed_in_the_mirror_is_fetched_again(mirror, damage):
    refresh(mirror)
    file = mirror.files / "pay.md"
    file.unlink()
    if damage == "other content":
        file.write_text("# Pay more\n")
    elif damage == "a folder":
        file.mkdir()
    elif damage == "a link":
        file.symlink_to("/etc/passwd")
    (mirror.files / "extra.md").write_text("# Not of the source\n")
    refresh(mirror)
    assert (mirror.files / "pay.md").read_text() == "# Pay\n"
    assert not file.is_symlink()
    assert sorted(each.name for each in mirror.files.iterdir()) == ["leave.md", "pay.md"]


def test_a_copy_that_somebody_damaged_is_not_used_where_the_source_fails(mirror, remote):
    refresh(mirror)
    (mirror.files / "pay.md").unlink()
    remote.rename(remote.parent / "gone")
    with pytest.raises(NoMirror, match="no whole copy"):
        refresh(mirror)
    (remote.parent / "gone").rename(remote)
    refresh(mirror)
    assert (mirror.files / "pay.md").read_text() == "# Pay\n"


def test_a_state_that_cannot_be_understood_is_made_anew_and_files_stay(mirror):
    refresh(mirror)
    before = stamps(mirror.files / "pay.md")
    (mirror.folder / "state.json").write_text("{")
    refresh(mirror)
    assert stamps(mirror.files / "pay.md") == before


def test_other_limits_choose_anew_at_the_same_revision(mirror, remote):
    (remote / "long.md").write_text("# Long\n" * 1000)
    assert [name for name, _ in refresh(mirror, Limits(binary_bytes=100)).skipped] == ["long.md"]
    assert refresh(mirror).skipped == ()
    assert (mirror.files / "long.md").is_file()


class Restless(FileSystemRemote):
    """A source that changes each time that a file of it has been fetched."""

    def __init__(self, mirror: Mirror, folder: Path, changes: int) -> None:
        super().__init__(mirror.source, DEFAULT_LIMITS)
        self._folder = folder
        self._changes = changes

    def fetch(self, files: Sequence[RemoteFile], into: Path) -> None:
        super().fetch(files, into)
        if self._changes:
            (self._folder / "pay.md").write_text("# Pay\n" + "more\n" * self._changes)
            self._changes -= 1


def test_a_source_that_changes_while_it_is_read_is_read_again(mirror, remote):
    mirror.refresh(lambda scratch: Restless(mirror, remote, 2), DEFAULT_LIMITS)
    assert (mirror.files / "pay.md").read_text() == (remote / "pay.md").read_text() == "# Pay\nmore\n"


def test_one_that_never_holds_still_is_not_mirrored(mirror, remote):
    with pytest.raises(NoMirror, match="kept changing"):
        mirror.refresh(lambda scratch: Restless(mirror, remote, 99), DEFAULT_LIMITS)
    assert list(mirror.files.iterdir()) == []


class Short(FileSystemRemote):
    """A source that hands out less than it says it holds, as a connection does that breaks."""

    def listing(self, known: str) -> Listing | None:
        listing = super().listing("")
        assert listing is not None
        files = tuple(RemoteFile(file.name, file.version, file.size + 1, file.where) for file in listing.files)
        return Listing(listing.revision, listing.changed_at, files)


def test_a_file_that_comes_cut_short_is_not_taken(mirror):
    with pytest.raises(NoMirror, match=r"came with \d+ bytes, not \d+"):
        mirror.refresh(lambda scratch: Short(mirror.source, DEFAULT_LIMITS), DEFAULT_LIMITS)


def test_a_full_disk_leaves_the_copy_in_use(mirror, remote):
    refresh(mirror)
    (remote / "pay.md").write_text("# Pay\n\nMore.\n" * 5000)
    program = (
        "import resource, sys; from pathlib import Path\n"
        "from bot.sources.mirror import Mirror; from bot.sources.source import Source\n"
        "from bot.sources.filesystem import FileSystemRemote; from knowledge.readers.limits import DEFAULT_LIMITS\n"
        "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))\n"
        "mirror = Mirror(Source('hr', sys.argv[1]), Path(sys.argv[2]))\n"
        "print(mirror.refresh(lambda _: FileSystemRemote(mirror.source, DEFAULT_LIMITS), DEFAULT_LIMITS).why)\n"
    )
    command = [sys.executable, "-c", program, mirror.source.url, str(remote.parent / "index")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert "File too large" in done.stdout, done.stderr
    assert (mirror.files / "pay.md").read_text() == "# Pay\n"
    refresh(mirror)
    assert (mirror.files / "pay.md").read_text() == (remote / "pay.md").read_text()
