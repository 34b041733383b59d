"""Reading a question as it was typed: markup off, short forms written out, spelling mended, words told apart."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.answers.lexicon import lexicon
from bot.answers.spacing import Spacing
from index.words import stem
from knowledge.readers.words import english_words

_CODE = re.compile(r"<(script|style)\b[^>]*>.*?(</\1\s*>|$)", re.IGNORECASE | re.DOTALL)
_LINK = re.compile(r"<(?:https?|mailto):[^|>\s]*\|([^>]*)>", re.IGNORECASE)
_TAG = re.compile(r"<[!@#/a-zA-Z][^<>]*>")
_EMPHASIS = re.compile(r"(?<!\w)[*_~`]+(?=\S)|(?<=\S)[*_~`]+(?!\w)")
_CO = re.compile(r"\bco-(?=ord)", re.IGNORECASE)  # a co-ordinator is a coordinator
_PER_HOUR = re.compile(r"(\b(?:per|an?|each)|/) ?hr\b", re.IGNORECASE)  # and not the people department
# Pictures, and their names as Slack sends them; they are no part of what is asked.
_EMOJI = re.compile(
    "[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f\u20e3]|(?<!\\w):(?:[+-]1|[a-z][a-z0-9_'+-]*):(?!\\w)", re.IGNORECASE
)
_INVISIBLE = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})
_INITIALS = re.compile(r"[A-Z]{2,6}s")  # "RNs": several of what is called by its initials
_WORD = re.compile(r"\b[A-Za-z]&[A-Za-z]\b|[$€£]?\d+(?:[.,:/]\d+)*(?:[%+]|\w*)|[^\W_]+(?:[-’'][^\W_]+)*")
_POSSESSIVE = re.compile(r"(?:'s|s')$")
_DROPPED = str.maketrans("", "", "'&")  # "R&D" is one word
_NAME = 100  # characters: what is no longer may be a title or a name


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a question. Several share a place where one short form stands for them ("whats": what, is)."""

    plain: str  # lower-case, spelling put right, possessive off: "coordinators"
    stem: str
    start: int  # offsets into Wording.text
    end: int

    @property
    def is_stop(self) -> bool:
        return self.plain in lexicon().stop_words

    @property
    def is_number(self) -> bool:
        """An amount, a date or a time: "$40", "2024", "9am"; not a name with digits in it: "A4", "ISO9001"."""
        return any(character.isdigit() for character in self.plain) and not self.plain[0].isalpha()

    @property
    def is_idle(self) -> bool:
        """Whether it tells neither roles nor facts apart: a stop word, a measure, "new", "work"."""
        return self.is_stop or self.plain in lexicon().light_modifiers


@dataclass(frozen=True, slots=True)
class Wording:
    """A question, cleaned. `text` is what was typed, spelling put right: what is searched with and read; `words` are
    what is compared.
    """

    text: str
    words: tuple[Word, ...]

    @property
    def plain(self) -> str:
        """All words, corrected, in one line."""
        return " ".join(word.plain for word in self.words)

    @property
    def stems(self) -> tuple[str, ...]:
        return tuple(word.stem for word in self.words)


class Spelling:
    """Puts typing mistakes right against the words that documents, titles and the catalogue use.

    A word that some document or the English list holds is left as it is: only what is no word is a mistake.
    """

    def __init__(self, subjects: Iterable[str], counts: Mapping[str, int]) -> None:
        """`subjects`: titles, organisations, catalogue words; they win over the documents' words, which are counted."""
        lines = [plain_words(line) for line in subjects]
        self._subjects = frozenset(word for line in lines for word in line if word.isalpha())
        self._counts = counts
        self._spacing = Spacing(map(" ".join, lines))

    @cached_property
    def _choices(self) -> list[str]:
        return sorted({*self._subjects, *self._counts, *(w for w in lexicon().stop_words if len(w) > 2)})

    def corrected(self, word: str, is_name: bool = False) -> str:
        """The word meant. A name (capital letter inside a sentence) is only ever mended into a subject."""
        if len(word) < 4 or not word.isalpha() or self._is_known(word):
            return word
        limit = 1 if len(word) < 8 else 2
        close = process.extract(word, self._choices, scorer=OSA.distance, score_cutoff=limit, limit=12)
        candidates = [(name, distance) for name, distance, _ in close if name[0] == word[0] or distance == 1]
        if is_name:
            candidates = [(name, distance) for name, distance in candidates if name in self._subjects]
        if not candidates:
            return word
        return min(candidates, key=lambda one: (one[1], one[0] not in self._subjects, -self._often(one[0]), one[0]))[0]

    def spaced(self, text: str) -> str:
        """The text with its compounds as the subjects write them: "deckhand" for a deck hand."""
        return self._spacing.mended(text, self.is_used)

    def is_used(self, word: str) -> bool:
        """Whether a document, a title or the catalogue holds it."""
        return word in self._subjects or word in self._counts

    def _often(self, word: str) -> int:
        return self._counts.get(word, 0)

    def _is_known(self, word: str) -> bool:
        return self.is_used(word) or word in english_words()  # the last takes 20 ms to load


def cleaned(text: str) -> str:
    """Markup, mentions, emoji, invisible characters and entities off; white space folded.

    "<script>alert(1)</script> what is <b>this</b>?" becomes "what is this?".
    """
    text = html.unescape(html.unescape(text))
    text = "".join(" " if unicodedata.category(c) in _INVISIBLE and c in "\t\n\r\f\v" else c for c in text)
    text = "".join(c for c in text if unicodedata.category(c) not in _INVISIBLE)
    text = _LINK.sub(r" \1 ", _CODE.sub(" ", text))
    text = _TAG.sub(" ", text).replace("<", " ").replace(">", " ")
    text = _EMOJI.sub(" ", text)
    text = _PER_HOUR.sub(r"\1 hour", text)
    text = _CO.sub("co", text)
    text = _EMPHASIS.sub("", text).replace("’", "'").replace("‘", "'")
    return " ".join(text.split())


def read_wording(text: str, spelling: Spelling) -> Wording:
    """The cleaned text and its words, corrected."""
    clean = spelling.spaced(cleaned(text))
    words: list[Word] = []
    mended: list[str] = []  # `clean` up to the word, corrected
    here = 0  # characters of it
    behind = 0  # where the word before ends in `clean`
    for match in _WORD.finditer(clean):
        typed, between = match.group(), clean[behind : match.start()]
        behind = match.end()
        is_name = typed[:1].isupper() and match.start() > 0
        written = list(_written_out(typed.lower()))
        are_initials = "&" in typed or _INITIALS.fullmatch(typed)
        parts = written if are_initials else [spelling.corrected(part, is_name) for part in written]
        meant = _meant(typed, parts, spelling)
        mended += (between, meant)
        start = here + len(between)
        here = start + len(meant)
        words += (Word(plain, stem(plain), start, here) for plain in parts)
    return Wording("".join([*mended, clean[behind:]]), tuple(words))


def _meant(typed: str, parts: Sequence[str], spelling: Spelling) -> str:
    """A mistake put right and a short form that documents don't use written out; anything else as it was typed."""
    is_short = "'" in typed or "&" in typed
    if len(parts) != 1 or parts[0] in lexicon().stop_words or is_short or spelling.is_used(typed.lower()):
        return typed
    return _as_typed(typed, parts[0])


def _as_typed(typed: str, meant: str) -> str:
    """The word that was meant, with capitals where the one that was typed has them."""
    if meant == typed.lower():
        return typed
    if typed.isupper():
        return meant.upper()
    return meant.capitalize() if typed[:1].isupper() else meant


def plain_words(text: str) -> list[str]:
    """Words of any text in the form that a question's words have: lower-case, possessive off, hyphens apart."""
    return list(_plain_words_of_name(text) if len(text) <= _NAME else _plain_words(text))


def _plain_words(text: str) -> tuple[str, ...]:
    found = _WORD.finditer(_CO.sub("co", text.replace("’", "'")))
    return tuple(plain for match in found for plain in _parts(match.group().lower()))


# A large collection has tens of thousands of titles, which are looked at several times, and again whenever other
# documents go live: remembering them saves most of what that takes.
_plain_words_of_name = lru_cache(maxsize=50_000)(_plain_words)


@lru_cache(maxsize=50_000)  # names of employers are looked at for every question
def stems_of(text: str) -> tuple[str, ...]:
    """Stems of the words of a text, in order."""
    return tuple(stem(word) for word in plain_words(text))


def content_stems(text: str) -> frozenset[str]:
    """Stems of the words of a text that carry a subject."""
    return frozenset(stem(word) for word in plain_words(text) if word not in lexicon().stop_words)


def _written_out(typed: str) -> Iterator[str]:
    """ "who's" -> who, is; "yrs" -> years; "well-organised" -> well, organised."""
    short = lexicon().abbreviations
    meant = short.get(typed) or (short.get(typed.replace("'", "")) if "'" in typed else None)
    if meant:
        yield from meant.split()
        return
    for part in _parts(typed):
        yield from short.get(part, part).split()


def _parts(word: str) -> Iterator[str]:
    """The parts of a word between hyphens, without possessive and accents: who asks types "cafe" for "café"."""
    if not word.isascii():
        word = "".join(char for char in unicodedata.normalize("NFKD", word) if not unicodedata.combining(char))
    for part in word.split("-"):
        bare = _POSSESSIVE.sub(lambda match: "s" if match.group() == "s'" else "", part)
        if bare := bare.translate(_DROPPED):
            yield bare
