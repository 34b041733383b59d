"""Files of approved answers: what is read, what is refused and how that is said, whatever the file holds."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.approved import ApprovedAnswer, Source, parse_approved, read_approved

WHOLE = """\
# Answers that Human Resources has approved.
- questions:
    - How many vacation days can I carry over?
    - "Can I carry vacation days over: yes or no?"
  text: |
    Up to five days.

    They lapse on March 31.
  sources:
    - document: policies/leave.md
      quote: Up to five unused
        days
      passage: 3f6a9c21d0e4b875
  owner: Human Resources
  author: Lee Okafor
  approved_by: Dana Whitfield
  approved: 2026-03-02
  review: 2027-03-01
  until: 2027-12-31
  audience: [staff, managers]
"""
SHORT = """\
- question: May I bring my dog?
  text: "No"
  source: {document: house.md, quote: No animals}
  owner: Facilities
  approved_by: Dana Whitfield
  approved: 2026-03-02
  review: 2027-03-01
"""


def only(text: str) -> ApprovedAnswer:
    read, problems = parse_approved(text.encode("utf-8", "surrogatepass"), "answers.yaml")
    assert not problems
    (entry,) = read
    return entry


def reasons(text: str) -> list[str]:
    return [problem.reason for problem in parse_approved(text.encode("utf-8", "surrogatepass"), "answers.yaml")[1]]


def test_an_entry_is_read_as_it_was_written() -> None:
    assert only(WHOLE) == ApprovedAnswer(
        questions=("How many vacation days can I carry over?", "Can I carry vacation days over: yes or no?"),
        text="Up to five days.\n\nThey lapse on March 31.",
        sources=(Source("policies/leave.md", "Up to five unused days", "3f6a9c21d0e4b875"),),
        owner="Human Resources",
        approved_by="Dana Whitfield",
        approved="2026-03-02",
        review="2027-03-01",
        until="2027-12-31",
        author="Lee Okafor",
        audience=("staff", "managers"),
        file="answers.yaml",
        line=2,
    )


def test_one_question_and_one_source_may_stand_by_themselves_and_no_word_turns_into_something_else() -> None:
    entry = only(SHORT)
    assert (entry.questions, entry.text, len(entry.sources)) == (("May I bring my dog?",), "No", 1)


def test_it_answers_from_its_approval_until_its_end_and_past_its_review() -> None:
    entry = only(WHOLE)
    days = {
        day: entry.answers_on(date.fromisoformat(day))
        for day in ("2026-03-01", "2026-03-02", "2027-12-31", "2028-01-01")
    }
    assert list(days.values()) == [False, True, True, False]
    assert not entry.is_review_due(date(2027, 3, 1))
    assert entry.is_review_due(date(2027, 3, 2))


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("  owner: Facilities\n", "", "line 1, entry 1: `owner` missing"),
        ("owner:", "ownr:", "line 4, entry 1: `ownr` is not known"),
        ("review: 2027-03-01", "review: next March", "line 7, entry 1: 'next March' is no date"),
        ("review: 2027-03-01", "review: 2027-02-30", "line 7, entry 1: '2027-02-30' is no date"),
        ('text: "No"', "text: ''", "line 2, entry 1: `text` has to be"),
        ('text: "No"', "text: [No]", "line 2, entry 1: `text` has to be"),
        ("quote: No animals", "quote: Animals", "line 3, entry 1: a quote needs at least 2 words"),
        (", quote: No animals", "", "line 3, entry 1: a source needs `quote`"),
        ("owner: Facilities", "author: Dana whitfield\n  owner: Facilities", "two people"),
        ("owner: Facilities", "until: 2026-01-01\n  owner: Facilities", "`until` is before `approved`"),
        ("owner: Facilities", "owner: Facilities\n  owner: HR", "line 5, entry 1: `owner` stands twice"),
        ("owner: Facilities", "questions: [a b]\n  owner: Facilities", "write either `question` or `questions`"),
        ("owner: Facilities", "audience: []\n  owner: Facilities", "`audience` has to name groups"),
        ("owner: Facilities", "owner: &who Facilities", "anchors and aliases"),
        ("owner: Facilities", "owner: !!str Facilities", "tags (!) are not read"),
        ("owner: Facilities", "owner: {a: {b: {c: [d]}}}", "nested more than 4 deep"),
        ("May I bring my dog?", "x" * 301, "a question is longer than 300 characters"),
        ("May I bring my dog?", "~", "a question has to be a line of text"),
    ],
)
def test_what_is_wrong_with_an_entry_is_said_with_its_line_and_the_others_are_read(
    old: str, new: str, reason: str
) -> None:
    bad = SHORT.replace(old, new)
    assert bad != SHORT
    read, problems = parse_approved(f"{bad}{WHOLE}".encode(), "hr.answers.yaml")
    assert [problem.file for problem in problems] == ["hr.answers.yaml"]
    assert reason in problems[0].reason
    assert [entry.owner for entry in read] == ["Human Resources"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("- a: [", "line 2: not valid YAML"),
        ("question: x", "line 1: has to be a list"),
        ("!x y", "has to be a list"),
        ("- x\n---\n- y", "line 2: a second YAML document begins here"),
        ("- \0", "not valid YAML"),
        ("- [" * 200_000, "not valid YAML"),
        ("- " * 300_000, "not valid YAML"),
    ],
)
def test_a_file_that_is_no_list_says_so(text: str, reason: str) -> None:
    read, problems = parse_approved(text.encode("utf-8", "surrogatepass"), "answers.yaml")
    assert not read
    assert len(problems) == 1
    assert reason in problems[0].reason


def test_an_empty_file_is_no_problem() -> None:
    assert parse_approved(b"# nothing yet\n", "answers.yaml") == ([], [])


def test_of_many_wrong_entries_the_first_are_named_and_the_rest_counted() -> None:
    found = reasons("- x\n" * 200_000)
    assert len(found) == 51
    assert found[-1] == "and 199,950 more entries"


def test_a_bomb_of_aliases_is_refused_at_once() -> None:
    lines = ["- &a0 [x, x]", *(f"- &a{n} [*a{n - 1}, *a{n - 1}, *a{n - 1}, *a{n - 1}]" for n in range(1, 40))]
    began = time.process_time()
    assert len(reasons("\n".join(lines))) == 40
    assert time.process_time() - began < 20  # hours, if it were followed


@settings(deadline=None, max_examples=300)
@given(st.text(alphabet=st.sampled_from("-:?[]{}&*!|>'\"#%@ \n\tabc0~,<"), max_size=80) | st.text(max_size=80))
def test_no_text_breaks_it(text: str) -> None:
    read, problems = parse_approved(text.encode("utf-8", "surrogatepass"), "answers.yaml")
    assert all(entry.questions and entry.text and entry.sources for entry in read)
    assert all(problem.reason for problem in problems)


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.dates() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=10,
)


@settings(deadline=None, max_examples=200)
@given(st.sampled_from(["questions", "text", "sources", "owner", "approved", "review", "until", "audience"]), _VALUES)
def test_no_value_of_any_type_breaks_an_entry_or_its_neighbours(key: str, value: object) -> None:
    entry = yaml.safe_load(WHOLE)[0]
    written = "".join(yaml.safe_dump([each], allow_unicode=True) for each in ({**entry, key: value}, entry))
    read, problems = parse_approved(written.encode(), "answers.yaml")
    assert len(read) + len(problems) == 2
    assert read
    assert read[-1].text == only(WHOLE).text


def test_every_file_below_the_folder_is_read_in_order(tmp_path: Path) -> None:
    (tmp_path / "hr").mkdir()
    (tmp_path / "answers.yaml").write_text(WHOLE, encoding="utf-8")
    (tmp_path / "hr" / "house.answers.yml").write_text("\ufeff" + SHORT, encoding="utf-8")
    (tmp_path / "hr" / "latin.answers.yaml").write_bytes("- caf\u00e9".encode("latin-1"))
    (tmp_path / "notes.yaml").write_text(SHORT, encoding="utf-8")
    read, problems = read_approved(tmp_path)
    assert [entry.place for entry in read] == ["answers.yaml, line 2", "hr/house.answers.yml, line 1"]
    assert [(problem.file, problem.reason) for problem in problems] == [
        ("hr/latin.answers.yaml", "is not UTF-8 text. No entry of this file is used")
    ]
