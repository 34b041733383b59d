"""DOCX: the text as Word shows it, from packages that are not to be trusted."""

from __future__ import annotations

import io
import zipfile

import pytest

from knowledge.document import Document
from knowledge.errors import Unreadable
from knowledge.readers.formats import read_job
from knowledge.readers.job import Job

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
RELATIONS = (
    "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'><Relationship Id='r1' "
    "Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument' "
    "Target='word/{}'/></Relationships>"
)

COLUMN = ("Key facts", "GRADE", "Grade 7", "SALARY", "£39,355", "HOURS", "37 hours a week", "The light burns.")


def package(body: str, main: str = "document.xml", namespace: str = WORD, **parts: str) -> bytes:
    xml = f"<w:document xmlns:w='{namespace}' xmlns:mc='mc' xmlns:v='v'><w:body>{body}</w:body></w:document>"
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("_rels/.rels", RELATIONS.format(main))
        file.writestr(f"word/{main}", xml)
        for name, part in parts.items():
            file.writestr(f"word/{name}.xml", part)
    return written.getvalue()


def read(body: str, **parts: str) -> Document:
    return read_job(Job("post.docx", "docx", "", package(body, **parts)))


def p(text: str, properties: str = "", run: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def plains(body: str, **parts: str) -> list[str]:
    return [block.plain for block in read(body, **parts).blocks]


def test_changes_are_accepted_and_hidden_text_is_left_out() -> None:
    body = (
        "<w:p><w:r><w:t>The pay is </w:t></w:r><w:del><w:r><w:delText>nine</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>ten</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t> secret</w:t></w:r></w:p>"
    )
    document = read(body)
    assert [block.plain for block in document.blocks] == ["The pay is ten"]
    assert document.notes == ("left out: deleted text (1 words)", "left out: hidden text (1 words)")


def test_text_in_boxes_controls_and_tables_in_tables_is_kept_once() -> None:
    box = f"<w:txbxContent>{p('in a box')}</w:txbxContent>"
    body = (
        f"<w:sdt><w:sdtContent>{p('in a control')}</w:sdtContent></w:sdt>"
        f"<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
        f"<w:tbl><w:tr><w:tc>{p('outer')}<w:tbl><w:tr><w:tc>{p('inner')}</w:tc></w:tr></w:tbl></w:tc></w:tr></w:tbl>"
    )
    assert plains(body) == ["in a control", "in a box", "outer", "inner"]


def test_headings_and_lists_are_found_by_style_outline_and_numbering() -> None:
    styles = (
        f"<w:styles xmlns:w='{WORD}'><w:style w:type='paragraph' w:styleId='a1'><w:name w:val='heading 1'/></w:style>"
        "<w:style w:type='paragraph' w:styleId='a2'><w:name w:val='Kop'/><w:basedOn w:val='a1'/></w:style>"
        "<w:style w:type='paragraph' w:styleId='a3'><w:name w:val='List Bullet 2'/></w:style>"
        "<w:style w:type='paragraph' w:styleId='t'><w:name w:val='Title'/></w:style></w:styles>"
    )
    body = (
        p("Warden", "<w:pStyle w:val='t'/>")
        + p("Duties", "<w:pStyle w:val='a2'/>")
        + p("Looks out", "<w:numPr><w:ilvl w:val='0'/><w:numId w:val='3'/></w:numPr>")
        + p("at night", "<w:pStyle w:val='a3'/>")
        + p("Terms", "<w:outlineLvl w:val='1'/>")
        + p("Of pay", run="<w:b/>")
        + p("Ten pounds.")
    )
    blocks = [(block.kind, block.level, block.plain) for block in read(body, styles=styles).blocks]
    assert blocks == [
        ("heading", 1, "Warden"), ("heading", 2, "Duties"), ("item", 0, "Looks out"), ("item", 1, "at night"),
        ("heading", 3, "Terms"), ("heading", 4, "Of pay"), ("paragraph", 0, "Ten pounds."),
    ]  # fmt: skip


def test_both_variants_of_the_standard_and_other_names_of_the_main_part_are_read() -> None:
    for data in (package(p("words"), namespace=STRICT), package(p("words"), main="document2.xml")):
        assert read_job(Job("post.docx", "docx", "", data)).text == "words\n"


def test_a_field_with_a_tab_and_a_line_break_is_laid_out() -> None:
    body = "<w:p><w:r><w:t>Grade:</w:t><w:tab/><w:t>7</w:t><w:br/><w:t>Hours: 40</w:t></w:r></w:p>"
    document = read(body)
    assert document.text == "Grade:\t7\nHours: 40\n"
    assert [(block.label, block.value) for block in document.blocks] == [("Grade", "7"), ("Hours", "40")]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"PK\x03\x04 broken", "damaged"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "password-protected"),
        (b"<html>", "content is HTML or XML, not docx"),
        (b"{\\rtf1", "content is RTF, not docx"),
        (package("<w:p/>"), "no readable text"),
        (package("<w:tbl><w:tr><w:tc>" * 300 + "</w:tc></w:tr></w:tbl>" * 300), "nested too deep"),
        (package(p("A" * (30 << 20))), "expands to more than allowed"),
    ],
)
def test_what_is_no_sound_document_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        read_job(Job("post.docx", "docx", "", data))


def test_a_document_type_is_refused_in_any_encoding() -> None:
    xml = f"<?xml version='1.0' encoding='utf-16'?><!DOCTYPE a [<!ENTITY e 'x'>]><w:document xmlns:w='{WORD}'/>"
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as file:
        file.writestr("_rels/.rels", RELATIONS.format("document.xml"))
        file.writestr("word/document.xml", xml.encode("utf-16"))
    with pytest.raises(Unreadable, match="document type"):
        read_job(Job("post.docx", "docx", "", written.getvalue()))


def test_a_running_head_names_the_organisation_and_is_no_text() -> None:
    head = (
        f"<w:hdr xmlns:w='{WORD}'><w:p><w:r><w:t>Gannet Bay Council</w:t><w:tab/><w:t>Job description</w:t></w:r>"
        "</w:p></w:hdr>"
    )
    document = read(p("Job title: Porter") + p("Reports to: Head of House"), header1=head)
    assert document.organisation == "Gannet Bay Council"
    assert "Gannet" not in document.text


def test_labels_above_their_values_are_fields() -> None:
    body = "".join(map(p, COLUMN))
    fields = [(block.label, block.value) for block in read(body).blocks if block.kind == "field"]
    assert fields == [("GRADE", "Grade 7"), ("SALARY", "£39,355"), ("HOURS", "37 hours a week")]


def test_one_label_above_a_line_is_no_field() -> None:
    assert plains(p("Salary") + p("Paid monthly") + p("The light burns at night.")) == [
        "Salary",
        "Paid monthly",
        "The light burns at night.",
    ]
