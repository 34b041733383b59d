"""YAML that people write by hand, read with the line that each thing stands on, and as text alone.

Nothing is resolved: `2026-03-01`, `no` and `12` are the words that were written. Anchors, aliases and tags are refused,
so that a small file can neither grow on reading nor mean something that it does not show.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULLS = ("", "~", "null")


class NotUnderstood(Exception):
    """The text is not YAML. `line` is 1-based, `reason` a clause."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}")
        self.line = line
        self.reason = reason


@dataclass(slots=True)
class Node:
    """A scalar, a list or a mapping; exactly one of the three is not None."""

    line: int  # 1-based
    column: int  # 0-based
    text: str | None = None  # "" for an empty value
    items: list[Node] | None = None
    keys: dict[str, Node] | None = None
    fault: NotUnderstood | None = None  # the first thing in it that is not read here
    waiting: str | None = field(default=None, repr=False)  # while a mapping is read: the key whose value comes next


def read_marked(text: str, deepest: int) -> Node | None:
    """The one document in the text, None where it is empty.

    What is refused, or nested more than `deepest` lists and mappings deep, is left out and noted as the fault of every
    node around it, so that the rest can be used.

    Raises:
        NotUnderstood: it is not YAML, or more than one document.
    """
    root: Node | None = None
    around: list[Node] = []
    for event in _events(text):
        line, column = _place(event)
        if isinstance(event, yaml.DocumentStartEvent) and root is not None:
            raise NotUnderstood(line, "a second YAML document begins here: write one list")
        if isinstance(event, yaml.CollectionEndEvent):
            around.pop()
        if not isinstance(event, yaml.NodeEvent):
            continue
        node = _node(event, line, column)
        root = root or node
        misplaced = _add(around[-1], node) if around else ""
        deep = f"nested more than {deepest} deep" if node.text is None and len(around) >= deepest else ""
        reason = _refused(event) or misplaced or deep
        for each in (*around, node) if reason else ():
            each.fault = each.fault or NotUnderstood(line, reason)
        if node.text is None:
            around.append(node)
    return root


def _events(text: str) -> Iterator[yaml.Event]:
    try:
        yield from yaml.parse(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as exc:
        mark = exc.problem_mark or exc.context_mark
        raise NotUnderstood(mark.line + 1 if mark else 1, f"not valid YAML: {exc.problem or exc.context}") from exc
    except (yaml.YAMLError, ValueError) as exc:  # characters that YAML does not allow
        raise NotUnderstood(1, f"not valid YAML: {' '.join(str(exc).split())[:200]}") from exc


def _place(event: yaml.Event) -> tuple[int, int]:
    """Line and column, as Node has them."""
    mark = event.start_mark
    return (mark.line + 1, mark.column) if mark else (1, 0)


def _node(event: yaml.NodeEvent, line: int, column: int) -> Node:
    if isinstance(event, yaml.SequenceStartEvent):
        return Node(line, column, items=[])
    if isinstance(event, yaml.MappingStartEvent):
        return Node(line, column, keys={})
    written = event.value if isinstance(event, yaml.ScalarEvent) else ""
    is_null = not getattr(event, "style", None) and written in _NULLS
    return Node(line, column, text="" if is_null else written)


def _refused(event: yaml.NodeEvent) -> str:
    """Why a node is not read, or ""."""
    if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
        return "anchors and aliases (& and *) are not read: write it out"
    return "tags (!) are not read" if getattr(event, "tag", None) not in (None, "!") else ""  # "!": of a quoted text


def _add(parent: Node, node: Node) -> str:
    """Put a node where it belongs; why that can't be, or ""."""
    if parent.items is not None:
        parent.items.append(node)
        return ""
    assert parent.keys is not None
    if parent.waiting is not None:
        parent.keys.setdefault(parent.waiting, node)
        parent.waiting = None
        return ""
    parent.waiting = node.text or ""
    if not node.text:
        return "a key has to be a word"
    return f"`{node.text[:40]}` stands twice" if node.text in parent.keys else ""
