"""Questions with known answers -> how good the answers are, as a table."""

from __future__ import annotations

import contextlib
import json
import statistics
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.errors import QuestionFileError
from bot.scoring import Expectation, Given, Score, score
from knowledge.document import Document

STATUSES = ("answered", "not_found", "clarify", "refused", "chat")


@dataclass(frozen=True, slots=True)
class Scored:
    """One question, the answer it got, and the judgement."""

    expected: Expectation
    given: Given
    score: Score


def read_expectations(file: Path) -> list[Expectation]:
    """One JSON object a line.

    Raises:
        QuestionFileError: the file is missing, or a line isn't a question with its expectation.
    """
    try:
        lines = file.read_text(encoding="utf-8").split("\n")  # a JSON string may hold other line ends
    except (OSError, UnicodeDecodeError) as problem:
        raise QuestionFileError(f"{file} can't be read: {problem}") from problem
    expectations = expectations_in(lines, str(file))
    if not expectations:
        raise QuestionFileError(f"{file} holds no questions. Write one JSON object a line, with `id` and `question`.")
    return expectations


def expectations_in(lines: Iterable[str], named: str) -> list[Expectation]:
    """The same of lines that stand in no file; `named` is what problems call where they come from."""
    return [_expectation(named, number, line) for number, line in enumerate(lines, 1) if line.strip()]


def evaluate(
    expectations: Sequence[Expectation], answer: Callable[[Expectation], Given], texts: dict[str, str]
) -> list[Scored]:
    """Every question asked by itself, and scored."""
    given = ((expected, answer(expected)) for expected in expectations)
    return [Scored(expected, answer, score(expected, answer, texts)) for expected, answer in given]


def read_texts(folder: Path, documents: Sequence[Document]) -> dict[str, str]:
    """What quotes are checked against: the file itself where it is plain UTF-8 text, else the text that was read."""
    texts = {document.path: document.text for document in documents}
    for document in documents:
        if document.format in {"markdown", "text"}:
            with contextlib.suppress(OSError, UnicodeDecodeError):
                texts[document.path] = (folder / document.path).read_text(encoding="utf-8")
    return texts


def report(scored: Sequence[Scored], failures: bool = False) -> str:
    """The tables, ready to print."""
    lines = [*_by_kind(scored), "", *_totals(scored)]
    if failures:
        lines += ["", *_failures(scored)]
    return "\n".join(lines)


def _expectation(file: str, number: int, line: str) -> Expectation:
    try:
        written: dict[str, Any] = json.loads(line)
        return Expectation(
            id=str(written["id"]),
            question=str(written["question"]),
            kind=str(written.get("kind", "fact")),
            earlier=tuple(map(str, written.get("context", ()))),
            any_of=tuple(tuple(map(str, group)) for group in written.get("answer_any", ())),
            none_of=tuple(map(str, written.get("answer_none", ()))),
            sources=tuple(map(str, written.get("sources", ()))),
            status=_status(str(written.get("expect", "answered"))),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        named = f"`{problem.args[0]}` is missing" if isinstance(problem, KeyError) else str(problem)
        raise QuestionFileError(f"{file}, line {number}: {named}") from problem


def _status(written: str) -> str:
    if written not in STATUSES:
        raise ValueError(f"`expect` is {written!r}, but must be one of {', '.join(STATUSES)}")
    return written


def _by_kind(scored: Sequence[Scored]) -> Iterator[str]:
    groups: defaultdict[str, list[Scored]] = defaultdict(list)
    for each in scored:
        groups[each.expected.kind].append(each)
    yield f"{'kind':<14}{'questions':>10}{'right':>8}{'wrong':>8}{'right, %':>10}"
    for kind, group in [*groups.items(), ("all", list(scored))]:
        right, wrong = sum(each.score.correct for each in group), sum(each.score.wrong for each in group)
        yield f"{kind:<14}{len(group):>10}{right:>8}{wrong:>8}{_percent(right, len(group)):>10}"


def _totals(scored: Sequence[Scored]) -> Iterator[str]:
    answered = [each for each in scored if each.given.status == "answered"]
    citable = [each for each in answered if each.expected.status == "answered" and each.expected.sources]
    several = [each for each in scored if len(each.expected.sources) > 1 and each.expected.status == "answered"]
    sources = sum(len(each.expected.sources) for each in several)
    lengths = [len(each.given.text) for each in answered]
    times = sorted(each.given.milliseconds for each in scored)
    yield f"right answers      {_share(sum(each.score.correct for each in scored), len(scored))}"
    yield f"wrong answers      {_share(sum(each.score.wrong for each in scored), len(scored))}"
    yield from _status_lines("not answering", {"not_found", "refused"}, scored)
    yield from _status_lines("asking back", {"clarify"}, scored)
    yield f"citation accuracy  {_share(sum(each.score.cited for each in citable), len(citable))}"
    yield f"sources covered    {_share(sum(len(each.score.covered) for each in several), sources)}"
    yield f"false quotes       {sum(each.score.false_quotes for each in scored)}"
    if lengths:
        yield f"answer length      {statistics.median(lengths):.0f} characters (median), {max(lengths)} (longest)"
    if times:
        median, slow = times[len(times) // 2], times[len(times) * 95 // 100]
        yield f"time, ms           {median:.1f} (median), {slow:.1f} (95th percentile)"


def _status_lines(name: str, statuses: set[str], scored: Sequence[Scored]) -> Iterator[str]:
    given = [each for each in scored if each.given.status in statuses]
    expected = [each for each in scored if each.expected.status in statuses]
    both = sum(each.expected.status in statuses for each in given)
    yield f"{name:<19}{_share(both, len(given))} were due; {_share(both, len(expected))} of those due were given"


def _failures(scored: Sequence[Scored]) -> Iterator[str]:
    for each in scored:
        to_cite = each.given.status == "answered" == each.expected.status and each.expected.sources
        uncited = to_cite and not each.score.cited
        if each.score.correct and not uncited and not each.score.false_quotes:
            continue
        mark = "WRONG" if each.score.wrong else "failed" if not each.score.correct else "cited"
        reasons = [*each.score.reasons, *(["no sound citation"] if uncited else [])]
        reasons += ["a quote that its document does not hold"] * bool(each.score.false_quotes)
        yield f"{mark} {each.expected.id} ({each.expected.kind}) {each.expected.question!r}: {'; '.join(reasons)}"
        yield f"    {each.given.status}: {' / '.join(each.given.text.split(chr(10)))[:300]}"


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole} ({_percent(part, whole)} %)"


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}" if whole else "-"
