"""Posting through rate limits, outages and refusals: the answer arrives, with its source, once."""

from __future__ import annotations

import asyncio
import time

import pytest
from slack_bolt.context.respond.async_respond import AsyncRespond

from bot.answers.answer import Answer, Citation
from bot.slack.client import introduce, open_client, open_session, retry_after
from bot.slack.errors import MayHaveBeenPosted, NotPosted, SlackError
from bot.slack.posting import post, post_privately, respond_privately, update
from bot.slack.rendering.answer import message_for
from bot.slack.settings import SlackSettings
from tests.bot.slack.proxy import Fault
from tests.bot.slack.workspace import ALICE, BOT, BOT_TOKEN, GENERAL, TEAM

pytestmark = pytest.mark.anyio
CITED = Citation("leave.md", "Leave Policy", ("Vacation",), "Vacation is 15 days.", 14, date="effective 2025-07-01")
MESSAGE = message_for(Answer("answered", "15 days.", kind="fact", citations=(CITED,)), "RC-7F3A9")


@pytest.fixture
def client(slack):
    return open_client(SlackSettings(bot_token=BOT_TOKEN, api_url=slack.api_url))


async def said(slack):
    return await asyncio.to_thread(slack.replies, GENERAL)


async def test_we_are_introduced_with_what_is_granted(slack, client):
    slack.facts.granted.discard("files:write")
    ourselves = await introduce(client)
    assert (ourselves.team, ourselves.user) == (TEAM, BOT)
    assert "chat:write" in ourselves.scopes and "files:write" not in ourselves.scopes


@pytest.mark.parametrize("reason", ["token_revoked", "account_inactive", "something_new"])
async def test_a_token_that_is_no_good_says_what_to_do(slack, client, reason):
    slack.fail("auth.test", Fault(reason))
    with pytest.raises(SlackError, match=reason):
        await introduce(client)


async def test_an_address_that_is_not_slack_is_told(slack):
    with pytest.raises(SlackError, match="SLACK_BOT_TOKEN"):
        await introduce(open_client(SlackSettings(bot_token="xoxb-wrong", api_url=slack.api_url)))


async def test_a_rate_limit_is_waited_out_as_long_as_slack_says(slack, client):
    slack.fail("chat.postMessage", Fault("ratelimited", 429, {"Retry-After": "1"}))
    began = time.monotonic()
    await post(client, MESSAGE, GENERAL, number="RC-7F3A9")
    assert time.monotonic() - began >= 1
    assert len(await said(slack)) == 1


async def test_an_outage_is_waited_out(slack, client):
    slack.fail("chat.postMessage", Fault(status=503), Fault("internal_error"), Fault(status=500))
    await post(client, MESSAGE, GENERAL, number="RC-7F3A9")
    assert len(await said(slack)) == 1
    assert [call.status for call in slack.calls("chat.postMessage")] == [503, 200, 500, 200]


async def test_a_reply_that_was_lost_is_looked_for_and_nothing_is_posted_twice(slack, client):
    slack.facts.granted.add("channels:history")
    asked = await asyncio.to_thread(slack.mention, GENERAL, ALICE, "vacation?")
    slack.fail("chat.postMessage", Fault(status=500, is_done_anyway=True))
    ts = await post(client, MESSAGE, GENERAL, thread_ts=asked, number="RC-7F3A9")
    assert [each["ts"] for each in await said(slack)] == [ts]


@pytest.mark.parametrize("fault", [Fault(is_cut=True), Fault(delay_seconds=1.2)], ids=["cut", "too late"])
async def test_a_lost_connection_that_can_not_be_looked_into_is_an_error_of_its_own(slack, client, fault):
    client.timeout = 1 if fault.delay_seconds else client.timeout
    slack.facts.granted -= {"im:history", "channels:history", "groups:history"}
    slack.fail("chat.postMessage", fault)
    with pytest.raises(MayHaveBeenPosted):
        await post(client, MESSAGE, GENERAL, number="RC-7F3A9")


async def test_a_lost_connection_is_looked_into_where_slack_lets_us(slack, client):
    slack.facts.granted.add("channels:history")
    asked = await asyncio.to_thread(slack.mention, GENERAL, ALICE, "vacation?")
    slack.fail("chat.postMessage", Fault(is_cut=True, is_done_anyway=True))
    await post(client, MESSAGE, GENERAL, thread_ts=asked, number="RC-7F3A9")
    assert len(await said(slack)) == 1


@pytest.mark.parametrize("refused", ["invalid_blocks", "msg_blocks_too_long"])
async def test_refused_blocks_give_way_to_words_that_still_name_the_source(slack, client, refused):
    slack.fail("chat.postMessage", Fault(refused))
    await post(client, MESSAGE, GENERAL, number="RC-7F3A9")
    [message] = await said(slack)
    assert not message.get("blocks")
    for part in ("15 days.", "“Vacation is 15 days.”", "Leave Policy › Vacation", "effective 2025-07-01", "RC-7F3A9"):
        assert part in message["text"]


@pytest.mark.parametrize("reason", ["not_in_channel", "is_archived", "token_revoked"])
async def test_what_waiting_does_not_mend_is_said_at_once(slack, client, reason):
    slack.fail("chat.postMessage", Fault(reason))
    with pytest.raises(NotPosted) as raised:
        await post(client, MESSAGE, GENERAL)
    assert raised.value.reason == reason


async def test_an_outage_that_outlasts_our_patience_is_an_error(slack, client):
    slack.fail("chat.postMessage", *[Fault(status=500)] * 3)
    with pytest.raises(NotPosted):
        await post(client, MESSAGE, GENERAL, patience_seconds=0.0)


async def test_private_posts_and_updates_fall_back_too(slack, client):
    slack.fail("chat.postEphemeral", Fault("invalid_blocks"))
    await post_privately(client, MESSAGE, GENERAL, ALICE)
    [private] = await asyncio.to_thread(slack.ephemeral, GENERAL, ALICE)
    assert "Leave Policy" in private["text"]
    ts = await post(client, MESSAGE, GENERAL)
    slack.fail("chat.update", Fault("msg_blocks_too_long"))
    await update(client, MESSAGE, GENERAL, ts)
    [message] = await said(slack)
    assert not message.get("blocks") and "Leave Policy" in message["text"]


async def test_what_can_be_asked_twice_is_asked_again(slack, client):
    slack.fail("users.info", Fault(status=502), Fault("ratelimited", 429, {"Retry-After": "0"}))
    assert (await client.users_info(user=ALICE))["ok"]
    assert len(slack.calls("users.info")) == 3


async def test_a_server_that_stays_broken_is_given_up_on(slack, client):
    client.retry_handlers[0].max_retry_count = 1
    slack.fail("users.info", *[Fault(status=500)] * 5)
    with pytest.raises(Exception, match="500"):
        await client.users_info(user=ALICE)
    assert len(slack.calls("users.info")) == 2


async def test_an_answer_through_a_response_url_is_private():
    statuses = iter([(429, "ratelimited"), (400, "invalid_blocks"), (200, "ok")])
    sent = []

    async def answer(reader, writer):  # the local Slack's own response_url refuses nothing
        status, body = next(statuses)
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = int(head.split("content-length: ")[1].split("\r\n")[0])
        sent.append((await reader.readexactly(length)).decode())
        extra = "retry-after: 0\r\n" if status == 429 else ""
        writer.write(f"HTTP/1.1 {status} x\r\n{extra}content-length: {len(body)}\r\n\r\n{body}".encode())
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    await respond_privately(AsyncRespond(response_url=f"http://127.0.0.1:{port}/r"), MESSAGE)
    server.close()
    assert all('"response_type": "ephemeral"' in body for body in sent)
    assert '"blocks"' in sent[1] and '"blocks"' not in sent[2] and "Leave Policy" in sent[2]


@pytest.mark.parametrize(("no_proxy", "is_used"), [("", True), ("slack.com", False), ("example.org", True)])
def test_a_proxy_is_used_unless_no_proxy_names_slack(monkeypatch, no_proxy, is_used):
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example.org:3128")
    monkeypatch.setenv("NO_PROXY", no_proxy)
    assert bool(open_client(SlackSettings(bot_token=BOT_TOKEN)).proxy) == is_used
    assert open_client(SlackSettings(bot_token=BOT_TOKEN, api_url="http://127.0.0.1:9/api/")).proxy is None


async def test_connections_are_kept_between_calls(slack):
    async with open_session() as session:
        client = open_client(SlackSettings(bot_token=BOT_TOKEN, api_url=slack.api_url), session=session)
        for _ in range(3):
            await post(client, MESSAGE, GENERAL)
        assert len(session.connector._conns) == 1 and not session.closed


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [({"Retry-After": "30"}, 30.0), ({"retry-after": ["2"]}, 2.0), ({"Retry-After": "soon"}, None), ({}, None)],
)
def test_how_long_to_wait_is_read_from_either_kind_of_headers(headers, seconds):
    assert retry_after(headers) == seconds
