"""Sentences of a block, and where in the document's verbatim text they stand."""

from __future__ import annotations

import re
from functools import lru_cache

from knowledge.document import Block

_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s|$)|\n\s*(?=\n|[•●▪*-]\s)|\s(?=[•●▪]\s)")
_WORD_BEFORE = re.compile(r"[^\s(\[\"'“‘]{1,30}$")
_NUMBER_BEFORE = re.compile(r"(?:^|:\s)\d{1,2}\.?\)$")  # of an item: "to bring: 1.) a passport"
_INITIALS = re.compile(r"(?:[A-Za-z]\.){1,4}")


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# Never the last word of a sentence.
_OPEN = _words(
    """e.g i.e mr mrs ms dr prof rev hon gen sgt capt vs viz cf approx ca incl excl dept min max fig ext est tel ed eds
    asst assoc sr jr"""
)
# The last word only where the next one often starts a sentence.
_EITHER = _words(
    """st ave rd blvd inc ltd co corp etc no nos u.s u.k u.n a.m p.m ph.d m.a b.a m.sc b.sc m.l.s ed.d d.c u.s.a jan feb
    mar apr jun jul aug sep sept oct nov dec hrs yrs lbs pp"""
)
_STARTERS = _words(
    """the this that these those a an in it we you they he she if all for must may will as at on our your their to any
    some each no not please when where while who what how is are reports works supervises under and but or there
    applicants candidates employees position ability experience"""
)

_SAME = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-", "\u00a0": " "})
_WINDOW = 2000  # characters of markup (a long link) that alignment looks past
_LONGEST_TARGET = 2_000  # characters of a link target


def sentences(plain: str) -> list[tuple[int, int]]:
    """Offsets of the sentences of a text, outer white space left out, in order.

    "Dr. Ito leads. Ask her, e.g. by post." gives (0, 14) and (15, 37). A text without a full stop is one sentence.
    """
    found: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(plain):
        if match[0].strip() and not _ends_sentence(plain, start, match):
            continue
        _add(found, plain, start, match.end())
        start = match.end()
    _add(found, plain, start, len(plain))
    return found


def last_sentence(plain: str) -> str:
    """The last sentence of a text, "" of none: what introduces the list below a paragraph."""
    start, end = next(reversed(sentences(plain)), (0, 0))
    return plain[start:end]


def _add(found: list[tuple[int, int]], plain: str, start: int, end: int) -> None:
    stretch = plain[start:end]
    start += len(stretch) - len(stretch.lstrip())
    end -= len(stretch) - len(stretch.rstrip())
    if start < end:
        found.append((start, end))


def _ends_sentence(plain: str, start: int, match: re.Match[str]) -> bool:
    rest = plain[match.end() : match.end() + 40].lstrip()
    if not rest:
        return True
    if rest[0].islower() or _NUMBER_BEFORE.search(plain, max(start, match.start() - 10), match.end()):
        return False
    if not match[0].startswith(".") or match[0].startswith(".."):
        return True
    before = _WORD_BEFORE.search(plain, max(start, match.start() - 30), match.start())
    word = before[0].casefold() if before else ""
    next_word = re.split(r"[\s,.;:]", rest, maxsplit=1)[0].casefold()
    if word in _OPEN:
        return False
    if word in ("no", "nos"):
        return not rest[0].isdigit()
    if word in _EITHER or (_INITIALS.fullmatch(word + ".") and len(word) <= 7):
        return next_word in _STARTERS and not (len(word) == 1 and next_word == "a")
    is_number_of_item = word.isdigit() and not plain[start : match.start()].strip().rstrip("0123456789")
    return not is_number_of_item


def verbatim_span(document_text: str, block: Block, plain_start: int, plain_end: int) -> tuple[int, int]:
    """Where `block.plain[plain_start:plain_end]` stands in the document, as (start, end).

    Works over folded white space and over markup that `plain` leaves out. The block's own bounds where nothing aligns.
    """
    places = _aligned(document_text[block.start : block.end], block.plain)
    held = [place for place in places[plain_start:plain_end] if place >= 0]
    if not held:
        return block.start, block.end
    return block.start + held[0], block.start + held[-1] + 1


@lru_cache(maxsize=512)
def _aligned(verbatim: str, plain: str) -> tuple[int, ...]:
    """For each character of `plain` its offset in `verbatim`, or -1; offsets only grow."""
    same_verbatim, same_plain = verbatim.translate(_SAME).casefold(), plain.translate(_SAME).casefold()
    if len(same_verbatim) != len(verbatim) or len(same_plain) != len(plain):  # "ß" folds to two letters
        same_verbatim, same_plain = verbatim, plain
    places: list[int] = []
    at = 0
    for index, character in enumerate(same_plain):
        if character.isspace():
            places.append(-1)
            continue
        while at < len(verbatim) and verbatim[at].isspace():
            at += 1
        if character != "]" and verbatim.startswith("](", at):
            at = _behind_target(verbatim, at)
        place = at if same_verbatim[at : at + 1] == character else _next_place(same_verbatim, at, same_plain, index)
        places.append(place)
        if place >= 0:
            at = place + 1
    return tuple(places)


def _behind_target(verbatim: str, at: int) -> int:
    """Past the target of a Markdown link that closes at `at`: its dots and words are none of the text's."""
    depth = 0
    for place in range(at + 1, min(len(verbatim), at + _LONGEST_TARGET)):
        depth += {"(": 1, ")": -1}.get(verbatim[place], 0)
        if depth == 0:
            return place + 1
    return at


def _next_place(verbatim: str, at: int, plain: str, index: int) -> int:
    """Where the word that starts at `plain[index]` goes on after markup, or -1."""
    word = plain[index : index + 8].split(" ", 1)[0]
    while word:
        place = verbatim.find(word, at, at + _WINDOW)
        if place >= 0:
            return place
        word = word[: len(word) // 2]
    return -1
