"""Random libraries for hypothesis: documents from templates, each for some groups, and questions about them.

Every document holds words that no other does ("zqpilot"), so that one that shows where it must not be is noticed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hypothesis import strategies as st

from bot.answers.answer import Question

GROUPS = ("staff", "hr", "board")
TODAY = date(2026, 11, 26)
_KINDS = ("Harbour", "Orchard", "Lantern", "Quarry", "Ferry", "Meadow", "Signal", "Granary")
_NOUNS = ("Manager", "Clerk", "Technician", "Coordinator", "Officer")
_PLACES = ("Northport", "Eastmoor", "Southwold", "Westbury")
_PAY = ("$41,000", "$52,500", "$38,250", "$61,000")
_DATES = ("", "effective: 2020-01-01", "effective: 2027-01-01", "effective: 2019\nexpires: 2024-06", "review: 2024-05")
_JOB = """---
{front}
---
# {title}

Reports to: {manager}
Salary: {pay} a year
Schedule: {schedule}

The {title} keeps the {mark} register and looks after {duty}.

## Requirements

- {licence}
- Two years of experience with {duty}.
- Lifts up to {pounds} pounds.
"""
_POLICY = """---
{front}
---
# {title}

## {subject} in {place}

Everybody in {place} has {number} days of {topic} a year. The {mark} form is handed to the {manager}.

## Who signs

{topic} is signed by the {manager}. Ask for it {weeks} weeks before, at the {mark} desk.
"""


@dataclass(frozen=True)
class Library:
    """Documents by path, and for whom each is."""

    texts: dict[str, str]
    audiences: dict[str, tuple[str, ...]]
    marks: dict[str, str]  # a word that only this document holds
    titles: list[str]  # of its roles, and of managers that may have no document
    topics: list[str]  # of its policies
    places: list[str]


titles = st.builds(lambda kind, noun: f"{kind} {noun}", st.sampled_from(_KINDS), st.sampled_from(_NOUNS))
topics = st.sampled_from(("parental leave", "sick leave", "training", "travel", "remote work"))
places = st.sampled_from(_PLACES)


@st.composite
def libraries(draw: st.DrawFn, dated: bool = True) -> Library:
    """Two to eight documents; the same title may stand there twice, and managers may have no document."""
    texts, audiences, marks = {}, {}, {}
    known = draw(st.lists(titles, min_size=1, max_size=4, unique=True))
    spoken_of = draw(st.lists(topics, min_size=1, max_size=3, unique=True))
    near = draw(st.lists(places, min_size=1, max_size=3, unique=True))
    for number in range(draw(st.integers(2, 8))):
        audience = draw(st.sampled_from(((), (), (), ("staff",), ("hr",), ("board", "hr"), ("public",))))
        front = [f"audience: [{', '.join(audience)}]"] if audience else []
        front += [draw(st.sampled_from(_DATES))] if dated else []
        front += draw(st.sampled_from(([], [], ["organisation: Tideway Trust"], ["organisation: Copse County"])))
        mark = f"zq{'abcdefgh'[number]}{draw(st.sampled_from(('pilot', 'ledger', 'anchor')))}"
        said = {
            "front": "\n".join(each for each in front if each) or "owner: somebody",
            "manager": draw(st.sampled_from([*known, "Head of Grounds"])),
            "mark": mark,
        }
        if draw(st.booleans()):
            path, text = f"jobs/{number}.md", _job(draw, said, draw(st.sampled_from(known)))
        else:
            topic, place = draw(st.sampled_from(spoken_of)), draw(st.sampled_from(near))
            path, text = f"policies/{number}.md", _policy(draw, said, topic, place)
        texts[path], audiences[path], marks[path] = text, audience, mark
    return Library(texts, audiences, marks, known, spoken_of, near)


def _job(draw: st.DrawFn, said: dict[str, str], title: str) -> str:
    return _JOB.format(
        **said,
        title=title,
        pay=draw(st.sampled_from(_PAY)),
        schedule=draw(st.sampled_from(("evenings and weekends", "weekdays only", "shifts"))),
        duty=draw(st.sampled_from(("the boats", "old maps", "complaints"))),
        licence=draw(st.sampled_from(("A valid driver's license.", "A degree in botany.", "No licence is required."))),
        pounds=draw(st.sampled_from((20, 50, 75))),
    )


def _policy(draw: st.DrawFn, said: dict[str, str], topic: str, place: str) -> str:
    return _POLICY.format(
        **said,
        title=draw(st.sampled_from((f"{topic.title()} Policy", f"{place} Handbook", said["mark"].title()))),
        subject=topic.title(),
        topic=topic,
        place=place,
        number=draw(st.sampled_from((5, 12, 25))),
        weeks=draw(st.sampled_from((2, 6))),
    )


_ABOUT_ROLE = (
    "Who does the {title} report to?",
    "who reports to the {title}?",
    "What does the {title} earn?",
    "does the {title} work evenings?",
    "compare the {title} and the {other}",
    "Which of the {title} and the {other} earns more?",
    "What does the {title} look after?",
    "the {title}",
    "what licence does the {title} need?",
)
_ABOUT_ALL = (
    "Which roles need a driver's license?",
    "Which jobs do you have?",
    "How many roles work weekends?",
    "who earns the most?",
    "Which roles report to the {title}?",
    "which documents don't state a salary?",
)
_ABOUT_TEXT = (
    "How many days of {topic} do I get?",
    "who signs {topic}?",
    "how long before do I ask for {topic}?",
    "How many days of {topic} are there in {place}?",
    "where is the {mark} desk?",
    "What is the {mark} form?",
    "As of 1 March 2023, how many days of {topic} do I get?",
    "What was the salary of the {title} in 2021?",
    "how many days of {topic} will I get next year?",
)
_FOLLOWING = (
    "and the {other}?",
    "what about {topic}?",
    "And the salary?",
    "why?",
    "and in {place}?",
    "both",
    "and in 2021?",
)


@st.composite
def questions(draw: st.DrawFn, library: Library) -> Question:
    """A question, maybe mistyped, maybe the second or third of its thread."""
    words = {
        "title": _of_library(draw, library.titles, titles),
        "other": _of_library(draw, library.titles, titles),
        "topic": _of_library(draw, library.topics, topics),
        "place": _of_library(draw, library.places, places),
        "mark": draw(st.sampled_from(sorted(library.marks.values()))),
    }
    kinds = st.sampled_from((_ABOUT_ROLE, _ABOUT_ALL, _ABOUT_TEXT))
    said = [draw(st.sampled_from(draw(kinds))) for _ in range(draw(st.integers(1, 2)))]
    if draw(st.booleans()):
        said.append(draw(st.sampled_from(_FOLLOWING)))
    typed = [_mistyped(draw, each.format(**words)) for each in said]
    return Question(typed[-1], tuple(typed[:-1]))


def _of_library(draw: st.DrawFn, known: list[str], every: st.SearchStrategy[str]) -> str:
    """Mostly one that the library speaks of, whoever may see that."""
    return draw(st.sampled_from(known) if draw(st.integers(0, 4)) else every)


def _mistyped(draw: st.DrawFn, text: str) -> str:
    """Half the time as it should be, else with one letter left out or two changed over."""
    if draw(st.booleans()):
        return text
    at = draw(st.integers(0, len(text) - 2))
    return draw(st.sampled_from((text[:at] + text[at + 1 :], text[:at] + text[at + 1] + text[at] + text[at + 2 :])))


readers = st.lists(st.lists(st.sampled_from(GROUPS), max_size=3), max_size=3)
