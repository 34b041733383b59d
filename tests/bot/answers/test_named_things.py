"""Questions about all roles that name one thing among several of a kind: a certificate by its name."""

from __future__ import annotations

import pytest

from bot.answers.answer import Answer, Question
from bot.answers.answerer import Answerer
from bot.answers.calibration import Bar
from knowledge.catalogue import default_catalogue
from knowledge.facts import extract_facts
from knowledge.readers.formats import read_job
from knowledge.readers.job import Job
from knowledge.roles import Directory, find_roles
from tests.bot.answers.unit_reader import UnitReader

TEXT = """# {title}

Reports to: Head of Works
Salary: £30,000

## Duties

- Keeps the log

## Requirements

{requirements}
"""
JOBS = {
    "Plant Operator": "- Valid forklift licence\n- H4 safety certificate\n- Blue K7 gate badge"
    + "".join(f"\n- Module {number} of the yard course" for number in range(1, 15)),
    "Yard Supervisor": "- Valid driving licence\n- H4 safety certificate",
    "Stores Clerk": "- Valid driving licence\n- Blue K7 gate badge",
}


def _answerer() -> Answerer:
    texts = {f"{title}.md": TEXT.format(title=title, requirements=requirements) for title, requirements in JOBS.items()}
    documents = {path: read_job(Job(path, "markdown", "0", text.encode(), None)) for path, text in texts.items()}
    catalogue = default_catalogue()
    roles = [role for each in documents.values() for role in find_roles(each, extract_facts(each, catalogue))]
    assert len(roles) == len(JOBS)
    return Answerer(Directory(tuple(roles)), catalogue, documents, UnitReader(documents), Bar(0.5, 0.5, 0.5, 0.75))


ANSWERER = _answerer()


def ask(text: str) -> Answer:
    return ANSWERER.answer(Question(text))


@pytest.mark.parametrize(
    ("question", "titles"),
    [
        ("Which roles need a H4 safety certificate?", {"Plant Operator", "Yard Supervisor"}),
        ("Which roles need a H4 certificate?", {"Plant Operator", "Yard Supervisor"}),
        ("Which roles need a gate badge licence?", set()),
        ("Which roles need a C9 certificate?", set()),
        # what no statement of licences holds stands in other words of the documents
        ("Which roles have requirements with a K7 badge?", {"Plant Operator", "Stores Clerk"}),
    ],
)
def test_only_the_roles_with_the_thing_that_is_named_are_listed(question: str, titles: set[str]) -> None:
    answer = ask(question)
    listed = {line.removeprefix("• ").partition(":")[0] for line in answer.text.splitlines() if line.startswith("• ")}
    assert listed == titles, answer.text
    assert answer.status == ("answered" if titles else "not_found")


def test_side_by_side_a_part_of_a_list_is_seen_to_be_one() -> None:
    lines = ask("Compare the plant operator and the yard supervisor").text.splitlines()
    own = lines[lines.index("Requirements:") + 1]
    assert own.startswith("• Plant Operator: Valid forklift licence / ")
    assert "Module 14" not in own and own.endswith(" …")
