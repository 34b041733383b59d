"""Reading a table of gold facts and holding extracted facts against it.

A stated fact is right when a quote overlaps a gold quote, the values hold the gold value's essential words, and no
wrong answer is among them. A fact that is not stated has to stay empty.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from knowledge.fact import Fact

_SAME = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u2032", "'"),
        **dict.fromkeys("\u201c\u201d", '"'),
        **dict.fromkeys("\u2010\u2011\u2013\u2014", "-"),
    }
    | dict.fromkeys("*`", "")
)
_SMALL_LISTED = (
    "a an and as at be by for from in is it its must may not of on or per that the this to up with who which will work "
    "works working able ability yes required position role stated including also under"
)
_SMALL = frozenset(_SMALL_LISTED.split())
NOT_STATED = "not stated"


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one fact of one document came out."""

    file: str
    name: str
    is_stated: bool  # by the gold table
    is_right: bool
    why: str = ""


def normalise(text: str) -> str:
    """Case, white space, emphasis, and kinds of quotes and dashes make no difference."""
    text = unicodedata.normalize("NFKC", text).casefold().translate(_SAME)
    text = re.sub(r"(?<![^\W_])_+|_+(?![^\W_])", "", text)
    text = re.sub(r" ?- ?", "-", " ".join(text.split()))
    text = re.sub(r"(\$ ?\d{1,3}),? (?=\d{3}(?!\d))", r"\1", text)
    return re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text).strip()


def verdict(file: str, name: str, gold: Mapping[str, Any], facts: Sequence[Fact]) -> Verdict:
    """Hold the facts of one name against the gold entry."""
    found = [fact for fact in facts if fact.name == name]
    if gold["value"] == NOT_STATED:
        said = "; ".join(fact.value for fact in found)
        return Verdict(file, name, False, not found, f"states {said!r}" if found else "")
    if not found:
        return Verdict(file, name, True, False, "nothing found")
    quotes = [normalise(fact.quote) for fact in found]
    wanted = [normalise(quote) for quote in gold["quote"]]
    if not any(_overlap(quote, want) for quote in quotes for want in wanted):
        return Verdict(file, name, True, False, f"quotes {quotes[0][:80]!r}")
    values = [normalise(fact.value) for fact in found]
    for wrong in gold.get("wrong_answers", ()):
        if "(" not in wrong and any(_holds(value, normalise(wrong)) for value in values):
            return Verdict(file, name, True, False, f"holds the wrong {wrong!r}")
    accepted = [gold["value"], *gold.get("also_accept", ())]
    said = " ".join([*values, *quotes])
    is_right = any(
        _says(said, str(value)) for want in accepted for value in (want if isinstance(want, list) else [want])
    )
    return Verdict(file, name, True, is_right, "" if is_right else f"says {said[:80]!r}")


def _overlap(quote: str, want: str) -> bool:
    return bool(quote) and (want in quote or quote in want)


def _holds(value: str, wrong: str) -> bool:
    return re.search(rf"(?<![\w.])(?<!non-){re.escape(wrong)}(?!\w)", value) is not None


def _says(said: str, wanted: str) -> bool:
    """Whether all figures and six in ten of the longer words of the wanted value are said."""
    bare = re.sub(r"\([^()]*\)", " ", wanted) if not wanted.startswith("(") else wanted
    words = [word for word in re.findall(r"[\w$.]*\w", normalise(bare)) if word not in _SMALL]
    figures = [word for word in words if any(map(str.isdigit, word))]
    held = [word for word in words if word[:5] in said]
    return all(figure in said for figure in figures if "$" in figure) and len(held) >= 0.6 * len(words)
