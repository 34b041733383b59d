"""Learn how sure the reader may be: `python -m bot.training.calibrate QUESTIONS.jsonl=DOCUMENTS ...`.

Each labelled question is read; whether the evidence answers it is judged by its known answer; logistic regression over
the features of `bot.answers.confidence` gives the share of readings that answer. The bar is then the lowest confidence
at which, in cross-validation, at most MOST_WRONG of all questions are answered wrongly. Only odd lines are used of a
file given as `QUESTIONS.jsonl:odd=DOCUMENTS`: the even ones are left to check on. Needs the extra `train`.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from bot.answers.confidence import FILE, Confidence
from bot.answers.evidence import gather, shown
from bot.answers.passage_reader import PASSAGES_READ, REACH, PassageReader
from bot.answers.reading_model import ReadingModel
from bot.evaluation import read_expectations
from bot.scoring import Expectation, Given, score
from bot.training.examples import load_corpora
from index.model_files import DEFAULT_MODEL
from index.onnx_embedder import open_embedder
from index.search import Search

MOST_WRONG = 0.04
STRENGTH = 0.03  # of the regression, small is smooth: 0.3 fitted the questions given better and others worse
SHORT, LONG = 540, 1_400  # characters of evidence for a fact, and for a list or an explanation
CALIBRATION = Path(__file__).parents[1] / "answers" / "calibration.json"
_FACTS = ("fact", "followup", "unanswerable", "ambiguous")


@dataclass(frozen=True, slots=True)
class Reading:
    """The features of one reading, and whether its evidence answers."""

    features: dict[str, float]
    answers: bool
    may_abstain: bool  # "not found" is what was expected


def readings(search: Search, model: ReadingModel, expectations: list[Expectation]) -> Iterator[Reading]:
    """One reading a question, judged; small talk and the like left out."""
    reader = PassageReader(search, model, Confidence((), (), (), (), 0.0))
    for expected in expectations:
        if expected.kind in {"smalltalk", "adversarial"}:
            continue
        question = " ".join([*expected.earlier[-1:], expected.question])
        hits = search.hits(question, PASSAGES_READ)
        scored = reader.score(question, hits)
        chosen = gather(scored, SHORT if expected.kind in _FACTS else LONG, REACH)
        text = "\n".join(shown(each.unit) for each in chosen)
        found = reader.features(question, hits, scored, chosen)
        right = expected.status == "answered" and score(expected, Given("answered", text), {}).correct
        yield Reading(found, right, expected.status == "not_found")


def regression() -> object:
    """The same in cross-validation and for keeps."""
    return make_pipeline(StandardScaler(), LogisticRegression(C=STRENGTH, max_iter=5_000))


def lowest_bar(confidence: npt.NDArray[np.float64], answers: npt.NDArray[np.bool_]) -> float:
    """The lowest bar, in steps of 0.01, at which at most MOST_WRONG of all questions are answered wrongly."""
    for bar in np.arange(0.0, 1.0, 0.01):
        if np.mean((confidence >= bar) & ~answers) <= MOST_WRONG:
            return round(float(bar), 2)
    return 1.0


def main() -> None:
    arguments = argparse.ArgumentParser(description="Learn how sure the reader may be.")
    arguments.add_argument("sets", nargs="+", metavar="QUESTIONS.jsonl[:odd]=DOCUMENTS")
    options = arguments.parse_args()
    embedder = open_embedder(DEFAULT_MODEL, Path(tempfile.gettempdir()) / "rolecall-models")
    model = ReadingModel()
    found: list[Reading] = []
    searches: dict[Path, Search] = {}
    for each in options.sets:
        questions, _, folder = each.partition("=")
        path = Path(folder).resolve()
        if path not in searches:
            searches[path] = load_corpora({path.name}, path.parent, embedder)[path.name]
        name, _, part = questions.partition(":")
        expectations = read_expectations(Path(name))[:: 2 if part == "odd" else 1]
        found += readings(searches[path], model, expectations)
    write(found, len(options.sets))


def write(found: list[Reading], sets: int) -> None:
    """Fit, choose the bar, and write confidence.json and calibration.json."""
    names = tuple(found[0].features)
    table = np.array([[each.features[name] for name in names] for each in found])
    answers = np.array([each.answers for each in found])
    fitted = regression()
    foreseen = cross_val_predict(fitted, table, answers, cv=10, method="predict_proba")[:, 1]
    fitted.fit(table, answers)  # type: ignore[attr-defined]  # scikit-learn has no types
    scaler, model = (step for _, step in fitted.steps)  # type: ignore[attr-defined]
    kept = {
        "names": names,
        "mean": scaler.mean_.tolist(),
        "scale": scaler.scale_.tolist(),
        "weights": model.coef_[0].tolist(),
        "bias": float(model.intercept_[0]),
    }
    FILE.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    bar = lowest_bar(foreseen, answers)
    shown_ = foreseen >= bar
    right = np.mean([each.answers if s else each.may_abstain for each, s in zip(found, shown_, strict=True)])
    note = (
        f"{len(found)} questions of {sets} sets, 10-fold cross-validation: {np.mean(shown_):.2f} answered, "
        f"{right:.2f} right, {np.mean(shown_ & ~answers):.3f} wrong"
    )
    calibration = json.loads(CALIBRATION.read_text(encoding="utf-8"))
    for name in ("everywhere", "within_role", "follow_up"):
        calibration["bars"][name] = bar
        calibration["measured"][name] = note
    CALIBRATION.write_text(json.dumps(calibration, indent=2) + "\n", encoding="utf-8")
    print(f"bar {bar}: {note}")


if __name__ == "__main__":
    main()
