"""What is posted into channels by itself: the weekly digest, and the head of the record."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest

from bot.posting_job import posting_job
from bot.record.database import Database
from bot.record.heads import read_heads
from bot.record.message import Person
from bot.record.record import Record
from bot.record.times import microseconds
from bot.record.verify import verify
from bot.slack.digest_settings import DAYS, DigestSettings, read_digest
from bot.slack.errors import NotPosted
from bot.slack.workspace_channels import WorkspaceChannels
from tests.bot.record.made import NOT_FOUND, answered, incoming
from tests.bot.slack.served import serving, write_settings
from tests.bot.slack.workspace import HR

CRECHE = "Is there a creche for the children of staff?"
SECRET = "May I keep my ferret Winston at the desk?"


def asked(database, question, people, outcome=NOT_FOUND):
    record = Record(database)
    for each in range(people):
        answered(record, incoming(question, Person("slack", "T01TEST", f"U{each}PERSON")), outcome)


@pytest.fixture
def a_week_ago(tmp_path, monkeypatch):
    """A record whose digest was posted a week ago and in which questions were asked since."""
    database = Database.open(f"sqlite:///{tmp_path / 'record.sqlite'}")
    at = microseconds(datetime.now(UTC) - timedelta(days=8))
    with database.append(at) as appender:
        entry = appender.append("digest_posting", {})
        appender.append("digest_posted", {"entry": entry})
    with monkeypatch.context() as patch:
        patch.setattr("bot.record.chain.time.time", lambda: at / 1e6 + 5 * 86_400)
        asked(database, CRECHE, 6)
        asked(database, SECRET, 2)
    yield database
    database.close()


def test_the_digest_tells_what_many_asked_and_nothing_that_few_did(slack, installation, tmp_path, a_week_ago):
    today = datetime.now(UTC)
    chosen = {"digest": {"channel": HR, "day": DAYS[today.weekday()], "hour": today.hour}}
    settings = write_settings(tmp_path, installation, slack, "socket", {"slack": chosen})
    with serving(settings, slack) as served:
        (digest,) = slack.wait(lambda: slack.replies(HR))
        assert "creche" in str(digest["blocks"]) and "6 times, by 6 people" in str(digest["blocks"])
        assert "Winston" not in str(digest) and "2 times" not in str(digest)
        assert verify(served.database).problems == ()
    with serving(settings, slack):  # once, whatever is restarted
        time.sleep(2)
        assert len(slack.replies(HR)) == 1


def test_the_head_of_the_record_is_posted(slack, installation, tmp_path, a_week_ago):
    with serving(
        write_settings(tmp_path, installation, slack, "socket", {"slack": {"head_channel": HR}}), slack
    ) as served:
        (posted,) = slack.wait(lambda: slack.replies(HR))
        noted = tmp_path / "noted"
        noted.write_text(" ".join(posted["text"].split()[4:6]).rstrip(".") + "\n", encoding="utf-8")
        assert verify(served.database, read_heads(noted)).problems == ()


def test_what_could_not_be_posted_is_posted_later_and_never_by_two(tmp_path):
    database = Database.open(f"sqlite:///{tmp_path / 'record.sqlite'}")
    sent, is_down = [], True

    def send(body):
        if is_down:
            raise NotPosted("Slack is down")
        sent.append(body["text"])

    job = posting_job("greeting", database, lambda last, _: last is None, lambda *_: {"text": "hello"}, send)
    with pytest.raises(NotPosted):
        job.run()
    is_down = False
    assert job.run() == "" and sent == []  # somebody may be at it
    later = microseconds(datetime.now(UTC) + timedelta(minutes=20))
    with database.append(later) as appender:
        appender.append("read", {})
    assert job.run() == "greeting posted" and sent == ["hello"]
    assert job.run() == "" and sent == ["hello"]
    database.close()


@pytest.mark.parametrize(
    ("moment", "due"),
    [
        ("2026-11-26T10:00", "2026-11-23T09:00"),
        ("2026-11-23T09:00", "2026-11-23T09:00"),
        ("2026-11-23T08:59", "2026-11-16T09:00"),
    ],
)
def test_it_is_due_once_a_week(moment, due):
    chosen = DigestSettings(WorkspaceChannels("C1"))
    assert chosen.last_before(datetime.fromisoformat(moment)) == datetime.fromisoformat(due)


def test_every_problem_of_the_setting_is_named():
    chosen = read_digest({"channel": "C024BE91L", "day": "Friday", "hour": 16})
    assert chosen == DigestSettings(WorkspaceChannels("C024BE91L"), 4, 16)
    with pytest.raises(ValueError) as raised:
        read_digest({"channel": "hr", "day": "someday", "hour": 24, "colour": "red"})
    assert len(raised.value.args) == 4
