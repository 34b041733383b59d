"""Learn how sure the reader may be: `python -m bot.training.calibrate [QUESTIONS.jsonl=DOCUMENTS ...]`.

Labelled questions are answered just as staff's are, except that every reading is sure enough; whether the answer is
right is judged by what is known of it. Logistic regression over the features of `bot.answers.confidence` then gives the
share of readings that answer. The bar is the lowest confidence at which at most MOST_WRONG of all questions are
answered wrongly, each collection of documents being judged by a regression that has seen the others only; it has to
hold for the documents that we have made up and for those of others, which are less like what was learned from.

Used are some of our own questions about each made-up organisation from which the reader has learned nothing, and
question files of the form that `rolecall eval` takes: with `QUESTIONS.jsonl:odd=DOCUMENTS` their odd lines only, so
that the even ones are left to check on. Needs the extra `train`.
"""

from __future__ import annotations

import argparse
import json
import os
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from bot.answers.answer import Answer, Question
from bot.answers.calibration import load_bar
from bot.answers.confidence import Confidence
from bot.answers.phrasing import LONG
from bot.answers.reader_files import CONFIDENCE, FOLDER
from bot.answers.wording import stems_of
from bot.evaluation import read_expectations
from bot.main import batch_settings, open_answerer, open_batch_answerer
from bot.scoring import Expectation, Given, fold, holds, score
from bot.settings import load_settings
from bot.training import judging
from bot.training.examples import DOCUMENTS, HELD_OUT, Written, read_written

MOST_WRONG = 0.04
STRENGTH = 0.01  # of the regression, small is smooth: 0.03 and more did worse on collections not fitted on
IN_THREADS = 1 / 16  # share of questions that lean on an earlier one
LISTS = 1 / 12  # share of questions that want several things
ENOUGH = 50  # questions of a kind, from which their share of wrong answers tells something
ASKED_OF_EACH = 120  # of our own questions about one organisation: those of others, about real handbooks, have to count
ASKED_IN_THREADS = 40  # the same of questions that lean on an earlier one
CALIBRATION = Path(__file__).parents[1] / "answers" / "calibration.json"

Numbers = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Reading:
    """The features of one reading that was answered with, and whether the answer is right."""

    collection: str  # of the documents that were read
    features: dict[str, float]
    is_right: bool
    may_abstain: bool  # "not found" is what was expected
    follows: bool = False  # the question was asked in a thread
    is_list: bool = False  # it wants several things


class Noting:
    """The confidence in use, which also keeps what it was asked about."""

    def __init__(self, confidence: Confidence) -> None:
        self._confidence = confidence
        self.noted: dict[float, dict[str, float]] = {}

    def of(self, found: Mapping[str, float]) -> float:
        """As `Confidence.of`."""
        share = self._confidence.of(found)
        self.noted[share] = dict(found)
        return share


class Asking:
    """The answerer over one folder, answering from whatever it reads."""

    def __init__(self, documents: Path) -> None:
        self._collection = documents.name
        self._judge = Noting(Confidence.load())
        settings = batch_settings(load_settings(None, os.environ), documents)
        open_batch_answerer(settings)  # builds the index where it is not yet there
        everything = replace(load_bar(), everywhere=0.0, follow_up=0.0)
        self._answerer = open_answerer(settings, self._judge, everything)

    def reading(
        self, question: Question, is_right: Callable[[Answer], bool], may_abstain: bool, is_list: bool
    ) -> Reading | None:
        """What the answer rests on, judged; None where it rests on no reading."""
        self._judge.noted.clear()
        answer = self._answerer.answer(question)
        features = self._judge.noted.get(answer.confidence)
        if answer.status != "answered" or features is None:
            return None
        return Reading(self._collection, features, is_right(answer), may_abstain, bool(question.earlier), is_list)


def of_file(asking: Asking, questions: Path, step: int) -> Iterator[Reading | None]:
    """One reading a question of a file with known answers; small talk and the like left out."""
    evidence = evidence_in(questions)
    for expected in read_expectations(questions)[::step]:
        if expected.kind in {"smalltalk", "adversarial"}:
            continue

        def is_right(answer: Answer, expected: Expectation = expected) -> bool:
            if score(expected, Given(answer.status, answer.text), {}).correct:
                return True
            words = evidence.get(expected.id, ())
            return answer.status == expected.status and (shows(answer.text, words) or says(answer.text, expected))

        question, is_list = Question(expected.question, expected.earlier), expected.kind == "list"
        yield asking.reading(question, is_right, expected.status == "not_found", is_list)


def evidence_in(questions: Path) -> dict[str, tuple[str, ...]]:
    """By a question's id, the words that answer it, where its line names them as `evidence`."""
    lines = map(json.loads, filter(str.strip, questions.read_text(encoding="utf-8").split("\n")))
    return {str(line["id"]): tuple(each["quote"] for each in line.get("evidence", ())) for line in lines}


def shows(text: str, evidence: Sequence[str]) -> bool:
    """Whether an answer short enough for a chat holds all of the words that answer.

    It is right then, also where a scorer that looks for "November 15" does not find it in "November 15th".
    """
    held = fold(text)
    return bool(evidence) and len(text) <= LONG and all(fold(each) in held for each in evidence)


def says(text: str, expected: Expectation) -> bool:
    """Whether a short answer says what is looked for in other forms of the same words: "Design" and "Designs"."""
    said = f" {' '.join(stems_of(text))} "
    is_said = all(any(f" {' '.join(stems_of(each))} " in said for each in group) for group in expected.any_of)
    return (
        bool(expected.any_of)
        and is_said
        and len(text) <= LONG
        and not any(holds(text, each) for each in expected.none_of)
    )


def of_written(asking: Asking, written: list[Written]) -> Iterator[Reading | None]:
    """One reading a question of ours: right where what is cited holds the evidence, all of it for a list."""
    for each in written:

        def is_right(answer: Answer, each: Written = each) -> bool:
            held = [_is_cited(answer, *piece) for piece in each.evidence]
            return all(held) and bool(held) if each.kind == "list" else any(held)

        thread = (each.earlier,) if each.earlier else ()
        yield asking.reading(Question(each.question, thread), is_right, not each.evidence, each.kind == "list")


def _is_cited(answer: Answer, path: str, start: int, end: int) -> bool:
    overlaps = (min(end, each.end) - max(start, each.start) for each in answer.citations if each.document == path)
    return max(overlaps, default=0) >= 0.5 * (end - start)


class Fit:
    """The regression over some readings."""

    def __init__(self, readings: Sequence[Reading]) -> None:
        self.scaler = StandardScaler()
        self.model = LogisticRegression(C=STRENGTH, max_iter=5_000)
        right = [each.is_right for each in readings]
        self.model.fit(self.scaler.fit_transform(_table(readings)), right, sample_weight=weights(readings))

    def of(self, readings: Sequence[Reading]) -> Numbers:
        """The confidence of each."""
        confidence: Numbers = self.model.predict_proba(self.scaler.transform(_table(readings)))[:, 1]
        return confidence


def _table(readings: Sequence[Reading]) -> Numbers:
    return np.array([list(each.features.values()) for each in readings])


def weights(readings: Sequence[Reading]) -> Numbers:
    """What each counts.

    No collection has more questions without an answer than people ask, and ours no more that want several things or
    lean on an earlier one.
    """
    counted = np.ones(len(readings))
    answerable = np.array([not each.may_abstain for each in readings])
    follows = np.array([each.follows for each in readings])
    lists = np.array([each.is_list for each in readings])
    for collection in {each.collection for each in readings}:
        among = np.array([each.collection == collection for each in readings])
        for group in (among & ~follows, among & follows):
            if group.any():
                counted[group] = judging.weights(answerable[group])
        if collection in HELD_OUT:
            _make_share(LISTS, counted, among & lists, among & ~lists & answerable, among)
            _make_share(IN_THREADS, counted, among & follows, among & ~follows, among)
    return counted


def _make_share(share: float, counted: Numbers, some: Mask, others: Mask, every: Mask) -> None:
    """Let `some` count that share of `every`; `others` count for more where they count for less, `every` the same."""
    weight = counted[some].sum()
    changed = share * counted[every].sum() - weight
    if weight and changed < 0 < counted[others].sum():
        counted[some] *= 1 + changed / weight
        counted[others] *= 1 - changed / counted[others].sum()


def across(readings: Sequence[Reading]) -> Numbers:
    """The confidence of each by a regression over the other collections."""
    confidence = np.zeros(len(readings))
    for collection in {each.collection for each in readings}:
        ours = np.array([each.collection == collection for each in readings])
        others = [each for each in readings if each.collection != collection]
        confidence[ours] = Fit(others).of([each for each in readings if each.collection == collection])
    return confidence


def lowest_bar(confidence: Numbers, readings: Sequence[Reading]) -> float:
    """The lowest bar, in steps of 0.01, at which at most MOST_WRONG of all questions are answered wrongly.

    That has to be so among questions about documents of ours, and among those about documents of others; too few of a
    kind to tell are left out.
    """
    wrong = np.array([not each.is_right for each in readings])
    counted = weights(readings)
    ours = np.array([each.collection in HELD_OUT for each in readings])
    groups = [group for group in (ours, ~ours) if group.sum() >= ENOUGH]
    for bar in np.arange(0.0, 1.0, 0.01):
        is_shown_wrong = (confidence >= bar) & wrong
        if all(np.average(is_shown_wrong[group], weights=counted[group]) <= MOST_WRONG for group in groups):
            return round(float(bar), 2)
    return 1.0


def main() -> None:
    arguments = argparse.ArgumentParser(description="Learn how sure the reader may be.")
    arguments.add_argument("sets", nargs="*", metavar="QUESTIONS.jsonl[:odd]=DOCUMENTS")
    options = arguments.parse_args()
    found: list[Reading | None] = []
    for name in sorted(HELD_OUT):
        written = read_written(frozenset({name}))
        random.Random(1).shuffle(written)
        alone, in_thread = ([each for each in written if bool(each.earlier) == follows] for follows in (False, True))
        found += of_written(Asking(DOCUMENTS / name), [*alone[:ASKED_OF_EACH], *in_thread[:ASKED_IN_THREADS]])
    asking: dict[Path, Asking] = {}
    for each in options.sets:
        questions, _, folder = each.partition("=")
        documents = Path(folder).resolve()
        if documents not in asking:
            asking[documents] = Asking(documents)
        file, _, part = questions.partition(":")
        found += of_file(asking[documents], Path(file), 2 if part == "odd" else 1)
    write([reading for reading in found if reading is not None])


def write(readings: Sequence[Reading]) -> None:
    """Fit, choose the bar, and write confidence.json and calibration.json."""
    fit = Fit(readings)
    kept = {
        "names": list(readings[0].features),
        "mean": fit.scaler.mean_.tolist(),
        "scale": fit.scaler.scale_.tolist(),
        "weights": fit.model.coef_[0].tolist(),
        "bias": float(fit.model.intercept_[0]),
    }
    (FOLDER / CONFIDENCE).write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    calibration = json.loads(CALIBRATION.read_text(encoding="utf-8"))
    confidence = across(readings)
    bar = lowest_bar(confidence, readings)
    note = measured(confidence, readings, bar)
    for name in ("everywhere", "within_role", "follow_up"):
        calibration["bars"][name] = bar
        calibration["measured"][name] = note
    CALIBRATION.write_text(json.dumps(calibration, indent=2) + "\n", encoding="utf-8")
    print(f"bar {bar}: {note}")


def measured(confidence: Numbers, readings: Sequence[Reading], bar: float) -> str:
    """In words, what comes out at a bar."""
    counted = weights(readings)
    is_shown = confidence >= bar
    right = np.array([each.is_right for each in readings])
    is_good = np.where(is_shown, right, [each.may_abstain for each in readings])
    in_threads = sum(each.follows for each in readings)
    return (
        f"{len(readings)} questions, {in_threads} of them in a thread, on "
        f"{', '.join(sorted({each.collection for each in readings}))}, each judged by the others: "
        f"{np.average(is_shown, weights=counted):.2f} answered, {np.average(is_good, weights=counted):.2f} right, "
        f"{np.average(is_shown & ~right, weights=counted):.3f} wrong"
    )


if __name__ == "__main__":
    main()
