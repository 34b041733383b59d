"""What answers is loaded: the live snapshot, or where it is damaged the last one before it that is whole."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from index import snapshot
from index.errors import DamagedSnapshot, ModelMismatch
from index.live import FILE, Live, see
from index.snapshot import Snapshot

MEND = "Build the live one again with `rolecall index DOCUMENTS`, or go back to the other with `rolecall rollback`."


@dataclass(frozen=True, slots=True)
class Loaded:
    """A snapshot to answer from, and what is to be told about it."""

    snapshot: Snapshot
    live: Live
    fell_back: str = ""  # a sentence or two: what is damaged, what is used instead, what to do; "" where all is whole

    @property
    def withdrawn(self) -> frozenset[str]:
        """Paths of its documents that must not answer."""
        return self.live.withdrawn_in(self.snapshot.id)


def load_live(index: Path, model: str | None = None, in_memory: Snapshot | None = None) -> Loaded:
    """Load what is live; what is damaged is never answered from.

    Args:
        in_memory: a snapshot loaded earlier, which need not be loaded again where it is the live one.
    Raises:
        NoSnapshot: nothing has been published.
        DamagedSnapshot: it is damaged, and so is everything that was live before.
        ModelMismatch: it was built with another model than `model`.
    """
    seen = see(index)
    problems = [f"{seen.problem[0].upper()}{seen.problem[1:]}."] if seen.problem else []
    if in_memory is not None and in_memory.id == seen.live.snapshot:
        return Loaded(in_memory, seen.live, " ".join(problems))
    try:
        loaded = snapshot.load(index, model, seen.live.snapshot)
    except DamagedSnapshot as damaged:
        earlier = _last_whole(index, seen.live, model)
        if earlier is None:
            raise
        loaded = earlier
        problems.append(f"The live snapshot is damaged: {damaged.what}. {loaded.id} answers instead. {MEND}")
    return Loaded(loaded, seen.live, " ".join(problems))


def held_in_memory(loaded: Loaded) -> Loaded:
    """The same, nothing of it left in its files: one that is cut short in place ends a process that has mapped it.

    For processes that run long; it takes a moment, and the memory of all embeddings.
    """
    contents = loaded.snapshot.contents
    vectors = {name: getattr(contents, name).copied() for name in ("passage_vectors", "unit_vectors")}
    return replace(loaded, snapshot=replace(loaded.snapshot, contents=replace(contents, **vectors)))


def _last_whole(index: Path, live: Live, model: str | None) -> Snapshot | None:
    for snapshot_id in live.earlier:
        try:
            return snapshot.load(index, model, snapshot_id)
        except (DamagedSnapshot, ModelMismatch):
            continue
    return None


def stamp(index: Path) -> tuple[int, ...]:
    """Another one whenever what is live has changed; costs one look at a file. () where nothing is live."""
    try:
        stat = (index / FILE).stat()
    except OSError:
        return ()
    return stat.st_mtime_ns, stat.st_ino, stat.st_size
