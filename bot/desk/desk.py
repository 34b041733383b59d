"""Desk: cases opened, claimed, replied to and closed, each step in one transaction with its entry in the chain.

Showing a case and telling whoever asked are no part of such a step: an outside service may be down. So a case notes up
to which step it was shown and told, and a surface brings it up to date: `due` names those that aren't.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, insert, or_, select, update

from bot.desk.case import APPROVED, CLAIMED, CLOSED, DRAFTED, OPENED, REOPENED, REPLIED, STEPS, Case, Step
from bot.desk.errors import AskerErased, CaseClosed, CaseTaken, ClosedAlready, DeskError, NoCase, NotClosed, NoTopicCase
from bot.record import tables
from bot.record.chain import Appender
from bot.record.commitments import Identity, Written
from bot.record.database import Database
from bot.record.message import Person
from bot.record.number import read_number
from bot.record.stored import person_of
from bot.record.storing import message_id
from bot.record.times import moment, now, seconds
from bot.topics import is_recorded_topic

LEASE_SECONDS = 120.0  # that one surface has for showing and telling


@dataclass(frozen=True, slots=True)
class Desk:
    """Blocking; safe from several threads and processes: of two who claim at once, one has the case."""

    database: Database

    def open(self, number: str, asker: Person) -> tuple[Case, bool]:
        """Hand the question of that receipt over; the case, and whether it is new. There is one a receipt.

        Raises:
            UnknownReceipt: no message has that number.
            NoTopicCase: of what was asked, nothing but its topic is kept.
        """
        with self.database.append() as appender:
            message = message_id(appender.connection, number)
            known = _row(appender.connection, message)
            if known is None:
                if _is_topic(appender.connection, message):
                    raise NoTopicCase(read_number(number))
                seq = appender.append(OPENED, {}, message=message, identity=Identity(asker))
                row = {"message": message, "state": "open", "opened_seq": seq, "last_seq": seq}
                appender.connection.execute(_INSERT, {**row, "shown_seq": 0, "told_seq": seq, "lease_until": 0})
            return _case(appender.connection, message), known is None

    def claim(self, number: str, person: Person) -> Case:
        """Have it: nobody else replies then. Whoever has it already keeps it.

        Raises:
            CaseTaken: somebody else has it.
            CaseClosed: it is closed.
        """
        with self._step(number) as (appender, case):
            _refuse_closed(case)
            if case.holder is not None:
                _refuse_other(case, person)
                return case
            _append(appender, case, CLAIMED, person, state="claimed", holder=True)
            return _case(appender.connection, case.message)

    def reply(self, number: str, person: Person, text: str) -> Case:
        """Answer whoever asked. Who replies to a case that nobody has claimed has it from then on.

        Raises:
            CaseTaken, CaseClosed: as for `claim`.
            AskerErased: there is nobody left to be told.
        """
        _refuse_empty(text)
        with self._step(number) as (appender, case):
            check_reply(case, person)
            if case.asker is None:
                raise AskerErased(case.number)
            if case.holder is None:
                _append(appender, case, CLAIMED, person, state="claimed", holder=True)
            _append(appender, case, REPLIED, person, text)
            return _case(appender.connection, case.message)

    def close(self, number: str, person: Person) -> Case:
        """End it. Anybody at the desk may: whoever had it may have left.

        Raises:
            ClosedAlready: somebody was first.
        """
        with self._step(number) as (appender, case):
            if case.state == "closed":
                closed = next(step for step in reversed(case.steps) if step.kind == CLOSED)
                raise ClosedAlready(case.number, closed.by)
            _append(appender, case, CLOSED, person, state="closed")
            return _case(appender.connection, case.message)

    def reopen(self, number: str, person: Person) -> Case:
        """Take it up again: it is open, and nobody's.

        Raises:
            NotClosed: somebody was first.
        """
        with self._step(number) as (appender, case):
            if case.state != "closed":
                raise NotClosed(case.number)
            _append(appender, case, REOPENED, person, state="open", holder=False)
            return _case(appender.connection, case.message)

    def draft(self, number: str, person: Person, written: str) -> Case:
        """Keep an approved answer that waits for a second person; see `bot.desk.approval`."""
        with self._step(number) as (appender, case):
            _append(appender, case, DRAFTED, person, written)
            return _case(appender.connection, case.message)

    def approved(self, number: str, person: Person, body: Mapping[str, Any]) -> None:
        """Note that the draft has been written into the documents folder.

        Args:
            body: JSON that is never erased: which file.
        """
        with self._step(number) as (appender, case):
            _append(appender, case, APPROVED, person, body=body)

    def case(self, number: str) -> Case:
        """The case of that receipt.

        Raises:
            UnknownReceipt, NoCase: there is none.
        """
        with self.database.read() as connection:
            return _known(connection, number)

    def unclosed(self) -> int:
        """How many aren't closed."""
        with self.database.read() as connection:
            return len(connection.execute(_UNCLOSED).all())

    # -- Showing and telling ----------------------------------------------------------------------------------------

    def due(self) -> Sequence[str]:
        """Receipts of the cases that aren't shown or told as they are, and that nobody is at; oldest first."""
        with self.database.read() as connection:
            return list(connection.execute(_DUE, {"now": now()}).scalars())

    def lease(self, number: str, lease_seconds: float = LEASE_SECONDS) -> Case | None:
        """The case, to be shown and told by the caller alone for so long; None where somebody is at it."""
        with self.database.write() as connection:
            case = _known(connection, number)
            at = now()
            leased = _UPDATE.where(_cases.c.lease_until <= at).values(lease_until=at + seconds(lease_seconds))
            is_ours = connection.execute(leased, {"message_of": case.message}).rowcount == 1
            return case if is_ours else None

    def shown(self, case: Case, card: Sequence[str]) -> None:
        """It is shown there as it is in `case`."""
        self._note(case, card=json.dumps(list(card)), shown_seq=case.last_seq)

    def told(self, case: Case, seq: int) -> None:
        """Whoever asked was told of that step."""
        self._note(case, told_seq=seq)

    def release(self, case: Case) -> None:
        self._note(case, lease_until=0)

    def _note(self, case: Case, **values: Any) -> None:
        with self.database.write() as connection:
            connection.execute(_UPDATE.values(**values), {"message_of": case.message})

    @contextmanager
    def _step(self, number: str) -> Iterator[tuple[Appender, Case]]:
        with self.database.append() as appender:
            yield appender, _known(appender.connection, number)


def check_reply(case: Case, person: Person) -> None:
    """Whether that person may reply, as the case is now.

    Raises:
        CaseTaken, CaseClosed: they may not.
    """
    _refuse_closed(case)
    _refuse_other(case, person)


def _append(
    appender: Appender,
    case: Case,
    kind: str,
    person: Person,
    text: str = "",
    *,
    body: Mapping[str, Any] | None = None,
    state: str = "",
    holder: bool | None = None,
) -> None:
    """One entry, and the row as it is then. `holder`: True: that person has it; False: nobody has; None: as before."""
    seq = appender.append(
        kind, body or {}, message=case.message, identity=Identity(person), text=Written(text) if text else None
    )
    values: dict[str, Any] = {"last_seq": seq}
    if state:
        values["state"] = state
    if holder is not None:
        values["holder_seq"] = seq if holder else None
    appender.connection.execute(_UPDATE.values(**values), {"message_of": case.message})


def _known(connection: Connection, number: str) -> Case:
    message = message_id(connection, number)
    if _row(connection, message) is None:
        raise NoCase(read_number(number))
    return _case(connection, message)


def _case(connection: Connection, message: int) -> Case:
    row = _row(connection, message)
    assert row is not None
    steps = tuple(
        Step(each.seq, moment(each.at), each.kind, person_of(each), each.said)
        for each in connection.execute(_STEPS, {"message_of": message})
    )
    by_seq = {step.seq: step.person for step in steps}
    return Case(
        message=message,
        number=row.receipt,
        state=row.state,
        asker=by_seq.get(row.opened_seq),
        holder=by_seq.get(row.holder_seq),
        steps=steps,
        card=tuple(json.loads(row.card)) if row.card else (),
        shown_seq=row.shown_seq,
        told_seq=row.told_seq,
    )


def _row(connection: Connection, message: int) -> Any:
    return connection.execute(_ROW, {"message_of": message}).one_or_none()


def _is_topic(connection: Connection, message: int) -> bool:
    asked = connection.execute(_QUESTION, {"message_of": message}).scalar_one_or_none()
    return asked is not None and is_recorded_topic(asked)


def _refuse_closed(case: Case) -> None:
    if case.state == "closed":
        raise CaseClosed(case.number)


def _refuse_other(case: Case, person: Person) -> None:
    if case.holder is not None and case.holder.key != person.key:
        raise CaseTaken(case.number, case.holder.name)


def _refuse_empty(text: str) -> None:
    if not text.strip():
        raise DeskError("Write what is to be said; nothing was sent.")


_cases, _messages = tables.cases, tables.messages
_ROW = (
    select(_cases, _messages.c.receipt)
    .join_from(_cases, _messages, _messages.c.id == _cases.c.message)
    .where(_cases.c.message == bindparam("message_of"))
)
_STEPS = (
    select(
        tables.entries.c.seq,
        tables.entries.c.at,
        tables.entries.c.kind,
        tables.people.c.key,
        tables.people.c.name,
        tables.texts.c.text.label("said"),
    )
    .join_from(tables.entries, tables.identities, tables.identities.c.seq == tables.entries.c.seq, isouter=True)
    .join(tables.people, tables.people.c.id == tables.identities.c.person, isouter=True)
    .join(tables.texts, tables.texts.c.seq == tables.entries.c.seq, isouter=True)
    .where(tables.entries.c.message == bindparam("message_of"), tables.entries.c.kind.in_(STEPS))
    .order_by(tables.entries.c.seq)
)
_QUESTION = (
    select(tables.texts.c.text)
    .join_from(_messages, tables.texts, tables.texts.c.seq == _messages.c.received_seq)
    .where(_messages.c.id == bindparam("message_of"))
)
_UNCLOSED = select(_cases.c.message).where(_cases.c.state != "closed")
_DUE = (
    select(_messages.c.receipt)
    .join_from(_cases, _messages, _messages.c.id == _cases.c.message)
    .where(_cases.c.lease_until <= bindparam("now"))
    .where(or_(_cases.c.shown_seq < _cases.c.last_seq, _cases.c.told_seq < _cases.c.last_seq))
    .order_by(_cases.c.message)
)
_INSERT = insert(_cases)
_UPDATE = update(_cases).where(_cases.c.message == bindparam("message_of"))
