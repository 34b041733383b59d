"""Answers that no role gives: from reading documents, from the dates they state of themselves, or a question back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from bot.answers import phrasing
from bot.answers.answer import Answer
from bot.answers.clarify import picked_document, which_document, which_stretch
from bot.answers.contrast import contrasted, sides, speaks_of_both
from bot.answers.counterparts import counterparts
from bot.answers.fact_answer import fact_answer
from bot.answers.meaning import meanings
from bot.answers.parallel import parallel_documents
from bot.answers.passage_answer import from_reading, nothing_found
from bot.answers.picked import picked_label
from bot.answers.reading import Evidence, Reading
from bot.answers.sections import Section
from bot.answers.siblings import Sibling, alternatives, named
from bot.answers.sources import Sources, details_of, room_for
from bot.answers.subject import is_about, is_one_about
from bot.answers.thread import Request
from bot.answers.whole_list import is_mostly_shown, share_shown, whole_list
from bot.answers.wording import content_stems, plain_words
from knowledge.fact import Role
from knowledge.facts import extract_facts

LEAST_OF_TITLE = 0.6  # share of a title's words that name its document: "the working time policy"
MOST_LISTED = phrasing.LONG - 300  # characters of a whole list: its heading and bullets take some


def anywhere(request: Request, documents: Collection[str] | None, sources: Sources) -> Answer:
    """What the passages of these documents (None: of all) say, if the reading is sure enough of it."""
    if (picked := _picked_stretch(request, sources)) is not None:
        return picked
    chosen = _chosen_before(request, sources)
    if chosen is not None:
        request = replace(request, text=chosen[0])
        documents = {chosen[1]}
    pair = None if request.leans else sides(request.text)
    if pair and (both := contrasted(pair, documents, sources)) is not None:
        return both
    room = room_for(request)
    bar = sources.bar.follow_up if request.leans else sources.bar.everywhere
    reading = sources.read(request, documents, room)
    if request.earlier_text and not request.leans:  # it may be about what was asked before, or about something new
        together = sources.reader.read(f"{request.earlier_text} {request.text}", documents, room)
        reading = max(reading, together, key=lambda each: each.confidence)
    if documents in (None, sources.others) and (asked := asked_back(request, reading, sources)):
        return asked
    answer = from_reading(reading, bar, sources.statements, room=room)
    if answer is None or (pair and not speaks_of_both(pair, reading.evidence, sources)):
        return nothing_found(reading, bar, sources.statements)
    fitting = _fitting(request.text, reading.evidence[0].document, sources) if documents is None else ()
    if fitting:
        return which_document(request.text, fitting, sources.statements)
    # The list or section around the best evidence may be that of one side.
    return (complete if pair is None else _with_note)(request, reading.evidence[0], answer, sources)


def complete(request: Request, best: Evidence, answer: Answer, sources: Sources) -> Answer:
    """The whole list around the best evidence, where several things are asked for, else the answer as it was read."""
    return _whole(request, best, answer, sources) or _with_note(request, best, answer, sources)


def _with_note(request: Request, best: Evidence, answer: Answer, sources: Sources) -> Answer:
    """The answer with a note below where it shows a list in part: it would read as if it were the whole."""
    shown, items = share_shown(best, answer.citations, sources.documents[best.document])
    wants_several = request.intent is not None and (request.intent.asks_for_several or request.intent.may_want_list)
    if shown == items or (shown < 2 and not wants_several):
        return answer
    text = f"{answer.text}\n{phrasing.part_of_list(shown, items)}"
    longest = phrasing.SHORT if room_for(request) == phrasing.EVIDENCE else phrasing.LONG
    return replace(answer, text=text) if len(text) <= longest else answer


def _whole(request: Request, best: Evidence, answer: Answer, sources: Sources) -> Answer | None:
    """The whole list that the best evidence is part of, where several things are asked for or most of it is shown."""
    intent = request.intent
    document = sources.documents[best.document]
    if intent is None or request.leans:
        return None
    is_list = not intent.asks_for_one and is_mostly_shown(*share_shown(best, answer.citations, document))
    if not (intent.asks_for_several or intent.may_want_list or is_list):
        return None
    several = intent.asks_for_several
    found = whole_list(best, document, MOST_LISTED if several or is_list else phrasing.EVIDENCE, or_section=several)
    if found is None:
        return None
    listed = sources.sections.answer(best.document, found, document.title)
    return replace(listed, confidence=answer.confidence, threshold=answer.threshold)


def asked_back(request: Request, reading: Reading, sources: Sources) -> Answer | None:
    """A question back, where what was read fits several stretches or documents alike, and the question names none."""
    if request.intent is None or request.leans:
        return None
    said = [word.plain for word in request.intent.wording.words]
    if stretches := _stretches(said, reading, sources):
        return which_stretch(request.text, stretches)
    beside = parallel_documents(said, reading.evidence, sources.documents)
    return which_document(request.text, beside, sources.statements) if beside else None


def _stretches(said: Sequence[str], reading: Reading, sources: Sources) -> tuple[Sibling, ...]:
    """The stretches for different people or things that a question fits, in the document nearest to an answer."""
    if not reading.evidence or reading.evidence[0].document not in sources.others:
        return ()
    best = reading.evidence[0]
    document = sources.documents[best.document]
    places = [(one.start, one.end) for one in reading.evidence if one.document == best.document]
    if groups := alternatives(said, document, places):
        return groups
    return counterparts(said, reading.evidence, document) if reading.confidence >= sources.bar.everywhere else ()


def _picked_stretch(request: Request, sources: Sources) -> Answer | None:
    """What holds for those that this question names, where it answers our question back."""
    question, label = picked_label(request.own_text) or (request.earlier_text, request.own_text)
    if not question:
        return None
    reading = sources.reader.read(question, None, phrasing.EVIDENCE)
    chosen = named(label, _stretches(plain_words(question), reading, sources))
    if chosen is None:
        return None
    path = reading.evidence[0].document
    block = chosen.blocks[0]
    if not chosen.cell:
        return sources.sections.answer(path, Section(block.heading, "", chosen.blocks), sources.documents[path].title)
    text = phrasing.plain(f"{block.cells[0][1]} – {chosen.label}: {chosen.cell}")
    return Answer("answered", text, "passage", (sources.statements.cite_block(path, block),))


def _fitting(question: str, document: str, sources: Sources) -> tuple[str, ...]:
    """The documents of a series, where several of them answer and the question names none; else ()."""
    series = sources.series.of(document)
    if not series or sources.series.is_named(question, series):
        return ()
    bar = sources.bar.everywhere
    sure = [path for path in series if sources.reader.read(question, {path}, phrasing.SHORT).confidence >= bar]
    return series if len(sure) > 1 else ()


def _chosen_before(request: Request, sources: Sources) -> tuple[str, str] | None:
    """The earlier question and the document that this one picks, where it answers our question back."""
    if picked := picked_document(request.own_text, sources.documents):
        return picked
    if not request.earlier_text:
        return None
    reading = sources.reader.read(request.earlier_text, None, phrasing.SHORT)
    if not reading.evidence or reading.confidence < sources.bar.everywhere:
        return None
    fitting = _fitting(request.earlier_text, reading.evidence[0].document, sources)
    said = meanings(request.own_text)
    picks = [path for path in fitting if said & meanings(" ".join(sources.series.own_words(path)))]
    return (request.earlier_text, picks[0]) if len(picks) == 1 else None


def documents_named(request: Request, sources: Sources) -> frozenset[str]:
    """Documents of an organisation that is named; else, for a date, the one whose title is said, whole or by most."""
    if request.intent is None:
        return frozenset()
    if request.intent.mentions.organisations:
        return frozenset(request.intent.mentions.organisations)
    if not any(sources.statements.kind(name) == "date" for name in request.facts):
        return frozenset()
    said = frozenset(request.intent.wording.stems)
    titles = {path: content_stems(sources.documents[path].title) for path in sources.others}
    shares = {path: len(title & said) / len(title) for path, title in titles.items() if len(title & said) > 1}
    best = [path for path, share in shares.items() if share == max(shares.values()) and share >= LEAST_OF_TITLE]
    return frozenset(best) if len(best) == 1 else frozenset()


def may_answer(request: Request, named: frozenset[str], sources: Sources) -> frozenset[str] | None:
    """The documents to read where some are named; None: all. Of an organisation also speaks what names none at all.

    A handbook mentions its owner on some pages, and is about it on every one; a posting of another employer says so.
    """
    if not named:
        return None
    of_organisation = request.intent is not None and request.intent.mentions.organisations
    return named | sources.unclaimed if of_organisation else named


def documents_about(request: Request, sources: Sources) -> tuple[str, ...]:
    """The documents about no role of which a title or heading names just what is asked: a leave policy, for leave.

    Whom one reports to, amounts and dates are never a policy's alone.
    """
    names = [name for name in request.facts if sources.statements.kind(name) in ("text", "list", "duration")]
    words = frozenset(word for name in names for word in sources.words.words_of(name))
    if not words:
        return ()
    return tuple(path for path, headings in sources.headings.items() if is_one_about(headings, words))


def section_about(request: Request, documents: Collection[str], sources: Sources) -> Answer | None:
    """The one section about the fact that is asked, of the one document whose title names it too.

    Where more is asked, only what holds all of that: of "can I carry leave over", the lines with "carry".
    """
    if request.leans or len(request.facts) != 1:
        return None
    words = sources.words.words_of(request.facts[0])
    titled = [path for path in documents if is_about(sources.documents[path].title, words)]
    sections = [each for path in titled for each in sources.sections.named(path, lambda said: is_about(said, words))]
    if len(titled) != 1 or len(sections) != 1:
        return None
    details = details_of(request)
    held = tuple(block for block in sections[0].blocks if details <= meanings(block.plain))
    section = replace(sections[0], blocks=held)
    return sources.sections.answer(titled[0], section, sources.documents[titled[0]].title) if held else None


def stated_by(request: Request, documents: Collection[str], sources: Sources) -> Answer | None:
    """What a document that is about no role states of itself ("when was it last updated?"), or a whole section."""
    path = next(iter(documents))
    if len(documents) > 1 or request.intent is None:
        return None
    document = sources.documents[path]
    dates = tuple(name for name in request.facts if sources.statements.kind(name) == "date")
    if dates:
        stated = Role(document.title, path, document.organisation, facts=extract_facts(document, sources.catalogue))
        answer = fact_answer(stated, dates, (), sources.statements)
        return answer if answer.status == "answered" else None
    intent = request.intent
    section = sources.sections.find(path, intent.wording, intent.mentions.covered) if intent.wants_list else None
    return sources.sections.answer(path, section, document.title) if section else None
