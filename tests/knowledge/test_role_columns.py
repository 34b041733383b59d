"""Tables whose columns are about a role each: the cells become sections, the columns roles."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from knowledge.catalogue import default_catalogue
from knowledge.document import Document
from knowledge.facts import extract_facts
from knowledge.passages import split_passages, within_stretch
from knowledge.readers.formats import read_job
from knowledge.readers.job import Job
from knowledge.reading import read_file
from knowledge.role_columns import role_columns
from knowledge.roles import find_roles

LADDER = """# Steps in the kitchen

| Category | Junior Cook (K1) | Cook (K2) | Senior Cook (K3) |
|---|---|---|---|
| **Skill** | | | |
| *Scope* | Prepares one dish with help from others. | Prepares all dishes of a day alone. | Writes the menu. |
| *Trust* | Every plate is tasted before it goes out. | | Nobody tastes what goes out any more. |
| *Trust* | Closes the kitchen with another cook. | Closes the kitchen alone. | Holds all keys of the house. |
"""
LABELLED = """# Who does what at the pool

| | Lifeguard | Swimming Teacher |
|---|---|---|
| Reports to | Pool Manager | Head of Sport |
| Hours | 38 a week | 12 a week |
| Grade | 4 | 6 |
"""


def read(text: str, path: str = "a.md") -> Document:
    return read_job(Job(path, "markdown", "", text.encode()))


def test_each_cell_is_an_item_below_the_header_of_its_column():
    document = read(LADDER)
    cells = [block for block in document.blocks if block.is_of_column]
    assert [(block.heading[-1], block.lead_in, document.text[block.start : block.end]) for block in cells[-3:]] == [
        ("Junior Cook (K1)", "Trust:", "Closes the kitchen with another cook."),
        ("Cook (K2)", "Trust:", "Closes the kitchen alone."),
        ("Senior Cook (K3)", "Trust:", "Holds all keys of the house."),
    ]
    assert len(cells) == 8  # an empty one is none
    assert {block.heading[:-1] for block in cells} == {("Steps in the kitchen",)}
    starts = [block.start for block in document.blocks]
    assert starts == sorted(starts)


def test_each_column_is_a_role_of_which_no_facts_are_known():
    roles = find_roles(read(LADDER), extract_facts(read(LADDER), default_catalogue()))
    assert [role.title for role in roles] == ["Junior Cook (K1)", "Cook (K2)", "Senior Cook (K3)"]
    assert roles[0].aliases == ("Junior Cook",)
    assert roles[0].stated("title")[0].quote == "Junior Cook (K1)"
    assert not any(role.has_facts for role in roles)
    cells = [block for block in read(LADDER).blocks if block.is_of_column]
    assert [roles[1].is_about(cell) for cell in cells[:3]] == [False, True, False]


def test_rows_with_labels_of_facts_state_them_of_each_column():
    document = read(LABELLED)
    lifeguard, teacher = find_roles(document, extract_facts(document, default_catalogue()))
    assert (lifeguard.title, lifeguard.stated("reports_to")[0].value) == ("Lifeguard", "Pool Manager")
    assert [fact.value for fact in teacher.stated("grade")] == ["6"]


@pytest.mark.parametrize(
    "table",
    [
        # amounts by rank are read row by row
        "| Step | Junior Cook | Senior Cook |\n|---|---|---|\n| 1 | £20,000 | £25,000 |\n| 2 | £21,000 | £26,000 |\n",
        # kinds of people, and no jobs
        "| Year | Day students | Evening students |\n|---|---|---|\n| First | pays all the fees of the year at once |"
        " pays the fees of the year month by month |\n",
        # one role beside what is no role
        "| Step | Manager | What to send |\n|---|---|---|\n| 1 | asks the cook for a list of dishes |"
        " the list of the dishes and prices |\n",
        # who does which step: no ranks, no labels
        "| Step | Harbour Master | Night Porter |\n|---|---|---|\n| 1 | opens the gate and tells the porter |"
        " lights the lamp and closes the gate |\n",
    ],
)
def test_other_tables_stay_tables(table):
    document = read(f"# Rules\n\n{table}")
    assert role_columns(document) == []
    assert any(block.kind == "row" for block in document.blocks)


def test_a_row_stays_in_one_passage_and_what_is_about_one_role_can_be_cut_from_it():
    document = read(LADDER)
    (passage,) = [each for each in split_passages(document) if "Scope" in each.text]
    assert "Senior Cook (K3) - Scope" in passage.text
    roles = find_roles(document, ())
    assert roles[2].stretch is not None
    own, kept = within_stretch(passage, document, roles[2].stretch)
    assert own.text.splitlines() == [
        "Scope", "Writes the menu.", "Trust", "Nobody tastes what goes out any more.", "Holds all keys of the house.",
    ]  # fmt: skip
    assert [passage.units[number].plain for number in kept] == [unit.plain for unit in own.units]
    assert own.id != passage.id
    assert own.heading == ("Steps in the kitchen", "Senior Cook (K3)")


def test_a_docx_and_an_html_table_give_the_same_roles(tmp_path: Path):
    rows = [[cell.strip(" *") for cell in line.strip("|").split("|")] for line in LADDER.splitlines() if "|" in line]
    rows = [row for row in rows if not row[0].startswith("-")]
    written = docx.Document()
    written.add_heading("Steps in the kitchen", 1)
    table = written.add_table(rows=0, cols=4)
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    written.save(tmp_path / "ladder.docx")
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    (tmp_path / "ladder.html").write_text(f"<h1>Steps in the kitchen</h1><table>{cells}</table>")
    for name in ("ladder.docx", "ladder.html"):
        document = read_file(tmp_path, name)
        assert [column.title for column in role_columns(document)] == [
            "Junior Cook (K1)",
            "Cook (K2)",
            "Senior Cook (K3)",
        ]
        last = document.blocks[-1]
        assert document.text[last.start : last.end] == "Holds all keys of the house."
