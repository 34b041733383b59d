"""Hostile documents and questions, through the served app into the calls that leave it: nothing comes alive."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.slack import actions as ids
from tests.bot.slack.rendering.alive import FRAGMENTS, alive
from tests.bot.slack.served import serving, write_settings
from tests.bot.slack.workspace import ALICE, GENERAL, HR, direct_message
from tests.conftest import lend_models

SUBJECTS = ("parental leave", "travel expenses", "sick pay", "parking", "overtime", "jury duty")
SHOWN = {"chat.postMessage", "chat.postEphemeral", "chat.update", "views.open", "views.publish", "response_url"}
hostile = st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=4).map(" ".join)
questions = st.tuples(st.sampled_from(SUBJECTS), hostile, st.booleans()).map(
    lambda parts: f"How many weeks of {parts[0]} do employees get? {parts[1] if parts[2] else ''}"
)


def hostile_document(number: int, subject: str) -> str:
    """A policy whose title, headings and sentences hold what Slack would take for commands."""
    own = FRAGMENTS[number::6]
    lines = [f"# {own[0]} {subject.title()} {own[1]}", "", f"Effective: 2025-0{number + 1}-01 {own[2]}", ""]
    for part, fragment in enumerate(own):
        fragment = fragment.replace("\n", " ")
        lines += [
            f"## How much {subject} {fragment} part {part + 1}",
            "",
            f"Employees get {part + 3} weeks of {subject} a year {fragment}.",
            "",
        ]
    return "\n".join(lines).replace("\x00", "")


@pytest.fixture
def served(slack, rolecall, installation, tmp_path):
    documents = tmp_path / "documents"
    documents.mkdir()
    for number, subject in enumerate(SUBJECTS):
        name = f"<!here> *{subject}* `x`.md" if number % 2 else f"@channel _{subject}_.md"
        (documents / name).write_text(hostile_document(number, subject), encoding="utf-8")
    (tmp_path / "rolecall.yaml").write_text("documents: documents\nindex: index\n", encoding="utf-8")
    lend_models(installation, tmp_path / "index")
    done = rolecall("index", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    chosen = {"documents": str(documents), "slack": {"hr_channel": HR}}
    with serving(write_settings(tmp_path, tmp_path, slack, "socket", chosen), slack) as record:
        yield record


def test_whatever_is_asked_and_written(slack, served, tmp_path: Path):
    asked = 0

    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    @given(questions)
    def ask(question: str) -> None:
        nonlocal asked
        thread = slack.mention(GENERAL, ALICE, question)
        (answer,) = slack.wait(lambda: slack.replies(GENERAL, thread))
        private = len(slack.ephemeral(GENERAL, ALICE))
        slack.command(GENERAL, ALICE, "/ask", question)
        mine = slack.wait(lambda: slack.ephemeral(GENERAL, ALICE)[private:])[0]
        asked += 2
        for message, action in ((answer, ids.SHOW_CONTEXT), (mine, ids.SHARE), (answer, ids.ASK_HR)):
            if f"'{action}'" in str(message.get("blocks")) and action_is_button(message, action):
                before = len(slack.proxy.calls)
                slack.click(GENERAL, ALICE, message, action)
                slack.wait(lambda before=before: len(slack.proxy.calls) > before)
        for call in slack.proxy.calls:
            if call.method in SHOWN:
                shown = call.arguments.get("view", call.arguments)
                assert alive({key: shown[key] for key in ("text", "blocks") if key in shown}) == [], call
        slack.proxy.calls.clear()

    ask()
    slack.open_home(ALICE)
    slack.wait(lambda: slack.calls("views.publish"))
    for call in slack.calls("views.publish"):
        assert alive({"blocks": call.arguments["view"]["blocks"]}) == []
    said = slack.replies(GENERAL) + slack.replies(direct_message(ALICE))
    assert asked >= 2 and any("weeks" in str(each) for each in said)  # the documents were quoted


def action_is_button(message, action: str) -> bool:
    found = [each for block in message["blocks"] for each in block.get("elements", ())]
    return any(each.get("action_id") == action and each["type"] == "button" for each in found)
