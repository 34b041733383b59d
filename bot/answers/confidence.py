"""Confidence: how likely the evidence answers the question, as a calibrated share.

Similarity alone can't tell "the page is there, but not the detail asked" from an answer; the reader's own scores, the
words of the question that the evidence leaves uncovered, and the kind of answer that the question wants together do
better. The weights are learned (logistic regression) by `bot/answers/training/calibrate.py` and kept as data.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from bot.answers.evidence import ScoredUnit, shown
from index.keywords import Keywords
from index.search import Hit
from index.words import index_words

FILE = Path(__file__).parent / "reader" / "confidence.json"

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
_PLACE = re.compile(r"@|https?:|#\w|\b(?:in|at|on|via|through|under|from|to)\s+(?:the\s+)?[A-Z#]")
_PERSON = re.compile(
    r"@|(?i:\b(?:manager|supervisor|director|lead|team|officer|head|department|partner|chief|ceo|cto|hr|people|ops|"
    r"staff|admin\w*|you)\b)|[A-Z][a-z]+\s[A-Z][a-z]+"
)
_WANTS = (  # name, the words that ask for it, what a text that could give it holds
    (
        "money",
        re.compile(
            r"\bhow much\b|\b(?:cost|price|pay|paid|budget|salary|fee|reimburse\w*|allowance|rate|cap)\b", re.I
        ),
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
            r"\bhow (?:long|often|soon|late|early|far)\b|\bwhen\b|\bwhat (?:time|day|date|month)\b|"
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
    """"How many days?" -> {"count": True, ...}: the kinds of answer that the question's words ask for."""
    return {name: bool(asks.search(question)) for name, asks, _ in _WANTS}


def held_kinds(text: str) -> dict[str, bool]:
    """The kinds of answer that a text could give."""
    return {name: bool(holds.search(text)) for name, _, holds in _WANTS}


def features(
    question: str,
    hits: Sequence[Hit],
    scored: Sequence[ScoredUnit],
    chosen: Sequence[ScoredUnit],
    null: float,
    keywords: Keywords,
) -> dict[str, float]:
    """The numbers that confidence rests on, by name. `scored` is best first and not empty."""
    best = scored[0]
    scores = np.array([each.score for each in scored])
    top = np.concatenate([[null], scores])
    weights = np.exp(top - top.max())
    weights /= weights.sum()
    elsewhere = [each.score for each in scored if each.passage.document != best.passage.document]
    hit = next(hit for hit in hits if hit.passage is best.passage)
    text = " ".join(shown(each.unit) for each in chosen)
    covered, missed = _coverage(question, f"{best.passage.path} {best.passage.text} {text}", keywords)
    inside, _ = _coverage(question, f"{best.passage.path} {text}", keywords)
    wants, holds = wanted_kinds(question), held_kinds(text)
    unmet = [name for name, wanted in wants.items() if wanted and not holds[name]]
    return {
        "lead": float(best.score - null),
        "chance": float(np.log(weights[1:].max() + 1e-6)),
        "null_chance": float(np.log(weights[0] + 1e-6)),
        "mass": float(sum(weight for weight, each in zip(weights[1:], scored, strict=True) if each in chosen)),
        "elsewhere": float(best.score - max(elsewhere, default=best.score - 8.0)),
        "cosine": hit.cosine,
        "unit_cosine": float(hit.unit_cosines[best.place]),
        "top_cosine": max(each.cosine for each in hits),
        "rank": float(np.log1p(hits.index(hit))),
        "covered": covered,
        "missed": missed,
        "inside": inside,
        "words": float(np.log1p(len(index_words(question)))),
        **{f"unmet_{name}": float(name in unmet) for name in wants},
        **{f"wants_{name}": float(wants[name]) for name in wants},
        "wants_nothing": float(not any(wants.values())),
    }


def _coverage(question: str, text: str, keywords: Keywords) -> tuple[float, float]:
    """Share of the question's words, weighted by rarity, that the text holds; and the rarity of the rarest it lacks."""
    asked = set(index_words(question))
    held = set(index_words(text))
    rarity = {word: keywords.rarity(word) for word in asked}
    total = sum(rarity.values())
    if not total:
        return 0.0, 0.0
    return sum(rarity[word] for word in asked & held) / total, max((rarity[word] for word in asked - held), default=0.0)


@dataclass(frozen=True)
class Confidence:
    """Logistic regression over the named features."""

    names: tuple[str, ...]
    mean: tuple[float, ...]
    scale: tuple[float, ...]
    weights: tuple[float, ...]
    bias: float

    @classmethod
    def load(cls, file: Path = FILE) -> Confidence:
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
