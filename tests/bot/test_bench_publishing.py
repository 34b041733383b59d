"""The benchmark of publishing on a small folder; how fast anything is, no test says."""

from __future__ import annotations

import pytest

from bot.bench import publishing
from bot.bench.many_documents import documents
from tests.index.library import contents_of


def test_made_up_documents_are_the_same_each_time_and_describe_roles_and_rules():
    made = dict(documents(40))
    assert made == dict(documents(40))
    assert list(made) == list(dict(documents(60)))[:40]
    assert all(500 < len(text) < 5_000 for text in made.values())
    contents = contents_of(made)
    assert len(contents.stored_roles) == 16
    assert contents.stored_roles.facts > 16 * 10


@pytest.mark.model
def test_what_publishing_costs(capsys):
    assert publishing.main(["--documents", "12", "--changes", "1"]) == 0
    said = capsys.readouterr().out
    for begins in ("first index of 12 documents", "one of them changed", "of which reading", "nothing changed"):
        assert begins in said


def test_nothing_to_measure_is_said(capsys):
    assert publishing.main(["--documents", "0"]) == 1
    assert "nothing to measure" in capsys.readouterr().err
