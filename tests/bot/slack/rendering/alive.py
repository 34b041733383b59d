"""What could come alive in Slack: found in whatever is to be sent, by rules of its own."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tests.bot.slack.limits import text_objects

FRAGMENTS = (
    "<!channel>",
    "<!here|here>",
    "<@U024BE7LH>",
    "<#C024BE7LR|general>",
    "<!subteam^SAZ94GDB8>",
    "<!date^1392734382^{date}^https://evil.test|x>",
    "<https://evil.test|HR portal>",
    "<mailto:hr@evil.test|HR>",
    "&lt;!channel&gt;",
    "@channel",
    "@here",
    "@everyone",
    "*bold*",
    "*https://evil.test*",
    "_italic_",
    "~struck~",
    "`code`",
    "```block```",
    ":smile:",
    ":white_check_mark:",
    "> quoted",
    "&gt; quoted",
    "https://evil.test/a?b=c&d=e",
    "someone@evil.test",
    "\u202egnihtyna\u202c",
    "\u2066isolated\u2069",
    "\u200b",
    "\ufeff",
    "\x1b[31m",
    "\x00",
    "\n\n",
    "\n>>> everything",
    "____________",
    "R&D <b>",
    "snake_case_name.txt",
    "Sentence one. Sentence two.",
    "| a | b |",
)
_OUR_BOLD = re.compile(r"^(?:• )?\*([^*`\n]+)\*(?= – | › | · |$)", re.MULTILINE)
_OUR_BAR = re.compile(r"^>(?!>|\s*$)", re.MULTILINE)
_FORMATTING = re.compile(r"(?<![A-Za-z0-9])[*_~]|[*_~](?![A-Za-z0-9])|`|:[\w+'-]+:|^\s*(?:>|&gt;)", re.MULTILINE)
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt);)")
_BROADCAST = re.compile(r"@(?:channel|here|everyone)\b", re.IGNORECASE)


def alive(message: Mapping[str, Any]) -> list[str]:
    """What would come alive in a message's or a view's texts; [] where nothing does."""
    found = list(_in_strings(message))
    for kind, text in text_objects(message):
        found += [f"{kind}: {problem}" for problem in _in_text(text)]
        if kind == "mrkdwn":
            bare = _OUR_BAR.sub("", _OUR_BOLD.sub(r"\1", text))
            found += [f"formatting {match[0]!r} in {text!r}" for match in _FORMATTING.finditer(bare)]
    for whole in _whole_mrkdwn(message):
        if not whole.get("verbatim"):
            found.append(f"links would be made in {whole['text']!r}")
    if isinstance(message.get("text"), str):
        found += _in_text(message["text"])
        found += [f"formatting {match[0]!r} in the text" for match in _FORMATTING.finditer(message["text"])]
    return found


def _in_text(text: str) -> Iterator[str]:
    if "<" in text or ">" in _OUR_BAR.sub("", text):
        yield f"a control sequence in {text!r}"
    if _ENTITY.search(text):
        yield f"an ampersand that isn't escaped in {text!r}"
    if _BROADCAST.search(text):
        yield f"a broadcast in {text!r}"


def _in_strings(part: Any) -> Iterator[str]:
    """Characters that can't be shown, in any string at any depth."""
    if isinstance(part, str):
        if any(unicodedata.category(each) in {"Cc", "Cs", "Co", "Cn"} and each != "\n" for each in part):
            yield f"a control character in {part!r}"
        if re.search("[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]", part):
            yield f"a mark of direction in {part!r}"
    elif isinstance(part, Mapping):
        for inner in part.values():
            yield from _in_strings(inner)
    elif isinstance(part, Sequence):
        for inner in part:
            yield from _in_strings(inner)


def _whole_mrkdwn(part: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(part, Mapping):
        if part.get("type") == "mrkdwn":
            yield part
        for inner in part.values():
            yield from _whole_mrkdwn(inner)
    elif isinstance(part, Sequence) and not isinstance(part, str):
        for inner in part:
            yield from _whole_mrkdwn(inner)
