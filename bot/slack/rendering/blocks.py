"""Slack's blocks, made of words that are safe already or made safe here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from bot.slack.rendering.escaping import TextObject, escape, inert, is_bland, mrkdwn, one_line, plain, text_object
from bot.slack.rendering.fitting import BUTTON, OPTION, SECTION, name

Block = dict[str, Any]
Element = dict[str, Any]
MOST_BUTTONS = 25  # of one block
MOST_OPTIONS = 100  # of a select
MOST_LINES = 30  # our own, of one section


def section(text: str, *, accessory: Element | None = None) -> Block:
    """Words of documents or people, as they are."""
    return _section(text_object(text), accessory)


def written(text: str, *, accessory: Element | None = None) -> Block:
    """Words written as mrkdwn, in which the words of others are made safe already."""
    return _section(mrkdwn(text), accessory)


def _section(text: TextObject, accessory: Element | None) -> Block:
    return {"type": "section", "text": text} | ({"accessory": accessory} if accessory is not None else {})


def quote(text: str) -> Block:
    """Verbatim words, white space folded: beside a bar, or in quotation marks where mrkdwn would change them."""
    folded = one_line(text)
    if is_bland(folded):
        return written(f">{escape(folded) or '–'}")
    return section(f"“{folded}”")


def context(*lines: str) -> Block:
    """Small print, written as mrkdwn; one line below the other."""
    return {"type": "context", "elements": [mrkdwn("\n".join(filter(None, lines)) or "–")]}


def header(text: str) -> Block:
    return {"type": "header", "text": plain(name(text, 150))}


def divider() -> Block:
    return {"type": "divider"}


def bold(text: str) -> str:
    """A name in bold, as mrkdwn. No asterisk of its own may end that, not even one between letters."""
    return f"*{inert(name(text)).replace('*', '∗') or '–'}*"


def actions(elements: Sequence[Element]) -> Block:
    return {"type": "actions", "elements": list(elements[:MOST_BUTTONS])}


def button(
    label: str,
    action_id: str,
    value: str,
    *,
    spoken: str = "",
    style: Literal["primary", "danger", ""] = "",
    confirm: tuple[str, str] | None = None,
) -> Element:
    """A button.

    Args:
        spoken: what a screen reader says, where it is more than the label.
        confirm: what is asked before it counts, and the word that says yes.
    """
    made: Element = {
        "type": "button",
        "text": plain(name(label, BUTTON)),
        "action_id": action_id,
        "value": value,
        "accessibility_label": name(spoken or label, BUTTON),
    }
    if style:
        made["style"] = style
    if confirm is not None:
        asked, yes = confirm
        titled = {"title": plain(name(label, BUTTON)), "text": plain(asked)}
        made["confirm"] = {**titled, "confirm": plain(yes), "deny": plain("Cancel")}
    return made


def select(placeholder: str, action_id: str, options: Sequence[tuple[str, str]]) -> Element:
    """A menu of (label, value)."""
    listed = [{"text": plain(name(label, OPTION)), "value": value} for label, value in options[:MOST_OPTIONS]]
    return {"type": "static_select", "action_id": action_id, "placeholder": plain(placeholder), "options": listed}


def listed(lines: Sequence[str]) -> list[Block]:
    """Lines written as mrkdwn, in as few sections as hold them; each line of a few hundred characters."""
    groups = [lines[first : first + MOST_LINES] for first in range(0, len(lines), MOST_LINES)]
    smaller = [part for group in groups for part in _halves(list(group))]
    return [written("\n".join(part)) for part in smaller]


def _halves(lines: list[str]) -> list[list[str]]:
    if sum(map(len, lines)) + len(lines) <= SECTION or len(lines) < 2:
        return [lines]
    middle = len(lines) // 2
    return _halves(lines[:middle]) + _halves(lines[middle:])
