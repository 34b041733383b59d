"""A list whose first item stands behind its label is a list, whatever the format."""

from __future__ import annotations

import pytest

from knowledge.catalogue import default_catalogue
from knowledge.facts import extract_facts
from knowledge.readers.formats import read_job
from knowledge.readers.job import Job

WRITTEN = (
    "POSITION TITLE: Night Porter\n\nREQUIREMENTS: 1. Good ears\n2. Good eyes\n3. A lamp\n\nREPORTS TO: Head Porter\n"
)


@pytest.mark.parametrize("format", ["text", "markdown"])
def test_the_label_introduces_all_of_its_items(format: str) -> None:
    document = read_job(Job(f"porter.{format}", format, "", WRITTEN.encode()))
    items = [block for block in document.blocks if block.kind == "item"]
    assert [(document.text[block.start : block.end].lstrip("23. "), block.lead_in) for block in items] == [
        ("Good ears", "REQUIREMENTS:"), ("Good eyes", "REQUIREMENTS:"), ("A lamp", "REQUIREMENTS:"),
    ]  # fmt: skip
    stated = [fact.value for fact in extract_facts(document, default_catalogue()) if fact.name == "requirements"]
    assert stated == ["Good ears", "Good eyes", "A lamp"]


def test_a_number_behind_a_label_that_no_list_follows_is_its_value() -> None:
    document = read_job(Job("porter.txt", "text", "", b"Title: Porter\nGrade: 1. Band\nReports to: Head Porter\n"))
    assert [block.kind for block in document.blocks] == ["field"] * 3
