"""Talks with the console, over an answerer that repeats what it was asked."""

from __future__ import annotations

from bot.answers.answer import Answer, Choice, Citation, Question
from bot.console import GREETING, Console

COORDINATORS = ("Online Coordinator", "Events Coordinator")


class Parrot:
    """Says what it was asked and after what; asks back about "the coordinator"."""

    def answer(self, question: Question) -> Answer:
        if "explode" in question.text:
            raise RuntimeError("boom")
        if "the coordinator" in question.text:
            choices = tuple(Choice(title, f"What is the schedule of the {title}?") for title in COORDINATORS)
            return Answer("clarify", "Which one?", choices=choices)
        heard = f"{question.text} (after {len(question.earlier)})"
        return Answer("answered", heard, citations=(Citation("a.md", "A", ("Hours",), "9 to 5", 3),))


def talk(*typed: str) -> list[str]:
    """What the console writes while a person types these lines and leaves."""
    lines = iter(typed)
    written: list[str] = []

    def read(_prompt: str) -> str:
        try:
            return next(lines)
        except StopIteration:
            raise EOFError from None

    Console(Parrot(), read, written.append).run()
    assert written[0] == GREETING
    return written[1:]


def test_a_question_is_answered_with_its_source():
    assert talk("hours?")[0] == "hours? (after 0)\n\n[1] A (a.md) > Hours, line 3\n    “9 to 5”"


def test_the_thread_is_remembered_until_a_new_one():
    first, second, new, third, _ = talk("hours?", "and pay?", "/new", "leave?")
    assert first.startswith("hours? (after 0)")
    assert second.startswith("and pay? (after 1)")
    assert new == "A new thread."
    assert third.startswith("leave? (after 0)")


def test_a_choice_is_taken_by_its_number():
    asked, chosen, _ = talk("schedule of the coordinator", "2")
    assert asked == "Which one?\n  1. Online Coordinator\n  2. Events Coordinator"
    assert chosen.startswith("What is the schedule of the Events Coordinator? (after 1)")


def test_a_number_that_was_not_offered_is_said():
    assert talk("schedule of the coordinator", "3")[1] == "There is no choice 3; type a number from 1 to 2."
    assert talk("3")[0] == "There is nothing to choose from. Ask in words."


def test_commands():
    before, _, sources, unknown, shown = talk("/sources", "hours?", "/sources", "/dance", "/help")[:5]
    assert before == "Nothing was asked yet."
    assert sources == "[1] A (a.md) > Hours, line 3\n    “9 to 5”"
    assert unknown == "/dance is nothing I know. /help shows what you can type."
    assert "/quit" in shown


def test_quit_ends_the_chat():
    assert talk("/quit", "hours?") == []


def test_the_chat_goes_on_whatever_breaks():
    broken, empty, after, _ = talk("explode", "🎉", "hours?")
    assert broken == "Something went wrong on our side. Ask again, or ask a person."
    assert "no words" in empty
    assert after.startswith("hours?")
