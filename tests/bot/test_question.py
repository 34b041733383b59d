import pytest

from bot.errors import QuestionError
from bot.question import LONGEST, read_question


def test_white_space_and_invisible_marks_make_no_difference():
    assert read_question(" who\u200b is \u202ethe\n\tboss?\ufeff ") == "who is the boss?"


@pytest.mark.parametrize("typed", ["Wer ist der Chef?", "من هو المدير؟", "上司は誰ですか", "IT?", "5?"])
def test_a_question_in_any_script_is_a_question(typed):
    assert read_question(typed) == typed


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "empty"),
        (" \n\t\u200b", "empty"),
        ("🎉🎉 👩‍👩‍👧", "no words"),
        ("?!", "no words"),
        ("a" * (LONGEST + 1), "2,001 characters long"),
        ("who\x00is\x1b[2J", "not plain text"),
        ("\udcff\udcfe", "not plain text"),
    ],
)
def test_what_is_no_question_is_told_what_to_do(typed, said):
    with pytest.raises(QuestionError, match=said):
        read_question(typed)
