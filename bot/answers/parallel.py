"""Documents of one folder that answer under the same heading, each for its own place or group: which one is meant?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from bot.answers.lexicon import lexicon
from bot.answers.meaning import meaning, meanings
from bot.answers.reading import Evidence
from bot.answers.wording import content_stems, plain_words
from index.words import stem
from knowledge.document import Document

FIRST = 4  # pieces of evidence that are looked at
LEAST_COVERED = 0.5  # share of the question's words that each of these sections has to hold
REPEATED = 0.8  # share of the words of the shorter of two pieces of evidence that the other one repeats
ALIKE = 0.6  # share of the words of two headings that both have


def parallel_documents(
    said: Sequence[str], evidence: Sequence[Evidence], documents: Mapping[str, Document]
) -> tuple[str, ...]:
    """Paths of the documents that a question fits alike, itself naming none of them; () where one answers alone.

    "How do I get in after hours?" fits a page for each office that has a section "Access after hours".
    """
    wanted = asked_for(said)
    if not evidence or not evidence[0].heading or not wanted & meanings(evidence[0].heading[-1]):
        return ()
    best = evidence[0]
    found = [
        one
        for one in evidence[:FIRST]
        if one.heading and _is_beside(best, one) and _covers(documents[one.document], one.heading, wanted)
    ]
    paths = tuple(dict.fromkeys(one.document for one in found if one is best or not _says_the_same(best, one)))
    titles = [content_stems(documents[path].title) for path in paths]
    own = frozenset[str]().union(*titles) - frozenset.intersection(*titles) if titles else frozenset()
    return paths if len(paths) > 1 and not own & frozenset(map(stem, said)) else ()


def asked_for(said: Sequence[str]) -> frozenset[str]:
    """Meanings of the words of a question that say what it is about."""
    idle = lexicon().stop_words | lexicon().light_modifiers
    return frozenset(meaning(stem(word)) for word in said if word not in idle)


def _is_beside(best: Evidence, other: Evidence) -> bool:
    """Whether it stands in the same folder under much the same heading."""
    if PurePosixPath(best.document).parent != PurePosixPath(other.document).parent:
        return False
    one, another = asked_for(plain_words(best.heading[-1])), asked_for(plain_words(other.heading[-1]))
    return bool(one | another) and len(one & another) >= ALIKE * len(one | another)


def _says_the_same(best: Evidence, other: Evidence) -> bool:
    """Whether another document only repeats what the best evidence says."""
    one, another = meanings(best.plain), meanings(other.plain)
    return other.document != best.document and len(one & another) >= REPEATED * min(len(one), len(another))


def _covers(document: Document, heading: tuple[str, ...], wanted: frozenset[str]) -> bool:
    section = " ".join(block.plain for block in document.blocks if block.heading[: len(heading)] == heading)
    return len(wanted & meanings(f"{document.title} {' '.join(heading)} {section}")) >= LEAST_COVERED * len(wanted)
