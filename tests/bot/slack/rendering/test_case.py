"""Whatever people ask and HR replies: cards, direct messages, modals and digests are safe, and Slack takes them."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.answers.answer import Question
from bot.desk.approval import Draft
from bot.desk.case import DRAFTED, OPENED, STEPS, Case, Step
from bot.record.message import Person
from bot.record.receipt import Receipt
from bot.record.reports.topics import Topic, Topics
from bot.slack.rendering.case import card, draft_view, reply_view, told
from bot.slack.rendering.digest import digest_message
from tests.bot.slack.limits import view_problems
from tests.bot.slack.rendering.alive import alive
from tests.bot.slack.rendering.made import answers, long_texts, texts
from tests.bot.slack.rendering.test_safety import check, thoroughly

NOW = datetime(2026, 11, 26, 9, 30, tzinfo=UTC)
people = st.none() | st.builds(Person, st.just("slack"), st.just("T1"), st.just("U1"), texts)
drafts = st.builds(Draft, texts, long_texts, texts, long_texts).map(Draft.written)


def step(kind, person, text, draft):
    return Step(7, NOW, kind, person, draft if kind == DRAFTED and text is not None else text)


steps = st.lists(st.builds(step, st.sampled_from(STEPS), people, st.none() | long_texts, drafts), max_size=5)
questions = st.none() | st.builds(Question, long_texts, st.lists(texts, max_size=4).map(tuple))


def receipt_of(question, answer):
    return Receipt(
        *(1, "RC-7F3A9", "slack", NOW, "posted", "answered", question, answer, "P-1", (), NOW, 1.0, "", "", {}, NOW),
        *((), None, None, "none", None, None, None, ()),
    )


def case_of(state, asker, holder, later):
    first = Step(1, NOW, OPENED, asker, None)
    return Case(1, "RC-7F3A9", state, asker, holder, (first, *later), (), 0, 0)


cases = st.builds(case_of, st.sampled_from(["open", "claimed", "closed"]), people, people, steps)


@thoroughly
@given(cases, questions, st.none() | answers)
def test_every_case(case, question, answer):
    receipt = receipt_of(question, answer)
    check(card(case, receipt))
    for each in case.untold:
        check(told(case, receipt, each))
    for view in (reply_view(case, receipt), draft_view(case, receipt)):
        assert view_problems(view) == []
        assert alive(view) == []


topics = st.builds(
    lambda label, people, documents: Topic(label, 9, people, {}, 0, 0, (), 1, documents, (), NOW, NOW),
    long_texts,
    st.none() | st.integers(5, 90),
    st.lists(texts, max_size=3).map(tuple),
)


@thoroughly
@given(st.lists(topics, max_size=20))
def test_every_digest(found):
    message = digest_message(Topics(tuple(found), "week", (), 9, 9, 0, 1, 1, 5), NOW, NOW)
    check(message)
    assert sum("9 times" in str(block) for block in message.blocks) <= 1
