"""The catalogue of facts and an organisation's own on top of it."""

import re

import pytest

from knowledge.catalogue import default_catalogue, fold_label, load_catalogue
from knowledge.errors import CatalogueError


def extra(tmp_path, text):
    file = tmp_path / "ours.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_every_fact_can_be_asked_for_and_found():
    for entry in default_catalogue():
        assert entry.label
        assert entry.asked_as, entry.name
        assert entry.fields or entry.phrases or entry.lists, entry.name


def test_our_patterns_are_valid(tmp_path):
    """They are not checked each time they are read."""
    catalogue = load_catalogue(extra(tmp_path, "facts: {}"))  # with a file of somebody's own, all are
    assert [list(entry.phrases) for entry in catalogue] == [list(entry.phrases) for entry in default_catalogue()]


def test_labels_are_compared_without_case_dots_and_brackets():
    assert fold_label("Dept.:") == fold_label("DEPT") == "dept"
    assert fold_label("Pay & Benefits (per year)") == "pay and benefits"


def test_an_organisation_adds_labels_and_facts_of_its_own(tmp_path):
    file = extra(
        tmp_path,
        """
facts:
  reports_to: {fields: [Accountable manager]}
  parking_permit: {label: Parking permit, asked_as: [parking], fields: [Car park]}
  flsa_status: null
""",
    )
    catalogue = load_catalogue(file)
    assert catalogue.labels["accountable manager"] == ("reports_to",)
    assert "line manager" in catalogue.labels
    assert catalogue.entry("parking_permit").label == "Parking permit"
    assert catalogue.entry("flsa_status") is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("facts: [a]", ["facts"]),
        ("fact: {}", ["facts"]),
        ("facts: {}\nmore: {}", ["more"]),
        ("facts: {Bad Name: {label: x}}", ["Bad Name"]),
        ("facts: {parking: {fields: [x]}}", ["parking", "label"]),
        ("facts: {parking: {label: x, feilds: [x]}}", ["parking", "feilds"]),
        ("facts: {parking: {label: x, fields: x}}", ["parking", "fields"]),
        ("facts: {parking: {label: x, value: cars}}", ["parking", "value", "cars", "money"][:2]),
        ("facts: {parking: {label: x, several: maybe}}", ["parking", "several"]),
        ("facts: {parking: {label: x, phrases: ['(']}}", ["parking", "phrases"]),
        ("facts: {parking: {label: x, phrases: ['(a+)+']}}", ["parking", "too slow"]),
        ("facts: {", ["YAML"]),
    ],
)
def test_a_mistake_is_named_with_file_fact_and_key(tmp_path, text, words):
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(extra(tmp_path, text))
    for word in ["ours.yaml", *words]:
        assert re.search(re.escape(word), str(caught.value)), str(caught.value)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(CatalogueError, match="absent"):
        load_catalogue(tmp_path / "absent.yaml")
