"""What a modal asks for: fields with their labels, each in a block of its own name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.slack.rendering.blocks import Block, Element, select
from bot.slack.rendering.escaping import plain

ELEMENT = "value"  # of each field; its block names it


def field(name: str, label: str, element: Element, *, hint: str = "", optional: bool = False) -> Block:
    """One field; `name` is how it is read again."""
    block: Block = {"type": "input", "block_id": name, "label": plain(label), "element": element}
    if hint:
        block["hint"] = plain(hint)
    return block | ({"optional": True} if optional else {})


def text_input(value: str = "", *, multiline: bool = False, longest: int = 3_000) -> Element:
    """A line, or several."""
    element: Element = {"type": "plain_text_input", "action_id": ELEMENT, "multiline": multiline, "max_length": longest}
    return element | ({"initial_value": value} if value else {})


def chosen(placeholder: str, options: Sequence[tuple[str, str]], value: str = "") -> Element:
    """A menu of (label, value), one of which may be chosen already."""
    element = select(placeholder, ELEMENT, options)
    initial = next((each for each in element["options"] if each["value"] == value), None)
    return element | ({"initial_option": initial} if initial is not None else {})


def person_input() -> Element:
    return {"type": "users_select", "action_id": ELEMENT, "placeholder": plain("Choose a person")}


def channel_input(value: str = "") -> Element:
    """Public and private channels; none that other organisations share."""
    element: Element = {
        "type": "conversations_select",
        "action_id": ELEMENT,
        "placeholder": plain("Choose a channel"),
        "filter": {
            "include": ["public", "private"],
            "exclude_bot_users": True,
            "exclude_external_shared_channels": True,
        },
    }
    return element | ({"initial_conversation": value} if value else {})


def file_input(endings: Sequence[str]) -> Element:
    """One file with one of those endings: "md", "docx"."""
    return {"type": "file_input", "action_id": ELEMENT, "filetypes": list(endings), "max_files": 1}


def read(view: Mapping[str, Any], name: str) -> str:
    """What was written into a field or chosen in it, as it stands there; "" where nothing was."""
    given = view["state"]["values"].get(name, {}).get(ELEMENT) or {}
    taken = given.get("selected_option") or {}
    value = given.get("value") or taken.get("value") or given.get("selected_user") or given.get("selected_conversation")
    return unescaped(str(value or "").strip())


def metadata(view: Mapping[str, Any]) -> str:
    """What a modal was given to carry."""
    return unescaped(str(view.get("private_metadata") or ""))


def unescaped(text: str) -> str:
    """Slack hands back `&`, `<` and `>` as it shows them."""
    for escaped, character in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):  # the ampersand last: nothing twice
        text = text.replace(escaped, character)
    return text


def read_files(view: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    """The files that were handed over, as Slack describes them."""
    return list((view["state"]["values"].get(name, {}).get(ELEMENT) or {}).get("files") or ())
