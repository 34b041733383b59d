"""Answers that auditors marked, as questions with known answers: what `rolecall eval` reads.

right      the words that were quoted, where the answer shows them, else what it says; its documents; its outcome
wrong      what it said must not be said again: the words quoted, or the answer's own
should_not_have_answered   not found is expected

What was marked outdated is left out: what would be right now, nobody has said. So is what was erased. Of one question
marked several times, the last mark counts. Who asked is nowhere in it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from bot.answers.answer import Answer, Question
from bot.record import tables
from bot.record.database import Database
from bot.record.message import VERDICTS, Verdict
from bot.record.stored import ERASED, answer_of, question_of
from bot.scoring import holds
from bot.terminal import shown


@dataclass(frozen=True, slots=True)
class EvaluationSet:
    """Lines for a file, and what became of each mark."""

    lines: tuple[str, ...]  # JSON objects, oldest question first
    counts: Mapping[Verdict, int]  # lines made of answers so marked
    left_out: int  # outdated, erased, never answered, or marked again since


def evaluation_set(database: Database) -> EvaluationSet:
    """Of all answers that have been marked."""
    made: dict[Question, tuple[Verdict, dict[str, Any]]] = {}
    marked = 0
    messages = tables.messages
    with database.read() as connection:
        for verdict in VERDICTS:
            chosen = select(messages).where(messages.c.verdict == verdict)
            count = select(func.count()).select_from(messages).where(messages.c.verdict == verdict)
            marked += connection.execute(count).scalar_one()
            if verdict == "outdated":
                continue
            for row in connection.execute(chosen.order_by(messages.c.verdict_seq)):
                question, answer = question_of(connection, row), answer_of(connection, row)
                if question is None or answer is None or answer.text == ERASED:
                    continue
                line = {"id": row.receipt, **_asked(question), **_expected(verdict, answer), "seq": row.verdict_seq}
                if question not in made or made[question][1]["seq"] < row.verdict_seq:
                    made[question] = verdict, line
    counts = dict.fromkeys(VERDICTS, 0)
    for verdict, line in made.values():
        counts[verdict] += 1
        del line["seq"]
    lines = tuple(json.dumps(line, ensure_ascii=False) for _, line in made.values())
    return EvaluationSet(lines, counts, marked - len(lines))


def _asked(question: Question) -> dict[str, Any]:
    return {"question": question.text, **({"context": question.earlier} if question.earlier else {})}


def _expected(verdict: Verdict, answer: Answer) -> dict[str, Any]:
    if verdict == "should_not_have_answered":
        return {"kind": verdict, "expect": "not_found"}
    if verdict == "wrong":
        # Whether the documents say it at all is not known: "not found" then counts as not right, and as not wrong.
        return {"kind": verdict, "answer_none": list(_said(answer))}
    expected: dict[str, Any] = {"kind": verdict, "expect": answer.status}
    if answer.status == "answered":
        expected["answer_any"] = [[words] for words in _said(answer)]
        expected["sources"] = sorted({citation.document for citation in answer.citations})
    return expected


def _said(answer: Answer) -> Iterator[str]:
    """The words quoted that the answer shows, each once; where it shows none of them, its own lines."""
    text = shown(answer)
    quotes = list(dict.fromkeys(" ".join(citation.quote.split()) for citation in answer.citations))
    held = [quote for quote in quotes if quote and holds(text, quote)]
    if held:
        yield from held
    else:
        yield from (line.strip(" •") for line in answer.text.splitlines() if line.strip(" •"))
