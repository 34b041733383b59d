"""A small directory for the tests of the answering parts: four roles, their facts placed in real text."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import SimpleNamespace
from typing import Any

from bot.answers.answerer import Answerer
from bot.answers.calibration import Bar
from bot.answers.fact_words import FactWords
from bot.answers.intent_reader import IntentReader
from bot.answers.names import OrganisationNames
from bot.answers.reading import Evidence, Reading
from bot.answers.role_match import RoleMatcher
from bot.answers.wording import Spelling, content_stems
from index.decoded import WordCounts
from knowledge.catalogue import Catalogue, Entry
from knowledge.document import Block, Document
from knowledge.fact import Fact, Role, Stretch

CATALOGUE = Catalogue(
    (
        Entry(
            "reports_to", "Reports to", "role", ("report to", "boss", "manager", "who supervises", "whose direction")
        ),
        Entry("supervises", "Supervises", "text", ("supervise", "who reports to", "in charge of")),
        Entry("salary", "Salary", "money", ("salary", "pay", "paid", "earn", "how much make")),
        Entry("grade", "Grade", "text", ("grade",)),
        Entry("flsa_status", "FLSA status", "text", ("exempt", "non-exempt", "FLSA")),
        Entry("schedule", "Schedule", "text", ("schedule", "evenings", "weekends")),
        Entry("licences", "Licences", "text", ("licence", "license", "driver's license", "certified")),
        Entry("lifting", "Lifting", "weight", ("lift", "pounds")),
        Entry("experience", "Experience", "text", ("experience",)),
        Entry("how_to_apply", "How to apply", "text", ("apply",)),
    )
)

_TEXTS = {
    "park-ranger.txt": (
        "Park Ranger",
        "Marlow County Parks",
        "Park Ranger\nMarlow County Parks\n\nReports to: Chief Ranger\nSalary: $41,000 to $46,500\nGrade: 9\n"
        "FLSA: Non-Exempt\nSchedule: Four ten-hour days, weekends included\nA valid driver's license.\n"
        "Lifts up to 60 pounds.\nTwo years of outdoor experience.\nUniforms are washed by the county.\n",
        {
            "reports_to": "Reports to: Chief Ranger",
            "salary": "Salary: $41,000 to $46,500",
            "grade": "Grade: 9",
            "flsa_status": "FLSA: Non-Exempt",
            "schedule": "Schedule: Four ten-hour days, weekends included",
            "licences": "A valid driver's license.",
            "lifting": "Lifts up to 60 pounds.",
            "experience": "Two years of outdoor experience.",
        },
    ),
    "trail-planner.txt": (
        "Trail Planner",
        "Marlow County Parks",
        "Trail Planner\nMarlow County Parks\n\nReports to: Director of Parks\nGrade: 12\nFLSA: Exempt\n"
        "Certified arborist.\nApply at parks@marlow.example.\n",
        {
            "reports_to": "Reports to: Director of Parks",
            "grade": "Grade: 12",
            "flsa_status": "FLSA: Exempt",
            "licences": "Certified arborist.",
            "how_to_apply": "Apply at parks@marlow.example.",
        },
    ),
    "event-planner.txt": (
        "Event Planner",
        "Quillon Arena",
        "Event Planner\nQuillon Arena\n\nSalary: $52,000\nEvenings and weekends are part of the schedule.\n"
        "Lifts up to 20 pounds.\nApply by post.\n",
        {
            "salary": "Salary: $52,000",
            "schedule": "Evenings and weekends are part of the schedule.",
            "lifting": "Lifts up to 20 pounds.",
            "how_to_apply": "Apply by post.",
        },
    ),
    "seating-technician.txt": (
        "Seating Technician - Lower Bowl",
        "Quillon Arena",
        "Seating Technician - Lower Bowl\nQuillon Arena\n\nSupervises two ushers.\nGrade: B\n",
        {"supervises": "Supervises two ushers.", "grade": "Grade: B"},
    ),
}


def documents() -> dict[str, Document]:
    found = {}
    for path, (title, organisation, text, _) in _TEXTS.items():
        blocks = []
        start = 0
        for number, line in enumerate(text.split("\n"), start=1):
            if line:
                blocks.append(Block("paragraph", start, start + len(line), number, line))
            start += len(line) + 1
        found[path] = Document(path, "text", "0", text, tuple(blocks), title, organisation=organisation)
    return found


def roles() -> tuple[Role, ...]:
    return tuple(
        Role(title, path, organisation, facts=tuple(_fact(path, text, name, quote) for name, quote in stated.items()))
        for path, (title, organisation, text, stated) in _TEXTS.items()
    )


def _fact(path: str, text: str, name: str, quote: str) -> Fact:
    start = text.index(quote)
    is_field = ": " in quote
    value = quote.split(": ", 1)[1] if is_field else quote
    line = text.count("\n", 0, start) + 1
    return Fact(
        name, value, path, start, start + len(quote), quote, (), line, None, "field" if is_field else "sentence"
    )


class WordReader:
    """Finds the line that shares the most words with the question; sure of it by the share of words it holds."""

    def __init__(self, documents: Mapping[str, Document]) -> None:
        self._documents = documents
        self.asked: list[tuple[str, Collection[str] | None]] = []

    def read(
        self,
        question: str,
        documents: Collection[str] | None = None,
        characters: int = 500,
        stretch: Stretch | None = None,
    ) -> Reading:
        self.asked.append((question, documents))
        wanted = content_stems(question)
        scored = [
            (len(wanted & content_stems(block.plain)) / max(1, len(wanted)), path, block)
            for path, document in self._documents.items()
            if documents is None or path in documents
            for block in document.blocks
            if block.plain != document.title and (stretch is None or stretch.holds(block))
        ]
        score, path, block = max(scored, key=lambda each: each[0])
        text = self._documents[path].text
        evidence = Evidence(
            path, block.start, block.end, text[block.start : block.end], block.plain, (), 1, None, score
        )
        return Reading((evidence,), score, (path,))


def intents(*, roles_are_few: bool = False) -> IntentReader:
    held = documents()
    words = FactWords(CATALOGUE)
    titles = [name for role in roles() for name in (role.title, role.organisation)]
    spelling = Spelling([*words.vocabulary, *titles], WordCounts.of(document.text for document in held.values()))
    return IntentReader(
        spelling, RoleMatcher(roles(), OrganisationNames(held, roles())), words, roles_are_few=roles_are_few
    )


def answerer() -> Answerer:
    held = documents()
    directory: Any = SimpleNamespace(roles=roles())
    return Answerer(directory, CATALOGUE, held, WordReader(held), Bar(0.5, 0.5, 0.5, 0.75))
