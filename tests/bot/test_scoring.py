import pytest

from bot.scoring import Expectation, Given, holds, score

TEXTS = {"a.md": "# Pay\n\n- Between $59, 079.02\n  and more\n- Reports to the\n  Director", "b.md": "Grade: 16"}


def expectation(**changed):
    usual = {"id": "1", "question": "?", "kind": "fact", "any_of": (("16", "sixteen"),), "sources": ("b.md",)}
    return Expectation(**{**usual, **changed})


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Evenings and weekends", "evening"),
        ("the “Head” of   Circulation", '"head" of circulation'),
        ("$59, 079.02 a year", "$59079.02"),
        ("9 – 5", "9-5"),
        ("**Non-Exempt**", "non-exempt"),
        ("12 kg.", "12"),
        ("R&amp;D", "R&D"),
        ("no cost at all", "no cost"),
    ],
)
def test_found(text, wanted):
    assert holds(text, wanted)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2016, 16.5, 16th, 1.16 and 16,5", "16"),
        ("preparation", "paration"),
        ("Non-Exempt, not exempt, never exempt", "exempt"),
        ("the Head", "Head of Circulation"),
        ("anything", ""),
    ],
)
def test_not_found(text, wanted):
    assert not holds(text, wanted)


def test_a_right_answer():
    given = Given("answered", "Grade: 16", (("b.md", "Grade: 16"),))
    assert score(expectation(), given, TEXTS).correct
    assert score(expectation(), given, TEXTS).cited


def test_answering_without_what_was_wanted_is_wrong_and_not_answering_is_not():
    assert score(expectation(), Given("answered", "Grade: 17"), TEXTS).wrong
    missing = score(expectation(), Given("not_found", "The documents don't say."), TEXTS)
    assert not missing.correct
    assert not missing.wrong


@pytest.mark.parametrize("status", ["not_found", "clarify", "refused"])
def test_answering_where_nothing_should_be_answered_is_wrong(status):
    expected = expectation(any_of=(), status=status, kind="unanswerable")
    assert score(expected, Given("answered", "Grade: 16"), TEXTS).wrong
    assert score(expected, Given(status, "No."), TEXTS).correct


def test_declining_and_not_finding_stand_for_each_other_where_that_is_fair():
    assert score(expectation(any_of=(), status="refused"), Given("not_found", ""), TEXTS).correct
    adversarial = expectation(any_of=(), status="not_found", kind="adversarial")
    assert score(adversarial, Given("refused", ""), TEXTS).correct
    assert not score(expectation(any_of=(), status="not_found"), Given("refused", ""), TEXTS).correct


def test_a_forbidden_string_is_wrong_whatever_the_status():
    expected = expectation(any_of=(), none_of=("<!channel>",), status="refused", kind="adversarial")
    assert score(expected, Given("refused", "I will not say <!channel>"), TEXTS).wrong
    assert not score(expected, Given("refused", "I will not say &lt;!channel&gt;"), TEXTS).wrong


def test_roles_named_as_not_matching_are_not_forbidden():
    expected = expectation(kind="aggregate", any_of=(("Director",),), none_of=("Clerk", "Driver"))
    text = "• Director\nNot stated for: Clerk\nThese do not need one:\n• Driver\n• Clerk\nThat is all."
    assert score(expected, Given("answered", text), TEXTS).correct
    assert score(expected, Given("answered", "• Director\n• Clerk"), TEXTS).wrong
    assert score(expected, Given("answered", "The Director and the Driver. Not the Clerk."), TEXTS).wrong


def test_a_long_answer_is_not_right():
    text = "16 " + "word " * 150
    assert not score(expectation(), Given("answered", text), TEXTS).correct
    assert score(expectation(kind="list"), Given("answered", text), TEXTS).correct


@pytest.mark.parametrize(
    ("quote", "false"),
    [
        ("between $59,079.02 and more", 0),
        ("Reports to the Director", 0),
        ("and more ... Director", 0),
        ("Director ... and more", 1),
        ("Reports to nobody", 1),
        ("", 0),
    ],
)
def test_quotes_are_looked_up(quote, false):
    scored = score(expectation(sources=("a.md",)), Given("answered", "16", (("a.md", quote),)), TEXTS)
    assert scored.false_quotes == false
    assert scored.cited is not bool(false)


def test_a_quote_from_another_document_is_true_but_not_sound():
    scored = score(expectation(), Given("answered", "16", (("a.md", "Director"), ("c.pdf", "?"))), TEXTS)
    assert scored.false_quotes == 0
    assert not scored.cited
