"""A report on a candidate as an admin reads it."""

from __future__ import annotations

from bot.slack.rendering.candidate import candidate_message

REPORT = """\
9 documents: 1 removed, 1 changed, 7 as before.

Removed (1):
  handbook/expenses.md, “Expenses”
Changed (1):
  policies/leave.md: 1 of 6 sections
    Leave Policy > Vacation: 1 line added, 1 removed
      - Fewer than 5 | 15
      + Fewer than 5 | 17"""


def test_headings_bullets_and_differences_are_told_apart():
    message = candidate_message(REPORT.splitlines(), "3f6a9c21")
    assert message.blocks[0]["text"]["text"].splitlines() == [
        "9 documents: 1 removed, 1 changed, 7 as before.",
        "*Removed (1):*",
        "• handbook/expenses.md, “Expenses”",
        "*Changed (1):*",
        "• policies/leave.md: 1 of 6 sections",
        "\u2003• Leave Policy › Vacation: 1 line added, 1 removed",
        "\u2003\u2003− Fewer than 5 | 15",
        "\u2003\u2003+ Fewer than 5 | 17",
    ]
    assert message.text == "9 documents: 1 removed, 1 changed, 7 as before."
    assert "Leave Policy" in message.fallback


def test_the_buttons_carry_the_candidate_and_ask_before_publishing():
    publish, discard = candidate_message(REPORT.splitlines(), "3f6a9c21").blocks[-2]["elements"]
    assert (publish["value"], discard["value"]) == ("3f6a9c21", "3f6a9c21")
    assert publish["confirm"] and publish["style"] == "primary"
