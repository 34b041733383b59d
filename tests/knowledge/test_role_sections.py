"""Pages whose sections describe a role each: told by the labels that they repeat, or by headings that announce them."""

from __future__ import annotations

import pytest

from knowledge.catalogue import default_catalogue
from knowledge.document import Document
from knowledge.fact import Role
from knowledge.facts import extract_facts
from knowledge.readers.formats import read_job
from knowledge.readers.job import Job
from knowledge.role_sections import role_sections
from knowledge.roles import find_roles

POSTS = """# Tide tables

**Reports to:** Pier Captain

**Duties:**

* print the tables each week

# Lantern crew

**Number of helpers:** 3

**Reports to:** Light Keeper

**Duties:**

* fill the lanterns

# Rope Splicer

**Reports to:** Light Keeper

**Duties:**

* splice ropes
"""
FLAT = """Regatta club

Rowing Captain Job Description

Responsibilities and Duties:

Leads the crews on race days and sees to it that nobody rows alone in winter.

Boat Keepers Job Description

Responsibilities and Duties:

Keeps the boats dry and mends what the crews have broken on their way home.
"""


def read(text: str, path: str = "posts.md") -> Document:
    return read_job(Job(path, "markdown" if path.endswith(".md") else "text", "", text.encode()))


def roles_of(document: Document) -> tuple[Role, ...]:
    return find_roles(document, extract_facts(document, default_catalogue()))


def test_sections_with_the_same_labels_are_a_role_each():
    document = read(POSTS)
    roles = roles_of(document)
    assert [role.title for role in roles] == ["Tide tables", "Lantern crew", "Rope Splicer"]
    assert [role.stated("reports_to")[0].value for role in roles] == ["Pier Captain", "Light Keeper", "Light Keeper"]
    assert document.title == "Posts"  # none of them is what the page is called


def test_a_title_beside_such_sections_is_a_role_as_well():
    more = "\n# Night Porter\n\nThe night porter has duties of other kinds: he reports to the Pier Captain.\n"
    assert [role.title for role in roles_of(read(POSTS + more))][-1] == "Night Porter"


def test_headings_that_announce_a_description_are_a_role_each_with_what_stands_beside_them():
    document = read(FLAT, "club.txt")
    captain, keeper = roles_of(document)
    assert (captain.title, keeper.title) == ("Rowing Captain", "Boat Keeper")
    held = [block.plain for block in document.blocks if captain.is_about(block)]
    assert any("race days" in each for each in held)
    assert not any("boats dry" in each for each in held)


@pytest.mark.parametrize(
    "text",
    [
        # what is wanted of one role
        "# Cook\n\n## Essential\n\nSkills: few\n\nDuties: soups\n\n## Desirable\n\nSkills: more\n\nDuties: cakes\n",
        # steps of one
        "# Cook\n\n## Level 1\n\nRole: cooks\n\nDuties: soups\n\n## Level 2\n\nRole: leads\n\nDuties: menus\n",
        # labels that say nothing of people
        "# Boats\n\n## Gull\n\nLength: 9 m\n\nBuilt: 1987\n\n## Tern\n\nLength: 7 m\n\nBuilt: 1990\n",
        # one alone
        "# Boats\n\n## Gull\n\nReports to: the owner\n\nDuties: sailing\n\n## Winter\n\nBoats are kept ashore.\n",
    ],
)
def test_other_sections_are_none(text: str):
    assert role_sections(read(text).blocks) == []
