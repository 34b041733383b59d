"""Whatever documents and people write: nothing comes alive, and Slack takes all of it."""

from __future__ import annotations

import html
from datetime import datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.quoted import Quoted
from bot.slack.rendering.answer import MOST_QUOTED, QUOTE, Offered, message_for
from bot.slack.rendering.candidate import candidate_message
from bot.slack.rendering.escaping import clean, one_line, text_object
from bot.slack.rendering.fitting import TOO_LONG, escaped_length, fit, name
from bot.slack.rendering.home import AskedQuestion, Home, HomeDocument, Keeping, Panel, home_view
from bot.slack.rendering.message import Message, note
from bot.slack.rendering.prompts import prompts
from bot.slack.rendering.views import context_view, feedback_view
from tests.bot.slack.limits import message_problems, view_problems
from tests.bot.slack.rendering.alive import alive
from tests.bot.slack.rendering.made import answers, citations, long_texts, texts

thoroughly = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def check(message: Message) -> None:
    for arguments in (message.arguments(), message.without_blocks()):
        assert alive(arguments) == []
        assert message_problems(arguments["text"], arguments["blocks"]) == []


def read(text: str) -> str:
    """With the marks that look-alikes stand for."""
    return text.translate(str.maketrans("∗ˍ∼ˋ꞉›", "*_~`:>"))


@thoroughly
@given(answers, st.sampled_from(["RC-7F3A9", ""]), st.builds(Offered, st.booleans(), st.booleans(), long_texts))
def test_every_answer(answer, number, offered):
    message = message_for(answer, number, offered)
    check(message)
    for citation in answer.citations[:1]:  # neither the notification nor the words alone lose the source
        title = read(name(citation.title or citation.document))
        assert title in read(html.unescape(message.text))
        assert title in read(html.unescape(message.fallback))


@thoroughly
@given(st.lists(citations, min_size=1, max_size=MOST_QUOTED))
def test_quotes_are_shown_as_the_document_has_them(cited):
    from bot.answers.answer import Answer

    message = message_for(Answer("answered", "Yes.", kind="fact", citations=tuple(cited)), "RC-1")
    shown = [html.unescape(block["text"]["text"]) for block in message.blocks if block["type"] == "section"]
    for citation in cited:
        quoted = one_line(fit(citation.quote, QUOTE).text)
        assert f">{quoted}" in shown or f"“{quoted}”" in shown or not quoted


@thoroughly
@given(st.lists(st.builds(Quoted, citations, long_texts, long_texts, texts), min_size=1, max_size=30))
def test_every_passage_in_its_surroundings(quoted):
    view = context_view(quoted, "RC-7F3A9")
    assert view_problems(view) == []
    assert alive(view) == []


@thoroughly
@given(
    st.lists(st.builds(HomeDocument, texts, texts), max_size=300),
    st.lists(st.builds(AskedQuestion, st.just("RC-1"), long_texts, st.just(datetime(2026, 3, 1)), texts), max_size=15),
    st.lists(st.builds(Panel, texts, st.lists(texts, max_size=200).map(tuple)), max_size=4),
)
def test_every_home(documents, questions, panels):
    home = Home(tuple(documents), tuple(questions), Keeping(365, None), tuple(panels))
    view = home_view(home)
    assert view_problems(view) == []
    assert alive(view) == []


@thoroughly
@given(
    st.lists(st.builds(str.__add__, st.sampled_from(["", "  ", "    ", "      - ", "  + "]), long_texts), max_size=60)
)
def test_every_report_on_a_candidate(lines):
    check(candidate_message(lines, "3f6a9c21"))


def test_a_long_report_is_cut_between_lines_and_says_so():
    message = candidate_message([f"Changed: policies/policy_{number}.md <b>" for number in range(2_000)], "3f6a9c21")
    check(message)
    shown = "\n".join(block["text"]["text"] for block in message.blocks if block["type"] == "section").splitlines()
    assert all(line.endswith("&lt;b&gt;") for line in shown)
    assert str(2_000 - len(shown)) in message.blocks[-3]["elements"][0]["text"]
    assert [each["value"] for each in message.blocks[-2]["elements"]] == ["3f6a9c21", "3f6a9c21"]


@thoroughly
@given(long_texts)
def test_every_note(text):
    check(note(text))


@thoroughly
@given(st.lists(texts, max_size=8))
def test_every_suggested_prompt(questions):
    suggested = prompts(questions)
    assert len(suggested) <= 4
    assert all(each["title"].strip() and each["message"].strip() for each in suggested)
    assert not any(mark in each["message"] for each in suggested for mark in "<>\u202e\x00")


def test_the_modal_that_asks_why():
    view = feedback_view("RC-7F3A9")
    assert view_problems(view) == []
    assert alive(view) == []
    assert view["private_metadata"] == "RC-7F3A9"


@thoroughly
@given(long_texts, st.integers(40, 3_000))
def test_what_is_cut_ends_with_a_whole_sentence(text, room):
    fitted = fit(text, room)
    assert escaped_length(fitted.text) <= room
    assert fitted.is_cut == (escaped_length(clean(text)) > room)
    if fitted.is_cut and fitted.text != TOO_LONG:
        kept = fitted.text.removesuffix(" …")
        assert clean(text).startswith(kept)
        rest = clean(text)[len(kept) :]
        assert rest[:1].isspace(), "not inside a word, and so not inside a sentence"


@thoroughly
@given(long_texts, st.integers(10, 300))
def test_names_fit_on_one_line(text, room):
    assert escaped_length(name(text, room)) <= room
    assert "\n" not in name(text, room)


@given(texts)
def test_a_text_is_shown_with_its_own_characters(text):
    assert html.unescape(text_object(text)["text"]) in (clean(text), "–")
