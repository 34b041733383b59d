"""ReadingModel: question and passages in, one score for every unit out. Runs on ONNX Runtime, without PyTorch.

A small transformer (a cross-encoder for web passages, trained further) reads a question together with one passage and
its heading path and gives every token a number. The mean over a unit's tokens, plus the number of the first token,
which stands for the passage as a whole, is the unit's score; a learned `null` score stands for "nothing here answers".
How it was trained, on what, and how well it does: `docs/reader.md`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock

import numpy as np
import numpy.typing as npt

from index.onnx_session import OnnxSession, threads_by_default
from knowledge.passages import Passage

FOLDER = Path(__file__).parent / "reader"
QUESTIONS_KEPT = 4
_CLS, _SEP = 101, 102


@dataclass(frozen=True, slots=True)
class Layout:
    """How a question and a passage become one sequence; the numbers are tokens, as in training."""

    question: int = 64
    path: int = 40
    context: int = 40
    unit: int = 120
    sequence: int = 256


@dataclass(frozen=True, slots=True)
class PassageScores:
    """What the model makes of one passage; all are logits, comparable within one question."""

    passage: float  # that the passage answers at all
    units: tuple[float, ...]  # that this unit is (part of) the answer, the passage's own score included


@dataclass(frozen=True, slots=True)
class Mix:
    """Weights that make one score of the search's numbers and the model's."""

    unit_cosine: float
    cosine: float
    fusion: float
    logit: float

    def of(self, unit_cosine: float, cosine: float, fusion: float, logit: float) -> float:
        """The score of a unit, of no fixed range."""
        return self.unit_cosine * unit_cosine + self.cosine * cosine + self.fusion * fusion + self.logit * logit


class Sequencer:
    """Questions and passages to token ids, in the one layout that training and answering share."""

    def __init__(self, tokenizer_file: Path = FOLDER / "tokenizer.json", layout: Layout = Layout()) -> None:
        from tokenizers import Tokenizer

        self._tokenizer = Tokenizer.from_file(str(tokenizer_file))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._layout = layout
        self._ids = lru_cache(maxsize=4096)(self._encode)

    def _encode(self, text: str) -> tuple[int, ...]:
        whole = text.encode("utf-8", "replace").decode()  # the tokenizer takes no lone surrogates
        return tuple(self._tokenizer.encode(whole, add_special_tokens=False).ids)

    def sequence(self, question: str, passage: Passage) -> tuple[list[int], int, list[tuple[int, int]]]:
        """-> token ids, where the passage begins, and each unit's first and one past last position.

        A unit that no longer fits has the span (0, 0).
        """
        layout = self._layout
        ids = [_CLS, *self._ids(question[:2000])[: layout.question], _SEP]
        begins = len(ids)
        ids += [*self._ids(passage.path)[-layout.path :], _SEP]
        spans: list[tuple[int, int]] = []
        before = ""
        for unit in passage.units:
            if unit.context and unit.context != before:
                ids += self._ids(unit.context)[: layout.context]
            before = unit.context
            first = len(ids)
            ids += self._ids(unit.plain)[: layout.unit]
            spans.append((first, min(len(ids), layout.sequence)) if first < layout.sequence - 4 else (0, 0))
        return ids[: layout.sequence], begins, spans


class ReadingModel:
    """The trained reader. Safe to call from several threads."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._session = OnnxSession(folder / "model.onnx", threads=1)
        self._pool = ThreadPoolExecutor(threads_by_default(), "reading")
        self._lock = Lock()
        self._known: dict[str, dict[str, PassageScores]] = {}  # by question, the latest few
        self.sequencer = Sequencer(folder / "tokenizer.json")
        about = json.loads((folder / "reader.json").read_text(encoding="utf-8"))
        self.null = float(about["null"])
        self.mix = Mix(**about["mix"])

    def scores(self, question: str, passages: Sequence[Passage]) -> list[PassageScores]:
        """One result a passage, in the order given.

        Each passage is read by itself: padded to the longest they take twice as long, and 8-bit activations are scaled
        over a whole batch, so that a passage's score would depend on which others were found.
        """
        known = self._known_for(question)
        new = {passage.id: passage for passage in passages if passage.id not in known}
        known.update(zip(new, self._pool.map(lambda passage: self._read(question, passage), new.values()), strict=True))
        return [known[passage.id] for passage in passages]

    def _known_for(self, question: str) -> dict[str, PassageScores]:
        """Scores by passage id. One answer may read in some documents first and then in all."""
        with self._lock:
            if question not in self._known:
                while len(self._known) >= QUESTIONS_KEPT:
                    del self._known[next(iter(self._known))]
                self._known[question] = {}
            return self._known[question]

    def _read(self, question: str, passage: Passage) -> PassageScores:
        sequence, begins, spans = self.sequencer.sequence(question, passage)
        ids = np.array([sequence], dtype=np.int64)
        types = np.zeros_like(ids)
        types[0, begins:] = 1
        return _of_passage(self._session.run(ids, types)[0], spans)


def _of_passage(logits: npt.NDArray[np.float32], spans: Sequence[tuple[int, int]]) -> PassageScores:
    passage = float(logits[0])
    units = (float(logits[first:last].mean()) if last > first else -10.0 for first, last in spans)
    return PassageScores(passage, tuple(passage + unit for unit in units))
