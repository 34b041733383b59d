"""Approved answers in the snapshot: held to its documents, and built step by step as from nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import live, snapshot
from index.build import Built, build
from index.contents import Contents
from knowledge.approved_sources import passage_digest
from knowledge.catalogue import load_catalogue
from knowledge.reading import read_file
from tests.word_embedder import WordEmbedder

LEAVE = "# Leave\n\nParents take 16 weeks of paid leave.\n\nAsk early.\n"
ENTRY = """\
- question: How long is parental leave?
  text: Sixteen weeks.
  source: {document: leave.md, quote: Parents take 16 weeks, passage: %s}
  owner: HR
  approved_by: Dana
  approved: 2026-01-01
  review: 2027-01-01
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "documents"
    root.mkdir()
    (root / "leave.md").write_text(LEAVE, encoding="utf-8")
    (root / "travel.md").write_text("# Travel\n\nBook trains.\n", encoding="utf-8")
    leave = read_file(root, "leave.md")
    entry = ENTRY % passage_digest(leave, leave.text.index("Parents"))
    (root / "answers.yaml").write_text(entry, encoding="utf-8")
    return root


def built(folder: Path, index: str = "index") -> tuple[Built, Contents]:
    """The report of a build, published, and what it wrote."""
    place = folder.parent / index
    report = build(folder, place, WordEmbedder(), load_catalogue(None))
    live.publish(place, report.snapshot)
    return report, snapshot.load(place).contents


def test_they_are_kept_with_the_place_of_what_they_rest_on_and_are_no_documents(folder: Path) -> None:
    report, contents = built(folder)
    (entry,) = contents.approved
    text = contents.document_by_path["leave.md"].text
    assert text[entry.sources[0].start : entry.sources[0].end] == "Parents take 16 weeks"
    assert report.documents == ("leave.md", "travel.md")
    assert not report.skipped


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        (LEAVE.replace("16 weeks", "12 weeks"), "no longer says these words"),
        (LEAVE.replace("Ask early.", "Not for part-timers."), "what stands around the quote has changed"),
        (None, "its document is not there"),
    ],
)
def test_one_goes_stale_by_itself_and_holds_again_when_its_source_does(
    folder: Path, changed: str | None, why: str
) -> None:
    before, _ = built(folder)
    if changed is None:
        (folder / "leave.md").unlink()
    else:
        (folder / "leave.md").write_text(changed, encoding="utf-8")
    assert why in built(folder)[1].approved[0].stale
    (folder / "leave.md").write_text(LEAVE, encoding="utf-8")
    report, contents = built(folder)
    assert not contents.approved[0].stale
    assert report.snapshot == before.snapshot


def test_a_change_of_an_answer_alone_is_a_new_snapshot_that_embeds_nothing(folder: Path) -> None:
    before, _ = built(folder)
    file = folder / "answers.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("Sixteen", "16"), encoding="utf-8")
    after, contents = built(folder)
    assert (after.embedded, contents.approved[0].text) == (0, "16 weeks.")
    assert after.snapshot != before.snapshot
    assert after.snapshot == built(folder, "another")[0].snapshot
    assert after.snapshot == built(folder)[0].snapshot
    file.unlink()
    assert built(folder)[1].approved == ()


def test_a_wrong_entry_is_among_what_was_not_read(folder: Path) -> None:
    (folder / "hr.answers.yaml").write_text("- text: x\n", encoding="utf-8")
    report, contents = built(folder)
    assert report.skipped == (("hr.answers.yaml", "line 1, entry 1: `questions` missing"),)
    assert len(contents.approved) == 1
