"""What is different between two snapshots, of real documents read by the real readers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from index.assembly import assemble
from index.changes import Changes, StatedChange, changes
from index.outline import Outline
from index.section_changes import SectionChange
from knowledge.catalogue import load_catalogue
from tests.index.library import TEXTS, contents_of, read
from tests.word_embedder import WordEmbedder

LEAVE, TRAVEL, GARDENER = "policies/leave.md", "policies/travel.md", "jobs/gardener.txt"


def between(before: dict[str, str], after: dict[str, str]) -> Changes:
    return changes(Outline.of(contents_of(before)), Outline.of(contents_of(after)))


def edited(path: str, old: str, new: str) -> dict[str, str]:
    assert old in TEXTS[path]
    return {**TEXTS, path: TEXTS[path].replace(old, new)}


def test_the_same_documents_are_no_change():
    found = between(TEXTS, dict(TEXTS))
    assert not found
    assert found.unchanged == len(TEXTS)


def test_added_removed_and_unchanged_are_told_apart():
    found = between(TEXTS, {LEAVE: TEXTS[LEAVE], "new.md": "# Parking\n\nPark behind the house.\n"})
    assert [each.path for each in found.added] == ["new.md"]
    assert [(each.path, each.roles) for each in found.removed] == [(GARDENER, ("Gardener",)), (TRAVEL, ())]
    assert found.changed == ()
    assert found.unchanged == 1


def test_only_the_section_that_changed_is_named_with_its_lines():
    found = between(TEXTS, edited(LEAVE, "25 days", "28 days"))
    (change,) = found.changed
    assert change.path == LEAVE
    assert change.of == 3  # the title is a heading as well
    assert change.sections == (
        SectionChange(
            ("Leave", "Holidays"),
            "changed",
            added=("Everyone has 28 days of holiday. They are taken within the year.",),
            removed=("Everyone has 25 days of holiday. They are taken within the year.",),
        ),
    )


def test_sections_come_go_and_get_other_headings():
    text = (
        TEXTS[LEAVE].replace("## Holidays", "## Days off").replace("## Parental leave", "## Sickness\n\nCall us.\n\n##")
    )
    (change,) = between(TEXTS, {**TEXTS, LEAVE: text}).changed
    by_how = {each.how: each for each in change.sections}
    assert by_how["renamed"].heading == ("Leave", "Days off")
    assert by_how["renamed"].was == ("Leave", "Holidays")
    assert by_how["added"].heading == ("Leave", "Sickness")


def test_another_title_is_one_change_and_not_one_for_each_section():
    text = TEXTS[LEAVE].replace("# Leave\n", "# Time off\n", 1).replace("25 days", "28 days")
    (change,) = between(TEXTS, {**TEXTS, LEAVE: text}).changed
    assert [(each.how, each.heading) for each in change.sections] == [
        ("renamed", ("Time off",)),
        ("changed", ("Time off", "Holidays")),
    ]
    assert StatedChange("title", ("Leave",), ("Time off",)) in change.stated


def test_a_file_that_moved_is_not_removed_and_added():
    after = {path: text for path, text in TEXTS.items() if path != LEAVE} | {"handbook/leave.md": TEXTS[LEAVE]}
    found = between(TEXTS, after)
    assert (found.added, found.removed) == ((), ())
    (change,) = found.changed
    assert (change.was, change.path, change.sections) == (LEAVE, "handbook/leave.md", ())


def test_of_two_copies_that_moved_each_is_paired_once():
    before = {"a.md": TEXTS[LEAVE], "b.md": TEXTS[LEAVE]}
    after = {"c.md": TEXTS[LEAVE], "d.md": TEXTS[LEAVE], "e.md": TEXTS[LEAVE]}
    found = between(before, after)
    assert [(each.was, each.path) for each in found.changed] == [("a.md", "c.md"), ("b.md", "d.md")]
    assert [each.path for each in found.added] == ["e.md"]


def test_what_is_stated_of_a_role_is_compared_value_by_value():
    found = between(TEXTS, edited(GARDENER, "Head of Grounds", "Head of Estates"))
    (change,) = found.changed
    (fact,) = change.facts
    assert (fact.role, fact.name) == ("Gardener", "reports_to")
    assert (fact.before, fact.after) == (("Head of Grounds",), ("Head of Estates",))


@pytest.mark.parametrize(
    ("front_matter", "name", "value"),
    [
        ("audience: [managers]", "audience", "managers"),
        ("effective: 2027-01-01", "effective", "2027-01-01"),
        ("expires: 2027-12", "expires", "2027-12"),
        ("review: 2028", "review_due", "2028"),
        ("owner: Human Resources", "owner", "Human Resources"),
    ],
)
def test_what_a_document_states_about_itself_is_compared(front_matter, name, value):
    found = between(TEXTS, {**TEXTS, LEAVE: f"---\n{front_matter}\n---\n{TEXTS[LEAVE]}"})
    (change,) = found.changed
    assert change.stated == (StatedChange(name, (), (value,)),)
    assert change.sections == ()


def test_another_audience_is_found_although_the_file_is_the_same():
    documents = [read(path, text) for path, text in sorted(TEXTS.items())]
    restricted = [
        replace(each, metadata=replace(each.metadata, audience=("hr",))) if each.path == LEAVE else each
        for each in documents
    ]
    before, after = (
        Outline.of(assemble(each, [], WordEmbedder(), load_catalogue(None))[0]) for each in (documents, restricted)
    )
    (change,) = changes(before, after).audiences
    assert change.path == LEAVE
    assert change.audience == StatedChange("audience", (), ("hr",))


def test_a_catalogue_that_finds_other_facts_is_a_change_of_documents_that_are_the_same(tmp_path):
    catalogue = tmp_path / "catalogue.yaml"
    catalogue.write_text("facts:\n  licences: null\n", encoding="utf-8")
    documents = [read(path, text) for path, text in sorted(TEXTS.items())]
    before, after = (
        Outline.of(assemble(documents, [], WordEmbedder(), load_catalogue(each))[0]) for each in (None, catalogue)
    )
    (change,) = changes(before, after).changed
    assert change.path == GARDENER
    assert [(fact.name, fact.after) for fact in change.facts] == [("licences", ())]
