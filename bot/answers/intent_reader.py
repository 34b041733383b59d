"""Reads a question: the roles and facts that it names, and the words that remain."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from bot.answers.asked_facts import asks_time, is_place, led, says_date, turned, weighed, without_terms
from bot.answers.asked_form import as_condition, form_of, is_left_out
from bot.answers.fact_words import FactAsked, FactWords, in_set_phrases
from bot.answers.intent import NEGATIONS, Intent
from bot.answers.lexicon import lexicon
from bot.answers.mentions import Mentions
from bot.answers.picked import picked_label
from bot.answers.role_match import RoleMatcher, numbers_of
from bot.answers.small_talk import without_small_talk
from bot.answers.wording import Spelling, Word, Wording, read_wording


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
        asked, terms = without_terms(asked, mentions)
        facts = turned(wording, mentions, self._dated(wording, weighed(wording, asked))) or led(wording, mentions)
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
        form = form_of(wording, mentions, facts, details)
        if form == "compare":
            details = tuple(word for word in details if not is_left_out(wording, word))
        if form == "every_role":
            facts = tuple(each for each in facts if each.name not in ("title", "organisation"))
            counted = tuple(each for each in facts if each.name != "number_of_positions")  # "how many jobs need ..."
            vacant = {"vacancy", "vacancies", "opening", "openings"} & {word.plain for word in wording.words}
            facts = facts if vacant and not (counted or details) else counted
            facts = self._without_conditions(wording, mentions, facts)
            mentions, facts, details = as_condition(wording, mentions, facts, details)
        if details or form == "every_role":  # "where do rangers sleep": the small words ask for something else
            facts = tuple(each for each in facts if each.content)
        if details and not says_date(wording):  # "what do I show at the interview" asks for no date
            facts = tuple(each for each in facts if each.value != "date")
        facts = tuple(each for each in facts if each.is_exact or each.name != "organisation")  # "organising"
        if mentions.mentions:  # "the cook's role" is no question for a title
            facts = tuple(each for each in facts if each.content or each.name != "title")
        return Intent(wording, mentions, facts, details, form)

    def _asked_in_a_word(self, wording: Wording, details: Sequence[Word]) -> tuple[FactAsked, ...]:
        """ "When does the job start?", "how independently ...?": one word is left, of which one fact speaks."""
        if len(details) != 1 or is_place(wording, details[0]):
            return ()
        wants_time = asks_time(wording)
        name = self._facts.date_of({details[0].stem}) if wants_time else self._facts.fact_with(details[0])
        numbers = tuple(number for number, word in enumerate(wording.words) if word is details[0])
        return (FactAsked(name, numbers, 1, "date" if wants_time else "text"),) if name else ()

    def _without_conditions(
        self, wording: Wording, mentions: Mentions, facts: tuple[FactAsked, ...]
    ) -> tuple[FactAsked, ...]:
        """The "highest pay" of all roles is about pay, and "no degree" about a degree: what is said of it is asked."""
        telling = lexicon().extremes | NEGATIONS
        numbers = {number for number, word in enumerate(wording.words) if word.plain in telling}
        if not numbers & {number for each in facts for number in each.words}:
            return facts
        return weighed(wording, self._facts.find(wording, mentions.covered, left_out=numbers)) or facts

    def _dated(self, wording: Wording, facts: tuple[FactAsked, ...]) -> tuple[FactAsked, ...]:
        """ "Until when can I apply?" asks for a date, not how to apply."""
        times = ("date", "duration", "hours")
        if not asks_time(wording) or not facts or any(each.value in times for each in facts):
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
