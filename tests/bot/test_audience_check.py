"""Slips in names of groups and folders, by which somebody sees too little or too much."""

from __future__ import annotations

from dataclasses import replace

from bot.audience_check import folders_without_documents, groups_without_members
from bot.audience_settings import Audiences
from knowledge.document import Document, Metadata


def document(path: str, *groups: str) -> Document:
    return replace(Document(path, "markdown", "", "", (), path), metadata=Metadata(audience=groups))


def test_groups_that_nobody_defines_are_named_with_their_documents() -> None:
    documents = [document("a.md", "HR", "hr"), document("b.md", "staf"), document("c.md", "Public"), document("d.md")]
    assert groups_without_members(documents, {"staff"}) == {"hr": ["a.md"], "staf": ["b.md"]}
    assert groups_without_members(documents, {"staf", "hr"}) == {}


def test_folders_that_hold_nothing_are_named() -> None:
    audiences = Audiences(
        {".": ("staff",), "hr": ("hr",), "hrr": ("hr",), "hr/pay.md": ("board",), "hr/pay": ("board",)}
    )
    assert folders_without_documents(audiences, {"hr/pay.md", "a.md"}) == ["hrr", "hr/pay"]
