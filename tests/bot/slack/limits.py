"""Whether Slack would take a message or a view: the SDK's own models, and the limits that those don't hold it to.

The numbers are those of docs.slack.dev/reference/block-kit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

MOST_BLOCKS, MOST_BLOCKS_OF_A_VIEW = 50, 100
LONGEST_TEXT = 40_000  # of a message beside its blocks
LONGEST_BLOCKS = 12_000  # characters over all blocks of a message
LONGEST_OBJECT, LONGEST_FIELD, LONGEST_CELL = 3_000, 2_000, 2_000
LONGEST_VALUE, LONGEST_OPTION = 2_000, 150
MOST_ROWS, MOST_CELLS = 100, 20
LARGEST_VIEW = 250_000  # bytes
TEXTS = {"plain_text", "mrkdwn", "raw_text"}
BLOCKS: dict[str, set[str]] = {  # type -> its keys
    "actions": {"elements"},
    "context": {"elements"},
    "context_actions": {"elements"},
    "divider": set(),
    "header": {"text"},
    "image": {"alt_text", "image_url", "slack_file", "title"},
    "input": {"dispatch_action", "element", "hint", "label", "optional"},
    "section": {"accessory", "expand", "fields", "text"},
    "table": {"column_settings", "rows"},
}
ELEMENTS = {
    "button": {"accessibility_label", "action_id", "confirm", "style", "text", "url", "value"},
    "checkboxes": {"action_id", "initial_options", "options"},
    "file_input": {"action_id", "filetypes", "max_files"},
    "image": {"alt_text", "image_url", "slack_file"},
    "overflow": {"action_id", "confirm", "options"},
    "plain_text_input": {"action_id", "initial_value", "max_length", "min_length", "multiline", "placeholder"},
    "static_select": {"action_id", "initial_option", "options", "placeholder"},
    "conversations_select": {"action_id", "filter", "initial_conversation", "placeholder"},
    "users_select": {"action_id", "initial_user", "placeholder"},
    **{name: {"emoji", "text", "verbatim"} for name in ("plain_text", "mrkdwn", "raw_text")},
}
NEEDS_ACCESSIBILITY_LABEL = {"button"}


def message_problems(text: str, blocks: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """(Slack's error, what is wrong) for each thing that is wrong with a message."""
    problems = []
    if not text.strip():
        problems.append(("no_text", "a message without a text says nothing in notifications"))
    if len(text) > LONGEST_TEXT:
        problems.append(("msg_too_long", f"text of {len(text)} characters"))
    if len(blocks) > MOST_BLOCKS:
        problems.append(("invalid_blocks", f"{len(blocks)} blocks"))
    problems += [("invalid_blocks", problem) for problem in _blocks(blocks)]
    size = sum(len(each) for each in texts(blocks))
    if size > LONGEST_BLOCKS:
        problems.append(("msg_blocks_too_long", f"{size} characters over all blocks"))
    return problems


def view_problems(view: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The same for a modal or App Home."""
    blocks = view.get("blocks", [])
    problems = [*_blocks(blocks)]
    try:
        View(**view).to_dict()
    except SlackObjectFormationError as problem:
        problems.append(str(problem))
    if not 0 < len(blocks) <= MOST_BLOCKS_OF_A_VIEW:
        problems.append(f"{len(blocks)} blocks")
    if len(str(view).encode()) > LARGEST_VIEW:
        problems.append("larger than 250 KB")
    if view.get("type") == "modal" and any(block["type"] == "input" for block in blocks) and "submit" not in view:
        problems.append("a modal with inputs has no submit")
    return [("invalid_arguments", problem) for problem in problems]


def texts(part: Any) -> Iterator[str]:
    """Every text that people see, wherever it stands."""
    for _, text in text_objects(part):
        yield text


def text_objects(part: Any) -> Iterator[tuple[str, str]]:
    """(type, text) of every text object, wherever it stands."""
    if isinstance(part, Mapping):
        if part.get("type") in TEXTS and isinstance(part.get("text"), str):
            yield part["type"], part["text"]
        for inner in part.values():
            yield from text_objects(inner)
    elif isinstance(part, Sequence) and not isinstance(part, str):
        for inner in part:
            yield from text_objects(inner)


def _blocks(blocks: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for number, block in enumerate(blocks):
        yield from (f"block {number}: {problem}" for problem in _block(block))
        yield from _repeated(block, "action_id")  # an action_id has to differ from those of its block alone
    yield from _repeated(blocks, "block_id")


def _repeated(part: Any, name: str) -> Iterator[str]:
    twice = [value for value, count in Counter(_all(part, name)).items() if count > 1]
    if twice:
        yield f"{name} {twice[0]!r} more than once"


def _block(block: Mapping[str, Any]) -> Iterator[str]:
    kind = block.get("type", "")
    if kind not in BLOCKS:
        yield f"{kind!r} is no type of block that we know"
        return
    if extra := block.keys() - BLOCKS[kind] - {"type", "block_id"}:
        yield f"unknown keys {sorted(extra)}"
    parsed = Block.parse(dict(block))
    try:
        assert parsed is not None
        parsed.to_dict()
    except SlackObjectFormationError as problem:
        yield str(problem)
    yield from _elements(block)
    for field in block.get("fields", ()):
        if len(field["text"]) > LONGEST_FIELD:
            yield f"a field of {len(field['text'])} characters"
    yield from _table(block.get("rows", ()))


def _table(rows: Sequence[Sequence[Mapping[str, Any]]]) -> Iterator[str]:
    if len(rows) > MOST_ROWS or any(not 0 < len(row) <= MOST_CELLS for row in rows):
        yield f"{len(rows)} rows of up to {max(map(len, rows))} cells"
    if len({len(row) for row in rows}) > 1:
        yield "rows of different lengths"


def _elements(part: Any) -> Iterator[str]:
    """Elements, options and texts at any depth below a block."""
    if isinstance(part, Mapping):
        kind = part.get("type")
        if kind is not None and kind not in BLOCKS and kind not in ELEMENTS:
            yield f"{kind!r} is no type of element that we know"
        elif kind in ELEMENTS and kind not in BLOCKS and (extra := part.keys() - ELEMENTS[kind] - {"type"}):
            yield f"{kind}: unknown keys {sorted(extra)}"
        if kind in TEXTS and not 0 < len(part.get("text", "").strip()) <= LONGEST_OBJECT:
            yield f"a text of {len(part.get('text', ''))} characters"
        if kind in NEEDS_ACCESSIBILITY_LABEL and not part.get("accessibility_label"):
            yield f"{kind} without accessibility_label"
        yield from _values(part)
        for inner in part.values():
            yield from _elements(inner)
    elif isinstance(part, Sequence) and not isinstance(part, str):
        for inner in part:
            yield from _elements(inner)


def _values(part: Mapping[str, Any]) -> Iterator[str]:
    is_option = "type" not in part and isinstance(part.get("text"), Mapping) and "value" in part
    longest = LONGEST_OPTION if is_option else LONGEST_VALUE
    value = part.get("value")
    if isinstance(value, str) and not 0 < len(value) <= longest:
        yield f"a value of {len(value)} characters"
    if is_option and len(part["text"].get("text", "")) > 75:
        yield f"an option's text of {len(part['text']['text'])} characters"


def _all(part: Any, name: str) -> Iterator[str]:
    if isinstance(part, Mapping):
        if isinstance(part.get(name), str):
            yield part[name]
        for inner in part.values():
            yield from _all(inner, name)
    elif isinstance(part, Sequence) and not isinstance(part, str):
        for inner in part:
            yield from _all(inner, name)
