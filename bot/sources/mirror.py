"""The local copy of one source, whole at one revision.

    <folder>/files/         what is read
    <folder>/incoming/      what was fetched and is not in place yet
    <folder>/scratch/       what the remote needs while it is read
    <folder>/state.json     what `files` holds
    <folder>/pending.json   only while what was fetched is put in place

Files that didn't change are not touched, so that they can be recognised by their size and time. What changed is fetched
beside them; then `pending.json` is written, and from there on the change is carried out, by the next run if this one is
killed.
"""

from __future__ import annotations

import filecmp
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import msgspec

from bot.errors import NoMirror, SourceFailed
from bot.sources.listing import Chosen, Listing, Remote, choose
from bot.sources.source import Source, mirror_folder, mirrored_files
from bot.sources.state import (
    PENDING,
    Mirrored,
    Pending,
    State,
    now,
    read_pending,
    read_state,
    write_pending,
    write_state,
)
from knowledge.readers.limits import Limits

ROUNDS = 3  # in which a source has to hold still while it is read


class Mirror:
    """The local copy of a source. Whoever refreshes it holds its lock."""

    def __init__(self, source: Source, index: Path) -> None:
        self.source = source
        self.folder = mirror_folder(index, source.name)
        self.files = mirrored_files(index, source.name)
        self._incoming = self.folder / "incoming"
        self._scratch = self.folder / "scratch"

    @property
    def state(self) -> State:
        """What it holds; an empty state where it holds a copy of another place."""
        state = read_state(self.folder)
        return state if state.place == self._place else State()

    def refresh(self, open_remote: Callable[[Path], Remote], limits: Limits) -> State:
        """Make it what the source holds now, or leave it as it is and note why.

        Args:
            open_remote: begins reading the source; may put what it needs meanwhile in the folder it gets.
        Raises:
            NoMirror: the source can't be read, and there is no whole copy.
        """
        self.files.mkdir(parents=True, exist_ok=True)
        if pending := read_pending(self.folder):  # a killed run had decided it
            self._carry_out(pending)
        before = self.state
        try:
            pending = self._prepare(before, open_remote, limits)
        except Exception as problem:  # libraries for so many systems raise whatever they like: the copy stays in use
            why = reason(problem, self.source)
            if not before.read_at or not self._is_whole(before):
                raise NoMirror(self.source.name, self.source.url, why) from problem
            pending = Pending(msgspec.structs.replace(before, failing_since=before.failing_since or now(), why=why))
        if pending.moved or pending.removed:
            os.sync()  # what was fetched is on the disk before anything says so: one call for however many files
            write_pending(self.folder, pending)
            self._carry_out(pending)
        else:
            write_state(self.folder, pending.state)
        shutil.rmtree(self._incoming, ignore_errors=True)
        shutil.rmtree(self._scratch, ignore_errors=True)
        return pending.state

    @property
    def _place(self) -> str:
        source = self.source
        parts = (source.url, *source.include, *(f"{name}={value}" for name, value in sorted(source.options.items())))
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]

    def _prepare(self, before: State, open_remote: Callable[[Path], Remote], limits: Limits) -> Pending:
        """Fetch what changed; what is then to become of the mirror."""
        shutil.rmtree(self._scratch, ignore_errors=True)
        self._scratch.mkdir()
        remote = open_remote(self._scratch)
        try:
            is_same = before.limits == _limits_hash(limits) and self._is_whole(before)
            listing = remote.listing(before.revision if is_same else "")
            if listing is None:
                return Pending(msgspec.structs.replace(before, read_at=now(), failing_since="", why=""))
            for _ in range(ROUNDS):
                chosen = choose(listing, self.source, limits)
                if not chosen.files and not self.source.may_be_empty:
                    raise SourceFailed("it holds no document; set `may_be_empty: true` if that is meant")
                self._fetch(remote, chosen, before)
                again = remote.listing(listing.revision)
                if again is None or again == listing:
                    return self._change(listing, chosen, limits)
                listing = again
        finally:
            remote.close()
        raise SourceFailed("it kept changing while it was read")

    def _fetch(self, remote: Remote, chosen: Chosen, before: State) -> None:
        """Fetch what the mirror doesn't hold into `incoming`."""
        shutil.rmtree(self._incoming, ignore_errors=True)
        self._incoming.mkdir()
        wanted = []
        for file in chosen.files:
            held = before.files.get(file.name)
            if held is None or not file.version or held.version != file.version or not self._holds(file.name, held):
                (self._incoming / file.name).parent.mkdir(parents=True, exist_ok=True)
                wanted.append(file)
        remote.fetch(wanted, self._incoming)
        for file in wanted:
            if (fetched := (self._incoming / file.name).stat().st_size) != file.size:
                raise SourceFailed(f"{file.name} came with {fetched} bytes, not {file.size}")

    def _change(self, listing: Listing, chosen: Chosen, limits: Limits) -> Pending:
        """What comes in, what goes, and what the mirror then holds."""
        files = {}
        moved = []
        for file in chosen.files:
            come, there = self._incoming / file.name, self.files / file.name
            if come.is_file() and not (_is_plain(there) and filecmp.cmp(come, there, shallow=False)):
                moved.append(file.name)
                there = come
            status = there.stat()
            files[file.name] = Mirrored(file.version, status.st_size, status.st_mtime_ns)
        removed = tuple(name for name in _names_below(self.files) if name not in files)
        place, choice = self._place, _limits_hash(limits)
        state = State(place, choice, listing.revision, listing.changed_at, now(), files, chosen.skipped)
        return Pending(state, tuple(moved), removed)

    def _carry_out(self, pending: Pending) -> None:
        """Any part of it may have been done already."""
        for name in pending.removed:
            if not (self.files / name).is_dir():
                with suppress(FileNotFoundError, NotADirectoryError):
                    (self.files / name).unlink()
        _drop_empty_folders(self.files)
        for name in pending.moved:
            if (self._incoming / name).is_file():
                (self.files / name).parent.mkdir(parents=True, exist_ok=True)
                (self._incoming / name).replace(self.files / name)
        os.sync()
        write_state(self.folder, pending.state)
        (self.folder / PENDING).unlink()

    def _is_whole(self, state: State) -> bool:
        """Whether the files are those that the state tells of, and no others."""
        names = {*_names_below(self.files)}
        return names == state.files.keys() and all(self._holds(name, each) for name, each in state.files.items())

    def _holds(self, name: str, written: Mirrored) -> bool:
        try:
            status = (self.files / name).stat(follow_symlinks=False)
        except OSError:
            return False
        return (status.st_size, status.st_mtime_ns) == (written.size, written.mtime_ns)


def reason(problem: Exception, source: Source) -> str:
    """Why a source could not be read, in one line without its secrets."""
    text = " ".join(str(problem).split()).rstrip(".")
    if not isinstance(problem, SourceFailed):
        text = f"{type(problem).__name__}: {text}" if text else type(problem).__name__
    for secret in source.values.values():
        text = text.replace(secret, "***")
    return text if len(text) <= 300 else f"{text[:299]}…"


def _limits_hash(limits: Limits) -> str:
    """Other limits choose other files, at the same revision."""
    return hashlib.sha256(str(limits).encode()).hexdigest()[:16]


def _is_plain(file: Path) -> bool:
    return file.is_file() and not file.is_symlink()


def _names_below(folder: Path) -> Iterator[str]:
    for each in sorted(folder.rglob("*")):
        if each.is_symlink() or not each.is_dir():
            yield each.relative_to(folder).as_posix()


def _drop_empty_folders(folder: Path) -> None:
    for each in sorted(folder.rglob("*"), reverse=True):
        if each.is_dir() and not each.is_symlink() and not any(each.iterdir()):
            each.rmdir()
