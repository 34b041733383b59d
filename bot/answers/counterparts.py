"""Sections of one document that ask the same of different things: which of them is meant?

A policy on contracts has "Who signs the vendor contract?", "Who signs the partner contract?" and "Who signs the NDA?".
"Who has to sign it?" fits all of them, and any one answer would be wrong for those who meant another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.answers.lexicon import lexicon
from bot.answers.meaning import meanings
from bot.answers.parallel import asked_for
from bot.answers.reading import Evidence
from bot.answers.siblings import Sibling
from bot.answers.wording import plain_words
from knowledge.document import Document

CLOSE = 3.0  # how far below the best evidence's score that under a counterpart may be: else the question fits one
MOST_OWN = 3  # words that a heading may have instead of its counterpart's


def counterparts(said: Sequence[str], evidence: Sequence[Evidence], document: Document) -> tuple[Sibling, ...]:
    """The sections that the words of a question fit alike; () where they fit one, or say which.

    Args:
        evidence: best first, the best of this document.
    """
    best = evidence[0]
    wanted = asked_for(said)
    named = {path: meanings(path[-1]) & wanted for path in _beside(best.heading, document)}
    fitting = {path for path, words in named.items() if words and words >= named[best.heading]}
    is_named = any(words != named[best.heading] for path, words in named.items() if path in fitting)
    near = [one for one in evidence if one.document == document.path and one.score >= best.score - CLOSE]
    others = [
        one for one in near if one.heading in fitting - {best.heading} and meanings(one.plain) != meanings(best.plain)
    ]
    if is_named or not others:
        return ()
    return tuple(_section(path, document) for path in named if path in fitting)


def _beside(path: tuple[str, ...], document: Document) -> Iterator[tuple[str, ...]]:
    """The path of a section and of those whose heading differs from its heading in one place, in reading order."""
    ours = plain_words(path[-1]) if path else []
    for other in dict.fromkeys(block.heading for block in document.blocks if block.kind != "heading" and block.heading):
        if other == path or _are_alike(ours, plain_words(other[-1])):
            yield other


def _are_alike(one: Sequence[str], another: Sequence[str]) -> bool:
    """Whether two headings differ in a few words in one place, and have more in common."""
    shorter = min(len(one), len(another))
    start = next((place for place in range(shorter) if one[place] != another[place]), shorter)
    end = next((place for place in range(shorter - start) if one[-1 - place] != another[-1 - place]), shorter - start)
    own, other = len(one) - start - end, len(another) - start - end
    common = [*one[:start], *one[len(one) - end :]]
    says_something = any(word not in lexicon().stop_words for word in common)
    return says_something and min(own, other) > 0 and max(own, other) <= min(MOST_OWN, len(common))


def _section(path: tuple[str, ...], document: Document) -> Sibling:
    blocks = tuple(each for each in document.blocks if each.kind != "heading" and each.heading == path)
    return Sibling(path[-1], blocks)
