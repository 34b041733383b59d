"""An answer as one message: what was asked for, the words it rests on, where they stand, what to do next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.answers.answer import Answer
from bot.slack import actions as ids
from bot.slack.rendering import blocks
from bot.slack.rendering.blocks import Block, Element
from bot.slack.rendering.comparison import table_of
from bot.slack.rendering.escaping import escape, inert, is_bland, one_line
from bot.slack.rendering.fitting import SECTION, fit, name
from bot.slack.rendering.message import Message
from bot.slack.rendering.sources import Source, named_sources, sources_of
from bot.slack.rendering.tree import tree_lines

MOST_QUOTED = 3  # citations whose words are shown; of more, the places are, and the words in the modal
QUOTE = 1_800  # characters of one quote
NOTIFIED = 600  # characters of the answer in a notification
MOST_NAMED = 20  # sources in words alone
MOST_CHOICES = 20
MOST_NEAREST = 5
_HEAD = 120  # characters of a first line's head that is set in bold


@dataclass(frozen=True, slots=True)
class Offered:
    """What the person may do with an answer, and what is said about it."""

    ask_hr: bool = True
    share: bool = False  # a private answer: it can be shared in the channel
    note: str = ""  # a line above it: "Reading this as: ...", "Shared by ..."
    feedback: bool = True  # False: of what was asked nothing is kept, so nothing about it is asked either


def message_for(answer: Answer, number: str, offered: Offered | None = None) -> Message:
    """The answer with that receipt.

    Args:
        number: of the receipt, "RC-7F3A9"; "" where nothing is recorded: then there are no buttons.
    """
    offered = offered or Offered()
    sources = sources_of(answer.citations)
    shown = [
        *([blocks.context(inert(name(offered.note)))] if offered.note else []),
        *([] if _is_quote(answer) else _said(answer)),
        *_cited(answer, sources),
        *_buttons(answer, number, sources, offered),
        *_small_print(answer, number),
    ]
    return Message(_notification(answer, sources), tuple(shown), _in_words(answer, number, sources, offered))


def _is_quote(answer: Answer) -> bool:
    """Whether the answer says nothing but what it quotes, so that the quotes alone are enough."""
    said = [one_line(line.removeprefix("• ")) for line in answer.text.splitlines() if line.strip()]
    quotes = [one_line(citation.quote) for citation in answer.citations]
    is_all_shown = bool(said) and len(said) == len(quotes) <= MOST_QUOTED
    return is_all_shown and all(line == quote != "" for line, quote in zip(said, quotes, strict=True))


def _said(answer: Answer) -> Iterator[Block]:
    table = table_of(answer)
    if table is not None:
        yield blocks.section("Side by side:")
        yield table.block
        if table.left_out:
            yield blocks.context(f"and {table.left_out} more rows; compare fewer roles, or ask for single facts")
        return
    if tree := tree_lines(answer.text):
        yield from blocks.listed(tree)
        return
    text = fit(answer.text, SECTION).text
    head, dash, rest = text.partition(" – ")
    has_head = bool(dash) and "\n" not in head and "*" not in head and 0 < len(head.strip()) <= _HEAD
    if has_head and is_bland(text):
        yield blocks.written(f"*{escape(head)}* – {escape(rest)}")
    else:
        yield blocks.section(text)


def _cited(answer: Answer, sources: Sequence[Source]) -> Iterator[Block]:
    if len(answer.citations) > MOST_QUOTED:
        yield blocks.context(*named_sources(sources))
        return
    for source in sources:
        for citation in source.citations:
            yield blocks.quote(fit(citation.quote, QUOTE).text)
        yield blocks.context(source.drawn())


def _buttons(answer: Answer, number: str, sources: Sequence[Source], offered: Offered) -> Iterator[Block]:
    if not number:
        return
    if answer.choices:
        yield blocks.actions(_choices(answer, number))
    elements = [*_in_context(number, sources)]
    if offered.share and answer.status == "answered":
        elements.append(blocks.button("Share in channel", ids.SHARE, number, spoken="Share this answer in the channel"))
    if offered.ask_hr and answer.status in ("answered", "not_found", "refused"):
        asked = ("HR sees your name, this question and my answer.", "Ask HR")
        elements.append(blocks.button("Ask HR", ids.ASK_HR, number, spoken="Ask HR about this question", confirm=asked))
    if offered.feedback and answer.status != "chat":
        elements += feedback(number)
    if elements:
        yield blocks.actions(elements)


def feedback(number: str) -> list[Element]:
    """The pair of buttons below each answer.

    Buttons like any other, since private answers have them too: nothing says that messages which only one person sees
    show Slack's own pair (`feedback_buttons`).
    """
    helpful = blocks.button("Helpful", ids.HELPFUL, number, spoken="This answer was helpful")
    return [helpful, blocks.button("Not helpful", ids.NOT_HELPFUL, number, spoken="This answer was not helpful")]


def _choices(answer: Answer, number: str) -> list[Element]:
    """One button a choice; where two read alike once cut, each gets its number."""
    choices = answer.choices[:MOST_CHOICES]
    labels = [name(choice.label, 70) for choice in choices]
    if len(set(labels)) < len(labels):
        labels = [f"{place}. {label}" for place, label in enumerate(labels, start=1)]
    return [
        blocks.button(label, f"choose_{place}", ids.value_for(number, place), spoken=f"Ask about {label}")
        for place, label in enumerate(labels)
    ]


def _in_context(number: str, sources: Sequence[Source]) -> Iterator[Element]:
    """A button for one source, a menu for several."""
    if len(sources) == 1:
        spoken = "Show the quoted words in their document"
        yield blocks.button("Show in context", ids.SHOW_CONTEXT, ids.value_for(number), spoken=spoken)
    elif sources:
        options = [(source.plain(), ids.value_for(number, place)) for place, source in enumerate(sources)]
        yield blocks.select("Show in context", ids.SHOW_CONTEXT, options)


def _small_print(answer: Answer, number: str) -> Iterator[Block]:
    lines = [line for line in (_also_relevant(answer), f"Receipt {number}" if number else "") if line]
    if lines:
        yield blocks.context(*map(inert, lines))


def _also_relevant(answer: Answer) -> str:
    """The nearest documents, unless the text names them already."""
    nearest = [title for title in answer.nearest if title not in answer.text]
    return f"Also relevant: {', '.join(name(title, 100) for title in nearest[:MOST_NEAREST])}" if nearest else ""


def _notification(answer: Answer, sources: Sequence[Source]) -> str:
    text = fit(answer.text, NOTIFIED).text
    if sources:
        more = f" (and {len(sources) - 1} more)" if len(sources) > 1 else ""
        text = f"{text}\nSource: {sources[0].plain()}{more}"
    return inert(text) or "–"


def _in_words(answer: Answer, number: str, sources: Sequence[Source], offered: Offered) -> str:
    """All of it without blocks: no button, but each citation."""
    lines = [name(offered.note), fit(answer.text, SECTION).text]
    lines += [f"{place}. {name(choice.label)}" for place, choice in enumerate(answer.choices[:MOST_CHOICES], start=1)]
    for source in sources[:MOST_NAMED]:
        if len(answer.citations) <= MOST_QUOTED:
            lines += [f"“{' '.join(fit(citation.quote, QUOTE).text.split())}”" for citation in source.citations]
        lines.append(f"Source: {source.plain()}")
    lines += [
        f"and {len(sources) - MOST_NAMED} more sources" if len(sources) > MOST_NAMED else "",
        _also_relevant(answer),
        f"Receipt {number}" if number else "",
    ]
    return inert("\n".join(line for line in lines if line)) or "–"
