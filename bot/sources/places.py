"""All sources of an installation: refreshed, and held still while they are read."""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from bot.errors import SettingsError
from bot.sources.listing import Remote
from bot.sources.mirror import Mirror
from bot.sources.source import DOCUMENTS, GIT, Source, mirror_folder, mirrored_files
from bot.sources.state import State
from knowledge.place import Place
from knowledge.readers.limits import Limits


@dataclass(frozen=True, slots=True)
class SourceReport:
    """What became of one source."""

    source: Source
    state: State
    root: Path  # the folder that holds its documents

    @property
    def place(self) -> Place:
        return Place(self.source.prefix, self.root, self.state.skipped, self.line, bool(self.state.failing_since))

    @property
    def at(self) -> str:
        """The revision, for a person: "commit 4f2a91c0de (2026-03-01 09:30 UTC)"."""
        changed = _minutes(self.state.changed_at)
        if self.source.url.startswith(GIT):
            return f"commit {self.state.revision[:10]} ({changed})"
        return f"newest change {changed}" if changed else f"revision {self.state.revision}"

    @property
    def age(self) -> str:
        """How long ago the source was last found to be so: "3 hours"."""
        since = datetime.now(UTC) - datetime.fromisoformat(self.state.read_at)
        minutes = max(0, int(since.total_seconds() // 60))
        for number, unit in ((minutes // 1440, "day"), (minutes // 60, "hour"), (minutes, "minute")):
            if number:
                return f"{number} {unit}{'' if number == 1 else 's'}"
        return "less than a minute"

    @property
    def line(self) -> str:
        """In one line: what it was read at, or since when and why it can't be read."""
        count = f"{len(self.state.files):,} file{'' if len(self.state.files) == 1 else 's'}"
        if not self.state.failing_since:
            return f"{self.source.name}: {count} at {self.at}"
        return (
            f"{self.source.name}: can't be read since {_minutes(self.state.failing_since)}: {self.state.why}. "
            f"In use is the copy of {_minutes(self.state.read_at)}: {count} at {self.at}"
        )


def sources_in_use(sources: Sequence[Source], documents: Path, index: Path) -> tuple[Source, ...]:
    """The sources without the one in place of `documents`, where another folder was named instead."""
    is_mirror = documents == mirrored_files(index, DOCUMENTS)
    return tuple(source for source in sources if source.name != DOCUMENTS or is_mirror)


@contextmanager
def mirrored(
    sources: Sequence[Source],
    documents: Path,
    index: Path,
    limits: Limits,
    on_stage: Callable[[str, int, int], None] | None = None,
) -> Iterator[tuple[SourceReport, ...]]:
    """Refresh every source; while they are in use, nobody else changes their mirrors.

    Args:
        on_stage: is told ("sources", done, of).
    Raises:
        NoMirror: one can't be read and never could.
        SettingsError: a name is taken in the documents folder, or the mirrors would be read as documents twice.
    """
    in_place = [source for source in sources if source.name == DOCUMENTS]
    beside = [source for source in sources if source.name != DOCUMENTS]
    with ExitStack() as held:
        reports: list[SourceReport] = []
        for source in (*in_place, *beside):
            if len(reports) == len(in_place):  # before anything is fetched for nothing
                _check_names(beside, documents, index)
            if on_stage is not None:
                on_stage("sources", len(reports), len(sources))
            reports.append(held.enter_context(_refreshed(source, index, limits)))
        if sources and on_stage is not None:
            on_stage("sources", len(sources), len(sources))
        yield tuple(reports)


@contextmanager
def _refreshed(source: Source, index: Path, limits: Limits) -> Iterator[SourceReport]:
    """One source, under its lock: nobody else's while it is refreshed, shared while it is read."""
    folder = mirror_folder(index, source.name)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        mirror = Mirror(source, index)
        state = mirror.refresh(partial(_open_remote, source, limits), limits)
        fcntl.flock(file, fcntl.LOCK_SH)
        yield SourceReport(source, state, mirror.files)


def look(sources: Sequence[Source], index: Path) -> tuple[SourceReport, ...]:
    """What is mirrored now, without asking the sources. `read_at` of one that never was is ""."""
    mirrors = [Mirror(source, index) for source in sources]
    return tuple(SourceReport(mirror.source, mirror.state, mirror.files) for mirror in mirrors)


def missing_extra(source: Source) -> str:
    """The extra of ours that brings what a source needs and is not installed; "" where there is none."""
    if source.url.startswith(GIT):
        return "" if find_spec("dulwich") else "git"
    return "s3" if source.url.startswith(("s3://", "s3a://")) and not find_spec("s3fs") else ""


def _open_remote(source: Source, limits: Limits, scratch: Path) -> Remote:
    if source.url.startswith(GIT):
        from bot.sources.git import GitRemote

        return GitRemote(source, limits, scratch)
    from bot.sources.filesystem import FileSystemRemote

    return FileSystemRemote(source, limits)


def _check_names(beside: Sequence[Source], documents: Path, index: Path) -> None:
    """The names of the sources beside the folder, and where their mirrors lie."""
    if not documents.is_dir():
        return
    taken = {each.name.casefold(): each.name for each in documents.iterdir()}
    problems = [
        f"`sources: {source.name}`: {documents} holds `{taken[source.name.casefold()]}` as well; rename one of them"
        for source in beside
        if source.name.casefold() in taken
    ]
    top, kept = documents.resolve(), mirror_folder(index, "").resolve()
    if kept.is_relative_to(top) and not any(part.startswith(".") for part in kept.relative_to(top).parts):
        problems.append(f"`index`: {index} lies in {documents}, so that copies of sources would be read twice; move it")
    if problems:
        raise SettingsError(problems)


def _minutes(time: str) -> str:
    """ "2026-03-01T09:30:00Z" -> "2026-03-01 09:30 UTC"."""
    return f"{time[:10]} {time[11:16]} UTC" if time else ""
