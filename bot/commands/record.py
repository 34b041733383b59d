"""`rolecall record`: look into the record of what was asked and answered, verify it, erase from it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.commands.common import NO_ANSWER, Context, progress_bar, say, settings_of
from bot.commands.filtering import filtered, one_of
from bot.terminal import place, safe, wrap

if TYPE_CHECKING:
    from bot.record.query import Listed
    from bot.record.receipt import Receipt
    from bot.record.replay import Replay

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
Number = Annotated[str, typer.Argument(metavar="RECEIPT", help="A receipt number, such as RC-7F3A9.")]
ERASED = "[erased]"


@app.command("list")
@filtered
def list_messages(
    context: Context,
    filters: Any,
    limit: Annotated[int, typer.Option(help="How many are shown.", min=1)] = 50,
    before: Annotated[int | None, typer.Option(help="Go on below this number, as the last page says.")] = None,
    full: Annotated[bool, typer.Option("--full", help="With answers, documents and the head of the chain.")] = False,
) -> None:
    """What was asked, newest first."""
    from bot.main import open_record, this_person
    from bot.record.query import Queries

    record = open_record(settings_of(context))
    page = Queries(record.database).page(filters, before, limit)
    record.read_noted(filters, len(page.messages), this_person())
    if full:
        say(f"Entry {record.head()} is the last of the chain.\n")
    for each in page.messages:
        say(_line(each) + (_answer(each) if full else ""))
    if page.before is not None:
        say(f"More: --before {page.before}")
    elif not page.messages:
        say("Nothing in the record passes.")


@app.command()
def show(context: Context, number: Number) -> None:
    """One receipt: the question, the answer, the words it rests on, and what became of it."""
    from bot.main import open_record, this_person
    from bot.record.receipt import read_receipt

    record = open_record(settings_of(context))
    receipt = read_receipt(record.database, number)
    record.note("read", {}, this_person(), number=receipt.number)
    say(safe(_describe(receipt)))


@app.command()
def reveal(
    context: Context,
    number: Number,
    reason: Annotated[str, typer.Option(help="Why you look; it stays in the record with who you are.")],
) -> None:
    """Say who asked. The look behind the pseudonym is an entry of the record, with its reason."""
    from bot.main import open_record, this_person

    revealed = open_record(settings_of(context)).reveal(number, this_person(), reason)
    person = revealed.person
    assert person is not None  # else it was refused
    name = person.name or "somebody without a name"
    say(
        safe(f"{name}, {person.surface} {person.workspace} {person.user}; asked in {revealed.channel or 'no channel'}.")
    )


@app.command()
def verify(
    context: Context,
    head: Annotated[Path | None, typer.Option(help="A file of heads, as `record head --file` writes it.")] = None,
) -> None:
    """Hold the record against its chain: name what was changed, removed, slipped in or moved."""
    from bot.main import open_record, this_person
    from bot.record.heads import read_heads
    from bot.record.verify import verify as verify_record

    record = open_record(settings_of(context))
    anchors = read_heads(head) if head is not None else {}
    with progress_bar() as on_stage:
        verified = verify_record(record.database, anchors, lambda done, of: on_stage("Verifying", done, of))
    record.note("verified", {"entries": verified.entries, "problems": len(verified.problems)}, this_person())
    if verified.first_bad is None:
        checked = f", {len(anchors)} heads noted outside agree" if anchors else ""
        say(f"{verified.entries:,} entries are whole{checked}. Head: {verified.head}")
        return
    say(f"The record is NOT as it was written. First bad: {verified.first_bad}")
    for problem in verified.problems[1:]:
        say(f"  {problem}")
    raise typer.Exit(NO_ANSWER)


@app.command()
def head(
    context: Context,
    file: Annotated[Path | None, typer.Option(help="Append it to this file, which belongs on another machine.")] = None,
) -> None:
    """The hash of the last entry: noted elsewhere, it shows later that nothing before it was touched."""
    from bot.main import open_record
    from bot.record.heads import append_head

    last = open_record(settings_of(context)).head()
    if file is not None:
        append_head(file, last)
    say(str(last))


@app.command()
def erase(
    context: Context,
    person: Annotated[str, typer.Argument(help="A pseudonym (P-4KQ7D), or a key (slack:WORKSPACE:USER).")],
    keep_texts: Annotated[
        bool, typer.Option("--keep-texts", help="Erase only who it was, not what was asked.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask first.")] = False,
) -> None:
    """Erase a person for good: who they were, and what they asked and were answered."""
    from bot.main import open_record, this_person
    from bot.record.erasure import erase_person

    record = open_record(settings_of(context))
    if not yes:
        typer.confirm(f"Erase {person} for good? It can't be undone", abort=True)
    gone = erase_person(record.database, person, this_person(), keep_texts=keep_texts)
    say(f"Erased: {gone.identities:,} identities, {gone.texts:,} texts.")


@app.command()
def expire(context: Context) -> None:
    """Erase what is older than `record: identity_days` and `text_days` allow."""
    from bot.main import open_record
    from bot.record.erasure import expire as expire_old

    settings = settings_of(context)
    record = open_record(settings)
    gone = expire_old(record.database, settings.record.identity_days, settings.record.text_days)
    say(f"Expired: {gone.identities:,} identities, {gone.texts:,} texts.")


@app.command()
def replay(context: Context, number: Number) -> None:
    """Ask the question again, of the same snapshot where it is kept, and say what differs and why."""
    from bot.main import open_record, replay_receipt
    from bot.record.receipt import read_receipt

    settings = settings_of(context)
    replayed = replay_receipt(settings, read_receipt(open_record(settings).database, number))
    say(safe(_describe_replay(replayed)))
    if not replayed.is_same:
        raise typer.Exit(NO_ANSWER)


@app.command()
def feedback(
    context: Context,
    number: Number,
    helpful: Annotated[bool, typer.Option("--helpful/--not-helpful", help="Whether the answer helped.")],
    reason: Annotated[str, typer.Option(help="Why.")] = "",
) -> None:
    """Say whether an answer helped; the last word counts."""
    from bot.main import open_record, this_person

    open_record(settings_of(context)).feedback(number, this_person(), helpful, reason)
    say("Noted. Thank you.")


@app.command()
def review(
    context: Context,
    number: Number,
    verdict: Annotated[str, typer.Argument(help="right, wrong, outdated or should_not_have_answered.")],
    note: Annotated[str, typer.Option(help="Why.")] = "",
) -> None:
    """Mark an answer as an auditor; the last word counts."""
    from bot.main import open_record, this_person
    from bot.record.message import VERDICTS

    for known in VERDICTS:
        if verdict == known:
            open_record(settings_of(context)).review(number, this_person(), known, note)
            say("Noted.")
            return
    one_of("The verdict", verdict, VERDICTS)


def _line(message: Listed) -> str:
    when = f"{message.received_at:%Y-%m-%d %H:%M}"
    opinion = {"helpful": " +", "not_helpful": " -", "none": ""}[message.feedback]
    who = f"{message.surface}, {message.person or 'unknown'}"
    head = f"{message.number}  {when}  {message.outcome or message.state}{opinion}  ({who})"
    marked = f"  reviewed: {message.verdict}" if message.verdict else ""
    asked = wrap(safe(message.question if message.question is not None else ERASED), indent="    ")
    return f"{head}{marked}\n{asked}"


def _answer(message: Listed) -> str:
    """What belongs below a line, where answers are wanted."""
    answer = message.answer if message.answer is not None else "no answer, or erased"
    return "\n".join(
        ("", wrap(safe(answer), indent="      "), *(f"      {safe(each)}" for each in message.documents), "")
    )


def _describe(receipt: Receipt) -> str:
    from bot.record.held_to import held_to

    lines = [f"{receipt.number}  {receipt.outcome or receipt.state}  {receipt.received_at:%Y-%m-%d %H:%M:%S} UTC"]
    lines.append(f"asked by {receipt.person or 'unknown'} on {receipt.surface}")
    for earlier in receipt.question.earlier if receipt.question else ():
        lines.append(wrap(f"before: {earlier}", indent="  "))
    lines.append(wrap(f"question: {receipt.question.text if receipt.question else ERASED}", indent="  "))
    answer = receipt.answer
    if answer is not None:
        lines += ["", wrap(answer.text, indent="  ")]
        lines += [wrap(f"choice: {choice.label}", indent="  ") for choice in answer.choices]
        for number, citation in enumerate(answer.citations, start=1):
            score = "" if citation.score is None else f", score {citation.score:.3f}"
            lines += ["", wrap(f"[{number}] {place(citation)}{score}")]
            lines.append(wrap(f"“{' '.join(citation.quote.split())}”", indent="    "))
            lines.append(f"    characters {citation.start}-{citation.end} of version {citation.version[:12]}")
        lines += ["", f"confidence {answer.confidence:.3f}, threshold {answer.threshold:.3f}"]
        lines.append(f"{receipt.milliseconds:.1f} ms, snapshot {answer.snapshot}, code {receipt.code}")
        lines.append(f"models {receipt.model}")
        lines += [wrap(f"held to {name}: {value}") for name, value in held_to(receipt.filters)]
    if receipt.posted_to:
        lines.append(f"posted to {' '.join(receipt.posted_to)}")
    if receipt.reason:
        lines.append(f"failed: {receipt.reason}")
    if receipt.feedback != "none":
        lines.append(wrap(f"feedback: {receipt.feedback}. {receipt.feedback_reason or ''}".rstrip()))
    if receipt.verdict:
        lines.append(wrap(f"reviewed: {receipt.verdict}. {receipt.verdict_note or ''}".rstrip()))
    lines.append("")
    lines += [
        f"{each.seq:>8}  {each.at:%Y-%m-%d %H:%M:%S}  {each.kind:<9}  {each.hash.hex()}" for each in receipt.entries
    ]
    return "\n".join(lines)


def _describe_replay(replayed: Replay) -> str:
    said = "The same answer" if replayed.is_same else "Another answer"
    lines = [f"{replayed.number}: {said}, asked of {replayed.against}."]
    lines += [f"  - {difference}" for difference in replayed.differences]
    if replayed.causes:
        lines += ["Not as it was then:", *(wrap(cause, indent="  - ") for cause in replayed.causes)]
    if not replayed.is_same:
        lines += ["", "Then:", wrap(replayed.old.text, indent="  "), "", "Now:", wrap(replayed.new.text, indent="  ")]
    return "\n".join(lines)
