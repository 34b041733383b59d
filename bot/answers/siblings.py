"""Stretches of one document that say the same kind of thing of different people: which of them is meant?

"Interns: ...; full-time staff: ...", a section for each team, a column for each grade. A question for what holds for
whoever asks, and says nothing of who that is, fits all of them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from bot.answers.lexicon import lexicon
from bot.answers.meaning import meaning, meanings
from bot.answers.parallel import asked_for
from bot.answers.wording import plain_words
from index.words import stem
from knowledge.document import Block, Document

LEAST_COVERED = 0.6  # share of the words of a question that each of the stretches it fits has to hold
LEAST_SEEN = 0.5  # the same where evidence was found in several of them
MOST_LABEL_WORDS = 4  # that say something
MOST_TEXT = 1000  # characters: longer stretches are about more than one thing
_LABEL = re.compile(r"(?:For |If you are |As )?(?P<label>[^:;]{2,60}):\s+\S")
_ASKER = frozenset({"i", "me", "my", "mine", "we", "us", "our"})
_FOR_ONE = frozenset({"who", "whom", "where", "when"})


@dataclass(frozen=True, slots=True, eq=False)
class Sibling:
    """One of several such stretches, and the label that says for whom it holds."""

    label: str
    blocks: tuple[Block, ...]
    cell: str = ""  # of a column: what its cell in the one row says

    @property
    def text(self) -> str:
        return self.cell or " ".join(block.plain for block in self.blocks)

    def holds(self, place: tuple[int, int]) -> bool:
        """Whether some of a stretch is in it."""
        return any(block.start < place[1] and place[0] < block.end for block in self.blocks)


def alternatives(said: Sequence[str], document: Document, places: Sequence[tuple[int, int]]) -> tuple[Sibling, ...]:
    """The siblings that the words of a question fit equally well; () where they fit one, or say which.

    Args:
        places: where the evidence found in the document starts and ends, best first.
    """
    block = _block_at(document, places[0][0])
    if block is None or _ASKER.isdisjoint(said):
        return ()
    for above, siblings in _groups(document, block):
        if len(siblings) > 1 and _fit(said, above, siblings, places):
            return tuple(siblings)
    return ()


def named(said: str, siblings: Collection[Sibling]) -> Sibling | None:
    """The one whose label some words name that name no other: "for interns"."""
    words = meanings(said)
    exact = [each for each in siblings if plain_words(each.label) == plain_words(said)]
    found = exact or [
        each for each in siblings if words & meanings(each.label) - _shared(siblings) - _telling_nothing()
    ]
    return found[0] if len(found) == 1 else None


def _fit(said: Sequence[str], above: str, siblings: list[Sibling], places: Sequence[tuple[int, int]]) -> bool:
    """Whether several siblings hold most of the words, the same ones, and no word names some siblings alone.

    Labels have to be of people, unless what stands above says all that is asked: "Approvers for trips: A: ...; B: ...".
    """
    wanted, common = asked_for(said), meanings(above)
    if not wanted or any(wanted & meanings(each.label) - _shared(siblings) - common for each in siblings):
        return False
    held = [wanted & (common | meanings(f"{each.label} {each.text}")) for each in siblings]
    best = max(held, key=len)
    fitting = [each for each, words in zip(siblings, held, strict=True) if words == best]
    seen = [each for each in siblings if any(each.holds(place) for place in places)]
    if len(seen) > 1 and wanted <= common and not _FOR_ONE.isdisjoint(said):
        return True
    least = LEAST_SEEN if len(seen) > 1 else LEAST_COVERED
    are_groups = all(_is_group(each.label) for each in (*fitting, *seen))
    is_short = all(len(each.text) <= MOST_TEXT for each in fitting)
    return len(fitting) > 1 and are_groups and is_short and len(best) >= least * len(wanted)


def _groups(document: Document, block: Block) -> Iterator[tuple[str, list[Sibling]]]:
    """What stands above them, and the siblings: columns of the block's row, items of its list, sections around it."""
    path = " ".join((document.title, *block.heading, block.lead_in))
    if block.kind == "row" and len(block.cells) > 2:
        name, *cells = block.cells
        yield f"{path} {name[1]}", [Sibling(header, (block,), cell) for header, cell in cells if header]
    beside = [each for each in document.blocks if _stands_beside(each, block)]
    yield path, [Sibling(label, (each,)) for each in beside if (label := _label(each))]
    for depth in range(len(block.heading), 0, -1):
        parent = block.heading[: depth - 1]
        headings = [each for each in document.blocks if each.kind == "heading" and each.heading == parent]
        sections = [Sibling(each.plain, _below(document, (*parent, each.plain))) for each in headings]
        yield " ".join((document.title, *parent)), [each for each in sections if each.blocks and _is_group(each.label)]


def _block_at(document: Document, place: int) -> Block | None:
    """The block at an offset; where that introduces a list, the list's first item."""
    here = [each for each in document.blocks if each.end > place][:2]
    if len(here) > 1 and here[0].plain.endswith(":") and here[1].lead_in == here[0].plain:
        return here[1]
    return here[0] if here and here[0].start <= place else None


def _stands_beside(one: Block, other: Block) -> bool:
    return (one.kind, one.heading, one.lead_in, one.level) == (other.kind, other.heading, other.lead_in, other.level)


def _below(document: Document, path: tuple[str, ...]) -> tuple[Block, ...]:
    return tuple(each for each in document.blocks if each.kind != "heading" and each.heading[: len(path)] == path)


def _label(block: Block) -> str:
    if block.label:
        return block.label
    found = _LABEL.match(block.plain)
    return found["label"] if found else ""


def _shared(siblings: Collection[Sibling]) -> frozenset[str]:
    return frozenset.intersection(*(meanings(each.label) for each in siblings))


@cache
def _is_group(label: str) -> bool:
    """Whether a label says for whom in a few words: "Interns", "Part-time staff", "Members of the union"."""
    words = [word.removesuffix("s") for word in plain_words(label) if word not in lexicon().stop_words]
    people = lexicon().people | lexicon().occupations
    return len(words) <= MOST_LABEL_WORDS and any(word in people for word in words)


@cache
def _telling_nothing() -> frozenset[str]:
    """Meanings that labels of any group have ("staff", "team"), and of words that say nothing."""
    return frozenset(meaning(stem(word)) for word in (*lexicon().people, *lexicon().stop_words))
