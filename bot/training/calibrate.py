"""Learn how sure the reader may be: `python -m bot.training.calibrate [QUESTIONS.jsonl=DOCUMENTS ...]`.

Labelled questions are answered just as staff's are, except that every reading is sure enough; whether the answer is
right is judged by what is known of it. Logistic regression over the features of `bot.answers.confidence` then gives the
share of readings that answer, and the bar is the lowest confidence at which, in cross-validation, at most MOST_WRONG of
all questions are answered wrongly.

Used are our own questions about the corpora from which the reader has learned nothing, and question files of the form
that `rolecall eval` takes: with `QUESTIONS.jsonl:odd=DOCUMENTS` their odd lines only, so that the even ones are left to
check on. Needs the extra `train`.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from bot.answers.answer import Answer, Question
from bot.answers.answerer import Answerer
from bot.answers.calibration import load_bar
from bot.answers.confidence import FILE, Confidence
from bot.evaluation import read_expectations
from bot.main import batch_settings, open_answerer, open_batch_answerer
from bot.scoring import Expectation, Given, score
from bot.settings import load_settings
from bot.training.examples import DOCUMENTS, HELD_OUT, Written, read_written

MOST_WRONG = 0.04
STRENGTH = 0.03  # of the regression, small is smooth: 0.3 fitted the questions given better and others worse
CALIBRATION = Path(__file__).parents[1] / "answers" / "calibration.json"


@dataclass(frozen=True, slots=True)
class Reading:
    """The features of one reading that was answered with, and whether the answer is right."""

    features: dict[str, float]
    is_right: bool
    may_abstain: bool  # "not found" is what was expected


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
        self._judge = Noting(Confidence.load())
        settings = batch_settings(load_settings(None, os.environ), documents)
        open_batch_answerer(settings)  # builds the index where it is not yet there
        everything = replace(load_bar(), everywhere=0.0, follow_up=0.0)
        self._answerer: Answerer = open_answerer(settings, self._judge, everything)

    def reading(self, question: Question, is_right: Callable[[Answer], bool], may_abstain: bool) -> Reading | None:
        """What the answer rests on, judged; None where it rests on no reading."""
        self._judge.noted.clear()
        answer = self._answerer.answer(question)
        features = self._judge.noted.get(answer.confidence)
        if answer.status != "answered" or features is None:
            return None
        return Reading(features, is_right(answer), may_abstain)


def of_file(asking: Asking, questions: Path, step: int) -> Iterator[Reading | None]:
    """One reading a question of a file with known answers; small talk and the like left out."""
    for expected in read_expectations(questions)[::step]:
        if expected.kind in {"smalltalk", "adversarial"}:
            continue

        def is_right(answer: Answer, expected: Expectation = expected) -> bool:
            return score(expected, Given(answer.status, answer.text), {}).correct

        yield asking.reading(Question(expected.question, expected.earlier), is_right, expected.status == "not_found")


def of_written(asking: Asking, written: list[Written]) -> Iterator[Reading | None]:
    """One reading a question of ours: right where what is cited holds the evidence, all of it for a list."""
    for each in written:

        def is_right(answer: Answer, each: Written = each) -> bool:
            held = [_is_cited(answer, *piece) for piece in each.evidence]
            return all(held) and bool(held) if each.kind == "list" else any(held)

        yield asking.reading(Question(each.question), is_right, not each.evidence)


def _is_cited(answer: Answer, path: str, start: int, end: int) -> bool:
    overlaps = (min(end, each.end) - max(start, each.start) for each in answer.citations if each.document == path)
    return max(overlaps, default=0) >= 0.5 * (end - start)


def regression() -> object:
    """The same in cross-validation and for keeps."""
    return make_pipeline(StandardScaler(), LogisticRegression(C=STRENGTH, max_iter=5_000))


def lowest_bar(confidence: npt.NDArray[np.float64], right: npt.NDArray[np.bool_]) -> float:
    """The lowest bar, in steps of 0.01, at which at most MOST_WRONG of all questions are answered wrongly."""
    for bar in np.arange(0.0, 1.0, 0.01):
        if np.mean((confidence >= bar) & ~right) <= MOST_WRONG:
            return round(float(bar), 2)
    return 1.0


def main() -> None:
    arguments = argparse.ArgumentParser(description="Learn how sure the reader may be.")
    arguments.add_argument("sets", nargs="*", metavar="QUESTIONS.jsonl[:odd]=DOCUMENTS")
    options = arguments.parse_args()
    found: list[Reading | None] = []
    for name in sorted(HELD_OUT):
        found += of_written(Asking(DOCUMENTS / name), read_written(frozenset({name})))
    asking: dict[Path, Asking] = {}
    for each in options.sets:
        questions, _, folder = each.partition("=")
        documents = Path(folder).resolve()
        if documents not in asking:
            asking[documents] = Asking(documents)
        file, _, part = questions.partition(":")
        found += of_file(asking[documents], Path(file), 2 if part == "odd" else 1)
    write([reading for reading in found if reading is not None], len(HELD_OUT) + len(options.sets))


def write(found: list[Reading], sets: int) -> None:
    """Fit, choose the bar, and write confidence.json and calibration.json."""
    names = tuple(found[0].features)
    table = np.array([[each.features[name] for name in names] for each in found])
    right = np.array([each.is_right for each in found])
    fitted = regression()
    foreseen = cross_val_predict(fitted, table, right, cv=10, method="predict_proba")[:, 1]
    fitted.fit(table, right)  # type: ignore[attr-defined]  # scikit-learn has no types
    scaler, model = (step for _, step in fitted.steps)  # type: ignore[attr-defined]
    kept = {
        "names": names,
        "mean": scaler.mean_.tolist(),
        "scale": scaler.scale_.tolist(),
        "weights": model.coef_[0].tolist(),
        "bias": float(model.intercept_[0]),
    }
    FILE.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    bar = lowest_bar(foreseen, right)
    is_shown = foreseen >= bar
    share = np.mean([each.is_right if s else each.may_abstain for each, s in zip(found, is_shown, strict=True)])
    note = (
        f"{len(found)} questions of {sets} sets, 10-fold cross-validation: {np.mean(is_shown):.2f} answered, "
        f"{share:.2f} right, {np.mean(is_shown & ~right):.3f} wrong"
    )
    calibration = json.loads(CALIBRATION.read_text(encoding="utf-8"))
    for name in ("everywhere", "within_role", "follow_up"):
        calibration["bars"][name] = bar
        calibration["measured"][name] = note
    CALIBRATION.write_text(json.dumps(calibration, indent=2) + "\n", encoding="utf-8")
    print(f"bar {bar}: {note}")


if __name__ == "__main__":
    main()
