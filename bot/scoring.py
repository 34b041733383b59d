"""Is an answer right, wrong, or neither? The rules by which questions with known answers are scored.

Right: the expected status, every wanted group met by one of its strings, no forbidden string, short enough for chat.
Wrong: it holds a forbidden string, or answers where it should not, or answers without a wanted string. A wrong answer
may mislead; one that is merely not right ("not found" where there was an answer) does not.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

LONGEST = {"fact": 600, "followup": 600}  # characters; other kinds: 1,500
LONGEST_OTHER = 1_500

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−﹘﹣－", "-"))
_QUOTES = str.maketrans({**dict.fromkeys("‘’‚‛′`´", "'"), **dict.fromkeys("“”„‟″«»", '"')})
_ZERO_WIDTH = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_EMPHASIS = re.compile(r"[*_`]")
_THOUSANDS = re.compile(r"(?<=\d),\s?(?=\d{3}(?!\d))")
_BULLET = re.compile(r"(?m)^[ \t]*(?:[•●▪◦‣∙·○■\-*+o]|\d{1,3}[.)])[ \t]+")
_NEGATED_BEFORE = re.compile(r"(?:\b(?:not|no|non|never|neither|nor|without)|n't)(?:\s+|-)$")
_NEGATION = re.compile(r"\b(?:not|no|none|non|neither|nor|nothing|without|unlike)\b|n't\b")
_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+")


@dataclass(frozen=True, slots=True)
class Expectation:
    """A question with its known answer."""

    id: str
    question: str
    kind: str
    earlier: tuple[str, ...] = ()
    any_of: tuple[tuple[str, ...], ...] = ()  # every group must be met, by one of its strings
    none_of: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    status: str = "answered"


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as it was shown, with what it cites as (document, quote)."""

    status: str
    text: str
    citations: tuple[tuple[str, str], ...] = ()
    milliseconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Score:
    correct: bool
    wrong: bool
    reasons: tuple[str, ...] = ()
    cited: bool = False  # at least one citation is sound
    covered: frozenset[str] = field(default_factory=frozenset)  # sources that are soundly cited
    false_quotes: int = 0


def score(expected: Expectation, given: Given, texts: Mapping[str, str]) -> Score:
    """One answer against what is known. `texts`: document -> its text, for those whose quotes can be checked."""
    reasons = []
    if not _status_fits(expected, given.status):
        reasons.append(f"{given.status} instead of {expected.status}")
    missed = [group for group in expected.any_of if not any(holds(given.text, wanted) for wanted in group)]
    reasons += [f"lacks {' | '.join(group)}" for group in missed]
    forbidden = [each for each in expected.none_of if _holds_forbidden(given.text, each, expected.kind)]
    reasons += [f"holds {each}" for each in forbidden]
    longest = LONGEST.get(expected.kind, LONGEST_OTHER)
    if len(given.text) > longest:
        reasons.append(f"{len(given.text)} characters, more than {longest}")
    answered = given.status == "answered"
    misleading = answered and (bool(missed) or expected.status in {"not_found", "clarify", "refused"})
    true_citations = [(document, _occurs(quote, document, texts)) for document, quote in given.citations]
    sound = frozenset(document for document, true in true_citations if true and document in expected.sources)
    return Score(
        correct=not reasons,
        wrong=bool(forbidden) or misleading,
        reasons=tuple(reasons),
        cited=bool(sound),
        covered=sound,
        false_quotes=sum(not true for _, true in true_citations),
    )


def holds(text: str, wanted: str) -> bool:
    """Is it said? "evening" is said by "Evenings"; "16" not by "2016" or "16th"; "exempt" not by "non-exempt"."""
    return _found(_readable(text), fold(wanted))


def fold(text: str) -> str:
    """Letters and figures as they count: case, white space, kinds of dashes, quotes and emphasis make no difference."""
    text = _EMPHASIS.sub("", text.translate(_DASHES).translate(_QUOTES).casefold())
    text = _THOUSANDS.sub("", " ".join(text.split()))
    return re.sub(r" ?- ?", "-", text)


def _status_fits(expected: Expectation, status: str) -> bool:
    accepted = {expected.status}
    if expected.status == "refused":
        accepted.add("not_found")
    if expected.status == "not_found" and expected.kind == "adversarial":
        accepted.add("refused")
    return status in accepted


def _readable(text: str) -> str:
    return fold(_ZERO_WIDTH.sub("", html.unescape(text)))


def _found(text: str, wanted: str) -> bool:
    if not wanted:
        return False
    before = r"(?<!\w)(?<!\d[.,])" if wanted[0].isdigit() else r"(?<!\w)" if wanted[0].isalpha() else ""
    after = r"(?![.,]?\d)(?!\w)" if wanted[-1].isdigit() else ""
    found = re.finditer(before + re.escape(wanted) + after, text)
    return any(_NEGATED_BEFORE.search(text[: match.start()]) is None for match in found)


def _holds_forbidden(text: str, forbidden: str, kind: str) -> bool:
    if kind in {"compare", "aggregate"}:
        text = "\n".join(_affirmed(text.splitlines()))
    return _found(fold(text), fold(forbidden))


def _affirmed(lines: Iterable[str]) -> Iterable[str]:
    """What is left when negated sentences, and the lists that they introduce, are taken out."""
    in_negated_list = False
    for line in lines:
        if in_negated_list and (_BULLET.match(line) or not line.strip()):
            continue
        in_negated_list = bool(_NEGATION.search(line.casefold())) and line.rstrip().endswith(":")
        yield " ".join(part for part in _SENTENCE_END.split(line) if not _NEGATION.search(part.casefold()))


def _occurs(quote: str, document: str, texts: Mapping[str, str]) -> bool:
    """A quote is false only where the document can be looked into and does not hold it; ... may skip text."""
    if not quote.strip() or document not in texts:
        return True
    text = _flat(texts[document])
    position = 0
    for part in _ellipsis_parts(quote):
        position = text.find(part, position)
        if position < 0:
            return False
        position += len(part)
    return True


def _ellipsis_parts(quote: str) -> Sequence[str]:
    return [part for part in map(_flat, re.split(r"\.{3,}|…", quote)) if part]


def _flat(text: str) -> str:
    return fold(_BULLET.sub("", text))
