"""What was really asked: each question once, most often asked first, nobody named."""

from __future__ import annotations

from dataclasses import replace

from bot.answers.answer import Answer, Question
from bot.answers.scope import Scope
from bot.record.asked import asked_most, questions_of
from bot.record.erasure import erase_person
from index.audience import EVERYTHING, PUBLIC, Audience
from tests.bot.candidate.sides import TODAY
from tests.bot.record.made import ADA, ANSWER, AUDITOR, NOT_FOUND, answered, incoming


def ask(record, text, answer=ANSWER, earlier=(), **changes):
    return answered(record, incoming(question=Question(text, earlier), **changes), answer)


def test_wordings_are_counted_case_and_punctuation_aside(database, record):
    ask(record, "Who is the boss?")
    for text in ("How long is leave?", "how  long is LEAVE", "How long is leave?"):
        last = ask(record, text)
    asked = asked_most(database, 10)
    assert [(each.question.text, each.times) for each in asked.questions] == [
        ("How long is leave?", 3),
        ("Who is the boss?", 1),
    ]
    assert asked.questions[0].receipt == last.number
    assert (asked.different, asked.looked_at) == (2, 4)


def test_the_most_frequent_are_taken_and_the_others_counted(database, record):
    for text in ("one thing", "another thing", "another thing"):
        ask(record, text)
    asked = asked_most(database, 1)
    assert [each.question.text for each in asked.questions] == ["another thing"]
    assert asked.different == 2
    assert asked_most(database, 0).questions == ()


def test_the_same_words_after_others_or_for_others_are_another_question(database, record):
    hr = Audience.of([["hr"]])
    ask(record, "and for part-timers?", earlier=("How long is leave?",))
    ask(record, "and for part-timers?", earlier=("When are we open?",))
    ask(record, "How long is leave?", replace(ANSWER, scope=Scope(PUBLIC, TODAY)))
    ask(record, "How long is leave?", replace(ANSWER, scope=Scope(hr, TODAY)))
    ask(record, "How long is leave?")
    found = asked_most(database, 10).questions
    assert {(each.question, each.audience) for each in found} == {
        (Question("and for part-timers?", ("How long is leave?",)), EVERYTHING),
        (Question("and for part-timers?", ("When are we open?",)), EVERYTHING),
        (Question("How long is leave?"), PUBLIC),
        (Question("How long is leave?"), hr),
        (Question("How long is leave?"), EVERYTHING),
    }


def test_small_talk_is_left_out_and_what_was_not_found_is_not(database, record):
    ask(record, "hello", Answer("chat", "Hello.", kind="chat"))
    ask(record, "Is there parking?", NOT_FOUND)
    assert [each.question.text for each in asked_most(database, 10).questions] == ["Is there parking?"]


def test_what_was_erased_is_gone(database, record):
    claim = ask(record, "How long is my leave?", person=ADA)
    assert questions_of(database, [claim.number]) == {claim.number: Question("How long is my leave?")}
    erase_person(database, ADA.key, AUDITOR)
    assert asked_most(database, 10).questions == ()
    assert questions_of(database, [claim.number]) == {}
