"""Rows of tables: what heads them, and which of them state labels and values."""

from __future__ import annotations

from knowledge.document import Document
from knowledge.profile import profile
from knowledge.readers.tables import Row, table_blocks
from knowledge.statements import fields_of


def rows(*written: tuple[str, ...]) -> list[Row]:
    return [Row(number * 10, number * 10 + 9, cells) for number, cells in enumerate(written)]


def document(*written: tuple[str, ...]) -> Document:
    return profile("a.docx", "docx", "", "x" * 100, tuple(table_blocks(rows(*written))))


def test_figures_below_a_row_make_it_the_header_though_it_holds_figures_too() -> None:
    found = list(table_blocks(rows(("Service at 1 April", "Days"), ("Less than 5 years", "24"), ("10 or more", "31"))))
    assert [block.cells for block in found] == [
        (("Service at 1 April", "Less than 5 years"), ("Days", "24")),
        (("Service at 1 April", "10 or more"), ("Days", "31")),
    ]


def test_a_first_row_with_figures_over_words_is_a_row() -> None:
    found = list(table_blocks(rows(("Pier 1", "Open"), ("Pier 2", "Closed"), ("Pier 3", "Open"))))
    assert len(found) == 3


def test_four_cells_are_two_fields_where_one_label_is_known() -> None:
    found = document(
        ("Effective from", "1 April 2026", "Replaces", "The paper of 2019"), ("Owner", "HR", "Applies to", "All")
    )
    stated = [(each.written, each.value) for each in fields_of(found, {"effective from"})]
    assert stated == [("Effective from", "1 April 2026"), ("Replaces", "The paper of 2019")]


def test_rows_of_two_labels_each_have_no_header() -> None:
    written = (("Title:", "Quay Clerk", "Reports to:", "Quay Master"), ("Weekly Hours:", "16", "Grade:", "4"))
    stated = {
        field.written: field.value for field in fields_of(document(*written), {"reports to", "grade", "weekly hours"})
    }
    assert (stated["Reports to"], stated["Grade"], stated["Weekly Hours"]) == ("Quay Master", "4", "16")
