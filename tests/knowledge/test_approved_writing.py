"""An approved answer is written behind the others, and reads back as it was meant; nothing else changes."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.approved import ApprovedAnswer, Source, parse_approved
from knowledge.approved_writing import NotWritten, with_entry

ENTRY = ApprovedAnswer(
    questions=("May I bring my dog: yes or no?",),
    text="No.\n\nAsk for an exception: # see below",
    sources=(Source("house.md", "No animals - not even fish", "3f6a9c21d0e4b875"),),
    owner="Facilities",
    approved_by="Dana Whitfield",
    approved="2026-03-02",
    review="2027-03-01",
    file="answers.yaml",
)


def read(text: str) -> list[ApprovedAnswer]:
    entries, problems = parse_approved(text.encode(), "answers.yaml")
    assert not problems
    return entries


def test_what_a_file_holds_stays_as_it_is_with_its_comments() -> None:
    before = "# Ours.\n\n" + with_entry("", ENTRY).replace("owner: Facilities", "owner:   Facilities  # for now")
    after = with_entry(before, replace(ENTRY, questions=("May I bring my cat?",)))
    assert after.startswith(before)
    assert [each.questions[0] for each in read(after)] == ["May I bring my dog: yes or no?", "May I bring my cat?"]


def test_it_is_written_for_people_to_read() -> None:
    written = with_entry("", ENTRY)
    assert "  approved: 2026-03-02\n" in written
    assert "  text: |-\n    No.\n\n    Ask for an exception: # see below\n" in written
    assert "until" not in written


@pytest.mark.parametrize("before", ["# nothing yet", "", "\n\n", "- question: x y z\n  text: broken\n", "---\n"])
def test_it_can_begin_a_file_or_follow_a_broken_entry(before: str) -> None:
    entries, _ = parse_approved(with_entry(before, ENTRY).encode(), "answers.yaml")
    assert replace(entries[-1], line=0) == ENTRY


def test_it_goes_as_deep_as_the_others_stand() -> None:
    first = "".join(f"  {line}\n" for line in with_entry("", ENTRY).splitlines())
    assert len(read(with_entry(first, ENTRY))) == 2


@pytest.mark.parametrize("before", ["a: b\n", "[a, b]\n", "- a\n...\n", "- a: [\n", "- a\n---\n- b\n"])
def test_a_file_that_can_not_be_continued_is_left_alone(before: str) -> None:
    with pytest.raises(NotWritten, match=r"answers\.yaml: .* Nothing was written\."):
        with_entry(before, ENTRY)


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (replace(ENTRY, text="Ask <!channel>"), "read as markup"),
        (replace(ENTRY, author="dana whitfield"), "two people"),
        (replace(ENTRY, questions=("Why?",)), "at least 3 words"),
        (replace(ENTRY, questions=()), "`questions` missing"),
        (replace(ENTRY, review="soon"), "is no date"),
        (replace(ENTRY, text="x" * 3000), "longer than 2,000"),
    ],
)
def test_an_entry_that_could_not_be_read_is_not_written(wrong: ApprovedAnswer, why: str) -> None:
    with pytest.raises(NotWritten, match=why):
        with_entry("", wrong)


_LINES = st.text(st.characters(exclude_categories=["C", "Z"]) | st.sampled_from(" :#-'\"&*!|>%@`{}[],?~"), max_size=40)


@settings(deadline=None, max_examples=300)
@given(_LINES, st.lists(_LINES, max_size=4), _LINES)
def test_whatever_is_written_reads_back_as_it_was_meant(question: str, text: list[str], name: str) -> None:
    entry = replace(
        ENTRY,
        questions=(" ".join(f"is it {question}x".split()),),
        text="\n".join(["Yes.", *text, "So be it."]),
        owner=" ".join(f"{name}x".split()),
    )
    if any(re.search(r"<[!@#/A-Za-z]", each) for each in (entry.text, entry.owner)):
        with pytest.raises(NotWritten, match="read as markup"):
            with_entry("# Ours.\n", entry)
    else:
        assert [replace(each, line=0) for each in read(with_entry("# Ours.\n", entry))] == [entry]


@pytest.mark.parametrize(
    "odd", ["null", "~", "no", "12", "2026-01-01", "=", "<<", "- x", "x: y", "*a", "&a", "!x", "{}"]
)
def test_what_yaml_would_take_for_something_else_stays_text(odd: str) -> None:
    entry = replace(ENTRY, owner=odd, text=odd, audience=(odd,))
    assert [replace(each, line=0) for each in read(with_entry("", entry))] == [entry]
