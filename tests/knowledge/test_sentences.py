"""Sentences and their places in the verbatim text."""

import pytest

from knowledge.document import Block
from knowledge.sentences import sentences, verbatim_span


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dr. Ito leads. Ask her, e.g. by post.", ["Dr. Ito leads.", "Ask her, e.g. by post."]),
        ("Pay is 3.5 per cent up. See No. 7 below.", ["Pay is 3.5 per cent up.", "See No. 7 below."]),
        ("Based at St. Ann's. The U.S. office is small.", ["Based at St. Ann's.", "The U.S. office is small."]),
        ("Wait... what? Yes!", ["Wait... what?", "Yes!"]),
        ("no full stop at all", ["no full stop at all"]),
        ("Pens, etc. The rest is free.", ["Pens, etc.", "The rest is free."]),
        ("1. Lends books. 2. Shelves them.", ["1. Lends books.", "2. Shelves them."]),
        ("A: Ask HR. Q: Who?", ["A: Ask HR.", "Q: Who?"]),
        ("", []),
    ],
)
def test_splits_where_sentences_end(text, expected):
    assert split(text) == expected


def test_time_grows_with_length_only():
    assert len(sentences("a. " * 50_000)) == 1
    assert len(sentences("No. " * 50_000)) >= 1
    assert len(sentences(" " * 200_000 + ".")) == 1


@pytest.mark.parametrize(
    ("verbatim", "plain", "wanted", "quote"),
    [
        (
            "Reports to: **Head  of\n  Library**",
            "Reports to: Head of Library",
            "Head of Library",
            "Head  of\n  Library",
        ),
        (
            "See [the guide](https://x.example/a) now. Then stop.",
            "See the guide now. Then stop.",
            "Then stop.",
            "Then stop.",
        ),
        ("Fish &amp; chips. Next.", "Fish & chips. Next.", "Next.", "Next."),
        ("Pay\u00a0rises.", "Pay rises.", "Pay rises.", "Pay\u00a0rises."),
    ],
)
def test_a_stretch_of_plain_text_leads_back_to_the_document(verbatim, plain, wanted, quote):
    text = f"before {verbatim} after"
    block = Block("paragraph", 7, 7 + len(verbatim), 1, plain)
    at = plain.index(wanted)
    start, end = verbatim_span(text, block, at, at + len(wanted))
    assert text[start:end] == quote


def test_a_sentence_that_ends_in_a_link_is_quoted_whole():
    text = "See [Roles of the chair](roles.md). I work with [the board](a_(b).md), and [others](x.html)."
    plain = "See Roles of the chair. I work with the board, and others."
    block = Block("paragraph", 0, len(text), 1, plain)
    quotes = [text[slice(*verbatim_span(text, block, *span))] for span in sentences(plain)]
    assert quotes == [
        "See [Roles of the chair](roles.md).",
        "I work with [the board](a_(b).md), and [others](x.html).",
    ]
