"""What is chosen for channels: kept, changed and undone, each an entry of the chain."""

from __future__ import annotations

import json
import time

import pytest
from sqlalchemy import text

from bot.answers.answer import Question
from bot.channels import Channels, ChannelSettings, Place
from bot.record.message import Incoming, Person
from bot.record.record import Record
from bot.record.verify import verify

ADMIN = Person("slack", "T1", "U1", "Helen")
HERE, THERE = Place("slack", "T1", "C1"), Place("slack", "T1", "C2")
CHOSEN = ChannelSettings(True, "automatic", 0.97, 60.0, ("policies", "jobs/cook.md"), "C9")


def test_the_defaults_hold_until_something_is_chosen_and_after_it_is_undone(database):
    channels = Channels(database)
    assert channels.of(HERE) == ChannelSettings()
    channels.choose(HERE, CHOSEN, ADMIN)
    channels.choose(THERE, ChannelSettings(enabled=False), ADMIN)
    assert Channels(database).of(HERE) == CHOSEN
    assert not channels.of(THERE).enabled
    channels.choose(HERE, ChannelSettings(mode="automatic"), ADMIN)
    assert channels.of(HERE) == ChannelSettings(mode="automatic")
    channels.reset(HERE, ADMIN)
    assert channels.of(HERE) == ChannelSettings()
    assert not channels.of(THERE).enabled


def test_each_choice_is_an_entry_with_what_was_chosen_and_by_whom(database):
    channels = Channels(database)
    channels.choose(HERE, CHOSEN, ADMIN)
    channels.reset(HERE, ADMIN)
    with database.read() as connection:
        entries = connection.execute(
            text(
                "SELECT kind, body, key FROM entries "
                "JOIN identities USING (seq) JOIN people ON person = id ORDER BY seq"
            )
        ).all()
    assert [(kind, key) for kind, _, key in entries] == [("settings", ADMIN.key)] * 2
    chosen, undone = (json.loads(body) for _, body, _ in entries)
    assert chosen["channel"] == {"surface": "slack", "workspace": "T1", "channel": "C1"}
    assert chosen["chosen"]["documents"] == ["policies", "jobs/cook.md"]
    assert undone["chosen"] is None
    assert verify(database).first_bad is None


@pytest.mark.parametrize("wrong", [{"bar": 1.1}, {"bar": -0.1}, {"pause_seconds": -1.0}, {"bar": float("nan")}])
def test_numbers_out_of_range_are_refused_and_nothing_changes(database, wrong):
    channels = Channels(database)
    with pytest.raises(ValueError):
        channels.choose(HERE, ChannelSettings(**wrong), ADMIN)
    assert channels.of(HERE) == ChannelSettings()


def test_a_thread_pauses_after_each_answer_in_it(database):
    channels, record = Channels(database), Record(database)
    assert not channels.is_paused(HERE, "1.1", 60.0)
    record.receive(Incoming("slack", "T1", "C1", "1.2", ADMIN, Question("Who?"), thread="1.1"))
    assert channels.is_paused(HERE, "1.1", 60.0)
    assert not channels.is_paused(HERE, "2.1", 60.0)
    assert not channels.is_paused(THERE, "1.1", 60.0)
    time.sleep(0.05)
    assert not channels.is_paused(HERE, "1.1", 0.01)
