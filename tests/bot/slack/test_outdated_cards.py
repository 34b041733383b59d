"""Cards of HR's channel that two press at once, or one after another: one outcome, and a plain word to the second."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.desk.desk import Desk
from bot.record.verify import verify
from bot.slack import actions as ids
from tests.bot.slack.test_desk import QUESTION, card, field, handed_over, private, served, settings_file, text_of
from tests.bot.slack.workspace import ALICE, BOB, HELEN, HR

__all__ = ["served", "settings_file"]  # fixtures


@pytest.fixture(autouse=True)
def hr(slack):
    """Who is in HR's channel."""
    slack.facts.members[HR] = [HELEN, BOB, ALICE]


def told(slack, user: str, words: str) -> list:
    return [each for each in slack.ephemeral(HR, user) if words in each["text"]]


def kinds(served) -> list[str]:
    """What became of the one case."""
    (receipt,) = served.receipts()
    return [step.kind for step in Desk(served.database).case(receipt.number).steps]


def at_once(slack, message, action_id: str, *users: str) -> None:
    with ThreadPoolExecutor(len(users)) as threads:
        list(threads.map(lambda user: slack.click(HR, user, message, action_id), users))


def test_a_case_that_two_claim_at_once_is_ones(slack, served):
    at_once(slack, handed_over(slack), ids.CASE_CLAIM, HELEN, BOB)
    slack.wait(lambda: "claimed by" in text_of(card(slack)))
    slack.wait(lambda: told(slack, HELEN, "bob has claimed") + told(slack, BOB, "helen has claimed"))
    assert kinds(served) == ["case_opened", "case_claimed"]


def test_a_case_is_closed_and_reopened_once(slack, served):
    first = handed_over(slack)
    at_once(slack, first, ids.CASE_CLOSE, HELEN, BOB)
    slack.wait(lambda: told(slack, HELEN, "bob has closed") + told(slack, BOB, "helen has closed"))
    closed = slack.wait(lambda: "closed it" in text_of(card(slack)) and card(slack))
    slack.wait(lambda: private(slack))
    at_once(slack, closed, ids.CASE_REOPEN, HELEN, BOB)
    slack.wait(lambda: told(slack, HELEN, "is open already") + told(slack, BOB, "is open already"))
    slack.wait(lambda: "closed it" not in text_of(card(slack)))
    assert kinds(served) == ["case_opened", "case_closed", "case_reopened"]
    assert len(private(slack)) == 1  # whoever asked was told once


def test_a_reply_to_a_case_that_somebody_has_claimed_meanwhile_is_not_sent(slack, served):
    first = handed_over(slack)
    slack.click(HR, BOB, first, ids.CASE_REPLY)
    slack.wait(slack.modals)
    slack.click(HR, HELEN, first, ids.CASE_CLAIM)
    slack.wait(lambda: "claimed by" in text_of(card(slack)))
    slack.submit(BOB, field("text", "The Head of Circulation."))
    slack.wait(lambda: [each for each in slack.log() if "helen has claimed" in str(each)])  # below the field
    assert kinds(served) == ["case_opened", "case_claimed"] and private(slack) == []


def proposed(slack, user: str):
    """The card with an approved answer that this person proposes."""
    slack.click(HR, user, handed_over(slack), ids.CASE_DRAFT)
    (modal,) = slack.wait(slack.modals)
    given = {
        each["block_id"]: each["element"].get("initial_value", "") for each in modal["blocks"] if "element" in each
    }
    values = {**field("question", QUESTION), **field("text", "The Head of Circulation, Mondays to Fridays.")}
    slack.submit(user, values | field("document", given["document"]) | field("quote", given["quote"]))
    return slack.wait(lambda: "proposes an approved answer" in text_of(card(slack)) and card(slack))


def test_an_answer_that_two_approve_at_once_is_written_once(slack, served, tmp_path):
    message = proposed(slack, HELEN)
    answers = tmp_path / "documents" / "answers.yaml"
    before = answers.read_text(encoding="utf-8") if answers.exists() else ""
    at_once(slack, message, ids.CASE_APPROVE, BOB, ALICE)
    approved = "Approved and written"
    slack.wait(lambda: told(slack, BOB, approved) + told(slack, ALICE, approved))
    refused = "has approved this answer"
    slack.wait(lambda: told(slack, ALICE, f"bob {refused}") + told(slack, BOB, f"alice {refused}"))
    written = answers.read_text(encoding="utf-8").removeprefix(before)
    assert written.count("Mondays to Fridays") == 1
    assert kinds(served) == ["case_opened", "answer_drafted", "approved"]
    assert verify(served.database).problems == ()
