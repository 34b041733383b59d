"""The benchmarks of the record run on a small one; how fast anything is, no test says."""

from __future__ import annotations

import pytest

from bot.bench import exports, pages, record
from bot.bench.many_messages import fill
from bot.record.database import Database


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """The address of a record of a thousand messages."""
    url = f"sqlite:///{tmp_path_factory.mktemp('filled')}/record.sqlite"
    database = Database.open(url)
    fill(database, 1_000)
    database.close()
    return url


def test_what_recording_and_verifying_cost(filled, capsys):
    assert record.main(["--record", filled, "--asked", "5"]) == 0
    said = capsys.readouterr().out
    for begins in ("receiving a message and recording", "of which the disk", "entries verified"):
        assert begins in said


def test_what_exports_cost(filled, capsys):
    assert exports.main(["--record", filled]) == 0
    said = capsys.readouterr().out
    for named in ("csv", "jsonl", "parquet"):
        assert f"exporting 1,000 messages as {named}" in said
    assert said.count("MB at the peak") == 3


@pytest.mark.model
def test_what_pages_take(filled, capsys):
    assert pages.main(["--record", filled, "--pages", "1"]) == 0
    said = capsys.readouterr().out
    for kind in ("THE LIST, ANY FILTER", "TRENDS, ANY FILTER", "TRENDS BY GROUP", "documents", "asked", "unanswered"):
        assert f"\n{kind}" in said


@pytest.mark.parametrize("bench", [exports, pages, record])
def test_too_few_messages_are_refused(bench, capsys):
    assert bench.main(["--messages", "10"]) == 1
    assert "not worth measuring" in capsys.readouterr().err
