"""Buttons that were pressed before, or by two at once: one outcome, and a plain word to whoever is second."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.slack import actions as ids
from index import live
from index.candidate import read_candidate
from tests.bot.slack.payloads import home_action
from tests.bot.slack.sending import send
from tests.bot.slack.served import serving, write_settings
from tests.bot.slack.test_admin import (
    change_pay,
    entries,
    modal,
    place,
    report,
    rolecall_said,
    said_to,
    served,
    shown,
    value,
)
from tests.bot.slack.workspace import ALICE, BOB, GENERAL, HELEN, direct_message

__all__ = ["place", "served"]  # fixtures
QUESTION = "Who does the Bookmobile Driver report to?"


def answered_privately(slack, words: str) -> list[str]:
    """What was said with those words through a `response_url`."""
    said = [call.arguments["text"] for call in slack.calls("response_url")]
    return [each for each in said if words in each]


def at_once(*doing) -> None:
    with ThreadPoolExecutor(len(doing)) as threads:
        for each in [threads.submit(each) for each in doing]:
            each.result()


def publish(rolecall, place) -> None:
    """Somebody at the terminal publishes the documents as they are."""
    done = rolecall("index", "--yes", folder=place)
    assert done.returncode == 0, done.stderr


def add_parking(place) -> None:
    (place / "documents" / "policies" / "parking.md").write_text("# Parking\n\nParking is free.\n", encoding="utf-8")


def kinds(served, *wanted: str) -> list[str]:
    """The kinds of the entries of those kinds, oldest first."""
    return [kind for kind, _, _ in entries(served) if kind in wanted]


def the_way_back(slack, user: str):
    """The message that shows that person what going back changes, with its button."""
    assert "Go back to" in rolecall_said(slack, "rollback", user)
    return slack.ephemeral(GENERAL, user)[-1]


def test_going_back_says_so_where_somebody_has_published_meanwhile(slack, served, place, rolecall):
    change_pay(place, "19.30")
    publish(rolecall, place)
    message = the_way_back(slack, HELEN)
    add_parking(place)
    publish(rolecall, place)
    third = live.read_live(place / "index")
    slack.click(GENERAL, HELEN, message, ids.GO_BACK)
    slack.wait(lambda: answered_privately(slack, f"{third.snapshot} has gone live since you asked"))
    assert live.read_live(place / "index") == third
    assert kinds(served, "rolled_back") == []
    assert "Go back to" in rolecall_said(slack, "rollback")  # what it changes now


def test_of_two_who_go_back_at_once_one_does(slack, served, place, rolecall):
    first = live.live_id(place / "index")
    change_pay(place, "19.30")
    publish(rolecall, place)
    helens, bobs = the_way_back(slack, HELEN), the_way_back(slack, BOB)
    at_once(
        lambda: slack.click(GENERAL, HELEN, helens, ids.GO_BACK), lambda: slack.click(GENERAL, BOB, bobs, ids.GO_BACK)
    )
    slack.wait(lambda: len(answered_privately(slack, f"{first} is live")) == 2)
    assert len(answered_privately(slack, f"{first} is live again.")) == 1
    assert len(answered_privately(slack, f"{first} is live already.")) == 1
    assert live.live_id(place / "index") == first
    assert kinds(served, "rolled_back") == ["rolled_back"]


def built(slack, place):
    """The report on a candidate, with its buttons."""
    change_pay(place, "19.30")
    rolecall_said(slack, "reindex")
    return slack.wait(lambda: report(slack))


@pytest.mark.parametrize("second", [ids.PUBLISH, ids.DISCARD])
def test_what_one_has_published_another_neither_publishes_nor_discards(slack, served, place, second):
    message, channel = built(slack, place), direct_message(HELEN)
    slack.click(channel, HELEN, message, ids.PUBLISH)
    slack.wait(lambda: any("Published by helen" in shown(each) for each in said_to(slack, HELEN)))
    now = live.read_live(place / "index")
    slack.click(channel, BOB, message, second)  # of the message as it was
    slack.wait(lambda: any(f"{now.snapshot} is live." in shown(each) for each in said_to(slack, HELEN)))
    assert live.read_live(place / "index") == now
    assert kinds(served, "published", "discarded") == ["published"]


@pytest.mark.parametrize("second", [ids.PUBLISH, ids.DISCARD])
def test_what_one_has_discarded_another_neither_publishes_nor_discards(slack, served, place, second):
    message, channel = built(slack, place), direct_message(HELEN)
    slack.click(channel, HELEN, message, ids.DISCARD)
    slack.wait(lambda: any("Discarded by helen" in shown(each) for each in said_to(slack, HELEN)))
    slack.click(channel, BOB, message, second)
    slack.wait(lambda: any("is no longer the candidate" in shown(each) for each in said_to(slack, HELEN)))
    assert kinds(served, "published", "discarded") == ["discarded"]


@pytest.mark.parametrize("second", [ids.PUBLISH, ids.DISCARD])
def test_of_two_who_decide_at_once_one_does(slack, served, place, second):
    message, channel = built(slack, place), direct_message(HELEN)
    at_once(
        lambda: slack.click(channel, HELEN, message, ids.PUBLISH), lambda: slack.click(channel, BOB, message, second)
    )
    # Whom the lock kept waiting for too long is told so in private, and may press again.
    slack.wait(lambda: len([c for c in slack.calls("chat.update") if decided(c)] + slack.calls("response_url")) >= 2)
    slack.wait(lambda: kinds(served, "published", "discarded"))
    (done,) = kinds(served, "published", "discarded")
    assert read_candidate(place / "index") is None
    assert (done == "published") is (len(live.read_live(place / "index").publications) == 2)


def decided(call) -> bool:
    said = str(call.arguments)
    return any(words in said for words in ("Published by", "Discarded by", "is live. /", "no longer the candidate"))


def test_another_candidate_is_not_discarded_by_an_old_button(slack, served, place):
    message = built(slack, place)
    add_parking(place)
    rolecall_said(slack, "reindex", BOB)
    slack.wait(lambda: report(slack, BOB))
    waiting = read_candidate(place / "index")
    slack.click(direct_message(HELEN), HELEN, message, ids.DISCARD)
    slack.wait(lambda: any("is no longer the candidate" in shown(each) for each in said_to(slack, HELEN)))
    assert waiting is not None and read_candidate(place / "index") == waiting


def test_a_document_is_withdrawn_once(slack, served, place):
    for user in (HELEN, BOB):
        slack.command(GENERAL, user, "/rolecall", "withdraw library assistant")
        modal(slack)
        slack.submit(user, {"reason": value(f"wrong, says {user}")})
        slack.wait(lambda who=user: said_to(slack, who))
    assert "no longer answers" in said_to(slack, HELEN)[-1]["text"]
    assert "withdrawn already" in said_to(slack, BOB)[-1]["text"]
    assert [each.reason for each in live.read_live(place / "index").withdrawals] == [f"wrong, says {HELEN}"]
    assert kinds(served, "withdrawn") == ["withdrawn"]


def test_a_choice_is_taken_once_and_that_is_said(slack, installation, tmp_path):
    with serving(write_settings(tmp_path, installation, slack, "socket"), slack) as record:
        asked = slack.mention(GENERAL, ALICE, "How many pounds do I have to lift?")
        (back,) = slack.wait(lambda: slack.replies(GENERAL, asked))
        slack.click(GENERAL, ALICE, back, "choose_0")
        slack.wait(lambda: record.ended(2))
        slack.click(GENERAL, ALICE, back, "choose_0")
        slack.wait(lambda: [each for each in slack.ephemeral(GENERAL, ALICE) if "You chose that" in each["text"]])
        assert len(record.receipts()) == 2


def test_a_question_is_deleted_once_and_that_is_said(slack_over_http, installation, tmp_path):
    slack = slack_over_http
    with serving(write_settings(tmp_path, installation, slack, "http"), slack) as record:
        slack.say(ALICE, ALICE, QUESTION)
        (receipt,) = slack.wait(lambda: record.ended(1))
        slack.open_home(ALICE)
        home = slack.wait(lambda: QUESTION in str(slack.home(ALICE)) and slack.home(ALICE))
        pressed = home_action(home, "delete_question_0")
        assert send(slack, pressed, as_form=True) == 200
        slack.wait(lambda: f"{receipt.number} is deleted: the question" in str(slack.home(ALICE)))
        assert send(slack, pressed, as_form=True) == 200
        slack.wait(lambda: f"{receipt.number} is not among your questions any more" in str(slack.home(ALICE)))
        with record.database.read() as connection:
            erased = "SELECT count(*) FROM entries WHERE kind = 'erased'"
            assert connection.exec_driver_sql(erased).scalar() == 1
