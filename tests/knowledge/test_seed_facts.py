"""The gold table of the seed documents: what they state is found with its quote, what they don't state stays empty.

The table and the documents are no part of the repository: ROLECALL_SHARED names their folder, by default ../shared.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge.catalogue import default_catalogue
from knowledge.document import Document
from knowledge.fact import Fact
from knowledge.facts import extract_facts
from knowledge.profile import profile
from knowledge.reading import read_file
from knowledge.roles import find_roles
from tests.knowledge.gold import normalise, verdict

SHARED = Path(os.environ.get("ROLECALL_SHARED", Path(__file__).parents[3] / "shared"))
TABLE = SHARED / "eval" / "seeds-facts.yaml"
UNTYPED = {"organisation_age", "approval", "audience"}  # remarks of the table, no facts that staff ask for

# The lists whose items the table counts: which fact, and what its path or the list's own path ends in.
LISTS = {
    "essential_functions": ("duties", "Essential Functions"),
    "core_qualities": ("competencies", "qualities at all times"),
    "leadership_competencies": ("competencies", "competencies at all times"),
    "minimum_requirements": ("requirements", "License or Certifications"),
    "technology_required": ("technology", "Required"),
    "technology_desired": ("technology", "Desired"),
    "essential_duties": ("duties", "Major Responsibilities"),
    "knowledge_required": ("knowledge", "Knowledge Required"),
    "abilities_skills_required": ("skills", "Skills Required"),
    "typical_duties": ("duties", "Typical Duties and Responsibilities"),
    "knowledge_of": ("knowledge", "Knowledge of"),
    "skills_in": ("skills", "Skills in"),
    "ability_to": ("skills", "Ability to"),
    "competencies": ("competencies", "Core Competencies"),
}

pytestmark = pytest.mark.skipif(not TABLE.exists(), reason=f"no gold table at {TABLE}: set ROLECALL_SHARED")


def gold() -> list[dict[str, Any]]:
    table: list[dict[str, Any]] = yaml.safe_load(TABLE.read_text(encoding="utf-8"))["documents"]
    return table


@pytest.fixture(scope="module")
def extracted() -> dict[str, tuple[Document, tuple[Fact, ...]]]:
    found = {}
    for entry in gold():
        read = read_file(SHARED / "seeds", entry["file"])
        document = profile(
            read.path, read.format, read.digest, read.text, read.blocks, read.metadata, read.notes, read.unknown_words
        )
        found[entry["file"]] = (document, extract_facts(document, default_catalogue()))
    return found


def test_stated_facts_are_found_and_the_others_stay_empty(extracted):
    verdicts = [
        verdict(entry["file"], name, stated, extracted[entry["file"]][1])
        for entry in gold()
        for name, stated in entry["facts"].items()
        if name != "list_counts" and name not in UNTYPED
    ]
    stated = [each for each in verdicts if each.is_stated]
    right = [each for each in stated if each.is_right]
    false = [each for each in verdicts if not each.is_stated and not each.is_right]
    print(f"\nstated: {len(right)} of {len(stated)} right")
    print(f"not stated: {len(false)} of {len(verdicts) - len(stated)} wrong")
    for each in verdicts:
        if not each.is_right:
            print(f"  {each.file} {each.name}: {each.why}")
    assert len(right) >= 0.95 * len(stated)
    assert not false


def test_every_quote_is_a_slice_of_its_document(extracted):
    for document, facts in extracted.values():
        for fact in facts:
            assert fact.quote == document.text[fact.start : fact.end]
            assert normalise(fact.quote) in normalise(document.text)


def test_lists_hold_the_items_of_their_heading_and_no_others(extracted):
    for entry in gold():
        _, facts = extracted[entry["file"]]
        for key, count in entry["facts"].get("list_counts", {}).items():
            if isinstance(count, int):
                name, ending = LISTS[key]
                lists = [fact for fact in facts if fact.name == name and fact.kind == "list"]
                items = [fact for fact in lists if fact.heading[-1].endswith(ending)]
                assert len(items) == count, (entry["file"], key)


def test_each_job_document_is_one_role_and_the_index_none(extracted):
    counts = [len(find_roles(document, facts)) for document, facts in extracted.values()]
    assert counts == [1, 1, 1, 1, 0]
