from __future__ import annotations

import pytest

from bot.answers.phrasing import LONG
from bot.answers.sections import Section, Sections
from bot.answers.statements import Statements
from bot.answers.wording import Spelling, read_wording
from knowledge.catalogue import default_catalogue
from knowledge.document import Block, Document

LINES = [
    ("heading", "Cook", (), ""),
    ("heading", "Main tasks", ("Cook",), ""),
    ("item", "Chops onions", ("Cook", "Main tasks"), ""),
    ("item", "Stirs soup", ("Cook", "Main tasks"), ""),
    ("heading", "Kitchen equipment", ("Cook",), ""),
    ("heading", "Required", ("Cook", "Kitchen equipment"), ""),
    ("item", "Ovens", ("Cook", "Kitchen equipment", "Required"), ""),
    ("heading", "Desirable", ("Cook", "Kitchen equipment"), ""),
    ("item", "Smokers", ("Cook", "Kitchen equipment", "Desirable"), ""),
    ("heading", "What you bring", ("Cook",), ""),
    ("paragraph", "Knowledge of:", ("Cook", "What you bring"), ""),
    ("item", "Herbs", ("Cook", "What you bring"), "Knowledge of:"),
]


def document() -> Document:
    text = ""
    blocks = []
    for number, (kind, plain, heading, lead_in) in enumerate(LINES, start=1):
        blocks.append(Block(kind, len(text), len(text) + len(plain), number, plain, heading, lead_in=lead_in))  # type: ignore[arg-type]  # literals
        text += plain + "\n"
    return Document("cook.md", "markdown", "0", text, tuple(blocks), "Cook")


DOCUMENTS = {"cook.md": document()}
SECTIONS = Sections(DOCUMENTS, Statements(default_catalogue(), DOCUMENTS))


@pytest.mark.parametrize(
    ("question", "items"),
    [
        ("What are the duties?", ["Chops onions", "Stirs soup"]),
        ("Which kitchen equipment is desired but not required?", ["Smokers"]),
        ("What knowledge is needed?", ["Herbs"]),
        ("What is the salary?", None),
        ("Which kitchen knives are required?", None),
    ],
)
def test_the_section_that_headings_name(question: str, items: list[str] | None) -> None:
    section = SECTIONS.find("cook.md", read_wording(question, Spelling([], {})), ())
    assert ([block.plain for block in section.blocks] if section else None) == items


def test_a_section_is_shown_item_by_item_each_with_its_citation() -> None:
    section = SECTIONS.find("cook.md", read_wording("What are the duties?", Spelling([], {})), ())
    assert section is not None
    answer = SECTIONS.answer("cook.md", section, "Cook")
    assert answer.text == "Cook – Main tasks:\n• Chops onions\n• Stirs soup"
    assert [citation.quote for citation in answer.citations] == ["Chops onions", "Stirs soup"]


def test_of_a_section_with_too_many_items_it_is_said_how_many_are_shown() -> None:
    lines = [f"Cooks dish number {number} of the long menu" for number in range(60)]
    text = "\n".join(lines)
    starts = [text.index(f"{line}\n") if number < 59 else text.index(line) for number, line in enumerate(lines)]
    items = tuple(
        Block("item", start, start + len(line), number, line, ("Cook", "Tasks"))
        for number, (start, line) in enumerate(zip(starts, lines, strict=True), start=1)
    )
    documents = {"cook.md": Document("cook.md", "markdown", "0", text, items, "Cook")}
    sections = Sections(documents, Statements(default_catalogue(), documents))
    answer = sections.answer("cook.md", Section(("Cook", "Tasks"), "", items), "Cook")
    shown = len(answer.citations)
    assert 10 < shown < 60
    assert answer.text.endswith(f"({shown} of the list’s 60 items.)")
    assert len(answer.text) <= LONG


def test_what_only_adds_to_a_list_stands_behind_it() -> None:
    lines = [
        ("paragraph", "Other tasks:", ("Cook",), ""),
        ("item", "Sweeps", ("Cook",), "Other tasks:"),
        ("heading", "Main tasks", ("Cook",), ""),
        ("item", "Stirs soup", ("Cook", "Main tasks"), ""),
    ]
    text = "".join(f"{plain}\n" for _, plain, _, _ in lines)
    blocks = tuple(
        Block(kind, text.index(plain), text.index(plain) + len(plain), n, plain, heading, lead_in=lead_in)  # type: ignore[arg-type]  # literals
        for n, (kind, plain, heading, lead_in) in enumerate(lines, start=1)
    )
    documents = {"cook.md": Document("cook.md", "markdown", "0", text, blocks, "Cook")}
    sections = Sections(documents, Statements(default_catalogue(), documents))
    for question, item in (("What tasks does the cook have?", "Stirs soup"), ("What other tasks are there?", "Sweeps")):
        wording = read_wording(question, Spelling([], {}))
        covered = {number for number, word in enumerate(wording.words) if word.plain == "cook"}
        section = sections.find("cook.md", wording, covered)
        assert section is not None
        assert [block.plain for block in section.blocks] == [item]
