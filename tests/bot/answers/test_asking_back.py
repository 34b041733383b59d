"""Questions about policies that fit several documents, sections, items or columns: which one is meant is asked back."""

from __future__ import annotations

import pytest

from bot.answers.answer import Answer, Question
from bot.answers.answerer import Answerer
from bot.answers.calibration import Bar
from knowledge.catalogue import default_catalogue
from knowledge.readers.formats import read_job
from knowledge.readers.job import Job
from knowledge.roles import Directory
from tests.bot.answers.unit_reader import UnitReader

TEXTS = {
    "leave-norway.md": """# Leave in Norway

## Annual leave

You have 25 working days of annual leave a year.

## Carrying leave over

Up to 14 days may be carried over to the next year.
""",
    "leave-spain.md": """# Leave in Spain

## Annual leave

You have 23 working days of annual leave a year.

## Carrying leave over

Nothing may be carried over.
""",
    "pay/sickness.md": """# Sickness

## Pay during sickness

- Permanent staff: full pay during sickness for eight weeks.
- Casual workers: statutory pay during sickness.
- Apprentices: full pay during sickness for four weeks.

## The first day

Call the duty manager before the shift starts.
""",
    "pay/overtime.md": """# Overtime

| Day | Day staff | Night staff |
|---|---|---|
| Saturday | time and a half | double time |
| Sunday | double time | double time and a half |
""",
    "phones.md": """# Phones

## Interns

Order a phone through the front desk.

## Contractors

Contractors bring a phone of their own; nobody orders one for them.

## Drivers

The depot hands drivers a phone; order another there if it breaks.
""",
    "keys.md": """# Keys

The following people hand out keys to the store:

- North: Ada Lund
- South: Bo Frisk
- Harbour: Cai Moe
""",
}


def ask(*thread: str) -> Answer:
    documents = {path: read_job(Job(path, "markdown", "", text.encode())) for path, text in TEXTS.items()}
    answerer = Answerer(Directory(()), default_catalogue(), documents, UnitReader(documents), Bar(0.5, 0.5, 0.5, 0.65))
    return answerer.answer(Question(thread[-1], thread[:-1]))


@pytest.mark.parametrize(
    ("question", "choices"),
    [
        ("how many days of annual leave do I have?", ["Leave in Norway", "Leave in Spain"]),
        ("can I carry leave over?", ["Leave in Norway", "Leave in Spain"]),
        ("how long do I get full pay during sickness?", ["Permanent staff", "Casual workers", "Apprentices"]),
        ("what are we paid for overtime on a Saturday?", ["Day staff", "Night staff"]),
        ("how do I order a phone?", ["Interns", "Contractors", "Drivers"]),
        ("who hands me the keys to the store?", ["North", "South", "Harbour"]),
    ],
)
def test_a_question_that_fits_several_is_asked_back(question: str, choices: list[str]) -> None:
    answer = ask(question)
    assert answer.status == "clarify", answer.text
    assert [choice.label for choice in answer.choices] == choices


@pytest.mark.parametrize(
    "question",
    [
        "how many days of annual leave do I have in Spain?",
        "what do night staff get for overtime on a Saturday?",
        "how much pay do casual workers get during sickness?",
        "how do interns order a phone?",
        "whom do I call on the first day of sickness?",
        "which people hand out keys?",
        "is there a pension?",
    ],
)
def test_a_question_that_says_which_or_asks_for_nobody_in_particular_is_not(question: str) -> None:
    assert ask(question).status != "clarify"


@pytest.mark.parametrize(
    ("thread", "said"),
    [
        (("how many days of annual leave do I have?", "in Spain"), "23 working days"),
        (("how long do I get full pay during sickness?", "for apprentices"), "four weeks"),
        (("what are we paid for overtime on a Saturday?", "night staff"), "Night staff: double time"),
        (("how do I order a phone?", "I'm an intern"), "front desk"),
    ],
)
def test_the_next_message_may_say_which(thread: tuple[str, ...], said: str) -> None:
    assert said in ask(*thread).text


def test_each_choice_is_a_question_that_is_answered() -> None:
    for question in (
        "what are we paid for overtime on a Saturday?",
        "how do I order a phone?",
        "can I carry leave over?",
    ):
        answers = [ask(choice.question) for choice in ask(question).choices]
        assert {answer.status for answer in answers} == {"answered"}
        assert len({answer.text for answer in answers}) == len(answers)
