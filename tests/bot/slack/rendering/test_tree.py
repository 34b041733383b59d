"""The organisation chart in words: who stands below whom is seen in Slack, too."""

from __future__ import annotations

from bot.answers.answer import Answer
from bot.slack.rendering.answer import message_for

CHART = """Who reports to whom:
Director (no job document)
├─ Head of *Works*
│  ├─ Mason
│  └─ Roofer <!here>
└─ Clerk
   └─ Junior Clerk"""


def test_each_line_stands_as_deep_as_it_hangs() -> None:
    (said, *_) = message_for(Answer("answered", CHART, kind="aggregate"), "").blocks
    assert said["text"]["type"] == "mrkdwn"
    assert said["text"]["text"].splitlines() == [
        "Who reports to whom:",
        "Director (no job document)",
        "└─ Head of ∗Works∗",
        "\u2003\u2003└─ Mason",
        "\u2003\u2003└─ Roofer &lt;!here&gt;",
        "└─ Clerk",
        "\u2003\u2003└─ Junior Clerk",
    ]


def test_what_is_no_tree_is_shown_as_ever() -> None:
    (said, *_) = message_for(Answer("answered", "Two roles:\n• Mason\n• Clerk", kind="aggregate"), "").blocks
    assert said["text"]["text"] == "Two roles:\n• Mason\n• Clerk"
