"""What decides what an index holds of a document has a name that changes with it."""

from __future__ import annotations

from dataclasses import replace

from index.recipe import recipe
from knowledge.catalogue import default_catalogue, load_catalogue
from knowledge.readers.limits import DEFAULT_LIMITS


def test_the_same_catalogue_and_limits_have_the_same_recipe():
    assert recipe(load_catalogue(None), DEFAULT_LIMITS) == recipe(default_catalogue(), DEFAULT_LIMITS)


def test_a_limit_a_label_and_a_pattern_each_make_another(tmp_path):
    ours = recipe(default_catalogue(), DEFAULT_LIMITS)
    other_limit = recipe(default_catalogue(), replace(DEFAULT_LIMITS, pdf_pages=3))
    (tmp_path / "label.yaml").write_text("facts:\n  salary:\n    fields: [Wage]\n")
    (tmp_path / "pattern.yaml").write_text("facts:\n  salary:\n    phrases: ['paid in (?P<value>shells)']\n")
    others = [recipe(load_catalogue(tmp_path / f"{name}.yaml"), DEFAULT_LIMITS) for name in ("label", "pattern")]
    assert len({ours, other_limit, *others}) == 4


def test_scans_are_read_by_a_program_that_may_come_or_go(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    without = recipe(default_catalogue(), DEFAULT_LIMITS)
    (tmp_path / "tesseract").write_text("#!/bin/sh\n")
    (tmp_path / "tesseract").chmod(0o755)
    assert recipe(default_catalogue(), DEFAULT_LIMITS) != without
