"""One made-up job description in four formats, written by the tools that people use."""

from __future__ import annotations

import io
from html import escape
from typing import Any

TITLE = "Lighthouse Keeper"
# (kind, what): the document as its author thinks of it.
PARTS: tuple[tuple[str, Any], ...] = (
    ("title", TITLE),
    ("fields", (("Reports to", "Harbour Master"), ("Department", "Coastal Safety"), ("Hours", "37 a week"))),
    ("heading", "Purpose of the role"),
    (
        "text",
        "The Lighthouse Keeper looks after the light on Gannet Rock & the fog signal, so that every ship can find its "
        "way into the harbour by night and in bad weather. The keeper lives on the rock for two weeks at a time and is "
        "relieved by boat, weather permitting, on the first Monday of each month.",
    ),
    ("text", "Two keepers share the work. They agree on the watches between them."),
    ("heading", "Duties"),
    (
        "bullets",
        (
            "Lights the lamp half an hour before sunset and puts it out half an hour after sunrise.",
            "Winds the clockwork every four hours.",
            "Keeps a log of every ship that passes within three miles of the rock, of the weather at each watch, and "
            "of every repair that was made to the lamp, the lens or the signal.",
        ),
    ),
    ("subheading", "In an emergency"),
    ("text", "The keeper must:"),
    ("bullets", ("call the lifeboat station;", "fire the signal gun every five minutes.")),
    ("heading", "Watches"),
    (
        "table",
        (("Watch", "Keeper", "Starts"), ("First", "Senior keeper", "20:00"), ("Middle", "Junior keeper", "00:00")),
    ),
    ("heading", "Conditions of service"),
    ("pairs", (("Salary", "£24,000 a year"), ("Probation", "Six months"), ("Annual leave", "30 days"))),
)


def as_markdown() -> bytes:
    """With bold labels and pipe tables."""
    lines: list[str] = []
    for kind, what in PARTS:
        match kind:
            case "title" | "heading" | "subheading":
                marks = {"title": "#", "heading": "##", "subheading": "###"}[kind]
                lines += [f"{marks} {what}"]
            case "text":
                lines += [what.replace("&", "&amp;")]
            case "fields":
                lines += ["\n\n".join(f"**{label}:** {value}" for label, value in what)]
            case "bullets":
                lines += ["\n".join(f"- {item}" for item in what)]
            case "table" | "pairs":
                rows = what if kind == "table" else (("", ""), *what)
                written = [f"| {' | '.join(row)} |" for row in rows]
                lines += ["\n".join([written[0], f"|{'---|' * len(rows[0])}", *written[1:]])]
    return "\n\n".join(lines).encode()


def as_html() -> bytes:
    """As a web page with a menu and a footer."""
    parts: list[str] = ["<nav><a href='/'>Home</a></nav>"]
    for kind, what in PARTS:
        match kind:
            case "title" | "heading" | "subheading":
                tag = {"title": "h1", "heading": "h2", "subheading": "h3"}[kind]
                parts += [f"<{tag}>{escape(what)}</{tag}>"]
            case "text":
                parts += [f"<p>{escape(what)}</p>"]
            case "fields":
                lines = "<br>\n".join(f"<b>{label}:</b> {value}" for label, value in what)
                parts += [f"<p>{lines}</p>"]
            case "bullets":
                parts += ["<ul>", *(f"<li>{escape(item)}</li>" for item in what), "</ul>"]
            case "table":
                head = "".join(f"<th>{cell}</th>" for cell in what[0])
                body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in what[1:])
                parts += [f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"]
            case "pairs":
                parts += ["<dl>", *(f"<dt>{label}</dt><dd>{value}</dd>" for label, value in what), "</dl>"]
    body = "\n".join(parts)
    return f"<!doctype html><html><body>{body}<footer>© Gannet Rock Trust</footer></body></html>".encode()


def as_docx() -> bytes:
    """With Word's own styles."""
    from docx import Document

    document = Document()
    for kind, what in PARTS:
        match kind:
            case "title" | "heading" | "subheading":
                document.add_heading(what, {"title": 0, "heading": 1, "subheading": 2}[kind])
            case "text":
                document.add_paragraph(what)
            case "fields":
                for label, value in what:
                    paragraph = document.add_paragraph()
                    paragraph.add_run(f"{label}: ").bold = True
                    paragraph.add_run(value)
            case "bullets":
                for item in what:
                    document.add_paragraph(item, style="List Bullet")
            case "table" | "pairs":
                table = document.add_table(rows=0, cols=len(what[0]))
                for row in what:
                    for cell, text in zip(table.add_row().cells, row, strict=True):
                        cell.text = text
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def as_pdf(width: float = 420.0) -> bytes:
    """Typeset on pages `width` points wide, with a running foot."""
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import ListFlowable, Paragraph, SimpleDocTemplate, Table

    styles = getSampleStyleSheet()
    flow: list[Any] = []
    for kind, what in PARTS:
        match kind:
            case "title" | "heading" | "subheading":
                style = {"title": "Title", "heading": "Heading1", "subheading": "Heading2"}[kind]
                flow += [Paragraph(escape(what), styles[style])]
            case "text":
                flow += [Paragraph(escape(what), styles["BodyText"])]
            case "fields":
                flow += [Paragraph(f"<b>{label}:</b> {value}", styles["BodyText"]) for label, value in what]
            case "bullets":
                items = [Paragraph(item, styles["BodyText"]) for item in what]
                flow += [ListFlowable(items, bulletType="bullet", start="•")]
            case "table" | "pairs":
                flow += [Table([[Paragraph(cell, styles["BodyText"]) for cell in row] for row in what])]

    def foot(canvas: Any, document: Any) -> None:
        canvas.drawString(60, 20, f"Gannet Rock Trust - page {document.page}")

    written = io.BytesIO()
    SimpleDocTemplate(written, pagesize=(width, 500), title=TITLE).build(flow, onFirstPage=foot, onLaterPages=foot)
    return written.getvalue()
