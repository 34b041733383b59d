"""Heads noted outside: a file of lines "SEQ HASH", to be kept where whoever could change the record can't get at it."""

from __future__ import annotations

import re
from pathlib import Path

from bot.record.chain import Head
from bot.record.errors import RecordError

_LINE = re.compile(r"(\d{1,18}) ([0-9a-f]{64})")


def append_head(file: Path, head: Head) -> None:
    """Add a line."""
    with file.open("a", encoding="ascii") as opened:
        opened.write(f"{head}\n")


def read_heads(file: Path) -> dict[int, bytes]:
    """Number of an entry -> its hash.

    Raises:
        RecordError: the file can't be read, or a line is of another form.
    """
    try:
        lines = file.read_text(encoding="ascii").splitlines()
    except (OSError, UnicodeDecodeError) as problem:
        raise RecordError(f"{file} can't be read: {problem}") from problem
    heads = {}
    for number, line in enumerate(lines, start=1):
        found = _LINE.fullmatch(line.strip())
        if found is None:
            raise RecordError(f"{file}, line {number}: not a head, which is written `SEQ HASH`.")
        if int(found[1]):  # nothing had been written yet
            heads[int(found[1])] = bytes.fromhex(found[2])
    return heads
