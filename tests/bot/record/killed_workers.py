"""Workers that are killed at random moments, and what must hold after each restart.

A child process does what a surface does: it hands in messages, answers what it claims and posts it. The outside service
is a file beside the record: a line that is written whole has been posted. It is killed at a random moment. Then a new
worker takes over what the dead one left, and:

- every message that was acknowledged is in the record, once;
- every message in the record was answered once and posted once, or failed with a reason;
- nothing was posted that isn't recorded as posted or as "may have been posted";
- the chain holds, and agrees with the tables.

python -m tests.bot.record.killed_workers URL FOLDER TIMES  prints kills, messages, posts, and how many may have been.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from collections import Counter
from itertools import count
from pathlib import Path

from bot.answers.answer import Answer, Question
from bot.record import state
from bot.record.database import Database
from bot.record.message import Claim, Incoming, Person, Provenance
from bot.record.query import Filters, Queries
from bot.record.record import Record
from bot.record.verify import verify
from tests.cpu_time import wait_for_work

CODE = Provenance("0.1.0+abcd1234", "model")
LEASE_SECONDS = 0.15
VERIFIED_EVERY = 20  # kills: the whole chain, and all messages so far


class Outside:
    """What the workers acknowledge and post to: each line written in one call, as an outside service would take it."""

    def __init__(self, folder: Path) -> None:
        self._acknowledged = os.open(folder / "acknowledged", os.O_RDWR | os.O_CREAT | os.O_APPEND)
        self._posted = os.open(folder / "posted", os.O_RDWR | os.O_CREAT | os.O_APPEND)
        self._folder = folder

    def acknowledge(self, message: str) -> None:
        os.write(self._acknowledged, f"{message}\n".encode())

    def post(self, number: str) -> None:
        os.write(self._posted, f"{number}\n".encode())

    def acknowledged(self) -> list[str]:
        return (self._folder / "acknowledged").read_text(encoding="utf-8").splitlines()

    def posted(self) -> list[str]:
        return (self._folder / "posted").read_text(encoding="utf-8").splitlines()


def work_for_ever(record: Record, outside: Outside, round_number: int) -> None:
    """One message after the other, each handed in twice, as chat services do; then whatever can be claimed."""
    worker = f"worker-{round_number}"
    for number in count():
        message = f"{round_number}.{number}"
        incoming = Incoming("slack", "T1", "C1", message, Person("slack", "T1", "U1"), Question(f"question {message}?"))
        for _ in range(2):
            record.receive(incoming)
            outside.acknowledge(message)
        while (claim := record.claim(worker)) is not None:
            carry_on(record, claim, outside)


def carry_on(record: Record, claim: Claim, outside: Outside) -> None:
    """What is left to do for a message. This service can't be asked whether something was posted."""
    if claim.state == "posting":
        record.failed(claim, state.MAY_HAVE_BEEN_POSTED)
        return
    if claim.state == "received":
        assert claim.incoming is not None
        answer = Answer("answered", f"an answer to {claim.incoming.question.text}", "passage", snapshot="0123456789ab")
        record.answered(claim, answer, 1.0, CODE)
    record.posting(claim, ["C1"])
    outside.post(claim.number)
    record.posted(claim, ["C1"])


def take_over(record: Record, outside: Outside) -> None:
    """The restart: wait until the dead worker's lease has run out, then do what it left."""
    until = time.monotonic() + LEASE_SECONDS + 0.01
    has_run_out = False
    while not has_run_out:
        has_run_out = time.monotonic() > until  # before the last look, not after it
        while (claim := record.claim("successor")) is not None:
            carry_on(record, claim, outside)
        time.sleep(0.01)


def check(database: Database, outside: Outside) -> tuple[int, int, int]:
    """Everything that must hold; messages, posts, and messages that may have been posted."""
    verified = verify(database)
    assert verified.problems == (), verified.problems
    listed = list(Queries(database).every(Filters()))
    questions = Counter(each.question for each in listed)
    assert set(questions.values()) <= {1}, "a message is in the record twice"
    acknowledged = {f"question {message}?" for message in outside.acknowledged()}
    assert acknowledged <= set(questions), "an acknowledged message was lost"
    posts = Counter(outside.posted())
    assert set(posts.values()) <= {1}, "something was posted twice"
    perhaps = 0
    for each in listed:
        assert each.state in ("posted", "failed"), f"{each.number} was left {each.state}"
        if each.state == "posted":
            assert posts[each.number] == 1, f"{each.number} is recorded as posted and was not"
        else:
            perhaps += 1
    unposted = {each.number for each in listed if each.state == "failed"}
    assert set(posts) <= {each.number for each in listed}, "something was posted that nobody asked"
    assert len(listed) - len(unposted) + len(unposted & set(posts)) == len(posts)
    return len(listed), len(posts), perhaps


def main(url: str, folder: Path, times: int) -> None:
    random.seed(7)
    database = Database.open(url)
    outside = Outside(folder)
    record = Record(database, LEASE_SECONDS)
    found = (0, 0, 0)
    for time_of_kill in range(times):
        ready, is_ready = os.pipe()
        child = os.fork()
        if not child:
            database.after_fork()
            record.head()
            os.write(is_ready, b".")  # connecting takes longer than all the rest, and there is nothing to lose in it
            work_for_ever(record, outside, time_of_kill)
        os.read(ready, 1)
        os.close(ready)
        os.close(is_ready)
        wait_for_work(child, random.uniform(0.0, 0.04))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        take_over(record, outside)
        if time_of_kill % VERIFIED_EVERY == VERIFIED_EVERY - 1 or time_of_kill == times - 1:
            found = check(database, outside)
    print(times, *found)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
