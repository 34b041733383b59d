"""Ranks that stand for a role: "as a lead", "a senior and a lead cook", "a lead cook and a junior one"."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from bot.answers.lexicon import lexicon
from bot.answers.mentions import Mention
from bot.answers.role_titles import LINKS, NUMERALS, titles_of
from bot.answers.wording import Wording, plain_words
from index.words import stem
from knowledge.fact import Role

ARTICLES = frozenset({"a", "an", "the", "our", "any"})
BETWEEN = frozenset({"or", "and", "than", "to", "vs", "versus", "the", "a", "an", "our"})  # two roles set side by side


class Ranks:
    """Knows which roles of a directory are of which rank and kind."""

    def __init__(self, roles: Sequence[Role]) -> None:
        self._roles = roles
        self._words = {id(role): frozenset(plain_words(role.title)) for role in roles}
        self._kinds = {id(role): _kind(role) for role in roles}

    def alone(self, wording: Wording, asking: Collection[int] = ()) -> Mention | None:
        """The roles of a rank that is said in place of a title: "as a lead", "to become a senior".

        `asking`: numbers of the words that ask for facts: "what does the chief earn?".
        """
        for number, word in enumerate(wording.words):
            rank = word.plain.removesuffix("s")
            before = wording.words[number - 1] if number else None
            is_plural = rank != word.plain and (before is None or before.is_stop)
            if rank not in lexicon().ranks or not (is_plural or (before and before.plain in ARTICLES)):
                continue
            behind = wording.text[word.end :].lstrip()
            following = wording.words[number + 1] if number + 1 < len(wording.words) else None
            goes_on = following is not None and not (following.is_stop and following.plain not in LINKS)
            goes_on = goes_on and number + 1 not in asking
            if goes_on and not is_plural and behind[:1].isalnum():
                continue  # "a senior moment", "the head of"
            if roles := tuple(role for role in self._roles if rank in self._words[id(role)]):
                return Mention(roles, number, number + 1)
        return None

    def beside(self, wording: Wording, mentions: Sequence[Mention]) -> list[Mention]:
        """These mentions and those by a rank alone beside one, of its kind of job: "a senior and a lead cook"."""
        if len(mentions) == 1:
            mentions = [self._of_any_kind(wording, mentions[0])]
        narrowed = [self._of_kinds_named(wording, each, mentions) for each in mentions]
        found = (each for mention in narrowed for each in self._linked(wording, mention, narrowed))
        return sorted([*narrowed, *found], key=lambda each: each.start)

    def _linked(self, wording: Wording, mention: Mention, mentions: Sequence[Mention]) -> Iterator[Mention]:
        before, behind = mention.start - 1, mention.end
        while before >= 0 and wording.words[before].plain in BETWEEN:
            before -= 1
        while behind < len(wording.words) and wording.words[behind].plain in BETWEEN:
            behind += 1
        left = wording.words[before + 1 : mention.start] if before >= 0 else ()
        right = wording.words[mention.end : behind] if _ends_name(wording, behind) else ()
        for number, between in ((before, left), (behind, right)):
            is_linked = bool({word.plain for word in between} & (BETWEEN - ARTICLES))
            is_other = not any(each.start <= number < each.end for each in mentions)
            if is_linked and is_other and (roles := self._of_kind(mention.roles, wording.words[number].plain)):
                yield Mention(roles, number, number + 1)

    def _of_any_kind(self, wording: Wording, mention: Mention) -> Mention:
        """Of a mention by nothing but a rank, which may be a title's noun as well: "a lead" is no team's alone."""
        before = wording.words[mention.start - 1].plain if mention.start else ""
        word = wording.words[mention.start].plain if mention.end else ""
        is_rank = mention.end - mention.start == 1 and word in lexicon().ranks and before in ARTICLES
        if mention.is_whole or not is_rank:
            return mention
        others = (role for role in self._roles if word in self._words[id(role)])
        return replace(mention, roles=tuple(dict.fromkeys((*mention.roles, *others))), is_whole=True)

    def _of_kinds_named(self, wording: Wording, mention: Mention, others: Sequence[Mention]) -> Mention:
        """Of a mention by a rank alone ("a senior one"), the roles of the kind that another mention names."""
        words = [word.plain for word in wording.words[mention.start : mention.end]]
        if len(words) != 1 or words[0] not in lexicon().ranks:
            return mention
        named = [role for other in others if other is not mention for role in other.roles]
        kept = tuple(role for role in self._of_kind(named, words[0]) if role in mention.roles)
        return replace(mention, roles=kept) if kept else mention

    def _of_kind(self, like: Sequence[Role], rank: str) -> tuple[Role, ...]:
        """The roles of a rank or step that are of the same kind as one of these; () where the word is none."""
        if rank not in lexicon().ranks | NUMERALS:
            return ()
        kinds = {self._kinds[id(role)] for role in like}
        return tuple(role for role in self._roles if self._kinds[id(role)] in kinds and rank in self._words[id(role)])


def without_ranked(roles: Sequence[Role], numerals: Collection[str]) -> list[Role]:
    """The roles of which none is another one of a higher or lower rank: "the cook" is not the senior or deputy one.

    Steps such as "II" (`numerals`) stay: without one being said, either may be meant.
    """
    ranks = lexicon().ranks - frozenset(numerals)
    words = {id(role): frozenset(plain_words(role.title)) for role in roles}
    plain = [role for role in roles if not words[id(role)] & ranks]
    kinds = {words[id(role)] for role in plain}
    return [role for role in roles if role in plain or words[id(role)] - ranks not in kinds]


def _kind(role: Role) -> frozenset[str]:
    """The words of a title's core that say what kind of job it is, whatever its rank."""
    first = next(titles_of(role), None)
    return frozenset(first.core if first else ()) - {stem(rank) for rank in lexicon().ranks | NUMERALS}


def _ends_name(wording: Wording, number: int) -> bool:
    """Whether the word is the last one of a name: nothing but a small word, or one for "person", follows."""
    following = wording.words[number + 1] if number + 1 < len(wording.words) else None
    is_last = following is None or following.is_stop or following.plain in lexicon().title_fillers
    return number < len(wording.words) and is_last
