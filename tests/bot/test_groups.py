"""Whom an answer is for, by the groups of those who read it."""

from __future__ import annotations

import logging

import pytest

from bot.groups import NamedGroups, audience_of_people
from bot.record.message import Person
from index.audience import PUBLIC, Audience

ADA, BEN = Person("slack", "T1", "UADA"), Person("slack", "T1", "UBEN")
GROUPS = NamedGroups({"staff": frozenset({"slack:t1:uada", "slack:t1:uben"}), "hr": frozenset({"slack:t1:uada"})})


class Unreachable:
    def groups_of(self, person: Person) -> frozenset[str]:
        if person is BEN:
            raise TimeoutError(f"no answer about {person.user}")
        return GROUPS.groups_of(person)


def test_one_person_and_a_channel() -> None:
    assert audience_of_people([ADA], GROUPS) == Audience.of([["staff", "hr"]])
    assert audience_of_people([ADA, BEN], GROUPS) == Audience.of([["staff"]])


@pytest.mark.parametrize("people", [[], [None], [ADA, None], [Person("teams", "T1", "UADA")]])
def test_nobody_or_somebody_unknown_makes_it_public(people: list[Person | None]) -> None:
    assert audience_of_people(people, GROUPS) == PUBLIC


def test_a_look_up_that_fails_makes_it_public_and_names_nobody_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        assert audience_of_people([ADA, BEN], Unreachable()) == PUBLIC
    assert "TimeoutError" in caplog.text
    assert "UBEN" not in caplog.text
