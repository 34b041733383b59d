"""The benchmark of Slack's surface runs for a moment; how fast anything is, no test says."""

from __future__ import annotations

import pytest

from bot.bench import slack


@pytest.mark.model
def test_what_slacks_surface_takes_under_load(capsys, samples):
    assert slack.main(["--seconds", "2", "--rate", "5", "--documents", str(samples)]) == 0
    said = capsys.readouterr().out
    assert "10 questions at 5 a second" in said
    assert "event at the door to chat.postMessage leaving: median" in said
    assert "lost: 0; answered twice: 0" in said
