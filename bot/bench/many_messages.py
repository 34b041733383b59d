"""A record of any size with a valid chain, made quickly: python -m bot.bench.many_messages URL MESSAGES

What a library's staff might have asked over three years: some words, documents, roles and people are frequent, most are
rare. The same number gives the same record.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

from sqlalchemy import Connection, insert, select, text, update

from bot.answers.answer import Citation
from bot.record import tables
from bot.record.chain import START, canonical, entry_hash
from bot.record.commitments import identity_commitment, text_commitment
from bot.record.database import Database
from bot.record.message import thread_key
from bot.record.number import ALPHABET
from bot.record.passage import passage_row
from bot.record.times import DAY

FIRST_DAY = 1_672_531_200_000_000  # 2023-01-01
DAYS = 3 * 365
BATCH = 5_000  # messages
OUTCOMES = {"answered": 55, "not_found": 25, "clarify": 10, "refused": 3, "chat": 5, "failed": 2}
SURFACES = {"slack": 60, "teams": 35, "terminal": 5}
SNAPSHOTS = tuple(f"{number:012x}" for number in range(1, 41))
CODES = tuple(f"0.{number}.0+{number:08x}" for number in range(1, 13))
_SYLLABLES = (
    "ba",
    "ce",
    "di",
    "fo",
    "gu",
    "ha",
    "le",
    "mi",
    "no",
    "pu",
    "ra",
    "se",
    "ti",
    "vo",
    "zu",
    "shel",
    "cat",
    "loan",
)

_GO_ON_AFTER = text("SELECT setval(pg_get_serial_sequence('people', 'id'), :last)")
OnProgress = Callable[[int, int], None]


@dataclass
class _Rows:
    """Rows of one batch, by table."""

    entries: list[dict[str, Any]] = field(default_factory=list)
    messages: list[dict[str, Any]] = field(default_factory=list)
    identities: list[dict[str, Any]] = field(default_factory=list)
    texts: list[dict[str, Any]] = field(default_factory=list)
    citations: list[dict[str, Any]] = field(default_factory=list)
    facets: list[dict[str, Any]] = field(default_factory=list)
    words: list[dict[str, Any]] = field(default_factory=list)


def fill(database: Database, messages: int, on_progress: OnProgress | None = None) -> None:
    """Put so many messages into an empty record.

    Raises:
        ValueError: it is not empty; the chain of a record in use is never added to in bulk.
    """
    making = _Making(messages)
    with database.write() as connection:
        if connection.execute(select(tables.head.c.seq)).scalar_one():
            raise ValueError(f"{database.name} is not empty")
        people = making.people()
        connection.execute(insert(tables.people), people)
        if not database.is_sqlite:  # which goes on from the highest number by itself
            connection.execute(_GO_ON_AFTER, {"last": len(people)})
        connection.execute(insert(tables.passages), making.passages)
        for done, rows in making.batches():
            _store(connection, rows, database.is_sqlite)
            if on_progress is not None:
                on_progress(done, messages)
        head = {"seq": making.seq, "at": making.at, "hash": making.before, "messages": messages}
        connection.execute(update(tables.head).values(head))
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")


def _store(connection: Connection, rows: _Rows, is_sqlite: bool) -> None:
    for name in ("entries", "messages", "identities", "texts", "citations", "facets"):
        connection.execute(insert(tables.metadata.tables[name]), getattr(rows, name))
    if is_sqlite:
        connection.execute(text("INSERT INTO words (rowid, text) VALUES (:row, :said)"), rows.words)


class _Making:
    def __init__(self, messages: int) -> None:
        self._random = random.Random(messages)
        self._messages = messages
        self._words = self._pick_from(sorted({self._word() for _ in range(4_000)}))
        self._people = self._pick_from([f"slack:T1:U{number:07d}" for number in range(2_000)])
        self._roles = self._pick_from([f"{self._word().title()} {self._word().title()}" for _ in range(200)])
        citations = [self._citation(document, section) for document in range(400) for section in range(20)]
        self.passages = [passage_row(citation) for citation in citations]
        self._cited = self._pick_from(list(zip(citations, (row["id"] for row in self.passages), strict=True)))
        self._numbers = iter(self._receipt_numbers())
        self.seq, self.at, self.before = 0, FIRST_DAY, START

    def people(self) -> list[dict[str, Any]]:
        return [
            {"id": number, "key": f"slack:T1:U{number - 1:07d}", "name": f"Person {number}", "pseudonym": f"P-{number}"}
            for number in range(1, 2_001)
        ]

    def batches(self) -> Iterator[tuple[int, _Rows]]:
        for first in range(1, self._messages + 1, BATCH):
            rows = _Rows()
            last = min(first + BATCH - 1, self._messages)
            for message in range(first, last + 1):
                self._message(message, rows)
            yield last, rows

    def _message(self, message: int, rows: _Rows) -> None:
        self.at = max(self.at, FIRST_DAY + DAYS * DAY * message // self._messages)
        surface = self._one_of(SURFACES)
        outcome = self._one_of(OUTCOMES)
        number, where = next(self._numbers), ("T1", "C1", f"{message}", f"{message // 2}")
        question = f"{' '.join(self._words(self._random.randint(4, 10)))}?"
        received = self._append(
            rows,
            "received",
            {"receipt": number, "surface": surface},
            message,
            (self._people(1)[0], where),
            question,
        )
        row: dict[str, Any] = dict.fromkeys(tables.messages.c.keys())
        row |= {
            "id": message,
            "receipt": number,
            "key": thread_key(surface, *where[:3]),
            "thread": thread_key(surface, *where[:2], where[3]),
            "surface": surface,
            "received_at": self.at,
            "received_seq": received,
            "lease_until": 0,
            "attempts": 1,
            "outcome": outcome,
        }
        rows.words.append({"row": 2 * message, "said": question})
        if outcome == "failed":
            reason = "the channel is gone"
            row |= {"ended_seq": self._append(rows, "failed", {"reason": reason}, message), "reason": reason}
            row |= {"state": "failed", "ended_at": self.at}
        else:
            row |= self._answer(rows, message, outcome)
            row["ended_seq"] = self._append(rows, "posted", {}, message, ("", ("C1", f"{message}.1")))
            row |= {"state": "posted", "ended_at": self.at}
            self._opinions(rows, row)
        rows.messages.append(row)

    def _answer(self, rows: _Rows, message: int, status: str) -> dict[str, Any]:
        self.at += self._random.randint(1_000, 400_000)
        cited = self._cited(self._random.randint(1, 2)) if status == "answered" else []
        roles = sorted(set(self._roles(1))) if self._random.random() < 0.4 else []
        said = f"{' '.join(self._words(self._random.randint(10, 25)))}."
        scores = [round(self._random.uniform(-2, 6), 4) for _ in cited]
        facts = {
            "status": status,
            "kind": "passage" if cited else "none",
            "milliseconds": round(self._random.lognormvariate(3, 1), 3),
            "confidence": round(self._random.random(), 4),
            "threshold": 0.75,
            "snapshot": SNAPSHOTS[message * len(SNAPSHOTS) // (self._messages + 1)],
            "code": CODES[message * len(CODES) // (self._messages + 1)],
            "model": "all-MiniLM-L6-v2@12345678 reader@12345678",
            "filters": "",
        }
        passages = [[key.hex(), score] for (_, key), score in zip(cited, scores, strict=True)]
        seq = self._append(rows, "answered", {**facts, "passages": passages, "roles": roles}, message, None, said)
        rows.words.append({"row": 2 * message + 1, "said": said})
        facets = {("role", role) for role in roles}
        for place, ((citation, key), score) in enumerate(zip(cited, scores, strict=True)):
            rows.citations.append({"message": message, "place": place, "passage": key, "score": score})
            above = {(" > ".join(citation.section[: depth + 1])) for depth in range(len(citation.section))}
            facets |= {("document", citation.document), *(("section", each) for each in above)}
        rows.facets += [{"facet": facet, "value": value, "message": message} for facet, value in sorted(facets)]
        return {**facts, "answered_at": self.at, "answered_seq": seq}

    def _opinions(self, rows: _Rows, row: dict[str, Any]) -> None:
        if self._random.random() < 0.1:
            helpful = self._random.random() < 0.8
            seq = self._append(rows, "feedback", {"helpful": helpful}, row["id"], (self._people(1)[0], ()))
            row |= {"helpful": int(helpful), "helpful_seq": seq}
        if self._random.random() < 0.01:
            verdict = self._random.choice(("right", "right", "wrong", "outdated", "should_not_have_answered"))
            seq = self._append(rows, "review", {"verdict": verdict}, row["id"], (self._people(1)[0], ()), "checked")
            row |= {"verdict": verdict, "verdict_seq": seq}

    def _append(
        self,
        rows: _Rows,
        kind: str,
        body: dict[str, Any],
        message: int,
        identity: tuple[str, Sequence[str]] | None = None,
        said: str | None = None,
    ) -> int:
        self.seq += 1
        self.at += 1
        written, by, of_text = canonical(body), None, None
        if identity is not None:
            person, where = identity
            salt, place = self._random.randbytes(16), json.dumps(where, separators=(",", ":")) if where else ""
            by = identity_commitment(salt, person, place)
            number = int(person.rpartition("U")[2]) + 1 if person else None
            row = {"seq": self.seq, "message": message, "person": number, "place": place, "salt": salt}
            rows.identities.append(row)
        if said is not None:
            salt = self._random.randbytes(16)
            of_text = text_commitment(salt, said, "")
            rows.texts.append({"seq": self.seq, "message": message, "text": said, "more": "", "salt": salt})
        digest = entry_hash(self.before, self.seq, self.at, kind, message, written, by, of_text)
        rows.entries.append(
            {
                "seq": self.seq,
                "at": self.at,
                "kind": kind,
                "message": message,
                "body": written,
                "identity": by,
                "text": of_text,
                "hash": digest,
            }
        )
        self.before = digest
        return self.seq

    def _pick_from(self, things: Sequence[Any]) -> Callable[[int], list[Any]]:
        """Picks among things of which the first is the most frequent, the n-th one n-th as frequent."""
        weights = list(accumulate(1 / rank for rank in range(1, len(things) + 1)))
        return lambda number: self._random.choices(things, cum_weights=weights, k=number)

    def _one_of(self, weights: dict[str, int]) -> str:
        return self._random.choices(list(weights), weights=list(weights.values()))[0]

    def _word(self) -> str:
        return "".join(self._random.choices(_SYLLABLES, k=self._random.randint(2, 4)))

    def _citation(self, document: int, section: int) -> Citation:
        path = f"{('policies', 'jobs', 'handbook')[document % 3]}/{document:03d}.md"
        heading = (f"Part {section // 5 + 1} of {document:03d}", f"Section {section + 1} of {document:03d}")
        quote = " ".join(self._word() for _ in range(15))
        start = 400 * section
        version = f"{document:064x}"
        return Citation(
            path, f"Document {document}", heading, quote, 10 * section + 1, None, "", version, start, start + len(quote)
        )

    def _receipt_numbers(self) -> Iterator[str]:
        """Six characters each, in an order that looks like none, each once."""
        size = len(ALPHABET) ** 6
        for number in range(size):
            left = (number * 100_000_007 + 12_345) % size
            characters = ""
            for _ in range(6):
                left, digit = divmod(left, len(ALPHABET))
                characters += ALPHABET[digit]
            yield f"RC-{characters}"


def main(url: str, messages: int) -> None:
    def on_progress(done: int, of: int) -> None:
        print(f"\r{done:,} of {of:,}", end="", file=sys.stderr, flush=True)

    fill(Database.open(url), messages, on_progress)
    print(file=sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
