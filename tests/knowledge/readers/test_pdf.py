"""PDF: paragraphs, lists and tables found again from the type and its place."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pypdfium2
import pytest

from knowledge.document import Document
from knowledge.errors import Unreadable
from knowledge.readers import ocr
from knowledge.readers.child import Child
from knowledge.readers.formats import read_job
from knowledge.readers.job import Job
from knowledge.readers.limits import DEFAULT_LIMITS

pytest.importorskip("reportlab", reason="reportlab is not installed: PDFs can't be made")

PROSE = (
    "The ferry leaves the northern quay every morning at seven and comes back in the evening unless the harbour master "
    "has closed the sound for the day. "
)


def flowed(parts: list[Any], columns: int = 1, foot: str = "") -> bytes:
    """A PDF of reportlab's flowables, in one column or two."""
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

    width = 480 / columns
    frames = [Frame(50 + number * (width + 20), 50, width, 700) for number in range(columns)]

    def draw(canvas: Any, document: Any) -> None:
        if foot:
            canvas.drawString(50, 20, foot.format(document.page))

    written = io.BytesIO()
    template = BaseDocTemplate(written, pagesize=(600, 800))
    template.addPageTemplates(PageTemplate(frames=frames, onPage=draw))
    template.build(parts)
    return written.getvalue()


def drawn(draw: Callable[[Any], None], pages: int = 1) -> bytes:
    """A PDF of pages that `draw` draws."""
    from reportlab.pdfgen.canvas import Canvas

    written = io.BytesIO()
    canvas = Canvas(written, pagesize=(600, 800))
    for _ in range(pages):
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return written.getvalue()


def read(data: bytes) -> Document:
    return read_job(Job("a.pdf", "pdf", "", data))


def paragraph(text: str, style: str = "BodyText", alignment: int = 0) -> Any:
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph

    chosen = getSampleStyleSheet()[style].clone("chosen")
    chosen.alignment = alignment
    return Paragraph(text, chosen)


@pytest.mark.parametrize("columns", [1, 2])
@pytest.mark.parametrize("alignment", [0, 4], ids=["ragged", "justified"])
def test_paragraphs_are_whole_in_columns_and_over_pages(columns: int, alignment: int) -> None:
    texts = [f"Number {number} begins here. {PROSE * (1 + number % 4)}".strip() for number in range(28)]
    document = read(flowed([paragraph(text, alignment=alignment) for text in texts], columns))
    assert [block.plain for block in document.blocks] == texts
    assert {block.page for block in document.blocks} == {1, 2, 3}


def test_running_feet_go_and_pages_of_one_line_stay() -> None:
    document = read(flowed([paragraph(PROSE * 9) for _ in range(12)], foot="Ferry Handbook - page {}"))
    assert "Ferry Handbook" not in document.text
    lines = read(drawn(lambda canvas: canvas.drawString(50, 770, "Duty free"), pages=4))
    assert [block.page for block in lines.blocks] == [1, 2, 3, 4]


@pytest.mark.parametrize("align", ["TOP", "MIDDLE", "BOTTOM"])
def test_wrapped_cells_stay_in_their_row(align: str) -> None:
    from reportlab.platypus import Table

    note = "Paid monthly, and looked at again every year in April by the panel of the trust"
    rows = [
        ["<b>Grade</b>", "<b>Range</b>", "<b>Notes</b>"],
        ["Grade 1", "£20,000 to £22,000", note],
        ["Grade 2", "By agreement", "None"],
    ]
    pairs = [["Job title", "Ferry Purser"], ["Reports to", f"Ferry Master. {note}"], ["Salary", "Grade 2"]]
    tables = [
        Table(
            [[paragraph(cell) for cell in row] for row in each],
            colWidths=widths,
            style=[("VALIGN", (0, 0), (-1, -1), align)],
        )
        for each, widths in ((rows, (80, 80, 150)), (pairs, (80, 180)))
    ]
    document = read(flowed([tables[0], paragraph(PROSE), tables[1]]))
    cells = [block.cells for block in document.blocks if block.kind == "row"]
    assert cells == [
        (("Grade", "Grade 1"), ("Range", "£20,000 to £22,000"), ("Notes", note)),
        (("Grade", "Grade 2"), ("Range", "By agreement"), ("Notes", "None")),
    ]
    fields = [(block.label, block.value) for block in document.blocks if block.kind == "field"]
    assert fields == [("Job title", "Ferry Purser"), ("Reports to", f"Ferry Master. {note}"), ("Salary", "Grade 2")]


def test_numbered_and_nested_lists_are_items() -> None:
    from reportlab.platypus import ListFlowable, ListItem

    inner = ListFlowable([paragraph(PROSE), paragraph("Short one.")], bulletType="bullet", start="•")
    outer = ListFlowable(
        [ListItem([paragraph("First of all."), inner]), paragraph("Last.")], bulletType="bullet", start="•"
    )
    numbered = ListFlowable([paragraph(PROSE), paragraph(PROSE)], bulletType="1", bulletFormat="%s.")
    document = read(flowed([outer, paragraph("Some text between the lists."), numbered]))
    found = [(block.plain[:12], block.level) for block in document.blocks if block.kind == "item"]
    assert found == [
        ("First of all", 0),
        (PROSE[:12], 1),
        ("Short one.", 1),
        ("Last.", 0),
        (PROSE[:12], 0),
        (PROSE[:12], 0),
    ]


def test_a_word_parted_at_a_line_end_is_whole_for_matching_only() -> None:
    def draw(canvas: Any) -> None:
        canvas.drawString(50, 700, "The keeper answers for the main-")
        canvas.drawString(50, 686, "tenance of the lamp and works full-")
        canvas.drawString(50, 672, "time at the light.")

    document = read(drawn(draw))
    assert (
        document.blocks[0].plain
        == "The keeper answers for the maintenance of the lamp and works full-time at the light."
    )
    assert "main-\ntenance" in document.text


def test_invisible_text_is_left_out_where_other_text_is_seen() -> None:
    def draw(canvas: Any) -> None:
        canvas.drawString(50, 700, "Seen by everyone who opens the page.")
        hidden = canvas.beginText(50, 600)
        hidden.setTextRenderMode(3)
        hidden.textLine("HIDDEN")
        canvas.drawText(hidden)

    document = read(drawn(draw))
    assert "HIDDEN" not in document.text
    assert document.notes == ("left out: invisible text (1 words)",)


def test_limits_are_said() -> None:
    data = drawn(lambda canvas: canvas.drawString(50, 700, "One page of the long manual."), pages=5)
    limits = replace(DEFAULT_LIMITS, pdf_pages=3)
    document = read_job(Job("a.pdf", "pdf", "", data, limits=limits))
    assert document.notes == ("cut: only the first 3 of 5 pages are read",)
    plain = read_job(Job("a.pdf", "pdf", "", data, limits=replace(DEFAULT_LIMITS, pdf_page_characters=5)))
    assert [block.page for block in plain.blocks] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"no pdf", "content is not a PDF"),
        (b"%PDF-1.4 broken", "damaged PDF"),
        (drawn(lambda canvas: None), "no text layer"),
    ],
)
def test_what_gives_no_text_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        read(data)


def scan() -> bytes:
    """A page of large type as a picture only."""

    def draw(canvas: Any) -> None:
        canvas.setFont("Helvetica", 16)
        for number, line in enumerate(("Lighthouse Keeper", "Reports to: Harbour Master", "Hours: 37 a week")):
            canvas.drawString(60, 700 - 40 * number, line)

    page = pypdfium2.PdfDocument(drawn(draw))[0]
    picture = page.render(scale=200 / 72, grayscale=True).to_pil()
    written = io.BytesIO()
    picture.save(written, "PDF", resolution=200)
    return written.getvalue()


def test_a_scan_without_tesseract_is_refused_plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    with pytest.raises(Unreadable, match="needs OCR: install tesseract-ocr"):
        read(scan())
    with pytest.raises(Unreadable, match="needs OCR: install tesseract-ocr"):
        read_job(Job("a.png", "scan", "", b"\x89PNG\r\n\x1a\n"))


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="tesseract is not installed: OCR NOT TESTED")
def test_a_scan_is_read_by_machine_and_says_so() -> None:
    with Child() as child:
        document = child.read(Job("a.pdf", "pdf", "", scan()))
    assert document.format == "scan"
    assert [(block.label, block.value, block.page) for block in document.blocks if block.kind == "field"] == [
        ("Reports to", "Harbour Master", 1), ("Hours", "37 a week", 1),
    ]  # fmt: skip
    assert document.notes == ("1 pages were read by machine",)


def test_a_head_over_two_columns_leaves_their_paragraphs_whole() -> None:
    wide = "Harbour News | Pilot House | last updated on the first of May by the harbour office | a page for all staff"
    texts = [f"You steer the boat number {number} from Gannet Rock to Kittiwake Quay each day" for number in range(20)]

    def draw(canvas: Any) -> None:
        canvas.drawString(50, 770, wide)
        for number, text in enumerate(texts):
            left, row = (50, number) if number < 10 else (320, number - 10)
            words = text.split()
            for line, piece in enumerate((" ".join(words[:9]), " ".join(words[9:]))):
                canvas.drawString(left, 720 - row * 60 - line * 14, piece)

    found = [block.plain for block in read(drawn(draw)).blocks]
    assert found[1:] == texts


def test_the_organisation_is_taken_from_a_running_head_and_later_heads_go() -> None:
    def draw(canvas: Any) -> None:
        canvas.drawString(50, 775, "Gannet Bay Council")
        canvas.drawString(50, 760, "Last updated 22 January 2026")
        for number in range(12):
            canvas.drawString(
                50, 700 - number * 40, f"Sentence {number} of page {canvas.getPageNumber()} stands alone."
            )

    document = read(drawn(draw, pages=3))
    assert document.organisation == "Gannet Bay Council"
    assert document.text.count("Last updated") == 1


def test_bullets_at_the_top_of_the_next_column_are_as_deep_as_before() -> None:
    def draw(canvas: Any) -> None:
        for number in range(12):
            left, row = (50, number) if number < 6 else (320, number - 6)
            canvas.drawString(left, 740 - row * 20, f"• Thing number {number}")

    assert {block.level for block in read(drawn(draw)).blocks} == {0}
