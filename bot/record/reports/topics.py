"""What is asked most, and what staff ask and the documents don't answer: questions counted by what they mean."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

import numpy as np
from sqlalchemy import select

from bot.record import tables
from bot.record.message import OUTCOMES, Outcome
from bot.record.query import Filters
from bot.record.reports.columns import Columns, Mask, Numbers, Table, View
from bot.record.reports.groups import FEWEST, people_count
from bot.record.reports.meaning import ALIKE, MOST, SAME, Meaning
from bot.record.reports.periods import Unit, edges, unit_for
from bot.record.reports.wordings import LATEST, Wording, Wordings, rows_of, wordings
from bot.record.rows import stream
from bot.record.times import microseconds, moment

TOPICS = 50  # shown
NEAREST = 3  # documents of one topic
OTHER_WORDINGS = 5
RECENT = 200  # questions of one topic whose documents are looked up
UNSURE = 0.05  # an answer whose confidence is above its bar by less is a doubtful one
_Choice = Callable[[Table], Mask]


@dataclass(frozen=True, slots=True)
class Topic:
    """Questions that mean the same."""

    label: str  # the most central of them, as somebody wrote it
    questions: int
    people: int | None  # different ones; None: fewer than the setting allows to tell
    outcomes: dict[Outcome, int]
    not_helpful: int
    unsure: int  # answered, but hardly surely enough
    other_wordings: tuple[str, ...]  # the most frequent ones
    wordings: int
    documents: tuple[str, ...]  # cited most often; where nothing was, the titles that came nearest
    trend: tuple[int, ...]  # questions in each period of the report
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Topics:
    """What was found, and in how much of the record it was looked for."""

    topics: tuple[Topic, ...]  # most questions first
    unit: Unit
    starts: tuple[datetime, ...]  # of the periods
    questions: int  # that pass the filters
    looked_at: int  # of these, the newest
    erased: int  # of these, those whose text is gone
    wordings: int  # different ones
    compared: int  # of these, the most frequent: they were put together by meaning
    fewest: int  # people that are told

    @property
    def limits(self) -> str:
        """What was left out, in a sentence; "" where nothing was."""
        said = []
        if self.looked_at < self.questions:
            said.append(f"Only the newest {self.looked_at:,} of {self.questions:,} questions were looked at.")
        if self.compared < self.wordings:
            said.append(f"Of {self.wordings:,} wordings, the {self.compared:,} most frequent were compared.")
        if self.erased:
            said.append(f"{self.erased:,} questions have been erased.")
        return " ".join(said)


class TopicReports:
    """Works them out. Safe in threads."""

    def __init__(self, columns: Columns, meaning: Meaning, fewest: int = FEWEST) -> None:
        self._columns = columns
        self._meaning = meaning
        self._fewest = fewest

    def most_asked(self, filters: Filters, most: int = TOPICS, zone: tzinfo = UTC, latest: int = LATEST) -> Topics:
        """What is asked most often, small talk aside."""
        return self._topics(filters, SAME, most, zone, latest, lambda table: ~_is(table, "chat"))

    def unanswered(
        self,
        filters: Filters,
        most: int = TOPICS,
        zone: tzinfo = UTC,
        latest: int = LATEST,
        workspace: tuple[str, str] | None = None,
    ) -> Topics:
        """What staff ask and the documents don't answer: not found, hardly found, or found to be of no help.

        Args:
            workspace: a surface, and a workspace there: only what was asked in it; None: whatever was asked.
        """

        def chosen(table: Table) -> Mask:
            return _is_unanswered(table) if workspace is None else _is_unanswered(table) & _is_in(table, *workspace)

        return self._topics(filters, ALIKE, most, zone, latest, chosen)

    def _topics(
        self, filters: Filters, nearness: float, most: int, zone: tzinfo, latest: int, chosen: _Choice
    ) -> Topics:
        with self._columns.view() as view:
            rows = np.flatnonzero(view.rows(filters) & chosen(view.table))
            asked = wordings(view, rows, latest)
        compared = asked.found[:MOST]  # embedding takes seconds: others may look at the record meanwhile
        together = self._meaning.clusters(
            [wording.text for wording in compared], [len(wording.rows) for wording in compared], nearness
        )
        groups = [[compared[place] for place in each] for each in together]
        groups.sort(key=_most_first)
        with self._columns.view() as view:
            return self._report(view, asked, len(compared), groups[:most], zone)

    def _report(
        self, view: View, asked: Wordings, compared: int, groups: Sequence[Sequence[Wording]], zone: tzinfo
    ) -> Topics:
        times = view.table.received_at
        shown = rows_of([each for group in groups for each in group]) if groups else np.empty(0, np.int64)
        first, last = (int(times[shown[0]]), int(times[shown[-1]])) if len(shown) else (0, 0)
        unit = unit_for(first, last)
        starts = edges(first, last, unit, zone)
        topics = tuple(self._topic(view, group, starts) for group in groups)
        return Topics(
            topics=topics,
            unit=unit,
            starts=tuple(starts[:-1]),
            questions=asked.of,
            looked_at=asked.looked_at,
            erased=asked.erased,
            wordings=len(asked.found),
            compared=compared,
            fewest=self._fewest,
        )

    def _topic(self, view: View, group: Sequence[Wording], starts: Sequence[datetime]) -> Topic:
        table, rows = view.table, rows_of(group)
        people = people_count(table.person[rows])
        counts = Counter(table.outcome[rows].tolist())
        per_period = np.diff(np.searchsorted(table.received_at[rows], [microseconds(edge) for edge in starts]))
        others = sorted(group[1:], key=lambda wording: -len(wording.rows))
        return Topic(
            label=group[0].text,
            questions=len(rows),
            people=people if people >= self._fewest else None,
            outcomes={outcome: counts[code] for code, outcome in enumerate(OUTCOMES) if counts[code]},
            not_helpful=int((table.helpful[rows] == 0).sum()),
            unsure=int(_is_unsure(table)[rows].sum()),
            other_wordings=tuple(wording.text for wording in others[:OTHER_WORDINGS]),
            wordings=len(group),
            documents=_documents(view, rows[-RECENT:]),
            trend=tuple(per_period.tolist()),
            first_at=moment(int(table.received_at[rows[0]])),
            last_at=moment(int(table.received_at[rows[-1]])),
        )


def _most_first(group: Sequence[Wording]) -> tuple[int, int]:
    return -sum(len(each.rows) for each in group), -max(int(each.rows[0]) for each in group)


def _is(table: Table, outcome: Outcome) -> Mask:
    mask: Mask = table.outcome == OUTCOMES.index(outcome)
    return mask


def _is_in(table: Table, surface: str, workspace: str) -> Mask:
    """Asked in that workspace, as far as it is still known where."""
    begins = f"{surface} {workspace} "
    return np.isin(table.channel, [code for code, name in enumerate(table.channels) if name.startswith(begins)])


def _is_unsure(table: Table) -> Mask:
    mask: Mask = _is(table, "answered") & (table.margin < UNSURE)
    return mask


def _is_unanswered(table: Table) -> Mask:
    mask: Mask = _is(table, "not_found") | (table.helpful == 0) | _is_unsure(table)
    return mask


def _documents(view: View, rows: Numbers) -> tuple[str, ...]:
    """What answers to these questions cite, most often first; where none does, what they name as nearest."""
    ids = (rows + 1).tolist()
    citations, passages = tables.citations, tables.passages
    cited = (
        select(citations.c.message, passages.c.document)
        .join_from(citations, passages, passages.c.id == citations.c.passage)
        .where(citations.c.message.in_(ids))
        .distinct()
    )
    found = Counter(document for _, document in stream(view.connection, cited))
    return _most_frequent(found) or _most_frequent(_nearest(view, ids))


def _nearest(view: View, ids: Sequence[int]) -> Counter[str]:
    messages, texts = tables.messages, tables.texts
    beside = (
        select(texts.c.more)
        .join_from(messages, texts, texts.c.seq == messages.c.answered_seq)
        .where(messages.c.id.in_(ids), texts.c.more != "")
    )
    found: Counter[str] = Counter()
    for (more,) in stream(view.connection, beside):
        found.update(json.loads(more).get("nearest", ()))
    return found


def _most_frequent(found: Counter[str]) -> tuple[str, ...]:
    ordered: Iterable[tuple[str, int]] = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(name for name, _ in list(ordered)[:NEAREST])
