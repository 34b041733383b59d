"""Document and Block: verbatim text with the place where it stands.

`Document.text` is what the file says, character for character: for plain text and Markdown the decoded source,
for HTML, DOCX and PDF the visible text in reading order. Everything else (headings, list items, table rows, fields)
points into it by character offsets, so that a quote is always a slice of it. Repairs (unwrapped lines, markup taken
off, folded white space) live in `Block.plain`, which helps matching and is never shown as a quote.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

BlockKind = Literal["heading", "paragraph", "item", "row", "field", "code"]
DateKind = Literal[
    "effective", "revised", "reviewed", "created", "final", "posted", "closing", "updated", "expires", "review_due"
]


@dataclass(frozen=True, slots=True)
class Block:
    """The smallest stretch with a place of its own: a paragraph, list item, table row, field or heading.

    Blocks stand in reading order, do not overlap, and together hold every word of the document that is content.
    A line with several fields ("Reports to: X   Grade: 21") gives one block for each.
    """

    kind: BlockKind
    start: int  # offsets into Document.text: text[start:end] is the verbatim stretch
    end: int
    line: int  # 1-based line of Document.text where it starts
    plain: str  # one line: markup gone, wrapped lines joined, white space folded
    heading: tuple[str, ...] = ()  # section path, outermost first, plain; a heading block holds the path above it
    page: int | None = None  # 1-based, PDF and scans only
    level: int = 0  # heading: 1 is the outermost; item: depth of nesting, 0 is the outermost
    lead_in: str = ""  # item, row: plain text of the line that introduces the list ("Knowledge of:")
    label: str = ""  # field: plain label without the colon
    value: str = ""  # field: plain value
    cells: tuple[tuple[str, str], ...] = ()  # row: (column header, cell), plain; header "" where the table has none
    is_of_column: bool = False  # item: a cell of a table each of whose columns is about one role, see role_columns.py


@dataclass(frozen=True, slots=True)
class DocumentDate:
    """A date that the document states about itself. Precision is kept: "08/2013" is iso "2013-08"."""

    kind: DateKind
    written: str
    iso: str  # "2013-08-16", "2013-08", "2013"; "" where the order of day and month can't be told
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Metadata:
    """What front matter or a `NAME.yaml` beside the file states. What it states wins over what the text says."""

    title: str = ""
    organisation: str = ""
    owner: str = ""
    effective: str = ""  # ISO dates, as precise as written
    expires: str = ""
    review: str = ""
    audience: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """One source file, read."""

    path: str  # below the documents folder, with "/": "policies/leave.md"
    format: str  # "markdown", "text", "html", "docx", "pdf", "scan"
    digest: str  # names the file's bytes and its sidecar's, see reading.Opened: 64 hexadecimal digits
    text: str
    blocks: tuple[Block, ...]
    title: str
    other_titles: tuple[str, ...] = ()  # further names: the file name, aliases, a shorter form in the text
    organisation: str = ""
    dates: tuple[DocumentDate, ...] = ()
    metadata: Metadata = field(default_factory=Metadata)
    unknown_words: float = 0.0  # 0..1, share of words no English list holds; above 0.2 the text is hard to read
    notes: tuple[str, ...] = ()  # what was left out or cut, in words for the build report

    def quote(self, start: int, end: int) -> str:
        """The verbatim stretch, outer white space off."""
        return self.text[start:end].strip()
