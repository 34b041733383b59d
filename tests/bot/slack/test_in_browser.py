"""Staff and admins at Slack's own page, in a real browser: what they type, press and see."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from index import live
from tests.bot.slack.served import serving
from tests.bot.slack.test_admin import JOB, change_pay, place, settings_of
from tests.bot.slack.workspace import ALICE, BOT, GENERAL, HELEN

__all__ = ["place"]  # a fixture: an installation of its own
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ABSENT = "NO BROWSER: Slack's page was NOT tried in one. Run `sudo apt-get install chromium`, then test again."
SHOTS = os.environ.get("ROLECALL_SHOTS")  # a folder to keep screenshots in, for looking at
QUESTION = "Who does the Bookmobile Driver report to?"
BOSS = "Head of Circulation"
PATIENCE_MS = 120_000

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason=ABSENT)


@pytest.fixture(scope="module")
def chromium():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"], timeout=PATIENCE_MS)
        yield opened
        opened.close()


@pytest.fixture
def page(slack, chromium):
    """Slack's page, with the channel "general" open."""
    opened = chromium.new_page(viewport={"width": 1100, "height": 640})
    opened.set_default_timeout(PATIENCE_MS)
    opened.goto(slack.url)
    at(opened, "general")
    yield opened
    opened.close()


@pytest.fixture
def served(slack, place):
    with serving(settings_of(place, slack), slack) as record:
        yield record


@pytest.fixture
def shot(page) -> Callable[[str], None]:
    """Keeps what is to be seen, where somebody wants to look at it."""

    def keep(name: str) -> None:
        if SHOTS:
            page.wait_for_timeout(300)
            page.screenshot(path=Path(SHOTS) / f"{name}.png")

    return keep


def at(page, place_name: str) -> None:
    """Open a channel, somebody's direct messages with Rolecall, or the app itself."""
    page.locator(".sidebar-item", has_text=place_name).first.click()


def type_(page, text: str) -> None:
    page.locator(".main .composer-input").fill(text)
    page.locator(".main .composer-send").click()


def thread_of(page, number: int = 0):
    """Open a thread; its pane."""
    page.locator(".main .thread-summary").nth(number).click()
    return page.locator(".thread-pane")


def press(where, label: str) -> None:
    where.get_by_role("button", name=label, exact=True).last.click()


def acting_as(page, name: str) -> None:
    page.locator(".actas select").select_option(label=name)


def test_a_mention_is_answered_shown_in_context_and_rated_with_a_reason(slack, served, page, shot):
    type_(page, f"<@{BOT}> {QUESTION}")
    pane = thread_of(page)
    pane.get_by_text(f"Reports to: {BOSS}").first.wait_for()
    assert "effective February 3, 2025" in pane.inner_text()
    shot("mention")
    press(pane, "Show in context")
    modal = page.locator(".modal")
    modal.get_by_text("Pay grade").first.wait_for()
    shot("context")
    modal.get_by_text("Close", exact=True).click()
    modal.wait_for(state="detached")
    press(pane, "Not helpful")
    modal.locator("select").select_option(label="It is out of date")
    modal.locator(".bk-plain-input, textarea").last.fill("The post was abolished.")
    shot("feedback")
    page.locator(".modal-btn.primary").click()
    slack.wait(lambda: served.receipts()[0].feedback_reason)
    assert served.receipts()[0].feedback_reason == "It is out of date: The post was abolished."


def test_a_direct_message_is_answered_in_its_thread(slack, served, page, shot):
    at(page, "Alice Anderson")
    type_(page, "What do I do if I feel unsafe working alone?")
    pane = thread_of(page)
    pane.get_by_text("Leave the building if you feel unsafe").first.wait_for()
    assert "Lone Working Policy" in pane.inner_text()
    shot("direct-message")


def test_where_it_asks_back_a_choice_is_answered(served, page, shot):
    type_(page, f"<@{BOT}> How many pounds do I have to lift?")
    pane = thread_of(page)
    pane.get_by_text("Which one do you mean?").wait_for()
    shot("asking-back")
    press(pane, "Library Assistant (Alder County Library)")
    pane.get_by_text("35 pounds").first.wait_for()
    shot("chosen")


def test_a_private_answer_is_shared(slack, served, page, shot):
    type_(page, f"/ask {QUESTION}")
    page.locator(".badge-eph").first.wait_for()
    shot("private")
    assert slack.replies(GENERAL) == []
    press(page.locator(".main"), "Share in channel")
    slack.wait(lambda: slack.replies(GENERAL))
    shot("shared")
    assert BOSS in slack.replies(GENERAL)[0]["text"]


def test_an_admin_rebuilds_and_publishes(slack, served, place, page, shot):
    first = live.live_id(place / "index")
    change_pay(place, "19.30")
    acting_as(page, "Helen Hughes")
    type_(page, "/rolecall reindex")
    at(page, "Helen Hughes")
    page.locator(".main").get_by_text(JOB).first.wait_for()
    shot("candidate")
    press(page.locator(".main"), "Publish")
    page.locator(".main").get_by_text("Published by").first.wait_for()
    shot("published")
    assert live.live_id(place / "index") != first


def test_the_home_tab_says_what_one_may_ask_about(slack, served, page, shot):
    slack.mention(GENERAL, ALICE, QUESTION)
    slack.wait(lambda: served.ended(1))
    at(page, "rolecall")
    page.locator(".home .bk-header").first.wait_for()
    shot("home")
    said = page.locator(".home").inner_text()
    assert "Bookmobile Driver" in said
    assert HELEN not in said
