"""Batches: what training sees of a question is what answering reads, and what search left out is drawn fairly."""

from __future__ import annotations

from collections import Counter

import numpy as np
import torch

from bot.training.arrays import Arrays
from bot.training.batches import Batch, Batches, ahead
from bot.training.examples import answering


def sequences(batch: Batch) -> list[list[int]]:
    return [part.tolist() for part in batch.sequences.ids.split(batch.sequences.first.diff().tolist())]


def test_a_batch_holds_what_answering_reads(search, sequencer, arrays, written):
    batch = Batches(arrays).found(torch.arange(len(written)), 16)
    expected = []
    for number, each in enumerate(written):
        gold = answering(search.contents, each.evidence)
        for hit in search.hits(each.question, 16):
            ids, _, spans = sequencer.sequence(each.question, hit.passage)
            for unit, (first, last) in enumerate(spans):
                if last > first:
                    is_right = unit in gold.get(hit.number, ())
                    expected.append((number, ids[first:last], is_right, round(hit.unit_cosines[unit], 2)))
    got = [
        (
            batch.question_of_unit[unit].item(),
            batch.sequences.ids[batch.token[batch.unit_of == unit]].tolist(),
            batch.right[unit].item(),
            round(batch.unit_cosine[unit].item(), 2),
        )
        for unit in range(len(batch.length))
    ]
    assert [each[:3] for each in got] == [each[:3] for each in expected]
    assert np.allclose([each[3] for each in got], [each[3] for each in expected], atol=0.011)


def test_units_of_one_question_are_counted_from_nought(arrays):
    batch = Batches(arrays).found(torch.tensor([3, 0]), 16)
    for number in (0, 1):
        places = batch.place[batch.question_of_unit == number].tolist()
        assert places == list(range(len(places)))
    assert batch.most_units == 1 + int(batch.place.max())


def test_what_answers_is_nearly_always_drawn_and_nothing_twice(arrays):
    batches = Batches(arrays)
    shown: Counter[int] = Counter()
    for repeat in range(60):
        questions = torch.tensor([0] * (repeat + 1) + [1])  # another batch each time: what is drawn hangs on it
        batch = batches.drawn(questions, 3)
        of_first = batch.question_of == 0
        assert int(of_first.sum()) <= 3
        texts = [tuple(text) for text, is_first in zip(sequences(batch), of_first.tolist(), strict=True) if is_first]
        assert len(texts) == len(set(texts))
        shown[int(batch.answers[of_first].sum())] += 1
    assert shown[1] >= 45 and 0 < shown[0] <= 15  # hidden in 8 of 100


def test_the_same_questions_are_drawn_the_same(arrays):
    batches, questions = Batches(arrays), torch.arange(4)
    assert sequences(batches.drawn(questions, 3)) == sequences(batches.drawn(questions, 3))


def test_batches_made_ahead_come_in_order():
    asked = [torch.tensor([number]) for number in range(100)]
    assert [int(each) for each in ahead(lambda questions: questions, asked, 4)] == list(range(100))


def test_arrays_come_back_as_they_were_saved(arrays, tmp_path):
    arrays.save(tmp_path / "arrays.npz")
    again = Arrays.load(tmp_path / "arrays.npz")
    assert again.right_first.tolist() == [0, 1, 2, 2, 3]
    assert (again.passage == arrays.passage).all() and (again.body == arrays.body).all()
