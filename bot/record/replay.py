"""Replay: the old question answered again, and what differs from the old answer, and why."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from bot.answers.answer import Answer, Question
from bot.record.errors import RecordError
from bot.record.message import Provenance
from bot.record.receipt import Receipt
from bot.record.stored import ERASED


class Answers(Protocol):
    """Whatever answers."""

    def answer(self, question: Question) -> Answer: ...


@dataclass(frozen=True, slots=True)
class Replay:
    """Both answers, what differs between them, and what may have made it differ."""

    number: str
    old: Answer
    new: Answer
    against: Literal["the same snapshot", "the live snapshot"]
    differences: tuple[str, ...]  # () where the answers are the same
    causes: tuple[str, ...]  # what is not as it was then; may be named although the answers are the same

    @property
    def is_same(self) -> bool:
        return not self.differences


def replay(
    receipt: Receipt,
    answers: Answers,
    provenance: Provenance,
    versions: Mapping[str, str],
    snapshot: str,
    withdrawn: Collection[str] = (),
) -> Replay:
    """Ask the question of a receipt again, with the thread before it.

    Args:
        provenance: the code and the models that answer now.
        versions: documents of the snapshot that is asked: path -> SHA-256 of the file.
        snapshot: its id.
        withdrawn: paths of the documents that are withdrawn now.
    Raises:
        RecordError: there is no answer to compare with, or the question has been erased.
    """
    if receipt.answer is None:
        raise RecordError(f"{receipt.number} was never answered ({receipt.reason or receipt.state}).")
    if receipt.question is None:
        raise RecordError(f"The question of {receipt.number} has been erased; it can't be asked again.")
    new = answers.answer(receipt.question)
    return Replay(
        number=receipt.number,
        old=receipt.answer,
        new=new,
        against="the same snapshot" if snapshot == receipt.answer.snapshot else "the live snapshot",
        differences=tuple(_differences(receipt.answer, new)),
        causes=tuple(_causes(receipt, provenance, versions, snapshot, withdrawn)),
    )


def _differences(old: Answer, new: Answer) -> Iterator[str]:
    if old.status != new.status:
        yield f"it was {old.status}, now it is {new.status}"
    if old.text not in (ERASED, new.text):
        yield "the text is another"
    before, after = ({(each.document, each.quote) for each in one.citations} for one in (old, new))
    for document in sorted({document for document, _ in before - after}):
        yield f"no longer quoted as it was: {document}"
    for document in sorted({document for document, _ in after - before}):
        yield f"quoted anew: {document}"
    if [each.label for each in old.choices] != [each.label for each in new.choices] and old.text != ERASED:
        yield "other choices are offered"
    if round(old.confidence, 6) != round(new.confidence, 6):
        yield f"confidence was {old.confidence:.3f}, now it is {new.confidence:.3f}"


def _causes(
    receipt: Receipt, provenance: Provenance, versions: Mapping[str, str], snapshot: str, withdrawn: Collection[str]
) -> Iterator[str]:
    assert receipt.answer is not None
    if snapshot != receipt.answer.snapshot:
        yield f"snapshot {receipt.answer.snapshot or 'unknown'} is no longer kept; asked of {snapshot}"
    if provenance.code != receipt.code:
        yield f"the code was {receipt.code}, now it is {provenance.code}"
    if provenance.model != receipt.model:
        yield f"the models were {receipt.model}, now they are {provenance.model}"
    for document, version in sorted({(each.document, each.version) for each in receipt.answer.citations}):
        if document not in versions:
            yield f"{document} is no longer there"
        elif versions[document] != version:
            yield f"{document} was changed since"
        if document in withdrawn and document not in receipt.filters.get("withdrawn", ()):
            yield f"{document} was withdrawn since"
