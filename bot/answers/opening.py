"""How a document begins to speak of a role: what answers "what does a cook do?" where no list of duties is stated."""

from __future__ import annotations

import re

from bot.answers.answer import Answer
from bot.answers.phrasing import SHORT
from bot.answers.sections import of_items
from bot.answers.sources import Sources
from bot.answers.thread import Request
from knowledge.document import Block
from knowledge.fact import Role

OF_ROLE_IN_GENERAL = frozenset({"duties", "purpose"})
LEAST = 8  # words of a paragraph that says something
_OF_WORK = re.compile(
    r"\b(?:responsib\w+|this (?:role|position|post|job)|the (?:role|position|post|job|post ?holder|incumbent)"
    r"|you(?:'ll|’ll| will)|duties|primary function|main purpose)\b|^to [a-z]+ ",
    re.IGNORECASE,
)


def opening(request: Request, role: Role, sources: Sources) -> Answer | None:
    """The first paragraph on a role's work, where nothing else is asked and the document lists no duties.

    Of a role among several on a page its first one, whatever it says; of a document of its own, where it speaks of the
    work: the employer may come first.
    """
    if not OF_ROLE_IN_GENERAL.issuperset(request.facts) or request.details or not request.facts:
        return None
    blocks = [block for block in sources.documents[role.document].blocks if _is_text(block) and role.is_about(block)]
    found = next((block for block in blocks if role.section or _speaks_of_work(block, role)), None)
    if found is None or len(found.plain) > SHORT:
        return None
    return of_items(role.title, [(found.plain, found)], role.document, sources.statements)


def _is_text(block: Block) -> bool:
    return block.kind == "paragraph" and len(block.plain.split()) >= LEAST


def _speaks_of_work(block: Block, role: Role) -> bool:
    return role.title.casefold() in block.plain.casefold() or _OF_WORK.search(block.plain) is not None
