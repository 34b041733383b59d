"""Writing approved answers: one more behind those that a file holds, or one approved anew; all else stays as it is."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import yaml

from knowledge.approved import DEEPEST, ApprovedAnswer, parse_approved
from knowledge.errors import RolecallError
from knowledge.marked_yaml import Node, NotUnderstood, read_marked

WIDTH = 100


class NotWritten(RolecallError):
    """An approved answer can't be put into its file; the text says what has to be otherwise."""

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(f"{file}: {reason}. Nothing was written.")


def with_entry(text: str, entry: ApprovedAnswer) -> str:
    """The text of the file `entry.file` with the entry behind the others.

    Raises:
        NotWritten: the file is no list with a line for each entry, or the entry could not be read back as it is.
    """
    file = entry.file
    try:
        root = read_marked(text, DEEPEST)
    except NotUnderstood as exc:
        raise NotWritten(file, str(exc)) from exc
    indent = root.column if root is not None and root.items else 0
    dumped = yaml.dump([_plain(entry)], Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=WIDTH)
    lines = [" " * indent + line if line else line for line in dumped.splitlines()]
    joined = "\n".join([text.rstrip("\n"), *lines] if text.strip() else lines) + "\n"
    before, _ = parse_approved(text.encode(), file)
    after, problems = parse_approved(joined.encode(), file)
    if len(after) == len(before) + 1 and replace(after[-1], line=entry.line) == entry:
        return joined
    reason = problems[-1].reason if problems else "it can't be continued as it is: write each entry on lines of its own"
    raise NotWritten(file, reason)


def with_renewed(text: str, entry: ApprovedAnswer, renewed: ApprovedAnswer) -> str:
    """The text of the file with an entry approved anew: other passages, approver and dates, all else as it stands.

    Raises:
        NotWritten: the entry is not written in a way that can be changed in its place.
    """
    entries, _ = parse_approved(text.encode(), entry.file)
    lines = text.splitlines(keepends=True)
    ends = [node.line - 1 for node in _nodes(text) if node.line > entry.line] + [len(lines)]
    first, last = entry.line - 1, ends[0]
    own = "".join(lines[first:last])
    for name in ("approved_by", "approved", "review"):
        found = re.search(rf"\b{name}:\s+(['\"]?){re.escape(getattr(entry, name))}\1", own)
        if found:
            own = f"{own[: found.start()]}{name}: {getattr(renewed, name)}{own[found.end() :]}"
    for before, after in zip(entry.sources, renewed.sources, strict=True):
        own = own.replace(before.passage, after.passage) if before.passage else own
    written = "".join([*lines[:first], own, *lines[last:]])
    expected = [renewed if each.line == entry.line else each for each in entries]
    if parse_approved(written.encode(), entry.file)[0] != expected:
        raise NotWritten(entry.file, f"line {entry.line}: the entry can't be changed in its place; do it by hand")
    return written


def _nodes(text: str) -> list[Node]:
    """The entries of a file, whether they can be used or not."""
    root = read_marked(text, DEEPEST)
    return root.items or [] if root is not None else []


def _plain(entry: ApprovedAnswer) -> dict[str, Any]:
    """As it is written in the file; what is empty is left out."""
    sources = [
        {"document": each.document, "quote": each.quote, **({"passage": each.passage} if each.passage else {})}
        for each in entry.sources
    ]
    written = {
        "questions": list(entry.questions),
        "text": entry.text,
        "sources": sources,
        "owner": entry.owner,
        "author": entry.author,
        "approved_by": entry.approved_by,
        "approved": entry.approved,
        "review": entry.review,
        "until": entry.until,
        "audience": list(entry.audience),
    }
    return {name: value for name, value in written.items() if value}


class _Dumper(yaml.SafeDumper):
    """Writes what is read here as text: dates without quotes, and several lines as lines."""

    yaml_implicit_resolvers = {  # noqa: RUF012  # as PyYAML has it
        first: [(tag, pattern) for tag, pattern in found if tag == "tag:yaml.org,2002:null"]
        for first, found in yaml.SafeDumper.yaml_implicit_resolvers.items()
    }

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _text)
