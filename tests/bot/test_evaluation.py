import json

import pytest

from bot.errors import QuestionFileError
from bot.evaluation import evaluate, read_expectations, report
from bot.scoring import Given

LINES = (
    {"id": 1, "question": "grade?", "kind": "fact", "answer_any": [["16"]], "sources": ["a.md"]},
    {"id": "2", "question": "and pay?", "kind": "followup", "context": ["grade?"], "expect": "not_found"},
    {"id": "3", "question": "the boss?", "kind": "fact", "answer_any": [["Head"]], "sources": ["a.md", "b.md"]},
)


def write(folder, *lines):
    file = folder / "questions.jsonl"
    file.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines), encoding="utf-8")
    return file


def test_the_report_counts_right_and_wrong_by_kind(tmp_path):
    expectations = read_expectations(write(tmp_path, *LINES))

    def answer(expected):
        if expected.earlier:
            return Given("not_found", "Not stated.", (), 3.0)
        return Given("answered", "Grade 16", (("a.md", "Grade 16"),), 2.0)

    scored = evaluate(expectations, answer, {"a.md": "Grade 16"})
    lines = report(scored, failures=True).splitlines()
    assert lines[1].split() == ["fact", "2", "1", "1", "50.0"]
    assert lines[2].split() == ["followup", "1", "1", "0", "100.0"]
    assert lines[3].split() == ["all", "3", "2", "1", "66.7"]
    assert "citation accuracy  2 of 2 (100.0 %)" in lines
    assert "sources covered    1 of 2 (50.0 %)" in lines
    assert any(line.startswith("WRONG 3 (fact) 'the boss?': lacks Head") for line in lines)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "line 2"),
        ("[]", "line 2"),
        ({"id": 1}, "`question` is missing"),
        ({"id": 1, "question": "?", "expect": "perhaps"}, "must be one of answered"),
        ({"id": 1, "question": "?", "answer_any": 3}, "line 2"),
    ],
)
def test_a_line_that_is_no_question_is_named(tmp_path, line, said):
    with pytest.raises(QuestionFileError, match=said):
        read_expectations(write(tmp_path, LINES[0], line))


def test_an_empty_or_missing_file_is_said(tmp_path):
    with pytest.raises(QuestionFileError, match="holds no questions"):
        read_expectations(write(tmp_path, ""))
    with pytest.raises(QuestionFileError, match="can't be read"):
        read_expectations(tmp_path / "none.jsonl")
