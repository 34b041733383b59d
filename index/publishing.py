"""What can be decided about what is live: publish the candidate, go back, withdraw a document, reinstate it.

Each is one atomic switch under one lock; whoever is killed before it has changed nothing, and after it everything.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec

from index import snapshot
from index.candidate import forget_published, read_candidate
from index.errors import (
    AlreadyLive,
    CandidateBehind,
    CandidateReplaced,
    LiveReplaced,
    NoSnapshot,
    NotWithdrawn,
    UnknownDocument,
    UnknownSnapshot,
)
from index.keeping import kept
from index.live import Live, Publication, Withdrawal, change_live, published, utc_now, written_time
from index.outline import read_outline


def publish_candidate(index: Path, snapshot_id: str, by: str = "") -> Live:
    """Make the candidate the live snapshot; it has to be the one that was looked at.

    Raises:
        AlreadyLive: another process was first, with the same contents.
        CandidateReplaced: it is another one by now, or none.
        CandidateBehind: it was built beside what is no longer live.
        DamagedSnapshot: its files are not as they were written.
    """
    snapshot.check(index / "snapshots" / snapshot_id)  # takes longest, and needs no lock: snapshots never change

    def change(live: Live | None) -> Live:
        candidate = read_candidate(index)
        if live is not None and live.snapshot == snapshot_id:
            raise AlreadyLive(snapshot_id)
        if candidate is None or candidate.snapshot != snapshot_id:
            raise CandidateReplaced(snapshot_id, candidate.snapshot if candidate is not None else "")
        if live is not None and candidate.base != live.snapshot:
            last = live.publications[0]
            raise CandidateBehind(snapshot_id, candidate.base, last.snapshot, last.by, last.at)
        if live is None:
            first = published(None, snapshot_id, by)
            return msgspec.structs.replace(first, publications=(*first.publications, *_found(index, snapshot_id)))
        versions = _versions(index, snapshot_id) if live.withdrawals else None
        return published(live, snapshot_id, by, versions=versions)

    try:
        live = change_live(index, change)
    except AlreadyLive:
        forget_published(index)
        raise
    forget_published(index)
    return live


def roll_back(index: Path, snapshot_id: str, by: str = "", looked_at: str = "") -> Live:
    """Make a snapshot that was live before the live one again. What was withdrawn stays so.

    Args:
        looked_at: what was live when it was decided; "": whatever is live, it is gone back from.
    Raises:
        AlreadyLive: somebody has gone back to it meanwhile.
        LiveReplaced: something else than what was looked at is live by now.
        NoSnapshot: nothing has been published.
        UnknownSnapshot: it was never live, or is no longer kept.
        DamagedSnapshot: its files are not as they were written.
    """

    def change(live: Live | None) -> Live:
        if live is None:
            raise NoSnapshot(index)
        if live.snapshot == snapshot_id:
            raise AlreadyLive(snapshot_id)
        if looked_at and live.snapshot != looked_at:
            raise LiveReplaced(looked_at, live.snapshot)
        if snapshot_id not in {each.snapshot for each in live.publications}:
            raise UnknownSnapshot(f"{snapshot_id} was never live. `rolecall snapshots` lists what can be gone back to.")
        snapshot.check(index / "snapshots" / snapshot_id)
        return published(live, snapshot_id, by, "rolled_back")

    return change_live(index, change)


def withdraw(index: Path, document: str, reason: str, by: str = "") -> Live:
    """Take a document out of all answers at once.

    Args:
        document: its path below the documents folder.
    Raises:
        NoSnapshot: nothing has been published.
        UnknownDocument: the live snapshot holds none of that path.
        NotWithdrawn: it is withdrawn already.
    """

    def change(live: Live | None) -> Live:
        if live is None:
            raise NoSnapshot(index)
        digest = _versions(index, live.snapshot).get(document)
        if digest is None:
            raise UnknownDocument(f"The live snapshot holds no document {document}.")
        if document in live.withdrawn:
            raise NotWithdrawn(f"{document} is withdrawn already; `rolecall reinstate` lets it answer again.")
        others = tuple(each for each in live.withdrawals if (each.document, each.digest) != (document, digest))
        withdrawal = Withdrawal(document, digest, reason, utc_now(), by)
        return msgspec.structs.replace(live, withdrawals=(withdrawal, *others))

    return change_live(index, change)


def reinstate(index: Path, document: str) -> Live:
    """Let a withdrawn document answer again, in whichever version.

    Raises:
        NoSnapshot: nothing has been published.
        NotWithdrawn: it is not withdrawn.
    """

    def change(live: Live | None) -> Live:
        if live is None:
            raise NoSnapshot(index)
        if document not in live.withdrawn:
            raise NotWithdrawn(f"{document} is not withdrawn. `rolecall snapshots` lists what is.")
        others = tuple(each for each in live.withdrawals if each.document != document)
        return msgspec.structs.replace(live, withdrawals=others)

    return change_live(index, change)


def _found(index: Path, snapshot_id: str) -> list[Publication]:
    """The other snapshots that are there, where nothing says any more what was live: so that none of them is lost."""
    return [
        Publication(each.name, written_time(each.built))
        for each in kept(index, check=False)
        if not each.problem and each.name != snapshot_id
    ]


def _versions(index: Path, snapshot_id: str) -> Mapping[str, str]:
    return read_outline(index, snapshot_id).digests
