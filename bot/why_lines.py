"""Why a question is answered as it is, as lines: for a terminal, and for whichever surface draws them its own way.

The first line says the most; what stands below another line is two spaces further in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.answers.answer import Answer
from bot.answers.scope import in_words, written_audience
from bot.answers.why import Ranked, Read, Reason, Why
from bot.candidate.excerpt import shortened
from bot.terminal import safe
from knowledge.dates import in_words as date_in_words

READS = 3  # that are shown; comparing several roles takes one each
_STATUSES = {
    "answered": "Answered",
    "not_found": "Not found",
    "clarify": "Asked back",
    "refused": "Declined",
    "chat": "Taken for small talk",
}
_KINDS = {
    "fact": "from what a job document states as a fact",
    "passage": "from sentences that were read",
    "list": "from a list",
    "compare": "by comparing facts",
    "aggregate": "from the facts of all roles",
    "approved": "with an approved answer",
}
_REMOVED: dict[Reason, str] = {
    "audience": "for other readers",
    "withdrawn": "withdrawn",
    "not in force": "not in force on that day",
    "elsewhere": "not among those that answer here",
}
_FEATURES = {
    "lead": "how far the best sentence is ahead of “nothing answers”",
    "lead_of_best": "how far the sentence shown is ahead of “nothing answers”",
    "null_chance": "the chance that nothing answers",
    "chance_of_best": "the chance of the sentence shown",
    "mass": "the chance of all that is shown",
    "agrees": "reader and search agree on the best sentence",
    "score": "the score of the sentence shown",
    "before_other_documents": "how far it is ahead of other documents",
    "before_other_passages": "how far it is ahead of other passages",
    "cosine": "nearness of its passage in meaning",
    "highest_unit_cosine": "nearness of the nearest sentence in its passage",
    "unit_cosine": "nearness of the sentence in meaning",
    "highest_cosine": "nearness of the nearest passage",
    "first_above_mean": "how far the first passage stands out",
    "rank": "how far down the search found it",
    "documents": "among how many documents the first passages are spread",
    "covered": "the question's words that the passage holds",
    "missed": "how rare the rarest word is that it lacks",
    "covered_by_best": "the question's words that the sentence holds",
    "covered_by_text": "the question's words that all that is shown holds",
    "words": "how long the question is",
    "searched": "how many passages there are",
}
_KINDS_WANTED = (
    ("unmet_by_best_", "the question asks for {}, and the best sentence holds none"),
    ("unmet_", "the question asks for {}, and what is shown holds none"),
    ("wants_", "the question asks for {}"),
)
_WANTED = {"money": "an amount", "count": "a number", "time": "a time", "person": "a person", "place": "a place"}


def why_lines(why: Why) -> list[str]:
    """All of it, in the order in which somebody would ask."""
    lines = list(_decision(why.answer))
    for read in why.reads[-READS:]:
        lines += _read(read)
    lines += _removed(why)
    if any(each.removed for each in why.without_filters):
        lines.append("The ranking if these readers might see everything:")
        lines += _ranking(why.without_filters)
    return [safe(line) for line in lines]


def _decision(answer: Answer) -> Iterator[str]:
    how = _KINDS.get(answer.kind, "")
    yield f"{_STATUSES[answer.status]}{f', {how}' if how else ''}."
    if answer.threshold:
        enough = "enough" if answer.confidence >= answer.threshold else "too little"
        yield f"Confidence {answer.confidence:.2f}, and {answer.threshold:.2f} is needed: {enough}."
    if answer.scope is not None:
        who = in_words(written_audience(answer.scope.audience))
        yield f"Asked as: {who}; on {date_in_words(answer.scope.on.isoformat())}."
        if answer.scope.within:
            yield f"Only from what is within: {', '.join(answer.scope.within)}."
    if answer.roles:
        yield f"Taken to be about: {', '.join(answer.roles)}."
    yield f"It said: “{shortened(answer.text)}”"
    cited = dict.fromkeys(each.document for each in answer.citations)
    if cited:
        yield f"It cites: {', '.join(cited)}."


def _read(read: Read) -> Iterator[str]:
    where = f" in {', '.join(read.documents[:3])}" if read.documents is not None and len(read.documents) <= 3 else ""
    yield f"Read{where} for “{shortened(read.question)}”, confidence {read.confidence:.2f}:"
    if not read.ranking:
        yield "  nothing was found"
    yield from _ranking(read.ranking)
    if read.weighed:
        yield "What weighed most in that confidence:"
    for name, added in read.weighed.items():
        yield f"  {'raised' if added >= 0 else 'lowered'} it by {abs(added):.2f}: {_feature(name)}"


def _ranking(ranking: Sequence[Ranked]) -> Iterator[str]:
    for place, each in enumerate(ranking, start=1):
        section = " > ".join(part for part in each.section if part != each.title)
        marks = [*(["shown"] if each.is_shown else []), *([_REMOVED[each.removed]] if each.removed else [])]
        where = f"{each.document} > {section}" if section else each.document
        yield f"  {place}. {where}" + (f" ({', '.join(marks)})" if marks else "")
        read = "" if each.best is None else f", reader {each.best:+.1f}"
        yield f"    fused {each.score:.3f}, meaning {each.cosine:.2f}, words {each.bm25:.1f}{read}"
        if each.words:
            yield f"    “{shortened(each.words, 160)}”"


def _removed(why: Why) -> Iterator[str]:
    removed = sum(why.removed.values())
    if not removed:
        yield f"All {why.documents:,} documents could answer."
        return
    named = ", ".join(f"{number:,} {_REMOVED[reason]}" for reason, number in sorted(why.removed.items()))
    yield f"Could not answer: {removed:,} of {why.documents:,} documents ({named})."


def _feature(name: str) -> str:
    for begins, said in _KINDS_WANTED:
        if name.startswith(begins):
            return said.format(_WANTED.get(name.removeprefix(begins), name.removeprefix(begins)))
    return _FEATURES.get(name, name)
