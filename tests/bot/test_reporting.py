"""Whom a job document's "reports to" means."""

import pytest

from bot.answers.reporting import Line, reporting
from knowledge.fact import Fact, Role


def role(title: str, superior: str = "", organisation: str = "Alder") -> Role:
    facts = (Fact("reports_to", superior, "a.md", 0, 0, superior, (), 1, None, "field"),) if superior else ()
    return Role(title, f"{title}.md", organisation, facts=facts)


@pytest.mark.parametrize(
    ("stated", "superior"),
    [
        ("Director", "Director"),
        ("the Director or designee", "Director"),
        ("DIRECTOR", "Director"),
        ("Deputy Director", "Deputy Director"),
        ("the Directorate", "Directorate"),
        ("", ""),
    ],
)
def test_a_superior_with_a_document_goes_by_its_title(stated, superior):
    assert reporting([role("Clerk", stated), role("Director")])[0] == Line("Clerk", superior)


def test_the_longest_title_is_meant():
    roles = [role("Clerk", "Director of Outreach"), role("Director"), role("Director of Outreach")]
    assert reporting(roles)[0].superior == "Director of Outreach"


def test_a_superior_is_of_the_same_organisation():
    roles = [role("Clerk", "Director"), role("Director", organisation="Birch")]
    assert reporting(roles) == [Line("Clerk", "Director, Alder"), Line("Director", "")]


def test_roles_of_the_same_title_are_told_apart():
    roles = [role("Clerk", "Head"), role("Clerk", "Head", "Birch"), role("Head", organisation="Birch")]
    assert [line.role for line in reporting(roles)] == ["Clerk, Alder", "Clerk, Birch", "Head"]
    assert [line.superior for line in reporting(roles)] == ["Head, Alder", "Head", ""]
