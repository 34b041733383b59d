"""Documents to passages and units: no word lost, none cut, every unit's place right."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.document import Block, Document
from knowledge.passages import MOST_WORDS_A_PASSAGE, WIDE_ROW, WORDS_A_PASSAGE, Passage, Unit, split_passages
from knowledge.readers.formats import read_job
from knowledge.readers.job import Job
from knowledge.reading import read_folder

_SAME = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-"})


def read(text: str, path: str = "page.md") -> Document:
    return read_job(Job(path, "markdown" if path.endswith(".md") else "text", "", text.encode()))


def units_of(document: Document) -> list[Unit]:
    return [unit for passage in split_passages(document) for unit in passage.units]


def folded(text: str) -> str:
    return " ".join(text.translate(_SAME).split())


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def assert_nothing_is_lost(document: Document) -> None:
    """Every word of every block stands in a unit of its passage, or in what introduces one."""
    passages = split_passages(document)
    said = Counter(word for passage in passages for unit in passage.units for word in words(unit.plain))
    contexts = {word for passage in passages for unit in passage.units for word in words(unit.context)}
    held = Counter(
        word for block in document.blocks if block.kind != "heading" and block.plain for word in words(block.plain)
    )
    assert {word for word in held if not said[word]} <= contexts


def assert_places_are_right(document: Document) -> None:
    last = 0
    for unit in units_of(document):
        assert 0 <= unit.start < unit.end <= len(document.text)
        assert unit.start >= last or unit.kind == "cell"
        last = unit.start
        assert document.text[unit.start : unit.end] == document.quote(unit.start, unit.end)
        assert unit.line == document.text.count("\n", 0, unit.start) + 1


def test_sentences_items_fields_and_rows_are_units():
    document = read(
        "# Travel\n\nBook trains. Flights need *approval* first.\n\nYou may claim:\n\n- meals, up to 30 pounds\n"
        "- a hotel\n\n**Owner:** Finance\n\n| Spend | Quotes |\n| --- | --- |\n| $500 | 1 |\n| $10,000 or more | 3 |\n"
    )
    units = units_of(document)
    assert [(unit.kind, unit.plain, unit.context) for unit in units] == [
        ("sentence", "Book trains.", ""),
        ("sentence", "Flights need approval first.", ""),
        ("sentence", "You may claim:", ""),
        ("item", "meals, up to 30 pounds", "You may claim:"),
        ("item", "a hotel", "You may claim:"),
        ("field", "Owner: Finance", ""),
        ("row", "Spend: $500; Quotes: 1", ""),
        ("row", "Spend: $10,000 or more; Quotes: 3", ""),
    ]
    assert document.quote(units[1].start, units[1].end) == "Flights need *approval* first."
    assert [unit.line for unit in units] == [3, 3, 5, 7, 8, 10, 14, 15]


def test_a_long_item_is_taken_sentence_by_sentence_with_what_introduces_it():
    long = "Keep the receipt for every purchase that you make on behalf of the library, however small it is. " * 3
    units = units_of(read(f"# Costs\n\nRules:\n\n- {long.strip()}\n- Short one. With two sentences.\n"))
    assert [unit.kind for unit in units] == ["sentence"] * 4 + ["item"]
    assert [unit.context for unit in units[1:]] == ["Rules:"] * 4


CELL = "words that go on for a while so that the row is wide, "


def wide(*cells: str) -> str:
    names = "| Name | First | Second |\n| --- | --- | --- |\n"
    return f"# Table\n\n{names}| {' | '.join(cells)} |\n"


def test_a_wide_row_is_taken_cell_by_cell():
    document = read(wide("Clerk", f"{CELL * 3}one", f"{CELL * 3}two"))
    cells = units_of(document)
    assert [(unit.kind, unit.context) for unit in cells] == [("cell", "First - Clerk"), ("cell", "Second - Clerk")]
    for unit in cells:
        assert folded(document.text[unit.start : unit.end]) == unit.plain


@pytest.mark.parametrize(
    "cells",
    [
        ("Clerk", f"{CELL * 5}one", "Clerk"),  # a cell that repeats the name
        ("Yes", "Yes", f"{CELL * 5}one"),
        (f"{CELL * 5}name", "one", "two"),  # the first cell is the long one
        (f"{CELL * 5}name", "", ""),  # it is the only one
        ("", f"{CELL * 5}one", "two"),
        ("Clerk", f"`a \\| b` {CELL * 5}one", "two"),  # an escaped separator
        ("Clerk", f"**bold** and [a link](https://example.org/a_b) {CELL * 5}one", "two"),
    ],
)
def test_a_wide_row_loses_no_word_and_knows_its_places(cells):
    document = read(wide(*cells))
    assert_nothing_is_lost(document)
    assert_places_are_right(document)
    said = [unit.plain for unit in units_of(document)]
    for cell in cells[1:]:
        assert any(set(words(cell)) - {"https", "example", "org", "a_b"} <= set(words(plain)) for plain in said)


def test_a_row_without_headers():
    text = "# Table\n\n|  |  |\n| --- | --- |\n| Opening | " + CELL * 5 + "|\n| Closing | five |\n"
    document = read(text)
    assert_nothing_is_lost(document)
    assert_places_are_right(document)


def test_a_passage_says_where_it_stands():
    passages = split_passages(read("# Leave\n\nOne.\n\n## Parental leave\n\nTwo.\n\n### Leave\n\nThree.\n"))
    assert [passage.path for passage in passages] == [
        "Leave",
        "Leave > Parental leave",
        "Leave > Parental leave",
    ]
    assert [passage.text for passage in passages] == ["One.", "Two.", "Three."]


def test_text_says_once_what_introduces_a_list():
    passage = split_passages(read("# Costs\n\nRules apply to:\n\n- meals\n- hotels\n"))[0]
    assert passage.text.count("Rules apply to:") <= 2
    assert passage.text.endswith("meals\nhotels")


def test_the_id_is_of_the_words_not_of_the_place():
    first = split_passages(read("# Leave\n\nTake 16 weeks.\n"))[0]
    moved = split_passages(read("\n\n\n# Leave\n\n\n\nTake 16 weeks.\n"))[0]
    changed = split_passages(read("# Leave\n\nTake 18 weeks.\n"))[0]
    elsewhere = split_passages(read("# Leave\n\nTake 16 weeks.\n", "other.md"))[0]
    assert first.id == moved.id
    assert len({first.id, changed.id, elsewhere.id}) == 3


def assert_sizes(passages: tuple[Passage, ...]) -> None:
    for passage in passages:
        count = sum(len(unit.plain.split()) for unit in passage.units)
        assert passage.units
        assert count <= MOST_WORDS_A_PASSAGE or len(passage.units) == 1


def test_passages_are_neither_large_nor_needlessly_small():
    document = read("# Rules\n\n" + "\n\n".join(f"This is rule {number} of the many." for number in range(120)))
    passages = split_passages(document)
    assert_sizes(passages)
    sizes = [sum(len(unit.plain.split()) for unit in passage.units) for passage in passages]
    assert all(size >= WORDS_A_PASSAGE for size in sizes[:-1])
    assert sizes[-1] > WORDS_A_PASSAGE // 3
    assert [unit.plain for passage in passages for unit in passage.units] == [
        f"This is rule {number} of the many." for number in range(120)
    ]


def test_a_unit_longer_than_a_passage_is_not_cut():
    sentence = " ".join(["word"] * 400) + "."
    units = units_of(read(f"# Long\n\nBefore it.\n\n{sentence}\n\nAfter it.\n"))
    assert [unit.plain for unit in units] == ["Before it.", sentence, "After it."]


def test_documents_without_words_have_no_passages():
    assert split_passages(read("# Only\n\n## Headings\n")) == ()


PIECES = st.lists(
    st.sampled_from(
        [
            "One sentence. Another one, e.g. this!",
            "- an item\n- another item. With two sentences.",
            "1. first\n2. second",
            "## A heading",
            "**Label:** its value",
            "| a | b |\n|---|---|\n| 1 | two words |",
            "| a | b | c |\n|---|---|---|\n| n | " + "long cell " * 30 + "| n |",
            "Text with [a link](https://example.org) and *emphasis* and `code`.",
            "A line\nthat wraps. It's “quoted” – so.",
            "> a quotation\n> goes on",
            "Steps:\n\n* one\n    * nested one\n    * nested two\n* two",
            "word " * 200 + ".",
        ]
    ),
    max_size=8,
)


@settings(max_examples=60, deadline=None)
@given(PIECES)
def test_whatever_is_put_together_keeps_its_words_and_places(pieces):
    document = read("# Page\n\n" + "\n\n".join(pieces) + "\n")
    assert_nothing_is_lost(document)
    assert_places_are_right(document)
    assert_sizes(split_passages(document))


def is_plain(block: Block, document: Document) -> bool:
    """Whether what the block says is what the file says, white space and typography aside."""
    return folded(document.quote(block.start, block.end)) == folded(block.plain)


def test_in_every_sample_the_quote_of_a_plain_unit_is_its_text(samples):
    documents = [each for each in read_folder(samples) if isinstance(each, Document)]
    checked = 0
    for document in documents:
        assert_nothing_is_lost(document)
        plain = [block for block in document.blocks if is_plain(block, document)]
        for unit in units_of(document):
            if unit.kind != "row" and any(block.start <= unit.start < block.end for block in plain):
                assert folded(document.quote(unit.start, unit.end)) == folded(unit.plain)
                checked += 1
    assert checked > 100


@pytest.mark.parametrize("collection", ["18f-handbook", "basecamp-handbook"])
def test_in_real_handbooks_no_word_is_lost(shared: Path, collection: str):
    folder = shared / "corpora" / collection
    if not folder.is_dir():
        pytest.skip(f"{folder} is not there")
    wide_rows = 0
    for document in read_folder(folder):
        if isinstance(document, Document):
            assert_nothing_is_lost(document)
            assert_sizes(split_passages(document))
            wide_rows += any(block.kind == "row" and len(block.plain.split()) > WIDE_ROW for block in document.blocks)
            for unit in units_of(document):
                assert unit.plain
                assert document.text[unit.start : unit.end].strip()
    assert collection != "18f-handbook" or wide_rows


def test_a_row_of_labels_without_headers_is_read_as_labels_and_values() -> None:
    rows = (
        (("", "Review date"), ("", "31 August 2026")),
        (("", "Owner"), ("", "HR"), ("", "Applies to"), ("", "All staff")),
    )
    for cells, said in zip(rows, ("Review date: 31 August 2026", "Owner: HR; Applies to: All staff"), strict=True):
        text = "\t".join(cell for _, cell in cells)
        block = Block("row", 0, len(text), 1, text, cells=cells)
        document = Document("a.docx", "docx", "", text, (block,), "Keys", (), "", ())
        assert [unit.plain for unit in units_of(document)] == [said]
