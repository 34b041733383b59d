"""`rolecall approve`, `renew` and `approved`: answers that somebody puts their name to."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.common import Context, note, say, settings_of
from bot.errors import NotApproved
from bot.terminal import safe, wrap

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.record.receipt import Receipt
    from bot.settings import Settings
    from knowledge.approved import ApprovedAnswer, Source
    from knowledge.document import Document

Day = datetime  # typer reads dates as datetimes
DAYS = ["%Y-%m-%d"]


def approve(
    context: Context,
    by: Annotated[str, typer.Option(help="Who approves it; shown below the answer.")],
    receipt: Annotated[str | None, typer.Argument(metavar="RECEIPT", help="The answer that is approved.")] = None,
    question: Annotated[
        list[str] | None, typer.Option(help="In place of the receipt's; repeat it for more wordings.")
    ] = None,
    text: Annotated[str | None, typer.Option(help="The answer; else that of the receipt.")] = None,
    document: Annotated[str | None, typer.Option(help="With --quote: the path of the document it rests on.")] = None,
    quote: Annotated[list[str] | None, typer.Option(help="With --document: words of it; may be repeated.")] = None,
    author: Annotated[str, typer.Option(help="Who wrote it, if it was somebody else.")] = "",
    owner: Annotated[str | None, typer.Option(help="Who keeps it true; else who approves it.")] = None,
    review: Annotated[Day | None, typer.Option(help="Look at it again by; else in a year.", formats=DAYS)] = None,
    until: Annotated[Day | None, typer.Option(help="The last day on which it answers.", formats=DAYS)] = None,
    audience: Annotated[list[str] | None, typer.Option(help="A group that it is for; may be repeated.")] = None,
    file: Annotated[str, typer.Option(help="The file it goes to, below the documents folder.")] = "answers.yaml",
) -> None:
    """Add an approved answer to a file of them in the documents folder."""
    from bot.approving import put_in, question_of, sources_of
    from bot.main import open_record, this_person, today
    from bot.record.receipt import read_receipt
    from knowledge.approved import ApprovedAnswer

    settings = settings_of(context)
    record = open_record(settings)
    found = read_receipt(record.database, receipt) if receipt else None
    documents = _documents(settings)
    sources = _named(document, quote, documents)
    if found is not None and not sources:
        sources = sources_of(found, documents)
    if not sources:
        raise NotApproved("Name a receipt, or the words it rests on with --document and --quote.")
    asked = tuple(question or ([question_of(found)] if found else []))
    day = today()
    entry = ApprovedAnswer(
        questions=tuple(dict.fromkeys(" ".join(each.split()) for each in asked)),
        text=(text or _text_of(found)).strip(),
        sources=sources,
        owner=owner or by,
        approved_by=by,
        approved=day.isoformat(),
        review=review.date().isoformat() if review else _a_year_after(day).isoformat(),
        until=until.date().isoformat() if until else "",
        author=author,
        audience=tuple(audience or ()),
        file=file,
    )
    written = put_in(settings.documents, entry)
    record.note("approved", {"file": file}, this_person(), number=found.number if found else None)
    say(safe(f"Written to {settings.documents / file}, line {written.line}."))
    say("It answers once it is published: rolecall index")


def renew(
    context: Context,
    answer: Annotated[str, typer.Argument(help="Its place, such as answers.yaml:14, or words of its question.")],
    by: Annotated[str, typer.Option(help="Who approves it; shown below the answer.")],
    review: Annotated[Day | None, typer.Option(help="Look at it again by; else in a year.", formats=DAYS)] = None,
) -> None:
    """Approve an answer anew: it has been read again, and the passages around its quotes still bear it out."""
    from bot import approving
    from bot.main import open_record, this_person, today

    settings = settings_of(context)
    record, day = open_record(settings), today()
    until = review.date() if review else _a_year_after(day)
    renewed = approving.renew(settings.documents, answer, _documents(settings), by, day, until)
    record.note("approved", {"file": renewed.file}, this_person())
    say(safe(f"{renewed.place}: {renewed.questions[0]}"))
    say(wrap(safe(renewed.text), indent="    "))
    say(f"Approved by {safe(by)} on {day}, to be reviewed by {until}. It answers once it is published: rolecall index")


def approved(context: Context) -> None:
    """The approved answers of what is live: which are used, which are stale and why, whose review is due."""
    from bot.approving import rivals
    from bot.main import open_live, today

    settings = settings_of(context)
    loaded = open_live(settings)
    contents = loaded.snapshot.contents
    out, twice = _out_of_force(settings), rivals(contents.approved, today())
    for entry in contents.approved:
        say(safe(f"{entry.place}: {entry.questions[0]}"))
        said = [_state(entry, today(), out)]
        if rival := twice.get(entry.place):
            said.append(f"NOT GIVEN to whoever may see {rival.place} too: it is for the same question")
        for line in said:
            say(wrap(safe(line), indent="    "))
    if not contents.approved:
        say("There are no approved answers in what is live. `rolecall approve` makes one.")
    for path, reason in contents.skipped:
        if path.lower().endswith(("answers.yaml", "answers.yml")):
            note(safe(f"{path}: {reason}"))


def _state(entry: ApprovedAnswer, day: date, unseen: frozenset[str]) -> str:
    """In words, what becomes of an entry on that day."""
    by = f"approved by {entry.approved_by} on {entry.approved}, kept by {entry.owner}"
    missing = [source.document for source in entry.sources if source.document in unseen]
    if entry.stale:
        return f"STALE: {entry.stale}; {by}"
    if missing:
        return f"not used: {missing[0]} is withdrawn, or not in force today; {by}"
    if not entry.answers_on(day):
        return (
            f"not used: {f'ended on {entry.until}' if entry.approved <= day.isoformat() else 'not yet approved'}; {by}"
        )
    due = f"REVIEW was due on {entry.review}" if entry.is_review_due(day) else f"to be reviewed by {entry.review}"
    unwatched = any(not source.passage for source in entry.sources)
    watched = "; a change beside its quote is not noticed, for no `passage` is noted" if unwatched else ""
    return f"used; {by}; {due}{watched}"


def _documents(settings: Settings) -> Mapping[str, Document]:
    """The documents as they were read last, by path: those of the candidate where one waits, else the live ones."""
    from bot.main import open_snapshot
    from index import snapshot
    from index.candidate import read_candidate

    waiting = read_candidate(settings.index)
    if waiting is None:
        return open_snapshot(settings).contents.document_by_path
    return snapshot.load(settings.index, settings.model, waiting.snapshot).contents.document_by_path


def _out_of_force(settings: Settings) -> frozenset[str]:
    """Paths of the live documents that must not answer today."""
    from bot.main import open_view, terminal_scope

    view = open_view(settings, terminal_scope())
    return frozenset(view.contents.document_by_path.keys() - view.documents.keys())


def _named(document: str | None, quotes: Sequence[str] | None, documents: Mapping[str, Document]) -> tuple[Source, ...]:
    """The words that were named as what the answer rests on."""
    from bot.approving import source

    if bool(document) != bool(quotes):
        raise NotApproved("--document and --quote go together: the path of a document, and words that stand in it.")
    return tuple(source(document or "", each, documents) for each in quotes or ())


def _text_of(receipt: Receipt | None) -> str:
    if receipt is None or receipt.answer is None or receipt.answer.kind == "approved":
        raise NotApproved("Say what the answer is with --text.")
    return receipt.answer.text


def _a_year_after(day: date) -> date:
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + 1, day=28 if is_leap_day else day.day)
