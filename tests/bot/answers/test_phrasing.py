from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.answers.calibration import load_bar
from bot.answers.phrasing import fitting, harmless, in_words, label_in_sentence, missing, not_found, plain, shortened


@pytest.mark.parametrize(
    ("quote", "shown"),
    [
        ("Reports to: **Head of Parks**", "Reports to: Head of Parks"),
        ("- A valid\n  driver's license.", "A valid driver's license."),
        ("3. Digs holes", "Digs holes"),
        ("| **Grade** | G7 |", "Grade: G7"),
        ("| Skills | Calm | Patience |", "Skills: Calm; Patience"),
        ("see [our page](https://a.example/b)", "see our page"),
        ("snake_case and 5 * 3", "snake_case and 5 * 3"),
        ("say <!channel> and <b>", "say ‹!channel> and ‹b>"),
        ("less than <5 days", "less than <5 days"),
    ],
)
def test_quotes_are_shown_plain(quote: str, shown: str) -> None:
    assert plain(quote) == shown


@pytest.mark.parametrize(
    ("nearest", "section", "named"),
    [
        (["Perks", "Pay"], "**Gym** and sport", "The nearest: Perks (under “Gym and sport”) and Pay."),
        (["Perks"], "perks", "The nearest: Perks."),
        (["Perks"], "", "The nearest: Perks."),
        (["Perks"], "What " + "we pay " * 20, "we …”)."),
        (["Perks"], "<!channel>", "(under “‹!channel>”)."),
    ],
)
def test_where_nothing_answers_the_nearest_place_is_named(nearest: list[str], section: str, named: str) -> None:
    assert named in not_found(nearest, section)
    assert len(not_found(nearest, section)) < 240


def test_nothing_can_ping() -> None:
    assert "<!" not in harmless("<!here> <@U1> <#C1>")
    assert "<@" not in harmless("<!here> <@U1> <#C1>")


def test_lists_in_words() -> None:
    assert in_words(["pay"]) == "pay"
    assert in_words(["pay", "grade", "hours"]) == "pay, grade and hours"
    assert label_in_sentence("Hours per week") == "hours per week"
    assert label_in_sentence("FLSA status") == "FLSA status"


def test_what_is_missing_is_said_in_one_line_with_a_negation() -> None:
    assert missing(["Cook", "Waiter"]) == "Not stated in the documents of: Cook, Waiter"
    assert missing(["Cooks wanted!", "Waiter"]) == "Not stated in the documents of:\n• Cooks wanted!; Waiter"
    assert missing(["Cook, St. Anne", "Waiter"]) == "Not stated in the documents of:\n• Cook, St. Anne; Waiter"


def test_texts_are_cut_at_words_and_lists_at_items() -> None:
    assert shortened("one two three", 9) == "one two …"
    assert fitting(["a" * 10, "b" * 10, "c" * 10], 26) == ["a" * 10, "b" * 10]


def test_bars_come_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "bars.json"
    file.write_text(
        json.dumps({"bars": {"everywhere": 0.6, "within_role": 0.5, "follow_up": 0.7, "words": 0.8}}), encoding="utf-8"
    )
    assert load_bar(file).follow_up == 0.7
    file.write_text(
        json.dumps({"bars": {"everywhere": 2, "within_role": 0.5, "follow_up": 0.7, "words": 0.8}}), encoding="utf-8"
    )
    with pytest.raises(ValueError, match="everywhere"):
        load_bar(file)
    assert 0 <= load_bar().everywhere <= 1
