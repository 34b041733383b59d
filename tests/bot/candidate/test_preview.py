"""Which answers change: real questions asked of two real indexes."""

from __future__ import annotations

from bot.candidate.preview_lines import preview_lines
from bot.record.stored import ERASED
from bot.scoring import Expectation
from index.audience import PUBLIC, Audience
from tests.bot.candidate.sides import GARDENER, LEAVE, TEXTS, TRAVEL, edited, trial, tried

PARENTAL = "How long is parental leave?"
BOSS = "Who does the Gardener report to?"


def test_the_same_documents_answer_the_same():
    found = tried(dict(TEXTS), [trial(PARENTAL), trial(BOSS)])
    assert (found.tried, found.counts, found.asked) == ((), {"same": 2}, 2)
    assert "no answer" in preview_lines(found)[0]


def test_an_answer_that_changes_is_shown_where_it_differs():
    found = tried(edited(LEAVE, "16 weeks", "18 weeks"), [trial(PARENTAL, times=12), trial(BOSS)])
    (one,) = found.tried
    assert (one.question, one.change, one.times) == (PARENTAL, "changed", 12)
    assert "16 weeks" in one.before.text
    assert "18 weeks" in one.after.text
    lines = "\n".join(preview_lines(found))
    assert "asked 12 times" in lines
    assert "16 weeks" in lines
    assert "18 weeks" in lines
    assert BOSS not in lines


def test_what_vanishes_and_what_appears():
    without = {path: text for path, text in TEXTS.items() if path != GARDENER}
    assert [each.change for each in tried(without, [trial(BOSS)]).tried] == ["vanishes"]
    assert [each.change for each in tried(TEXTS, [trial(BOSS)], before=without).tried] == ["appears"]


def test_the_same_words_from_another_document_are_another_source():
    moved = {path: text for path, text in TEXTS.items() if path != LEAVE} | {"leave.md": TEXTS[LEAVE]}
    (one,) = tried(moved, [trial(PARENTAL)]).tried
    assert one.change == "source"
    assert one.before.sources == ((LEAVE, "Leave > Parental leave"),)
    assert one.after.sources == (("leave.md", "Leave > Parental leave"),)


def test_two_roles_of_one_name_are_asked_back():
    twice = {**TEXTS, "jobs/other.txt": TEXTS[GARDENER].replace("Head of Grounds", "Head of Parks")}
    (one,) = tried(twice, [trial(BOSS)]).tried
    assert one.change in {"asks_back", "changed"}
    assert "Head of Parks" in one.after.text or one.change == "asks_back"


def test_an_audience_made_narrower_is_seen_by_those_who_lose_it():
    restricted = {**TEXTS, LEAVE: f"---\naudience: [hr]\n---\n{TEXTS[LEAVE]}"}
    hr = Audience.of([["hr"]])
    found = tried(restricted, [trial(PARENTAL, PUBLIC), trial(PARENTAL, hr), trial(PARENTAL)])
    (one,) = found.tried
    assert one.change == "vanishes"
    assert one.audience == [[]]
    assert "answered to the public" in "\n".join(preview_lines(found))


def test_a_withdrawn_document_that_comes_back_appears():
    found = tried(edited(LEAVE, "16 weeks", "18 weeks"), [trial(PARENTAL, withdrawn=frozenset({LEAVE}))])
    (one,) = found.tried
    assert (one.change, one.before.status) == ("appears", "not_found")
    assert "18 weeks" in one.after.text


def test_questions_with_known_answers_become_wrong_and_right():
    wanted = Expectation("p1", PARENTAL, "fact", any_of=(("16 weeks",),), sources=(LEAVE,))
    newer = Expectation("p2", PARENTAL, "fact", any_of=(("18 weeks",),), sources=(LEAVE,))
    gone = Expectation("p3", "What do hotels cost?", "fact", any_of=(("120 pounds",),))
    after = {**edited(LEAVE, "16 weeks", "18 weeks"), TRAVEL: "# Travel\n\nBook trains.\n"}
    found = tried(after, [trial(each.question, expected=each) for each in (wanted, newer, gone)])
    assert (found.right_before, found.right_after, found.evaluated) == (2, 1, 3)
    assert [each.id for each in found.verdicts("became_wrong")] == ["p1"]
    assert [each.id for each in found.verdicts("became_right")] == ["p2"]
    assert [each.id for each in found.verdicts("no_longer_right")] == ["p3"]
    lines = preview_lines(found)
    assert lines.index("Evaluation questions whose answer becomes wrong (1):") < len(lines)
    assert any("lacks 16 weeks" in line for line in lines)


def test_who_interrupts_it_keeps_what_there_is():
    asked = []

    def stops(question, scope):
        if len(asked) == 2:
            raise KeyboardInterrupt
        asked.append(question)
        return real(question, scope)

    from bot.answers.scoped import ScopedAnswers
    from bot.candidate.preview import preview
    from tests.bot.candidate.sides import answerer_of
    from tests.index.library import contents_of

    contents = [contents_of(), contents_of(edited(LEAVE, "16 weeks", "18 weeks"))]
    real, new = (ScopedAnswers(each, answerer_of).answer for each in contents)
    found = preview([trial(PARENTAL), trial(BOSS), trial(PARENTAL)], contents, [stops, new])
    assert (found.asked, found.of, found.is_stopped) == (2, 3, True)
    assert len(found.tried) == 1
    assert "stopped before 1 others" in preview_lines(found)[0]


def test_what_is_kept_holds_no_word_of_what_staff_asked():
    from bot.answers.answer import Question

    without = {path: text for path, text in TEXTS.items() if path != GARDENER}
    found = tried(
        without, [trial("Who does the Gardener report to these days?", receipt="RC-AAAAA"), trial(BOSS, times=1)]
    )
    kept = found.without_questions()
    assert "these days" in repr(found)
    assert "these days" not in repr(kept)
    assert kept.tried[-1].question == BOSS  # it is from a file, and has no receipt
    asked = {"RC-AAAAA": Question("Who does the Gardener report to these days?")}
    assert kept.with_questions(asked, ERASED).tried[0].question == "Who does the Gardener report to these days?"
    assert kept.with_questions({}, ERASED).tried[0].question == ERASED
