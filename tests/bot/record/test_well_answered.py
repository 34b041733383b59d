"""What may be suggested to others: asked by several, answered, of help, and giving nobody away."""

from __future__ import annotations

from bot.answers.answer import Question
from bot.record.message import Person
from bot.record.well_answered import well_answered
from tests.bot.record.made import NOT_FOUND, answered, incoming

PEOPLE = [Person("slack", "T1", f"U{number}") for number in range(10, 16)]


def test_only_what_several_people_asked_is_told(database, record):
    for person in PEOPLE[:3]:
        answered(record, incoming("How long is leave?", person))
    for person in PEOPLE[:4]:
        answered(record, incoming("who approves  expenses", person))
        answered(record, incoming("Is there a creche?", person), NOT_FOUND)
        answered(record, incoming("[topic: harassment]", person))
        answered(record, incoming("And when?", person, question=Question("And when?", ("How long is leave?",))))
    for _ in range(5):  # one person, however often
        answered(record, incoming("Where does Winston sit?", PEOPLE[0]))
    answered(record, incoming("who approves expenses", None))
    assert well_answered(database, 3, 10) == ("who approves expenses", "How long is leave?")
    assert well_answered(database, 3, 1) == ("who approves expenses",)
    assert well_answered(database, 5, 10) == ()


def test_what_was_of_no_help_is_not(database, record):
    numbers = [answered(record, incoming("How long is leave?", person)).number for person in PEOPLE[:3]]
    record.feedback(numbers[0], PEOPLE[0], helpful=False)
    assert well_answered(database, 3, 10) == ()
    record.feedback(numbers[1], PEOPLE[1], helpful=True)
    assert well_answered(database, 3, 10) == ("How long is leave?",)
