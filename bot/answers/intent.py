"""What a question wants: which roles, which facts, one of them, several side by side, or all that fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bot.answers.confidence import wanted_kinds
from bot.answers.every_role import ASKING
from bot.answers.fact_words import FactAsked
from bot.answers.lexicon import lexicon
from bot.answers.mentions import Mentions
from bot.answers.wording import Word, Wording
from knowledge.fact import Role

Form = Literal["one", "compare", "every_role"]
_LIST_STARTS = frozenset({"list", "name", "enumerate"})
_PLURALS = frozenset({"criteria", "people"})
NEGATIONS = frozenset({"not", "no", "never", "without", "none", "neither", "nor", "nobody"})


@dataclass(frozen=True, slots=True)
class Intent:
    """One question, read. `details` are the words that carry a subject and name neither a role nor a fact."""

    wording: Wording
    mentions: Mentions
    facts: tuple[FactAsked, ...]
    details: tuple[Word, ...]
    form: Form

    @property
    def text(self) -> str:
        return self.wording.text

    @property
    def roles(self) -> tuple[Role, ...]:
        return self.mentions.roles

    @property
    def fact_names(self) -> tuple[str, ...]:
        return tuple(asked.name for asked in self.facts)

    @property
    def has_plain_role(self) -> bool:
        """Whether the roles that are named are clear: no title that fits several of which one is meant."""
        return bool(self.roles) and not self.mentions.is_ambiguous

    @property
    def is_negated(self) -> bool:
        return any(word.plain in NEGATIONS for word in self.wording.words)

    @property
    def says_list(self) -> bool:
        return bool({word.plain for word in self.wording.words} & _LIST_STARTS)

    @property
    def asks_for_several(self) -> bool:
        """Whether several things are asked for in so many words: "list ...", "what are the ...", "which kinds of"."""
        return any(pattern.search(self.wording.plain) for pattern in lexicon().listing)

    @property
    def may_want_list(self) -> bool:
        """Whether a list may be what is asked for, or one thing: "who can ...", "what does it have to say"."""
        return any(pattern.search(self.wording.plain) for pattern in lexicon().listing_perhaps)

    @property
    def asks_for_one(self) -> bool:
        """Whether one thing answers: an amount, a time, a person, or yes or no."""
        is_yes_or_no = any(pattern.search(self.wording.plain) for pattern in lexicon().yes_or_no)
        return is_yes_or_no or any(wanted_kinds(self.text).values())

    @property
    def wants_list(self) -> bool:
        """Whether several things are asked for: "list ...", "which abilities", "what are the duties"."""
        words = [word.plain for word in self.wording.words]
        return (
            self.says_list
            or self._names_several(words)
            or any(
                word in ASKING and any(_is_plural(later) for later in words[place + 1 : place + 6])
                for place, word in enumerate(words[:4])
            )
        )

    def _names_several(self, words: Sequence[str]) -> bool:
        """Whether nothing is asked but a plural noun is named, as in "qualifications for the cook"."""
        asked = {words[number] for fact in self.facts for number in fact.words}
        return lexicon().askers.isdisjoint(words) and not self.asks_for_one and any(map(_is_plural, asked))


def _is_plural(word: str) -> bool:
    has_ending = (word.endswith("s") and not word.endswith("ss")) or word in _PLURALS
    return has_ending and word not in lexicon().stop_words
