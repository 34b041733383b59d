"""DOCX -> elements: the text as Word shows it with all changes accepted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from knowledge.errors import Unreadable
from knowledge.readers.elements import Cell, Element, Heading, Item, Lines, Paragraph, Table
from knowledge.readers.limits import Limits
from knowledge.readers.package import Package

MOST_HEADS = 3  # of the first page, even pages and all others
_IN_HEAD = frozenset(("t", "tab", "ptab"))
HEADING_NAME = re.compile(r"heading ([1-9])$")
LIST_NAME = re.compile(r"list (?:bullet|number)(?: ([2-5]))?$")
# Elements that only wrap content, in a paragraph or around paragraphs. Deleted and moved-away text is not among them.
WRAPPERS = frozenset(
    [
        "ins",
        "moveTo",
        "hyperlink",
        "smartTag",
        "sdt",
        "sdtContent",
        "fldSimple",
        "customXml",
        "dir",
        "bdo",
        "r",
        "body",
        "ruby",
        "rubyBase",
    ]
)
DELETED = frozenset(["del", "moveFrom"])
OFF = ("0", "false", "off", "none")


@dataclass(frozen=True, slots=True)
class Style:
    """What a style says that matters here; None where it leaves that to the style it is based on."""

    name: str = ""
    based_on: str = ""
    outline: int | None = None  # 0 is the outermost heading, 9 is body text
    list_level: int | None = None
    bold: bool | None = None
    hidden: bool | None = None


def read_docx(data: bytes, limits: Limits) -> tuple[list[Element], list[str], list[str]]:
    """(elements in reading order, notes on what was left out, lines of the running heads, which are no part of it).

    Raises:
        Unreadable: not a Word document, damaged, protected, nested too deep or too large.
    """
    package = Package(data, limits)
    main = package.main_part()
    root = package.xml(main)
    body = next((child for child in root if _name(child) == "body"), None) if root is not None else None
    if body is None:
        raise Unreadable("not a Word document")
    folder = main.rpartition("/")[0]
    reader = _Reader(_styles(package.xml(f"{folder}/styles.xml")), limits)
    elements = _levelled(list(reader.elements(body)))
    heads = [line for number in range(1, MOST_HEADS + 1) for line in _head(package.xml(f"{folder}/header{number}.xml"))]
    left_out = [f"left out: {what} ({count:,} words)" for what, count in sorted(reader.left_out.items())]
    return elements, left_out, heads


def _head(root: etree._Element | None) -> Iterator[str]:
    """What stands at the left, in the middle and at the right of each line of a running head."""
    for node in root.iter() if root is not None else ():
        if _name(node) == "p":
            marks = (
                "\t" if _name(each) in ("tab", "ptab") else each.text or ""
                for each in node.iter()
                if _name(each) in _IN_HEAD
            )
            yield from filter(None, map(str.strip, "".join(marks).split("\t")))


class _Reader:
    """Walks the tree of the main part."""

    def __init__(self, styles: dict[str, Style], limits: Limits) -> None:
        self._styles = styles
        self._limits = limits
        self._depth = 0
        self.left_out: Counter[str] = Counter()

    def elements(self, parent: etree._Element) -> Iterator[Element]:
        """The elements in the body, a cell, a text box or a content control."""
        self._depth += 1
        if self._depth > self._limits.nesting:
            raise Unreadable(f"nested too deep (more than {self._limits.nesting} levels)")
        for child in parent:
            name = _name(child)
            if name == "p":
                yield from self._paragraph(child)
            elif name == "tbl":
                yield self._table(child)
            elif name in WRAPPERS or name == "AlternateContent":
                yield from self.elements(_choice(child) if name == "AlternateContent" else child)
            elif name in DELETED:
                self._leave_out("deleted text", child)
        self._depth -= 1

    def _paragraph(self, node: etree._Element) -> Iterator[Element]:
        properties = _child(node, "pPr")
        style_id = _value(_child(properties, "pStyle"))
        lines: Lines = [[]]
        boxes: list[etree._Element] = []
        self._inline(node, lines, boxes, bool(self._of(style_id, "bold")), bool(self._of(style_id, "hidden")))
        lines = [line for line in lines if any(text.strip() for text, _ in line)]
        if lines:
            yield self._placed(lines, properties, style_id)
        for box in boxes:
            yield from self.elements(box)

    def _placed(self, lines: Lines, properties: etree._Element | None, style_id: str) -> Element:
        """What the paragraph is: by its own outline level, else by its style, else by its numbering."""
        name = str(self._of(style_id, "name") or "")
        own = _number(_child(properties, "outlineLvl"))
        outline = own if own is not None else self._of(style_id, "outline")
        if name == "title":
            return Heading(lines, 0)
        if isinstance(outline, int) and outline < 9:
            return Heading(lines, outline + 1)
        numbering = _child(properties, "numPr")
        if numbering is not None:
            if _value(_child(numbering, "numId")) == "0":
                return Paragraph(lines)
            return Item(lines, _number(_child(numbering, "ilvl")) or 0)
        level = self._of(style_id, "list_level")
        return Item(lines, level) if isinstance(level, int) else Paragraph(lines)

    def _inline(
        self, node: etree._Element, lines: Lines, boxes: list[etree._Element], bold: bool, hidden: bool
    ) -> None:
        """Collect the words of a paragraph, and the text boxes anchored in it."""
        if (properties := _child(node, "rPr")) is not None and _name(node) == "r":
            style_id = _value(_child(properties, "rStyle"))
            bold = _switch(properties, "b", bool(self._of(style_id, "bold")) or bold)
            hidden = _switch(properties, "vanish", bool(self._of(style_id, "hidden")) or hidden)
        for child in node:
            name = _name(child)
            if name == "t":
                if hidden:
                    self.left_out["hidden text"] += len((child.text or "").split())
                else:
                    lines[-1].append((child.text or "", bold))
            elif name in ("tab", "ptab"):
                lines[-1].append(("\t", bold))
            elif name in ("br", "cr"):
                lines.append([])
            elif name == "noBreakHyphen":
                lines[-1].append(("-", bold))
            elif name == "AlternateContent":
                self._inline(_choice(child), lines, boxes, bold, hidden)
            elif name in ("drawing", "pict", "object"):
                boxes += _text_boxes(child)
            elif name in WRAPPERS:
                self._inline(child, lines, boxes, bold, hidden)
            elif name in DELETED:
                self._leave_out("deleted text", child)

    def _table(self, node: etree._Element) -> Table:
        rows: list[list[Cell]] = []
        for row in _inside(node, "tr"):
            is_header = _switch(_child(row, "trPr"), "tblHeader", False)
            cells: list[Cell] = []
            for cell in _inside(row, "tc"):
                properties = _child(cell, "tcPr")
                merged = _child(properties, "vMerge")
                goes_on = merged is not None and _value(merged) in ("", "continue")
                if goes_on and rows and len(cells) < len(rows[-1]):
                    cells.append(rows[-1][len(cells)])
                else:
                    cells.append(Cell(list(self.elements(cell)), is_header))
                over = _number(_child(properties, "gridSpan")) or 1
                cells += [Cell([], is_header) for _ in range(min(over, 100) - 1)]
            rows.append(cells)
        return Table(_without_empty_columns(rows))

    def _of(self, style_id: str, what: str) -> object:
        """What a style or one it is based on says, or None."""
        for _ in range(20):  # styles may be based on each other in a circle
            style = self._styles.get(style_id)
            if style is None:
                return None
            said: object = getattr(style, what)
            if said is not None and said != "":
                return said
            style_id = style.based_on
        return None

    def _leave_out(self, what: str, node: etree._Element) -> None:
        words = sum(len((each.text or "").split()) for each in node.iter() if _name(each) in ("t", "delText"))
        if words:
            self.left_out[what] += words


def _styles(root: etree._Element | None) -> dict[str, Style]:
    """The styles by id; an empty id stands for the default paragraph style."""
    found: dict[str, Style] = {}
    for node in root if root is not None else ():
        if _name(node) != "style":
            continue
        name = _value(_child(node, "name")).lower()
        paragraph, run = _child(node, "pPr"), _child(node, "rPr")
        outline = _number(_child(paragraph, "outlineLvl"))
        if heading := HEADING_NAME.match(name):
            outline = int(heading[1]) - 1
        level = None
        if in_list := LIST_NAME.match(name):
            level = int(in_list[1] or 1) - 1
        elif (numbering := _child(paragraph, "numPr")) is not None:
            level = _number(_child(numbering, "ilvl")) or 0
        style = Style(
            name,
            _value(_child(node, "basedOn")),
            outline,
            level,
            _switch(run, "b", False) if _child(run, "b") is not None else None,
            _switch(run, "vanish", False) if _child(run, "vanish") is not None else None,
        )
        found[_attribute(node, "styleId")] = style
        if _attribute(node, "type") == "paragraph" and _attribute(node, "default") in ("1", "true"):
            found[""] = style
    return found


def _levelled(elements: list[Element]) -> list[Element]:
    """A title (level 0) is level 1; if the document has headings of level 1 too, all of them go one down."""
    headings = [element for element in elements if isinstance(element, Heading)]
    if any(each.level == 0 for each in headings):
        shift = 1 if any(each.level == 1 for each in headings) else 0
        for each in headings:
            each.level = each.level + shift if each.level else 1
    return elements


def _without_empty_columns(rows: list[list[Cell]]) -> list[list[Cell]]:
    """Columns that are empty in every row only make space."""
    width = max((len(row) for row in rows), default=0)
    used = [any(len(row) > column and row[column].elements for row in rows) for column in range(width)]
    return [[cell for cell, keep in zip(row, used, strict=False) if keep] for row in rows]


def _text_boxes(node: etree._Element) -> Iterator[etree._Element]:
    """The text boxes in a drawing, each once: those inside another come with it."""
    for child in node:
        if _name(child) == "txbxContent":
            yield child
        elif _name(child):
            yield from _text_boxes(_choice(child) if _name(child) == "AlternateContent" else child)


def _inside(node: etree._Element, name: str) -> Iterator[etree._Element]:
    """Children of that name, those in content controls and tracked insertions too."""
    for child in node:
        if _name(child) == name:
            yield child
        elif _name(child) in WRAPPERS:
            yield from _inside(child, name)


def _choice(node: etree._Element) -> etree._Element:
    """The one variant of an AlternateContent that is read: the first choice, else the fallback; `node` if empty."""
    variants = sorted((child for child in node if _name(child)), key=lambda child: _name(child) != "Choice")
    return variants[0] if variants else node


def _name(node: etree._Element) -> str:
    """The local name; documents come in two variants of the standard, with different namespaces."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def _child(node: etree._Element | None, name: str) -> etree._Element | None:
    return next((child for child in node if _name(child) == name), None) if node is not None else None


def _attribute(node: etree._Element, name: str) -> str:
    return next((str(value) for key, value in node.attrib.items() if str(key).rpartition("}")[2] == name), "")


def _value(node: etree._Element | None) -> str:
    return _attribute(node, "val") if node is not None else ""


def _number(node: etree._Element | None) -> int | None:
    written = _value(node)
    return int(written) if written.isdecimal() and len(written) < 6 else None


def _switch(properties: etree._Element | None, name: str, otherwise: bool) -> bool:
    """Whether a property is on: `<w:b/>` is, `<w:b w:val="0"/>` is not."""
    node = _child(properties, name)
    return otherwise if node is None else _value(node) not in OFF
