"""Deciding what is live, with the record told who decided what and when.

Each decision is noted twice: as `deciding` before the switch, and after it as what it was: `published`, `rolled_back`,
`withdrawn`, `reinstated` or `discarded`; as `refused` where it was not done. Where a process ended in between, the
first stands alone: it was decided, and `rolecall snapshots` tells whether it came to it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from bot.record.errors import RecordError
from bot.record.message import Person
from bot.snapshot_settings import SnapshotSettings
from index import keeping, publishing
from index.candidate import Candidate, discard, propose, read_candidate
from index.errors import AlreadyLive, DamagedSnapshot, NoCandidate, NoSnapshot
from index.live import Live, read_live
from index.snapshot import read_manifest
from knowledge.errors import RolecallError

if TYPE_CHECKING:  # takes a while to load, and where nothing has changed nothing is decided
    from bot.record.record import Record

T = TypeVar("T")


class Publishing:
    """Publishes, goes back, withdraws: for one person, who is named in the record and beside what is live."""

    def __init__(
        self,
        index: Path,
        chosen: SnapshotSettings,
        person: Person,
        open_record: Callable[[], Record],
        notify: Callable[[str], None],
        *,
        record_required: bool = False,
        text_days: float | None = None,
    ) -> None:
        """What is decided through it is decided by that person.

        Args:
            notify: is told in a sentence what goes, and what could not be done beside the decision.
            record_required: decide nothing that the record can't note.
            text_days: after how many days questions are erased: what answered them is then no longer needed.
        """
        self._index = index
        self._chosen = chosen
        self._person = person
        self._open = open_record
        self._notify = notify
        self._required = record_required
        self._text_days = text_days
        self._record: Record | None = None
        self._is_broken = False  # the record can't be written
        self._is_lost = False  # what was live can't be read

    @property
    def by(self) -> str:
        """Whoever decides, as it stands beside what is live."""
        return self._person.name or self._person.user

    def propose(self, snapshot_id: str, base: str = "") -> Candidate | None:
        """Have a snapshot wait to be published; None where nothing was live yet, and it has been published at once.

        Args:
            base: id of what was live when its build began, "" where nothing was; see `candidate.propose`.
        """
        candidate = propose(self._index, snapshot_id, base, self.by)
        if self._live() is None:
            self.publish(snapshot_id)
            return None
        self.clear_away()  # the candidate before this one, unless somebody builds
        return candidate

    def publish(self, snapshot_id: str) -> Live:
        """Make the candidate live; what is live then, its first publication by whoever was first.

        Raises what `publishing.publish_candidate` raises, but where it is live already: that is what was wanted.
        """
        before = self._live()
        if before is not None and before.snapshot == snapshot_id:
            return before
        try:
            live = self._decide(
                "published",
                self._body(snapshot_id),
                lambda: publishing.publish_candidate(self._index, snapshot_id, self.by),
            )
        except AlreadyLive:  # meanwhile
            return read_live(self._index)
        self.clear_away()
        return live

    def discard(self, looked_at: str = "") -> Candidate:
        """Drop the candidate.

        Args:
            looked_at: the one that is meant; "": whichever waits.
        Raises:
            NoCandidate: there is none.
            CandidateReplaced: another one waits by now.
        """

        def drop() -> Candidate:
            dropped = discard(self._index, looked_at)
            if dropped is None:
                raise NoCandidate(self._index)
            return dropped

        candidate = read_candidate(self._index)
        if candidate is None:
            raise NoCandidate(self._index)
        dropped = self._decide("discarded", {"snapshot": candidate.snapshot, "before": candidate.base}, drop)
        self.clear_away()
        return dropped

    def roll_back(self, snapshot_id: str, looked_at: str = "") -> Live:
        """Make a snapshot live again that was so before. Takes and raises what `publishing.roll_back` does."""
        return self._decide(
            "rolled_back",
            self._body(snapshot_id),
            lambda: publishing.roll_back(self._index, snapshot_id, self.by, looked_at),
        )

    def withdraw(self, document: str, reason: str) -> Live:
        """Take a document out of all answers. Raises what `publishing.withdraw` raises."""
        body = {"document": document, "snapshot": read_live(self._index).snapshot}
        return self._decide(
            "withdrawn", body, lambda: publishing.withdraw(self._index, document, reason, self.by), reason
        )

    def reinstate(self, document: str) -> Live:
        """Let a withdrawn document answer again. Raises what `publishing.reinstate` raises."""
        body = {"document": document, "snapshot": read_live(self._index).snapshot}
        return self._decide("reinstated", body, lambda: publishing.reinstate(self._index, document))

    def receipts(self, snapshots: Sequence[str]) -> Mapping[str, int] | None:
        """How many receipts each needs to be replayed from what answered them; None where the record can't tell."""
        if not snapshots:
            return {}
        from bot.record.replayable import count_replayable

        try:
            return count_replayable(self._opened().database, snapshots, self._text_days)
        except RecordError:
            return None

    def clear_away(self) -> None:
        """Take away what is no longer to be kept, first naming what receipts need and what is damaged."""
        keep = self._chosen.keep
        try:
            going = keeping.expendable(self._index, keep)
            receipts = self.receipts(going)
            if self._chosen.keep_for_receipts:
                going = tuple(each for each in going if receipts is not None and not receipts[each])
            for each in going:
                self._name(each, (receipts or {}).get(each, 0))
            gone = keeping.clear_away(self._index, going, keep)
        except OSError as problem:
            self._notify(f"Old snapshots could not be cleared away: {problem.filename}: {problem.strerror}.")
            return
        needed = {each: receipts[each] for each in gone if receipts and receipts[each]}
        if needed:
            self._note("cleared", {"receipts": needed}, is_done=True)

    def _name(self, snapshot_id: str, receipts: int) -> None:
        if receipts:
            are = "1 receipt" if receipts == 1 else f"{receipts:,} receipts"
            self._notify(
                f"Clearing away snapshot {snapshot_id}, from which {are} were answered; these can be replayed against "
                "what is live only. `snapshots: keep_for_receipts: true` in the settings keeps such snapshots."
            )
        try:
            read_manifest(self._index / "snapshots" / snapshot_id)
        except DamagedSnapshot as damaged:
            self._notify(f"Clearing away snapshot {snapshot_id}, which is damaged: {damaged.what}.")

    # -- In the record --------------------------------------------------------------------------------------------

    def _decide(self, kind: str, body: Mapping[str, Any], decide: Callable[[], T], reason: str = "") -> T:
        self._note("deciding", {"kind": kind, **body}, reason)
        try:
            decided = decide()
        except RolecallError as refused:
            self._note("refused", {"kind": kind, **body, "error": type(refused).__name__}, is_done=True)
            raise
        self._note(kind, body, reason, is_done=True)
        return decided

    def _note(self, kind: str, body: Mapping[str, Any], reason: str = "", *, is_done: bool = False) -> None:
        """`is_done`: it is too late to hold anything up for a record that can't be written."""
        if self._is_broken:
            return
        try:
            self._opened().note(kind, body, self._person, reason)
        except RecordError as problem:
            if self._required and not is_done:
                raise
            self._is_broken = True
            self._notify(f"{problem}\nWhat is decided now is not noted in the record.")

    def _opened(self) -> Record:
        if self._record is None:
            self._record = self._open()
        return self._record

    # -- What there is --------------------------------------------------------------------------------------------

    def _live(self) -> Live | None:
        try:
            return read_live(self._index)
        except NoSnapshot:
            return None
        except DamagedSnapshot as damaged:
            if not self._is_lost:
                self._is_lost = True
                self._notify(f"{damaged} Which documents were withdrawn is no longer known: withdraw them again.")
            return None

    def _body(self, snapshot_id: str) -> dict[str, Any]:
        before = self._live()
        manifest = read_manifest(self._index / "snapshots" / snapshot_id)
        return {
            "snapshot": snapshot_id,
            "before": before.snapshot if before is not None else "",
            "documents": manifest.documents,
        }
