"""What people may see in Slack: alone, in a channel, and shared."""

from __future__ import annotations

import pytest

from bot.slack import actions as ids
from bot.slack.answering import NOT_FOR_ALL
from tests.bot.slack.proxy import Fault
from tests.bot.slack.served import serving, write_settings
from tests.bot.slack.workspace import ALICE, BOB, GENERAL, HELEN, PRIVATE

QUESTION = "How many weeks of paid parental leave do I get?"
GROUP = "S0STAFF"


@pytest.fixture
def served(slack, installation, tmp_path):
    """Parental leave is in a document for staff: Alice by her user group, Helen by the settings."""
    slack.facts.groups[GROUP] = [ALICE]
    more = {"slack": {"groups": {"staff": [GROUP]}}, "groups": {"staff": [f"slack:T01TEST:{HELEN}"]}}
    with serving(write_settings(tmp_path, installation, slack, "socket", more), slack) as record:
        yield record


def private_answer(slack, user, channel=GENERAL):
    before = len(slack.ephemeral(channel, user))
    slack.command(channel, user, "/ask", QUESTION)
    return slack.wait(lambda: slack.ephemeral(channel, user)[before:])[0]


def cites(message):
    return ids.SHOW_CONTEXT in str(message["blocks"])


def test_alone_they_see_what_their_groups_may(slack, served):
    assert cites(private_answer(slack, ALICE))
    assert cites(private_answer(slack, HELEN))
    assert not cites(private_answer(slack, BOB))


def test_in_a_channel_what_everybody_there_may(slack, served):
    open_to_all = slack.mention(GENERAL, ALICE, QUESTION)
    among_staff = slack.mention(PRIVATE, ALICE, QUESTION)
    assert not cites(slack.wait(lambda: slack.replies(GENERAL, open_to_all))[0])
    assert cites(slack.wait(lambda: slack.replies(PRIVATE, among_staff))[0])


def test_sharing_checks_again_what_the_channel_may_see(slack, served):
    slack.click(GENERAL, ALICE, private_answer(slack, ALICE), ids.SHARE)
    slack.wait(lambda: NOT_FOR_ALL in str(slack.ephemeral(GENERAL, ALICE)))
    assert slack.replies(GENERAL) == []
    slack.click(PRIVATE, ALICE, private_answer(slack, ALICE, PRIVATE), ids.SHARE)
    assert cites(slack.wait(lambda: slack.replies(PRIVATE))[0])


def test_while_a_look_up_fails_only_what_is_public_is_seen(slack, served):
    slack.fail("usergroups.users.list", Fault("ratelimited"))
    assert not cites(private_answer(slack, ALICE))
    assert cites(private_answer(slack, ALICE))  # what failed is not remembered


def test_the_context_is_shown_to_whoever_may_see_the_document_only(slack, served):
    asked = slack.mention(PRIVATE, ALICE, QUESTION)
    (answer,) = slack.wait(lambda: slack.replies(PRIVATE, asked))
    slack.click(PRIVATE, BOB, answer, ids.SHOW_CONTEXT)  # who joined later, as it were
    slack.wait(lambda: "can't be shown to you" in str(slack.ephemeral(PRIVATE, BOB)))
    slack.click(PRIVATE, HELEN, answer, ids.SHOW_CONTEXT)
    slack.wait(slack.modals)
