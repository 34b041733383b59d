"""The report on a candidate: made of two real snapshots on the disk, kept, and drawn."""

from __future__ import annotations

import msgspec
import pytest

from bot.candidate.lines import first_lines, report_lines, summary
from bot.candidate.making import Circumstances, Side, make_report
from bot.candidate.report import Report, keep_report, kept_report
from index.live import publish
from index.publishing import withdraw
from index.snapshot import write
from tests.bot.candidate.sides import GARDENER, LEAVE, TODAY, TRAVEL, edited
from tests.index.library import TEXTS, contents_of

Texts = dict[str, str]
Skipped = tuple[tuple[str, str], ...]


@pytest.fixture
def report(tmp_path):
    """Makes one, of texts that are live and texts of the candidate."""

    def made(
        after: Texts, before: Texts | None = TEXTS, skipped: tuple[Skipped, Skipped] = ((), ()), withdrawn: str = ""
    ) -> Report:
        from dataclasses import replace

        live, old = None, None
        if before is not None:
            old_id = write(replace(contents_of(before), skipped=skipped[0]), tmp_path)
            live = publish(tmp_path, old_id)
            if withdrawn and withdrawn not in live.withdrawn:
                live = withdraw(tmp_path, withdrawn, "the amount is wrong")
            old = Side.read(tmp_path, old_id)
        new_id = write(replace(contents_of(after), skipped=skipped[1]), tmp_path)
        return make_report(Side.read(tmp_path, new_id), old, Circumstances(TODAY, None, live))

    return made


def test_it_says_what_was_added_removed_moved_and_changed(report):
    after = {**edited(LEAVE, "16 weeks", "18 weeks"), "new.md": "# Parking\n\nPark behind the house.\n"}
    after["handbook/travel.md"] = after.pop(TRAVEL)
    del after[GARDENER]
    found = report(after)
    assert summary(found) == "1 added, 1 removed, 1 moved, 1 changed"
    lines = "\n".join(report_lines(found))
    assert "Added (1):\n  new.md, “Parking”" in lines
    assert f"Removed (1):\n  {GARDENER}, “Gardener”" in lines
    assert f"{TRAVEL} -> handbook/travel.md" in lines
    assert "1 of 3 sections" in lines
    assert "Leave > Parental leave: 1 line added, 1 removed" in lines
    assert "- Parents take 16 weeks of paid parental leave. Tell ..." in lines
    assert "+ Parents take 18 weeks of paid parental leave. Tell ..." in lines


def test_facts_are_told_as_facts(report):
    lines = "\n".join(report_lines(report(edited(GARDENER, "Head of Grounds", "Head of Estates"))))
    assert "Gardener, reports to: Head of Grounds -> Head of Estates" in lines


def test_who_may_see_it_comes_first(report):
    found = report({**edited(TRAVEL, "120", "130"), LEAVE: f"---\naudience: [hr, board]\n---\n{TEXTS[LEAVE]}"})
    lines = report_lines(found)
    assert lines[1:3] == ["Who may see it changes (1):", f"  {LEAVE}: was for everybody, now for board or hr only"]


def test_a_file_that_can_not_be_read_any_more_is_no_removal(report):
    after = {path: text for path, text in TEXTS.items() if path != LEAVE}
    old: Skipped = (("old.pdf", "damaged PDF"),)
    found = report(after, skipped=(old, (*old, (LEAVE, "no permission"), ("new.pdf", "empty file"))))
    assert [(each.path, each.is_lost, each.is_new) for each in found.failures] == [
        ("old.pdf", False, False),
        (LEAVE, True, True),
        ("new.pdf", False, True),
    ]
    lines = "\n".join(report_lines(found))
    assert f"Can't be read any more and will not answer (1):\n  {LEAVE}: no permission" in lines
    assert "Can't be read (1):\n  new.pdf: empty file" in lines
    assert "as before: 1 file" in lines
    assert "Removed" not in lines
    assert "old.pdf: damaged PDF" in "\n".join(report_lines(found, every=True))


def test_a_withdrawn_document_that_comes_back_is_said(report):
    assert report({**TEXTS, "new.md": "# New\n\nNew.\n"}, withdrawn=LEAVE).returning == ()
    found = report(edited(LEAVE, "16 weeks", "18 weeks"), before={**TEXTS, "x.md": "# X\n\nOld.\n"}, withdrawn=LEAVE)
    assert [(each.path, each.reason) for each in found.returning] == [(LEAVE, "the amount is wrong")]
    assert "the amount is wrong" in "\n".join(report_lines(found))


def test_of_a_first_one_everything_is_read(report):
    found = report(TEXTS, before=None)
    lines = "\n".join(first_lines(found))
    assert "Indexed 3 documents" in lines
    assert "Read (3):" in lines
    assert "No effective date (3)" in lines


def test_long_lists_are_cut_and_all_names_everything(report):
    many = {f"{number:03}.md": f"# Page {number}\n\nRule {number} holds here.\n" for number in range(100)}
    found = report({**TEXTS, **many})
    lines = "\n".join(report_lines(found))
    assert "... and 70 more; --all names them" in lines
    assert "099.md" not in lines
    assert "099.md" in "\n".join(report_lines(found, every=True))


def test_nothing_in_a_document_can_command_a_terminal(report):
    found = report({**TEXTS, "new.md": "# Park\x1b[2Jing \u202egnp\n\nHere.\n"})
    assert not {"\x1b", "\u202e"} & set("\n".join(report_lines(found, every=True)))


def test_it_is_kept_for_its_candidate_alone(report, tmp_path):
    found = report(edited(LEAVE, "16 weeks", "18 weeks"))
    keep_report(tmp_path, found)
    assert kept_report(tmp_path, found.candidate) == found
    assert kept_report(tmp_path, "0" * 12) is None
    (tmp_path / "report.json").write_bytes(b"{}")
    assert kept_report(tmp_path, found.candidate) is None
    assert msgspec.json.decode(msgspec.json.encode(found), type=Report) == found
