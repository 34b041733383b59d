"""The organisation chart is given to whoever asks for it, and to nobody else."""

from __future__ import annotations

import pytest

from bot.answers.org_chart import asks_org_chart


@pytest.mark.parametrize(
    "text",
    [
        "org chart",
        "Show me the org chart, please!",
        "Can I see our organisational chart?",
        "What does the organization chart look like?",
        "show us the company's org chart",
        "organigram",
    ],
)
def test_who_asks_for_the_chart(text):
    assert asks_org_chart(text)


@pytest.mark.parametrize(
    "text", ["Who keeps the org chart up to date?", "chart", "Does the Systems Specialist draw the org chart?", ""]
)
def test_who_asks_something_else(text):
    assert not asks_org_chart(text)
