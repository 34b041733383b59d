"""The sample documents: all of them are read, and the files made by a script are what the script makes."""

from __future__ import annotations

import pytest

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
    assert {path: each.title.title() for path, each in read.items()} == {
        "handbook/expenses.md": "Expenses",
        "jobs/bookmobile-driver.pdf": "Bookmobile Driver",
        "jobs/head-of-circulation.docx": "Head of Circulation",
        "jobs/library-assistant.txt": "Library Assistant",
        "jobs/library-director.md": "Library Director",
        "jobs/systems-specialist.md": "Systems Specialist",
        "jobs/youth-services-librarian.html": "Youth Services Librarian",
        "policies/leave.md": "Leave Policy",
        "policies/lone-working.html": "Lone Working Policy",
        "policies/opening-hours.txt": "Opening Hours",
    }


@pytest.mark.parametrize(
    ("write", "name"), [(write_docx, "head-of-circulation.docx"), (write_pdf, "bookmobile-driver.pdf")]
)
def test_the_script_makes_the_files_that_are_shipped(read, tmp_path, write, name):
    write(tmp_path / name)
    (made,) = read_folder(tmp_path)
    assert isinstance(made, Document)
    assert made.text == read[f"jobs/{name}"].text
