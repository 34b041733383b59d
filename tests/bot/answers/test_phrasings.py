"""Each fact of a role is asked for in many ways; each way has to ask for it, and to name the role."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.answers.fact_words import FactWords
from bot.answers.intent_reader import IntentReader
from bot.answers.names import OrganisationNames
from bot.answers.role_match import RoleMatcher
from bot.answers.wording import Spelling, read_wording
from index.decoded import WordCounts
from knowledge.catalogue import default_catalogue, load_catalogue
from knowledge.fact import Role

PHRASINGS: dict[str, list[str]] = yaml.safe_load(Path(__file__).with_name("phrasings.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def intents() -> IntentReader:
    asking = FactWords(default_catalogue())
    roles = (Role("Night Porter", "porter.md"), Role("Bookkeeper", "bookkeeper.md"))
    counts = WordCounts.of(["night porter bookkeeper"])
    return IntentReader(Spelling([*asking.vocabulary, "night porter"], counts), RoleMatcher(roles, _no_names()), asking)


def _no_names() -> OrganisationNames:
    documents: dict[str, Any] = {}
    return OrganisationNames(documents, ())


@pytest.mark.parametrize("fact", PHRASINGS)
def test_a_fact_is_asked_for_in_many_ways(fact: str, intents: IntentReader) -> None:
    missed = []
    for phrasing in PHRASINGS[fact]:
        intent = intents.read(phrasing.format("the night porter"))
        if fact not in intent.fact_names or [role.title for role in intent.roles] != ["Night Porter"]:
            missed.append((phrasing, intent.fact_names, [role.title for role in intent.roles]))
    assert not missed


def test_an_organisations_patterns_ask_for_its_facts(tmp_path: Path) -> None:
    file = tmp_path / "ours.yaml"
    file.write_text(
        "facts:\n  parking:\n    label: Parking\n    asked_like: ['leave (?P<words>my car)', 'car space']\n",
        encoding="utf-8",
    )
    asking = FactWords(load_catalogue(file))
    for question in ("where do I leave my car?", "is there a car space?"):
        found = asking.find(read_wording(question, Spelling([], WordCounts.of([]))))
        assert "parking" in [each.name for each in found]
