"""`rolecall why`, in a process of its own."""

from __future__ import annotations

from bot.answers.calibration import load_bar

QUESTION = "How long is parental leave?"


def test_an_answer_is_explained_as_those_get_it_who_may_see_it(rolecall, installation):
    told = rolecall("why", QUESTION, "--as", "staff", folder=installation)
    assert told.returncode == 0, told.stderr
    lines = told.stdout.splitlines()
    assert lines[0] == "Answered, from sentences that were read."
    assert lines[1].endswith(f"{load_bar().everywhere:.2f} is needed: enough.")
    assert "It cites: policies/leave.md." in lines
    assert "What weighed most in that confidence:" in lines
    assert "All 10 documents could answer." in lines


def test_what_others_may_not_see_is_named_to_whoever_has_the_files(rolecall, installation):
    told = rolecall("why", QUESTION, "--as", "public", folder=installation)
    assert told.stdout.startswith("Not found.")
    assert "Could not answer: 1 of 10 documents (1 for other readers)." in told.stdout
    assert "policies/leave.md > Parental leave (for other readers)" in " ".join(told.stdout.split())


def test_no_receipt_is_made_of_it(rolecall, installation):
    before = rolecall("record", "list", folder=installation).stdout
    rolecall("why", QUESTION, folder=installation)
    assert rolecall("record", "list", folder=installation).stdout == before


def test_what_is_no_question_is_said(rolecall, installation):
    told = rolecall("why", "?", folder=installation)
    assert told.returncode == 2 and "no words" in told.stderr
