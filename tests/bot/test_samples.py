"""The sample documents: all of them are read, and the files made by a script are what the script makes."""

from __future__ import annotations

import pytest

from knowledge.approved import read_approved
from knowledge.approved_sources import with_sources
from knowledge.document import Document
from knowledge.reading import read_folder
from tests.sample_files import write_docx, write_pdf


@pytest.fixture(scope="module")
def read(samples):
    return {each.path: each for each in read_folder(samples)}


def test_every_sample_is_read(read, samples):
    files = {file.relative_to(samples).as_posix() for file in samples.rglob("*.*") if file.suffix != ".yaml"}
    assert {path for path, each in read.items() if isinstance(each, Document)} == files


def test_titles(read):
    assert {path: each.title.casefold() for path, each in read.items()} == {
        "handbook/expenses.md": "expenses",
        "jobs/bookmobile-driver.pdf": "bookmobile driver",
        "jobs/head-of-circulation.docx": "head of circulation",
        "jobs/library-assistant.txt": "library assistant",
        "jobs/library-director.md": "library director",
        "jobs/systems-specialist.md": "systems specialist",
        "jobs/youth-services-librarian.html": "youth services librarian",
        "policies/leave.md": "leave policy",
        "policies/lone-working.html": "lone working policy",
        "policies/opening-hours.txt": "opening hours",
    }


def test_the_documents_bear_the_approved_answers_out(read, samples):
    entries, problems = read_approved(samples)
    assert not problems
    assert [entry.stale for entry in with_sources(entries, read)] == ["", ""]
    assert all(source.passage for entry in entries for source in entry.sources)


@pytest.mark.parametrize(
    ("write", "name"), [(write_docx, "head-of-circulation.docx"), (write_pdf, "bookmobile-driver.pdf")]
)
def test_the_script_makes_the_files_that_are_shipped(read, tmp_path, write, name):
    write(tmp_path / name)
    (made,) = read_folder(tmp_path)
    assert isinstance(made, Document)
    assert made.text == read[f"jobs/{name}"].text
