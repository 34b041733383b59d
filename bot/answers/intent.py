"""What a question wants: which roles, which facts, one of them, several side by side, or all that fit."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bot.answers.fact_words import FactAsked, FactWords
from bot.answers.lexicon import lexicon
from bot.answers.role_match import Mentions, RoleMatcher
from bot.answers.small_talk import without_small_talk
from bot.answers.wording import Spelling, Word, Wording, read_wording
from knowledge.fact import Role

Form = Literal["one", "compare", "every_role"]

_TOWARDS_OTHERS = frozenset({"reports_to", "supervises", "works_with", "dotted_line", "career_path", "acting_role"})
_LIST_STARTS = frozenset({"list", "name", "enumerate"})
_ASKING = frozenset({"which", "what"})
_NEGATIONS = frozenset({"not", "no", "never", "without", "none", "neither", "nor"})


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
        return any(word.plain in _NEGATIONS for word in self.wording.words)

    @property
    def wants_list(self) -> bool:
        """Whether several things are asked for: "list ...", "which abilities", "what are the duties"."""
        words = [word.plain for word in self.wording.words]
        if set(words) & _LIST_STARTS:
            return True
        return any(
            word in _ASKING and any(_is_plural(later) for later in words[place + 1 : place + 6])
            for place, word in enumerate(words[:4])
        )


class IntentReader:
    """Reads questions against one directory and catalogue."""

    def __init__(self, spelling: Spelling, roles: RoleMatcher, facts: FactWords) -> None:
        self._spelling = spelling
        self._roles = roles
        self._facts = facts

    def read(self, text: str) -> Intent:
        wording = read_wording(text, self._spelling)
        mentions = self._roles.find(wording, self._facts.find(wording))
        named = {number for mention in mentions.mentions for number in range(mention.start, mention.end)}
        asked = self._facts.find(wording, mentions.covered, named)
        facts = self._dated(wording, _weighed(wording, asked))
        details = tuple(self._details(wording, mentions, facts))
        facts += tuple(
            FactAsked(name, (number,), 1)
            for number, word in enumerate(wording.words)
            if any(word is each for each in details) and (name := self._facts.head_of(word.stem))
        )
        details = tuple(self._details(wording, mentions, facts))
        form = _form(wording, mentions, facts)
        if details or form == "every_role":  # "where do rangers sleep": the small words ask for something else
            facts = tuple(each for each in facts if each.content)
        return Intent(wording, mentions, facts, details, form)

    def _dated(self, wording: Wording, facts: tuple[FactAsked, ...]) -> tuple[FactAsked, ...]:
        """ "Until when can I apply?" asks for a date, not how to apply."""
        times = ("date", "duration", "hours")
        asks_time = any(word.plain in lexicon().time_askers for word in wording.words)
        if not asks_time or not facts or any(each.value in times for each in facts):
            return facts
        stems = {
            wording.words[number].stem for each in facts for number in each.words if not wording.words[number].is_idle
        }
        name = self._facts.date_of(stems)
        return (replace(facts[0], name=name, value="date"),) if name else facts

    def _details(self, wording: Wording, mentions: Mentions, facts: Collection[FactAsked]) -> Iterator[Word]:
        words = lexicon()
        idle = words.comparing | words.together | words.light_modifiers | words.supposing
        taken = {number for asked in facts for number in asked.words} | mentions.covered | without_small_talk(wording)
        asking = {stem for asked in facts for stem in self._facts.words_of(asked.name)}
        for number, word in enumerate(wording.words):
            if number not in taken and not word.is_stop and word.plain not in idle and word.stem not in asking:
                yield word


def _is_plural(word: str) -> bool:
    return word.endswith("s") and not word.endswith("ss") and word not in lexicon().stop_words


def _weighed(wording: Wording, asked: Sequence[FactAsked]) -> tuple[FactAsked, ...]:
    """What is asked without what only belongs to it: the "office" of "office conditions", "how much" beside "pay"."""
    asked = [each for each in asked if not _is_modifier(wording, each, asked)]
    exact = [each for each in asked if each.is_exact] or asked
    strong = [each for each in exact if each.content] or exact
    plain = [each for each in strong if each.value != "list"] or strong
    return tuple(plain)


def _is_modifier(wording: Wording, one: FactAsked, asked: Sequence[FactAsked]) -> bool:
    """Whether the one word of this fact stands right before the word of another: they are one name together."""
    if len(one.words) != 1 or not one.content:
        return False
    after = one.words[0] + 1
    followers = [each for each in asked if each.content and each.words[0] == after and each.words != one.words]
    if not followers:
        return False
    gap = wording.text[wording.words[one.words[0]].end : wording.words[after].start]
    return not gap.strip(" -/")


def _form(wording: Wording, mentions: Mentions, facts: Collection[FactAsked]) -> Form:
    if asks_every_role(wording, mentions, facts):
        return "every_role"
    several = len({mention.roles for mention in mentions.mentions}) > 1
    if any(mention.names_all for mention in mentions.mentions):
        return "compare"
    compares = any(word.plain in lexicon().comparing | {"or", "vs", "more", "less"} for word in wording.words)
    towards = {asked.name for asked in facts} & _TOWARDS_OTHERS
    return "compare" if several and (compares or not towards) else "one"


def asks_every_role(wording: Wording, mentions: Mentions, facts: Collection[FactAsked]) -> bool:
    """ "Which roles ...", "list all jobs that ...", "how many positions ...", "who has to work weekends?"."""
    words = [word.plain for word in wording.words]
    noun = next((n for n, word in enumerate(words[:8]) if word in _nouns(words, n)), None)
    named = {number for mention in mentions.mentions for number in range(mention.start, mention.end)}
    if noun is None:
        return _asks_who(words, mentions, facts) or _asks_which_of_a_kind(words, mentions)
    if any(
        mention.start < mention.end and not (mention.end == noun and words[noun].endswith("s"))
        for mention in mentions.mentions
    ):
        return False
    asker = next((n for n, word in enumerate(words[: noun + 1]) if word in lexicon().askers), None)
    plain_plural = noun == 0 and words[0].endswith("s")
    if asker is None:
        return plain_plural
    between = [n for n in range(asker + 1, noun) if n not in named]
    return all(wording.words[n].is_stop or words[n] in lexicon().light_modifiers for n in between)


def _nouns(words: list[str], number: int) -> frozenset[str]:
    """Role nouns; "documents" and the like only after "job", "role" or "position", or said of all of them."""
    papers = lexicon().paper_nouns
    follows_job = number > 0 and words[number - 1] in lexicon().role_nouns
    after_which = number > 0 and words[number - 1] in {"which", "the", "all", "these", "of"} and "apply" not in words
    states = {
        "state",
        "states",
        "mention",
        "mentions",
        "give",
        "gives",
        "say",
        "says",
        "list",
        "lists",
        "specify",
        "name",
    }
    return lexicon().role_nouns | (papers if follows_job or (after_which and states & set(words)) else frozenset())


def _asks_who(words: list[str], mentions: Mentions, facts: Collection[FactAsked]) -> bool:
    """ "Who needs a licence?": a fact that is no person, and nobody named."""
    return (
        bool(words)
        and words[0] == "who"
        and not mentions.mentions
        and not mentions.unknown
        and "i" not in words
        and any(0 not in asked.words and asked.name not in _TOWARDS_OTHERS | {"contact"} for asked in facts)
    )


def _asks_which_of_a_kind(words: list[str], mentions: Mentions) -> bool:
    """ "Which coordinators work weekends?": a title in the plural that fits several, after "which"."""
    return any(
        mention.start > 0 and words[mention.start - 1] in _ASKING and len(mention.roles) > 1
        for mention in mentions.mentions
    )
