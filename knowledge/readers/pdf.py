"""PDF -> elements: pages with a text layer by their type, scanned pages by machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from knowledge.errors import Unreadable
from knowledge.readers import ocr
from knowledge.readers.elements import Element, Paragraph
from knowledge.readers.limits import Limits
from knowledge.readers.pdf_heads import running_heads
from knowledge.readers.pdf_lines import Line, page_lines, visible
from knowledge.readers.pdf_paragraphs import elements_of

FEW_CHARACTERS = 20  # a page with fewer that is mostly a picture is a scan
LARGEST_PAGE = 14_400.0  # points; larger ones are not what they say


class Scanned(Unreadable):
    """Pages without a text layer: they could be read by machine."""

    def __init__(self, pages: int) -> None:
        super().__init__("no text layer: a scan")
        self.pages = pages


@dataclass(slots=True)
class PdfContent:
    """What a PDF holds; `scanned_text` instead of elements where every page is a scan."""

    elements: list[Element] = field(default_factory=list)
    scanned: list[tuple[int, str]] = field(default_factory=list)  # page, text
    notes: list[str] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)  # running heads and feet, which are no part of the text


@dataclass(slots=True)
class _Pages:
    """The pages of one file while they are read."""

    lines: list[tuple[list[Line], float]] = field(default_factory=list)  # of a page, and its height
    plain: list[Element] = field(default_factory=list)  # of pages that are too full for a layout
    scans: list[int] = field(default_factory=list)
    hidden: int = 0
    damaged: int = 0
    characters: int = 0


def read_pdf(data: bytes, limits: Limits, by_machine: bool) -> PdfContent:
    """The text of a PDF.

    Args:
        by_machine: read scanned pages with tesseract.
    Raises:
        Scanned: it has scanned pages, tesseract is at hand, and `by_machine` is not set.
        Unreadable: damaged, protected, or without text.
    """
    if b"%PDF-" not in data[:1024]:
        raise Unreadable("content is not a PDF")
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as exc:
        is_locked = "password" in str(exc).lower()
        raise Unreadable("password-protected PDF" if is_locked else "damaged PDF") from exc
    with closing(document):
        return _read(document, limits, by_machine)


def _read(document: Any, limits: Limits, by_machine: bool) -> PdfContent:
    content = PdfContent()
    count = len(document)
    if count > limits.pdf_pages:
        content.notes.append(f"cut: only the first {limits.pdf_pages:,} of {count:,} pages are read")
        count = limits.pdf_pages
    pages = _Pages()
    for number in range(count):
        if pages.characters > limits.text_characters:
            content.notes.append(f"cut: only the first {number:,} pages are read, as they hold enough text")
            break
        try:
            _read_page(document, number, pages, limits)
        except pypdfium2.PdfiumError:
            pages.damaged += 1
    if pages.damaged:
        content.notes.append(f"damaged: {pages.damaged:,} pages can't be read")
    if pages.hidden:
        content.notes.append(f"left out: invisible text ({pages.hidden:,} words)")
    content.elements = [*elements_of(pages.lines), *pages.plain]
    content.heads = running_heads(pages.lines)
    if pages.scans:
        _read_scans(document, pages.scans, content, limits, by_machine)
    if not content.elements and not content.scanned:
        raise Unreadable("no text layer")
    return content


def _read_page(document: Any, number: int, pages: _Pages, limits: Limits) -> None:
    with closing(document[number]) as page, closing(page.get_textpage()) as text_page:
        count = text_page.count_chars()
        if count > limits.pdf_page_characters:
            text = text_page.get_text_bounded()[: limits.text_characters]
            pages.characters += len(text)
            pages.plain += _plain_paragraphs(text, number + 1)
            return
        lines, hidden = visible(page_lines(text_page, count, number + 1))
        pages.hidden += hidden
        pages.characters += count
        if sum(len(line.text) for line in lines) < FEW_CHARACTERS and _is_picture(page):
            pages.scans.append(number)
        else:
            pages.lines.append((lines, page.get_height()))


def _plain_paragraphs(text: str, page: int) -> Iterator[Paragraph]:
    for line in text.splitlines():
        if line.strip():
            yield Paragraph([[(line, False)]], page=page)


def _is_picture(page: Any) -> bool:
    """Whether pictures cover more than half of the page."""
    width, height = page.get_size()
    covered = 0.0
    for shape in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = shape.get_bounds()
        covered += max(right - left, 0) * max(top - bottom, 0)
    return bool(covered > 0.5 * width * height)


def _read_scans(document: Any, scans: list[int], content: PdfContent, limits: Limits, by_machine: bool) -> None:
    """Read the scanned pages, or say why they are not read."""
    if not limits.ocr or not ocr.is_installed():
        reason = ocr.INSTALL if limits.ocr else "reading scans is switched off"
        if not content.elements:
            raise Unreadable(f"no text layer (a scan); {reason}")
        content.notes.append(f"{len(scans):,} scanned pages are not read; {reason}")
        return
    if not by_machine:
        raise Scanned(min(len(scans), limits.ocr_pages))
    unsure = 0
    for number in scans[: limits.ocr_pages]:
        try:
            with closing(document[number]) as page:
                if max(page.get_size()) > LARGEST_PAGE:
                    raise Unreadable("page too large to be rendered")
                reading = ocr.read_page(page, limits)
        except (Unreadable, pypdfium2.PdfiumError) as exc:
            content.notes.append(f"page {number + 1} is a scan that is not read: {exc}")
            continue
        unsure += reading.confidence < ocr.UNSURE
        content.scanned.append((number + 1, reading.text))
    content.notes.append(
        f"{len(content.scanned):,} pages were read by machine" + (f", {unsure} of them unsure" if unsure else "")
    )
    if len(scans) > limits.ocr_pages:
        content.notes.append(f"cut: only the first {limits.ocr_pages} of {len(scans)} scanned pages are read")
