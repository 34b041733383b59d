"""Why a question is answered as it is: told by the same steps that answer it, with the real reader."""

from __future__ import annotations

from datetime import date
from math import exp

import pytest

from bot.answers.answer import Question
from bot.answers.from_snapshots import FromSnapshots
from bot.answers.passage_reader import PassageReader
from bot.answers.scope import Scope
from bot.answers.why import RANKED, Explainer
from bot.why_lines import why_lines
from index import snapshot
from index.audience import EVERYTHING, PUBLIC, Audience
from index.search import Search
from index.snapshot import Snapshot
from index.view import View
from knowledge.catalogue import default_catalogue
from tests.index.library import contents_of
from tests.word_embedder import WordEmbedder

TODAY = date(2026, 11, 26)
NOTICE = "hr/notice.md"
TEXTS = {
    "policies/leave.md": "# Leave Policy\n\n## Parental leave\n\nParents take 16 weeks of paid parental leave.\n",
    "policies/old.md": "---\nexpires: 2025-06-30\n---\n# Old Leave\n\n## Parental leave\n\nIt is 12 weeks.\n",
    "policies/parking.md": "# Parking\n\n## Permits\n\nParking permits are issued by the front desk.\n",
    NOTICE: "---\naudience: [hr]\n---\n# Severance \x1b[31m\n\n## Pay\n\nSeverance pay is two months of salary.\n",
    "jobs/cook.md": "# Cook\n\nReports to: Head Cook\nSalary: $30,000 a year\n\nThe cook keeps the kitchen clean.\n",
}
SEVERANCE = Question("How much is severance pay?")


@pytest.fixture(scope="module")
def factory() -> FromSnapshots:
    return FromSnapshots.load(WordEmbedder(), default_catalogue())


@pytest.fixture(scope="module")
def taken(tmp_path_factory) -> Snapshot:
    folder = tmp_path_factory.mktemp("index")
    return snapshot.load(folder, "words", snapshot.write(contents_of(TEXTS), folder))


@pytest.fixture
def explainer(factory, taken) -> Explainer:
    return factory.explainer(taken)


@pytest.mark.parametrize(
    "asked", ["How long is parental leave?", "Who does the cook report to?", "Who walks the dog?", "hello"]
)
@pytest.mark.parametrize("audience", [EVERYTHING, PUBLIC, Audience.of([["hr"]])])
def test_it_explains_the_answer_that_is_given(factory, taken, explainer, asked, audience):
    scope = Scope(audience, TODAY)
    assert explainer.why(Question(asked), scope).answer == factory(taken).answer(Question(asked), scope)


def test_what_was_read_is_ranked_with_its_scores_and_what_weighed(explainer):
    why = explainer.why(Question("How long is parental leave?"), Scope(PUBLIC, TODAY))
    assert why.answer.confidence in {read.confidence for read in why.reads}
    best = why.reads[0].ranking[0]
    assert (best.document, best.is_shown, best.words) == (
        "policies/leave.md",
        True,
        "Parents take 16 weeks of paid parental leave.",
    )
    scores = [each.score for each in why.reads[0].ranking]
    assert scores == sorted(scores, reverse=True) and len(scores) <= RANKED
    weights = [abs(added) for added in why.reads[0].weighed.values()]
    assert weights and weights == sorted(weights, reverse=True)


def test_what_the_filters_removed_is_named_with_the_reason(explainer):
    why = explainer.why(SEVERANCE, Scope(PUBLIC, TODAY, frozenset({"policies/parking.md"}), ("hr", "policies", "jobs")))
    assert why.answer.status == "not_found"
    assert why.removed == {"audience": 1, "withdrawn": 1, "not in force": 1}
    assert all(each.document != NOTICE for read in why.reads for each in read.ranking)
    assert [each.removed for each in why.without_filters if each.document == NOTICE] == ["audience"]
    elsewhere = explainer.why(SEVERANCE, Scope(EVERYTHING, TODAY, within=("jobs",)))
    assert elsewhere.removed == {"elsewhere": 4}


def test_the_weights_add_up_to_the_confidence(factory, taken):
    reader = PassageReader(Search(View(taken.contents), factory.embedder), factory.model, factory.judge)
    look = reader.look("How long is parental leave?")
    logit = sum(factory.judge.weighed(look.features).values()) + factory.judge.bias
    assert 1 / (1 + exp(-logit)) == pytest.approx(look.confidence)


def test_the_lines_say_it_all_and_nothing_in_them_comes_alive(explainer):
    lines = why_lines(explainer.why(SEVERANCE, Scope(PUBLIC, TODAY)))
    assert lines[0].startswith("Not found")
    assert any("needed: too little" in line for line in lines)
    assert "Could not answer: 2 of 5 documents (1 for other readers, 1 not in force on that day)." in lines
    assert any(NOTICE in line and "for other readers" in line for line in lines)
    assert "\x1b" not in "".join(lines)
    hr = why_lines(explainer.why(SEVERANCE, Scope(Audience.of([["hr"]]), TODAY)))
    assert any(line.startswith("It cites: hr/notice.md") for line in hr)
