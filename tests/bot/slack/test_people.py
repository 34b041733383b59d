"""Who is answered, who may do what, and what an answer may hold where several read it."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace

import pytest

from bot.groups import NamedGroups
from bot.record.message import Person
from bot.slack import membership as membership_module
from bot.slack.client import introduce, open_client
from bot.slack.errors import LookUpFailed
from bot.slack.membership import Membership
from bot.slack.people import People
from bot.slack.remembered import Remembered
from bot.slack.settings import Named, SlackSettings
from index.audience import PUBLIC, Audience
from tests.bot.slack.proxy import Fault
from tests.bot.slack.workspace import ALICE, BOB, BOT, BOT_TOKEN, GENERAL, HELEN, PRIVATE, TEAM

pytestmark = pytest.mark.anyio
HR_GROUP, STAFF_GROUP = "S01HR", "S02STAFF"


@pytest.fixture
def opened(slack):
    """Settings -> the people and the membership of the workspace."""

    async def open_them(named=NamedGroups(), **chosen):  # noqa: B008  # never changed
        settings = SlackSettings(bot_token=BOT_TOKEN, api_url=slack.api_url, **chosen)
        client = open_client(settings)
        client.retry_handlers[0].max_retry_count = 0
        ourselves = await introduce(client)
        return People(client, ourselves, settings), Membership(client, ourselves, settings, named)

    return open_them


@pytest.mark.parametrize(
    ("flags", "kind"),
    [
        ({}, "member"),
        ({"is_restricted": True}, "guest"),
        ({"is_ultra_restricted": True}, "guest"),
        ({"is_stranger": True}, "stranger"),
        ({"team_id": "T0OTHER"}, "stranger"),
        ({"team_id": "T0OTHER", "is_restricted": True}, "stranger"),
        ({"is_bot": True}, "bot"),
        ({"deleted": True}, "gone"),
    ],
)
async def test_people_are_told_apart(slack, opened, flags, kind):
    slack.facts.people[BOB] = flags
    people, _ = await opened()
    somebody = await people.who(BOB)
    assert (somebody.kind, somebody.name) == (kind, "bob")
    assert bool(await people.why_refused(BOB)) == (kind != "member")
    assert somebody.person(TEAM).key == f"slack:{TEAM}:{BOB}"


@pytest.mark.parametrize(
    ("flags", "chosen", "is_external", "is_answered"),
    [
        ({"is_restricted": True}, {"guests": True}, False, True),
        ({"is_restricted": True}, {"external_channels": True}, False, False),
        ({"team_id": "T0OTHER"}, {"external_channels": True}, True, True),
        ({"team_id": "T0OTHER"}, {"guests": True}, False, False),
        ({}, {}, True, False),
        ({}, {"external_channels": True}, True, True),
        ({"is_bot": True}, {"guests": True, "external_channels": True}, False, False),
    ],
)
async def test_the_settings_say_who_is_answered(slack, opened, flags, chosen, is_external, is_answered):
    slack.facts.people[BOB] = flags
    people, _ = await opened(**chosen)
    assert (await people.why_refused(BOB, is_external_channel=is_external) == "") == is_answered


async def test_whoever_can_not_be_looked_up_is_refused_and_asked_about_again(slack, opened):
    people, _ = await opened()
    slack.fail("users.info", Fault(status=500))
    assert "in a minute" in await people.why_refused(ALICE)
    assert await people.why_refused(ALICE) == ""


async def test_people_are_looked_up_once(slack, opened):
    people, _ = await opened()
    await asyncio.gather(*(people.who(ALICE) for _ in range(20)))
    assert len(slack.calls("users.info")) == 1


async def test_admins_are_named_or_in_a_group_that_is_looked_up_each_time(slack, opened):
    slack.facts.groups[HR_GROUP] = [HELEN]
    _, membership = await opened(admins=Named(frozenset({ALICE}), frozenset({HR_GROUP})))
    assert await membership.is_admin(ALICE)
    assert slack.calls("usergroups.users.list") == []
    assert await membership.is_admin(HELEN)
    slack.facts.groups[HR_GROUP] = [BOB]
    assert not await membership.is_admin(HELEN)
    assert await membership.is_admin(BOB)
    assert not await membership.is_auditor(ALICE)


async def test_nobody_is_an_admin_while_slack_does_not_say(slack, opened):
    slack.facts.groups[HR_GROUP] = [HELEN]
    _, membership = await opened(admins=Named(groups=frozenset({HR_GROUP})))
    slack.fail("usergroups.users.list", Fault("ratelimited", 429, {"Retry-After": "1"}))
    with pytest.raises(LookUpFailed, match="ratelimited"):
        await membership.is_admin(HELEN)
    slack.facts.granted.discard("usergroups:read")
    with pytest.raises(LookUpFailed, match="missing_scope"):
        await membership.is_admin(HELEN)


async def test_groups_of_slack_and_of_the_settings_are_one(slack, opened):
    slack.facts.groups.update({HR_GROUP: [HELEN], STAFF_GROUP: [ALICE, BOB, HELEN]})
    named = NamedGroups({"hr": frozenset({f"slack:{TEAM}:{BOB}".casefold()})})
    _, membership = await opened(named, groups={"HR": frozenset({HR_GROUP}), "staff": frozenset({STAFF_GROUP})})

    async def seen_by(*users):
        return await membership.audience_of(Person("slack", TEAM, user) for user in users)

    assert await seen_by(HELEN) == Audience.of([["hr", "staff"]])
    assert await seen_by(BOB) == Audience.of([["hr", "staff"]])
    assert await seen_by(ALICE, HELEN) == Audience.of([["staff"]])
    assert await membership.audience_of([None, Person("slack", TEAM, HELEN)]) == PUBLIC
    assert len(slack.calls("usergroups.users.list")) == 2


async def test_a_group_that_can_not_be_looked_up_shows_nobody_more(slack, opened):
    slack.facts.groups.update({HR_GROUP: [HELEN], STAFF_GROUP: [HELEN]})
    _, membership = await opened(groups={"hr": frozenset({HR_GROUP}), "staff": frozenset({STAFF_GROUP})})
    slack.fail("usergroups.users.list", Fault("internal_error"))
    assert await membership.audience_of([Person("slack", TEAM, HELEN)]) == Audience.of([["staff"]])


async def test_in_a_channel_only_what_everybody_there_may_see(slack, opened):
    slack.facts.groups.update({HR_GROUP: [HELEN], STAFF_GROUP: [ALICE, BOB, HELEN]})
    _, membership = await opened(groups={"hr": frozenset({HR_GROUP}), "staff": frozenset({STAFF_GROUP})})
    assert await membership.audience_in(PRIVATE) == Audience.of([["staff"]])
    slack.facts.members[GENERAL] = [BOT, HELEN, *[f"U9{number}" for number in range(450)]]
    assert await membership.audience_in(GENERAL) == PUBLIC
    assert len([call for call in slack.calls("conversations.members") if call.arguments["channel"] == GENERAL]) == 3


async def test_a_channel_of_more_than_can_be_looked_at_is_the_public(slack, opened, monkeypatch):
    monkeypatch.setattr(membership_module, "MOST_MEMBERS", 300)
    slack.facts.groups[STAFF_GROUP] = slack.facts.members[GENERAL] = [f"U9{number}" for number in range(1_000)]
    _, membership = await opened(groups={"staff": frozenset({STAFF_GROUP})})
    assert await membership.audience_in(GENERAL) == PUBLIC
    assert len(slack.calls("conversations.members")) == 2  # and no more


async def test_a_channel_that_can_not_be_looked_into_is_the_public(slack, opened):
    slack.facts.groups[STAFF_GROUP] = [ALICE, HELEN]
    _, membership = await opened(groups={"staff": frozenset({STAFF_GROUP})})
    slack.fail("conversations.members", Fault("missing_scope"))
    assert await membership.audience_in(PRIVATE) == PUBLIC
    assert await membership.audience_in(PRIVATE) == Audience.of([["staff"]])


async def test_what_is_remembered_grows_old_and_stays_bounded(monkeypatch):
    asked, now = [], [100.0]
    monkeypatch.setattr("bot.slack.remembered.time", SimpleNamespace(monotonic=lambda: now[0]))

    async def look_up(key):
        asked.append(key)
        if key == "broken":
            raise RuntimeError
        return key.upper()

    known = Remembered(look_up, seconds=60, most=2)
    assert [await known.get("a"), await known.get("a")] == ["A", "A"]
    now[0] += 61
    await known.get("a")
    assert asked == ["a", "a"]
    for key in ("b", "c", "a"):
        await known.get(key)
    assert asked == ["a", "a", "b", "c", "a"]
    for _ in range(2):
        with pytest.raises(RuntimeError):
            await known.get("broken")
    assert asked[-2:] == ["broken", "broken"]
