"""Which documents and sections carry the answers, and which never did."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt

from bot.record.query import Filters
from bot.record.reports.columns import Columns, Table
from bot.record.reports.pairs import each_once
from bot.record.times import moment


@dataclass(frozen=True, slots=True)
class Carried:
    """What a document, or one section of it, has carried."""

    document: str  # path below the documents folder
    title: str
    section: str  # "Leave > Parental leave"; "" for the whole document
    answers: int  # that cite it
    helpful: int
    not_helpful: int
    last_at: datetime  # received then
    is_there: bool  # False: it is no longer among the documents


@dataclass(frozen=True, slots=True)
class Sources:
    """Most answers first."""

    documents: tuple[Carried, ...]
    sections: Mapping[str, tuple[Carried, ...]]  # document -> its sections
    never: tuple[str, ...]  # documents that are there and carried no answer, in alphabetical order

    def sections_of(self, document: str) -> tuple[Carried, ...]:
        return self.sections.get(document, ())


def sources(columns: Columns, filters: Filters, there: Collection[str] | None) -> Sources:
    """What the answers that pass cite.

    Args:
        there: paths of the documents that can be cited now; None: not known.
    """
    with columns.view() as view:
        passes = view.rows(filters)
        cited = view.pairs("passage")
        table = view.table
        chosen = passes[cited.message]
        value, message = cited.value[chosen], cited.message[chosen]
        sections: defaultdict[str, tuple[Carried, ...]] = defaultdict(tuple)
        for each in _carried(table, value, message, cited.values, there):
            sections[each.document] += (each,)
        paths = sorted({path for path, _, _ in cited.values})
        place = {path: number for number, path in enumerate(paths)}
        of_value = np.array([place[path] for path, _, _ in cited.values], np.int64)
        # A section's title may be another in another version; the document's is the one seen last.
        titles = {path: title for path, title, _ in cited.values}
        rows = max(len(table), 1)
        pairs = each_once(of_value[value] * rows + message)  # a document once for each answer; in order
        whole = [(path, titles[path], "") for path in paths]
        documents = tuple(_carried(table, pairs // rows, pairs % rows, whole, there))
    carried = {each.document for each in documents}
    return Sources(documents, sections, tuple(sorted(set(there or ()) - carried)))


def _carried(
    table: Table,
    value: npt.NDArray[np.integer],
    message: npt.NDArray[np.integer],
    named: Iterable[tuple[str, str, str]],
    there: Collection[str] | None,
) -> list[Carried]:
    """`value` and `message` side by side, each pair once, in the order of values and then of messages."""
    named = list(named)
    helpful = table.helpful[message]
    answers = np.bincount(value, minlength=len(named))
    good, bad = (np.bincount(value[helpful == each], minlength=len(named)) for each in (1, 0))
    ends = np.searchsorted(value, np.arange(len(named)), side="right")
    found = [
        Carried(
            document=path,
            title=title,
            section=section,
            answers=int(answers[place]),
            helpful=int(good[place]),
            not_helpful=int(bad[place]),
            last_at=moment(int(table.received_at[message[ends[place] - 1]])),
            is_there=there is None or path in there,
        )
        for place, (path, title, section) in enumerate(named)
        if answers[place]
    ]
    return sorted(found, key=lambda each: (-each.answers, each.document, each.section))
