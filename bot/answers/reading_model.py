"""ReadingModel: question and passages in, a score and a vector for every unit out.

A small transformer (a cross-encoder for web passages, trained further) reads a question together with one passage and
its heading path and gives every token a number and a vector. The mean number of a unit's tokens, plus the number of the
first token, which stands for the passage as a whole, is the unit's score; a learned `null` score stands for "nothing
here answers". `bot.answers.comparing_model` then looks at the units of all passages together. It runs on ONNX Runtime,
without PyTorch. How both were trained, on what, and how well they do: `docs/reader.md`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import Lock

import numpy as np

from bot.answers.comparing_model import ComparingModel
from bot.answers.passage_scores import PassageScores, passage_scores
from bot.answers.reader_files import ABOUT, FOLDER, READING, TOKENIZER
from bot.answers.sequencer import Sequencer
from index.onnx_session import OnnxSession, threads_by_default
from knowledge.passages import Passage

QUESTIONS_KEPT = 4


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


class ReadingModel:
    """The trained reader. Safe to call from several threads."""

    def __init__(self, folder: Path = FOLDER, *, at_once: bool = True) -> None:
        """`at_once`: load the networks now, not with the first question to read; many are answered from facts."""
        self._folder = folder
        self._pool = ThreadPoolExecutor(threads_by_default(), "reading")
        self._lock = Lock()
        self._known: dict[str, dict[str, PassageScores]] = {}  # by question, the latest few
        about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
        self.null = float(about["null"])
        self.mix = Mix(**about["mix"])
        if at_once:
            self._load()

    @cached_property
    def sequencer(self) -> Sequencer:
        """Writes questions and passages as this reader takes them."""
        return Sequencer(self._folder / TOKENIZER)

    @cached_property
    def comparing(self) -> ComparingModel:
        """Looks at the units of all passages together."""
        return ComparingModel(self._folder, self.null)

    @cached_property
    def _session(self) -> OnnxSession:
        return OnnxSession(self._folder / READING, threads=1)

    def _load(self) -> None:
        """All that is loaded when needed."""
        _ = self.sequencer, self.comparing, self._session

    def scores(self, question: str, passages: Sequence[Passage]) -> list[PassageScores]:
        """One result a passage, in the order given.

        Each passage is read by itself: padded to the longest they take twice as long, and 8-bit activations are scaled
        over a whole batch, so that a passage's score would depend on which others were found.
        """
        known = self._known_for(question)
        new = {passage.id: passage for passage in passages if passage.id not in known}
        if new:
            self._load()  # here, as the threads that read would each load its own
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
        return passage_scores(self._session.run(ids, types)[0], spans)
