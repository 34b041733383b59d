"""Jobs that a question names and no document describes: told by what stands beside a title, or by their noun."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from bot.answers.lexicon import lexicon
from bot.answers.mentions import Mention
from bot.answers.names import NamedOrganisations, OrganisationNames
from bot.answers.ranks import ARTICLES
from bot.answers.role_titles import LINKS, NUMERALS, Title
from bot.answers.title_index import TitleIndex
from bot.answers.title_stretches import TitleStretches
from bot.answers.wording import Word, Wording, plain_words, stems_of
from index.words import stem
from knowledge.fact import Role
from knowledge.titles import role_name

LONGEST_TITLE = 7  # words
_NAMED_BEHIND = re.compile(r",(?: (?:[A-Z]\w+|&|and|of))*(?: [A-Z]\w+)")  # "Director, People and Places"


class Strangers:
    """Knows which titles are those of a directory, and so which others are not."""

    def __init__(
        self,
        roles: Sequence[Role],
        titles_of: Mapping[int, Sequence[Title]],
        index: TitleIndex,
        stretches: TitleStretches,
        names: OrganisationNames,
    ) -> None:
        """`titles_of`: by id of the role."""
        self._titles_of = titles_of
        self._index = index
        self._stretches = stretches
        self._names = names
        self._managers = _managers(roles)

    def manager(self, wording: Wording, taken: Collection[int]) -> range:
        """The numbers of the words that are the title of a manager whom documents name and none describes.

        `taken`: numbers of the words that name an employer.
        """
        telling = [number for number, word in enumerate(wording.words) if word.plain not in LINKS]
        stems = [wording.words[number].stem for number in telling]
        for length in range(min(len(telling), LONGEST_TITLE), 1, -1):
            for first in range(len(telling) - length + 1):
                numbers = range(telling[first], telling[first + length - 1] + 1)
                if tuple(stems[first : first + length]) in self._managers and not self._is_described(
                    wording, numbers, taken
                ):
                    return numbers
        return range(0)

    def _is_described(self, wording: Wording, numbers: range, taken: Collection[int]) -> bool:
        """Whether these words are a title of the directory, or part of one that the question says whole."""
        known = [(numbers.start, numbers.stop), *self._stretches.find(wording, taken)]
        return any(
            start <= numbers.start and numbers.stop <= end and self._is_title(wording.words[start:end])
            for start, end in known
        )

    def _is_title(self, words: Sequence[Word]) -> bool:
        return any(title.score(words)[1] for title in self._index.holding_any(words))

    def beside(
        self, wording: Wording, start: int, end: int, roles: Sequence[Role], taken: Collection[int], *, is_sure: bool
    ) -> str:
        """The words that make another role of a title: "children's" librarian, "senior" engineer, technician "II".

        `is_sure`: the employer is named, too, and several words of the title are: only a rank makes another of it.
        """
        titles = [title for role in roles for title in self._titles_of[id(role)]]
        inside = [word for word in wording.words[start:end] if word.plain not in LINKS]
        numbers = [number for number in range(start, end) if number not in taken]  # but for an employer's words
        if not all(wording.words[each].plain in LINKS or _is_of(titles, wording.words[each]) for each in numbers):
            return wording.text[inside[0].start : inside[-1].end]
        named = _NAMED_BEHIND.match(wording.text, inside[-1].end)
        if named and not any(title.score(inside)[1] for title in titles):
            following = wording.words[end]
            if not (self._stretches.is_head(following) or self._stretches.is_one_title([*inside, following])):
                return wording.text[inside[0].start : named.end()]
        whole = any(len(title.core) > 1 and title.score(inside)[1] for title in titles)
        if start > 0 and start - 1 not in taken:
            before = wording.words[start - 1]
            gap = wording.text[before.end : wording.words[start].start]
            tells_none = whole or is_sure or _is_light(before) or _names_employer(before, roles)
            counts = before.plain in lexicon().ranks or not tells_none
            joins = (
                " &"
                if wording.text[before.start].isupper() and wording.text[wording.words[start].start].isupper()
                else " "
            )
            if counts and not gap.strip(f"{joins}'’-"):
                return wording.text[before.start : inside[-1].end]
        if end < len(wording.words):
            behind = wording.words[end]
            if behind.plain in NUMERALS - {"i"} and not any(behind.plain in title.plain for title in titles):
                return wording.text[inside[0].start : behind.end]
        return ""

    def employers_words(self, wording: Wording, mention: Mention) -> Iterator[int]:
        """The numbers of the words right in front of a title that name its employer or department: "council clerk"."""
        number = mention.start - 1
        while mention.end and number >= 0 and _names_employer(wording.words[number], mention.roles):
            yield number
            number -= 1

    def occupation(
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
            while start > 0 and start - 1 not in covered and _belongs_to_name(wording, start - 1):
                start -= 1
            article = wording.words[start - 1].plain if start else ""
            follows = number + 1 if number + 1 < len(wording.words) else None
            is_last = follows is None or follows in asking or wording.words[follows].is_stop
            following = wording.words[number + 1].plain if number + 1 < len(wording.words) else ""
            is_theirs = employers and word.plain.endswith("s") and following in ("at", "in", "of", "for", "with")
            if is_last and (
                start < number or article in ARTICLES or (is_theirs and not self._names.speak_of(word.plain, employers))
            ):
                return wording.text[wording.words[start].start : word.end]
        return ""


def _is_of(titles: Sequence[Title], word: Word) -> bool:
    return any(title.match(word) for title in titles)


def _managers(roles: Sequence[Role]) -> frozenset[tuple[str, ...]]:
    """The titles of those to whom roles report, as stems without "of" and the like."""
    values = (fact.value for role in roles for fact in role.stated("reports_to"))
    named = (plain_words(name) for value in values for name in {value, role_name(value)})
    titles = (tuple(stem(word) for word in words if word not in LINKS) for words in named)
    return frozenset(title for title in titles if 1 < len(title) <= LONGEST_TITLE)


def _names_employer(word: Word, roles: Sequence[Role]) -> bool:
    """Whether it is a word of the organisation or department of one of the roles: the "council" of "council clerk"."""
    employers = (
        name for role in roles for name in (role.organisation, *(fact.value for fact in role.stated("department")[:1]))
    )
    return any(word.stem in stems_of(name) for name in employers)


def _belongs_to_name(wording: Wording, number: int) -> bool:
    """Whether a word in front of a noun for jobs is part of their name: the "Works" of a "Harbour Works Operator"."""
    word = wording.words[number]
    is_written_large = word.start > 0 and wording.text[word.start].isupper() and not wording.text.isupper()
    return not _is_light(word) or (is_written_large and not word.is_stop)


def _is_light(word: Word) -> bool:
    """Whether a word in front of a title says nothing about which role it is."""
    words = lexicon()
    return (
        word.is_stop or word.plain.isdigit() or word.plain in words.light_modifiers | words.comparing | words.together
    )
