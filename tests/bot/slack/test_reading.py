"""What people type, as Slack hands it over."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.reading import mentions, mentions_others, words_of
from bot.slack.rendering.escaping import escape, one_line


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("<@U0BOT> who is the <@U0BOT|rolecall> boss?", "who is the boss?"),
        ("may I write to <mailto:hr@acme.test|hr@acme.test>?", "may I write to hr@acme.test?"),
        ("see <https://acme.test/leave> and <https://acme.test|the page>", "see https://acme.test/leave and the page"),
        ("R&amp;D, &lt;5 days, &amp;lt;", "R&D, <5 days, &lt;"),
        ("“what’s my leave?”", '"what\'s my leave?"'),
        ("in <#C024BE91L|hr-cases>, <!subteam^S1|@hr>", "in hr-cases, @hr"),
        ("<@U0BOT>", ""),
    ],
)
def test_what_was_meant(typed, words):
    assert words_of(typed, "U0BOT") == words


@given(st.text())
def test_what_slack_escapes_is_read_back(typed):
    straight = one_line(typed).translate(str.maketrans("“”„‘’", '"""\'\''))
    assert words_of(escape(one_line(typed)), "U0BOT") == straight


def test_whom_a_message_is_for():
    assert mentions("<@U0BOT> hello", "U0BOT") and mentions("<@U0BOT|x>", "U0BOT")
    assert not mentions("<@U0BOTX>", "U0BOT")
    assert mentions_others("<@U1> hello", "U0BOT") and not mentions_others("<@U0BOT> hello", "U0BOT")
