"""The candidate: a snapshot that was built and waits for somebody to publish or to discard it.

One small file names it, replaced in one atomic switch. Of two that are built at once the later one replaces the
earlier; and one that was built beside what is no longer live is told from one that can be published as it was shown.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from index.durable import replace_file, sync
from index.errors import CandidateReplaced, DamagedSnapshot, NoSnapshot
from index.live import live_id, locked, utc_now
from index.snapshot import read_manifest

FILE = "candidate"


class Candidate(msgspec.Struct, frozen=True):
    """A snapshot that may go live."""

    snapshot: str  # id
    base: str  # id of what was live when it was built, with which it was compared; "" where nothing was
    at: str  # when it was built, as in live.Publication
    by: str = ""  # who had it built


def propose(index: Path, snapshot_id: str, base: str = "", by: str = "") -> Candidate:
    """Name that snapshot as the candidate, in place of the one before.

    Args:
        base: id of what was live when the build began; "" where nothing was.
    Raises:
        DamagedSnapshot: the snapshot isn't there: write it within `building`.
    """
    with locked(index):
        read_manifest(index / "snapshots" / snapshot_id)
        candidate = Candidate(snapshot_id, base, utc_now(), by)
        replace_file(index / FILE, msgspec.json.format(msgspec.json.encode(candidate), indent=1))
        return candidate


def read_candidate(index: Path) -> Candidate | None:
    """The candidate; None where there is none: also where it has gone live meanwhile, or its file is damaged.

    A damaged file loses nothing: building again makes the same candidate.
    """
    try:
        candidate = msgspec.json.decode((index / FILE).read_bytes(), type=Candidate)
    except (OSError, msgspec.DecodeError):
        return None
    try:
        return candidate if candidate.snapshot != live_id(index) else None
    except (NoSnapshot, DamagedSnapshot):
        return candidate


def discard(index: Path, looked_at: str = "") -> Candidate | None:
    """Drop the candidate; which one, None where there was none. Its snapshot goes when snapshots are cleared away.

    Args:
        looked_at: the one that is meant; "": whichever waits.
    Raises:
        CandidateReplaced: another one waits by now; it stays.
    """
    with locked(index):
        candidate = read_candidate(index)
        if looked_at and candidate is not None and candidate.snapshot != looked_at:
            raise CandidateReplaced(looked_at, candidate.snapshot)
        _forget(index)
        return candidate


def forget_published(index: Path) -> None:
    """Name no candidate any more where it is what is live: after publishing it."""
    with locked(index):
        if read_candidate(index) is None:
            _forget(index)


def _forget(index: Path) -> None:
    if (index / FILE).exists():
        (index / FILE).unlink()
        sync(index)
