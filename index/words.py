"""Text to index words: folded, split, stemmed, without the words that every sentence has."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

import Stemmer

_WORD = re.compile(r"[$£€]?\d[\d,]*(?:\.\d+)?%?|[^\W\d_]+(?:['’][^\W\d_]+)?|\d+", re.UNICODE)
_DASHED = re.compile(r"[‐-―−]")
_STOP = frozenset(
    re.findall(
        r"\w+",
        """a about after all also am an and any are as at be been being but by can could did do does doing for from get
        gets got had has have having he her here hers him his how i if im in into is it its itself just ll may me might
        mine must my no nor not of off on once one only or other our ours out over own re s same shall she should so
        some such t than that the their theirs them then there these they this those through to too up us very was we
        were what when where which while who whom whose why will with would ya yes you your yours whats dont cant""",
    )
)
_STEMMER = Stemmer.Stemmer("english")


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """ "policies" -> "polici": one form for the forms of a word."""
    stemmed: str = _STEMMER.stemWord(word)
    return stemmed


def words(text: str) -> list[str]:
    """All words, folded but not stemmed, in order: "Résumé, 5,000 €" -> ["resume", "5000"]."""
    folded = unicodedata.normalize("NFKD", _DASHED.sub("-", text)).casefold()
    folded = "".join(character for character in folded if not unicodedata.combining(character))
    found = (match.group() for match in _WORD.finditer(folded))
    return [word.replace("’", "'").removesuffix("'s").replace("'", "").replace(",", "").lstrip("$£€") for word in found]


def is_stop_word(word: str) -> bool:
    """Whether the word says nothing of its own: "the", "who", "does"."""
    return word in _STOP


def index_words(text: str) -> list[str]:
    """What BM25 counts: stems of the words that say something."""
    return [stem(word) for word in words(text) if word and word not in _STOP]


def content_words(texts: Iterable[str]) -> set[str]:
    """The stems of several texts together."""
    return {word for text in texts for word in index_words(text)}
