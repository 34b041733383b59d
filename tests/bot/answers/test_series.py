from __future__ import annotations

from bot.answers.answer import Answer, Question
from bot.answers.answerer import Answerer
from bot.answers.calibration import Bar
from bot.answers.clarify import picked_document
from bot.answers.series import Series
from knowledge.catalogue import default_catalogue
from knowledge.document import Block, Document
from knowledge.roles import Directory
from tests.bot.answers.unit_reader import UnitReader

LEVELS = ("Junior", "Senior", "Lead", "Principal")


def page(path: str, title: str, rows: list[list[str]], columns: list[str]) -> Document:
    """A document with one table."""
    text = title
    blocks = [Block("heading", 0, len(title), 1, title, level=1)]
    for row in rows:
        start = len(text) + 1
        text += "\n" + " | ".join(row)
        cells = tuple(zip(columns, row, strict=True))
        blocks.append(Block("row", start, len(text), len(blocks) + 1, text[start:], (title,), cells=cells))
    return Document(path, "markdown", "0", text, tuple(blocks), title)


def ladder(team: str, job: str, people: str) -> Document:
    columns = ["Category", *(f"{level} {job}" for level in LEVELS)]
    rows = [
        ["Feedback", "Asks for feedback.", "Gives feedback.", "Coaches others.", "Sets the tone."],
        ["Leading", "Leads nobody.", "Leads a project.", f"A lead manages {people} colleagues.", "Leads the company."],
    ]
    return page(f"ladders/{team.lower()}.md", f"Ladder for {team}", rows, columns)


DOCUMENTS = {
    each.path: each
    for each in (
        ladder("Kitchen", "Cook", "two"),
        ladder("Garden", "Gardener", "three"),
        ladder("Workshop", "Joiner", "four"),
        page("ladders/parking.md", "Parking", [["A permit", "costs 5 a week."]], ["What", "Price"]),
    )
}
SERIES = tuple(path for path in sorted(DOCUMENTS) if "parking" not in path)
ANSWERER = Answerer(Directory(()), default_catalogue(), DOCUMENTS, UnitReader(DOCUMENTS), Bar(0.3, 0.3, 0.3, 0.75))


def ask(text: str, *earlier: str) -> Answer:
    return ANSWERER.answer(Question(text, earlier))


def test_documents_of_the_same_columns_are_a_series() -> None:
    series = Series(DOCUMENTS)
    assert series.of("ladders/kitchen.md") == tuple(sorted(SERIES))
    assert series.of("ladders/parking.md") == ()
    assert series.own_words("ladders/kitchen.md") == {"kitchen", "cook"}


def test_a_question_that_fits_several_of_them_is_asked_back() -> None:
    answer = ask("How many colleagues does a lead manage?")
    assert answer.status == "clarify"
    assert [choice.label for choice in answer.choices] == [
        "Ladder for Garden",
        "Ladder for Kitchen",
        "Ladder for Workshop",
    ]
    assert "three" in ask(answer.choices[0].question).text


def test_a_question_that_names_one_of_them_is_answered() -> None:
    answer = ask("How many colleagues does a lead gardener manage?")
    assert answer.status == "answered"
    assert "three" in answer.text


def test_the_reply_to_the_question_back_picks_one() -> None:
    answer = ask("I work in the workshop", "How many colleagues does a lead manage?")
    assert answer.status == "answered"
    assert "four" in answer.text


def test_a_choice_is_known_by_its_title() -> None:
    assert picked_document("How much is it (Parking)?", DOCUMENTS) == ("How much is it?", "ladders/parking.md")
    assert picked_document("How much is it (a month)?", DOCUMENTS) is None
