"""Which roles a question names: by title, part of a title, plural, short form, organisation, or several together."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from bot.answers.fact_words import FactAsked
from bot.answers.lexicon import lexicon
from bot.answers.mentions import Mention, Mentions
from bot.answers.names import NamedOrganisations, OrganisationNames
from bot.answers.ranks import ARTICLES, BETWEEN, Ranks, without_ranked
from bot.answers.role_titles import LINKS, NUMERALS, Title, titles_of
from bot.answers.wording import Word, Wording, plain_words
from index.words import stem
from knowledge.fact import Role

_NAMED_BEHIND = re.compile(r",(?: (?:[A-Z]\w+|&|and|of))*(?: [A-Z]\w+)")  # "Director, People and Places"
LONGEST_TITLE = 7  # words
SOMEBODYS = frozenset({"my", "your", "his", "her", "their"})


class RoleMatcher:
    """Knows the titles of a directory and finds them in questions."""

    def __init__(self, roles: Sequence[Role], names: OrganisationNames) -> None:
        self._titles_of = {id(role): list(titles_of(role)) for role in roles}  # by id: hashing a role hashes its facts
        self._titles = [title for titles in self._titles_of.values() for title in titles]
        self._roles = roles
        self._names = names
        self._ranks = Ranks(roles)
        self._beginnings = frozenset(title.core[:2] for title in self._titles if len(title.core) > 1)
        self._heads = frozenset(title.head for title in self._titles)
        self._in_file_names = _telling_file_names(roles)  # by id of the role
        self._managers = _managers(roles)
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
        for place, mention in enumerate(mentions):
            mentions[place], rest = self._with_rest(wording, mention, covered, asking)
            covered |= rest
        if not mentions and not unknown and (ranked := self._ranks.alone(wording)):
            mentions = [ranked]
            covered.add(ranked.start)
        unknown = unknown or self._unknown_occupation(wording, covered | organisations.covered, asking, organisations)
        if not mentions and not unknown:
            mentions = self._of_employer(wording, organisations)
            covered.update(*(organisations.words_of(role.document) for each in mentions for role in each.roles))
        beside = unknown if mentions and _is_beside(wording.text, unknown) else ""
        every = frozenset(covered) | organisations.covered | numbers_of(wording, beside)
        return Mentions(tuple(mentions), organisations.documents, "" if mentions else unknown, beside, every)

    def _named(
        self, wording: Wording, organisations: NamedOrganisations, asking: Collection[int], together: Collection[int]
    ) -> tuple[list[Mention], list[Mention], str]:
        """The roles that stretches of the question name, those of which they may ask instead, and one nobody knows."""
        sure: list[Mention] = []
        unsure: list[Mention] = []
        manager = self._manager(wording)
        unknown = wording.text[wording.words[manager[0]].start : wording.words[manager[-1]].end] if manager else ""
        for start, end in self._segments(wording, {*organisations.covered, *manager}):
            found = self._meant(wording.words[start:end], _is_filled(wording, end), organisations)
            numbers = set(range(start, end))
            titles = (title for role in found for title in self._titles_of[id(role)])
            whole = [title for title in titles if title.score(wording.words[start:end])[1]]
            is_whole = bool(whole)
            if not found or (not is_whole and numbers.issubset(together)):
                continue
            beside = self._beside_titles(wording, found, organisations)
            stranger = self._stranger(wording, start, end, found, organisations.covered | set(asking) | beside)
            unknown = unknown or stranger
            if stranger or (not is_whole and _is_of_somebody(wording, start)):
                continue
            mention = replace(_mention(wording, start, end, found, organisations), is_whole=is_whole)
            is_sure = any(len(title.core) > 1 for title in whole)  # "manager" may be what is asked for
            (unsure if not is_sure and numbers.issubset(asking) else sure).append(mention)
        return sure, unsure, unknown

    def _manager(self, wording: Wording) -> range:
        """The numbers of the words that are the title of a manager whom documents name and none describes."""
        telling = [number for number, word in enumerate(wording.words) if word.plain not in LINKS]
        stems = [wording.words[number].stem for number in telling]
        for length in range(min(len(telling), LONGEST_TITLE), 1, -1):
            for first in range(len(telling) - length + 1):
                words = wording.words[telling[first] : telling[first + length - 1] + 1]
                if tuple(stems[first : first + length]) in self._managers and not any(
                    title.score(words)[1] for title in self._titles
                ):
                    return range(telling[first], telling[first + length - 1] + 1)
        return range(0)

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

    def _segments(self, wording: Wording, taken: Collection[int]) -> Iterator[tuple[int, int]]:
        """Runs of words that titles hold, linked by "of" and the like, cut where a second title begins."""
        fits: list[int] = []
        for number, word in enumerate(wording.words):
            in_title = self._fits_any(word) or self._begins_title(wording, number)
            in_title = in_title or self._ends_title(wording, number, fits)
            if number not in taken and (in_title or self._is_inside_title(wording, number, fits)):
                fits.append(number)
        start = 0
        for position, number in enumerate(fits):
            following = fits[position + 1] if position + 1 < len(fits) else None
            if following is not None and self._continues(wording, number, following, fits[start]):
                continue
            yield fits[start], number + 1
            start = position + 1

    def _continues(self, wording: Wording, number: int, following: int, start: int) -> bool:
        between = wording.words[number + 1 : following]
        gap = wording.text[wording.words[number].end : wording.words[following].start]
        if any(word.plain not in LINKS for word in between) or re.search(r"[;?!.]", gap):
            return False
        ends_title = bool(between) or "," in gap or self._is_head(wording.words[number])
        return not ends_title or self._is_one_title(wording.words[start : following + 1])

    def _is_one_title(self, words: Sequence[Word]) -> bool:
        """Whether one title holds all these words, links aside, each as often as it says it."""
        wanted = [word for word in words if word.plain not in LINKS]
        for title in self._titles:
            found = [title.match(word) for word in wanted]
            once = [each for each in found if each not in title.twice]
            if all(found) and len(set(once)) == len(once):
                return True
        return False

    def _fits_any(self, word: Word) -> bool:
        return not word.is_stop and any(title.match(word) for title in self._titles)

    def _begins_title(self, wording: Wording, number: int) -> bool:
        """Whether a small word and the next one are how a title begins: the "general" of a General Manager."""
        two = tuple(word.stem for word in wording.words[number : number + 2])
        return two in self._beginnings

    def _ends_title(self, wording: Wording, number: int, fits: Sequence[int]) -> bool:
        """Whether a small word right behind a title's word is the title's noun: the "page" of "library page"."""
        if not fits or fits[-1] != number - 1:
            return False
        before, word = wording.words[number - 1], wording.words[number]
        return any(word.stem == title.head and title.match(before) for title in self._titles)

    def _is_inside_title(self, wording: Wording, number: int, fits: Sequence[int]) -> bool:
        """Whether a small word stands between two words of a title that holds it, too: the "help" of a help desk."""
        word, following = wording.words[number], wording.words[number + 1 : number + 2]
        if not word.is_stop or not following or not fits or fits[-1] != number - 1:
            return False
        beside = (wording.words[number - 1], *following)
        return any(word.plain in title.plain and all(title.match(each) for each in beside) for title in self._titles)

    def _is_head(self, word: Word) -> bool:
        return word.stem in self._heads or any(title.match(word) == title.head for title in self._titles)

    def _meant(self, words: Sequence[Word], is_filled: bool, organisations: NamedOrganisations) -> list[Role]:
        """The roles that these words name: rather of an employer that is named than of one that is not.

        Where none is named, "the warden" may be the "Chief Park Warden" of another employer, too.
        """
        found = self._best(words, is_filled)
        if employers := organisations.documents or organisations.in_folder:
            own = self._best(words, is_filled, employers)
            is_named = any(organisations.names(role.document) for role in found)
            fit_as_well = self._matched(own, words) >= self._matched(found, words)
            return own if own and fit_as_well and not is_named else found
        if len(words) > 1 or not all(role.organisation for role in found):
            return found
        others = {role.document for role in self._roles if role.organisation} - {role.document for role in found}
        known = {role.organisation for role in found}
        return [*found, *(role for role in self._best(words, is_filled, others) if role.organisation not in known)]

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
        by_id = {id(title.role): title.role for title in self._titles}
        for title in self._titles if among is None else (each for each in self._titles if each.role.document in among):
            known = scored.get(id(title.role), (0, False))
            scored[id(title.role)] = max(known, title.score(words, is_filled))
        top = max(scored.values(), default=(0, False))
        best = [by_id[key] for key, score in scored.items() if score == top and top > (0, False)]
        return best if top[1] else without_ranked(best, NUMERALS)

    def _stranger(self, wording: Wording, start: int, end: int, roles: Sequence[Role], taken: Collection[int]) -> str:
        """The words that make another role of a title: "children's" librarian, "senior" engineer, technician "II"."""
        titles = [title for title in self._titles if title.role in roles]
        inside = [word for word in wording.words[start:end] if word.plain not in LINKS]
        numbers = [number for number in range(start, end) if number not in taken]  # but for an employer's words
        if not all(wording.words[each].plain in LINKS or self._is_of(titles, wording.words[each]) for each in numbers):
            return wording.text[inside[0].start : inside[-1].end]
        named = _NAMED_BEHIND.match(wording.text, inside[-1].end)
        if named and not any(title.score(inside)[1] for title in titles):
            following = wording.words[end]
            if not (self._is_head(following) or self._is_one_title([*inside, following])):
                return wording.text[inside[0].start : named.end()]
        whole = any(len(title.core) > 1 and title.score(inside)[1] for title in titles)
        if start > 0 and start - 1 not in taken:
            before = wording.words[start - 1]
            gap = wording.text[before.end : wording.words[start].start]
            tells_none = whole or _is_light(before) or _names_employer(before, roles)
            counts = before.plain in lexicon().ranks or not tells_none
            if counts and not gap.strip(" '’-"):
                return wording.text[before.start : inside[-1].end]
        if end < len(wording.words):
            behind = wording.words[end]
            if behind.plain in NUMERALS - {"i"} and not any(behind.plain in title.plain for title in titles):
                return wording.text[inside[0].start : behind.end]
        return ""

    def _is_of(self, titles: Sequence[Title], word: Word) -> bool:
        return any(title.match(word) for title in titles)

    def _unknown_occupation(
        self, wording: Wording, covered: Collection[int], asking: Collection[int], organisations: NamedOrganisations
    ) -> str:
        """A job title that no role has: its last word is an occupation, and nothing that belongs to it follows.

        "Mechanics" alone are a job where an employer is named whose documents don't speak of any.
        """
        employers = organisations.documents or organisations.in_folder
        for number, word in enumerate(wording.words):
            is_occupation = {word.plain, word.plain.removesuffix("s")} & lexicon().occupations
            if number in covered or number in asking or not is_occupation:
                continue
            start = number
            while start > 0 and start - 1 not in covered and not _is_light(wording.words[start - 1]):
                start -= 1
            article = wording.words[start - 1].plain if start else ""
            follows = number + 1 if number + 1 < len(wording.words) else None
            is_last = follows is None or follows in asking or wording.words[follows].is_stop
            following = wording.words[number + 1].plain if number + 1 < len(wording.words) else ""
            is_theirs = employers and word.plain.endswith("s") and following in ("at", "in", "of", "for", "with")
            if is_last and (
                start < number
                or article in ARTICLES
                or (is_theirs and not self._names.speak_of(word.plain, employers))
            ):
                return wording.text[wording.words[start].start : word.end]
        return ""

    def _of_employer(self, wording: Wording, organisations: NamedOrganisations) -> list[Mention]:
        """An organisation in place of a role: "what does Alder County pay?". One that all share tells none apart.

        The name of a folder stands for its roles where a job is spoken of: "the hours of the Alder job". Organisations
        with a role each are compared where they are set beside each other: "who pays more, Alder or Elm?".
        """
        of_each = [[role for role in self._roles if role.document in paths] for paths in organisations.beside]
        if of_each and all(len(roles) == 1 for roles in of_each):
            return [Mention(tuple(roles), 0, 0) for roles in of_each]
        says_job = any(word.plain in lexicon().role_nouns for word in wording.words)
        documents = organisations.documents or (organisations.in_folder if says_job else ())
        roles = tuple(role for role in self._roles if role.document in documents)
        return [Mention(roles, 0, 0)] if roles and (len(roles) < len(self._roles) or len(roles) == 1) else []


def _managers(roles: Sequence[Role]) -> frozenset[tuple[str, ...]]:
    """The titles of those to whom roles report, as stems without "of" and the like."""
    named = (plain_words(fact.value) for role in roles for fact in role.stated("reports_to"))
    titles = (tuple(stem(word) for word in words if word not in LINKS) for words in named)
    return frozenset(title for title in titles if 1 < len(title) <= LONGEST_TITLE)


def _telling_file_names(roles: Sequence[Role]) -> dict[int, frozenset[str]]:
    """Of roles with one title, by id: the stems in the names of their files that not all of them have."""
    alike: defaultdict[str, list[Role]] = defaultdict(list)
    for role in roles:
        alike[role.title.casefold()].append(role)
    found = {}
    for same in (each for each in alike.values() if len(each) > 1):
        words = {id(role): _stems(role.document.rpartition("/")[2].rpartition(".")[0]) for role in same}
        shared = frozenset.intersection(*words.values())
        found.update({key: stems - shared for key, stems in words.items()})
    return found


@lru_cache(maxsize=50_000)
def _stems(text: str) -> frozenset[str]:
    return frozenset(map(stem, plain_words(text)))


def _names_employer(word: Word, roles: Sequence[Role]) -> bool:
    """Whether it is a word of the organisation or department of one of the roles: the "council" of "council clerk"."""
    employers = (
        name for role in roles for name in (role.organisation, *(fact.value for fact in role.stated("department")[:1]))
    )
    return any(word.stem in _stems(name) for name in employers)


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
    """ "My manager" is whoever that is, and no role of which a document speaks."""
    return start > 0 and wording.words[start - 1].plain in SOMEBODYS


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


def _is_light(word: Word) -> bool:
    """Whether a word in front of a title says nothing about which role it is."""
    words = lexicon()
    return (
        word.is_stop or word.plain.isdigit() or word.plain in words.light_modifiers | words.comparing | words.together
    )


def _mention(wording: Wording, start: int, end: int, roles: Sequence[Role], named: NamedOrganisations) -> Mention:
    documents = named.most_named({role.document for role in roles})
    chosen = tuple(role for role in roles if role.document in documents) or tuple(roles)
    before = {word.plain for word in wording.words[max(0, start - 3) : start]}
    is_plural = wording.words[end - 1].plain.endswith("s")
    return Mention(chosen, start, end, len(chosen) > 1 and is_plural and bool(before & lexicon().together))


def _is_filled(wording: Wording, end: int) -> bool:
    """Whether a word for "person" or "job" ends the title; the "team" of "team leader" does not."""
    following = wording.words[end].plain if end < len(wording.words) else ""
    after = wording.words[end + 1].plain if end + 1 < len(wording.words) else ""
    return following in lexicon().title_fillers and after not in lexicon().occupations
