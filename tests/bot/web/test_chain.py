"""The chain on its page: verified on demand."""

from __future__ import annotations

import re
import threading

from sqlalchemy import update

from bot.record import tables
from bot.record.verify import verify
from bot.web.audit.chain import Verification
from tests.bot.record.made import ADA, answered


def verify_page(client):
    token = re.search(r'name="token" value="(\w+)"', client.get("/audit/chain").text).group(1)
    return client.post("/audit/chain/verify", data={"token": token}).text


def test_a_record_that_is_whole_is_said_to_be(local, record):
    answered(record)
    page = verify_page(local)
    assert "all 3 entries are as they were written" in page
    assert "all 3 entries are as they were written" in local.get("/audit/chain").text
    with record.database.read() as connection:
        kinds = list(connection.exec_driver_sql("SELECT kind FROM entries ORDER BY seq").scalars())
    assert kinds[-1] == "verified"
    assert verify(record.database).problems == ()


def test_a_record_that_was_changed_is_said_to_be_and_where(local, record):
    answered(record)
    with record.database.write() as connection:
        connection.execute(update(tables.messages).values(confidence=0.99))
    page = verify_page(local)
    assert "<strong>not</strong> as it was written" in page
    assert "entry 2" in page


def test_who_asks_while_it_runs_watches_the_one_that_runs(record, monkeypatch):
    answered(record)
    go, runs = threading.Event(), []

    def slow(database, on_progress):
        runs.append(1)
        assert go.wait(60)
        on_progress(3, 3)
        return verify(database)

    monkeypatch.setattr("bot.web.audit.chain.verify", slow)
    verification = Verification(record)
    watched = [verification.watch(ADA), verification.watch(ADA)]
    found = [[], []]
    threads = [
        threading.Thread(target=lambda one=one, to=to: to.extend(one)) for one, to in zip(watched, found, strict=True)
    ]
    for thread in threads:
        thread.start()
    while len(verification._watchers) < 2:
        pass
    go.set()
    for thread in threads:
        thread.join(60)
    assert found == [[(3, 3)], [(3, 3)]]
    assert len(runs) == 1
    assert verification.last.is_whole
