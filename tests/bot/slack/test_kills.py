"""Killed at random moments in either mode: each question has one answer, or a plain reason."""

from __future__ import annotations

import os

import pytest

from tests.bot.slack.killed_servers import kill

KILLS = int(os.environ.get("ROLECALL_SLACK_KILLS", "5"))  # of each mode; a start takes seconds


@pytest.mark.parametrize("mode", ["socket", "http"])
def test_each_question_has_exactly_one_answer_or_a_plain_reason(request, installation, tmp_path, mode):
    slack = request.getfixturevalue("socket_workspace" if mode == "socket" else "http_workspace")
    slack.reset()
    counted = kill(slack, installation, tmp_path, mode, KILLS)
    slack.reset()  # the local Slack complains about requests that the killed didn't take
    print(dict(counted))
    assert counted["kills"] == KILLS
    assert counted["handed over"] >= KILLS
    assert counted["posted"] >= counted["handed over"] / 2
