"""Greetings, thanks, praise and "what can you do": answered in kind, without looking anything up."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answers.answer import Answer
from bot.answers.lexicon import lexicon
from bot.answers.wording import Word, Wording

_ABOUT = (
    "I answer questions about roles and policies from your organisation's job documents, in their own words and with "
    "the place they stand in. Ask me, for example, who a role reports to, what it requires, or how two roles compare."
)
_REPLIES = {
    "about": _ABOUT,
    "greeting": "Hello! " + _ABOUT,
    "thanks": "You're welcome. Ask me again whenever you need a role or a policy looked up.",
    "goodbye": "Goodbye! I'm here when you need a role or a policy looked up.",
    "praise": "Thank you! Ask me whenever you need a role or a policy looked up.",
    "noted": "All right. Ask me whenever you need a role or a policy looked up.",
}
_ORDER = ("about", "thanks", "goodbye", "praise", "greeting", "noted")  # what a message with several is answered to


def small_talk(wording: Wording) -> Answer | None:
    """The reply, or None where the message says anything else besides."""
    kinds, left = _taken_apart(wording.words)
    if not kinds or any(not word.is_stop for word in left):
        return None
    asks = lexicon().askers | lexicon().time_askers
    if "about" not in kinds and any(word.plain in asks for word in left):  # "and when is the test?"
        return None
    kind = next(kind for kind in _ORDER if kind in kinds)
    if kind in ("noted", "praise") and (len(left) > 4 or wording.text.endswith("?")):  # "is that ok?"
        return None
    return Answer("chat", _REPLIES[kind], kind="chat")


def without_small_talk(wording: Wording) -> frozenset[int]:
    """Numbers of the words at the start that only greet or thank: "hi, thanks, what is ...": 0, 1."""
    phrases = [phrase for kind in ("greeting", "thanks") for phrase in lexicon().small_talk[kind]]
    number = 0
    while length := _longest(wording.words[number:], phrases):
        number += length
    return frozenset(range(number))


def _taken_apart(words: Sequence[Word]) -> tuple[frozenset[str], tuple[Word, ...]]:
    """The kinds of small talk in a message, and the words that belong to none."""
    kinds: set[str] = set()
    left: list[Word] = []
    number = 0
    while number < len(words):
        found = {kind: _longest(words[number:], phrases) for kind, phrases in lexicon().small_talk.items()}
        kind = max(found, key=lambda name: found[name])
        if found[kind]:
            kinds.add(kind)
            number += found[kind]
        else:
            left.append(words[number])
            number += 1
    return frozenset(kinds), tuple(left)


def _longest(words: Sequence[Word], phrases: Sequence[tuple[str, ...]]) -> int:
    """How many of the first words are the longest phrase that fits there."""
    plain = tuple(word.plain for word in words[:12])
    return max((len(phrase) for phrase in phrases if plain[: len(phrase)] == phrase), default=0)
