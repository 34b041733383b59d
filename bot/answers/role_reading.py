"""What the document of a role says: a section of it, lines that hold the words of a question, or what is read."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from bot.answers.answer import Answer
from bot.answers.confidence import held_kinds, wanted_kinds
from bot.answers.lexicon import lexicon
from bot.answers.meaning import meaning, meanings
from bot.answers.passage_answer import from_reading
from bot.answers.sources import Sources, details_of, room_for
from bot.answers.thread import Request
from bot.answers.word_match import counts
from bot.answers.wording import Word
from knowledge.fact import Role

SURE_BY_WORDS = 0.9  # share of a question's words from which the lines that hold them are not questioned


def section_of(request: Request, role: Role, sources: Sources) -> Answer | None:
    """A whole section of the role's document, where its headings hold all that is asked."""
    if request.intent is None or request.text != request.own_text:
        return None
    is_person = any(sources.statements.kind(name) == "role" for name in request.facts)
    if is_person or wanted_kinds(request.text)["person"]:  # whom no heading names
        return None
    intent = request.intent
    words = enumerate(intent.wording.words)
    said = {number for number, word in words if word.plain in lexicon().comparing} if len(request.roles) > 1 else set()
    section = sources.sections.find(role.document, intent.wording, intent.mentions.covered | said, role.is_about)
    return sources.sections.answer(role.document, section, role.title) if section else None


def holds_wanted(request: Request, section: Answer) -> bool:
    """Whether a section has an amount of money, where one is asked for: headings hold but the words beside it."""
    return not wanted_kinds(request.text)["money"] or held_kinds(section.text)["money"]


def asking_words(request: Request, kinds: Collection[str] = ()) -> Iterator[Word]:
    """The words that ask for facts, of these kinds only where some are given; small words left out."""
    facts = request.intent.facts if request.intent else ()
    numbers = {number for each in facts if not kinds or each.value in kinds for number in each.words}
    words = request.intent.wording.words if request.intent else ()
    return (words[number] for number in sorted(numbers) if not words[number].is_idle)


def read_about(request: Request, role: Role, sources: Sources, wanted: Collection[str] | None = None) -> Answer | None:
    """What the role's document says; where `wanted` meanings are given, evidence has to hold one of them."""
    room = room_for(request)
    words = details_of(request) | {meaning(word.stem) for word in asking_words(request)}
    lines = sources.lines.read(request.text, words, role.document, role.is_about, room)
    by_words = from_reading(lines, sources.bar.words, sources.statements, room=room, heading=role.title)
    if by_words is not None and len(words) > 1:
        # Lines that lack a word of the question may be beside the point: what the reader is surer of comes first.
        read = from_document(request, role, sources, room, wanted) if by_words.confidence < SURE_BY_WORDS else None
        return read if read is not None and read.confidence > by_words.confidence else by_words
    # That lines hold the one word of a question ("time") says little: the reader is asked, or it is in one line alone.
    found = from_document(request, role, sources, room, wanted)
    return found or (by_words if len(lines.evidence) == 1 else None)


def from_document(
    request: Request, role: Role, sources: Sources, room: int, wanted: Collection[str] | None = None
) -> Answer | None:
    """What reading the role's document finds; where `wanted` meanings are given, evidence has to hold one of them."""
    reading = sources.read_about(request, role, room)
    if wanted and not any(meanings(one.plain) & set(wanted) for one in reading.evidence):
        return None
    if not any(counts(request.text, one.plain) for one in reading.evidence):
        return None
    return from_reading(reading, sources.bar.within_role, sources.statements, room=room, heading=role.title)
