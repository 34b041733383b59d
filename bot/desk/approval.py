"""Turning what HR replied into an approved answer: one person writes it, a second one approves it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import msgspec

from bot.approving import put_in, source
from bot.desk.case import Case, Step
from bot.desk.desk import Desk
from bot.desk.errors import DeskError, DraftApproved
from bot.record.message import Person
from knowledge.approved import ApprovedAnswer
from knowledge.document import Document

REVIEW_DAYS = 365
Documents = Mapping[str, Document]  # those that are live, by path


@dataclass(frozen=True, slots=True)
class Draft:
    """An approved answer in the words of whoever wrote it, and what it rests on."""

    question: str
    text: str
    document: str  # path below the documents folder
    quote: str  # words of it

    def written(self) -> str:
        """As the record keeps it."""
        return json.dumps(msgspec.to_builtins(self), ensure_ascii=False)


def draft_of(step: Step) -> Draft | None:
    """What a step `answer_drafted` holds; None once it has been erased."""
    return msgspec.json.decode(step.text, type=Draft) if step.text else None


def hand_in(desk: Desk, number: str, person: Person, draft: Draft, documents: Documents) -> Case:
    """Keep a draft that waits for a second person.

    Raises:
        NotApproved: the document isn't there, or doesn't say these words.
        DeskError: something is missing.
    """
    if not draft.question.strip() or not draft.text.strip():
        raise DeskError("Write both the question and its answer; nothing was kept.")
    path = find(draft.document, documents)
    source(path, draft.quote, documents)
    kept = Draft(" ".join(draft.question.split()), draft.text.strip(), path, " ".join(draft.quote.split()))
    return desk.draft(number, person, kept.written())


def approve(
    desk: Desk, number: str, seq: int, person: Person, documents: Documents, folder: Path, day: date
) -> ApprovedAnswer:
    """Write the draft of that step into the documents folder; it answers once it is published. One at a time.

    Raises:
        DraftApproved: somebody was first.
        DeskError: it is no draft of that case, or the same person wrote it.
        NotApproved: its words are gone, or another entry is for the same question.
        NotWritten: its file is not as such files have to be.
    """
    case = desk.case(number)
    if (approved := case.approval_of(seq)) is not None:
        raise DraftApproved(case.number, approved.by)
    step = next((each for each in case.drafts if each.seq == seq), None)
    draft = draft_of(step) if step is not None else None
    if step is None or draft is None:
        raise DeskError(f"There is no such draft of {number} any more.")
    if step.person is None:
        raise DeskError("Whoever wrote this draft has been erased. Write it again, and have another person approve it.")
    if step.person.key == person.key:
        raise DeskError("You wrote this answer, so somebody else has to approve it.")
    by, author = person.name or person.user, step.person.name or step.person.user
    entry = put_in(
        folder,
        ApprovedAnswer(
            questions=(draft.question,),
            text=draft.text,
            sources=(source(draft.document, draft.quote, documents),),
            owner=by,
            approved_by=by,
            approved=day.isoformat(),
            review=(day + timedelta(days=REVIEW_DAYS)).isoformat(),
            author=author,
            file="answers.yaml",
        ),
    )
    desk.approved(number, person, {"file": entry.file, "draft": seq})
    return entry


def find(named: str, documents: Documents) -> str:
    """The path of the one document that is meant: by its path, or part of its path or title.

    Raises:
        DeskError: none is, or several are.
    """
    wanted = named.strip().casefold()
    if named.strip() in documents:
        return named.strip()
    found = [path for path, each in documents.items() if wanted and wanted in f"{path}\n{each.title}".casefold()]
    if len(found) == 1:
        return found[0]
    listed = f": {', '.join(sorted(found)[:5])}" if found else ""
    raise DeskError(f"{'Several documents fit' if found else 'No document fits'} {named.strip()!r}{listed}.")
