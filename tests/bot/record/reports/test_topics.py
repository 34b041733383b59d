"""Questions counted by what they mean, with documents, people and what was left out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.record.erasure import erase_person
from bot.record.message import Person
from bot.record.query import Filters
from bot.record.reports import topics as module
from bot.record.reports.meaning import SAME, Meaning
from bot.record.reports.topics import TopicReports
from bot.record.reports.wordings import normalised
from tests.bot.record.made import ADA, ANSWER, NOT_FOUND, answered, incoming


@pytest.fixture
def reports(columns, embedder):
    return TopicReports(columns, Meaning(lambda: embedder))


def ask(record, text: str, people: int = 1, answer=ANSWER, first: int = 0):
    return [
        answered(record, incoming(text, Person("slack", "T1", f"U{first + number}")), answer)
        for number in range(people)
    ]


def test_case_spaces_and_punctuation_make_no_other_question():
    assert normalised("  How LONG is\tparental leave?! ") == normalised("how long is parental leave")
    assert normalised("ﬁve days") == "five days"
    assert normalised("C++?") != normalised("Java?")


def test_wordings_are_counted_together(record, reports):
    ask(record, "How long is parental leave?", people=3)
    ask(record, "how long is PARENTAL leave", people=1, first=3)
    ask(record, "How long is the parental leave?", people=2, first=4)
    ask(record, "May I keep a dog in the office?", people=2)
    found = reports.most_asked(Filters())
    leave, dog = found.topics
    assert (leave.label, leave.questions, leave.people, leave.wordings) == ("How long is parental leave?", 6, 6, 2)
    assert leave.other_wordings == ("How long is the parental leave?",)
    assert leave.documents == ("handbook/expenses.md", "policies/leave.md")
    assert leave.outcomes == {"answered": 6}
    assert sum(leave.trend) == 6
    assert (dog.questions, dog.people) == (2, None)  # fewer than five
    assert found.limits == ""


def test_what_the_documents_dont_answer(record, reports):
    ask(record, "May I keep a dog in the office?", people=2, answer=NOT_FOUND)
    (unhelpful,) = ask(record, "How long is parental leave?")
    record.feedback(unhelpful.number, ADA, helpful=False)
    ask(record, "Where do I park my bicycle?", answer=replace(ANSWER, confidence=0.76))
    ask(record, "Who does the Library Assistant report to?")
    found = {topic.label: topic for topic in reports.unanswered(Filters()).topics}
    assert set(found) == {
        "May I keep a dog in the office?",
        "How long is parental leave?",
        "Where do I park my bicycle?",
    }
    dog = found["May I keep a dog in the office?"]
    assert (dog.outcomes, dog.documents) == ({"not_found": 2}, ("Leave Policy",))
    assert found["How long is parental leave?"].not_helpful == 1
    assert found["Where do I park my bicycle?"].unsure == 1


def test_small_talk_is_not_asked_most(record, reports):
    ask(record, "Hello!", people=3, answer=replace(NOT_FOUND, status="chat"))
    assert reports.most_asked(Filters()).topics == ()


def test_what_was_left_out_is_said(record, reports, monkeypatch):
    monkeypatch.setattr(module, "MOST", 1)
    ask(record, "How long is parental leave?", people=2)
    ask(record, "Where do I park?")
    erase = ask(record, "Who am I?", first=77)
    assert erase
    erase_person(record.database, "slack:T1:U77", None)
    found = reports.most_asked(Filters(), latest=3)
    assert [topic.label for topic in found.topics] == ["Where do I park?"]  # of as many, the newest
    assert found.limits == (
        "Only the newest 3 of 4 questions were looked at. "
        "Of 2 wordings, the 1 most frequent were compared. "
        "1 questions have been erased."
    )


def test_filters_hold(record, reports):
    ask(record, "How long is parental leave?")
    ask(record, "Where do I park?", answer=NOT_FOUND)
    assert [topic.label for topic in reports.most_asked(Filters(outcome="not_found")).topics] == ["Where do I park?"]


def test_an_empty_record_has_no_topics(reports):
    assert reports.most_asked(Filters()).topics == ()
    assert reports.unanswered(Filters()).topics == ()


def test_a_text_is_embedded_once(embedder):
    asked = []

    class Counting(type(embedder)):
        def embed(self, texts, on_progress=None):
            asked.extend(texts)
            return super().embed(texts, on_progress)

    meaning = Meaning(Counting)
    for _ in range(2):
        meaning.clusters(["parental leave", "dogs", "dogs"], [1, 1, 1], SAME)
    assert sorted(asked) == ["dogs", "parental leave"]


def test_any_two_of_a_cluster_are_near(embedder):
    texts = [f"{' '.join(f'word{number + shift}' for shift in range(5))}" for number in range(20)]
    meaning = Meaning(lambda: embedder)
    embeddings = meaning.embed(texts)
    found = meaning.clusters(texts, [1] * len(texts), SAME)
    assert sorted(place for each in found for place in each) == list(range(20))
    for each in found:
        assert (embeddings[each] @ embeddings[each].T).min() >= SAME - 1e-5
