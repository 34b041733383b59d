"""A Markdown document as a web page, a Word file and a PDF, written by the tools that people use."""

from __future__ import annotations

import io
from collections.abc import Iterator
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

_MARKDOWN = MarkdownIt("commonmark").enable("table")


def as_html(source: str) -> bytes:
    """As a site that is made from Markdown shows it, menu and all."""
    body = _MARKDOWN.render(source)
    page = f"<nav><a href='/'>Home</a></nav><main>{body}</main><footer>© 2025</footer>"
    return f"<!doctype html><html><head><meta charset='utf-8'></head><body>{page}</body></html>".encode()


def as_docx(source: str) -> bytes:
    """With Word's own styles: the first heading is the title."""
    from docx import Document

    document = Document()
    for node in _blocks(source):
        match node.type:
            case "heading":
                document.add_heading(_plain(node), int(node.tag[1]) - 1)
            case "table":
                rows = [row for part in node.children for row in part.children]
                cells = [list(row.children) for row in rows]
                if not any(_plain(cell) for cell in cells[0]):  # Markdown wants a head where the table has none
                    cells = cells[1:]
                table = document.add_table(rows=len(cells), cols=len(cells[0]))
                for row, written in zip(table.rows, cells, strict=True):
                    for cell, text in zip(row.cells, written, strict=True):
                        _add_runs(cell.paragraphs[0], text)
            case "list_item":
                ordered = node.parent is not None and node.parent.type == "ordered_list"
                _add_runs(document.add_paragraph(style="List Number" if ordered else "List Bullet"), node.children[0])
            case _:
                for line in _lines(node):
                    _add_runs(document.add_paragraph(), *line)
    written_file = io.BytesIO()
    document.save(written_file)
    return written_file.getvalue()


def as_pdf(source: str, width: float = 480.0) -> bytes:
    """Typeset on pages `width` points wide."""
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import ListFlowable, Paragraph, SimpleDocTemplate, Table

    styles = getSampleStyleSheet()
    body = styles["BodyText"]
    flow: list[Any] = []
    for node in _blocks(source, whole_lists=True):
        match node.type:
            case "heading":
                flow.append(Paragraph(_marked(node), styles["Title" if node.tag == "h1" else f"Heading{node.tag[1]}"]))
            case "table":
                rows = [[_marked(cell) for cell in row.children] for part in node.children for row in part.children]
                rows = rows if any(rows[0]) else rows[1:]
                flow.append(Table([[Paragraph(cell, body) for cell in row] for row in rows]))
            case "bullet_list" | "ordered_list":
                items = [Paragraph(_marked(item.children[0]), body) for item in node.children]
                kind: dict[str, Any] = {"bulletType": "1"} if node.type == "ordered_list" else {"start": "•"}
                flow.append(ListFlowable(items, **{"bulletType": "bullet", **kind}))
            case _:
                flow += [Paragraph("".join(map(_marked_inline, line)), body) for line in _lines(node)]
    written = io.BytesIO()
    SimpleDocTemplate(written, pagesize=(width, 640)).build(flow)
    return written.getvalue()


def _blocks(source: str, *, whole_lists: bool = False) -> Iterator[SyntaxTreeNode]:
    """Headings, paragraphs, tables and list items (or whole lists) in order; lists are not nested."""
    for node in SyntaxTreeNode(_MARKDOWN.parse(source)).children:
        if node.type in ("bullet_list", "ordered_list") and not whole_lists:
            yield from node.children
        else:
            yield node


def _inlines(node: SyntaxTreeNode) -> list[SyntaxTreeNode]:
    return [child for inline in node.walk() if inline.type == "inline" for child in inline.children]


def _lines(node: SyntaxTreeNode) -> list[list[SyntaxTreeNode]]:
    """A paragraph's inlines; one line for each where all its lines are labels, as people type forms."""
    lines: list[list[SyntaxTreeNode]] = [[]]
    for child in _inlines(node):
        if child.type == "softbreak":
            lines.append([])
        else:
            lines[-1].append(child)
    if all(line and line[0].type == "strong" for line in lines):
        return lines
    return [_inlines(node)]


def _add_runs(paragraph: Any, *nodes: SyntaxTreeNode) -> None:
    for node in nodes:
        for child in _inlines(node) or [node]:
            run = paragraph.add_run(_plain(child))
            run.bold, run.italic = child.type == "strong", child.type == "em"


def _plain(node: SyntaxTreeNode) -> str:
    parts = (each.content if each.type in ("text", "code_inline") else " " for each in node.walk() if _is_leaf(each))
    return "".join(parts)


def _is_leaf(node: SyntaxTreeNode) -> bool:
    return node.type in ("text", "code_inline", "softbreak", "hardbreak")


def _marked(node: SyntaxTreeNode) -> str:
    return "".join(map(_marked_inline, _inlines(node)))


def _marked_inline(node: SyntaxTreeNode) -> str:
    tag = {"strong": "b", "em": "i"}.get(node.type)
    text = escape(_plain(node))
    return f"<{tag}>{text}</{tag}>" if tag else text
