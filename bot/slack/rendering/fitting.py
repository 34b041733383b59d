"""What is too long for Slack is cut between sentences or lines, never inside one, and said to be cut."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.slack.rendering.escaping import clean, escaped_length
from knowledge.sentences import sentences

SECTION = 2_900  # characters of a section, once escaped; Slack takes 3,000
MESSAGE = 11_000  # characters over all blocks of a message; Slack takes about 12,000
BLOCKS, VIEW_BLOCKS = 50, 100
BUTTON, OPTION, TITLE, FIELD = 75, 75, 24, 300  # characters; FIELD is our own, for names in a line
TOO_LONG = "(Too long to be shown here.)"


@dataclass(frozen=True, slots=True)
class Fitted:
    """The text that fits, and whether some was left out."""

    text: str
    is_cut: bool


def fit(text: str, characters: int) -> Fitted:
    """The first whole sentences and lines that fit once escaped; a remark, where not even the first does."""
    cleaned = clean(text)
    if escaped_length(cleaned) <= characters:
        return Fitted(cleaned, False)
    kept, room = "", characters - 2  # for " …"
    for piece in _pieces(cleaned):
        room -= escaped_length(piece)
        if room < 0:
            break
        kept += piece
    return Fitted(f"{kept.rstrip()} …" if kept.strip() else TOO_LONG, True)


def name(text: str, characters: int = FIELD) -> str:
    """A title or label, which is no sentence: on one line, cut at a word where it is too long once escaped."""
    folded = " ".join(clean(text).split())
    if escaped_length(folded) <= characters:
        return folded
    while escaped_length(folded) > characters - 1:
        head, _, tail = folded.rpartition(" ")
        folded = head if head and len(head) > characters // 3 else folded[: min(characters, len(folded)) - 1]
        if not tail:
            break
    return folded.rstrip(" ,;:") + "…"


def _pieces(text: str) -> Iterator[str]:
    """Sentences and line ends in order; put together they are the text."""
    for line in text.splitlines(keepends=True):
        end = 0
        for _, last in sentences(line):
            yield line[end:last]
            end = last
        if end < len(line):
            yield line[end:]
