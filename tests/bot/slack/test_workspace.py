"""The tests' own Slack: what it gives, refuses and notices."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest
import uvicorn
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.routing import Route

from tests.bot.slack.background import Background
from tests.bot.slack.payloads import mention, signed
from tests.bot.slack.proxy import Fault
from tests.bot.slack.workspace import ALICE, APP_TOKEN, BOB, BOT_TOKEN, GENERAL, HELEN, SIGNING_SECRET

pytestmark = pytest.mark.anyio


@pytest.fixture
def client(slack):
    return AsyncWebClient(token=BOT_TOKEN, base_url=slack.api_url)


async def test_what_was_posted_is_read_back(slack, client):
    await client.chat_postMessage(channel=GENERAL, text="hello")
    await client.chat_postEphemeral(channel=GENERAL, user=ALICE, text="for you")
    said, private = await asyncio.to_thread(
        lambda: (slack.replies(GENERAL), slack.ephemeral(GENERAL, ALICE) + slack.ephemeral(GENERAL, BOB))
    )
    assert [each["text"] for each in said] == ["hello"]
    assert [each["text"] for each in private] == ["for you"]


@pytest.mark.parametrize(
    ("text", "blocks", "error"),
    [
        ("x", [{"type": "divider"}] * 51, "invalid_blocks"),
        ("x", [{"type": "nonsense"}], "invalid_blocks"),
        ("x", [{"type": "section", "text": {"type": "mrkdwn", "text": "a" * 3001}}], "invalid_blocks"),
        ("x", [{"type": "section", "text": {"type": "mrkdwn", "text": "a" * 2500}}] * 5, "msg_blocks_too_long"),
        ("x", [{"type": "section", "text": {"type": "mrkdwn", "text": "a"}, "colour": "red"}], "invalid_blocks"),
        (" ", [{"type": "divider"}], "no_text"),
    ],
)
@pytest.mark.filterwarnings("ignore:The top-level:UserWarning")  # the SDK's own advice on an empty text
async def test_what_slack_would_refuse_is_refused_and_noticed(slack, client, text, blocks, error):
    with pytest.raises(SlackApiError) as raised:
        await client.chat_postMessage(channel=GENERAL, text=text, blocks=blocks)
    assert raised.value.response["error"] == error
    assert slack.forgive()


async def test_buttons_have_ids_of_their_own_and_labels(slack, client):
    button = {"type": "button", "text": {"type": "plain_text", "text": "x"}, "action_id": "a"}
    with pytest.raises(SlackApiError):
        await client.chat_postMessage(channel=GENERAL, text="x", blocks=[{"type": "actions", "elements": [button] * 2}])
    assert sorted(problem.split(": ", 2)[-1] for problem in slack.forgive()) == [
        "action_id 'a' more than once",
        "button without accessibility_label",
        "button without accessibility_label",
    ]


async def test_tokens_scopes_and_methods_are_held_to(slack, client):
    slack.facts.granted.discard("usergroups:read")
    stranger = AsyncWebClient(token="xoxb-other", base_url=slack.api_url)
    for calling, error in (
        (stranger.auth_test(), "invalid_auth"),
        (client.usergroups_list(), "missing_scope"),
        (client.pins_list(channel=GENERAL), "unknown_method"),
    ):
        with pytest.raises(SlackApiError) as raised:
            await calling
        assert raised.value.response["error"] == error
    assert len(slack.forgive()) == 1  # the method


async def test_faults_come_once_each(slack, client):
    slack.fail("chat.postMessage", Fault("ratelimited", 429, {"Retry-After": "1"}))
    with pytest.raises(SlackApiError) as raised:
        await client.chat_postMessage(channel=GENERAL, text="x")
    assert raised.value.response.headers["Retry-After"] == "1"
    await client.chat_postMessage(channel=GENERAL, text="y")
    assert [call.status for call in slack.calls("chat.postMessage")] == [429, 200]


async def test_people_groups_and_channels_are_as_the_test_says(slack, client):
    slack.facts.people[BOB] = {"is_restricted": True}
    slack.facts.groups["S01HR"] = [HELEN]
    slack.facts.channels[GENERAL] = {"is_ext_shared": True}
    slack.facts.members[GENERAL] = [f"U{number}" for number in range(5)]
    assert (await client.users_info(user=BOB))["user"]["is_restricted"]
    assert not (await client.users_info(user=ALICE))["user"]["is_restricted"]
    assert (await client.usergroups_users_list(usergroup="S01HR"))["users"] == [HELEN]
    assert (await client.conversations_info(channel=GENERAL))["channel"]["is_ext_shared"]
    page = await client.conversations_members(channel=GENERAL, limit=3)
    assert page["members"] == ["U0", "U1", "U2"]
    rest = await client.conversations_members(channel=GENERAL, limit=3, cursor=page["response_metadata"]["next_cursor"])
    assert rest["members"] == ["U3", "U4"]


def test_a_bot_is_talked_to_in_every_way(slack):
    """Mention, command, button, modal and App Home, through a real Bolt app in Socket Mode."""
    background = Background()
    handler = background.run(_started(slack))
    try:
        slack.wait(slack.is_connected)
        asked = slack.mention(GENERAL, ALICE, "hello")
        [reply] = slack.wait(lambda: slack.replies(GENERAL, asked))
        slack.click(GENERAL, ALICE, reply, "open")
        [modal] = slack.wait(slack.modals)
        assert modal["callback_id"] == "form"
        slack.submit(ALICE, {"q": {"v": {"type": "plain_text_input", "value": "because"}}})
        slack.wait(lambda: [each for each in slack.replies(GENERAL) if each["text"] == "because"])
        slack.command(GENERAL, BOB, "/ask", "privately")
        slack.wait(lambda: slack.ephemeral(GENERAL, BOB))
        slack.open_home(ALICE)
        slack.wait(lambda: slack.home(ALICE).get("blocks"))
        slack.click_home(ALICE, "delete")
        slack.wait(lambda: [each for each in slack.replies(GENERAL) if each["text"] == "deleted 7"])
        assert slack.calls("response_url")
        slack.wait(lambda: len(slack.acknowledged_after_ms()) >= 6)
    finally:
        background.run(handler.close_async())
        background.stop()


async def test_a_bot_over_http_hears_every_mention(slack_over_http):
    slack = slack_over_http
    app = AsyncApp(client=AsyncWebClient(token=BOT_TOKEN, base_url=slack.api_url), signing_secret=SIGNING_SECRET)

    @app.event("app_mention")
    async def on_mention(event, say):
        await say(text="hi", thread_ts=event["ts"])

    @app.event("message")
    async def on_message():
        pass

    handler = AsyncSlackRequestHandler(app)
    served = Starlette(routes=[Route("/slack/events", handler.handle, methods=["POST"])])
    server = uvicorn.Server(
        uvicorn.Config(served, port=slack.bot_port, log_level="warning", lifespan="off", ws="none", http="h11")
    )
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    for number in range(5):
        await asyncio.to_thread(slack.mention, GENERAL, ALICE, f"hello {number}")
    await asyncio.to_thread(slack.wait, lambda: len(slack.replies(GENERAL)) == 5)
    async with aiohttp.ClientSession() as session:
        for secret, age_seconds, status in (("forged", 0, 401), (SIGNING_SECRET, 600, 401), (SIGNING_SECRET, 0, 200)):
            body, headers = signed(mention(GENERAL, "once more"), secret, age_seconds)
            async with session.post(
                f"http://127.0.0.1:{slack.bot_port}/slack/events", data=body, headers=headers
            ) as said:
                assert said.status == status
    await asyncio.to_thread(slack.wait, lambda: len(slack.replies(GENERAL)) == 6)
    server.should_exit = True
    await serving


async def _started(slack) -> AsyncSocketModeHandler:
    app = AsyncApp(client=AsyncWebClient(token=BOT_TOKEN, base_url=slack.api_url), signing_secret="x")
    label = {"type": "plain_text", "text": "Go"}
    button = {"type": "button", "text": label, "accessibility_label": "Go", "value": "7"}

    @app.event("app_mention")
    async def on_mention(event, say):
        blocks = [{"type": "actions", "elements": [{**button, "action_id": "open"}]}]
        await say(text="hi", blocks=blocks, thread_ts=event["ts"])

    @app.event("message")
    async def on_message():
        pass

    @app.action("open")
    async def on_open(ack, body, client):
        await ack()
        field = {"type": "plain_text_input", "action_id": "v"}
        blocks = [{"type": "input", "block_id": "q", "label": label, "element": field}]
        view = {"type": "modal", "callback_id": "form", "title": label, "submit": label, "blocks": blocks}
        await client.views_open(trigger_id=body["trigger_id"], view=view)

    @app.view("form")
    async def on_form(ack, view, client):
        await ack()
        await client.chat_postMessage(channel=GENERAL, text=view["state"]["values"]["q"]["v"]["value"])

    @app.command("/ask")
    async def on_command(ack, respond):
        await ack()
        await respond(text="just you", response_type="ephemeral")

    @app.event("app_home_opened")
    async def on_home(event, client):
        blocks = [{"type": "actions", "elements": [{**button, "action_id": "delete"}]}]
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})

    @app.action("delete")
    async def on_delete(ack, action, client):
        await ack()
        await client.chat_postMessage(channel=GENERAL, text=f"deleted {action['value']}")

    handler = AsyncSocketModeHandler(app, APP_TOKEN, web_client=AsyncWebClient(token=APP_TOKEN, base_url=slack.api_url))
    await handler.connect_async()
    return handler
