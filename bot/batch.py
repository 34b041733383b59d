"""Many questions, each a thread of its own: JSON lines in, JSON lines out."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from bot.answers.answer import Answer, Citation, Question
from bot.console import Answers
from bot.errors import QuestionFileError
from bot.source_quotes import SourceQuotes
from bot.terminal import shown

FAILED = Answer("refused", "Something went wrong on our side. Ask again, or ask a person.", kind="refusal")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Asked:
    """One line of a question file."""

    id: Any  # as it was written
    question: Question


def read_questions(file: Path) -> list[Asked]:
    """Lines of {"id", "question", "context": [...]}; every other key is left alone.

    Raises:
        QuestionFileError: the file can't be read, or a line is not of that form.
    """
    try:
        lines = file.read_text(encoding="utf-8").split("\n")  # a JSON string may hold other line ends
    except (OSError, UnicodeDecodeError) as problem:
        raise QuestionFileError(f"{file} can't be read: {problem}") from problem
    return [_asked(file, number, line) for number, line in enumerate(lines, start=1) if line.strip()]


def answer_lines(asked: list[Asked], answerer: Answers, sources: SourceQuotes | None = None) -> Iterator[str]:
    """One JSON line for each question, in their order. A question that breaks something doesn't stop the others.

    `sources`: the files that are cited, to write quotes as they stand there; None: as readers see them.
    """
    for each in asked:
        began = time.perf_counter()
        try:
            answer = answerer.answer(each.question)
        except Exception as problem:
            _log.error("question %s could not be answered: %s: %s", each.id, type(problem).__name__, problem)
            _log.debug("where it happened", exc_info=True)
            answer = FAILED
        milliseconds = (time.perf_counter() - began) * 1000
        if sources is not None:
            answer = replace(answer, citations=tuple(_as_written(one, sources) for one in answer.citations))
        yield json.dumps({"id": each.id, **as_record(answer, milliseconds)})


def _as_written(citation: Citation, sources: SourceQuotes) -> Citation:
    return replace(citation, quote=sources.findable(citation.document, citation.quote))


def as_record(answer: Answer, milliseconds: float) -> dict[str, Any]:
    """The answer as plain data: what a person is shown, and the words it rests on."""
    return {
        "status": answer.status,
        "answer": shown(answer),
        "citations": [
            {"document": citation.document, "section": " > ".join(citation.section), "quote": citation.quote}
            for citation in answer.citations
        ],
        "latency_ms": round(milliseconds, 2),
    }


def as_full_record(answer: Answer, milliseconds: float) -> dict[str, Any]:
    """The same with every place, the choices offered and the numbers behind the decision."""
    return {
        **as_record(answer, milliseconds),
        "citations": [asdict(citation) for citation in answer.citations],
        "kind": answer.kind,
        "confidence": round(answer.confidence, 4),
        "threshold": round(answer.threshold, 4),
        "choices": [asdict(choice) for choice in answer.choices],
        "nearest": list(answer.nearest),
    }


def _asked(file: Path, number: int, line: str) -> Asked:
    try:
        written = json.loads(line)
    except ValueError as problem:
        raise QuestionFileError(f"{file}, line {number}: not JSON: {problem}") from problem
    if not isinstance(written, dict) or "id" not in written or not isinstance(written.get("question"), str):
        raise QuestionFileError(f'{file}, line {number}: write {{"id": ..., "question": "..."}}')
    context = written.get("context") or []
    if not isinstance(context, list) or not all(isinstance(each, str) for each in context):
        raise QuestionFileError(f"{file}, line {number}: `context` must be a list of earlier questions")
    return Asked(written["id"], Question(written["question"], tuple(context)))
