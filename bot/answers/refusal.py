"""What is declined: instructions to the bot, messages to everyone, other people's questions and private data."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.answers.answer import Answer
from bot.answers.lexicon import lexicon

_BROADCAST = re.compile(r"<!(?:channel|here|everyone|subteam)[^>]*>|&lt;!(?:channel|here|everyone)", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.!?;\])])\s+|\n+")
_REPLIES = {
    "instructions": "I can't take instructions that change how I work. I look roles and policies up in your documents.",
    "broadcast": "I can't notify or message other people. I look roles and policies up in your documents.",
    "people": "I can't show what other people asked, nor anything private about a person.",
    "actions": "I can't do that. I look roles and policies up in your documents.",
}


@dataclass(frozen=True, slots=True)
class Screened:
    """A question with its declined sentences taken out, and why they were."""

    kept: str
    reason: str = ""  # key of the first reason, "" when nothing was declined


def screen(typed: str, clean: str) -> Screened:
    """Look for what is declined in the cleaned text; `typed` still holds the markup, such as broadcast mentions."""
    kept: list[str] = []
    reasons: list[str] = []
    for sentence in _SENTENCE_END.split(clean):
        reason = _reason(sentence)
        (reasons.append(reason) if reason else kept.append(sentence))
    if not reasons and _BROADCAST.search(typed) and _is_order(clean):
        return Screened("", "broadcast")
    return Screened(" ".join(kept), reasons[0] if reasons else "")


def refusal(reason: str) -> Answer:
    """The reply to a declined request."""
    return Answer("refused", _REPLIES.get(reason, _REPLIES["actions"]), kind="refusal")


def _reason(sentence: str) -> str:
    for reason, patterns in lexicon().refusals.items():
        if any(pattern.search(sentence) for pattern in patterns):
            return reason
    return ""


def _is_order(clean: str) -> bool:
    """Whether what is left beside a broadcast mention tells the bot to send something."""
    orders = r"\b(?:ping|notify|alert|tag|mention|announce|broadcast|post|send|say|tell|shout|message|start|write)\b"
    return re.search(orders, clean, re.IGNORECASE) is not None
