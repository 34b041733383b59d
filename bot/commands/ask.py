"""`rolecall ask`: one question, or a file of them."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Annotated

import typer

from bot.answers.answer import Question
from bot.answers.scope import Scope
from bot.commands.common import NO_ANSWER, Context, Day, Readers, note, progress_bar, say, settings_of
from bot.errors import QuestionError
from bot.question import LONGEST, read_question
from bot.settings import Settings


def ask(
    context: Context,
    question: Annotated[str | None, typer.Argument(help="The question; - reads it from standard input.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Answer as one JSON object.")] = False,
    batch: Annotated[Path | None, typer.Option(help="A file of questions, one JSON object a line.")] = None,
    documents: Annotated[Path | None, typer.Option(help="With --batch: the folder to answer from.")] = None,
    readers: Readers = None,
    on: Day = None,
) -> None:
    """Answer one question, or a file of them."""
    from bot.main import terminal_scope

    scope = terminal_scope(readers, on and on.date())
    if batch is not None:
        if question is not None or json:
            raise QuestionError("--batch takes its questions from the file: leave the question and --json out.")
        _ask_batch(settings_of(context), batch, documents, scope)
    elif documents is not None:
        raise QuestionError("--documents belongs to --batch. Index the folder first: rolecall index FOLDER")
    else:
        typed = _from_standard_input() if question == "-" else question
        _ask_one(settings_of(context), read_question(typed or ""), scope, as_json=json)


def _from_standard_input() -> str:
    """Enough of it to tell that it is too long; bytes that are no text stay recognisable."""
    return sys.stdin.buffer.read(4 * LONGEST + 4).decode("utf-8", "surrogateescape")


def _ask_one(settings: Settings, question: str, scope: Scope, *, as_json: bool) -> None:
    from bot.main import open_recorded

    answerer = open_recorded(settings, note, scope)
    began = time.perf_counter()
    answer = answerer.answer(Question(question))
    milliseconds = (time.perf_counter() - began) * 1000
    if as_json:
        import json

        from bot.batch import as_full_record

        full = {**as_full_record(answer, milliseconds), "receipt": answerer.receipt}
        say(json.dumps(full, indent=2, ensure_ascii=False))
        answerer.shown()
    else:
        from bot.terminal import draw, draw_receipt

        say(draw(answer))
        if receipt := answerer.shown():
            say(draw_receipt(receipt))
    if answer.status in {"not_found", "refused"}:
        raise typer.Exit(NO_ANSWER)


def _ask_batch(settings: Settings, file: Path, documents: Path | None, scope: Scope) -> None:
    from bot.batch import answer_lines, read_questions
    from bot.main import batch_settings, open_batch_answerer
    from bot.source_quotes import SourceQuotes

    asked = read_questions(file)
    folder = documents or settings.documents
    with progress_bar() as on_stage:
        answerer = open_batch_answerer(batch_settings(settings, folder), on_stage, scope)
    for line in answer_lines(asked, answerer, SourceQuotes(folder)):
        say(line)
    note(f"{len(asked)} questions answered")
