"""Answers on days: what is in force, what was, what will be, and what is said of it."""

from __future__ import annotations

from datetime import date

import pytest

from bot.answers.answer import Answer, Question
from bot.answers.answerer import Answerer
from bot.answers.calibration import Bar
from bot.answers.scope import Scope
from bot.answers.scoped import InScope, ScopedAnswers
from index.audience import EVERYTHING, PUBLIC, Audience
from index.view import View
from knowledge.catalogue import default_catalogue
from knowledge.roles import Directory
from tests.bot.answers.unit_reader import UnitReader
from tests.index.library import contents_of

TODAY = date(2026, 11, 26)
OLD, NEW, COMING = "policies/leave-2024.md", "policies/leave-2025.md", "policies/leave-2027.md"
TEXTS = {
    OLD: "---\neffective: 2024-01-01\n---\n# Leave Policy\n\n## Holidays\n\nEveryone has 20 days of holiday.\n",
    NEW: "---\neffective: 2025-01-01\nreview: 2026-05\n---\n# Leave Policy\n\n## Holidays\n\nEveryone has 25 days of "
    "holiday.\n",
    COMING: "---\neffective: 2027-01-01\n---\n# Leave Policy\n\n## Holidays\n\nEveryone has 30 days of holiday.\n\n"
    "## Sabbatical\n\nA sabbatical of three months follows ten years of service.\n",
    "policies/mileage.md": "---\nexpires: 2025-06-30\n---\n# Mileage\n\n## Rate\n\nThe mileage rate is 45p a mile.\n",
    "policies/parking.md": "# Parking\n\n## Permits\n\nParking permits are issued by the front desk.\n",
    "hr/notice.md": "---\naudience: [hr]\n---\n# Notice\n\n## Severance\n\nSeverance pay is two months of salary.\n",
    "jobs/cook.md": "# Cook\n\nReports to: Head Cook\nSalary: $30,000 a year\nSchedule: weekdays\n\nThe cook keeps the "
    "kitchen clean.\n\n## Requirements\n\n- Two years of experience.\n",
}


@pytest.fixture(scope="module")
def answers() -> ScopedAnswers:
    def answerer_of(view: View) -> Answerer:
        reader, bar = UnitReader(view.documents), Bar(0.5, 0.5, 0.5, 0.65)
        return Answerer(Directory(view.roles), default_catalogue(), view.documents, reader, bar, words=view.words)

    return ScopedAnswers(contents_of(TEXTS), answerer_of)


@pytest.fixture
def ask(answers: ScopedAnswers) -> InScope:
    return InScope(answers, Scope(EVERYTHING, TODAY))


def cited(answer: Answer) -> list[str]:
    return [citation.document for citation in answer.citations]


def test_of_several_versions_the_one_in_force_answers(answers: ScopedAnswers) -> None:
    question = Question("How many days of holiday does everyone have?")
    for on, expected in ((date(2024, 6, 1), OLD), (TODAY, NEW), (date(2027, 1, 1), COMING)):
        assert cited(answers.answer(question, Scope(EVERYTHING, on))) == [expected]


@pytest.mark.parametrize(
    ("question", "on", "document"),
    [
        ("As of 1 March 2024, how many days of holiday does everyone have?", "1 March 2024", OLD),
        ("how many days of holiday did everyone have in 2024?", "31 December 2024", OLD),
        ("How many days of holiday will everyone have next year?", "1 January 2027", COMING),
    ],
)
def test_a_day_in_the_question_comes_first_and_is_said(ask: InScope, question: str, on: str, document: str) -> None:
    answer = ask.answer(Question(question))
    assert cited(answer) == [document]
    assert answer.text.startswith(f"As of {on}: ")
    assert answer.scope == ask.scope


def test_a_day_said_in_passing_counts_only_where_something_else_holds_then(ask: InScope) -> None:
    answer = ask.answer(Question("Who issued parking permits in May 2026?"))
    assert not answer.text.startswith("As of")


def test_a_day_alone_asks_the_question_before_again(ask: InScope) -> None:
    earlier = ("How many days of holiday does everyone have?",)
    assert cited(ask.answer(Question("and in 2024?", earlier))) == [OLD]
    assert cited(ask.answer(Question("And as of 2027?", (*earlier, "and in 2024?")))) == [COMING]


def test_a_document_that_does_not_say_since_when_it_holds_is_named_for_that(ask: InScope) -> None:
    answer = ask.answer(Question("As of 1 March 2020, who issues parking permits?"))
    assert cited(answer) == ["policies/parking.md"]
    assert answer.text.endswith("(Parking does not say since when this holds.)")


@pytest.mark.parametrize(
    ("question", "path", "said"),
    [
        (
            "When does a sabbatical follow?",
            COMING,
            "in force from 1 January 2027, speaks of it: ask “as of 1 January 2027”",
        ),
        (
            "What is the mileage rate?",
            "policies/mileage.md",
            "in force until 30 June 2025, spoke of it: ask “as of 30 June",
        ),
    ],
)
def test_what_holds_on_another_day_is_named_and_not_quoted(ask: InScope, question: str, path: str, said: str) -> None:
    answer = ask.answer(Question(question))
    assert answer.status == "not_found"
    assert answer.citations == ()
    assert path in answer.text
    assert said in answer.text
    assert "45p" not in answer.text
    day = answer.text.rpartition("as of ")[2].rstrip(".”")
    assert path in cited(ask.answer(Question(f"As of {day}, {question}")))


def test_nothing_is_said_of_another_day_where_no_document_would_answer(ask: InScope) -> None:
    answer = ask.answer(Question("Which colour does the pope's hat have?"))
    assert answer.status == "not_found"
    assert "in force" not in answer.text


def test_a_citation_says_when_its_document_should_have_been_reviewed(answers: ScopedAnswers) -> None:
    question = Question("How many days of holiday does everyone have?")
    dates = {on: answers.answer(question, Scope(EVERYTHING, on)).citations[0].date for on in (date(2026, 5, 31), TODAY)}
    assert dates[date(2026, 5, 31)] == "effective 2025-01-01"
    assert dates[TODAY] == "effective 2025-01-01, past its review date (due May 2026)"


def test_what_is_withdrawn_or_for_others_is_not_there(answers: ScopedAnswers) -> None:
    question = Question("How much is severance pay?")
    restricted = answers.answer(question, Scope(PUBLIC, TODAY))
    withdrawn = answers.answer(question, Scope(EVERYTHING, TODAY, frozenset({"hr/notice.md"})))
    assert restricted.status == "not_found"
    assert "everance pay" not in restricted.text
    assert "Notice" not in restricted.text
    assert withdrawn.status == "not_found"
    assert cited(answers.answer(question, Scope(Audience.of([["HR"]]), TODAY))) == ["hr/notice.md"]
    assert answers.answer(question, Scope(Audience.of([["hr"], ["staff"]]), TODAY)).text == restricted.text


def test_choices_ask_about_the_same_day(ask: InScope, answers: ScopedAnswers) -> None:
    texts = {f"jobs/{name}.md": TEXTS["jobs/cook.md"].replace("# Cook", f"# {name} Cook") for name in ("Night", "Day")}
    both = ScopedAnswers(contents_of(texts), answers._answerer_of)
    answer = both.answer(Question("As of 1 March 2024, what does the cook earn?"), ask.scope)
    assert answer.status == "clarify"
    assert [choice.question.startswith("As of 1 March 2024, ") for choice in answer.choices] == [True, True]
    assert both.answer(Question(answer.choices[0].question), ask.scope).text.startswith("As of 1 March 2024: ")


def test_what_may_answer_can_be_held_to_some_documents(answers: ScopedAnswers) -> None:
    parking = Question("Who issues parking permits?")
    for within, expected in (((), "answered"), (("policies",), "answered"), (("jobs", "hr"), "not_found")):
        answer = answers.answer(parking, Scope(EVERYTHING, TODAY, within=within))
        assert (answer.status, answer.scope and answer.scope.within) == (expected, within)
