from __future__ import annotations

import pytest

from bot.answers.wording import Spelling, cleaned, plain_words, read_wording

SPELLING = Spelling(
    ["Trail Planner", "salary schedule"], dict.fromkeys(["vacation", "and", "medical", "cover", "parental", "leave"], 1)
)


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("<script>alert('x')</script> what is <b>this</b>?", "what is this ?"),
        ("<@U0123> *what* is _this_?", "what is this?"),
        ("&lt;!channel&gt; hello", "hello"),
        ("<https://a.example|our page> says", "our page says"),
        ("wh​at\tis\nthis", "what is this"),
        ("snake_case stays", "snake_case stays"),
        ("🏖️🏖️ may I carry :palm_tree: leave over?? 🙏 :+1:", "may I carry leave over??"),
        ("from 9:30:15 on, at 20 °C", "from 9:30:15 on, at 20 °C"),
    ],
)
def test_markup_and_invisible_characters_are_taken_off(typed: str, clean: str) -> None:
    assert cleaned(typed) == clean


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("whos the boss", "who is the boss"),
        ("who's the boss", "who is the boss"),
        ("the planner's pay", "the planner pay"),
        ("hrs per wk", "hours per week"),
        ("I'd like the job id", "i would like the job id"),
        ("vaccation", "vacation"),
        ("the trial planer", "the trial planer"),  # both are English words: left alone
        ("sallary shedule", "salary schedule"),
        ("parentel leave", "parental leave"),
        ("non-exempt", "non exempt"),
        ("$3,000 or 10%", "$3,000 or 10%"),
    ],
)
def test_words_are_written_out_and_mistakes_mended(typed: str, plain: str) -> None:
    assert read_wording(typed, SPELLING).plain == plain


def test_a_name_is_not_mended_into_another_word() -> None:
    assert read_wording("does Vacatiox pay", SPELLING).plain == "does vacatiox pay"


def test_of_words_that_are_as_near_the_more_frequent_one_is_meant() -> None:
    spelling = Spelling([], {"quorum": 1, "quarum": 5})
    assert read_wording("what is the quirum", spelling).plain == "what is the quarum"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Vaccation per yr?", "Vacation per year?"),
        ("SALLARY shedule", "SALARY schedule"),
        ("who's the planner's mgr", "who's the planner's manager"),
        ("whats the leave, pls", "whats the leave, pls"),  # short forms of small words say nothing else
        ("well-run parentel-leave", "well-run parentel-leave"),
        ("hrs per yr", "hrs per year"),  # documents write "hrs"
    ],
)
def test_the_text_that_is_read_has_its_mistakes_mended_and_stays_as_it_was_typed_otherwise(typed, read) -> None:
    spelling = Spelling(["salary schedule"], dict.fromkeys(["vacation", "parental", "leave", "hrs"], 1))
    wording = read_wording(typed, spelling)
    assert wording.text == read
    for word in wording.words:
        assert 0 <= word.start < word.end <= len(read)


def test_accents_make_no_difference() -> None:
    assert plain_words("Café Supervisor, Türkiye") == plain_words("cafe supervisor, Turkiye")


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("pay of a deckhand", "pay of a deck hand"),
        ("the care taker's hours", "the caretaker hours"),
        ("Care Taker", "caretaker"),
        ("fulltime or parttime", "full time or part time"),
        ("the handbook", "the handbook"),  # a word that documents use stays as it is
        ("over time it grows", "over time it grows"),  # a small word is no part of a compound
    ],
)
def test_compounds_are_written_as_the_titles_write_them(typed: str, plain: str) -> None:
    subjects = ["Deck Hand", "Caretaker", "full time", "part time", "overtime", "Hand Book Keeper"]
    spelling = Spelling(subjects, dict.fromkeys(["handbook", "grows"], 1))
    assert read_wording(typed, spelling).plain == plain
