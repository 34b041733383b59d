"""Two versions of a text, shortened to where they differ."""

from __future__ import annotations

AROUND = 6  # words before and after what differs
LONGEST = 220  # characters


def excerpts(before: str, after: str) -> tuple[str, str]:
    """ "Parents take 16 weeks" and "Parents take 18 weeks" of a long text: "... take 16 weeks ..." of each."""
    old, new = before.split(), after.split()
    start = _alike(old, new)
    end = _alike(old[start:][::-1], new[start:][::-1])
    return _cut(old, start, end), _cut(new, start, end)


def shortened(text: str, longest: int = LONGEST) -> str:
    """White space folded, and no longer than that."""
    folded = " ".join(text.split())
    return folded if len(folded) <= longest else f"{folded[: longest - 4].rstrip()} ..."


def _alike(one: list[str], other: list[str]) -> int:
    """How many words both begin with."""
    number = 0
    for first, second in zip(one, other, strict=False):
        if first != second:
            break
        number += 1
    return number


def _cut(words: list[str], start: int, end: int) -> str:
    first, last = max(0, start - AROUND), min(len(words), len(words) - end + AROUND)
    text = " ".join(words[first:last])
    return f"{'... ' if first else ''}{shortened(text)}{' ...' if last < len(words) else ''}"
