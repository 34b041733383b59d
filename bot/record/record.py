"""Record: everything that is written down, each thing in one transaction together with its entry in the chain."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, text

from bot.answers.answer import Answer
from bot.record import state, tables
from bot.record.chain import Appender, Head, read_head
from bot.record.commitments import Identity, Written
from bot.record.database import Database
from bot.record.errors import ClaimLost, RecordError
from bot.record.message import Claim, Incoming, Person, Provenance, Received, Verdict, storable
from bot.record.number import receipt_number
from bot.record.query import Filters
from bot.record.stored import answer_of, incoming_of
from bot.record.storing import append_answer, facts_of, is_taken, message_id, move
from bot.record.times import now, seconds

KINDS = ("received", "answered", "posted", "failed", "feedback", "review", "revealed", "erased", "expired")
_NOTED = re.compile(r"[a-z_]{1,40}")


class Record:
    """The writing side; `query` reads. Every method is one transaction: done or not done, also after `kill -9`.

    incoming = Incoming("slack", "T1", "C1", "1700000000.1", Person("slack", "T1", "U1"), Question("Who?"))
    received = record.receive(incoming, worker="replica-1")
    if received.is_new:
        answer = answerer.answer(incoming.question)
        record.answered(received.claim, answer, milliseconds, provenance)
        record.posting(received.claim, ["C1"])
        record.posted(received.claim, ["C1", post(answer)])
    """

    def __init__(self, database: Database, lease_seconds: float = state.LEASE_SECONDS) -> None:
        self.database = database
        self._lease = seconds(lease_seconds)

    # -- A message on its way; see `state` ------------------------------------------------------------------------

    def receive(self, incoming: Incoming, worker: str | None = None) -> Received:
        """Store a message before its surface is told that it arrived. Where it is here already, nothing is changed.

        Args:
            worker: claims it in the same step, where it is new.
        """
        with self.database.read() as connection:  # a retry or the twin of an event need not wait for whoever writes
            known = connection.execute(_BY_KEY, {"key_of": incoming.key}).one_or_none()
        if known is not None:
            return Received(known.receipt, False, known.state)
        with self.database.append() as appender:
            known = appender.connection.execute(_BY_KEY, {"key_of": incoming.key}).one_or_none()
            if known is not None:
                return Received(known.receipt, False, known.state)
            appender.messages += 1
            message = appender.messages
            number = receipt_number(message, lambda taken: is_taken(appender.connection, taken))
            place = (incoming.workspace, incoming.channel, incoming.message, incoming.thread)
            earlier = {"earlier": incoming.question.earlier} if incoming.question.earlier else None
            seq = appender.append(
                "received",
                {"receipt": number, "surface": incoming.surface},
                message=message,
                identity=Identity(incoming.person, place),
                text=Written(incoming.question.text, json.dumps(earlier) if earlier else ""),
            )
            row = {
                "id": message,
                "receipt": number,
                "key": incoming.key,
                "thread": incoming.thread_key,
                "surface": incoming.surface,
                "received_at": appender.now,
                "received_seq": seq,
                "state": "received",
                "worker": worker,
                "lease_until": 0 if worker is None else appender.now + self._lease,
                "attempts": 0 if worker is None else 1,
            }
            appender.connection.execute(_INSERT_MESSAGE, row)
            self._index_words(appender.connection, 2 * message, incoming.question.text)
            claim = Claim(message, number, worker, 1, "received", incoming) if worker is not None else None
            return Received(number, True, "received", claim)

    def claim(
        self, worker: str, surface: str | None = None, gave_up: Callable[[Claim], None] = lambda claim: None
    ) -> Claim | None:
        """The message that has waited longest and that nobody is at; None where there is none.

        Args:
            gave_up: is handed, to be told later, each message that has ended the process of its worker too often; it
                is failed on the way.
        """
        if not self._is_any_free(surface):  # as nearly always: nothing has to be locked
            return None
        with self.database.append() as appender:
            while (row := state.next_free(appender.connection, appender.now, surface)) is not None:
                if row.attempts >= state.MOST_ATTEMPTS:
                    self._fail(appender, row.id, state.GAVE_UP)
                    lost = incoming_of(appender.connection, row)
                    gave_up(Claim(row.id, row.receipt, worker, row.attempts, "failed", lost))
                    continue
                attempt = state.lease(appender.connection, row, worker, appender.now + self._lease)
                incoming = incoming_of(appender.connection, row)
                answer = answer_of(appender.connection, row) if row.state != "received" else None
                return Claim(row.id, row.receipt, worker, attempt, row.state, incoming, answer)
        return None

    def renew(self, claim: Claim) -> None:
        """Have the whole lease again, for work that takes long.

        Raises:
            ClaimLost: another worker has the message by now.
        """
        with self.database.append() as appender:
            state.held(appender.connection, claim)
            move(appender.connection, claim.id, lease_until=appender.now + self._lease)

    def release(self, claim: Claim) -> None:
        """Give a message back, for others to claim at once: when a worker is told to stop."""
        with self.database.write() as connection:
            state.held(connection, claim)
            move(connection, claim.id, lease_until=0)

    def answered(
        self,
        claim: Claim,
        answer: Answer,
        milliseconds: float,
        provenance: Provenance,
        *,
        posting_to: Sequence[str] | None = None,
    ) -> None:
        """Store the answer with everything it rests on.

        Args:
            posting_to: stores in the same step that it is about to be posted there; see `posting`.
        Raises:
            ClaimLost: another worker has the message by now, or has answered it.
        """
        with self.database.append() as appender:
            if state.held(appender.connection, claim).state != "received":
                raise ClaimLost(claim.number)
            facts = facts_of(answer, milliseconds, provenance)
            seq = append_answer(appender, claim.id, answer, facts)
            place = json.dumps(list(posting_to)) if posting_to is not None else None
            move(
                appender.connection,
                claim.id,
                **facts,
                state="answered" if posting_to is None else "posting",
                posting_to=place,
                outcome=answer.status,
                answered_at=appender.now,
                answered_seq=seq,
                lease_until=appender.now + self._lease,
            )
            self._index_words(appender.connection, 2 * claim.id + 1, answer.text)

    def posting(self, claim: Claim, where: Sequence[str]) -> None:
        """Store that the answer is about to be posted. Call it before the post leaves.

        Args:
            where: names of the surface's own, such as channel and thread; what a successor needs to look it up.
        """
        with self.database.append() as appender:
            if state.held(appender.connection, claim).state == "received":
                raise RecordError(f"{claim.number} has no answer yet that could be posted.")
            until = appender.now + self._lease
            place = json.dumps(list(where))
            move(appender.connection, claim.id, state="posting", posting_to=place, lease_until=until)

    def posted(self, claim: Claim, where: Sequence[str], shown: str = "") -> None:
        """The answer has reached the person: the message has ended.

        Args:
            shown: the text as posted, where it is another than the answer's own.
        """
        with self.database.append() as appender:
            if state.held(appender.connection, claim).state == "received":
                raise RecordError(f"{claim.number} has no answer yet that could have been posted.")
            seq = appender.append(
                "posted",
                {},
                message=claim.id,
                identity=Identity(None, where),
                text=Written(shown) if shown else None,
            )
            self._end(appender, claim.id, seq, state="posted")

    def failed(self, claim: Claim, reason: str) -> None:
        """It can't be answered or posted: the message has ended.

        Args:
            reason: in words of ours; it can't be erased, so it must hold nothing of what was asked.
        """
        with self.database.append() as appender:
            state.held(appender.connection, claim)
            self._fail(appender, claim.id, reason)

    def fail_abandoned(self, surface: str, worker: str) -> int:
        """Fail what a surface left behind that cannot go on with it after a restart; how many messages.

        A terminal is such a surface: who asked there has gone, and nobody is to be shown an answer.
        """
        failed = 0
        while (claim := self.claim(worker, surface)) is not None:
            self.failed(claim, state.MAY_HAVE_BEEN_POSTED if claim.state == "posting" else state.ABANDONED)
            failed += 1
        return failed

    # -- What people say of an answer -----------------------------------------------------------------------------

    def feedback(self, number: str, person: Person | None, helpful: bool, reason: str = "") -> None:
        """Whether the answer helped. The last word counts; all of them stay in the chain.

        Raises:
            UnknownReceipt: no message has that number.
        """
        with self.database.append() as appender:
            message = message_id(appender.connection, number)
            seq = appender.append(
                "feedback",
                {"helpful": helpful},
                message=message,
                identity=Identity(person) if person else None,
                text=Written(reason) if reason else None,
            )
            move(appender.connection, message, helpful=int(helpful), helpful_seq=seq)

    def review(self, number: str, auditor: Person, verdict: Verdict, note: str = "") -> None:
        """What an auditor finds of the answer. The last word counts; all of them stay in the chain."""
        with self.database.append() as appender:
            message = message_id(appender.connection, number)
            seq = appender.append(
                "review",
                {"verdict": verdict},
                message=message,
                identity=Identity(auditor),
                text=Written(note) if note else None,
            )
            move(appender.connection, message, verdict=verdict, verdict_seq=seq)

    # -- What is done with the record, and with the documents -----------------------------------------------------

    def note(
        self, kind: str, body: Mapping[str, Any], by: Person | None, reason: str = "", number: str | None = None
    ) -> int:
        """Note what was done: "read", "exported", "published", "rolled_back", "withdrawn", "settings", ...; its seq.

        Args:
            body: JSON; it is never erased, so it must hold neither names nor anything that was asked.
            reason: in the words of whoever did it; can be erased.
            number: the receipt it is about, if it is about one.
        """
        if not _NOTED.fullmatch(kind) or kind in KINDS:
            raise ValueError(f"{kind!r} is no kind of entry that can be noted")
        with self.database.append() as appender:
            return appender.append(
                kind,
                body,
                message=message_id(appender.connection, number) if number else None,
                identity=Identity(by) if by else None,
                text=Written(reason) if reason else None,
            )

    def read_noted(self, filters: Filters, shown: int, auditor: Person | None, view: str = "") -> None:
        """Note that the list was read: by which filters, and how many messages it showed.

        What was typed stands apart as text: it can be erased.

        Args:
            view: what was read in place of the list: "trends", "asked", ...
        """
        chosen, typed = filters.parted()
        body = {"filters": chosen, "shown": shown, **({"view": view} if view else {})}
        self.note("read", body, auditor, json.dumps(typed, ensure_ascii=False) if typed else "")

    def reveal(self, number: str, auditor: Person, reason: str) -> Incoming:
        """Who asked, and where. The look behind the pseudonym is an entry of its own.

        Raises:
            RecordError: no reason is given, or who asked has been erased.
        """
        if not reason.strip():
            raise RecordError("Say why: who looks behind a pseudonym leaves a reason in the record.")
        with self.database.append() as appender:
            message = message_id(appender.connection, number)
            row = appender.connection.execute(select(tables.messages).where(tables.messages.c.id == message)).one()
            incoming = incoming_of(appender.connection, row)
            if incoming is None or incoming.person is None:
                raise RecordError(f"The record no longer holds who asked {row.receipt}.")
            appender.append("revealed", {}, message=message, identity=Identity(auditor), text=Written(reason))
            return incoming

    def head(self) -> Head:
        """The last entry."""
        with self.database.read() as connection:
            return read_head(connection)

    def close(self) -> None:
        self.database.close()

    def _is_any_free(self, surface: str | None) -> bool:
        with self.database.read() as connection:
            return state.next_free(connection, now(), surface) is not None

    # -- Within a transaction -------------------------------------------------------------------------------------

    def _fail(self, appender: Appender, message: int, reason: str) -> None:
        seq = appender.append("failed", {"reason": reason}, message=message)
        self._end(appender, message, seq, state="failed", outcome="failed", reason=reason)

    def _end(self, appender: Appender, message: int, seq: int, **values: Any) -> None:
        ended = {"ended_at": appender.now, "ended_seq": seq, "lease_until": 0, "worker": None, "posting_to": None}
        move(appender.connection, message, **ended, **values)

    def _index_words(self, connection: Connection, row: int, said: str) -> None:
        """On PostgreSQL the words are a column of `texts`, which the database fills itself."""
        if self.database.is_sqlite:
            connection.execute(_INDEX_WORDS, {"row": row, "said": storable(said)})


_BY_KEY = select(tables.messages.c.receipt, tables.messages.c.state).where(tables.messages.c.key == bindparam("key_of"))
_INSERT_MESSAGE = insert(tables.messages)
_INDEX_WORDS = text("INSERT INTO words (rowid, text) VALUES (:row, :said)")
