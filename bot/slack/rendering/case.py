"""A case as HR sees it, and what whoever asked is told of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.desk.approval import Draft, draft_of
from bot.desk.case import CLOSED, REPLIED, Case, Step
from bot.record.receipt import Receipt
from bot.record.stored import ERASED
from bot.slack import actions as ids
from bot.slack.rendering import blocks
from bot.slack.rendering.blocks import Block, Element
from bot.slack.rendering.escaping import clean, inert, one_line
from bot.slack.rendering.fitting import SECTION, fit, name
from bot.slack.rendering.forms import field, text_input
from bot.slack.rendering.message import Message
from bot.slack.rendering.sources import named_sources, sources_of
from bot.slack.rendering.views import View, modal

QUESTION, TEXT, DOCUMENT, QUOTE = "question", "text", "document", "quote"  # fields of the modals
LONGEST_REPLY = 2_500  # characters
MOST_REPLIES = 3  # shown on a card; the receipt has all
_ASKED, _ANSWERED, _REPLIED = 2_000, 1_000, 800  # characters: of all blocks together Slack takes about 12,000
_SOURCES = 3


def card(case: Case, receipt: Receipt) -> Message:
    """The message in HR's channel, as the case is now."""
    asked = receipt.question.text if receipt.question is not None else ERASED
    heading = f"Case {case.number} · {_state(case)}"
    shown = [
        blocks.header("A question for HR"),
        blocks.context(inert(f"{_who(case)} · {_when(case.steps[0].at)} · {_state(case)}")),
        *([blocks.context(inert(f"Before, in the same thread: {name(each)}")) for each in _earlier(receipt)]),
        blocks.section(fit(asked, _ASKED).text),
        *_answered(receipt),
        *_replies(case),
        *_drafted(case),
        blocks.actions(_buttons(case)),
        blocks.context(inert(f"Receipt {case.number}")),
    ]
    said = f"{heading}. {_who(case)} asks: {name(asked, 600)}"
    return Message(inert(said), tuple(shown))


def told(case: Case, receipt: Receipt, step: Step) -> Message:
    """The direct message to whoever asked."""
    asked = name(receipt.question.text, 300) if receipt.question is not None else ERASED
    by = step.person.name if step.person is not None and step.person.name else "HR"
    if step.kind == REPLIED:
        head, said = f"{by} of HR answers your question “{asked}”:", step.text or ERASED
    else:
        head = f"HR has closed the case of your question “{asked}”."
        said = "If that doesn't settle it, press Ask HR again, or talk to HR directly."
    text = f"{head}\n{fit(said, SECTION).text}"
    shown = (
        blocks.context(inert(head)),
        blocks.section(fit(said, SECTION).text),
        blocks.context(f"Receipt {case.number}"),
    )
    return Message(inert(text), shown, inert(f"{text}\nReceipt {case.number}"))


def reply_view(case: Case, receipt: Receipt) -> View:
    """Asks for what is to be said to whoever asked."""
    asked = receipt.question.text if receipt.question is not None else ERASED
    shown = [
        blocks.section(fit(asked, SECTION).text),
        field(TEXT, "Your reply", text_input(multiline=True, longest=LONGEST_REPLY)),
        blocks.context("It is sent as a direct message, with your name. It is kept with the receipt."),
    ]
    return modal("Reply", shown, callback_id=ids.CASE_REPLY_VIEW, metadata=case.number, submit="Send")


def draft_view(case: Case, receipt: Receipt) -> View:
    """Asks for an approved answer: HR's last reply and what was cited stand there already."""
    draft = _suggested(case, receipt)
    hint = "Word for word, as the document has it."
    shown = [
        blocks.section("Everybody who asks this question gets your answer, once another person has approved it."),
        field(QUESTION, "Question, complete in itself", text_input(draft.question, longest=300)),
        field(TEXT, "Answer", text_input(draft.text, multiline=True, longest=2_000)),
        field(DOCUMENT, "Document it rests on", text_input(draft.document, longest=300), hint="Its path or title."),
        field(QUOTE, "Words of that document", text_input(draft.quote, multiline=True, longest=2_000), hint=hint),
    ]
    return modal("Approved answer", shown, callback_id=ids.CASE_DRAFT_VIEW, metadata=case.number, submit="Hand in")


def _suggested(case: Case, receipt: Receipt) -> Draft:
    asked = receipt.question.text if receipt.question is not None else ""
    replied = next((step.text for step in reversed(case.steps) if step.kind == REPLIED and step.text), "")
    answer = receipt.answer
    cited = answer.citations[0] if answer is not None and answer.citations else None
    text = replied or (answer.text if answer is not None and answer.status == "answered" else "")
    return Draft(
        one_line(asked)[:300],
        clean(text)[:2_000],
        clean(cited.document)[:300] if cited else "",
        one_line(cited.quote)[:2_000] if cited else "",
    )


def _earlier(receipt: Receipt) -> Sequence[str]:
    return receipt.question.earlier[-2:] if receipt.question is not None else ()


def _answered(receipt: Receipt) -> Iterator[Block]:
    answer = receipt.answer
    if answer is None:
        yield blocks.context("Rolecall has not answered it.")
        return
    yield blocks.context("What Rolecall showed:")
    yield blocks.section(fit(answer.text, _ANSWERED).text)
    if answer.citations:
        yield blocks.context(*named_sources(sources_of(answer.citations)[:_SOURCES]))


def _replies(case: Case) -> Iterator[Block]:
    replies = [step for step in case.steps if step.kind == REPLIED]
    if len(replies) > MOST_REPLIES:
        yield blocks.context(f"and {len(replies) - MOST_REPLIES} replies before; all are in the record")
    for step in replies[-MOST_REPLIES:]:
        yield blocks.context(inert(f"{_name(step)} replied, {_when(step.at)}:"))
        yield blocks.section(fit(step.text or ERASED, _REPLIED).text)
    for step in case.steps[-1:]:
        if step.kind == CLOSED:
            yield blocks.context(inert(f"{_name(step)} closed it, {_when(step.at)}"))


def _drafted(case: Case) -> Iterator[Block]:
    for step in case.drafts:
        draft = draft_of(step)
        yield blocks.context(inert(f"{_name(step)} proposes an approved answer; another person has to approve it:"))
        if draft is None:
            yield blocks.section(ERASED)
            continue
        yield blocks.section(f"{fit(draft.question, 300).text}\n{fit(draft.text, _ANSWERED).text}")
        yield blocks.quote(fit(draft.quote, 500).text)
        yield blocks.context(inert(draft.document))


def _buttons(case: Case) -> list[Element]:
    number, about = case.number, f"case {case.number}"
    draft = blocks.button("Turn into an approved answer", ids.CASE_DRAFT, number, spoken=f"Approved answer of {about}")
    approve = [
        blocks.button(
            "Approve",
            ids.CASE_APPROVE,
            ids.value_for(number, step.seq),
            spoken=f"Approve the answer that is proposed for {about}",
            style="primary",
            confirm=("It is written into the documents, in your name. It answers once it is published.", "Approve"),
        )
        for step in case.drafts
    ]
    if case.state == "closed":
        return [blocks.button("Reopen", ids.CASE_REOPEN, number, spoken=f"Reopen {about}"), draft, *approve]
    claim = blocks.button("Claim", ids.CASE_CLAIM, number, spoken=f"Claim {about}", style="primary")
    reply = blocks.button("Reply", ids.CASE_REPLY, number, spoken=f"Reply to {about}")
    close = blocks.button("Close", ids.CASE_CLOSE, number, spoken=f"Close {about}")
    return [*([claim] if case.holder is None else []), reply, close, draft, *approve]


def _who(case: Case) -> str:
    return (case.asker.name or case.asker.user) if case.asker is not None else "Somebody who has been erased"


def _state(case: Case) -> str:
    if case.state == "claimed" and case.holder is not None:
        return f"claimed by {case.holder.name or case.holder.user}"
    return case.state


def _name(step: Step) -> str:
    return (step.person.name or step.person.user) if step.person is not None else "Somebody"


def _when(at: datetime) -> str:
    return f"{at.day} {at:%B %Y, %H:%M} UTC"
