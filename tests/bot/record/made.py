"""Messages and answers to record."""

from __future__ import annotations

from dataclasses import replace
from itertools import count

from bot.answers.answer import Answer, Choice, Citation, Question
from bot.record.message import Claim, Incoming, Person, Provenance
from bot.record.record import Record

ADA = Person("slack", "T1", "U1", "Ada Lovelace")
GRACE = Person("slack", "T1", "U2", "Grace Hopper")
AUDITOR = Person("slack", "T1", "U9", "Audrey Auditor")
CODE = Provenance("0.1.0+abcd1234", "all-MiniLM-L6-v2@12345678")
LEAVE = Citation(
    document="policies/leave.md",
    title="Leave Policy",
    section=("Leave", "Parental leave"),
    quote="Parents take 16 weeks of paid leave.",
    line=12,
    date="effective 2025-07-01",
    version="ab" * 32,
    start=310,
    end=346,
    score=2.25,
)
EXPENSES = Citation(
    "handbook/expenses.md", "Expenses", ("Travel",), "Book trains, not flights.", 4, 2, version="cd" * 32
)
ANSWER = Answer(
    "answered",
    "• Parents take 16 weeks of paid leave.",
    "passage",
    (LEAVE, EXPENSES),
    confidence=0.91,
    threshold=0.75,
    roles=("Library Assistant",),
    snapshot="0123456789ab",
)
NOT_FOUND = Answer("not_found", "No document says that.", confidence=0.2, threshold=0.75, nearest=("Leave Policy",))
CLARIFY = Answer(
    "clarify",
    "Which one?",
    choices=(Choice("Events Coordinator", "What does the Events Coordinator earn?"),),
    snapshot="0123456789ab",
)
_numbers = count(1)


def incoming(text: str = "How long is parental leave?", person: Person | None = ADA, **changes: object) -> Incoming:
    """A message that no other has the key of, unless it is given."""
    number = next(_numbers)
    one = Incoming("slack", "T1", "C1", f"1700000000.{number}", person, Question(text), thread=f"1700000000.{number}")
    return replace(one, **changes)  # type: ignore[arg-type]  # fields by their names


def received(record: Record, message: Incoming | None = None) -> Claim:
    """A message received and claimed."""
    claim = record.receive(message or incoming(), worker="one").claim
    assert claim is not None
    return claim


def answered(record: Record, message: Incoming | None = None, answer: Answer = ANSWER) -> Claim:
    """A message that was received, answered and posted."""
    claim = received(record, message)
    record.answered(claim, answer, 12.5, CODE, posting_to=["C1"])
    record.posted(claim, ["C1", "1700000001.1"])
    return claim
