"""Measures Slack's surface under load: `python -m bot.bench.slack [--seconds 300] [--rate 50]`.

`rolecall serve` runs as it would, over HTTP, with the real model, index and record, and a server that speaks Slack's
Web API in a process of its own; `python -m tests.bot.slack.measured` has a local Slack take the posts. Events are
signed and sent as Slack sends them, at their time, however long the ones before take. A tenth of them is in direct
messages, one in fifty comes twice, as when Slack heard nothing, and each mention comes with its `message` event.

The questions are asked over and over, as after a letter to all staff, and what was answered before is answered from
memory. `--all-new` asks each in a spelling of its own, so that every answer has to be found.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import hmac
import itertools
import json
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import aiohttp

from bot.batch import Asked, read_questions
from bot.bench.figures import machine
from bot.bench.processes import ROOT, BenchError
from bot.bench.progress import say
from bot.bench.serving import SECRET, Served, serving
from bot.bench.slack_server import BOT, MEMBERS, TEAM
from knowledge.errors import RolecallError

CHANNELS = ("C0001", "C0002", "C0003", "C0004")
DIRECT_SHARE, TWICE_SHARE = 0.1, 0.02
WARMING = 30  # questions before those that count
MOST_WAIT_SECONDS = 900.0  # for the last answer


@dataclass(frozen=True, slots=True)
class Sent:
    """An event that was sent."""

    ts: str  # of the message: what its answer is known by
    at: float  # seconds of the machine's monotonic clock
    acknowledged_seconds: float


@dataclass
class Load:
    """What happened."""

    sent: list[Sent] = field(default_factory=list)  # once for each request
    posts: dict[str, list[float]] = field(default_factory=dict)  # ts of the question -> when its answers left
    cpu_seconds: float = 0.0  # that Rolecall's process used for all of it
    late: list[float] = field(default_factory=list)  # seconds that we were behind when we sent


def events(asked: Sequence[Asked], rng: random.Random, *, all_new: bool = False) -> Iterator[list[dict[str, Any]]]:
    """The requests of one question after another: an event, its twin, and the same again now and then."""
    for number, each in enumerate(itertools.cycle(asked)):
        user, ts = rng.choice(MEMBERS), f"{1_700_000_000 + number}.000100"
        text = _respelt(each.question.text, rng) if all_new else each.question.text
        said = {"user": user, "ts": ts, "event_ts": ts, "team": TEAM, "text": text}
        if rng.random() < DIRECT_SHARE:
            inner = [{**said, "type": "message", "channel": f"D{user[1:]}", "channel_type": "im"}]
        else:
            said |= {"text": f"<@{BOT}> {text}", "channel": rng.choice(CHANNELS)}
            inner = [{**said, "type": "app_mention"}, {**said, "type": "message", "channel_type": "channel"}]
        yield inner * (2 if rng.random() < TWICE_SHARE else 1)


def _respelt(text: str, rng: random.Random) -> str:
    """The same words with capitals anywhere: means the same and takes the same work."""
    return "".join(rng.choice((each.lower(), each.upper())) for each in text)


async def put_under_load(served: Served, arrivals: Iterator[list[dict[str, Any]]], rate: float, seconds: float) -> Load:
    """Send `rate` questions a second for that long, and wait for their answers."""
    load, door, slack = Load(), served.door, served.slack
    connector = aiohttp.TCPConnector(limit=200)
    async with aiohttp.ClientSession(connector=connector, timeout=aiohttp.ClientTimeout(total=60)) as session:
        for _ in range(WARMING):
            await _send(session, door, next(arrivals), Load())
        await _all_posted(session, slack, WARMING)
        sending: set[asyncio.Task[None]] = set()
        cpu = served.cpu_seconds()
        began, count = time.monotonic(), round(rate * seconds)
        for number in range(count):
            due = began + number / rate
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            load.late.append(time.monotonic() - due)
            sending.add(asyncio.create_task(_send(session, door, next(arrivals), load)))
            if number % 50 == 0:
                say(f"asking, {number} of {count}")
        await asyncio.gather(*sending)
        say("waiting for the last answers")
        posts = await _all_posted(session, slack, WARMING + count)
    load.cpu_seconds = served.cpu_seconds() - cpu
    questions = {each.ts for each in load.sent}
    for ts, at in posts:
        if ts in questions:
            load.posts.setdefault(ts, []).append(at)
    return load


async def _send(session: aiohttp.ClientSession, door: str, inner: list[dict[str, Any]], load: Load) -> None:
    """As Slack does: all events of a question at about the same time."""

    async def one(event: dict[str, Any]) -> None:
        body = json.dumps(_wrapped(event)).encode()
        began = time.monotonic()
        async with session.post(f"{door}/slack/events", data=body, headers=_signed(body)) as response:
            if response.status != 200:
                raise BenchError(f"Rolecall answered an event with status {response.status}.")
            await response.read()
        load.sent.append(Sent(event["ts"], began, time.monotonic() - began))

    await asyncio.gather(*map(one, inner))


async def _all_posted(session: aiohttp.ClientSession, slack: str, count: int) -> list[tuple[str, float]]:
    """All posts, once there are that many and no more come; or those that there are after a long wait."""
    ends = time.monotonic() + MOST_WAIT_SECONDS
    posts: list[tuple[str, float]] = []
    while time.monotonic() < ends:
        before = len(posts)
        async with session.get(f"{slack}/posts") as response:
            posts = [(ts, at) for ts, at in await response.json()]
        if len(posts) >= count and len(posts) == before:
            return posts
        await asyncio.sleep(1.0)
    return posts


def _wrapped(event: dict[str, Any]) -> dict[str, Any]:
    authorization = {"enterprise_id": None, "team_id": TEAM, "user_id": BOT, "is_bot": True}
    return {
        "type": "event_callback",
        "team_id": TEAM,
        "api_app_id": "A0BENCH",
        "event_id": f"Ev{event['ts']}",
        "event_time": int(time.time()),
        "is_ext_shared_channel": False,
        "authorizations": [{**authorization, "is_enterprise_install": False}],
        "event": event,
    }


def _signed(body: bytes) -> dict[str, str]:
    sent = str(int(time.time()))
    digest = hmac.new(SECRET.encode(), f"v0:{sent}:".encode() + body, hashlib.sha256).hexdigest()
    return {
        "content-type": "application/json",
        "x-slack-request-timestamp": sent,
        "x-slack-signature": f"v0={digest}",
    }


def report(load: Load, rate: float) -> tuple[list[str], bool]:
    """The figures in words, and whether each question was answered, once."""
    first: dict[str, float] = {}
    for each in load.sent:
        first[each.ts] = min(each.at, first.get(each.ts, each.at))
    answered = [1000 * (load.posts[ts][0] - at) for ts, at in first.items() if ts in load.posts]
    acknowledged = [1000 * each.acknowledged_seconds for each in load.sent]
    lost = len(first) - len(answered)
    twice = sum(len(at) > 1 for at in load.posts.values())
    lines = [
        f"{len(first)} questions at {rate:g} a second, in {len(load.sent)} requests",
        f"event at the door to chat.postMessage leaving: {_percentiles(answered)}",
        f"acknowledged: {_percentiles(acknowledged)}",
        f"CPU time of `rolecall serve`: {1000 * load.cpu_seconds / len(first):.1f} ms a question",
        f"sent late by us: {_percentiles([1000 * each for each in load.late])}",
        f"lost: {lost}; answered twice: {twice}",
    ]
    return lines, not lost and not twice


def _mix(file: Path) -> str:
    """What the questions are of: "20 fact, 5 unanswerable, ..."."""
    lines = file.read_text(encoding="utf-8").splitlines()
    kinds = Counter(str(json.loads(line).get("kind", "other")) for line in lines if line.strip())
    return ", ".join(f"{count} {kind}" for kind, count in kinds.most_common())


def _percentiles(milliseconds: Sequence[float]) -> str:
    if len(milliseconds) < 2:
        return "nothing"
    hundredths = quantiles(milliseconds, n=100, method="inclusive")
    return (
        f"median {median(milliseconds):.0f} ms, 95th percentile {hundredths[94]:.0f} ms, "
        f"99th {hundredths[98]:.0f} ms, at most {max(milliseconds):.0f} ms"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; the exit status: 1 where a question was lost or answered twice."""
    parser = argparse.ArgumentParser(prog="python -m bot.bench.slack", description="Slack's surface under load.")
    parser.add_argument("--documents", type=Path, default=ROOT / "knowledge" / "samples", help="folder to index")
    parser.add_argument("--questions", type=Path, default=ROOT / "tests" / "questions" / "samples.jsonl")
    parser.add_argument("--rate", type=float, default=50.0, help="questions a second")
    parser.add_argument("--seconds", type=float, default=30.0, help="how long; 300 for the full measurement")
    parser.add_argument("--all-new", action="store_true", help="no question comes again in the same spelling")
    parser.add_argument("--posts-to", type=Path, metavar="SOCKET", help="Unix socket of a Slack that takes the posts")
    options = parser.parse_args(arguments)
    before = machine()
    try:
        asked = read_questions(options.questions)
        with tempfile.TemporaryDirectory(prefix="rolecall-bench-") as folder:
            say("indexing")
            with serving(Path(folder), options.documents, options.posts_to) as served:
                arrivals = events(asked, random.Random(7), all_new=options.all_new)
                load = asyncio.run(put_under_load(served, arrivals, options.rate, options.seconds))
    except RolecallError as problem:
        print(problem, file=sys.stderr)
        return 1
    say("")
    lines, is_whole = report(load, options.rate)
    print(before, f"asked in turn: {_mix(options.questions)}", *lines, sep="\n")
    return 0 if is_whole else 1


if __name__ == "__main__":
    sys.exit(main())
