"""Questions about pages of jobs as other employers write them: shortened titles, terms, months, figures, openings."""

from __future__ import annotations

import pytest

from bot.answers.answer import Answer
from tests.bot.answers.small_texts import answer_from

TEXTS = {
    "alder/keeper.md": (
        "# Boat Keeper or Boat Steward\n\n**Organisation:** Alder County\n\n**Salary:** $22 per hour\n\n"
        "**Closing Date:** 24 September 2023\n\n**Employment Type:** Seasonal\n\nTwo years of experience with boats.\n"
    ),
    "elm/bureau.md": (
        "# Bureau of Waters Boat Steward 7-9\n\n**Organisation:** State of Elm\n\n**Line manager:** Dock Master\n\n"
        "**Closing Date:** 9/5/2023\n\n**Salary:** competitive\n\n**Employment Type:** Permanent part-time\n\n"
        "One year of experience.\n\nDirect line management of 3 deck hands.\n"
    ),
    "quay/jobs.md": (
        "# Careers\n\n## Night Coordinator\n\nThe Night Coordinator rings the bell and lights every lamp.\n\n"
        "The job comes with paid holidays.\n\n**Closing Date:** 3 May 2024\n\n**Salary:** $30,000\n\n"
        "## Boats & Ropes Hand\n\nKeeps both dry.\n\n**Salary:** $32,000\n\n"
        "## Tours Coordinator\n\nLeads guests along the old quay in all weathers, summer and winter.\n\n"
        "**Closing Date:** 8 May 2024\n\n**Salary:** $31,000\n\n"
    ),
}


def answer(*thread: str) -> Answer:
    return answer_from(TEXTS, *thread)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("who line manages the bureau of waters boat steward?", "Dock Master"),
        ("what does the night coordinator do?", "rings the bell"),
        ("pay of the B&R hand?", "$32,000"),
        ("what would a tours coordinator do all day?", "along the old quay"),
    ],
)
def test_of_one_role(question: str, said: str) -> None:
    found = answer(question)
    assert found.status == "answered"
    assert said in found.text


def test_a_title_that_offers_two_is_called_by_either() -> None:
    found = answer("how much experience does the steward need?")
    assert found.status == "clarify"
    assert found.roles == ("Boat Keeper or Boat Steward", "Bureau of Waters Boat Steward 7-9")


def test_the_two_jobs_are_both_meant() -> None:
    found = answer("closing dates of the two coordinator jobs?")
    assert found.status == "answered"
    assert "3 May 2024" in found.text
    assert "8 May 2024" in found.text


@pytest.mark.parametrize(
    ("question", "named", "unnamed"),
    [
        ("which jobs are only seasonal?", ["Boat Keeper"], ["Permanent part-time"]),
        ("what seasonal or permanent positions are there?", ["Boat Keeper", "Bureau of Waters"], []),
        ("which postings closed in September 2023?", ["Boat Keeper", "Bureau of Waters"], ["May 2024"]),
        ("which postings closed in May 2024?", ["Night Coordinator", "Tours Coordinator"], ["9/5/2023"]),
        ("which postings give an actual pay figure?", ["Boat Keeper", "Night Coordinator"], ["competitive"]),
    ],
)
def test_of_all_roles(question: str, named: list[str], unnamed: list[str]) -> None:
    found = answer(question)
    assert found.status == "answered"
    assert all(each in found.text for each in named)
    assert not any(each in found.text for each in unnamed)


def test_a_number_that_is_asked_for_has_to_be_stated() -> None:
    assert answer("does the night coordinator get paid holidays?").status == "answered"
    assert answer("how many paid holidays does the night coordinator get?").status == "not_found"


@pytest.mark.parametrize(
    "message", ["hiya, thanks for the help earlier!", "cheers thats everything for now", "morning!"]
)
def test_small_talk(message: str) -> None:
    assert answer(message).status == "chat"


def test_a_question_among_small_words_is_one() -> None:
    assert answer("what does the night coordinator do?", "and when's the test?").status != "chat"


def test_what_a_form_asks_is_no_private_question() -> None:
    assert answer("what do they ask you on the membership form?").status == "not_found"
    assert answer("what did my boss ask you?").status == "refused"
