"""`rolecall eval`: how good the answers to an organisation's own questions are."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from bot.answers.answer import Question
from bot.commands.common import NO_ANSWER, Context, Day, Readers, progress_bar, say, settings_of


def evaluate(
    context: Context,
    questions: Annotated[Path, typer.Argument(help="Questions with known answers, one JSON object a line.")],
    documents: Annotated[Path | None, typer.Option(help="The folder to answer from; else the settings' one.")] = None,
    failures: Annotated[bool, typer.Option("--failures", help="Show every answer that was not right.")] = False,
    min_right: Annotated[float, typer.Option(help="Fail below this share of right answers.", min=0, max=1)] = 0.0,
    max_wrong: Annotated[float, typer.Option(help="Fail above this share of wrong answers.", min=0, max=1)] = 1.0,
    readers: Readers = None,
    on: Day = None,
) -> None:
    """Score the answers to questions with known answers."""
    from bot import evaluation
    from bot.main import batch_settings, open_batch_answerer, open_snapshot, terminal_scope
    from bot.scoring import Expectation, Given
    from bot.terminal import safe, shown

    expectations = evaluation.read_expectations(questions)
    folder = documents or settings_of(context).documents
    settings = batch_settings(settings_of(context), folder)
    with progress_bar() as on_stage:
        answerer = open_batch_answerer(settings, on_stage, terminal_scope(readers, on and on.date()))

    def answer(expected: Expectation) -> Given:
        began = time.perf_counter()
        given = answerer.answer(Question(expected.question, expected.earlier))
        milliseconds = (time.perf_counter() - began) * 1000
        citations = tuple((citation.document, citation.quote) for citation in given.citations)
        return Given(given.status, shown(given), citations, milliseconds)

    texts = evaluation.read_texts(folder, open_snapshot(settings).contents.documents)
    scored = evaluation.evaluate(expectations, answer, texts)
    say(f"{questions} on {folder}\n")
    say(safe(evaluation.report(scored, failures)))
    right = sum(each.score.correct for each in scored) / len(scored)
    wrong = sum(each.score.wrong for each in scored) / len(scored)
    if right < min_right or wrong > max_wrong:
        raise typer.Exit(NO_ANSWER)
