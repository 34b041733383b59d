"""A folder of made-up job descriptions and policies, as large as wanted: the same documents each time.

Every document has 1 to 4 kB, and words of its own beside those that all share, as a real collection has.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

_LEVELS = ("Senior", "Deputy", "Assistant", "Lead", "Associate", "Principal", "Junior", "Chief")
_FIELDS = (
    "Archives", "Payroll", "Grounds", "Transport", "Housing", "Youth Services", "Procurement", "Laboratory", "Catering",
    "Admissions", "Records", "Outreach", "Collections", "Facilities", "Planning", "Licensing", "Museums", "Bookings",
)  # fmt: skip
_POSTS = ("Officer", "Coordinator", "Manager", "Technician", "Assistant", "Specialist", "Clerk", "Supervisor")
_TOPICS = (
    "Annual Leave", "Sickness", "Travel", "Lone Working", "Purchasing", "Data Protection", "Overtime", "Uniforms",
    "Visitors", "Keys and Alarms", "Vehicles", "Training Fees", "Complaints", "Home Working", "First Aid", "Parking",
)  # fmt: skip
_DO = ("Prepare", "Check", "Answer", "Keep", "Plan", "Report on", "Arrange", "Review", "Order", "Record", "Inspect")
_WHAT = (
    "the weekly rota", "letters from the public", "the budget of the section", "the register of equipment", "invoices",
    "the work of contractors", "requests for repairs", "the yearly stock count", "meetings of the board",
    "safety drills", "training of new staff", "the figures for the quarter", "deliveries to the branches",
    "loans between the sites",
)  # fmt: skip
_WHEN = (
    "every morning",
    "once a week",
    "before the end of each month",
    "each quarter",
    "when asked to",
    "twice a year",
)
_WHO = ("your supervisor", "the head of the section", "Human Resources", "the duty officer", "the finance desk")
_MUST = ("must be agreed with", "is reported to", "is signed off by", "is looked into by", "should be discussed with")
_SYLLABLES = (
    "ar",
    "ben",
    "cor",
    "dal",
    "el",
    "fen",
    "gar",
    "hol",
    "is",
    "kel",
    "lor",
    "mar",
    "nor",
    "or",
    "pen",
    "ros",
)


def write_documents(folder: Path, count: int, seed: int = 11) -> None:
    """Write that many documents below `folder`, in folders of a hundred."""
    for path, text in documents(count, seed):
        file = folder / path
        if not file.parent.is_dir():
            file.parent.mkdir(parents=True)
        file.write_text(text, encoding="utf-8")


def documents(count: int, seed: int = 11) -> Iterator[tuple[str, str]]:
    """(path, text) of each; two in five describe a role."""
    chosen = random.Random(seed)
    for number in range(count):
        group = f"{number // 100:03d}"
        if number % 5 < 2:
            yield f"jobs/{group}/post-{number:05d}.md", _job(chosen, number)
        else:
            yield f"policies/{group}/rule-{number:05d}.{'md' if number % 5 < 4 else 'txt'}", _policy(chosen, number)


def _job(chosen: random.Random, number: int) -> str:
    place = _name(chosen)
    title = f"{chosen.choice(_LEVELS)} {chosen.choice(_FIELDS)} {chosen.choice(_POSTS)}, {place}"
    pay = chosen.randrange(24, 90)
    duties = "\n".join(f"- {_task(chosen, place)}" for _ in range(chosen.randrange(5, 14)))
    needs = "\n".join(
        f"- {chosen.randrange(1, 9)} years of work with {_thing(chosen)}." for _ in range(chosen.randrange(2, 5))
    )
    return (
        f"---\ntitle: {title}\norganisation: {place} Council\neffective: 20{chosen.randrange(18, 26)}-0"
        f"{chosen.randrange(1, 10)}-01\n---\n\n# {title}\n\n"
        f"**Reports to:** Head of {chosen.choice(_FIELDS)}, {place}\n\n**Grade:** {chosen.randrange(3, 15)}\n\n"
        f"**Salary:** £{pay},{chosen.randrange(1000):03d} to £{pay + 4},{chosen.randrange(1000):03d} a year\n\n"
        f"**Job code:** {number:05d}\n\n## Purpose\n\n{_paragraph(chosen, place)}\n\n## Duties\n\n{duties}\n\n"
        f"## Requirements\n\n{needs}\n"
    )


def _policy(chosen: random.Random, number: int) -> str:
    place = _name(chosen)
    sections = "".join(
        f"## {number_of}. {_thing(chosen).capitalize()}\n\n{_paragraph(chosen, place)}\n\n"
        for number_of in range(1, chosen.randrange(3, 8))
    )
    return f"# {chosen.choice(_TOPICS)} at {place} ({number:05d})\n\n{_paragraph(chosen, place)}\n\n{sections}"


def _paragraph(chosen: random.Random, place: str) -> str:
    said = []
    for _ in range(chosen.randrange(2, 6)):
        amount = f"more than {chosen.randrange(2, 400)} {chosen.choice(('pounds', 'hours', 'miles', 'days', 'copies'))}"
        said.append(
            f"{_thing(chosen).capitalize()} of {amount} {chosen.choice(_MUST)} {chosen.choice(_WHO)} "
            f"{chosen.choice(_WHEN)}, also in {chosen.choice((place, _name(chosen)))}."
        )
    return " ".join(said)


def _task(chosen: random.Random, place: str) -> str:
    where = chosen.choice((place, _name(chosen)))
    return f"{chosen.choice(_DO)} {chosen.choice(_WHAT)} for {where} {chosen.choice(_WHEN)}."


def _thing(chosen: random.Random) -> str:
    return chosen.choice(_WHAT).removeprefix("the ")


def _name(chosen: random.Random) -> str:
    """A place that was never heard of: "Fenmarholt"."""
    return "".join(chosen.choice(_SYLLABLES) for _ in range(chosen.randrange(2, 5))).capitalize()
