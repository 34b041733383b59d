"""Limits: how much of a file is read before it is cut or skipped, so that no file can exhaust the machine."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Every limit of reading. A limit that was hit is named in the skip's reason or in `Document.notes`."""

    # the folder
    files: int = 20_000
    depth: int = 50  # folders below the documents folder
    source_bytes: int = 4096 * MEGABYTE  # one source beside the folder, in all: more than that is not mirrored
    # one file, in bytes: a larger one is skipped unopened
    binary_bytes: int = 25 * MEGABYTE  # docx, pdf, pictures
    text_bytes: int = 10 * MEGABYTE  # plain text, Markdown, HTML
    sidecar_bytes: int = 64 << 10  # front matter and NAME.yaml
    approved_bytes: int = MEGABYTE  # a file of approved answers
    # what is kept of it: the rest is cut and said
    text_characters: int = 2_000_000
    line_characters: int = 2_000  # longer lines are no heading or field; markup in them is not read
    blocks: int = 50_000
    headings: int = 2_000
    fields: int = 2_000
    title_characters: int = 300
    value_characters: int = 2_000
    # docx
    docx_parts: int = 2_000
    docx_part_bytes: int = 20 * MEGABYTE
    docx_ratio: int = 200  # times its packed size, for parts above `docx_ratio_from`
    docx_ratio_from: int = MEGABYTE
    # html, and docx where it nests
    html_tags: int = 200_000
    html_attributes: int = 1_000  # in one tag
    nesting: int = 400
    # pdf
    pdf_pages: int = 500
    pdf_page_characters: int = 30_000  # with layout; a page above it is read as plain text
    # the child process that parses
    child_memory: int = 512 * MEGABYTE
    child_cpu_seconds: int = 10
    child_seconds: float = 20.0  # wall clock
    result_bytes: int = 32 * MEGABYTE  # what the child may hand back for one file
    # scans
    ocr: bool = True
    ocr_pages: int = 100
    ocr_page_seconds: float = 60.0
    ocr_page_pixels: int = 25_000_000
    ocr_seconds: float = 900.0  # for one file


DEFAULT_LIMITS = Limits()
