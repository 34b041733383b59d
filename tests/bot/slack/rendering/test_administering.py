"""What admins are shown: whatever files and folders are called, nothing comes alive, and Slack takes all of it."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.channels import ChannelSettings
from bot.slack.rendering.administering import (
    add_view,
    channel_view,
    explained_view,
    replace_view,
    why_view,
    withdraw_view,
)
from bot.slack.rendering.candidate import candidate_message, decided_message, is_cut
from bot.slack.rendering.forms import unescaped
from bot.slack.rendering.lines import lines_message
from knowledge.document import Document
from tests.bot.slack.limits import message_problems, view_problems
from tests.bot.slack.rendering.alive import alive
from tests.bot.slack.rendering.made import long_texts, texts
from tests.bot.slack.rendering.test_safety import check

thoroughly = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
some_lines = st.lists(st.builds(lambda depth, text: "  " * depth + text, st.integers(0, 4), long_texts), max_size=80)


def check_view(view) -> None:
    assert view_problems(view) == []
    assert alive(view) == []


@thoroughly
@given(some_lines, long_texts)
def test_every_report_and_what_became_of_it(lines, said):
    check(candidate_message(lines, "3f6a9c21", "in the file below"))
    check(decided_message(lines, said, "in the file below"))
    if lines:
        check(lines_message(lines))


@thoroughly
@given(some_lines)
def test_every_explanation(lines):
    check_view(explained_view(lines or ["Answered."]))


@thoroughly
@given(texts, st.lists(texts, max_size=120))
def test_every_form(written, named):
    check_view(why_view(written[:2000], "C1", named))
    check_view(add_view(["", *named]))
    check_view(replace_view(written[:200] or "a.md", {"name": written[:200], "size": 3, "user": "not carried"}))
    check_view(channel_view(ChannelSettings(documents=tuple(named[:5])), "C1", "C2"))
    check_view(withdraw_view(Document("policies/a.md", "markdown", "", written, (), named[0] if named else "")))


def test_a_report_says_where_all_of_it_is():
    lines = ["9 documents: 200 added.", "Added (200):", *(f"  policies/{n}.md" for n in range(30))]
    cut = [*lines, "  ... and 170 more; --all names them"]
    assert is_cut(cut) and not is_cut(lines)
    drawn = str(candidate_message(cut, "3f6a9c21", "in the file below").blocks)
    assert "170 more; all are in the file below" in drawn and "--all" not in drawn
    long = [f"line {n} " + "x" * 300 for n in range(100)]
    assert is_cut(long)
    assert "more lines; all of them are in the file below" in str(
        candidate_message(long, "3f6a9c21", "in the file below").blocks
    )


def test_once_decided_there_is_no_button_left():
    message = decided_message(["9 documents."], "Published by Helen.", "in the file below")
    assert message_problems(message.text, message.blocks) == []
    assert "Published by Helen" in message.text and "button" not in str(message.blocks)


def test_what_slack_escaped_is_read_as_it_was_written():
    assert unescaped("R&amp;D &lt;b&gt; &amp;lt;") == "R&D <b> &lt;"
