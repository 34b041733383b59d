"""Modals: a quote in its surroundings, and why an answer didn't help."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from bot.question import LONGEST
from bot.quoted import Passage, Quoted, passages
from bot.slack import actions as ids
from bot.slack.rendering import blocks
from bot.slack.rendering.blocks import Block
from bot.slack.rendering.escaping import clean, inert, plain
from bot.slack.rendering.fitting import SECTION, TITLE, VIEW_BLOCKS, fit, name
from bot.slack.rendering.sources import Source

View = dict[str, Any]
LONGEST_REMARK = 1_000  # characters
REASONS = {  # what is kept -> what is offered
    "wrong": "It is wrong",
    "outdated": "It is out of date",
    "other_question": "It answers another question",
    "missing": "Something is missing",
    "unclear": "I don't understand it",
    "other": "Something else",
}


def modal(title: str, shown: Sequence[Block], *, callback_id: str, metadata: str = "", submit: str = "") -> View:
    """A modal; where it asks for something, `submit` is the button that sends it."""
    view: View = {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain(name(title, TITLE)),
        "close": plain("Cancel" if submit else "Close"),
        "private_metadata": metadata,
        "blocks": list(shown[:VIEW_BLOCKS]),
    }
    return view | ({"submit": plain(submit)} if submit else {})


def context_view(quoted: Sequence[Quoted], number: str) -> View:
    """The quotes of one source in their passages.

    Args:
        quoted: of one document and section, in order; at least one.
    """
    source = Source(tuple(each.citation for each in quoted))
    shown = [
        blocks.header(source.title),
        blocks.context(source.drawn_below_title(), inert(name(source.citations[0].document))),
    ]
    found = passages(quoted)
    for each in found[:_MOST_PASSAGES]:
        shown += [blocks.divider(), *_passage(each)]
    left = len(found) - _MOST_PASSAGES
    if left > 0:
        shown.append(blocks.context(f"and {left} more places in this section"))
    shown += [
        blocks.divider(),
        blocks.context(f"The words beside the bar, or in quotation marks, are quoted. {number}"),
    ]
    return modal("In context", shown, callback_id=ids.CONTEXT_VIEW, metadata=number)


def _passage(passage: Passage) -> Iterator[Block]:
    for words, is_quoted in passage.pieces:
        if is_quoted:
            yield blocks.quote(fit(words, SECTION - 2).text)
        elif clean(words):
            yield blocks.section(fit(words, SECTION).text)
    if passage.why_alone:
        yield blocks.context(inert(passage.why_alone))


def feedback_view(number: str) -> View:
    """Asks why the answer with that receipt didn't help; a reason is chosen, a remark may be written."""
    reason = blocks.select("Choose a reason", ids.REASON_ELEMENT, [(said, key) for key, said in REASONS.items()])
    remark = {
        "type": "plain_text_input",
        "action_id": ids.REMARK_ELEMENT,
        "multiline": True,
        "max_length": LONGEST_REMARK,
    }
    shown = [
        blocks.section("Your reason is kept with the answer. It helps to find documents that need mending."),
        _input(ids.REASON, "What is wrong with the answer?", reason),
        _input(ids.REMARK, "What should it have said?", remark) | {"optional": True},
        blocks.context(f"Receipt {inert(number)}"),
    ]
    return modal("Not helpful?", shown, callback_id=ids.FEEDBACK_VIEW, metadata=number, submit="Send")


def ask_view(question: str, metadata: str, where: str) -> View:
    """Asks for a question.

    Args:
        question: what stands there already.
        where: says who will see the answer.
    """
    element: blocks.Element = {
        "type": "plain_text_input",
        "action_id": ids.QUESTION_ELEMENT,
        "multiline": True,
        "max_length": LONGEST,
    }
    if filled := clean(question)[:LONGEST]:
        element["initial_value"] = filled
    shown = [_input(ids.QUESTION, "Your question", element), blocks.context(inert(where))]
    return modal("Ask Rolecall", shown, callback_id=ids.ASK_VIEW, metadata=metadata, submit="Ask")


def _input(block_id: str, label: str, element: blocks.Element) -> Block:
    return {"type": "input", "block_id": block_id, "label": plain(label), "element": element}


_MOST_PASSAGES = 12
