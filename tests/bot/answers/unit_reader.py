"""A reader for tests that need no model: units of real documents, ranked by rare words shared with the question."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Mapping

from bot.answers.meaning import meanings
from bot.answers.reading import Evidence, Reading
from bot.answers.wording import content_stems
from knowledge.document import Document
from knowledge.fact import Stretch
from knowledge.passages import split_passages, within_stretch


class UnitReader:
    """Sure of a reading by the share of the question's words, weighed by rarity, that the best unit holds."""

    def __init__(self, documents: Mapping[str, Document]) -> None:
        self._documents = documents
        self._units = [
            (passage, unit, meanings(f"{unit.context} {unit.plain}"), meanings(passage.path))
            for document in documents.values()
            for passage in split_passages(document)
            for unit in passage.units
        ]
        counts = Counter(word for _, _, own, above in self._units for word in own | above)
        self._weight = {word: math.log(1 + len(self._units) / count) for word, count in counts.items()}

    def read(
        self,
        question: str,
        documents: Collection[str] | None = None,
        characters: int = 500,
        stretch: Stretch | None = None,
    ) -> Reading:
        wanted = content_stems(question)
        most = math.log(1 + len(self._units))
        total = sum(self._weight.get(word, most) for word in wanted) or 1.0
        scored = []
        for passage, unit, said, above in self._units:
            if stretch is not None:
                own, kept = within_stretch(passage, self._documents[passage.document], stretch)
                place = passage.units.index(unit)
                if place not in kept:
                    continue
                passage, unit = own, own.units[kept.index(place)]
            if documents is None or passage.document in documents:
                hits = sum(self._weight[word] for word in wanted & said)
                scored.append(
                    ((hits + 0.6 * sum(self._weight[word] for word in (wanted & above) - said)) / total, passage, unit)
                )
        scored.sort(key=lambda each: -each[0])
        nearest = tuple(dict.fromkeys(passage.document for _, passage, _ in scored[:9]))
        if not scored:
            return Reading((), 0.0, nearest)
        best, first, _ = scored[0]
        beside = [each for each in scored if each[1].heading == first.heading and each[1].document == first.document]
        evidence: list[Evidence] = []
        for score, passage, unit in sorted(
            (each for each in beside if each[0] >= 0.8 * best), key=lambda each: each[2].start
        ):
            if sum(len(one.plain) for one in evidence) + len(unit.plain) <= characters:
                quote = self._documents[passage.document].text[unit.start : unit.end]
                place = (
                    passage.document,
                    unit.start,
                    unit.end,
                    quote,
                    unit.plain,
                    passage.heading,
                    unit.line,
                    unit.page,
                )
                evidence.append(Evidence(*place, score))
        return Reading(tuple(evidence), best, nearest)
