"""What the role of a whole document is called, and how little has to be stated of it where its title is plain."""

from __future__ import annotations

import pytest

from knowledge.catalogue import default_catalogue
from knowledge.facts import extract_facts
from knowledge.readers.formats import read_job
from knowledge.readers.job import Job
from knowledge.roles import find_roles

STATED = "\n\n## Duties\n\n- Rings the bell\n- Counts boats\n\n## Requirements\n\n- Good ears\n"
ONE_LINE = "\n\n## Duties\n\n- Rings the bell\n"


def titles(text: str, path: str = "a.md") -> list[str]:
    document = read_job(Job(path, "markdown", "", text.encode()))
    return [role.title for role in find_roles(document, extract_facts(document, default_catalogue()))]


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("We're hiring: Harbour Clerk", "Harbour Clerk"),
        ("We're Hiring a Harbour Clerk!", "Harbour Clerk"),
        ("Gull House is looking for a part-time harbour clerk", "Harbour clerk"),
        ("Work at Gull House: Harbour Clerk", "Harbour Clerk"),
        ("Job Listing: Harbour Clerk", "Harbour Clerk"),
        ("harbour clerk", "harbour clerk"),
        ("Evening Boiler/Pump Attendant at Gull House", "Evening Boiler/Pump Attendant at Gull House"),
    ],
)
def test_a_title_that_calls_people_to_a_role_names_it(heading: str, title: str):
    assert titles(f"# {heading}{STATED}") == [title]


def test_the_name_of_a_file_tells_the_role_where_the_title_names_whose_it_is():
    assert titles(f"# Gull House{STATED}", "jobs/harbour-clerk.md") == ["Harbour clerk"]


@pytest.mark.parametrize("path", ["jobs/harbour-clerks.md", "jobs/clerk.md", "jobs/boats.md"])
def test_other_names_of_files_tell_none(path: str):
    assert titles(f"# Gull House{STATED}", path) == []


def test_a_plain_title_needs_little_beside_it():
    assert titles(f"# Safety Officer{ONE_LINE}") == ["Safety Officer"]
    assert titles(f"# Clerks and officers{ONE_LINE}") == []
    assert titles(f"# If you are the Safety Officer{ONE_LINE}") == []
    assert titles("# Safety Officer\n\nLoves boats.\n") == []


def test_a_page_of_paper_is_no_job() -> None:
    assert titles("# Boat Yard Notes\n\nPage 1\n\nGrade: 4\n\nHours per week: 20") == []


def test_what_a_call_says_in_sentences_are_facts_of_the_job() -> None:
    text = (
        "# We're hiring: Harbour Clerk\n\nYou will be paid $19 per hour.\n\nThe clerk reports to the Harbour Master.\n"
    )
    document = read_job(Job("a.md", "markdown", "", text.encode()))
    facts = extract_facts(document, default_catalogue())
    assert {"salary", "reports_to"} <= {fact.name for fact in facts}


def test_a_title_that_says_first_that_a_job_is_described_is_the_jobs() -> None:
    text = "---\ntitle: 'Job Description : Harbour Clerk'\n---\n\nSalary: $19 per hour\n" + ONE_LINE
    assert titles(text) == ["Harbour Clerk"]


def test_a_job_description_by_its_heading_needs_no_noun_that_we_know() -> None:
    stated = (
        "## Job Description\n\nHours per week: 20\n\n## Requirements\n\n- Good ears\n- A licence\n\nPay: $18 per hour"
    )
    assert titles(f"# Quay, North - Long Ropes\n\n{stated}") == ["Quay, North - Long Ropes"]
    assert titles("# Quay, North - Long Ropes\n\n" + stated.replace("Job Description", "Our Yard")) == []
