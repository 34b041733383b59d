"""Which roles a question names: by title, part of a title, plural, short form, organisation, or several together."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace

from bot.answers.fact_words import FactAsked
from bot.answers.lexicon import lexicon
from bot.answers.mentions import Mention, Mentions
from bot.answers.names import NamedOrganisations, OrganisationNames
from bot.answers.ranks import BETWEEN, Ranks, without_ranked
from bot.answers.role_titles import NUMERALS, titles_of
from bot.answers.strangers import Strangers
from bot.answers.title_index import TitleIndex
from bot.answers.title_stretches import TitleStretches
from bot.answers.wording import Word, Wording, stems_of
from knowledge.fact import Role

SOMEBODYS = frozenset({"my", "your", "his", "her", "their"})


class RoleMatcher:
    """Knows the titles of a directory and finds them in questions."""

    def __init__(self, roles: Sequence[Role], names: OrganisationNames) -> None:
        self._titles_of = {id(role): list(titles_of(role)) for role in roles}  # by id: hashing a role hashes its facts
        titles = [title for titles in self._titles_of.values() for title in titles]
        self._index = TitleIndex(titles)
        self._roles = roles
        self._names = names
        self._ranks = Ranks(roles)
        self._stretches = TitleStretches(titles, self._index)
        self._strangers = Strangers(roles, self._titles_of, self._index, self._stretches, names)
        self._in_file_names = _telling_file_names(roles)  # by id of the role
        self.documents = frozenset(role.document for role in roles)  # paths

    def find(self, wording: Wording, asked: Sequence[FactAsked] = ()) -> Mentions:
        """All mentions, left to right; an organisation that is named narrows what a title fits.

        `asked`: the facts that the question asks for. Their words in front of a title are no part of it ("pay
        technician"), and a title's noun among them names no role where another is named ("line manager of the cook").
        """
        organisations = self._names.find(wording)
        asking = {number for each in asked for number in each.words}
        together = {number for each in asked for number in each.together}
        sure, unsure, unknown = self._named(wording, organisations, asking, together)
        linked = [each for each in unsure if any(_are_linked(wording, each, other) for other in sure)]
        mentions = sorted([*sure, *linked], key=lambda each: each.start) or unsure
        mentions = self._ranks.beside(wording, mentions)
        covered = {number for mention in mentions for number in range(mention.start, mention.end)}
        covered |= self._beside_titles(wording, [role for mention in mentions for role in mention.roles], organisations)
        covered |= {number for mention in mentions for number in self._strangers.employers_words(wording, mention)}
        covered |= {number for mention in mentions for number in _at_the_employer(wording, mention)}
        for place, mention in enumerate(mentions):
            mentions[place], rest = self._with_rest(wording, mention, covered, asking)
            covered |= rest
        if not mentions and not unknown and (ranked := self._ranks.alone(wording, asking)):
            mentions = [ranked]
            covered.add(ranked.start)
        unknown = unknown or self._strangers.occupation(wording, covered | organisations.covered, asking, organisations)
        if not mentions and not unknown:
            mentions = self._of_employer(wording, organisations, is_fact=bool(asking))
            of_roles = [role for each in mentions for role in each.roles]
            covered.update(*(organisations.words_of(role.document) for role in of_roles))
            if len(of_roles) == 1:
                covered |= self._of_title(wording, of_roles[0]) - asking
                covered |= self._names.placed(wording, {of_roles[0].document})
        beside = unknown if mentions and _is_beside(wording.text, unknown) else ""
        every = frozenset(covered) | organisations.covered | numbers_of(wording, beside)
        return Mentions(tuple(mentions), organisations.documents, "" if mentions else unknown, beside, every)

    def _named(
        self, wording: Wording, organisations: NamedOrganisations, asking: Collection[int], together: Collection[int]
    ) -> tuple[list[Mention], list[Mention], str]:
        """The roles that stretches of the question name, those of which they may ask instead, and one nobody knows."""
        sure: list[Mention] = []
        unsure: list[Mention] = []
        manager = self._strangers.manager(wording, organisations.covered)
        unknown = wording.text[wording.words[manager[0]].start : wording.words[manager[-1]].end] if manager else ""
        for start, end in self._stretches.find(wording, {*organisations.covered, *manager}):
            found = self._meant(wording.words[start:end], _is_filled(wording, end), organisations)
            numbers = set(range(start, end))
            titles = (title for role in found for title in self._titles_of[id(role)])
            whole = [title for title in titles if title.score(wording.words[start:end])[1]]
            is_whole = bool(whole)
            if not found or (not is_whole and numbers.issubset(together)):
                continue
            if not is_whole and self._is_elsewhere(found, organisations):
                continue
            beside = self._beside_titles(wording, found, organisations)
            is_sure = len(found) == 1 and organisations.names(found[0].document)
            is_sure = is_sure and self._matched(found, wording.words[start:end]) > 1
            taken = organisations.covered | set(asking) | beside
            stranger = self._strangers.beside(wording, start, end, found, taken, is_sure=is_sure)
            unknown = unknown or stranger
            if stranger or (not is_whole and _is_of_somebody(wording, start)):
                continue
            mention = replace(_mention(wording, start, end, found, organisations), is_whole=is_whole)
            is_sure = any(len(title.core) > 1 for title in whole)  # "manager" may be what is asked for
            (unsure if not is_sure and numbers.issubset(asking) else sure).append(mention)
        return sure, unsure, unknown

    def _is_elsewhere(self, found: Sequence[Role], organisations: NamedOrganisations) -> bool:
        """Whether another employer is named, and a role of its documents is meant: "the Elm drivers" by its one job."""
        is_of_it = any(organisations.names(role.document) for role in found)
        return not is_of_it and not self.documents.isdisjoint(organisations.documents)

    def _beside_titles(
        self, wording: Wording, roles: Sequence[Role], organisations: NamedOrganisations
    ) -> frozenset[int]:
        """The numbers of the words that name the folders of these roles, their employers or towns."""
        paths = {role.document for role in roles}
        folders = (organisations.words_of(path) for path in paths)
        return self._names.beside_title(wording, paths).union(*folders) if paths else frozenset()

    def _with_rest(
        self, wording: Wording, mention: Mention, covered: Collection[int], asking: Collection[int]
    ) -> tuple[Mention, frozenset[int]]:
        """The mention, narrowed by words elsewhere that only some of its roles are called by, and their numbers.

        "The assistant at Marlow" is the "Assistant - Marlow Library", "the US analyst" the "Analyst, US"; of roles with
        one title the names of their files tell, too: "the porter on nights" is that of "porter-nights.md".
        """
        if not mention.is_whole or mention.names_all or not mention.end:
            return mention, frozenset()
        told = [self._telling(wording, role, covered, asking) for role in mention.roles]
        most = max(map(len, told))
        kept = [(role, numbers) for role, numbers in zip(mention.roles, told, strict=True) if len(numbers) == most]
        every = [number for _, numbers in kept for number in numbers]
        names_all = len(kept) > 1 and most > 0 and len(set(every)) == len(every)  # "the day and the night porter"
        return replace(mention, roles=tuple(role for role, _ in kept), names_all=names_all), frozenset(every)

    def _telling(
        self, wording: Wording, role: Role, covered: Collection[int], asking: Collection[int]
    ) -> frozenset[int]:
        """The numbers of the words, apart from those that name a role, by which this one is called."""
        in_file_name = self._in_file_names.get(id(role), frozenset())
        in_titles = frozenset().union(*(title.every for title in self._titles_of[id(role)]))
        words = [(number, word) for number, word in enumerate(wording.words) if number not in covered]
        of_file = (number for number, word in words if word.stem in in_file_name)
        of_titles = (number for number, word in words if word.stem in in_titles and _tells(wording, number))
        return frozenset((*of_file, *(number for number in of_titles if number not in asking)))

    def _meant(self, words: Sequence[Word], is_filled: bool, organisations: NamedOrganisations) -> list[Role]:
        """The roles that these words name: rather of an employer that is named than of one that is not.

        Where none is named, "the warden" may be the "Chief Park Warden" of another employer, too.
        """
        of_each = [self._best(words, is_filled, paths) for paths in organisations.beside]
        if of_each and all(len(roles) == 1 for roles in of_each):  # "the cook at Elm House and the one at the museum"
            return [role for roles in of_each for role in roles]
        found = self._best(words, is_filled)
        if employers := organisations.documents or organisations.in_folder:
            own = self._best(words, is_filled, employers)
            is_named = any(organisations.names(role.document) for role in found)
            fit_as_well = self._matched(own, words) >= self._matched(found, words)
            return own if own and fit_as_well and not is_named else found
        if len(words) > 1 or not all(role.employer for role in found):
            return found
        others = {role.document for role in self._roles if role.employer} - {role.document for role in found}
        known = {role.employer for role in found}
        return [*found, *(role for role in self._best(words, is_filled, others) if role.employer not in known)]

    def _matched(self, roles: Sequence[Role], words: Sequence[Word]) -> int:
        """How many of the words the titles of these roles hold at most."""
        return max((title.score(words)[0] for role in roles for title in self._titles_of[id(role)]), default=0)

    def _best(self, words: Sequence[Word], is_filled: bool, among: Collection[str] | None = None) -> list[Role]:
        """The roles that these words name best: most of their words matched, the whole title before a part of one.

        Args:
            is_filled: a word such as "person" stands behind them for the noun of the title.
            among: paths of the documents whose roles count; None: all.
        """
        scored: dict[int, tuple[int, bool]] = {}  # by id: hashing a role means hashing all its facts
        by_id: dict[int, Role] = {}
        for title in self._index.holding_any(words):
            if among is not None and title.role.document not in among:
                continue
            by_id[id(title.role)] = title.role
            known = scored.get(id(title.role), (0, False))
            scored[id(title.role)] = max(known, title.score(words, is_filled))
        top = max(scored.values(), default=(0, False))
        best = [by_id[key] for key, score in scored.items() if score == top and top > (0, False)]
        return best if top[1] else without_ranked(best, NUMERALS)

    def _of_title(self, wording: Wording, role: Role) -> frozenset[int]:
        """The numbers of the words of a role's title: "the police in Elm" of the one officer there."""
        words = enumerate(wording.words)
        titles = self._titles_of[id(role)]
        return frozenset(
            number for number, word in words if not word.is_stop and any(title.match(word) for title in titles)
        )

    def _of_employer(self, wording: Wording, organisations: NamedOrganisations, is_fact: bool) -> list[Mention]:
        """An organisation in place of a role: "what does Alder County pay?". One that all share tells none apart.

        The name of a folder stands for its roles where a job is spoken of, or nothing else is: "the hours of the Alder
        job", "and in Alder?"; for its only role, where a fact is asked. So does a town that one document has.
        Organisations with a role each are compared where set beside each other: "who pays more, Alder or Elm?".
        """
        of_each = [[role for role in self._roles if role.document in paths] for paths in organisations.beside]
        if of_each and all(len(roles) == 1 for roles in of_each):
            return [Mention(tuple(roles), 0, 0) for roles in of_each]
        words = wording.words
        says_job = any(word.plain in lexicon().role_nouns for word in words)
        says_job = says_job or all(word.is_stop or number in organisations.folders for number, word in enumerate(words))
        documents = organisations.documents or (organisations.in_folder if says_job or is_fact else ())
        roles = tuple(role for role in self._roles if role.document in documents)
        if not organisations.documents and not says_job and len(roles) > 1:
            return []  # of a fact alone, the documents are read
        if not roles and says_job:
            placed = [role for role in self._roles if self._names.placed(wording, {role.document})]
            return [Mention((placed[0],), 0, 0)] if len(placed) == 1 else []
        return [Mention(roles, 0, 0)] if roles and (len(roles) < len(self._roles) or len(roles) == 1) else []


def _telling_file_names(roles: Sequence[Role]) -> dict[int, frozenset[str]]:
    """Of roles with one title, by id: the stems in the names of their files that not all of them have."""
    alike: defaultdict[str, list[Role]] = defaultdict(list)
    for role in roles:
        alike[role.title.casefold()].append(role)
    found = {}
    for same in (each for each in alike.values() if len(each) > 1):
        words = {id(role): frozenset(stems_of(role.file_words)) for role in same}
        shared = frozenset.intersection(*words.values())
        found.update({key: stems - shared for key, stems in words.items()})
    return found


def _is_beside(text: str, name: str) -> bool:
    """Whether "and", "or", "versus" or the like sets a name beside another one."""
    link = r"(?:and|or|vs\.?|versus|than|&|compared (?:to|with))"
    named = re.escape(name)
    return bool(name) and bool(
        re.search(rf"\b{link} (?:the |an? |our )?{named}\b|\b{named} {link}\s", text, re.IGNORECASE)
    )


def numbers_of(wording: Wording, name: str) -> frozenset[int]:
    """The numbers of the words that a stretch of the text holds; none of ""."""
    start = wording.text.find(name) if name else 0
    end = start + len(name)
    return frozenset(number for number, word in enumerate(wording.words) if start <= word.start and word.end <= end)


def _is_of_somebody(wording: Wording, start: int) -> bool:
    """ "My manager" is whoever that is, and who "has been a manager" was one elsewhere."""
    before = [word.plain for word in wording.words[max(0, start - 2) : start]]
    return bool(before) and (before[-1] in SOMEBODYS or before in (["been", "a"], ["been", "an"]))


def _are_linked(wording: Wording, one: Mention, other: Mention) -> bool:
    """Whether only "or", "and", "than" and articles stand between two mentions: "the director or the cook"."""
    first, second = sorted((one, other), key=lambda each: each.start)
    between = {word.plain for word in wording.words[first.end : second.start]}
    return bool(between & {"or", "and", "than", "vs", "versus"}) and between <= BETWEEN


def _tells(wording: Wording, number: int) -> bool:
    """Whether a word may tell titles apart: no small word, unless it is written in capitals: "US", "IT"."""
    word = wording.words[number]
    written = wording.text[word.start : word.end]
    return not word.is_idle or (len(written) > 1 and written.isupper() and not wording.text.isupper())


def _at_the_employer(wording: Wording, mention: Mention) -> range:
    """The numbers of the words right behind a title that say no more than "at the city"."""
    behind = [word.plain for word in wording.words[mention.end : mention.end + 3]]
    says_none = len(behind) == 3 and behind[0] in ("at", "for", "with") and behind[1] in ("the", "our")
    is_employer = says_none and behind[2] in lexicon().employers
    return range(mention.end, mention.end + 3) if mention.end and is_employer else range(0)


def _mention(wording: Wording, start: int, end: int, roles: Sequence[Role], named: NamedOrganisations) -> Mention:
    documents = named.most_named({role.document for role in roles})
    own = named.named_at(range(max(0, start - 2), start)) or named.named_at(range(end, end + 4))  # "Elm's cook and ..."
    chosen = tuple(role for role in roles if role.document in own)
    if len(named.beside) == len(roles) and all(any(role.document in each for role in roles) for each in named.beside):
        chosen = tuple(roles)  # "the cooks at Elm and at Alder", wherever the names stand
    chosen = chosen or tuple(role for role in roles if role.document in documents) or tuple(roles)
    before = {word.plain for word in wording.words[max(0, start - 3) : start]}
    fillers = lexicon().title_fillers
    behind = wording.words[end].plain if end < len(wording.words) else ""  # "the two cook jobs"
    is_plural = wording.words[end - 1].plain.endswith("s") or (behind.endswith("s") and behind[:-1] in fillers)
    names_all = (is_plural and bool(before & lexicon().together)) or len(chosen) == len(named.beside)
    return Mention(chosen, start, end, len(chosen) > 1 and names_all)


def _is_filled(wording: Wording, end: int) -> bool:
    """Whether a word for "person" or "job" ends the title; the "team" of "team leader" does not."""
    following = wording.words[end].plain if end < len(wording.words) else ""
    after = wording.words[end + 1].plain if end + 1 < len(wording.words) else ""
    return following in lexicon().title_fillers and after not in lexicon().occupations
