"""Approved answers that are not as they were, built from real folders."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from index.build import build
from index.changes import Changes, changes
from index.outline import Outline, read_outline
from index.warnings.approved import approved_past_review, stale_answer
from index.warnings.audiences import unknown_group
from index.warnings.collection import Collection
from knowledge.catalogue import default_catalogue
from tests.index.library import TEXTS, write_texts
from tests.word_embedder import WordEmbedder

LEAVE = "policies/leave.md"
QUESTION = "How long is parental leave?"
ENTRY = """\
- question: How long is parental leave?
  text: Sixteen weeks.
  sources:
    - document: policies/leave.md
      quote: Parents take 16 weeks of paid parental leave.
  owner: Human Resources
  approved_by: Dana Whitfield
  approved: 2026-03-02
  review: 2026-09-01
"""


def outline(folder: Path, answers: str, **texts: str) -> Outline:
    """Of an index of the texts and those approved answers."""
    write_texts(folder / "documents", {**TEXTS, **texts})
    (folder / "documents" / "leave.answers.yaml").write_text(answers, encoding="utf-8")
    built = build(folder / "documents", folder / "index", WordEmbedder(), default_catalogue())
    return read_outline(folder / "index", built.snapshot)


def between(before: Outline, after: Outline) -> Changes:
    return changes(before, after)


def test_what_is_written_reworded_and_taken_out(tmp_path):
    with_it = outline(tmp_path / "a", ENTRY)
    reworded = outline(tmp_path / "b", ENTRY.replace("Sixteen weeks.", "It is sixteen weeks."))
    without = outline(tmp_path / "c", "[]\n")
    assert not between(with_it, outline(tmp_path / "d", f"# moved down by a line\n{ENTRY}"))
    for one, other, how in ((without, with_it, "added"), (with_it, reworded, "changed"), (with_it, without, "removed")):
        (change,) = between(one, other).approved
        assert (change.question, change.how) == (QUESTION, how)
        assert between(one, other)


def test_one_goes_stale_with_its_source_and_holds_again_with_it(tmp_path):
    holds = outline(tmp_path / "a", ENTRY)
    stale = outline(tmp_path / "b", ENTRY, **{LEAVE: TEXTS[LEAVE].replace("16 weeks", "18 weeks")})
    (change,) = between(holds, stale).approved
    assert change.how == "stale"
    assert change.why
    assert change.place.startswith("leave.answers.yaml, line ")
    assert between(stale, holds).approved[0].how == "holds_again"
    (warning,) = stale_answer(Collection((), date(2026, 4, 1), approved=stale.approved))
    assert warning.documents == (LEAVE,)
    assert QUESTION in warning.text
    assert list(stale_answer(Collection((), date(2026, 4, 1), approved=holds.approved))) == []


def test_its_review_and_its_groups_are_looked_at(tmp_path):
    entries = outline(tmp_path, ENTRY + "  audience: [bord]\n").approved
    assert len(list(approved_past_review(Collection((), date(2026, 9, 2), approved=entries)))) == 1
    assert list(approved_past_review(Collection((), date(2026, 9, 1), approved=entries))) == []
    (warning,) = unknown_group(Collection((), date(2026, 4, 1), frozenset({"board"}), entries))
    assert warning.documents == ("leave.answers.yaml",)
