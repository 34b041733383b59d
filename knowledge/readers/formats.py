"""One file's bytes -> Document: finds the format, calls its reader, and adds what all formats share."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.document import Block, Document, Metadata
from knowledge.errors import Unreadable
from knowledge.known_labels import labels_known
from knowledge.profile import profile
from knowledge.readers import decode, frontmatter, ocr
from knowledge.readers.assemble import assemble
from knowledge.readers.docx import read_docx
from knowledge.readers.elements import Element, Paragraph
from knowledge.readers.html import declared_encoding, read_html
from knowledge.readers.job import Job
from knowledge.readers.label_lists import with_lists_behind_labels
from knowledge.readers.layout import Layout
from knowledge.readers.limits import Limits
from knowledge.readers.markdown import is_markdown, read_markdown
from knowledge.readers.pdf import PdfContent, Scanned, read_pdf
from knowledge.readers.plain import has_words
from knowledge.readers.stated_fields import stated_fields
from knowledge.readers.words import english_words, unknown_share
from knowledge.structure import structure_text

NOTHING_STATED = Metadata()
LEAST_STATED = 60  # words of a front matter from which it holds a page's text
HTML_START = re.compile(rb"\s*(?:<!doctype html|<html|<!--[^>]{0,500}-->\s*<(?:!doctype )?html)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Content:
    """What a format's reader finds in a file."""

    format: str
    text: str
    blocks: Sequence[Block]
    notes: tuple[str, ...] = ()
    metadata: Metadata = NOTHING_STATED
    heads: tuple[str, ...] = ()  # running heads and feet of its pages
    is_placed: bool = False  # the blocks have their lines and section paths already


def read_job(job: Job) -> Document:
    """The document in a file's bytes.

    Raises:
        Unreadable: with the reason.
    """
    with labels_known(job.labels):
        return _read(job)


def _read(job: Job) -> Document:
    stated = NOTHING_STATED
    notes: tuple[str, ...] = ()
    if job.sidecar:
        written = decode.decode(job.sidecar, job.limits.sidecar_bytes).text
        stated, notes = frontmatter.read_metadata(written, "the YAML file beside it")
    content = _content(job)
    cut: tuple[str, ...] = ()
    if content.is_placed:
        blocks = tuple(with_lists_behind_labels(content.text, content.blocks))
    else:
        blocks, cut = assemble(content.text, content.blocks, job.limits)
    if not any(has_words(block.plain) for block in blocks):
        raise Unreadable("no readable text")
    metadata = frontmatter.merge(stated, content.metadata)
    unknown = unknown_share("\n".join(block.plain for block in blocks if block.kind != "code"))
    notes = (*notes, *content.notes, *cut)
    return profile(
        job.path, content.format, job.digest, content.text, blocks, metadata, notes, unknown, heads=content.heads
    )


def warm_up() -> None:
    """Read a small text once, so that a process forked from this one finds every pattern and word list at hand."""
    english_words()
    for text in (
        b"# Cook\n\n**Grade:** 7\n\n- Lists *meals*\n\n| A | B |\n|---|---|\n| 1 | 2 |\n",
        b"Cook\n\nGrade: 7\n",
    ):
        read_job(Job("warm.md", "markdown", "", text))


def _content(job: Job) -> Content:
    format = job.format if job.format != "unknown" else _guess(job.data)
    match format:
        case "text" | "markdown":
            return _text(job.data, format == "markdown", job.limits)
        case "html":
            decoded = decode.decode(job.data, job.limits.text_bytes, declared_encoding(job.data))
            return _laid_out("html", *read_html(decoded.text, job.limits), decoded.notes, job.limits)
        case "docx":
            elements, left_out, heads = read_docx(job.data, job.limits)
            return replace(_laid_out("docx", elements, left_out, (), job.limits), heads=tuple(heads))
        case "pdf":
            return _pdf(read_pdf(job.data, job.limits, job.ocr), job.limits)
        case "scan":
            return _picture(job)
    raise Unreadable(f"{format} is not read yet")


def _laid_out(
    format: str, elements: list[Element], left_out: list[str], notes: tuple[str, ...], limits: Limits
) -> Content:
    layout = Layout(limits)
    layout.write(elements)
    return Content(format, layout.text, layout.blocks, (*notes, *left_out, *layout.notes))


def _pdf(found: PdfContent, limits: Limits) -> Content:
    if not found.elements:
        return _scanned(found.scanned, tuple(found.notes))
    for page, text in found.scanned:
        found.elements += [Paragraph([[(text, False)]], page=page) for text in text.split("\n\n")]
    return replace(_laid_out("pdf", found.elements, found.notes, (), limits), heads=tuple(found.heads))


def _picture(job: Job) -> Content:
    if not decode.content_name(job.data).endswith("picture"):
        raise Unreadable("content is not a PNG, JPEG or TIFF picture")
    if not job.limits.ocr:
        raise Unreadable("a picture; reading scans is switched off")
    if not ocr.is_installed():
        raise Unreadable(f"a picture; {ocr.INSTALL}")
    if not job.ocr:
        raise Scanned(1)
    reading = ocr.read_picture(job.data, job.limits)
    unsure = ", unsure" if reading.confidence < ocr.UNSURE else ""
    return _scanned([(1, reading.text)], (f"read by machine{unsure}",))


def _scanned(pages: list[tuple[int, str]], notes: tuple[str, ...]) -> Content:
    """Pages read by machine have no markup, so their structure is found as that of plain text."""
    text = "\n\n".join(page for _, page in pages)
    starts = [0]
    for _, page in pages:
        starts.append(starts[-1] + len(page) + 2)
    numbers = [number for number, _ in pages]
    blocks = [replace(b, page=numbers[bisect_right(starts, b.start) - 1]) for b in structure_text(text, "")]
    return Content("scan", text, blocks, notes, is_placed=True)


def _guess(data: bytes) -> str:
    """The format of a file whose name has no ending."""
    if data.startswith(b"PK\x03\x04"):
        return "docx"
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if decode.content_name(data).endswith("picture"):
        return "scan"
    return "html" if HTML_START.match(data) else "text"


def _text(data: bytes, by_name: bool, limits: Limits) -> Content:
    """Plain text, or Markdown where the text says so."""
    decoded = decode.decode(data, limits.text_characters)
    source, start, syntax = frontmatter.split_front_matter(decoded.text, limits.sidecar_bytes)
    metadata, notes = (
        frontmatter.read_metadata(source, frontmatter.FRONT_MATTER, syntax) if source else (NOTHING_STATED, ())
    )
    notes = (*decoded.notes, *notes)
    if not has_words(decoded.text[start:]):
        if len(source.split()) < LEAST_STATED:
            raise Unreadable("no readable text")
        start = 0  # all that the page says stands in its front matter
    stated = list(stated_fields(source, decoded.text.find(source), 2)) if source else []
    if is_markdown(decoded.text[start:], by_name):
        blocks = [*stated, *read_markdown(decoded.text, start, limits)]
        return Content("markdown", decoded.text, blocks, notes, metadata)
    masked = re.sub(r"[^\n]", " ", decoded.text[:start]) + decoded.text[start:]
    return Content("text", decoded.text, [*stated, *structure_text(masked, "")], notes, metadata, is_placed=True)
