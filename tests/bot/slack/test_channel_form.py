"""What an admin writes into the form of a channel, read."""

from __future__ import annotations

import pytest

from bot.channels import ChannelSettings
from bot.slack.listeners.admin_channel import described, read_choice
from bot.slack.rendering.administering import BAR, DOCUMENTS, PAUSE

PATHS = ["policies/leave.md", "jobs/cook.md"]


def view(how="mention", bar="0.95", pause="10", documents="", hr=""):
    written = {"bar": bar, "pause": pause, "documents": documents}
    values = {name: {"value": {"type": "plain_text_input", "value": each}} for name, each in written.items()}
    values["how"] = {"value": {"type": "static_select", "selected_option": {"value": how}}}
    values["hr"] = {"value": {"type": "conversations_select", "selected_conversation": hr or None}}
    return {"state": {"values": values}}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ({}, ChannelSettings()),
        ({"how": "off"}, ChannelSettings(enabled=False)),
        ({"how": "automatic", "bar": "0,9", "pause": "1.5"}, ChannelSettings(True, "automatic", 0.9, 90.0)),
        (
            {"documents": " policies/ \n\n/jobs/cook.md\npolicies"},
            ChannelSettings(documents=("policies", "jobs/cook.md")),
        ),
        ({"hr": "C9"}, ChannelSettings(hr_channel="C9")),
        ({"hr": "C1"}, ChannelSettings()),  # the settings' own: followed, should they name another one day
    ],
)
def test_what_is_written_is_what_holds(written, expected):
    assert read_choice(view(**written), PATHS, "C1") == (expected, {})


@pytest.mark.parametrize(
    ("written", "wrong"),
    [
        ({"bar": "2"}, {BAR}),
        ({"bar": "", "pause": "-1"}, {BAR, PAUSE}),
        ({"pause": "nan"}, {PAUSE}),
        ({"pause": "inf"}, {PAUSE}),
        ({"documents": "policies\nnowhere"}, {DOCUMENTS}),
        ({"documents": "pol"}, {DOCUMENTS}),
    ],
)
def test_what_is_wrong_is_said_at_its_field(written, wrong):
    chosen, errors = read_choice(view(**written), PATHS, "C1")
    assert chosen is None and errors.keys() == wrong


def test_what_holds_is_told_in_words():
    assert "any more" in described(ChannelSettings(enabled=False))
    said = described(ChannelSettings(True, "automatic", 0.9, 90.0, ("policies",)))
    assert "0.9" in said and "1.5 minutes" in said and "policies" in said
