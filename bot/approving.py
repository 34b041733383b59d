"""Making an approved answer: of an answer that was given, or of words that somebody names, put into its file."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from bot.answers.same_question import question_form
from bot.answers.wording import Spelling, read_wording
from bot.errors import NotApproved
from bot.record.receipt import Receipt
from index.durable import replace_file
from knowledge.approved import LEAST_QUOTE, ApprovedAnswer, Source, parse_approved, read_approved
from knowledge.approved_sources import block_at, passage_digest, quote_places
from knowledge.approved_writing import with_entry, with_renewed
from knowledge.document import Document
from knowledge.folder import holds_approved_answers

FILE = "answers.yaml"  # where entries go that no other file is named for


def question_of(receipt: Receipt) -> str:
    """What was asked, where it can be understood by itself.

    Raises:
        NotApproved: it was erased, or leans on the questions before it.
    """
    if receipt.question is None:
        raise NotApproved(f"The question of {receipt.number} has been erased: say it with --question.")
    if receipt.question.earlier:
        raise NotApproved(
            f"{receipt.number} was asked in a thread, and may lean on what was asked before: say the whole question "
            "with --question."
        )
    return receipt.question.text


def sources_of(receipt: Receipt, documents: Mapping[str, Document]) -> tuple[Source, ...]:
    """The words that an answer quotes, with the passages they stand in now.

    Args:
        documents: those that are live, by path.
    Raises:
        NotApproved: it rests on nothing, or on words that the documents no longer say.
    """
    if receipt.answer is None or not receipt.answer.citations:
        raise NotApproved(f"{receipt.number} rests on no document: name one with --document and --quote.")
    cited = [(each.document, " ".join(each.quote.split()), each.start) for each in receipt.answer.citations]
    return tuple(dict.fromkeys(source(document, quote, documents, start) for document, quote, start in cited))


def source(path: str, quote: str, documents: Mapping[str, Document], start: int | None = None) -> Source:
    """Words of a document as what an answer rests on, with a digest of the passage they stand in.

    Args:
        start: where they stood, to tell several places apart.
    Raises:
        NotApproved: the document is not there, or does not say these words.
    """
    document = documents.get(path)
    if document is None:
        raise NotApproved(f"There is no document {path} in the index.")
    places = [begin for begin, _ in quote_places(document, quote)] if quote.strip() else []
    if not places:
        raise NotApproved(f"{path} does not say {quote!r}. Quote it word for word, as the file has it.")
    place = min(places, key=lambda begin: abs(begin - start)) if start is not None else places[0]
    if len(quote.split()) < LEAST_QUOTE and (block := block_at(document, place)):
        quote = " ".join(document.text[block.start : block.end].split())
    return Source(path, " ".join(quote.split()), passage_digest(document, place))


def put_in(folder: Path, entry: ApprovedAnswer) -> ApprovedAnswer:
    """Write the entry to its file below the documents folder; the same with the line it stands on.

    Raises:
        NotApproved: another entry is for the same question, or the file is no place for approved answers.
        NotWritten: the file or the entry is not as such files have to be.
    """
    file = folder / entry.file
    if not file.resolve().is_relative_to(folder.resolve()):
        raise NotApproved(f"{entry.file} is not below the documents folder.")
    beside = {os.fsencode(each.name) for each in file.parent.iterdir()} if file.parent.is_dir() else set()
    if not holds_approved_answers(os.fsencode(file.name), beside):
        raise NotApproved(
            f"{entry.file} can't hold approved answers: such files are named answers.yaml or NAME.answers.yaml, and no "
            "document of the same name stands beside them."
        )
    for other in read_approved(folder)[0]:
        if same := _same_question(entry.questions, other.questions):
            raise NotApproved(f"{same!r} is answered by {other.place} already: change that entry.")
    before = file.read_text(encoding="utf-8") if file.exists() else ""
    text = with_entry(before, replace(entry, line=0))
    _write(file, text)
    return parse_approved(text.encode(), entry.file)[0][-1]


def renew(
    folder: Path, named: str, documents: Mapping[str, Document], by: str, day: date, review: date
) -> ApprovedAnswer:
    """Approve an entry anew, with the passages as they are now.

    Args:
        named: its place ("answers.yaml:14"), or words that its questions hold.
        documents: by path; those that it is held to.
    Raises:
        NotApproved: no entry is meant, or several are, or its words are gone.
        NotWritten: the entry can't be changed in its place.
    """
    entry = _named(named, read_approved(folder)[0])
    sources = []
    for each in entry.sources:
        now = source(each.document, each.quote, documents)
        sources.append(replace(each, passage=now.passage if each.passage else ""))
    renewed = replace(
        entry, sources=tuple(sources), approved_by=by, approved=day.isoformat(), review=review.isoformat()
    )
    file = folder / entry.file
    _write(file, with_renewed(file.read_text(encoding="utf-8"), entry, renewed))
    return renewed


def _named(named: str, entries: Sequence[ApprovedAnswer]) -> ApprovedAnswer:
    """The one entry that is meant."""
    wanted = named.casefold()
    places = [each for each in entries if wanted in (f"{each.file}:{each.line}".casefold(), each.place.casefold())]
    found = places or [each for each in entries if any(wanted in one.casefold() for one in each.questions)]
    if len(found) == 1:
        return found[0]
    listed = "".join(f"\n  {each.file}:{each.line}  {each.questions[0]}" for each in found or entries)
    raise NotApproved(f"{'Several' if found else 'No'} approved answers fit {named!r}. Name one of them:{listed}")


def _write(file: Path, text: str) -> None:
    """Replace the file in one step, its rights kept."""
    mode = file.stat().st_mode & 0o777 if file.exists() else 0o644
    file.parent.mkdir(parents=True, exist_ok=True)
    replace_file(file.resolve(), text.encode())
    file.chmod(mode)


def rivals(entries: Sequence[ApprovedAnswer], day: date) -> Mapping[str, ApprovedAnswer]:
    """Place of an entry -> another that answers the same question on that day: whoever may see both gets neither."""
    found: dict[str, ApprovedAnswer] = {}
    first: dict[tuple[str, ...], ApprovedAnswer] = {}
    for entry in entries:
        for form in {_form(each) for each in entry.questions} - {()} if entry.answers_on(day) else ():
            other = first.setdefault(form, entry)
            if other is not entry:
                found.setdefault(entry.place, other)
                found.setdefault(other.place, entry)
    return found


def _same_question(ones: Sequence[str], others: Sequence[str]) -> str:
    """The first of the questions that is one of the others, in other words perhaps; or ""."""
    forms = {_form(each) for each in others} - {()}
    return next((each for each in ones if _form(each) in forms), "")


def _form(question: str) -> tuple[str, ...]:
    return question_form(read_wording(question, Spelling([], {})))
