"""What an abbreviation stands for: "what does SSB mean?", where a document says "Safety at Sea Board (SSB)"."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from bot.answers import phrasing
from bot.answers.answer import Answer
from bot.answers.sources import Sources
from bot.answers.thread import Request
from knowledge.passages import Unit, own_unit, split_units

LEAST_OF_NAME = 3  # letters for which a line counts that is nothing but such a name, as a letterhead is
LONGEST_NAME = 120  # characters
MOST = 4  # places shown where documents write it out differently
_NAME = r"[\"'“‘]?(?P<name>(?-i:[A-Z][A-Za-z&/-]{0,6}[A-Z])s?|[a-z]{2,5})[\"'”’]?"
_ASKED = (
    re.compile(
        r"\bwhat (?:do|does|is|are)(?: the)?(?: abbreviation| acronym| initials| letters)? "
        + _NAME
        + r" (?:mean|stand|stands|short) ?(?:for)?\b",
        re.IGNORECASE,
    ),
    re.compile(r"\b(?:meaning of|mean by)(?: the)? " + _NAME + r"(?!\w)", re.IGNORECASE),
    re.compile(r"^\W*what(?:'s| is| are)(?: an?| the)? (?P<name>(?-i:[A-Z][A-Z&/-]{1,6}))s?\W*$", re.IGNORECASE),
)
_WORD = re.compile(r"[^\W_][\w'’]*")
_LINKING = frozenset({"of", "the", "and", "for", "in", "to", "on", "at", "a", "an", "&"})


def abbreviation(request: Request, sources: Sources) -> Answer | None:
    """The sentences that write out what the question asks the meaning of; None where it asks none, or none does.

    In the documents of the role or organisation that is named, else in all.
    """
    asked = next((found for pattern in _ASKED if (found := pattern.search(request.own_text))), None)
    if asked is None:
        return None
    name = re.sub(r"[^A-Za-z]", "", asked["name"])
    named = {role.document for role in request.roles}
    if not named and request.intent is not None:
        named = set(request.intent.mentions.organisations)
    told: dict[str, tuple[str, Unit]] = {}  # by what it stands for
    for path in sorted(named or sources.documents):
        for unit, meaning in _written_out(name, path, sources):
            told.setdefault(meaning.casefold(), (path, unit))
    if not told:
        return None
    places = list(told.values())[:MOST]
    lines = [f"• {phrasing.plain(unit.plain)}" for _, unit in places]
    text = phrasing.shortened("\n".join(lines) if len(lines) > 1 else lines[0].removeprefix("• "), phrasing.SHORT)
    return Answer("answered", text, "passage", tuple(sources.statements.cite_unit(path, unit) for path, unit in places))


def _written_out(name: str, path: str, sources: Sources) -> Iterator[tuple[Unit, str]]:
    """The sentences of a document with the abbreviation and what it stands for beside it, in either order.

    And its lines that are nothing but that: "ELM HOUSE KITCHENS" for EHK.
    """
    document = sources.documents[path]
    pattern = re.compile(
        rf"\b(?P<before>(?:[^\W_][\w'’&-]*[ \t\n]+){{1,9}})\(\s*{name}s?\s*\)"
        rf"|(?-i:\b{name}s?\b)\s*\((?P<behind>[^()\n]{{3,80}})\)",
        re.IGNORECASE,
    )
    for block in document.blocks:
        if _is_letterhead(name, block.plain):
            yield from ((unit, block.plain) for unit in split_units(document, block))
        if name.lower() not in block.plain.lower():
            continue
        for unit in (own_unit(each, block) for each in split_units(document, block)):
            for found in pattern.finditer(unit.plain):
                if meaning := _with_initials(name, found["before"] or "") or _spelt(name, found["behind"] or ""):
                    yield unit, meaning


def _is_letterhead(name: str, line: str) -> bool:
    words = _WORD.findall(line) if len(name) >= LEAST_OF_NAME and len(line) <= LONGEST_NAME else []
    are_names = all(word[0].isupper() or word in _LINKING for word in words)
    return are_names and not line.endswith((".", ":", ",", ";", "?")) and _begin_with(name, words)


def _with_initials(name: str, before: str) -> str:
    """The last of these words that begin with the letters of the name, words such as "of" counted or left out."""
    words = list(_WORD.finditer(before))
    for first in range(len(words) - 1, -1, -1):
        if _begin_with(name, [word[0] for word in words[first:]]):
            return before[words[first].start() :].strip()
    return ""


def _spelt(name: str, behind: str) -> str:
    return behind if _begin_with(name, _WORD.findall(behind)) else ""


def _begin_with(name: str, words: Collection[str]) -> bool:
    """Whether the words begin with the letters of the name."""
    every = "".join(word[0] for word in words).lower()
    telling = "".join(word[0] for word in words if word.lower() not in _LINKING).lower()
    return len(words) > 1 and name.lower() in (every, telling)
