"""Confidence: how likely the evidence answers the question, as a calibrated share.

Similarity alone can't tell "the page is there, but not the detail asked" from an answer; the reader's own scores, the
words of the question that the evidence leaves uncovered, and the kind of answer that the question wants together do
better. The weights are learned (logistic regression) by `bot/training/calibrate.py` and kept as data.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol

import numpy as np

from bot.answers.comparing_model import Comparison
from bot.answers.evidence import ScoredUnit, shown
from bot.answers.reader_files import CONFIDENCE, FOLDER
from index.search import Hit
from index.words import index_words

_NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|half|quarter|third|no limit|unlimited)\b", re.I
)
_MONEY = re.compile(
    r"[$£€]\s?\d|\b\d[\d,.]*\s?(?:k|usd|eur|gbp|dollars?|pounds?|euros?|%|percent)\b|\bfree\b|\bno cost\b", re.I
)
_TIME = re.compile(
    r"\b(?:minutes?|hours?|days?|weeks?|months?|years?|quarter(?:ly)?|annual(?:ly)?|daily|weekly|monthly|yearly|once|"
    r"twice|mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|january|february|march|april|may|june|july|august|"
    r"september|october|november|december|morning|evening|noon|\d{1,2}(?::\d\d)?\s?[ap]m|immediately|before|after|"
    r"within|until)\b",
    re.I,
)
_PLACE = re.compile(
    r"@|https?:|#\w|\b(?:in|at|on|via|through|under|from|to)\s+(?:the\s+)?[A-Z#]"
    r"|\b(?:in|at|on|to|from|under)\s+(?:the|an?|our|your|each|every)\s+\w"
    r"|(?i:\b(?:behind|beside|near|opposite|outside|inside|above|below|between|upstairs|downstairs)\b)"
    r"|(?i:\bnext to\b|\bin front of\b)"
)
_PERSON = re.compile(
    r"@|(?i:\b(?:manager|supervisor|director|lead|team|officer|head|department|partner|chief|ceo|cto|hr|people|ops|"
    r"staff|admin\w*|you)\b)|[A-Z][a-z]+\s[A-Z][a-z]+"
)
_WANTS = (  # name, the words that ask for it, what a text that could give it holds
    (
        "money",
        re.compile(r"\bhow much\b|\b(?:cost|price|pay|paid|budget|salary|fee|reimburse\w*|allowance|rate|cap)\b", re.I),
        _MONEY,
    ),
    (
        "count",
        re.compile(
            r"\bhow (?:many|big|large|high|heavy|old)\b|\b(?:max\w*|minimum|limit|number of|percent\w*)\b", re.I
        ),
        _NUMBER,
    ),
    (
        "time",
        re.compile(
            r"\bhow (?:long|often|soon|late|early|far|quick(?:ly)?|fast)\b|\bwhen\b|\bwhat (?:time|day|date|month)\b|"
            r"\b(?:deadline|until|by when)\b",
            re.I,
        ),
        _TIME,
    ),
    ("person", re.compile(r"\bwho(?:se|m)?\b|\b(?:which|what) (?:team|person|department|role)\b", re.I), _PERSON),
    (
        "place",
        re.compile(r"\bwhere\b|\b(?:which|what) (?:channel|tool|app|system|form|email|site|software)\b", re.I),
        _PLACE,
    ),
)


def wanted_kinds(question: str) -> dict[str, bool]:
    """ "How many days?" -> {"count": True, ...}: the kinds of answer that the question's words ask for."""
    return {name: bool(asks.search(question)) for name, asks, _ in _WANTS}


def wants_one_value(question: str) -> bool:
    """Whether an amount, a number or a time is asked for: one value answers, whatever stands around it."""
    wanted = wanted_kinds(question)
    return any(wanted[kind] for kind in ("money", "count", "time"))


def held_kinds(text: str) -> dict[str, bool]:
    """The kinds of answer that a text could give."""
    return {name: bool(holds.search(text)) for name, _, holds in _WANTS}


class Rarities(Protocol):
    """Says how rare words are among the passages that may be found."""

    def rarity(self, word: str) -> float:
        """Inverse document frequency of a stem."""
        ...


def features(
    question: str,
    hits: Sequence[Hit],
    scored: Sequence[ScoredUnit],
    chosen: Sequence[ScoredUnit],
    comparison: Comparison,
    rarities: Rarities,
    searched: int,
) -> dict[str, float]:
    """The numbers that confidence rests on, by name.

    Args:
        scored: best first, not empty.
        searched: passages that were searched; the more there are, the more look like an answer and are none.
    """
    best = scored[0]
    text = " ".join(shown(each.unit) for each in chosen)
    wants, holds, held_by_best = wanted_kinds(question), held_kinds(text), held_kinds(shown(best.unit))
    return {
        **_of_reading(scored, chosen, comparison),
        **_of_search(hits, best),
        **_of_words(question, best, text, rarities),
        "searched": float(np.log(max(searched, 1))),
        **{f"unmet_{name}": float(wanted and not holds[name]) for name, wanted in wants.items()},
        **{f"unmet_by_best_{name}": float(wanted and not held_by_best[name]) for name, wanted in wants.items()},
        **{f"wants_{name}": float(wanted) for name, wanted in wants.items()},
    }


def _of_reading(scored: Sequence[ScoredUnit], chosen: Sequence[ScoredUnit], comparison: Comparison) -> dict[str, float]:
    """How the model's logits are spread over the units and the choice that nothing answers."""
    best, null = scored[0], comparison.null
    logits = np.array([each.logit for each in scored])
    total = float(np.logaddexp.reduce(np.append(logits, null)))
    odds = 1.0 / (1.0 + np.exp(np.clip(null - logits, -50, 50)))  # that a unit is part of the answer, each by itself
    places = {(each.passage.id, each.place) for each in chosen}
    expected = float(odds[[(each.passage.id, each.place) in places for each in scored]].sum())
    elsewhere = [each.score for each in scored if each.passage.document != best.passage.document]
    other_passages = [each.score for each in scored if each.passage is not best.passage]
    return {
        "lead": float(logits.max() - null),
        "lead_of_best": best.logit - null,
        "null_chance": max(null - total, -10.0),
        "chance_of_best": max(best.logit - total, -10.0),
        "mass": float(np.exp(np.logaddexp.reduce(np.array([each.logit for each in chosen])) - total)),
        "agrees": float(logits.argmax() == 0),
        "certainty": comparison.certainty,
        "expected_shown": float(np.log1p(expected)),
        "expected_left_out": float(np.log1p(max(odds.sum() - expected, 0.0))),
        "score": best.score,
        "before_other_documents": best.score - max(elsewhere, default=best.score - 4.0),
        "before_other_passages": best.score - max(other_passages, default=best.score - 4.0),
    }


def _of_search(hits: Sequence[Hit], best: ScoredUnit) -> dict[str, float]:
    """How near the passages found are to the question."""
    hit = next(hit for hit in hits if hit.passage is best.passage)
    return {
        "cosine": hit.cosine,
        "highest_unit_cosine": max(hit.unit_cosines),
        "unit_cosine": hit.unit_cosines[best.place],
        "highest_cosine": max(each.cosine for each in hits),
        "first_above_mean": hits[0].cosine - float(np.mean([each.cosine for each in hits])),
        "rank": float(np.log1p(hits.index(hit))),
        "documents": float(len({each.passage.document for each in hits[:5]})),
    }


def _of_words(question: str, best: ScoredUnit, text: str, rarities: Rarities) -> dict[str, float]:
    """How much of what the question says the evidence says too."""
    path = best.passage.path
    by_passage, missed = _coverage(question, f"{path} {best.passage.text} {text}", rarities)
    by_best, _ = _coverage(question, f"{path} {shown(best.unit)}", rarities)
    by_text, _ = _coverage(question, f"{path} {text}", rarities)
    return {
        "covered": by_passage,
        "missed": missed,
        "covered_by_best": by_best,
        "covered_by_text": by_text,
        "words": float(np.log1p(len(index_words(question)))),
    }


def _coverage(question: str, text: str, rarities: Rarities) -> tuple[float, float]:
    """Share of the question's words, weighted by rarity, that the text holds; and the rarity of the rarest it lacks."""
    asked = set(index_words(question))
    held = set(index_words(text))
    rarity = {word: rarities.rarity(word) for word in asked}
    total = sum(rarity.values())
    if not total:
        return 0.0, 0.0
    return sum(rarity[word] for word in asked & held) / total, max((rarity[word] for word in asked - held), default=0.0)


class Judge(Protocol):
    """Says how likely a reading answers."""

    def of(self, found: Mapping[str, float]) -> float:
        """0..1, from the features of a reading."""
        ...


@dataclass(frozen=True)
class Confidence:
    """Logistic regression over the named features."""

    names: tuple[str, ...]
    mean: tuple[float, ...]
    scale: tuple[float, ...]
    weights: tuple[float, ...]
    bias: float

    @classmethod
    def load(cls, file: Path = FOLDER / CONFIDENCE) -> Confidence:
        data = json.loads(file.read_text(encoding="utf-8"))
        names, mean, scale, weights = (tuple(data[key]) for key in ("names", "mean", "scale", "weights"))
        return cls(names, mean, scale, weights, float(data["bias"]))

    @cached_property
    def _arrays(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        return np.array(self.mean), np.array(self.scale), np.array(self.weights)

    def of(self, found: Mapping[str, float]) -> float:
        """0..1: the share of readings with such features whose evidence answers."""
        mean, scale, weights = self._arrays
        values = np.array([found[name] for name in self.names])
        logit = float(np.clip(((values - mean) / scale) @ weights + self.bias, -30, 30))
        return 1.0 / (1.0 + float(np.exp(-logit)))

    def weighed(self, found: Mapping[str, float]) -> dict[str, float]:
        """What each feature adds to the logit, or takes from it, beside an average one: the heaviest first."""
        mean, scale, weights = self._arrays
        values = np.array([found[name] for name in self.names])
        added = dict(zip(self.names, (((values - mean) / scale) * weights).tolist(), strict=True))
        return dict(sorted(added.items(), key=lambda one: -abs(one[1])))
