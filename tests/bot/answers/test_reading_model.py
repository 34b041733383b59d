"""The reading model: how question and passage become one sequence, and what the shipped one makes of them."""

from __future__ import annotations

import pytest
from tokenizers import Tokenizer

from bot.answers.confidence import Confidence
from bot.answers.layout import Layout
from bot.answers.passage_reader import PassageReader
from bot.answers.reading_model import ReadingModel
from bot.answers.sequencer import Sequencer
from index.model_files import DEFAULT_MODEL, model_folder
from index.onnx_embedder import open_embedder
from index.search import Search
from index.view import View
from knowledge.passages import Passage, split_passages
from knowledge.readers.formats import read_job
from knowledge.readers.job import Job
from tests.index.library import contents_of

CLS, SEP = 101, 102
TOKENIZER = model_folder(DEFAULT_MODEL) / "tokenizer.json"
TEXT = (
    "# Leave\n\n## Parental leave\n\nParents take 16 weeks. Tell your manager early.\n\n"
    "You may carry over:\n\n- five days\n- in hardship, ten days\n"
)


def passage_of(text: str) -> Passage:
    return split_passages(read_job(Job("page.md", "markdown", "", text.encode())))[0]


@pytest.fixture(scope="module")
def sequencer() -> Sequencer:
    return Sequencer(TOKENIZER)


@pytest.fixture(scope="module")
def passage() -> Passage:
    return passage_of(TEXT)


@pytest.fixture(scope="module")
def ids_of():
    tokenizer = Tokenizer.from_file(str(TOKENIZER))
    tokenizer.no_padding()
    return lambda text: tokenizer.encode(text, add_special_tokens=False).ids


def test_question_path_and_units_stand_in_one_sequence(sequencer, ids_of, passage):
    ids, begins, spans = sequencer.sequence("How long is leave?", passage)
    assert ids[0] == CLS
    assert ids[begins - 1] == SEP
    assert ids[1 : begins - 1] == ids_of("How long is leave?")
    assert len(spans) == len(passage.units)
    for unit, (first, last) in zip(passage.units, spans, strict=True):
        assert ids[first:last] == ids_of(unit.plain)
    path_ends = ids.index(SEP, begins)
    assert ids[begins:path_ends] == ids_of(passage.path)


def test_what_introduces_a_list_is_read_once_before_its_items(sequencer, ids_of, passage):
    ids, _, spans = sequencer.sequence("carry over?", passage)
    lead_in = ids_of("You may carry over:")
    first, second = spans[-2], spans[-1]
    assert ids[first[0] - len(lead_in) : first[0]] == lead_in
    assert second[0] == first[1]


def test_long_parts_are_cut_to_their_limits(sequencer):
    layout = Layout()
    long = passage_of("# Long\n\n" + " ".join(["word"] * 300) + ".\n")
    ids, begins, spans = sequencer.sequence("why " * 5000, long)
    assert begins == layout.question + 2
    assert len(ids) <= layout.sequence
    assert [last - first for first, last in spans] == [layout.unit]


def test_units_that_no_longer_fit_have_an_empty_span(sequencer):
    many = passage_of("# Many\n\n" + " ".join("An extraordinarily uncommonplace sentence." for _ in range(30)) + "\n")
    ids, _, spans = sequencer.sequence("Who?", many)
    assert len(ids) <= Layout().sequence
    assert spans[0] != (0, 0)
    assert spans[-1] == (0, 0)
    assert all(span == (0, 0) or 0 < span[0] < span[1] <= len(ids) for span in spans)


@pytest.mark.parametrize("question", ["", "🎉", "שכר", "\x00", "a\ud800b", "?" * 5000])
def test_any_question_has_a_sequence(sequencer, passage, question):
    ids, begins, _ = sequencer.sequence(question, passage)
    assert 2 <= begins < len(ids)


@pytest.fixture(scope="module")
def model() -> ReadingModel:
    return ReadingModel()


def test_with_the_search_the_sentence_that_answers_comes_first(model, installation):
    """The model alone prefers "five days" here, which is why the search's numbers count as well."""
    embedder = open_embedder(DEFAULT_MODEL, installation / "index" / "models", may_export=False)
    search = Search(View(contents_of({"page.md": TEXT}, embedder)), embedder)
    reading = PassageReader(search, model, Confidence.load()).read("How long is parental leave?")
    assert reading.evidence[0].quote.startswith("Parents take 16 weeks.")


def test_a_passage_that_answers_scores_above_one_that_does_not(model, passage):
    other = passage_of("# Garden\n\nThe roses flower in June. The lawn is mown on Fridays.\n")
    answering, silent = model.scores("How long is parental leave?", [passage, other])
    assert max(answering.units) > max(silent.units)
    assert max(silent.units) < model.null


def test_scores_come_in_order_one_for_each_unit(model, passage):
    other = passage_of("# Garden\n\nThe roses flower in June.\n")
    scores = model.scores("Who?", [other, passage, other])
    assert [len(each.units) for each in scores] == [len(other.units), len(passage.units), len(other.units)]
    assert scores == model.scores("Who?", [other, passage, other])
    assert scores[1] == model.scores("Who?", [passage])[0]
    assert model.scores("Who?", []) == []


def test_reading_more_passages_of_the_same_question_changes_nothing(model, passage):
    other = passage_of("# Garden\n\nThe roses flower in June.\n")
    first = model.scores("When do roses flower?", [other])
    both = model.scores("When do roses flower?", [passage, other])
    for number in range(10):  # more than are remembered
        model.scores(f"Who is number {number}?", [other])
    assert both[1] == first[0]
    assert model.scores("When do roses flower?", [passage, other]) == both
