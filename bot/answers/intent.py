"""What a question wants: which roles, which facts, one of them, several side by side, or all that fit."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bot.answers.confidence import wanted_kinds
from bot.answers.every_role import ASKING, TOWARDS_OTHERS, asks_every_role
from bot.answers.fact_words import FactAsked, FactWords, in_set_phrases
from bot.answers.lexicon import lexicon
from bot.answers.mentions import Mentions
from bot.answers.picked import picked_label
from bot.answers.role_match import RoleMatcher, numbers_of
from bot.answers.small_talk import without_small_talk
from bot.answers.wording import Spelling, Word, Wording, read_wording
from knowledge.fact import Role

Form = Literal["one", "compare", "every_role"]

_INVERSE = {"supervises": "reports_to", "reports_to": "supervises"}  # who is above, who is below
_LIST_STARTS = frozenset({"list", "name", "enumerate"})
_ARTICLES = frozenset({"the", "a", "an", "our", "my", "your"})
_TOWARDS = frozenset({"at", "in", "for", "from", "with", "by"})
_LEAVING_OUT = frozenset({"outside", "except", "excluding", "excepting"})  # what follows is not asked for
_BEFORE_LEFT_OUT = frozenset({"of", "for", "in", *_ARTICLES})
_PLURALS = frozenset({"criteria", "people"})
_NEGATIONS = frozenset({"not", "no", "never", "without", "none", "neither", "nor", "nobody"})


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


class IntentReader:
    """Reads questions against one directory and catalogue."""

    def __init__(
        self, spelling: Spelling, roles: RoleMatcher, facts: FactWords, *, roles_are_few: bool = False
    ) -> None:
        """`roles_are_few`: most documents describe none, so that a word such as "manager" names hardly one of them."""
        self._spelling = spelling
        self._roles_are_few = roles_are_few
        self._roles = roles
        self._facts = facts

    def read(self, text: str) -> Intent:
        question, document = picked_label(text) or (text, "")
        if document in self._roles.documents:  # which of the roles of one title is meant
            wording = read_wording(question, self._spelling)
            mentions = self._roles.find(wording, self._facts.find(wording)).of_document(document)
        else:
            wording, mentions = self._with_roles(text)
        intent = self._read(wording, mentions)
        states = any(role.has_facts for role in mentions.roles)
        is_about_role = states and any(each.content for each in intent.facts) and not intent.details
        is_about_role = is_about_role or not (intent.facts or intent.details)  # "and a director?" names but that
        if self._roles_are_few and mentions.are_loose and intent.form == "one" and not is_about_role:
            return self._read(wording, mentions.without_roles())
        return intent

    def _with_roles(self, text: str) -> tuple[Wording, Mentions]:
        """The words of a question and the roles they name, be it with another noun: a "bike mechanic" for cycles."""
        wording = read_wording(text, self._spelling)
        mentions = self._roles.find(wording, self._facts.find(wording))
        for word in wording.words if not mentions.mentions else ():
            for other in lexicon().same_job.get(word.plain.removesuffix("s"), ()):
                renamed = read_wording(f"{wording.text[: word.start]}{other}{wording.text[word.end :]}", self._spelling)
                named = self._roles.find(renamed, self._facts.find(renamed))
                if named.mentions:
                    return renamed, named
        return wording, mentions

    def _read(self, wording: Wording, mentions: Mentions) -> Intent:
        named = {number for mention in mentions.mentions for number in range(mention.start, mention.end)}
        named |= numbers_of(wording, mentions.unknown)
        asked = self._facts.find(wording, mentions.covered, named)
        asked, terms = _without_terms(asked, mentions)
        facts = _turned(wording, mentions, self._dated(wording, _weighed(wording, asked))) or _led(wording, mentions)
        details = tuple(self._details(wording, mentions, facts, terms))
        silent = frozenset(in_set_phrases(wording, mentions.covered))
        if not any(each.content for each in facts) and not silent:
            facts = self._asked_in_a_word(wording, details) or facts
        facts += tuple(
            FactAsked(name, (number,), 1)
            for number, word in enumerate(wording.words)
            if number not in silent | named
            and any(word is each for each in details)
            and not any(number - 1 in each.words for each in facts)  # the rate of the "mileage rate" is no pay
            and (name := self._facts.head_of(word.stem))
        )
        details = tuple(self._details(wording, mentions, facts, terms))
        form = _form(wording, mentions, facts, details)
        if form == "compare":
            details = tuple(word for word in details if not _is_left_out(wording, word))
        if form == "every_role":
            facts = tuple(each for each in facts if each.name not in ("title", "organisation"))
            counted = tuple(each for each in facts if each.name != "number_of_positions")  # "how many jobs need ..."
            vacant = {"vacancy", "vacancies", "opening", "openings"} & {word.plain for word in wording.words}
            facts = facts if vacant and not (counted or details) else counted
            facts = self._without_conditions(wording, mentions, facts)
            mentions, facts, details = _as_condition(wording, mentions, facts, details)
        if details or form == "every_role":  # "where do rangers sleep": the small words ask for something else
            facts = tuple(each for each in facts if each.content)
        if details and not _says_date(wording):  # "what do I show at the interview" asks for no date
            facts = tuple(each for each in facts if each.value != "date")
        facts = tuple(each for each in facts if each.is_exact or each.name != "organisation")  # "organising"
        if mentions.mentions:  # "the cook's role" is no question for a title
            facts = tuple(each for each in facts if each.content or each.name != "title")
        return Intent(wording, mentions, facts, details, form)

    def _asked_in_a_word(self, wording: Wording, details: Sequence[Word]) -> tuple[FactAsked, ...]:
        """ "When does the job start?", "how independently ...?": one word is left, of which one fact speaks."""
        if len(details) != 1 or _is_place(wording, details[0]):
            return ()
        asks_time = _asks_time(wording)
        name = self._facts.date_of({details[0].stem}) if asks_time else self._facts.fact_with(details[0])
        numbers = tuple(number for number, word in enumerate(wording.words) if word is details[0])
        return (FactAsked(name, numbers, 1, "date" if asks_time else "text"),) if name else ()

    def _without_conditions(
        self, wording: Wording, mentions: Mentions, facts: tuple[FactAsked, ...]
    ) -> tuple[FactAsked, ...]:
        """The "highest pay" of all roles is about pay, and "no degree" about a degree: what is said of it is asked."""
        telling = lexicon().extremes | _NEGATIONS
        numbers = {number for number, word in enumerate(wording.words) if word.plain in telling}
        if not numbers & {number for each in facts for number in each.words}:
            return facts
        return _weighed(wording, self._facts.find(wording, mentions.covered, left_out=numbers)) or facts

    def _dated(self, wording: Wording, facts: tuple[FactAsked, ...]) -> tuple[FactAsked, ...]:
        """ "Until when can I apply?" asks for a date, not how to apply."""
        times = ("date", "duration", "hours")
        if not _asks_time(wording) or not facts or any(each.value in times for each in facts):
            return facts
        stems = {
            wording.words[number].stem for each in facts for number in each.words if not wording.words[number].is_idle
        }
        name = self._facts.date_of(stems)
        return (replace(facts[0], name=name, value="date"),) if name else facts

    def _details(
        self, wording: Wording, mentions: Mentions, facts: Collection[FactAsked], terms: Collection[int]
    ) -> Iterator[Word]:
        words = lexicon()
        idle = words.comparing | words.together | words.light_modifiers | words.supposing | words.extremes
        idle |= words.paper_nouns | words.applicants
        taken = {number for asked in facts for number in asked.words} | mentions.covered | without_small_talk(wording)
        taken.update(terms)
        asking = {stem for asked in facts for stem in self._facts.words_of(asked.name)}
        for number, word in enumerate(wording.words):
            if number not in taken and not word.is_stop and word.plain not in idle and word.stem not in asking:
                yield word


def _says_date(wording: Wording) -> bool:
    """Whether a question speaks of time at all."""
    said = {word.plain for word in wording.words}
    return bool(said & lexicon().dating) or any(word.is_number for word in wording.words)


def _asks_time(wording: Wording) -> bool:
    """Whether a time is asked for: not in "what do I send in when I apply?", where "when" begins an aside."""
    words = [word.plain for word in wording.words]
    asking = next((number for number, word in enumerate(words) if word in lexicon().time_askers), None)
    if asking is None:
        return False
    is_aside = words[asking] == "when" and words[asking - 1 : asking] not in (["and"], ["or"])
    return not (is_aside and {"what", "which", "who", "whom", "whose", "where"}.intersection(words[:asking]))


def _number_of(wording: Wording, word: Word) -> int:
    return next(number for number, each in enumerate(wording.words) if each is word)


def _is_left_out(wording: Wording, word: Word) -> bool:
    """Whether a word says what is not compared: "outside London" is about everywhere else."""
    number = _number_of(wording, word)
    while number > 0 and wording.words[number - 1].plain in _BEFORE_LEFT_OUT:
        number -= 1
    return word.plain in _LEAVING_OUT or (number > 0 and wording.words[number - 1].plain in _LEAVING_OUT)


def _is_place(wording: Wording, word: Word) -> bool:
    """Whether a word says where or for whom something is: the "library" of "the cook at the library"."""
    number = _number_of(wording, word)
    before = [each.plain for each in wording.words[max(0, number - 2) : number]]
    return bool(before) and (before[-1] in _TOWARDS or (before[-1] in _ARTICLES and before[0] in _TOWARDS))


def _is_plural(word: str) -> bool:
    has_ending = (word.endswith("s") and not word.endswith("ss")) or word in _PLURALS
    return has_ending and word not in lexicon().stop_words


def _without_terms(asked: tuple[FactAsked, ...], mentions: Mentions) -> tuple[tuple[FactAsked, ...], frozenset[int]]:
    """What is asked besides the terms of a job that stand right before its title, and the numbers of their words.

    "Who pays the part-time cook?" does not ask whether the job is part-time.
    """
    starts = {mention.start for mention in mentions.mentions}
    rest = tuple(each for each in asked if each.name != "employment_type" or each.words[-1] + 1 not in starts)
    if not rest:
        return asked, frozenset()
    return rest, frozenset(number for each in asked if each not in rest for number in each.words)


def _turned(wording: Wording, mentions: Mentions, facts: tuple[FactAsked, ...]) -> tuple[FactAsked, ...]:
    """ "Who supervises the cook?" asks whom the cook reports to: "who", then the verb, then the role.

    So does "who the cook reports to", as behind "could you tell me": "who", then the role, then the verb.
    """
    if len(facts) != 1 or facts[0].name != "supervises" or not wording.words or wording.words[0].plain != "who":
        return facts
    verb = facts[0].words[0]
    comes_after = mentions.unknown or any(mention.start > verb for mention in mentions.mentions)
    supervises = facts[0].words == (1,) and wording.words[1].plain.endswith("s") and comes_after
    if supervises or _ends_in_reports_to(wording, mentions):
        return (replace(facts[0], name=_INVERSE["supervises"], value="role"),)
    return facts


def _led(wording: Wording, mentions: Mentions) -> tuple[FactAsked, ...]:
    """ "Who directs the cook?", "who looks after the cook?": whoever does is the cook's manager."""
    words = [word.plain for word in wording.words]
    if words[:1] != ["who"] or not set(words[1:2]) & lexicon().leading_verbs:
        return ()
    between = next((words[2 : mention.start] for mention in mentions.mentions if mention.start > 1), ["-"])
    is_next = set(between) <= {"up", "after", *_ARTICLES}
    return (FactAsked("reports_to", (1,), 1, "role"),) if is_next else ()


def _ends_in_reports_to(wording: Wording, mentions: Mentions) -> bool:
    is_second = 0 < min((mention.start for mention in mentions.mentions), default=0) < 3  # "who (the) cook"
    return is_second and [word.plain for word in wording.words[-2:]] in (["reports", "to"], ["report", "to"])


def _as_condition(
    wording: Wording, mentions: Mentions, facts: tuple[FactAsked, ...], details: tuple[Word, ...]
) -> tuple[Mentions, tuple[FactAsked, ...], tuple[Word, ...]]:
    """ "Which roles report to the head cook?": the role behind the fact is what the others' statements have to hold."""
    towards = [each for each in facts if each.name in TOWARDS_OTHERS]
    facts, details = _without_whom(wording, facts, details, towards)
    behind = [mention for mention in mentions.mentions if towards and mention.start > towards[0].words[0]]
    if behind:
        words = [word for mention in behind for word in wording.words[mention.start : mention.end] if not word.is_idle]
        return Mentions(organisations=mentions.organisations, covered=mentions.covered), facts, (*details, *words)
    return mentions, facts, details


def _without_whom(
    wording: Wording, facts: tuple[FactAsked, ...], details: tuple[Word, ...], towards: Sequence[FactAsked]
) -> tuple[tuple[FactAsked, ...], tuple[Word, ...]]:
    """ "Which roles report to the board?": what stands right behind the fact is whom it leads to, and no fact."""
    if not towards:
        return facts, details
    reached = towards[0].words[-1]
    whom: set[int] = set()
    for number in range(reached + 1, len(wording.words)):
        word = wording.words[number]
        if any(number in each.words for each in facts if each is not towards[0] and each.words[0] > reached):
            whom.add(number)
        elif not word.is_stop or word.plain in ("and", "or"):
            break
    own = tuple(each for each in facts if each is towards[0] or not whom.issuperset(each.words) or not each.words)
    words = tuple(wording.words[number] for number in sorted(whom) if not wording.words[number].is_stop)
    return own, (*details, *(word for word in words if not any(word is each for each in details)))


def _weighed(wording: Wording, asked: Sequence[FactAsked]) -> tuple[FactAsked, ...]:
    """What is asked without what only belongs to it: the "office" of "office conditions", "how much" beside "pay"."""
    asked = [each for each in asked if not _is_modifier(wording, each, asked)]
    asked = [each for each in asked if not _says_where(wording, each)] or asked
    exact = [each for each in asked if each.is_exact] or asked
    strong = [each for each in exact if each.content] or exact
    plain = [each for each in strong if each.value != "list"] or strong
    return tuple(plain)


def _says_where(wording: Wording, one: FactAsked) -> bool:
    """Whether a fact is asked for by nothing but the place where something is: "at the city"."""
    is_place = one.name in ("location", "address", "organisation", "department")
    return is_place and len(one.words) == 1 and _is_place(wording, wording.words[one.words[0]])


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


def _form(wording: Wording, mentions: Mentions, facts: Collection[FactAsked], details: Collection[Word]) -> Form:
    if asks_every_role(wording, mentions, facts, details):
        return "every_role"
    several = len({mention.roles for mention in mentions.mentions}) > 1
    if any(mention.names_all for mention in mentions.mentions):
        return "compare"
    compares = any(word.plain in lexicon().comparing | {"or", "vs", "more", "less"} for word in wording.words)
    towards = {asked.name for asked in facts} & TOWARDS_OTHERS
    return "compare" if several and (compares or not towards) else "one"
