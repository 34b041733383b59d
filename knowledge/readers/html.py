"""HTML -> elements: what a visitor reads of the page, without its menus, scripts and hidden parts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from knowledge.errors import Unreadable
from knowledge.readers.elements import (
    Cell,
    Code,
    Element,
    Field,
    Heading,
    Item,
    Lines,
    Paragraph,
    Run,
    Table,
    elements_text,
)
from knowledge.readers.limits import Limits

DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s{0,5}=\s{0,5}["']?([A-Za-z0-9_-]{2,30})""", re.IGNORECASE)
# Their content is not markup, so the counts below must not see it. An unclosed one ends with the text.
OPAQUE = re.compile(r"<!--.*?(?:-->|\Z)|<(script|style|textarea|title)\b.*?(?:</\1|\Z)", re.DOTALL | re.IGNORECASE)
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,40})([^<>]*)>?")
ATTRIBUTE = re.compile(r"\s[^\s=>/]")
VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr")
)
OPEN_ENDED = frozenset((
    "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "optgroup", "colgroup", "rt",
    "rp", "html", "head", "body"
))  # fmt: skip

UNSEEN = frozenset((
    "head", "script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "canvas", "audio",
    "video", "math", "button", "select", "textarea", "input", "datalist", "dialog"
))  # fmt: skip
FURNITURE = frozenset(("nav", "aside", "footer"))
FURNITURE_ROLES = frozenset(
    ("navigation", "search", "complementary", "contentinfo", "dialog", "alertdialog", "menu", "menubar")
)
FURNITURE_NAME = re.compile(
    r"(?:^|[\s_-])(?:cookies?|breadcrumbs?|nav|navbar|navigation|menu|skip|skip-?link|sidebar|social|share|consent)(?:$|[\s_-])",
    re.IGNORECASE,
)
# What may hold a part of the text, too, where it stands in the middle of it: how to apply, beside the buttons to share.
BESIDE_TEXT = re.compile(r"^(?:aside|footer)\b|(?:^|[\s_-])(?:social|share|sidebar)(?:$|[\s_-])", re.IGNORECASE)
LEAST_LINKS = 4  # of a menu
LEAST_TOLD = 8  # words that are no links, from which such a part tells something
HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d]*[1-9])", re.IGNORECASE)
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
BLOCKS = frozenset((
    "address", "article", "blockquote", "body", "center", "details", "div", "dd", "dl", "dt", "fieldset",
    "figcaption", "figure", "footer", "form", "header", "hgroup", "html", "legend", "main", "p", "section",
    "summary", "td", "th", "tr", "tbody", "thead", "tfoot", "caption"
))  # fmt: skip
BOLD = frozenset(("b", "strong", "th", "dt"))


def declared_encoding(data: bytes) -> str:
    """The character set that the page names itself, or ""."""
    found = DECLARED.search(data[:4096])
    return found[1].decode("ascii") if found else ""


def read_html(source: str, limits: Limits) -> tuple[list[Element], list[str]]:
    """(elements in reading order, notes on what was left out).

    Raises:
        Unreadable: nested too deep, or too many tags or attributes.
    """
    preflight(source, limits)
    root = LexborHTMLParser(source).root
    if root is None:
        raise Unreadable("no readable text")
    reader = _Reader(root)
    elements = reader.elements(root)
    return elements, [f"left out: {what} ({count:,} words)" for what, count in sorted(reader.left_out.items()) if count]


def preflight(source: str, limits: Limits) -> None:
    """Refuse what would keep the parser busy, by one linear look at the tags.

    Raises:
        Unreadable: nested too deep, or too many tags or attributes.
    """
    depth = tags = 0
    for tag in TAG.finditer(OPAQUE.sub(" ", source)):
        tags += 1
        name = tag[2].lower()
        if tags > limits.html_tags:
            raise Unreadable(f"too many tags (more than {limits.html_tags:,})")
        if sum(1 for _ in ATTRIBUTE.finditer(tag[3])) > limits.html_attributes:
            raise Unreadable(f"too many attributes in one tag (more than {limits.html_attributes:,})")
        if name in VOID or name in OPEN_ENDED or tag[3].endswith("/"):
            continue
        depth = max(depth - 1, 0) if tag[1] else depth + 1
        if depth > limits.nesting:
            raise Unreadable(f"nested too deep (more than {limits.nesting} levels)")


class _Reader:
    """Walks the tree of one page."""

    def __init__(self, root: LexborNode) -> None:
        self.left_out: Counter[str] = Counter()
        self._words = max(_words(root), 1)

    def elements(self, node: LexborNode) -> list[Element]:
        """The elements inside a node."""
        flow = _Flow()
        self._walk(node, flow, False)
        flow.flush()
        return flow.elements

    def _walk(self, node: LexborNode, flow: _Flow, bold: bool) -> None:
        for child in node.iter(include_text=True):
            tag = child.tag or ""
            if tag == "-text":
                flow.add(child.text_content or "", bold)
            elif tag.startswith(("-", "_")) or self._is_left_out(child, tag):
                continue
            elif tag == "br":
                flow.new_line()
            elif tag == "hr":
                flow.flush()
            elif tag in HEADINGS:
                self._heading(child, flow, int(tag[1]))
            elif tag in ("ul", "ol", "menu"):
                flow.flush()
                flow.lists += 1
                self._walk(child, flow, bold)
                flow.flush()
                flow.lists -= 1
            elif tag == "li":
                flow.flush()
                flow.begin_item()
                self._walk(child, flow, bold)
                flow.flush()
                flow.end_item()
            elif tag == "table":
                flow.flush()
                for part in child.iter():
                    if part.tag == "caption":
                        flow.elements += self.elements(part)
                flow.elements.append(Table(list(self._rows(child))))
            elif tag == "dl":
                flow.flush()
                flow.elements += self._definitions(child)
            elif tag in ("pre", "listing", "xmp"):
                flow.flush()
                flow.elements.append(Code(child.text() or ""))
            elif tag in BLOCKS:
                flow.flush()
                self._walk(child, flow, bold)
                flow.flush()
            else:
                self._walk(child, flow, bold or tag in BOLD)

    def _heading(self, node: LexborNode, flow: _Flow, level: int) -> None:
        """A heading; what a page wrongly puts inside it besides words is kept as words."""
        flow.flush()
        inner = _Flow()
        self._walk(node, inner, False)
        inner.flush()
        if text := elements_text(inner.elements):
            flow.elements.append(Heading([[(text, False)]], level))

    def _rows(self, table: LexborNode) -> Iterator[list[Cell]]:
        """The rows of a table, not those of tables in it; a cell over several rows is repeated in each."""
        below: dict[int, tuple[int, Cell]] = {}  # by column: rows still covered, and the cell
        for row, in_head in _table_rows(table):
            cells: list[Cell] = []
            for node in (each for each in row.iter() if each.tag in ("td", "th")):
                while len(cells) in below:
                    cells.append(_covered(below, len(cells)))
                is_menu = node.tag == "td" and _is_menu(node)  # of a page that a table lays out
                self.left_out["menus and page furniture"] += _words(node) * is_menu
                cell = Cell([] if is_menu else self.elements(node), in_head or node.tag == "th")
                if (over := _span(node, "rowspan")) > 1:
                    below[len(cells)] = (over - 1, cell)
                cells += [cell, *(Cell([], cell.is_header) for _ in range(_span(node, "colspan") - 1))]
            while len(cells) in below:
                cells.append(_covered(below, len(cells)))
            if cells:
                yield cells

    def _definitions(self, node: LexborNode) -> list[Element]:
        """dt and dd: fields; a long definition is kept as elements below its label."""
        found: list[Element] = []
        label = ""
        for child in node.iter():
            if child.tag == "div":
                found += self._definitions(child)
            elif child.tag == "dt":
                label = elements_text(self.elements(child))
            elif child.tag == "dd":
                found.append(Field(label, elements_text(self.elements(child))))
        return found

    def _is_left_out(self, node: LexborNode, tag: str) -> bool:
        """Whether a node is hidden or furniture of the page; what is left out is counted."""
        attributes = node.attributes
        if tag in UNSEEN:
            return True
        if "hidden" in attributes or HIDDEN_STYLE.search(attributes.get("style") or ""):
            self.left_out["hidden text"] += _words(node)
            return True
        names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
        is_furniture = tag in FURNITURE or attributes.get("role") in FURNITURE_ROLES or FURNITURE_NAME.search(names)
        if not is_furniture and tag != "form":
            return False
        # ASP.NET wraps the whole page in one form, and some themes name the page's body "with-sidebar".
        words = _words(node)
        if words * 2 >= self._words or (BESIDE_TEXT.search(f"{tag} {names}") and _tells(node, words)):
            return False
        self.left_out["forms" if tag == "form" else "menus and page furniture"] += words
        return True


def _is_menu(node: LexborNode) -> bool:
    """Whether a cell holds nothing but links, each on a line of its own."""
    links, breaks = node.css("a"), node.css("br")
    return len(links) >= LEAST_LINKS <= len(breaks) + 1 and sum(map(_words, links)) == _words(node)


def _tells(node: LexborNode, words: int) -> bool:
    """Whether a part of the page's main text tells something, and not only where else to go."""
    linked = sum(map(_words, node.css("a")))
    return words - linked >= max(LEAST_TOLD, linked) and _is_inside(node, ("main", "article"))


def _is_inside(node: LexborNode, tags: Collection[str]) -> bool:
    above = node.parent
    while above is not None and above.tag not in tags:
        above = above.parent
    return above is not None


class _Flow:
    """Collects the words of one container into elements."""

    def __init__(self) -> None:
        self.elements: list[Element] = []
        self.lists = 0
        self._lines: Lines = [[]]
        self._items: list[bool] = []  # of the items now open: whether its first words are still to come

    def add(self, text: str, bold: bool) -> None:
        run: Run = (text, bold)
        self._lines[-1].append(run)

    def new_line(self) -> None:
        self._lines.append([])

    def begin_item(self) -> None:
        self._items.append(True)

    def end_item(self) -> None:
        self._items.pop()

    def flush(self) -> None:
        """The words since the last block's edge are an element, if there are any."""
        lines = [line for line in self._lines if any(text.strip() for text, _ in line)]
        self._lines = [[]]
        if not lines:
            return
        if self._items and self._items[-1]:
            self._items[-1] = False
            self.elements.append(Item(lines, max(self.lists - 1, 0)))
        else:
            self.elements.append(Paragraph(lines, level=len(self._items)))


def _covered(below: dict[int, tuple[int, Cell]], column: int) -> Cell:
    rows, cell = below.pop(column)
    if rows > 1:
        below[column] = (rows - 1, cell)
    return cell


def _table_rows(table: LexborNode) -> Iterator[tuple[LexborNode, bool]]:
    """(row, whether it stands in the head)."""
    for part in table.iter():
        if part.tag == "tr":
            yield part, False
        elif part.tag in ("thead", "tbody", "tfoot"):
            for row in part.iter():
                if row.tag == "tr":
                    yield row, part.tag == "thead"


def _span(node: LexborNode, name: str) -> int:
    written = node.attributes.get(name) or "1"
    return min(max(int(written), 1), 100) if written.isdecimal() and len(written) < 6 else 1


def _words(node: LexborNode) -> int:
    """Words inside a node, those of scripts and the like not counted."""
    if (node.tag or "") == "-text":
        return len((node.text_content or "").split())
    return sum(_words(child) for child in node.iter(include_text=True) if child.tag not in UNSEEN)
