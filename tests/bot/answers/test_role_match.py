from __future__ import annotations

import pytest

from bot.answers.fact_words import FactWords
from bot.answers.intent_reader import IntentReader
from bot.answers.names import OrganisationNames
from bot.answers.role_match import RoleMatcher
from bot.answers.role_titles import is_short_for
from bot.answers.wording import Spelling
from knowledge.fact import Role
from tests.bot.answers.small_library import CATALOGUE, intents

READER = intents()


def named(question: str) -> list[set[str]]:
    """The titles that each mention of a question fits, shortened to their first word."""
    return [{role.title.split()[0] for role in mention.roles} for mention in READER.read(question).mentions.mentions]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What does the Park Ranger earn?", [{"Park"}]),
        ("what do park rangers earn", [{"Park"}]),
        ("pay of the ranger", [{"Park"}]),
        ("pay ranger?", [{"Park"}]),
        ("seating tech grade", [{"Seating"}]),
        ("Seating Technician grade", [{"Seating"}]),
        ("grade of the technicain", [{"Seating"}]),
        ("What is the schedule of the planner?", [{"Trail", "Event"}]),
        ("the planner at Quillon Arena", [{"Event"}]),
        ("Marlow planner pay", [{"Trail"}]),
        ("the two planners", [{"Trail", "Event"}]),
        ("Compare the ranger and the technician", [{"Park"}, {"Seating"}]),
        ("Compare the Ranger, Technician and Event Planner", [{"Park"}, {"Seating"}, {"Event"}]),
        ("Park Ranger vs Trail Planner", [{"Park"}, {"Trail"}]),
        ("What is the salary?", []),
    ],
)
def test_roles_are_found_however_they_are_named(question: str, expected: list[set[str]]) -> None:
    assert named(question) == expected


@pytest.mark.parametrize(
    ("question", "unknown"),
    [
        ("What does the Forest Ranger earn?", "Forest Ranger"),
        ("What does the Senior Park Ranger earn?", "Senior Park Ranger"),
        ("grade of a Seating Technician II?", "Seating Technician II"),
        ("What does the lifeguard earn?", "lifeguard"),
        ("What grade is our tax accountant?", "tax accountant"),
        ("Who reports to the Technician, Upper Bowl?", "Technician, Upper Bowl"),
    ],
)
def test_a_role_that_no_document_describes_is_told_apart(question: str, unknown: str) -> None:
    mentions = READER.read(question).mentions
    assert mentions.unknown == unknown
    assert not mentions.roles


def test_the_organisation_stands_for_its_roles() -> None:
    assert named("What does Quillon pay?") == [{"Event", "Seating"}]


def test_several_that_are_meant_together_are_not_ambiguous() -> None:
    assert not READER.read("Compare the two planners").mentions.is_ambiguous
    assert READER.read("Compare the planner").mentions.is_ambiguous


@pytest.mark.parametrize(
    ("short", "full", "expected"),
    [
        ("coord", "coordinator", True),
        ("tech", "technician", True),
        ("svc", "services", True),
        ("mgr", "manager", True),
        ("techs", "technician", True),
        ("man", "manager", True),
        ("or", "orderly", False),
        ("lane", "librarian", False),
        ("manage", "manager", False),
        ("ill", "illustrator", False),
        ("exam", "examiner", False),
    ],
)
def test_short_forms(short: str, full: str, expected: bool) -> None:
    assert is_short_for(short, full) is expected


RANKED = [
    Role(title, f"{title}.md") for title in ("Junior Baker", "Senior Baker", "Baker", "Senior Miller", "Head Porter")
]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("how do a junior and a senior baker differ?", ["Junior Baker", "Senior Baker"]),
        ("is a junior baker below a senior one?", ["Junior Baker", "Senior Baker"]),
        ("what is the step from junior to senior baker?", ["Junior Baker", "Senior Baker"]),
        ("what do I need to become a senior?", ["Senior Baker", "Senior Miller"]),
        ("do juniors work at night?", ["Junior Baker"]),
        ("who is the head of the mill?", []),
        ("was that a senior moment?", []),
    ],
)
def test_a_rank_stands_for_a_role(question: str, expected: list[str]) -> None:
    words = FactWords(CATALOGUE)
    spelling = Spelling([*words.vocabulary, *(role.title for role in RANKED)], {})
    reader = IntentReader(spelling, RoleMatcher(RANKED, OrganisationNames({}, RANKED)), words)
    assert [role.title for role in reader.read(question).roles] == expected


def test_a_name_in_capitals_counts_whole_though_a_word_of_it_says_little():
    assert READER.read("what is the pay of the Harbour Works Operator?").mentions.unknown == "Harbour Works Operator"
