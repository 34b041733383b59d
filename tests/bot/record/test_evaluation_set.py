"""Marked answers become questions with known answers, which `rolecall eval` reads."""

from __future__ import annotations

import json
from dataclasses import replace

from bot.answers.answer import Question
from bot.evaluation import read_expectations
from bot.record.erasure import erase_person
from bot.record.evaluation_set import evaluation_set
from bot.scoring import Given, score
from tests.bot.record.made import ADA, ANSWER, AUDITOR, CLARIFY, GRACE, LEAVE, NOT_FOUND, answered, incoming

ONE = replace(ANSWER, citations=(LEAVE,))


def marked(record, verdict, answer=ONE, **changes):
    claim = answered(record, incoming(**changes), answer)
    record.review(claim.number, AUDITOR, verdict)
    return claim


def expectations(database, tmp_path):
    file = tmp_path / "marked.jsonl"
    file.write_text("\n".join(evaluation_set(database).lines), encoding="utf-8")
    return read_expectations(file)


def scored(expected, answer):
    return score(
        expected, Given(answer.status, answer.text, tuple((c.document, c.quote) for c in answer.citations)), {}
    )


def test_a_right_answer_is_expected_again(database, record, tmp_path):
    claim = marked(record, "right")
    (expected,) = expectations(database, tmp_path)
    assert expected.id == claim.number
    assert expected.question == "How long is parental leave?"
    assert expected.any_of == ((LEAVE.quote,),)
    assert expected.sources == (LEAVE.document,)
    assert scored(expected, ONE).correct
    assert scored(expected, ONE).cited
    assert not scored(expected, NOT_FOUND).correct
    assert not scored(expected, NOT_FOUND).wrong
    assert scored(expected, replace(ONE, text="• Parents take 20 weeks of paid leave.")).wrong


def test_a_wrong_answer_must_not_come_again(database, record, tmp_path):
    marked(record, "wrong")
    (expected,) = expectations(database, tmp_path)
    assert scored(expected, ONE).wrong
    other = replace(ONE, text="• Parents take 20 weeks of paid leave.")
    assert not scored(expected, other).wrong
    assert scored(expected, other).correct


def test_what_should_not_have_been_answered_is_to_be_not_found(database, record, tmp_path):
    marked(record, "should_not_have_answered")
    (expected,) = expectations(database, tmp_path)
    assert scored(expected, ONE).wrong
    assert scored(expected, NOT_FOUND).correct


def test_a_fact_whose_words_are_not_shown_is_known_by_what_is_said(database, record, tmp_path):
    marked(record, "right", replace(ONE, text="Supervisor: Head of Circulation\nGrade: 14"))
    (expected,) = expectations(database, tmp_path)
    assert expected.any_of == (("Supervisor: Head of Circulation",), ("Grade: 14",))


def test_other_outcomes_that_are_right_are_expected_again(database, record, tmp_path):
    marked(record, "right", NOT_FOUND, text="May I keep a dog?")
    marked(record, "right", CLARIFY, text="What does the coordinator earn?")
    assert [each.status for each in expectations(database, tmp_path)] == ["not_found", "clarify"]


def test_the_thread_before_goes_with_the_question(database, record, tmp_path):
    marked(record, "right", question=Question("and for how long?", ("Do parents get leave?",)))
    assert expectations(database, tmp_path)[0].earlier == ("Do parents get leave?",)


def test_the_last_mark_of_a_question_counts_and_the_rest_is_left_out(database, record):
    first = marked(record, "right")
    marked(record, "wrong")
    marked(record, "outdated", text="Is it Monday?")
    made = evaluation_set(database)
    assert [json.loads(line)["kind"] for line in made.lines] == ["wrong"]
    assert (made.counts["wrong"], made.counts["right"], made.left_out) == (1, 0, 2)
    record.review(first.number, AUDITOR, "right")
    assert [json.loads(line)["kind"] for line in evaluation_set(database).lines] == ["right"]


def test_nobody_is_in_it_and_nothing_erased(database, record):
    marked(record, "right", person=ADA)
    marked(record, "right", person=GRACE, text="May I keep a dog?")
    erase_person(database, ADA.key, None)
    made = evaluation_set(database)
    assert [json.loads(line)["question"] for line in made.lines] == ["May I keep a dog?"]
    assert made.left_out == 1
    assert not [word for word in ("Grace", "U2", "P-", "T1", "C1") if word in "".join(made.lines)]
