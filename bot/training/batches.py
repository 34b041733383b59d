"""Batches: questions drawn with some of their passages.

They are made on the processor, several ahead in threads, so that an accelerator never waits for them; all that a step
needs to know beforehand, as how many tokens there are, comes with them as plain numbers.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, fields
from typing import Self

import numpy as np
import torch

from bot.answers.layout import CLS, LAYOUT, SEP
from bot.training.arrays import FOUND, SLOTS, Arrays

HIDDEN = 0.08  # share of the questions shown without what answers them, as where search finds nothing
ANSWERING = 3  # passages that answer, at most, for each question


@dataclass(frozen=True, slots=True)
class Tensors:
    """Some tensors that belong together."""

    def to(self, device: torch.device) -> Self:
        """The same on another device."""
        return self._each(lambda tensor: tensor.to(device, non_blocking=True))

    def pinned(self) -> Self:
        """The same in memory from which a copy to an accelerator does not wait for the steps before."""
        return self._each(torch.Tensor.pin_memory)

    def _each(self, made: Callable[[torch.Tensor], torch.Tensor]) -> Self:
        def of(value: object) -> object:
            if isinstance(value, Tensors):
                return value._each(made)
            return made(value) if isinstance(value, torch.Tensor) else value

        return type(self)(*(of(getattr(self, each.name)) for each in fields(self)))


@dataclass(frozen=True, slots=True)
class Sequences(Tensors):
    """`s` sequences, one behind the other, `n` tokens in all."""

    ids: torch.Tensor  # (n)
    types: torch.Tensor  # (n): 0 the question, 1 the passage
    places: torch.Tensor  # (n): of each token in its sequence
    sequence_of: torch.Tensor  # (n)
    first: torch.Tensor  # (s + 1), int32: where each begins


@dataclass(frozen=True, slots=True)
class Batch(Tensors):
    """`q` questions with `s` sequences, `u` units, and `t` tokens in these."""

    questions: int
    most_units: int  # of one question
    sequences: Sequences
    question_of: torch.Tensor  # (s)
    share: torch.Tensor  # (s): one by the number of its question's sequences
    answers: torch.Tensor  # (s): whether the passage answers
    cosine: torch.Tensor  # (s)
    fusion: torch.Tensor  # (s)
    sequence_of: torch.Tensor  # (u)
    question_of_unit: torch.Tensor  # (u)
    place: torch.Tensor  # (u): among the units of its question
    share_of_unit: torch.Tensor  # (u): one by the number of its question's units
    right: torch.Tensor  # (u): whether the unit answers
    unit_cosine: torch.Tensor  # (u)
    length: torch.Tensor  # (u): in tokens
    unit_of: torch.Tensor  # (t)
    token: torch.Tensor  # (t): its place among those of all sequences


def ahead(make: Callable[[torch.Tensor], Batch], of: Iterable[torch.Tensor], threads: int = 6) -> Iterator[Batch]:
    """The batches in order, some of them made before they are asked for."""
    with ThreadPoolExecutor(threads, "batches") as pool:
        waiting: deque[Future[Batch]] = deque()
        for questions in of:
            waiting.append(pool.submit(make, questions))
            if len(waiting) > 2 * threads:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


class Batches:
    """Draws batches from arrays."""

    def __init__(self, arrays: Arrays) -> None:
        def put(array: np.ndarray, kind: torch.dtype = torch.int64) -> torch.Tensor:
            whole = array.astype(np.int64) if array.dtype.kind in "iu" else array
            return torch.as_tensor(whole).to(kind)

        self._body, self._body_first = put(arrays.body), put(arrays.body_first)
        self._span_first, self._span_last = put(arrays.span_first), put(arrays.span_last)
        self._unit_first = put(arrays.unit_first)
        self._question, self._question_first = put(arrays.question), put(arrays.question_first)
        self._passage = put(arrays.passage)
        self._fusion, self._cosine = put(arrays.fusion, torch.float32), put(arrays.cosine, torch.float32)
        self._unit_cosine = put(arrays.unit_cosine, torch.float32)
        units = np.where(arrays.passage >= 0, np.diff(arrays.unit_first)[arrays.passage], 0)
        first_in_slot = np.concatenate([[0], np.cumsum(units.ravel())])
        self._cosine_first = put(first_in_slot[:-1].reshape(units.shape))
        owner = np.repeat(np.arange(len(arrays.passage)), np.diff(arrays.right_first))
        is_right = np.zeros(first_in_slot[-1], np.bool_)
        is_right[first_in_slot[:-1].reshape(units.shape)[owner, arrays.right_slot] + arrays.right_place] = True
        self._is_right = torch.as_tensor(is_right)
        answers = np.zeros(arrays.passage.shape, np.bool_)
        answers[owner, arrays.right_slot] = True
        self._answers = torch.as_tensor(answers)

    def drawn(self, questions: torch.Tensor, wanted: int) -> Batch:
        """For training: passages that answer, most often, and others, those found first more often."""
        there = self._passage[questions] >= 0
        answers = self._answers[questions]
        chance = torch.Generator().manual_seed(int(questions.sum()) * 1_000_003 + int(questions[0]))
        uniform = torch.rand(there.shape, generator=chance).clamp(1e-9, 1 - 1e-7)
        noise = -torch.log(-torch.log(uniform))
        others = noise - torch.log(torch.arange(SLOTS) + 3.0)
        hides = torch.rand((len(questions), 1), generator=chance) < HIDDEN
        order = torch.where(answers, noise, -torch.inf).argsort(1, descending=True).argsort(1)
        key = torch.where(answers, torch.where(order < ANSWERING, 100.0 - order, -torch.inf), others)
        key = torch.where(there & ~(answers & hides), key, -torch.inf)
        best = key.topk(wanted, dim=1)
        chosen, slots = torch.nonzero(best.values > -torch.inf, as_tuple=True)
        return self._batch(questions, chosen, best.indices[chosen, slots])

    def found(self, questions: torch.Tensor, count: int) -> Batch:
        """For judging: the first passages that search finds, as in answering."""
        there = self._passage[questions][:, : min(count, FOUND)] >= 0
        chosen, slots = torch.nonzero(there, as_tuple=True)
        return self._batch(questions, chosen, slots)

    def _batch(self, questions: torch.Tensor, chosen: torch.Tensor, slots: torch.Tensor) -> Batch:
        asked = questions[chosen]
        passage = self._passage[asked, slots]
        begins = 2 + self._question_first[asked + 1] - self._question_first[asked]
        length = (begins + self._body_first[passage + 1] - self._body_first[passage]).clamp(max=LAYOUT.sequence)
        unit_count = self._unit_first[passage + 1] - self._unit_first[passage]
        sequence_of = torch.repeat_interleave(torch.arange(len(asked)), unit_count)
        within = _counting(unit_count)
        unit = self._unit_first[passage][sequence_of] + within
        first = self._span_first[unit] + begins[sequence_of]
        last = (self._span_last[unit] + begins[sequence_of]).clamp(max=LAYOUT.sequence)
        in_slots = self._cosine_first[asked, slots][sequence_of] + within
        fits = (first <= LAYOUT.sequence - LAYOUT.least) & (last > first)
        sequence_of, first, last, in_slots = sequence_of[fits], first[fits], last[fits], in_slots[fits]
        sequences = self._sequences(asked, passage, begins, length)
        question_of_unit = chosen[sequence_of]
        units_of_question = torch.bincount(question_of_unit, minlength=len(questions))
        tokens = last - first
        return Batch(
            questions=len(questions),
            most_units=max(1, int(units_of_question.max())),
            sequences=sequences,
            question_of=chosen,
            share=1.0 / torch.bincount(chosen, minlength=len(questions))[chosen],
            answers=self._answers[asked, slots],
            cosine=self._cosine[asked, slots],
            fusion=self._fusion[asked, slots],
            sequence_of=sequence_of,
            question_of_unit=question_of_unit,
            place=_counting(units_of_question),
            share_of_unit=1.0 / units_of_question[question_of_unit],
            right=self._is_right[in_slots],
            unit_cosine=self._unit_cosine[in_slots],
            length=tokens,
            unit_of=torch.repeat_interleave(torch.arange(len(tokens)), tokens),
            token=torch.repeat_interleave(sequences.first[sequence_of] + first, tokens) + _counting(tokens),
        )

    def _sequences(
        self, asked: torch.Tensor, passage: torch.Tensor, begins: torch.Tensor, length: torch.Tensor
    ) -> Sequences:
        sequence_of = torch.repeat_interleave(torch.arange(len(length)), length)
        place = _counting(length)
        begin = begins[sequence_of]
        question = self._question_first[asked][sequence_of] + place - 1
        body = self._body_first[passage][sequence_of] + place - begin
        ids = torch.where(
            place < begin,
            self._question[question.clamp(0, len(self._question) - 1)],
            self._body[body.clamp(0, len(self._body) - 1)],
        )
        ids = torch.where(place == 0, CLS, torch.where(place == begin - 1, SEP, ids))
        first = torch.cat([torch.zeros(1, dtype=torch.int64), length.cumsum(0)])
        return Sequences(ids, (place >= begin).long(), place, sequence_of, first.int())


def _counting(counts: torch.Tensor) -> torch.Tensor:
    """[2, 3] -> [0, 1, 0, 1, 2]."""
    starts = counts.cumsum(0) - counts
    return torch.arange(int(counts.sum())) - torch.repeat_interleave(starts, counts)
