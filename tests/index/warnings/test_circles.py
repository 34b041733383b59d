"""Circles in the reporting lines."""

from __future__ import annotations

from index.warnings.circles import circle
from tests.index.warnings.collections import found, job


def texts(**managers: str) -> dict[str, str]:
    """Gardener="Cook": a document about the Gardener, who reports to the Cook."""
    titles = {name: name.replace("_", " ") for name in managers}
    return {f"{name}.md": job(titles[name], f"Reports to: {manager}", "Grade: 6") for name, manager in managers.items()}


def test_a_chain_of_command_is_none():
    assert found(circle, texts(Gardener="Head Gardener", Head_Gardener="Director", Director="Board")) == []


def test_a_circle_is_named_once_and_those_below_it_are_left_out():
    (warning,) = found(circle, texts(Driver="Gardener", Gardener="Cook", Cook="Librarian", Librarian="Gardener"))
    assert warning.documents == ("Cook.md", "Gardener.md", "Librarian.md")
    assert "Cook reports to Librarian reports to Gardener reports to Cook" in warning.text


def test_who_reports_to_their_own_role_is_a_circle():
    (warning,) = found(circle, texts(Gardener="Gardener"))
    assert warning.documents == ("Gardener.md",)


def test_two_circles_are_two():
    assert len(found(circle, texts(Gardener="Cook", Cook="Gardener", Driver="Clerk", Clerk="Driver"))) == 2
