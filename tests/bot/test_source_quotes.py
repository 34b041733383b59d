"""Quotes of web pages, in pieces that stand in the file's source."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.source_quotes import SourceQuotes

PAGE = """<p>Apply by <b>3 May</b> to the
 <a href="/hm">Harbour Master</a>.</p>
<dl><dt>Closing date</dt><dd>3 May</dd></dl>
<td>Pay</td><td>&pound;12 an hour</td><p>R&amp;D staff</p>"""


@pytest.fixture
def sources(tmp_path: Path) -> SourceQuotes:
    (tmp_path / "a.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "a.md").write_text("Closing **date**", encoding="utf-8")
    (tmp_path / "b.htm").write_bytes(b"\xff\xfe")
    return SourceQuotes(tmp_path)


@pytest.mark.parametrize(
    ("quote", "findable"),
    [
        ("Closing date 3 May", "Closing date ... 3 May"),
        ("Apply by 3 May to the Harbour Master.", "Apply by ... 3 May ... to the ... Harbour Master"),
        ("Harbour\n  Master", "Harbour\n  Master"),  # folded, it stands there whole
        ("Pay £12 an hour", "Pay ... 12 an hour"),
        ("R&D staff", "R& ... D staff"),
        ("nothing", "nothing"),
        ("", ""),
    ],
)
def test_each_piece_stands_in_the_source_in_this_order(sources: SourceQuotes, quote: str, findable: str) -> None:
    assert sources.findable("a.html", quote) == findable
    source = " ".join(PAGE.split())
    place = 0
    for piece in findable.split(" ... ") if findable != "nothing" else ():
        place = source.index(" ".join(piece.split()), place)


@pytest.mark.parametrize("document", ["a.md", "b.htm", "missing.html"])
def test_other_files_and_those_that_cant_be_read_leave_the_quote_as_it_is(sources: SourceQuotes, document: str) -> None:
    assert sources.findable(document, "Closing date 3 May") == "Closing date 3 May"
