"""Which organisation or letterhead a question names: "at Alder County", "ACL", "the Millbrook page"."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from bot.answers.lexicon import lexicon
from bot.answers.role_titles import titles_of
from bot.answers.wording import Word, Wording, plain_words
from knowledge.document import Document
from knowledge.fact import Role

_T = TypeVar("_T")
LEAST_OF_NAME = 4  # letters
LONGEST_RUN = 5  # words of a folder's name
BESIDE = frozenset({"and", "or", "vs", "versus", "than", "with", "to"})
LETTERHEAD = 400  # characters from the top of a document in which a name counts as its sender's

_IN_BRACKETS = re.compile(r"\s\([^()]*\)$")
_INITIALS = re.compile(r"\b[A-Z]{3,6}\b")
_SEEN_OFTEN = 2  # times that initials have to occur in a job document to be its organisation's


@dataclass(frozen=True, slots=True)
class NamedOrganisations:
    """The documents of the organisations that a question names, and the numbers of the words that name them."""

    documents: tuple[str, ...] = ()
    covered: frozenset[int] = frozenset()
    hits: Mapping[int, frozenset[str]] = field(default_factory=dict)  # by word: the documents that it names
    folders: Mapping[int, frozenset[str]] = field(default_factory=dict)  # by word: documents in a folder of that name
    beside: tuple[frozenset[str], ...] = ()  # documents of each organisation, where several are set beside each other

    def most_named(self, paths: Collection[str]) -> frozenset[str]:
        """Those of these documents that are meant: of the organisation, or else named by most words; none by none."""
        if chosen := frozenset(paths).intersection(self.documents):
            return chosen
        named = {path: len(self.words_of(path) | _numbers_of(self.hits, path)) for path in paths}
        most = max(named.values(), default=0)
        return frozenset(path for path, count in named.items() if most and count == most)

    def named_at(self, numbers: Collection[int]) -> frozenset[str]:
        """The documents that these words name, be they of the organisation that most words name or of another."""
        return frozenset().union(*(named.get(each, ()) for each in numbers for named in (self.hits, self.folders)))

    @property
    def in_folder(self) -> tuple[str, ...]:
        """The documents in the folder that most words name."""
        named = Counter(path for paths in self.folders.values() for path in paths)
        most = max(named.values(), default=0)
        return tuple(sorted(path for path, count in named.items() if count == most))

    def names(self, path: str) -> bool:
        """Whether a word names the organisation or the folder of a document, be it one of several that are named."""
        return any(path in paths for named in (self.hits, self.folders) for paths in named.values())

    def words_of(self, path: str) -> frozenset[int]:
        """The numbers of the words that name the folder of a document."""
        return _numbers_of(self.folders, path)


def _numbers_of(hits: Mapping[int, frozenset[str]], path: str) -> frozenset[int]:
    return frozenset(number for number, paths in hits.items() if path in paths)


class OrganisationNames:
    """Words that tell documents apart by the organisation they come from."""

    def __init__(self, documents: Mapping[str, Document], roles: Collection[Role]) -> None:
        self._documents = documents
        titles = (_IN_BRACKETS.sub("", role.title) for role in roles)  # "Cook (North Elmdale)": where the cook is
        self._titles = {word for title in titles for word in plain_words(title)}
        # "WHS" of a WHS manager: no sign of an employer, however often its document has it.
        self._of_roles = self._titles.union(word for role in roles for each in titles_of(role) for word in each.plain)
        looked_at = documents.items() if roles else ()  # where no role is described, nothing has to be told apart
        of_roles: defaultdict[str, set[str]] = defaultdict(set)
        for role in roles:
            of_roles[role.document].add(role.organisation)
        names = {path: _organisations(document, of_roles[path]) for path, document in looked_at}
        self._unsigned = frozenset(path for path, found in names.items() if not found)
        self._are_several = len({name.casefold() for found in names.values() for name in found}) > 1
        holders: defaultdict[str, set[str]] = defaultdict(set)
        for path, found in names.items():
            for word in {word for name in found for word in _words_of(name)}:
                holders[word].add(path)
        self._folders: defaultdict[str, set[str]] = defaultdict(set)  # by word of a folder's name
        self._runs: defaultdict[str, set[str]] = defaultdict(set)  # by several words of it, one behind the other
        for words, path in _folder_names({role.document for role in roles}):
            for word in words:
                self._folders[word].add(path)
            for run in (words, *_runs(words)):  # "elmhouse" is Elm House
                self._runs["".join(run)].add(path)
        for word, path in _initials([documents[role.document] for role in roles if role.document in documents]):
            if word not in self._of_roles:
                holders[word].add(path)
        self._of_path = {
            path: frozenset(word for name in found for word in plain_words(name)) for path, found in names.items()
        }
        self._names: dict[str, bool] = {}  # by word: whether it tells alone, looked up once
        self._named_folders: dict[str, frozenset[str]] = {}  # by word, the same
        self._holders = {word: frozenset(paths) for word, paths in holders.items() if word not in self._titles}

    def find(self, wording: Wording) -> NamedOrganisations:
        """The documents on which most naming words of the question agree; rare words count more than common ones."""
        named = {number: self._named_by(wording, word) for number, word in enumerate(wording.words)}
        hits = {number: paths for number, paths in named.items() if paths}
        folders = self._folders_in(wording)
        telling = {number for number in hits if self._tells_alone(wording.words[number].plain)}
        beside = self._beside_each_other(wording, {**folders, **hits}, telling.union(folders))
        if not telling:
            return NamedOrganisations(folders=folders, beside=beside)
        chosen = frozenset().union(*beside) if beside else _most_voted(hits)
        covered = self._in_full(wording, {number for number, paths in hits.items() if paths & chosen}, chosen)
        if not self._are_several:
            return NamedOrganisations((), covered, folders=folders)
        return NamedOrganisations(tuple(sorted(chosen)), covered, hits, folders, beside)

    def _in_full(self, wording: Wording, named: set[int], paths: Collection[str]) -> frozenset[int]:
        """With the words right behind that belong to the name, though they tell nothing: "the Elm library"."""
        words = frozenset().union(*(self._of_path.get(path, ()) for path in paths))
        for number in range(1, len(wording.words)):
            if number - 1 in named and wording.words[number].plain in words:
                named.add(number)
        return frozenset(named)

    def _beside_each_other(
        self, wording: Wording, hits: Mapping[int, frozenset[str]], telling: Collection[int]
    ) -> tuple[frozenset[str], ...]:
        """The documents of each of several organisations with only "and", "or" or the like between their names."""
        groups: list[list[int]] = []
        for number in sorted(hits):
            between = wording.words[groups[-1][-1] + 1 : number] if groups else ()
            if groups and not between:
                groups[-1].append(number)
            elif not groups or _sets_beside(between):
                groups.append([number])
            else:
                return ()
        named = tuple(_most_voted({number: hits[number] for number in group}) for group in groups)
        are_apart = len(frozenset().union(*named)) == sum(map(len, named))
        tell = all(not set(group).isdisjoint(telling) for group in groups)
        return named if len(named) > 1 and are_apart and tell else ()

    def beside_title(self, wording: Wording, paths: Collection[str]) -> frozenset[int]:
        """The numbers of the words that are names in these documents, as an employer's or a town's: "the Elm cook"."""
        found = set()
        for number, word in enumerate(wording.words):
            typed = wording.text[word.start : word.end]
            typed = typed.capitalize() if wording.text.islower() else typed  # where nothing is written large
            if number and len(typed) >= LEAST_OF_NAME and typed[0].isupper() and word.plain not in self._of_roles:
                texts = [self._documents[path].text for path in sorted(paths) if path in self._documents]
                small = _written_small(word.plain)
                if texts and all(text.count(typed) >= _SEEN_OFTEN and not small.search(text) for text in texts):
                    found.add(number)
            elif _INITIALS.fullmatch(typed) and word.plain not in self._of_roles and self._unsigned.issuperset(paths):
                pattern = re.compile(rf"\b{typed}\b")  # of an employer that its documents don't name in full
                found |= {number} if all(pattern.search(self._documents[path].text) for path in paths) else set()
        return frozenset(found)

    def placed(self, wording: Wording, paths: Collection[str]) -> frozenset[int]:
        """The numbers of the words behind "in", "at" or "near" that all these documents have, and only as names."""
        found = set()
        for number, word in enumerate(wording.words):
            before = {each.plain for each in wording.words[max(0, number - 2) : number]}
            is_time = word.plain in lexicon().months  # "in September"
            if word.is_stop or is_time or not word.plain.isalpha() or len(word.plain) < LEAST_OF_NAME:
                continue
            if not before & {"in", "at", "near"}:
                continue
            name, small = word.plain.capitalize(), _written_small(word.plain)
            texts = [self._documents[path].text for path in sorted(paths)]
            if texts and all(name in text and not small.search(text) for text in texts):
                found.add(number)
        return frozenset(found)

    def speak_of(self, word: str, paths: Collection[str]) -> bool:
        """Whether one of these documents has the word, in any case."""
        pattern = re.compile(rf"\b{re.escape(word)}\b", re.IGNORECASE)
        return any(pattern.search(self._documents[path].text) for path in paths)

    def _folders_in(self, wording: Wording) -> dict[int, frozenset[str]]:
        """By word: the documents in a folder that it names, alone or with those beside it ("Quay d'Or", "quay-dor")."""
        found = {number: paths for number, word in enumerate(wording.words) if (paths := self._folder_of(word.plain))}
        letters = ["".join(filter(str.isalnum, wording.text[word.start : word.end].lower())) for word in wording.words]
        for run in _runs(range(len(letters))):
            named = self._runs.get("".join(letters[each] for each in run), ())
            for number in run if named else ():
                found[number] = found.get(number, frozenset()).union(named)
        return found

    def _tells_alone(self, word: str) -> bool:
        """Whether this word is a name ("Alder") and no common word of an organisation's name ("system")."""
        if word not in self._names:
            self._names[word] = self._is_name(word, self._holders.get(word, ()))
        return self._names[word]

    def _folder_of(self, word: str) -> frozenset[str]:
        """The documents in a folder that is named so, where the word is a name and nothing that they speak about."""
        if word not in self._named_folders:
            paths = frozenset(self._folders.get(word, ()))
            is_name = word not in self._titles and self._is_name(word, paths)
            self._named_folders[word] = paths if is_name else frozenset()
        return self._named_folders[word]

    def _is_name(self, word: str, paths: Collection[str]) -> bool:
        small = _written_small(word)
        texts = (self._documents[path].text for path in sorted(paths))
        return not any(word in text and small.search(text) for text in texts)

    def _named_by(self, wording: Wording, word: Word) -> frozenset[str]:
        typed = wording.text[word.start : word.end]
        if word.is_stop and not typed.isupper():
            return frozenset()
        if word.plain in self._holders:  # what lies beside a document of that name, unsigned, is of the same sender
            return self._holders[word.plain] | (self._folder_of(word.plain) & self._unsigned)
        return self._by_letterhead(typed.split("'")[0]) if word.start and typed[:1].isupper() else frozenset()

    def _by_letterhead(self, name: str) -> frozenset[str]:
        """The one document that holds this name at all, if it states no organisation, but this on top, as a name."""
        if len(name) < 3 or name.lower() in lexicon().stop_words | self._of_roles or not self._are_several:
            return frozenset()
        pattern = re.compile(rf"\b{re.escape(name)}\b", re.IGNORECASE)
        on_top = [path for path, top in self._letterheads.items() if name.lower() in top and pattern.search(top)]
        if len(on_top) != 1 or _written_small(name.lower()).search(self._documents[on_top[0]].text):
            return frozenset()
        others = (document for path, document in self._documents.items() if path != on_top[0])
        return frozenset() if any(pattern.search(each.text) for each in others) else frozenset(on_top)

    @cached_property
    def _letterheads(self) -> Mapping[str, str]:
        """What stands on top of the documents that state no organisation: little to look through for each name."""
        return {path: self._documents[path].text[:LETTERHEAD].lower() for path in sorted(self._unsigned)}


def _sets_beside(between: Sequence[Word]) -> bool:
    """Whether words link two names: "and", "or", "job than the"."""
    return all(word.is_stop for word in between) and any(word.plain in BESIDE for word in between)


def _most_voted(hits: Mapping[int, frozenset[str]]) -> frozenset[str]:
    """The documents on which most words agree; one that names few documents counts more for each."""
    votes: defaultdict[str, float] = defaultdict(float)
    for paths in hits.values():
        for path in paths:
            votes[path] += 1.0 / len(paths)
    best = max(votes.values())
    return frozenset(path for path, vote in votes.items() if vote >= best - 1e-9)


def _written_small(word: str) -> re.Pattern[str]:
    """The word as a common noun, in small letters; parts of addresses don't count."""
    return re.compile(rf"(?<![\w@./-]){re.escape(word)}s?(?![\w@-]|\.\w)")


def _organisations(document: Document, of_roles: Collection[str]) -> tuple[str, ...]:
    names = {document.organisation, document.metadata.organisation, *of_roles}
    return tuple(sorted(name for name in names if name))


def _words_of(name: str) -> Iterator[str]:
    """The words of an organisation's name and its initials: "Alder County Library" also gives "acl"."""
    words = [word for word in plain_words(name) if word not in lexicon().stop_words]
    yield from words
    initials = "".join(word[0] for word in words if word.isalpha())
    if len(initials) > 2:
        yield initials


def _folder_names(paths: Collection[str]) -> Iterator[tuple[list[str], str]]:
    """The words of each folder that documents lie in, where not all lie in one: "alder-county/clerk.md"."""
    folders = {path: path.split("/")[:-1] for path in paths}
    for path, names in folders.items():
        for name in names:
            if any(name not in others for others in folders.values()):
                yield plain_words(name.replace("_", " ").replace("-", " ")), path


def _runs(words: Sequence[_T]) -> Iterator[Sequence[_T]]:
    """Two or more of them, one behind the other."""
    for first in range(len(words)):
        for last in range(first + 2, min(len(words), first + LONGEST_RUN) + 1):
            yield words[first:last]


def _initials(documents: Collection[Document]) -> Iterator[tuple[str, str]]:
    """Initials that one job document uses throughout and no other holds: mostly its organisation's."""
    found = {document.path: Counter(_INITIALS.findall(document.text)) for document in documents}
    holding = Counter(name for counts in found.values() for name in counts)
    for path, counts in found.items():
        yield from (
            (name.lower(), path) for name, times in counts.items() if times >= _SEEN_OFTEN and holding[name] == 1
        )
