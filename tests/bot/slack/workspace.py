"""A workspace to talk in: people type, click and submit; what the bot shows is read back."""

from __future__ import annotations

import time
from collections.abc import Callable, Coroutine, Mapping
from pathlib import Path
from typing import Any, TypeVar

import aiohttp

from tests.bot.slack.background import Background
from tests.bot.slack.proxy import Call, Facts, Fault, Proxy
from tests.bot.slack.server import LocalSlack, port_of, reserved_port

T = TypeVar("T")
BOT, BOT_TOKEN, APP_TOKEN, SIGNING_SECRET = "U0BOT", "xoxb-test-token", "xapp-test-token", "test-signing-secret"
TEAM, APP = "T01TEST", "A01APP"
ALICE, BOB, HELEN = "U01ALICE", "U02BOB", "U03HELEN"
GENERAL, PRIVATE, HR = "C01GENERAL", "C02PRIVATE", "C03HR"
WAIT_SECONDS = 120.0  # far more than it takes: the machine may have much else to do
Message = Mapping[str, Any]


def config(mode: str, bot_port: int) -> dict[str, Any]:
    """What the local Slack is set up with; the first user's direct message with the bot is "D01ALICE"."""
    people = {ALICE: "Alice Anderson", BOB: "Bob Brown", HELEN: "Helen Hughes"}
    users = [
        {
            "id": user,
            "name": name.split()[0].lower(),
            "real_name": name,
            "email": f"{name.split()[0].lower()}@acme.test",
        }
        for user, name in people.items()
    ]
    rooms = {GENERAL: ("general", [*people]), PRIVATE: ("managers", [ALICE, HELEN]), HR: ("hr-cases", [HELEN])}
    channels: list[dict[str, Any]] = [
        {"id": room, "name": name, "members": [*members, BOT]} for room, (name, members) in rooms.items()
    ]
    channels += [
        {
            "id": direct_message(user),
            "name": f"dm-{user.lower()}",
            "is_im": True,
            "is_channel": False,
            "is_private": True,
            "members": [user, BOT],
        }
        for user in people
    ]
    app = {
        "appId": APP,
        "botUserId": BOT,
        "botName": "rolecall",
        "botToken": BOT_TOKEN,
        "appToken": APP_TOKEN,
        "signingSecret": SIGNING_SECRET,
        "mode": mode,
        "requestUrl": f"http://127.0.0.1:{bot_port}/slack/events",
    }
    workspace = {"name": "Acme HR", "domain": "acme", "teamId": TEAM}
    return {"workspace": workspace, "app": app, "users": users, "channels": channels}


def direct_message(user: str) -> str:
    return user.replace("U", "D", 1)


class Workspace:
    """The local Slack behind the proxy. `mode`: "socket", or "events" for a bot that listens on `bot_port`."""

    def __init__(self, program: Path, folder: Path, mode: str = "socket") -> None:
        self._reserved = reserved_port(), reserved_port()
        self.port, self.bot_port = map(port_of, self._reserved)
        self._slack = LocalSlack(program, folder, config(mode, self.bot_port), self.port, self.bot_port)
        self._background = Background()
        self.proxy = Proxy(self._slack.socket, _facts())
        self._background.run(self.proxy.start(self.port))

    def stop(self) -> None:
        self._background.run(self.proxy.stop())
        self._background.stop()
        self._slack.stop()
        for each in self._reserved:
            each.close()

    def reset(self) -> None:
        """Nothing said, nothing called, no faults, and the workspace as it is set up."""
        self._control("reset")
        self.proxy.clear(_facts())

    @property
    def url(self) -> str:
        """Its web page."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def api_url(self) -> str:
        """What a bot is given as SLACK_API_URL."""
        return f"{self.url}/api/"

    @property
    def facts(self) -> Facts:
        return self.proxy.facts

    @property
    def problems(self) -> list[str]:
        """What real Slack would have refused or lost."""
        lost = [str(entry) for entry in self.log() if "POST failed" in str(entry)]
        return [*self.proxy.problems, *lost]

    def forgive(self) -> list[str]:
        """The problems so far, for a test that means to have some."""
        found, self.proxy.problems = self.proxy.problems, []
        return found

    def fail(self, method: str, *faults: Fault) -> None:
        """The next calls of a method go wrong, one fault each."""
        self.proxy.faults[method].extend(faults)

    def calls(self, method: str) -> list[Call]:
        return [call for call in self.proxy.calls if call.method == method]

    def run(self, doing: Coroutine[Any, Any, T]) -> T:
        """What a coroutine returns, run beside the tests."""
        return self._background.run(doing)

    # What people do

    def say(self, channel: str, user: str, text: str, thread: str = "") -> str:
        """Type a message; a user's id as the channel is their direct message with the bot. Its timestamp comes back."""
        where = direct_message(channel) if channel.startswith("U") else channel
        message = {"channel": where, "user": user, "text": text, **({"thread_ts": thread} if thread else {})}
        self._control("message", message)
        return str([each for each in self.messages(where) if each["user"] == user][-1]["ts"])

    def mention(self, channel: str, user: str, text: str, thread: str = "") -> str:
        return self.say(channel, user, f"<@{BOT}> {text}", thread)

    def command(self, channel: str, user: str, command: str, text: str = "") -> None:
        self._control("command", {"channel": channel, "user": user, "command": command, "text": text})

    def click(self, channel: str, user: str, message: Message, action_id: str, option: str = "") -> None:
        """Press the button with that id, or take that value of the select with it."""
        block, element = element_of(message, action_id)
        action: dict[str, Any] = {"type": element["type"], "block_id": block, "action_id": action_id}
        if element["type"] == "static_select":
            action["selected_option"] = next(each for each in element["options"] if each["value"] == option)
        elif "value" in element:
            action["value"] = element["value"]
        self._control("interact", {"channel": channel, "messageTs": message["ts"], "user": user, "action": action})

    def click_home(self, user: str, action_id: str) -> None:
        block, element = element_of(self.home(user), action_id)
        action = {key: element[key] for key in ("type", "action_id", "value") if key in element}
        self._on_page(
            {"t": "block_action", "channel": "", "messageTs": "", "user": user, "appId": APP}
            | {"action": {**action, "block_id": block}}
        )

    def submit(self, user: str, values: Mapping[str, Mapping[str, Any]]) -> None:
        """Send the topmost modal off; values: block_id -> action_id -> {"type": ..., "value": ...}."""
        self._on_page({"t": "view_submit", "user": user, "values": values})

    def close(self, user: str) -> None:
        self._on_page({"t": "view_close", "user": user})

    def upload(self, channel: str, user: str, name: str, content: str) -> None:
        """Hand a file over in a message."""

        async def post() -> tuple[int, str]:
            form = aiohttp.FormData({"channel": channel, "user": user, "text": name}, quote_fields=False)
            form.add_field("file", content.encode(), filename=name)
            async with (
                aiohttp.ClientSession() as session,
                session.post(f"{self.url}/_control/upload", data=form) as response,
            ):
                return response.status, await response.text()

        status, said = self._background.run(post())
        assert status == 200, said

    def open_home(self, user: str) -> None:
        self._control("open-home", {"user": user})

    # What is to be seen

    def messages(self, channel: str, thread: str = "") -> list[Message]:
        """What stands there, oldest first, private answers (`ephemeral_to`) included; of a thread, or all."""
        found = self._get(f"_control/messages/{channel}")
        listed = found["messages"] if isinstance(found, dict) else found
        return [each for each in listed if not thread or each.get("thread_ts") == thread]

    def replies(self, channel: str, thread: str = "") -> list[Message]:
        """What the bot said there for everybody."""
        said = [each for each in self.messages(channel, thread) if each.get("bot_id") or each.get("user") == BOT]
        return [each for each in said if each.get("subtype") != "ephemeral"]

    def ephemeral(self, channel: str, user: str) -> list[Message]:
        """What the bot said there to that person alone."""
        return [each for each in self.messages(channel) if each.get("ephemeral_to") == user]

    def home(self, user: str) -> Message:
        """The App Home that the bot last published for them; {} before."""
        return dict(self._state()["homeViews"].get(user, {}).get(APP, {}))

    def modals(self) -> list[Message]:
        """The open modals, topmost last."""
        return [each.get("view", each) for each in self._state()["modalStack"]]

    def log(self) -> list[Mapping[str, Any]]:
        found = self._get("_control/log")
        return list(found["log"] if isinstance(found, dict) else found)

    def acknowledged_after_ms(self) -> list[int]:
        """Milliseconds from each envelope to its acknowledgement, in Socket Mode, in the order in which they came."""
        log = self.log()
        sent = [each["time"] for each in log if each["summary"].startswith("envelope ")]
        acknowledged = [each["time"] for each in log if each["kind"] == "ack"]
        return [there - here for here, there in zip(sent, acknowledged, strict=False)]

    def is_connected(self) -> bool:
        """Whether a bot in Socket Mode is there."""
        return bool(self._state()["apps"][0]["connected"])

    def wait(self, until: Callable[[], T], seconds: float = WAIT_SECONDS) -> T:
        """What `until` says as soon as it says something true; a listener works on after its event was acknowledged."""
        ends = time.monotonic() + seconds
        while not (found := until()):
            if time.monotonic() > ends:
                raise AssertionError(f"still nothing after {seconds} s; calls: {[c.method for c in self.proxy.calls]}")
            time.sleep(0.01)
        return found

    # How

    def _state(self) -> dict[str, Any]:
        return dict(self._background.run(self._first_frame())["state"])

    async def _first_frame(self, send: Mapping[str, Any] | None = None) -> dict[str, Any]:
        async with aiohttp.ClientSession() as session, session.ws_connect(f"{self.url}/ui", max_msg_size=0) as page:
            first = await page.receive_json(timeout=WAIT_SECONDS)
            while first.get("t") != "init":  # something happens just now
                first = await page.receive_json(timeout=WAIT_SECONDS)
            if send is not None:
                await page.send_json(send)
                await page.receive(timeout=WAIT_SECONDS)  # it has been taken in
            return dict(first)

    def _on_page(self, send: Mapping[str, Any]) -> None:
        self._background.run(self._first_frame(send))

    def _control(self, what: str, body: Mapping[str, Any] | None = None) -> None:
        async def post() -> tuple[int, str]:
            async with (
                aiohttp.ClientSession() as session,
                session.post(f"{self.url}/_control/{what}", json=body or {}) as response,
            ):
                return response.status, await response.text()

        status, said = self._background.run(post())
        assert status == 200, said

    def _get(self, path: str) -> Any:
        async def get() -> Any:
            async with aiohttp.ClientSession() as session, session.get(f"{self.url}/{path}") as response:
                return await response.json()

        return self._background.run(get())


def _facts() -> Facts:
    return Facts(BOT_TOKEN, APP_TOKEN)


def element_of(message: Message, action_id: str) -> tuple[str, dict[str, Any]]:
    """The element with that id, and the id of its block."""
    for number, block in enumerate(message.get("blocks", ())):
        for element in [*block.get("elements", ()), block.get("accessory") or {}, block.get("element") or {}]:
            if element.get("action_id") == action_id:
                return block.get("block_id", str(number)), element
    raise AssertionError(f"there is no {action_id!r} in {message.get('blocks')}")
