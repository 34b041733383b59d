"""In several workspaces each has channels of its own: for cases, the digest, and the head of the record."""

from __future__ import annotations

import json
import logging
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.desk.desk import Desk
from bot.main import open_record
from bot.record.erasure import erase_person
from bot.record.message import Person
from bot.record.tables import entries
from bot.record.times import microseconds
from bot.record.verify import verify
from bot.slack import actions as ids
from bot.slack.check import check
from bot.slack.digest_settings import DigestSettings
from bot.slack.settings import Named
from bot.slack.workspace_channels import WorkspaceChannels
from tests.bot.record.made import NOT_FOUND, answered, incoming
from tests.bot.slack.payloads import block_action, mention, view_submission
from tests.bot.slack.proxy import Fault
from tests.bot.slack.two_workspaces import (
    FIRST,
    OTHER,
    OVER_SLACK,
    eventually,
    install,
    installations_of,
    sent,
    served,
    settings,
)
from tests.bot.slack.two_workspaces import told as event_told
from tests.bot.slack.workspace import ALICE, BOB, GENERAL, HELEN, HR, PRIVATE

__all__ = ["settings"]  # a fixture
pytestmark = OVER_SLACK
QUESTION = "Who does the Bookmobile Driver report to?"
CRECHE, FERRET = "Is there a creche for the children of staff?", "May I keep my ferret at the desk?"
BOTH = WorkspaceChannels(by_team={FIRST: HR, OTHER: PRIVATE})


def with_channels(settings, **chosen):
    return replace(settings, slack=replace(settings.slack, **chosen))


@pytest.fixture
def people(slack):
    """Bob is in the first workspace, Alice and Helen are in the other."""
    slack.facts.people.update({BOB: {"team_id": FIRST}, ALICE: {"team_id": OTHER}, HELEN: {"team_id": OTHER}})


async def install_both(slack, browser):
    for token in ("xoxb-first", "xoxb-other"):
        assert (await install(slack, browser, token)).status_code == 200


async def answer_to(slack, browser, user, team):
    """The answer to that person's question, in the channel."""
    before = len(slack.replies(GENERAL))
    await event_told(browser, mention(GENERAL, QUESTION, user)["event"] | {"team": team, "user_team": team}, team)
    return (await eventually(lambda: slack.replies(GENERAL)[before:]))[0]


def posted(slack, channel):
    """The tokens that something was posted into a channel with."""
    return [call.token for call in slack.calls("chat.postMessage") if call.arguments["channel"] == channel]


async def test_a_case_goes_to_hr_of_its_workspace_and_its_asker_is_told_there(settings, slack, people):
    async with served(with_channels(settings, hr_channel=BOTH)) as browser:
        await install_both(slack, browser)
        answer = await answer_to(slack, browser, ALICE, OTHER)
        await sent(browser, block_action(GENERAL, answer, ids.ASK_HR, ALICE), OTHER)
        (card,) = await eventually(lambda: slack.replies(PRIVATE))
        assert QUESTION in str(card["blocks"]) and posted(slack, PRIVATE) == ["xoxb-other"]
        assert slack.replies(HR) == []

        reply = block_action(PRIVATE, card, ids.CASE_REPLY, HELEN)
        slack.facts.triggers.add(reply["trigger_id"])
        await sent(browser, reply, OTHER)
        (opened,) = await eventually(lambda: slack.calls("views.open"))
        field = {"text": {"value": {"type": "plain_text_input", "value": "The Head of Circulation."}}}
        await sent(browser, view_submission(opened.arguments["view"], field, HELEN), OTHER)
        direct = (await eventually(lambda: slack.calls("conversations.open")))[0]
        assert (direct.arguments["users"], direct.token) == (ALICE, "xoxb-other")
        await eventually(lambda: posted(slack, direct.reply["channel"]["id"]) == ["xoxb-other"])

        answer = await answer_to(slack, browser, BOB, FIRST)
        await sent(browser, block_action(GENERAL, answer, ids.ASK_HR, BOB), FIRST)
        await eventually(lambda: slack.replies(HR))
        assert posted(slack, HR) == ["xoxb-first"] and posted(slack, PRIVATE) == ["xoxb-other"]


async def test_where_no_channel_is_named_no_button_is_shown(settings, slack, people):
    chosen = with_channels(settings, hr_channel=WorkspaceChannels(by_team={FIRST: HR}))
    async with served(chosen) as browser:
        await install_both(slack, browser)
        assert ids.ASK_HR in str(await answer_to(slack, browser, BOB, FIRST))
        assert ids.ASK_HR not in str(await answer_to(slack, browser, ALICE, OTHER))


async def test_a_case_that_was_erased_before_it_was_shown_is_let_go_of(settings, slack, people):
    chosen = with_channels(settings, hr_channel=BOTH)
    async with served(chosen) as browser:
        await install_both(slack, browser)
        answer = await answer_to(slack, browser, ALICE, OTHER)
        slack.fail("conversations.info", Fault("channel_not_found"))
        await sent(browser, block_action(GENERAL, answer, ids.ASK_HR, ALICE), OTHER)
        await eventually(lambda: [each for each in slack.ephemeral(GENERAL, ALICE) if "can't reach" in each["text"]])
    record = open_record(chosen)
    erase_person(record.database, f"slack:{OTHER}:{ALICE}", Person("terminal", "host", "audrey"))
    desk = Desk(record.database)
    (number,) = desk.due()
    async with served(chosen):
        # while somebody is at it, it isn't due either
        await eventually(
            lambda: desk.case(number).shown_seq == desk.case(number).told_seq == desk.case(number).last_seq
        )
    assert desk.due() == []
    assert slack.replies(PRIVATE) == slack.replies(HR) == []
    assert verify(record.database).problems == ()
    record.close()


def asked_a_week_ago(settings, monkeypatch):
    """Each workspace's digest was posted eight days ago, and since then each has asked something else."""
    record = open_record(settings)
    at = microseconds(datetime.now(UTC) - timedelta(days=8))
    with record.database.append(at) as appender:
        for team in (FIRST, OTHER):
            entry = appender.append("digest_posting", {"workspace": team})
            appender.append("digest_posted", {"entry": entry, "workspace": team})
    with monkeypatch.context() as patch:
        patch.setattr("bot.record.chain.time.time", lambda: at / 1e6 + 5 * 86_400)
        for team, question in ((FIRST, CRECHE), (OTHER, FERRET)):
            for each in range(6):
                person = Person("slack", team, f"U{each}PERSON")
                answered(record, incoming(question, person, workspace=team), NOT_FOUND)
    record.close()


def digest_now(**channels):
    today = datetime.now(UTC)
    return DigestSettings(WorkspaceChannels(**channels), today.weekday(), today.hour)


def workspaces_noted(settings, kind):
    """The workspaces of the entries of that kind, oldest first."""
    record = open_record(settings)
    with record.database.read() as connection:
        found = select(entries.c.body).where(entries.c.kind == kind).order_by(entries.c.seq)
        bodies = [json.loads(each) for each in connection.execute(found).scalars()]
    assert verify(record.database).problems == ()
    record.close()
    return [body["workspace"] for body in bodies]


async def test_each_digest_tells_of_its_own_workspace_alone(settings, slack, monkeypatch):
    asked_a_week_ago(settings, monkeypatch)
    async with served(settings) as browser:
        await install_both(slack, browser)
    chosen = with_channels(settings, digest=digest_now(by_team=BOTH.by_team))
    async with served(chosen):
        ((first,), (other,)) = await eventually(
            lambda: all(both := (slack.replies(HR), slack.replies(PRIVATE))) and both
        )
        await eventually(lambda: workspaces_noted(settings, "digest_posted")[2:] == [FIRST, OTHER])
    assert "creche" in str(first) and "ferret" not in str(first) and "6 times, by 6 people" in str(first)
    assert "ferret" in str(other) and "creche" not in str(other)
    assert (posted(slack, HR), posted(slack, PRIVATE)) == (["xoxb-first"], ["xoxb-other"])


async def test_in_a_workspace_without_rolecall_nothing_is_begun_and_that_is_said(settings, slack, monkeypatch, caplog):
    asked_a_week_ago(settings, monkeypatch)
    async with served(settings) as browser:
        await install(slack, browser, "xoxb-first")
    chosen = with_channels(settings, digest=digest_now(by_team={OTHER: PRIVATE, FIRST: HR}), head_channel=BOTH)
    with caplog.at_level(logging.ERROR, "bot.schedule"):
        async with served(chosen) as browser:
            await eventually(lambda: len(slack.replies(HR)) == 2)  # the digest and the head
            await eventually(lambda: f"head_in_slack in {OTHER} could not be done" in caplog.text)
            await install(slack, browser, "xoxb-other")
    assert f"digest in {OTHER} could not be done: Rolecall isn't installed in the workspace {OTHER}" in caplog.text
    assert workspaces_noted(settings, "digest_posting")[2:] == [FIRST] and workspaces_noted(
        settings, "head_in_slack_posting"
    ) == [FIRST]
    async with served(chosen):
        await eventually(lambda: len(slack.replies(PRIVATE)) == 2)
    assert len(slack.replies(HR)) == 2
    assert set(posted(slack, PRIVATE)) == {"xoxb-other"} and set(posted(slack, HR)) == {"xoxb-first"}


async def test_the_check_looks_at_the_channels_of_each(settings, slack):
    slack.facts.groups["S01ADMINS"] = [HELEN]
    async with served(settings) as browser:
        await install(slack, browser, "xoxb-first")
        chosen = replace(
            settings.slack,
            hr_channel=BOTH,
            head_channel=WorkspaceChannels(by_team={FIRST: "C0NONE"}),
            digest=digest_now(by_team={OTHER: PRIVATE}),
            admins=Named(groups=frozenset({"S01ADMINS", "S02GONE"})),
        )
        found = [f"{each.name}: {each.what}" for each in await check(chosen, installations_of(settings))]
        assert f"workspace: Rolecall isn't installed in {OTHER}, where a channel is named for: Ask HR, digest" in found
        assert f"Ask HR: goes to {HR}" in found and "head: C0NONE: channel_not_found" in found
        assert [each for each in found if PRIVATE in each] == []
        await install(slack, browser, "xoxb-other")
        found = [f"{each.name}: {each.what}" for each in await check(chosen, installations_of(settings))]
        assert {f"Ask HR: goes to {HR}", f"Ask HR: goes to {PRIVATE}", f"digest: goes to {PRIVATE}"} <= set(found)
        groups = [each for each in found if each.startswith("user group")]  # each once, in whichever workspace it is
        assert groups == ["user group: S01ADMINS has 1 member", "user group: S02GONE: no_such_subteam"]
