"""Put our questions into arrays to train over: `python -m bot.training.prepare --corpora FOLDER ARRAYS.npz`.

Needs what indexing needs, and some minutes; `bot.training.train` then needs neither index nor documents.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np

from bot.answers.sequencer import Sequencer
from bot.training.arrays import FOUND, MISSED, SLOTS, Arrays
from bot.training.examples import CORPORA, HELD_OUT, Written, answering, in_threads, load_corpora, read_written
from index.model_files import DEFAULT_MODEL, model_folder
from index.onnx_embedder import open_embedder
from index.search import Hit, Search
from knowledge.passages import Passage


class _Texts:
    """Token ids one behind the other."""

    def __init__(self) -> None:
        self.ids: list[int] = []
        self.first = [0]

    def add(self, ids: Iterable[int]) -> None:
        self.ids += ids
        self.first.append(len(self.ids))


class _Passages:
    """The passages that occur in any slot, each once."""

    def __init__(self, sequencer: Sequencer) -> None:
        self._sequencer = sequencer
        self._numbers: dict[str, int] = {}
        self.bodies = _Texts()
        self.spans: list[tuple[int, int]] = []
        self.unit_first = [0]

    def number(self, passage: Passage) -> int:
        if passage.id not in self._numbers:
            ids, spans = self._sequencer.body(passage)
            self.bodies.add(ids)
            self.spans += spans
            self.unit_first.append(len(self.spans))
            self._numbers[passage.id] = len(self._numbers)
        return self._numbers[passage.id]


def arrays_of(searches: Mapping[str, Search], written: Iterable[Written], sequencer: Sequencer) -> Arrays:
    """The arrays for those questions; one whose evidence is no longer where it was is left out."""
    passages, questions = _Passages(sequencer), _Texts()
    slots: list[tuple[list[int], list[float], list[float]]] = []
    unit_cosines: list[float] = []
    right: list[tuple[int, int]] = []
    right_first = [0]
    corpora: list[str] = []
    for each in written:
        search = searches[each.corpus]
        gold = answering(search.contents, each.evidence)
        if each.evidence and not gold:
            continue
        hits = _in_slots(search, each.text, gold)
        numbers = [passages.number(hit.passage) for hit in hits]
        empty = SLOTS - len(hits)
        slots.append(
            (
                [*numbers, *[-1] * empty],
                [*(hit.score for hit in hits), *[0.0] * empty],
                [*(hit.cosine for hit in hits), *[0.0] * empty],
            )
        )
        unit_cosines += (cosine for hit in hits for cosine in hit.unit_cosines)
        right += ((slot, place) for slot, hit in enumerate(hits) for place in sorted(gold.get(hit.number, ())))
        right_first.append(len(right))
        questions.add(sequencer.question(each.text))
        corpora.append(each.corpus)
    spans, places = np.array(passages.spans), np.array(right)
    return Arrays(
        body=np.array(passages.bodies.ids, np.uint16),
        body_first=np.array(passages.bodies.first),
        span_first=spans[:, 0].astype(np.uint16),
        span_last=spans[:, 1].astype(np.uint16),
        unit_first=np.array(passages.unit_first),
        question=np.array(questions.ids, np.uint16),
        question_first=np.array(questions.first),
        passage=np.array([each for each, _, _ in slots], np.int32),
        fusion=np.array([each for _, each, _ in slots], np.float16),
        cosine=np.array([each for _, _, each in slots], np.float16),
        unit_cosine=np.round(unit_cosines, 2).astype(np.float16),  # finer ones would double the file
        right_slot=places[:, 0].astype(np.uint8),
        right_place=places[:, 1].astype(np.uint16),
        right_first=np.array(right_first),
        is_held_out=np.array([each in HELD_OUT for each in corpora]),
        corpus=np.array(corpora),
    )


def _in_slots(search: Search, question: str, gold: Mapping[int, frozenset[int]]) -> list[Hit]:
    """What is found, then what answers and wasn't found.

    The latter get the score that a passage far down has: with none, a model would learn that those without one answer.
    """
    embedding = search.embedder.embed([question])[0]
    found = search.hits_of(embedding, question, FOUND)
    numbers = {hit.number for hit in found}
    missed = [number for number in gold if number not in numbers][:MISSED]
    score = float(np.median([hit.score for hit in found])) if found else 0.0
    return found + search.hits_at(embedding, question, [(number, score) for number in missed])


def main() -> None:
    arguments = argparse.ArgumentParser(description="Put our questions into arrays to train over.")
    arguments.add_argument("arrays", type=Path, help="the .npz file to write")
    arguments.add_argument("--corpora", type=Path, required=True, help="folder that holds the handbooks by name")
    options = arguments.parse_args()
    embedder = open_embedder(DEFAULT_MODEL, Path(tempfile.gettempdir()) / "rolecall-models")
    searches = load_corpora(CORPORA, options.corpora, embedder)
    sequencer = Sequencer(model_folder(DEFAULT_MODEL) / "tokenizer.json")
    written = read_written(CORPORA)
    arrays = arrays_of(searches, [*written, *in_threads(written)], sequencer)
    arrays.save(options.arrays)
    print(f"{len(arrays.corpus)} questions over {len(arrays.body_first) - 1} passages")


if __name__ == "__main__":
    main()
