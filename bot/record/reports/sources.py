"""Which documents and sections carry the answers, and which never did."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt

from bot.record.query import Filters
from bot.record.reports.columns import Columns, Table
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
    sections: tuple[Carried, ...]
    never: tuple[str, ...]  # documents that are there and carried no answer, in alphabetical order

    def sections_of(self, document: str) -> tuple[Carried, ...]:
        return tuple(each for each in self.sections if each.document == document)


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
        sections = tuple(_carried(table, value, message, cited.values, there))
        paths = sorted({path for path, _, _ in cited.values})
        place = {path: number for number, path in enumerate(paths)}
        of_value = np.array([place[path] for path, _, _ in cited.values], np.int64)
        # A section's title may be another in another version; the document's is the one seen last.
        titles = {path: title for path, title, _ in cited.values}
        pairs = np.unique(np.stack((of_value[value], message.astype(np.int64))), axis=1) if len(value) else None
        whole = [(path, titles[path], "") for path in paths]
        documents = tuple(_carried(table, pairs[0], pairs[1], whole, there)) if pairs is not None else ()
    carried = {each.document for each in documents}
    return Sources(documents, sections, tuple(sorted(set(there or ()) - carried)))


def _carried(
    table: Table,
    value: npt.NDArray[np.integer],
    message: npt.NDArray[np.integer],
    named: Iterable[tuple[str, str, str]],
    there: Collection[str] | None,
) -> list[Carried]:
    """`value` and `message` side by side, each pair once."""
    named = list(named)
    helpful = table.helpful[message]
    answers = np.bincount(value, minlength=len(named))
    good, bad = (np.bincount(value[helpful == each], minlength=len(named)) for each in (1, 0))
    last = np.zeros(len(named), np.int64)
    np.maximum.at(last, value, table.received_at[message])
    found = [
        Carried(
            document=path,
            title=title,
            section=section,
            answers=int(answers[place]),
            helpful=int(good[place]),
            not_helpful=int(bad[place]),
            last_at=moment(int(last[place])),
            is_there=there is None or path in there,
        )
        for place, (path, title, section) in enumerate(named)
        if answers[place]
    ]
    return sorted(found, key=lambda each: (-each.answers, each.document, each.section))
