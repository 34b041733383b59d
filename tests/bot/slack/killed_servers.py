"""Kills the real server at random moments while people ask, and checks what became of each question.

Afterwards each question that Slack handed over has exactly one answer in Slack, or has failed and was told so in plain
words. Slack's part that the local one lacks is played here: what wasn't acknowledged is handed over again.
"""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

from bot.record.receipt import Receipt
from tests.bot.slack.payloads import mention, retried, signed
from tests.bot.slack.served import Asked, Process, accepts, write_settings
from tests.bot.slack.workspace import ALICE, BOB, GENERAL, Message, Workspace, direct_message

QUESTIONS = (
    "Who does the Bookmobile Driver report to?",
    "What is the pay grade of the Bookmobile Driver?",
    "How many pounds do I have to lift?",
    "What is the melting point of tungsten?",
    "hello",
)
PAUSE_SECONDS = 0.06  # between two questions
LIVES_SECONDS = 1.2  # of a server, at most, once it is ready
LEASE_SECONDS = 5.0
LONGEST_SECONDS = 300.0  # that anything takes on a machine that has much else to do


@dataclass
class Crowd:
    """People who keep asking, in a thread of its own."""

    slack: Workspace
    mode: str
    seed: int
    asked: list[tuple[str, str]] = field(default_factory=list)  # (channel, timestamp) of what Slack handed over
    may_ask: threading.Event = field(default_factory=threading.Event)
    over: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        chosen = random.Random(self.seed)
        while not self.over.is_set():
            if self.may_ask.wait(0.05):
                self._ask(chosen)
                time.sleep(PAUSE_SECONDS)

    def _ask(self, chosen: random.Random) -> None:
        question, user = chosen.choice(QUESTIONS), chosen.choice((ALICE, BOB))
        kind = chosen.choice(("mention", "mention", "direct", "command"))
        if kind == "command":
            self.slack.command(GENERAL, user, "/ask", question)
            return
        channel = GENERAL if kind == "mention" else direct_message(user)
        ts = self.slack.mention(GENERAL, user, question) if kind == "mention" else self.slack.say(user, user, question)
        if self.mode == "socket":
            if not self._was_handed_over(ts):
                return  # nobody was connected: real Slack would wait, the local one forgets
        else:
            self._hand_over(channel, user, question, ts)
        self.asked.append((channel, ts))

    def _was_handed_over(self, ts: str) -> bool:
        ends = time.monotonic() + 2
        while time.monotonic() < ends:
            if ts in self.slack.proxy.delivered:
                return True
            time.sleep(0.01)
        return False

    def _hand_over(self, channel: str, user: str, question: str, ts: str) -> None:
        """As Slack tries again over HTTP, until somebody says "got it"."""
        payload = mention(channel, question, user, ts=ts)
        if channel != GENERAL:
            inner = payload["event"]
            payload["event"] = {**inner, "type": "message", "channel_type": "im", "text": question}
        ends = time.monotonic() + LONGEST_SECONDS
        while time.monotonic() < ends:
            body, headers = signed(payload)
            if self.slack.run(_posted(self.slack.bot_port, body, retried(headers))):
                return
            time.sleep(0.2)
        raise AssertionError(f"nobody took {ts} over")


async def _posted(port: int, body: bytes, headers: dict) -> bool:
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=30)) as session,
            session.post(f"http://127.0.0.1:{port}/slack/events", data=body, headers=headers) as response,
        ):
            return response.status == 200
    except (aiohttp.ClientError, TimeoutError):
        return False


def kill(slack: Workspace, installation: Path, folder: Path, mode: str, times: int, seed: int = 1) -> Counter[str]:
    """Kill that often, then let it finish; how many of what there was."""
    slack.facts.granted |= {"channels:history", "groups:history"}
    settings = write_settings(folder, installation, slack, mode, {"record": {"lease_seconds": LEASE_SECONDS}})
    chosen = random.Random(seed)
    crowd = Crowd(slack, mode, seed)
    asking = threading.Thread(target=crowd.run)
    asking.start()
    try:
        for lives in range(1, times + 1):
            server = start(settings, slack, mode)
            crowd.may_ask.set()
            time.sleep(chosen.uniform(0.02, LIVES_SECONDS))
            slack.wait(lambda lives=lives: len(crowd.asked) >= lives, LONGEST_SECONDS)  # the machine may be slow
            if mode == "socket":
                crowd.may_ask.clear()
            server.kill()
        crowd.may_ask.clear()
        server = start(settings, slack, mode)
        crowd.over.set()
        asking.join(LONGEST_SECONDS)
        record = Asked(folder / "record.sqlite")
        slack.wait(lambda: all(each.ended_at for each in record.receipts()), LONGEST_SECONDS)
        slack.wait(lambda: all(is_told(slack, each) for each in record.receipts()), LONGEST_SECONDS)
        server.stop()
    finally:
        crowd.over.set()
        asking.join(LONGEST_SECONDS)
    return check(slack, crowd, record) + Counter(kills=times)


def start(settings: Path, slack: Workspace, mode: str) -> Process:
    before = slack.proxy.connections
    server = Process(settings, slack)

    def is_ready() -> bool:
        return slack.proxy.connections > before if mode == "socket" else accepts(slack.bot_port)

    slack.wait(lambda: is_ready() or not server.is_running, LONGEST_SECONDS)
    assert server.is_running, (settings.parent / "served.log").read_text(encoding="utf-8")[-3000:]
    return server


def said_by_the_bot(slack: Workspace) -> list[Message]:
    places = (GENERAL, direct_message(ALICE), direct_message(BOB))
    return [each for channel in places for each in slack.messages(channel) if each.get("bot_id")]


def is_told(slack: Workspace, receipt: Receipt) -> bool:
    """What is said about a failure follows upon it."""
    return receipt.state == "posted" or any(receipt.number in str(each) for each in said_by_the_bot(slack))


def check(slack: Workspace, crowd: Crowd, record: Asked) -> Counter[str]:
    receipts = record.receipts()
    by_message = {(each.place[1], each.place[2]): each for each in receipts}
    said = said_by_the_bot(slack)
    for place in crowd.asked:
        assert place in by_message, f"{place} was taken over and is in no record"
    for receipt in receipts:
        about = [each for each in said if receipt.number in str(each)]
        answers = [each for each in about if f"Receipt {receipt.number}" in str(each.get("blocks"))]
        plain = [each for each in about if f"(Receipt {receipt.number})" in str(each)]
        answers = [each for each in answers if each not in plain]
        if receipt.state == "posted":
            assert len(answers) == 1, (receipt.number, about)
        else:
            assert receipt.state == "failed" and receipt.reason, receipt.number
            assert len(answers) <= 1, (receipt.number, about)
            assert answers or plain, (receipt.number, receipt.reason, about)
    counted = Counter(receipt.state for receipt in receipts)
    counted["handed over"] = len(crowd.asked)
    counted["taken up again"] = sum(len([e for e in each.entries if e.kind == "answered"]) > 1 for each in receipts)
    counted.update(f"failed: {each.reason}" for each in receipts if each.state == "failed")
    return counted
