import json

import pytest

from bot.answers.answer import Answer, Choice, Citation, Question
from bot.batch import answer_lines, as_full_record, read_questions
from bot.errors import QuestionFileError


class Repeats:
    def answer(self, question: Question) -> Answer:
        if question.text == "explode":
            raise RuntimeError("boom")
        citation = Citation("a.md", "A", ("Hours", "Evenings"), "9 – 5", 3)
        choices = (Choice("One", "one?"),)
        text = f"{question.text}/{'/'.join(question.earlier)}"
        return Answer("clarify", text, citations=(citation,), choices=choices)


def write(folder, text):
    file = folder / "questions.jsonl"
    file.write_text(text, encoding="utf-8")
    return file


def test_each_question_is_a_thread_of_its_own(tmp_path):
    first_line = '{"id": 7, "question": "b", "context": ["a"], "kind": "x"}'
    asked = read_questions(write(tmp_path, first_line + '\n\n{"id": "8", "question": "c\u2028d"}\n'))
    first, second = (json.loads(line) for line in answer_lines(asked, Repeats()))
    assert first.pop("latency_ms") >= 0
    assert first == {
        "id": 7,
        "status": "clarify",
        "answer": "b/a\n  1. One",
        "citations": [{"document": "a.md", "section": "Hours > Evenings", "quote": "9 – 5"}],
    }
    assert second["answer"].startswith("c\u2028d/")


def test_one_that_breaks_something_does_not_stop_the_others(tmp_path, caplog):
    asked = read_questions(write(tmp_path, '{"id": 1, "question": "explode"}\n{"id": 2, "question": "b"}'))
    lines = [json.loads(line) for line in answer_lines(asked, Repeats())]
    assert [line["status"] for line in lines] == ["refused", "clarify"]
    assert "boom" in caplog.text


def test_the_full_record_holds_places_and_numbers():
    record = as_full_record(Repeats().answer(Question("b")), 1.234)
    assert record["citations"][0]["line"] == 3
    assert record["choices"] == [{"label": "One", "question": "one?"}]
    assert record["confidence"] == 1.0
    json.dumps(record)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "line 1: not JSON"),
        ('{"id": 1}', "line 1: write"),
        ('{"id": 1, "question": "b", "context": "a"}', "`context`"),
    ],
)
def test_a_line_of_another_form_is_named(tmp_path, text, said):
    with pytest.raises(QuestionFileError, match=said):
        read_questions(write(tmp_path, text))
