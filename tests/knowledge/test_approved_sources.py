"""Whether the documents still say what an approved answer rests on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.approved import ApprovedAnswer, Source
from knowledge.approved_sources import passage_digest, quote_places, with_sources
from knowledge.document import Document
from knowledge.reading import read_file

LEAVE = """# Leave

## Vacation

Staff earn 15 days a year. Up to five unused days may be
carried over.

They lapse on March 31.

## Sick leave

One day a month.
"""


def document(folder: Path, text: str = LEAVE) -> Document:
    (folder / "leave.md").write_text(text, encoding="utf-8")
    return read_file(folder, "leave.md")


def entry(*sources: Source) -> ApprovedAnswer:
    return ApprovedAnswer(("May I?",), "Yes.", sources, "HR", "Dana", "2026-01-01", "2027-01-01")


def checked(source: Source, *documents: Document) -> ApprovedAnswer:
    (found,) = with_sources([entry(source)], {each.path: each for each in documents})
    return found


def test_a_quote_is_found_across_line_ends_and_quoted_as_it_stands(tmp_path: Path) -> None:
    leave = document(tmp_path)
    found = checked(Source("leave.md", "unused days may be carried over"), leave)
    assert not found.stale
    assert leave.text[found.sources[0].start : found.sources[0].end] == "unused days may be\ncarried over"


@pytest.mark.parametrize("quote", ["5 days", "taff earn", "15 day", "lapse on March 3"])
def test_part_of_a_word_or_of_a_number_is_not_the_quote(tmp_path: Path, quote: str) -> None:
    assert "no longer says these words: leave.md" in checked(Source("leave.md", quote), document(tmp_path)).stale


def test_half_of_a_decimal_number_is_not_the_quote(tmp_path: Path) -> None:
    leave = document(tmp_path, "# Leave\n\nStaff earn 1.5 days a month, 18,000 hours a year.\n")
    assert not quote_places(leave, "5 days")
    assert not quote_places(leave, "a month, 18")
    assert quote_places(leave, "1.5 days a month")


def test_a_document_that_is_gone_makes_the_answer_stale(tmp_path: Path) -> None:
    assert (
        checked(Source("travel.md", "Staff earn"), document(tmp_path)).stale == "its document is not there: travel.md"
    )


def test_one_source_of_several_is_enough_to_make_it_stale(tmp_path: Path) -> None:
    leave = document(tmp_path)
    both = entry(Source("leave.md", "One day a month"), Source("leave.md", "Two days a month"))
    assert with_sources([both], {"leave.md": leave})[0].stale


@pytest.mark.parametrize(
    ("old", "new", "is_stale"),
    [
        ("They lapse on March 31.", "They lapse on June 30.", True),  # the neighbour of the quoted sentence
        ("They lapse on March 31.", "They lapse on March 31. Not for part-timers.", True),
        ("## Vacation", "## Vacation of part-time staff", True),
        ("# Leave", "# Leave of volunteers", True),
        ("One day a month.", "Two days a month.", False),  # another section
        ("Up to five unused days may be\ncarried over.", "Up to five unused days\nmay be carried over.", False),
    ],
)
def test_a_change_around_the_quote_makes_it_stale_where_the_passage_was_noted(
    tmp_path: Path, old: str, new: str, is_stale: bool
) -> None:
    leave = document(tmp_path)
    noted = Source("leave.md", "Up to five unused days", passage_digest(leave, leave.text.index("Up to")))
    assert not checked(noted, leave).stale
    changed = document(tmp_path, LEAVE.replace(old, new))
    assert bool(checked(noted, changed).stale) == is_stale
    assert not checked(replace(noted, passage=""), changed).stale


def test_what_is_stale_names_the_passage_as_it_is_now(tmp_path: Path) -> None:
    leave = document(tmp_path)
    stale = checked(Source("leave.md", "One day a month", "0" * 16), leave).stale
    assert f"passage {passage_digest(leave, leave.text.index('One day'))} now" in stale


def test_of_several_places_the_approved_one_is_meant(tmp_path: Path) -> None:
    text = "# A\n\n## Drivers\n\nOne day a month.\n\n## Clerks\n\nOne day a month.\n"
    leave = document(tmp_path, text)
    last = text.rindex("One")
    found = checked(Source("leave.md", "One day a month", passage_digest(leave, last)), leave)
    assert found.sources[0].start == last


_WORDS = st.lists(st.sampled_from(["five", "days", "may", "be", "carried", "over", "not", "15", "1.5"]), max_size=12)


@settings(deadline=None, max_examples=200)
@given(_WORDS, _WORDS.filter(bool))
def test_a_quote_holds_exactly_where_its_words_stand_in_order(said: list[str], quote: list[str]) -> None:
    text = "\n".join(said)
    held = any(said[at : at + len(quote)] == quote for at in range(len(said)))
    places = quote_places(Document("a.txt", "text", "", text, (), ""), " ".join(quote))
    assert bool(places) == held
    assert all(text[start:end].split() == quote for start, end in places)
