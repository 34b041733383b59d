"""Questions that several people asked and were helped with: what may be suggested to others."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field

from sqlalchemy import select

from bot.record import tables
from bot.record.database import Database
from bot.record.reports.wordings import normalised
from bot.record.rows import stream
from bot.topics import is_recorded_topic

LATEST = 5_000  # questions that are looked at, the newest first


@dataclass(slots=True)
class _Asked:
    written: Counter[str] = field(default_factory=Counter)
    people: set[int] = field(default_factory=set)
    helped: int = 0  # said to have helped, less those said not to


def well_answered(database: Database, fewest_people: int, most: int, latest: int = LATEST) -> tuple[str, ...]:
    """As they were most often written, those first that most people asked.

    Args:
        fewest_people: who must have asked the same, so that it gives nobody away. Erased people count for none.
    """
    messages, texts, identities = tables.messages, tables.texts, tables.identities
    chosen = (
        select(texts.c.text, texts.c.more, identities.c.person, messages.c.helpful)
        .join_from(messages, texts, texts.c.seq == messages.c.received_seq)
        .join(identities, identities.c.seq == messages.c.received_seq)
        .where(messages.c.outcome == "answered", identities.c.person.is_not(None))
        .order_by(messages.c.id.desc())
        .limit(latest)
    )
    found: dict[str, _Asked] = {}
    with database.read() as connection:
        for text, more, person, helpful in stream(connection, chosen):
            leans_on_thread = bool(more) and bool(json.loads(more).get("earlier"))
            if leans_on_thread or is_recorded_topic(text):
                continue
            asked = found.setdefault(normalised(text), _Asked())
            asked.written[" ".join(text.split())] += 1
            asked.people.add(person)
            asked.helped += 0 if helpful is None else 1 if helpful else -1
    good = [each for each in found.values() if len(each.people) >= fewest_people and each.helped >= 0]
    good.sort(key=lambda each: (-len(each.people), -each.helped))
    return tuple(each.written.most_common(1)[0][0] for each in good[:most])
