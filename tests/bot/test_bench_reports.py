"""The benchmark of reports runs, and measures exports in processes of their own."""

from __future__ import annotations

from bot.bench.reports import main


def test_it_measures_a_small_record(capsys):
    assert main(["--messages", "1000"]) == 0
    said = capsys.readouterr().out
    assert "trends of 1,000 messages by any filter" in said
    assert said.count("MB at the peak") == 3


def test_too_few_messages_are_refused(capsys):
    assert main(["--messages", "10"]) == 1
    assert "not worth measuring" in capsys.readouterr().err
