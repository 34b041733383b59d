"""Decisions about what is live, with a real record and real snapshots."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.publishing import Publishing
from bot.record.database import Database
from bot.record.errors import RecordError
from bot.record.message import Person
from bot.record.record import Record
from bot.record.verify import verify
from bot.snapshot_settings import SnapshotSettings
from index import live, snapshot
from index.candidate import propose, read_candidate
from index.errors import CandidateBehind, NoCandidate
from tests.bot.killed_publishing import LEAVE, noted, version
from tests.bot.record.made import ANSWER, answered
from tests.conftest import ROOT
from tests.index.library import contents_of

Open = Callable[..., Publishing]


@pytest.fixture
def database(tmp_path) -> Database:
    return Database.open(f"sqlite:///{tmp_path / 'record.sqlite'}")


@pytest.fixture
def index(tmp_path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def opened(index, database, told) -> Open:
    def open_publishing(**chosen: object) -> Publishing:
        required = bool(chosen.pop("record_required", False))
        record = chosen.pop("open_record", lambda: Record(database))
        settings = SnapshotSettings(**chosen)  # type: ignore[arg-type]  # fields by their names
        person = Person("terminal", "desk", "ada", "Ada Lovelace")
        return Publishing(index, settings, person, record, told.append, record_required=required)  # type: ignore[arg-type]

    return open_publishing


def write(index: Path, number: int) -> str:
    return snapshot.write(contents_of(version(number)), index)


def publish(index: Path, publishing: Publishing, number: int) -> str:
    made = write(index, number)
    if publishing.propose(made, live.live_id(index) if (index / "current").exists() else "") is not None:
        publishing.publish(made)
    return made


def kinds(database: Database) -> list[str]:
    return [kind for kind, _ in noted(database)]


def test_the_first_snapshot_is_published_at_once_and_the_next_waits(index, opened):
    publishing = opened()
    first = write(index, 20)
    assert publishing.propose(first) is None
    assert live.read_live(index).publications[0].by == "Ada Lovelace"
    second = write(index, 21)
    assert publishing.propose(second, first).snapshot == second
    assert live.live_id(index) == first


def test_the_record_notes_who_what_and_why(index, opened, database):
    publishing = opened()
    first, second = publish(index, publishing, 20), publish(index, publishing, 21)
    publishing.withdraw(LEAVE, "the amount is wrong")
    publishing.reinstate(LEAVE)
    publishing.roll_back(first)
    third = write(index, 22)
    publishing.propose(third, first)
    publishing.discard()
    done = [(kind, body) for kind, body in noted(database) if kind != "deciding"]
    assert done == [
        ("published", {"snapshot": first, "before": "", "documents": 3}),
        ("published", {"snapshot": second, "before": first, "documents": 3}),
        ("withdrawn", {"document": LEAVE, "snapshot": second}),
        ("reinstated", {"document": LEAVE, "snapshot": second}),
        ("rolled_back", {"snapshot": first, "before": second, "documents": 3}),
        ("discarded", {"snapshot": third, "before": first}),
    ]
    assert kinds(database).count("deciding") == len(done)
    with database.read() as connection:
        reasons = connection.exec_driver_sql("SELECT text FROM texts").scalars().all()
        people = connection.exec_driver_sql("SELECT DISTINCT key FROM people").scalars().all()
    assert set(reasons) == {"the amount is wrong"}
    assert people == ["terminal:desk:ada"]
    assert verify(database).first_bad is None


def test_what_is_refused_is_noted_as_refused(index, opened, database):
    publishing = opened()
    first = publish(index, publishing, 20)
    waiting = write(index, 21)
    publishing.propose(waiting, first)
    live.publish(index, write(index, 22))
    with pytest.raises(CandidateBehind):
        publishing.publish(waiting)
    assert noted(database)[-1] == (
        "refused",
        {"kind": "published", "snapshot": waiting, "before": live.live_id(index), "documents": 3}
        | {"error": "CandidateBehind"},
    )


def test_without_a_candidate_nothing_is_discarded(index, opened):
    publish(index, opened(), 20)
    with pytest.raises(NoCandidate):
        opened().discard()


def broken() -> Record:
    raise RecordError("The record can't be written.")


def test_without_a_record_it_is_said_and_the_decision_goes_ahead(index, opened, told):
    made = publish(index, opened(open_record=broken), 20)
    assert live.live_id(index) == made
    assert len(told) == 1
    assert "not noted" in told[0]


def test_where_a_record_is_required_nothing_is_decided_without_one(index, opened):
    made = write(index, 20)
    with pytest.raises(RecordError):
        opened(open_record=broken, record_required=True).propose(made)
    assert not (index / "current").exists()
    assert read_candidate(index).snapshot == made


def answer_from(database: Database, snapshot_id: str) -> None:
    answered(Record(database), answer=replace(ANSWER, snapshot=snapshot_id))


def test_old_snapshots_go_and_those_that_receipts_need_are_named_first(index, opened, database, told):
    publishing = opened(keep=2)
    ids = [publish(index, publishing, number) for number in (20, 21)]
    answer_from(database, ids[0])
    answer_from(database, ids[0])
    ids += [publish(index, publishing, number) for number in (22, 23)]
    assert {each.name for each in (index / "snapshots").iterdir()} == {*ids[2:]}
    assert len(told) == 1
    assert ids[0] in told[0]
    assert "2 receipts" in told[0]
    assert [body for kind, body in noted(database) if kind == "cleared"] == [{"receipts": {ids[0]: 2}}]


def test_snapshots_that_receipts_need_are_kept_where_that_is_set(index, opened, database, told):
    publishing = opened(keep=2, keep_for_receipts=True)
    ids = [publish(index, publishing, number) for number in (20, 21)]
    answer_from(database, ids[0])
    ids += [publish(index, publishing, number) for number in (22, 23)]
    assert {each.name for each in (index / "snapshots").iterdir()} == {ids[0], *ids[2:]}
    assert told == []


def test_without_a_record_to_ask_nothing_goes_that_receipts_might_need(index, opened, told):
    publishing = opened(keep=2, keep_for_receipts=True, open_record=broken)
    for number in (20, 21, 22, 23):
        publish(index, publishing, number)
    assert len(list((index / "snapshots").iterdir())) == 4


def test_a_damaged_snapshot_is_named_before_it_goes(index, opened, told):
    publishing = opened(keep=2)
    ids = [publish(index, publishing, number) for number in (20, 21)]
    (index / "snapshots" / ids[0] / "manifest.json").write_bytes(b"{")
    publish(index, publishing, 22)
    assert any(ids[0] in each and "damaged" in each for each in told)


def test_a_candidate_that_was_replaced_or_discarded_goes(index, opened):
    publishing = opened()
    first = publish(index, publishing, 20)
    for number in (21, 22):
        publishing.propose(write(index, number), first)
    assert len(list((index / "snapshots").iterdir())) == 2
    publishing.discard()
    assert [each.name for each in (index / "snapshots").iterdir()] == [first]


def test_publishing_what_is_live_already_decides_nothing(index, opened, database):
    made = publish(index, opened(), 20)
    before = kinds(database)
    propose(index, made, made)
    assert opened().publish(made).snapshot == made
    assert kinds(database) == before


def test_where_what_was_live_is_lost_the_next_one_is_live_at_once_and_withdrawals_are_asked_for(index, opened, told):
    publishing = opened()
    before = [publish(index, publishing, number) for number in (19, 20)]
    publishing.withdraw(LEAVE, "wrong")
    for name in ("current", "current.copy"):
        (index / name).write_bytes(b"{")
    made = write(index, 21)
    assert opened().propose(made) is None
    assert live.live_id(index) == made
    assert len(told) == 1
    assert "withdraw them again" in told[0]
    assert {*live.read_live(index).earlier} == {*before}  # and none of them was cleared away
    assert opened().roll_back(before[0]).snapshot == before[0]


def test_killing_admins_at_any_moment_leaves_what_is_live_and_a_record_that_holds(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "tests.bot.killed_publishing", str(tmp_path), "200"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=1800,  # for a machine that has much else to do
        check=False,
    )
    assert done.returncode == 0, done.stderr
    killed, decided, only_begun = map(int, done.stdout.split())
    assert killed == 200
    assert decided > 25
    assert 0 < only_begun < killed
