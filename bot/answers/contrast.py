"""Questions that set two things beside each other, answered as one question about each.

"How does sick leave differ from annual leave when it comes to carrying over?" is read twice, once for either side. Read
as one, it is about both, and what is found speaks of it less surely than of the question about one side alone.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from bot.answers import phrasing
from bot.answers.answer import Answer
from bot.answers.lexicon import lexicon
from bot.answers.meaning import meaning, meanings
from bot.answers.passage_answer import from_reading
from bot.answers.reading import Evidence
from bot.answers.sources import Sources
from bot.answers.wording import plain_words
from index.words import stem

ROOM = phrasing.EVIDENCE // 2  # characters of evidence for a side: its best words, not all that may belong to it
MOST_WORDS = 9  # of the name of a side: more are a sentence
LONGEST = 300  # characters of a question that is taken apart: longer ones tell a story

_ABOUT = r"(?:when it comes to|in terms of|with regard to|with respect to|regarding|as to|as for)"
_PLACE = r"(?:in|on|at|of|for|under|during|within|after|before)"
_DEGREE = r"(?:(?:much|far|a lot|any|way|really|also) )?"
_MORE = r"(?:more|less|fewer|most|least|(?!other|rather|ever|over|under|after|never)\w{2,}(?:er|est))"
_GETS = r"(?:gets?|has|have|earns?|needs?|pays?|takes?|receives?|is|are)"
_ONE, _OTHER = r"(?P<one>.+?)", r"(?P<other>.+?)"
_FORMS = {
    # sick pay vs holiday pay: who approves each?
    "versus": r"(?:compare )?(?P<one>[^:,?]+?) (?:vs\.?|versus) (?P<other>[^:,?]+?)"
    r"(?:(?:[:,?]| [-–—]) ?(?P<asked>.+))?",
    # what is the difference in notice between managers and staff
    "difference": rf"(?:.{{0,30}}\b)?differences?(?: (?:in|of|for) (?P<asked>.+?))? between {_ONE} and {_OTHER}"
    rf"(?:,? (?:{_ABOUT}|(?=(?:in|on|at|for) \S+ \S+)) ?(?P<after>.+))?",
    # how does sick leave differ from annual leave when it comes to carrying over
    "differ": rf"how (?:do|does|is|are|did) {_ONE} (?:differ|different|compare|compared) (?:from|with|to|against) "
    rf"{_OTHER}(?:,? (?:{_ABOUT}|(?=in|on)) ?(?P<after>.+))?",
    # is the notice for managers longer than for staff
    "than": rf"(?:is|are|was|were) {_ONE} {_DEGREE}(?P<by>{_MORE}(?: (?!{_PLACE}\b)\w+)?)"
    rf"(?P<where> {_PLACE} .+?)? than (?P<other>.+)",
    # do managers get more leave than staff
    "more": rf"(?:do|does) {_ONE} {_GETS} {_DEGREE}{_MORE} (?P<asked>.+?) than {_OTHER}(?: do)?",
    # who gets the longer notice, managers or staff
    "which": rf"(?:who|which|what)(?: one| of them)? {_GETS} (?:the |an? )?{_MORE} (?P<asked>[^,:;]+?)"
    r"[,:;] ?(?P<one>[^,:;]+?) or (?P<other>[^,:;]+)",
}
_PATTERNS = {name: re.compile(form, re.IGNORECASE) for name, form in _FORMS.items()}
_SIZES = (  # what asks for the size that a comparative speaks of
    (re.compile(r"long|short", re.IGNORECASE), "how long is"),
    (re.compile(r"earl|late|soon", re.IGNORECASE), "when is"),
    (re.compile(r"often|frequent", re.IGNORECASE), "how often is"),
    (re.compile(r"more|less|few|high|low|big|small|larg|cheap|great", re.IGNORECASE), "how much is"),
)
_OTHERS = frozenset({"everyone", "everybody", "anyone", "else", "other", "others", "rest", "all"})
_ARTICLE = re.compile(r"(?:the|an?|your|our) ", re.IGNORECASE)
_EACH = re.compile(r"\bdoes (?:each|either)\b", re.IGNORECASE)
_OF_EACH = re.compile(
    r" (?:(?:in|for|of|to|by|on|with) )?(?:each|either|both)(?: of (?:them|these|the two))?$", re.IGNORECASE
)
_THAT = re.compile(rf"(?:(?:that|those|the ones?) )?(?P<link>{_PLACE}) (?P<rest>.+)", re.IGNORECASE)
_BEHIND = re.compile(r" (?:in|on|at|for|under|during|within) .+$", re.IGNORECASE)
_AMOUNT = re.compile(
    r"[\d$£€]|(?:an?|half|one|two|three|four|five|six|seven|eight|nine|ten|twelve) (?:hour|day|week|month|year)", re.I
)


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two things, and the question about it alone."""

    name: str
    question: str


def sides(question: str) -> tuple[Side, Side] | None:
    """The two things that a question sets beside each other; None where it sets none, or they can't be told apart."""
    asked = question.strip().rstrip("?.! ")
    if len(asked) > LONGEST:
        return None
    for form, pattern in _PATTERNS.items():
        if found := pattern.fullmatch(asked):
            part = {name: (value or "").strip() for name, value in found.groupdict().items()}
            names = _in_full(form, f"{part['one']} {part.get('where', '')}".strip(), part["other"])
            made = [Side(_bare(name), _about(form, name, part)) for name in names]
            if len(made) == 2 and all(side.question and len(side.name.split()) <= MOST_WORDS for side in made):
                return made[0], made[1]
    return None


def contrasted(pair: tuple[Side, Side], documents: Collection[str] | None, sources: Sources) -> Answer | None:
    """What is read of either side, one below the other; None unless each is sure, and speaks of its own side."""
    parts: list[Answer] = []
    best: set[tuple[str, int]] = set()
    for side, own in zip(pair, _own_words(pair), strict=True):
        reading = sources.reader.read(side.question, documents, ROOM)
        heading = side.name[:1].upper() + side.name[1:]
        part = from_reading(reading, sources.bar.everywhere, sources.statements, room=ROOM, heading=heading)
        if part is None or not _speak_of(reading.evidence[:1], side, own, sources):
            return None
        parts.append(part)
        best.add((reading.evidence[0].document, reading.evidence[0].start))
    if len(best) < len(pair):
        return None  # one sentence is taken for either: it may speak of one of them only
    return Answer(
        "answered",
        "\n\n".join(part.text for part in parts),
        "compare",
        tuple(dict.fromkeys(citation for part in parts for citation in part.citations)),
        confidence=min(part.confidence for part in parts),
        threshold=sources.bar.everywhere,
    )


def speaks_of_both(pair: tuple[Side, Side], evidence: Sequence[Evidence], sources: Sources) -> bool:
    """Whether what was found for the question as a whole names each side: one alone would pass for the comparison."""
    return all(_speak_of(evidence, side, own, sources) for side, own in zip(pair, _own_words(pair), strict=True))


def _in_full(form: str, one: str, other: str) -> tuple[str, ...]:
    """Both names, what is said beside one of them only put beside both; () where that can't be done."""
    if _AMOUNT.match(one) or _AMOUNT.match(other):
        return ()
    if short := _THAT.fullmatch(other):  # "the limit of a director" and "that of a clerk", or "for a clerk"
        head, link, _ = one.rpartition(f" {short['link']} ")
        if head:
            return one, f"{head}{link}{short['rest']}"
        if form != "versus":
            return ()
    behind = _BEHIND.search(other) if form == "versus" else None
    if behind and not _BEHIND.search(one):  # "pending" and "on hold in the queue"
        return one + behind[0], other
    return one, other


def _about(form: str, name: str, part: Mapping[str, str]) -> str:
    """The question about one side; "" where none can be made."""
    asked = _EACH.sub("do they", _OF_EACH.sub("", part.get("asked", ""))).strip(" ,")
    if form == "versus" and asked:
        return f"{name}: {asked}?"
    if form == "than":
        asks = next((asks for by, asks in _SIZES if by.search(part["by"])), "")
        return f"{asks} {name}?" if asks else ""
    if asked:
        return f"{_bare(asked)} for {_bare(name)}?"
    if after := part.get("after"):
        return f"{_bare(name)} {after}?"
    return f"{_bare(name)}?" if len(name.split()) > 3 else f"what is {name}?"


def _bare(name: str) -> str:
    article = _ARTICLE.match(name)
    return name[article.end() :] if article else name


def _own_words(pair: tuple[Side, Side]) -> tuple[frozenset[str], frozenset[str]]:
    """Meanings of the words that each side has in its name and the other has not; () for "everybody else"."""
    idle = lexicon().stop_words | _OTHERS
    one, other = (
        frozenset(meaning(stem(word)) for word in plain_words(side.name) if word not in idle) for side in pair
    )
    return one - other, other - one


def _speak_of(evidence: Sequence[Evidence], side: Side, own: frozenset[str], sources: Sources) -> bool:
    """Whether the evidence, its headings or the title of its document hold the side's name or a word of its own."""
    said = [" ".join((each.plain, *each.heading, sources.documents[each.document].title)) for each in evidence]
    return not own or any(own & meanings(text) or _run_together(side.name) in _run_together(text) for text in said)


def _run_together(text: str) -> str:
    """Letters and figures only: "time sheet" is written "TimeSheet" too."""
    return "".join(filter(str.isalnum, text.casefold()))
