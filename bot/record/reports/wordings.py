"""What was asked, each wording once: how often, by how many, when."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sqlalchemy import select

from bot.record import tables
from bot.record.reports.columns import Numbers, View
from bot.record.rows import stream

LATEST = 50_000  # questions that are looked at; older ones are left out, and the report says so
AT_A_TIME = 5_000  # rows


@dataclass(frozen=True, slots=True)
class Wording:
    """One question however often it was asked, case and punctuation aside."""

    text: str  # as it was most often written
    rows: Numbers  # of the table, newest first


@dataclass(frozen=True, slots=True)
class Wordings:
    """Most often asked first; those asked as often, the newest first."""

    found: tuple[Wording, ...]
    looked_at: int  # questions
    of: int  # that pass the filters
    erased: int  # whose text is gone, among those looked at


def normalised(text: str) -> str:
    """ "How  long is parental LEAVE?!" -> "how long is parental leave"."""
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold()))


def wordings(view: View, rows: Numbers, latest: int = LATEST) -> Wordings:
    """The wordings of the newest of these rows, which are in ascending order."""
    newest = rows[::-1][:latest]
    written: dict[str, Counter[str]] = {}
    asked: dict[str, list[int]] = {}
    missing = 0
    texts = tables.texts
    for first in range(0, len(newest), AT_A_TIME):
        batch = newest[first : first + AT_A_TIME]
        seqs = view.table.received_seq[batch].tolist()
        said: dict[int, str] = dict(
            stream(view.connection, select(texts.c.seq, texts.c.text).where(texts.c.seq.in_(seqs)))
        )
        for row, seq in zip(batch.tolist(), seqs, strict=True):
            text = said.get(seq)
            if text is None:
                missing += 1
                continue
            key = normalised(text)
            written.setdefault(key, Counter())[" ".join(text.split())] += 1
            asked.setdefault(key, []).append(row)
    found = [Wording(written[key].most_common(1)[0][0], np.array(each)) for key, each in asked.items() if key]
    found.sort(key=lambda wording: (-len(wording.rows), -int(wording.rows[0])))
    return Wordings(tuple(found), len(newest), len(rows), missing)


def rows_of(found: Sequence[Wording]) -> Numbers:
    """All rows of several wordings, ascending."""
    return np.sort(np.concatenate([wording.rows for wording in found]))
