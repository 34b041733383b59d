"""Which document is meant by what was typed."""

from __future__ import annotations

import pytest

from bot.document_lookup import find_document
from index.errors import UnknownDocument
from tests.index.library import read

DOCUMENTS = [
    read("policies/leave.md", "# Leave Policy\n\nTake it.\n"),
    read("policies/leave-of-absence.md", "# Absence\n\nSay so.\n"),
    read("handbook/travel.md", "# Travel\n\nBook trains.\n"),
]


@pytest.mark.parametrize(
    ("named", "path"),
    [
        ("policies/leave.md", "policies/leave.md"),
        ("./handbook/travel.md", "handbook/travel.md"),
        ("leave.md", "policies/leave.md"),
        ("LEAVE POLICY", "policies/leave.md"),
        ("absence", "policies/leave-of-absence.md"),
        ("trav", "handbook/travel.md"),
        ("handbook", "handbook/travel.md"),
    ],
)
def test_path_name_title_or_part_of_them(named, path):
    assert find_document(DOCUMENTS, named).path == path


def test_where_several_fit_they_are_named():
    with pytest.raises(UnknownDocument, match="Name one of them") as caught:
        find_document(DOCUMENTS, "policies")
    assert "policies/leave.md  (Leave Policy)" in str(caught.value)
    assert "travel" not in str(caught.value)


@pytest.mark.parametrize("named", ["trvel", "", "???", "expenses"])
def test_where_none_fits_the_nearest_are_named(named):
    with pytest.raises(UnknownDocument, match="The nearest are"):
        find_document(DOCUMENTS, named)


def test_of_no_documents_none_is_found():
    with pytest.raises(UnknownDocument):
        find_document([], "leave")
