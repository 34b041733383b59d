"""Making an approved answer of a receipt, and putting it into its file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.answers.answer import Answer, Citation, Question
from bot.approving import put_in, question_of, renew, rivals, source, sources_of
from bot.errors import NotApproved
from bot.record.receipt import Receipt
from knowledge.approved import ApprovedAnswer, Source, read_approved
from knowledge.approved_sources import passage_digest, with_sources
from knowledge.approved_writing import NotWritten
from knowledge.document import Document
from knowledge.reading import read_folder

ENTRY = ApprovedAnswer(
    questions=("How long is parental leave?",),
    text="Twelve weeks.",
    sources=(Source("policies/leave.md", "may take 12 weeks of paid leave"),),
    owner="HR",
    approved_by="Dana",
    approved="2026-01-01",
    review="2027-01-01",
    file="answers.yaml",
)

ASKED = Question("How long is it?")


@pytest.fixture(scope="module")
def documents(samples: Path) -> Mapping[str, Document]:
    return {each.path: each for each in read_folder(samples) if isinstance(each, Document)}


def receipt(*quotes: tuple[Document, str], question: Question | None = ASKED) -> Receipt:
    """Of an answer that quotes these words."""
    cited = []
    for document, quote in quotes:
        start = document.text.index(quote)
        cited.append(Citation(document.path, "", (), quote, 1, start=start, end=start + len(quote)))
    unused: dict[str, Any] = dict.fromkeys(
        ("outcome", "person", "answered_at", "milliseconds", "code", "model", "ended_at", "shown", "reason")
    )
    return Receipt(
        id=1, number="RC-7F3A9", surface="slack", received_at=datetime.now(UTC), state="posted", place=(), filters={},
        question=question, answer=Answer("answered", "x", citations=tuple(cited)), posted_to=(), feedback="none",
        feedback_reason=None, verdict=None, verdict_note=None, entries=(), **unused,
    )  # fmt: skip


def test_the_words_an_answer_quotes_are_taken_with_the_passage_they_stand_in(documents: Mapping[str, Document]) -> None:
    leave = documents["policies/leave.md"]
    (found,) = sources_of(receipt((leave, "may take 12 weeks of paid leave within")), documents)
    assert found.quote == "may take 12 weeks of paid leave within"
    assert found.passage == passage_digest(leave, leave.text.index("may take 12"))
    (checked,) = with_sources([replace(ENTRY, sources=(found,))], documents)
    assert not checked.stale


def test_a_single_word_is_taken_with_what_it_stands_in(documents: Mapping[str, Document]) -> None:
    leave = documents["policies/leave.md"]
    found = source("policies/leave.md", "lapse", documents, leave.text.index("lapse"))
    assert found.quote.startswith("Ask your supervisor")
    assert found.quote.endswith("they lapse on March 31.")


@pytest.mark.parametrize(
    ("asked", "why"),
    [(None, "has been erased"), (Question("and for drivers?", ("How long is it?",)), "asked in a thread")],
)
def test_a_question_that_can_not_be_understood_by_itself_has_to_be_said(asked: Question | None, why: str) -> None:
    with pytest.raises(NotApproved, match=rf"RC-7F3A9.*{why}|{why}"):
        question_of(receipt(question=asked))


def test_words_that_no_document_says_are_refused(documents: Mapping[str, Document]) -> None:
    with pytest.raises(NotApproved, match="does not say 'Twenty weeks'"):
        source("policies/leave.md", "Twenty weeks", documents)
    with pytest.raises(NotApproved, match=r"no document gone\.md"):
        source("gone.md", "Twenty weeks", documents)
    with pytest.raises(NotApproved, match="does not say ' '"):
        source("policies/leave.md", " ", documents)
    with pytest.raises(NotApproved, match="rests on no document"):
        sources_of(receipt(), documents)


def test_it_is_put_behind_the_others_and_the_file_keeps_its_rights(tmp_path: Path) -> None:
    first = put_in(tmp_path, ENTRY)
    (tmp_path / "answers.yaml").chmod(0o640)
    second = put_in(tmp_path, replace(ENTRY, questions=("How long is jury duty?",)))
    assert (first.line, [each.questions[0] for each in read_approved(tmp_path)[0]]) == (
        1,
        ["How long is parental leave?", "How long is jury duty?"],
    )
    assert second.line > first.line
    assert (tmp_path / "answers.yaml").stat().st_mode & 0o777 == 0o640
    assert [each.name for each in tmp_path.iterdir()] == ["answers.yaml"]


def test_one_question_is_not_answered_twice_in_whichever_file_and_words(tmp_path: Path) -> None:
    put_in(tmp_path, replace(ENTRY, file="hr/leave.answers.yaml"))
    again = replace(ENTRY, questions=("What is the length of parental leave?",))
    with pytest.raises(NotApproved, match=r"answered by hr/leave\.answers\.yaml, line 1 already"):
        put_in(tmp_path, again)
    assert not (tmp_path / "answers.yaml").exists()


@pytest.mark.parametrize("file", ["../answers.yaml", "leave.yaml", "answers.txt", "handbook/answers.yaml"])
def test_only_a_file_of_approved_answers_below_the_folder_is_written(tmp_path: Path, file: str) -> None:
    (tmp_path / "documents" / "handbook").mkdir(parents=True)
    (tmp_path / "documents" / "handbook" / "answers.md").write_text("# Answers\n", encoding="utf-8")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(NotApproved):
        put_in(tmp_path / "documents", replace(ENTRY, file=file))
    assert sorted(tmp_path.rglob("*")) == before


def test_entries_for_one_question_are_told_from_the_others() -> None:
    one = replace(ENTRY, line=1)
    same = replace(ENTRY, questions=("Is it long?", "What is the length of parental leave?"), line=9)
    other = replace(ENTRY, questions=("How long is sick leave?",), line=20)
    ended = replace(ENTRY, until="2026-02-01", line=30)
    found = rivals([one, same, other, ended], date(2026, 3, 1))
    assert {place: each.line for place, each in found.items()} == {one.place: 9, same.place: 1}


@pytest.fixture
def stale(tmp_path: Path, documents: Mapping[str, Document]) -> Path:
    """A folder with an entry whose passage was changed since, and one that is not touched."""
    noted = replace(ENTRY, sources=(replace(ENTRY.sources[0], passage="0" * 16),))
    put_in(tmp_path, noted)
    file = tmp_path / "answers.yaml"
    file.write_text(f"# Ours.\n{file.read_text(encoding='utf-8')}  # its end\n", encoding="utf-8")
    put_in(tmp_path, replace(noted, questions=("How long is jury duty?",)))
    return file


def test_an_entry_is_approved_anew_in_its_place(stale: Path, documents: Mapping[str, Document]) -> None:
    before = stale.read_text(encoding="utf-8").splitlines()
    renewed = renew(stale.parent, "parental", documents, "Lee", date(2026, 5, 1), date(2027, 5, 1))
    first, second = read_approved(stale.parent)[0]
    assert first == renewed
    assert not with_sources([first], documents)[0].stale
    assert (first.approved_by, first.approved, first.review) == ("Lee", "2026-05-01", "2027-05-01")
    assert with_sources([second], documents)[0].stale
    after = stale.read_text(encoding="utf-8").splitlines()
    assert [line.split(":")[0].strip() for line, was in zip(after, before, strict=True) if line != was] == [
        "passage",
        "approved_by",
        "approved",
        "review",
    ]


@pytest.mark.parametrize(
    ("named", "why"),
    [
        ("how long", "Several approved answers fit"),
        ("salary", r"No approved answers fit(.|\n)*answers\.yaml:2  How long"),
    ],
)
def test_the_entry_that_is_meant_has_to_be_clear(
    stale: Path, documents: Mapping[str, Document], named: str, why: str
) -> None:
    with pytest.raises(NotApproved, match=why):
        renew(stale.parent, named, documents, "Lee", date(2026, 5, 1), date(2027, 5, 1))
    assert renew(stale.parent, "answers.yaml:2", documents, "Lee", date(2026, 5, 1), date(2027, 5, 1)).line == 2


def test_an_entry_is_not_renewed_whose_words_are_gone_or_by_its_author(
    stale: Path, documents: Mapping[str, Document]
) -> None:
    whole = stale.read_text(encoding="utf-8")
    days = date(2026, 5, 1), date(2027, 5, 1)
    others = {path: each for path, each in documents.items() if "leave" not in path}
    with pytest.raises(NotApproved, match="no document policies/leave"):
        renew(stale.parent, "parental", others, "Lee", *days)
    stale.write_text(whole.replace("  owner", "  author: Lee\n  owner"), encoding="utf-8")
    with pytest.raises(NotWritten, match="do it by hand"):
        renew(stale.parent, "parental", documents, "Lee", *days)
