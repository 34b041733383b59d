"""The same document gives the same blocks in every format."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from knowledge.document import Block
from knowledge.readers.formats import read_job
from knowledge.readers.job import Job
from tests.knowledge.readers import formats_of


def facts_of(block: Block) -> tuple[object, ...]:
    """All of a block but where it stands."""
    return (block.kind, block.plain, block.heading, block.level, block.lead_in, block.label, block.value, block.cells)


EXPECTED = read_job(Job("keeper.md", "markdown", "", formats_of.as_markdown()))


def test_markdown_is_read_as_its_author_meant_it() -> None:
    kinds = [block.kind for block in EXPECTED.blocks]
    assert EXPECTED.title == formats_of.TITLE
    assert [kinds.count(kind) for kind in ("heading", "field", "item", "row")] == [6, 6, 5, 2]
    lifeboat = next(block for block in EXPECTED.blocks if "lifeboat" in block.plain)
    assert lifeboat.lead_in == "The keeper must:"
    assert lifeboat.heading == (formats_of.TITLE, "Duties", "In an emergency")
    middle = next(block for block in EXPECTED.blocks if block.kind == "row" and "Middle" in block.plain)
    assert middle.cells == (("Watch", "Middle"), ("Keeper", "Junior keeper"), ("Starts", "00:00"))


@pytest.mark.parametrize(
    ("format", "write"), [("html", formats_of.as_html), ("docx", formats_of.as_docx), ("pdf", formats_of.as_pdf)]
)
def test_every_format_gives_the_same_blocks(format: str, write: Callable[[], bytes]) -> None:
    document = read_job(Job("keeper.md", format, "", write()))
    assert [facts_of(block) for block in document.blocks] == [facts_of(block) for block in EXPECTED.blocks]
    assert document.title == EXPECTED.title


@pytest.mark.parametrize("width", [300.0, 360.0, 500.0, 612.0])
def test_a_pdf_gives_the_same_words_however_wide_it_is_set(width: float) -> None:
    document = read_job(Job("keeper.pdf", "pdf", "", formats_of.as_pdf(width)))
    assert [block.plain for block in document.blocks] == [block.plain for block in EXPECTED.blocks]


@pytest.mark.parametrize("write", [formats_of.as_markdown, formats_of.as_html, formats_of.as_docx, formats_of.as_pdf])
def test_blocks_are_slices_in_order_with_their_lines(write: Callable[[], bytes]) -> None:
    format = write.__name__.removeprefix("as_")
    document = read_job(Job("keeper", format, "", write()))
    end = 0
    for block in document.blocks:
        assert end <= block.start < block.end <= len(document.text)
        assert document.text.count("\n", 0, block.start) + 1 == block.line
        end = block.end
        verbatim = " ".join(document.quote(block.start, block.end).split())
        if format in ("html", "docx") and block.kind not in ("row", "heading"):
            assert verbatim == block.plain
