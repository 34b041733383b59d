"""Who may see a document."""

from __future__ import annotations

from dataclasses import replace

import pytest

from index.audience import EVERYTHING, PUBLIC, Audience
from knowledge.document import Document, Metadata

DOCUMENT = Document("a.md", "markdown", "", "", (), "A")


def meant_for(*groups: str) -> Document:
    return replace(DOCUMENT, metadata=Metadata(audience=groups))


def test_a_document_without_an_audience_is_for_everybody() -> None:
    assert PUBLIC.may_see(DOCUMENT)
    assert Audience.of([["staff"]]).may_see(DOCUMENT)


def test_one_of_the_groups_of_a_document_is_enough() -> None:
    assert Audience.of([["staff", "hr"]]).may_see(meant_for("managers", "HR"))
    assert not Audience.of([["staff"]]).may_see(meant_for("managers", "hr"))


def test_everybody_who_reads_along_has_to_be_in_one() -> None:
    document = meant_for("hr", "managers")
    assert Audience.of([["hr"], ["managers", "staff"]]).may_see(document)
    assert not Audience.of([["hr"], ["staff"]]).may_see(document)
    assert not Audience.of([["hr"], []]).may_see(document)


@pytest.mark.parametrize("people", [[], [[]], [["staff"], []], [["public"]], [[""]]])
def test_nobody_known_and_somebody_without_groups_see_what_is_public(people: list[list[str]]) -> None:
    assert not Audience.of(people).may_see(meant_for("staff"))
    assert not Audience(frozenset()).may_see(meant_for("staff"))
    assert Audience.of(people).may_see(DOCUMENT)


def test_a_document_may_be_public_in_a_folder_that_is_not() -> None:
    assert PUBLIC.may_see(meant_for("Public"))
    assert not PUBLIC.may_see(meant_for("publicity"))


def test_case_and_spaces_of_a_group_do_not_count() -> None:
    assert Audience.of([[" HR  leads"]]).may_see(meant_for("hr Leads"))


def test_readers_who_may_see_more_than_another_make_no_other_audience() -> None:
    assert Audience.of([["staff"], ["staff", "hr"], ["staff"]]) == Audience.of([["staff"]])
    assert Audience.of([["staff"], []]) == PUBLIC == Audience.of([])


def test_only_an_operator_sees_everything() -> None:
    assert EVERYTHING.may_see(meant_for("hr"))
    assert Audience.of([["everything"]]) != EVERYTHING
