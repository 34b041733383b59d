"""The question in a message: greetings, apologies, thanks and "could you tell me" taken off around it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

from knowledge.yaml_file import read_yaml

LEAST = 2  # words that have to be left: of "hello, thanks" nothing is taken off
_QUESTION_WORD = r"(?:who|whom|whose|what|when|where|why|how|which|whether|if)\b"
_MARKS = r"(?:[,.!:;?…]|\s+[–—-]+(?=\s)|\s)+"
_VERB_SECOND = re.compile(
    r"^(?:if|whether)\s+(i|we|you|they|he|she|it|there)"
    r"\s+(can|could|may|might|must|should|will|would|am|are|is|was|were)\b",
    re.IGNORECASE,
)
_PLAIN_VERB = re.compile(r"^(?:if|whether)\s+(i|we|you|they)\s+", re.IGNORECASE)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class _Phrases:
    opening: re.Pattern[str]
    frame: re.Pattern[str]
    closing: re.Pattern[str]


def bare(text: str) -> str:
    """What is asked: "Hi! Could you tell me how many days I get? Thanks" gives "how many days I get?".

    A text that is nothing but courtesy is left as it is.
    """
    phrases = _phrases()
    left = text.strip()
    while True:
        shorter = _without_closing(left, phrases)
        for pattern in (phrases.opening, phrases.frame):
            if found := pattern.match(shorter):
                shorter = _direct(shorter[found.end() :])
        if len(_WORD.findall(shorter)) < LEAST or shorter == left:
            return left
        left = shorter


def _direct(text: str) -> str:
    """ "if I can go" -> "can I go", "whether we work" -> "do we work": what was asked by the way is asked outright."""
    text = _VERB_SECOND.sub(r"\2 \1", text)
    return _PLAIN_VERB.sub(r"do \1 ", text)


def _without_closing(text: str, phrases: _Phrases) -> str:
    found = phrases.closing.search(text)
    if found is None:
        return text
    asked = "?" if "?" in found.group() and not text[: found.start()].rstrip().endswith("?") else ""
    return text[: found.start()].rstrip(" ,;:-–") + asked


@cache
def _phrases() -> _Phrases:
    source = resources.files(__package__).joinpath("courtesy.yaml").read_text(encoding="utf-8")
    written = read_yaml(source)
    openings, frames, closings = (_any(written[name]) for name in ("openings", "frames", "closings"))
    opening = rf"(?:{openings}){_MARKS}(?:but\s+)?(?=\w)"
    frame = rf"(?:{frames})[\s,:]+(?={_QUESTION_WORD})"
    closing = rf"(?<=[\w?!.)]){_MARKS}(?:{closings})[\s,.!:;?…()-]*$"
    return _Phrases(*(re.compile(pattern, re.IGNORECASE) for pattern in (opening, frame, closing)))


def _any(patterns: list[str]) -> str:
    """One pattern of several."""
    return "|".join(f"(?:{each})" for each in patterns).replace("’", "['’]?").replace(" ", r"\s+")
