"""Answers from what is live, while other processes publish, withdraw and damage it."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from bot.answers.answer import Answer, Question
from bot.answers.scope import Scope
from bot.answers.scoped import ScopedAnswers
from bot.live_answers import AnswersInScope, LiveAnswers
from index import live, publishing, snapshot
from index.audience import PUBLIC, Audience
from index.errors import NoSnapshot
from index.loading import load_live
from index.snapshot import Snapshot
from tests.bot.published_versions import JOB, answers_factory, write_version
from tests.conftest import ROOT

BOSS = Question("Who does the gardener report to?")
THREADS = 4
WITHIN_SECONDS = 30.0  # 0.5 where nothing else runs
PATIENCE_SECONDS = 120.0


@pytest.fixture(scope="module")
def answers_from() -> Callable[[Snapshot], ScopedAnswers]:
    return answers_factory()


@pytest.fixture
def index(tmp_path) -> Path:
    live.publish(tmp_path, write_version(tmp_path, 1))
    return tmp_path


@pytest.fixture
def opened(index, answers_from) -> Iterator[LiveAnswers]:
    with answering(index, answers_from, []) as answers:
        yield answers


@contextmanager
def answering(
    index: Path, answers_from: Callable[[Snapshot], AnswersInScope], told: list[str]
) -> Iterator[LiveAnswers]:
    answers = LiveAnswers(
        index,
        lambda in_memory: load_live(index, "words", in_memory),
        answers_from,
        lambda: date(2026, 3, 1),
        told.append,
    )
    try:
        yield answers
    finally:
        answers.close()


def eventually(is_so: Callable[[], bool], seconds: float = PATIENCE_SECONDS) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if is_so():
            return True
        time.sleep(0.02)
    return False


def boss(answers: LiveAnswers) -> str:
    return answers.answer(BOSS, PUBLIC).text


def published_by_another_process(index: Path) -> list[list[str]]:
    """[number, id, time] of each of the versions 2 to 8."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bot.published_versions", str(index), "2", "8", "0.7"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=1200,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [line.split() for line in done.stdout.splitlines()]


def test_many_threads_answer_without_a_break_while_another_process_publishes(index, opened):
    """Each answer is from one snapshot, which was live when it was given or until a moment before.

    On a machine with much else to do one that was live for less than a second may be passed over.
    """
    first = live.live_id(index)
    given: list[tuple[float, Answer]] = []
    broken: list[BaseException] = []
    stop = threading.Event()

    def ask() -> None:
        try:
            while not stop.is_set():
                began = time.monotonic()
                given.append((began, opened.answer(BOSS, PUBLIC)))
                time.sleep(0.001)
        except BaseException as problem:  # shown below
            broken.append(problem)

    threads = [threading.Thread(target=ask) for _ in range(THREADS)]
    for each in threads:
        each.start()
    try:
        lines = published_by_another_process(index)
        eventually(lambda: given[-1][1].snapshot == lines[-1][1])
    finally:
        stop.set()
        for each in threads:
            each.join()
    assert not broken
    number_of = {first: 1, **{made: int(number) for number, made, _ in lines}}
    published = {int(number): float(at) for number, _, at in lines}
    seen = {number_of[answer.snapshot] for _, answer in given}
    assert {1, max(published)} <= seen
    stale = dict.fromkeys(sorted(seen - {1}), 0.0)  # number -> until how long after it the one before still answered
    for began, answer in given:
        number = number_of[answer.snapshot]
        assert f"Head of Grounds {number}" in answer.text
        if number + 1 in stale:
            stale[number + 1] = max(stale[number + 1], began - published[number + 1])
    print(f"{len(given)} answers; took over after {', '.join(f'{each:.2f}' for each in stale.values())} s")
    assert max(stale.values()) < WITHIN_SECONDS


def test_a_question_in_flight_finishes_on_the_snapshot_it_began_with(index, answers_from):
    is_asked, may_go_on = threading.Event(), threading.Event()

    class Slow:
        """Waits before it answers, until it is told to go on."""

        def __init__(self, loaded: Snapshot) -> None:
            self._answers = answers_from(loaded)

        def prepare(self, scope: Scope) -> None:
            self._answers.prepare(scope)

        def answer(self, question: Question, scope: Scope) -> Answer:
            is_asked.set()
            assert may_go_on.wait(2 * PATIENCE_SECONDS)
            return self._answers.answer(question, scope)

    first = live.live_id(index)
    got: list[Answer] = []
    with answering(index, Slow, []) as answers:
        asking = threading.Thread(target=lambda: got.append(answers.answer(BOSS, PUBLIC)))
        asking.start()
        assert is_asked.wait(PATIENCE_SECONDS)
        second = write_version(index, 2)
        live.publish(index, second)
        assert eventually(lambda: answers.status.snapshot == second)
        shutil.rmtree(index / "snapshots" / first)  # even where it is cleared away
        may_go_on.set()
        asking.join()
        assert got[0].snapshot == first
        assert answers.manifest(first).documents == answers.manifest(second).documents == 3


def test_what_was_asked_before_is_answered_from_memory_to_the_same_readers_only(index, opened):
    first = opened.answer(BOSS, PUBLIC)
    assert opened.answer(Question(BOSS.text), Audience.of([[]])) is first
    for another in (
        opened.answer(BOSS, Audience.of([["hr"]])),
        opened.answer(BOSS, PUBLIC, date(2026, 3, 2)),
        opened.answer(BOSS, PUBLIC, within=("jobs",)),
        opened.answer(Question(BOSS.text, ("What is the schedule of the gardener?",)), PUBLIC),
    ):
        assert another is not first and "Head of Grounds" in another.text
    live.publish(index, write_version(index, 2))
    assert eventually(lambda: "Head of Grounds 2" in boss(opened))


def test_a_withdrawn_document_no_longer_answers_and_answers_again_when_reinstated(index, opened):
    assert "Head of Grounds" in boss(opened)
    publishing.withdraw(index, JOB, "wrong")
    assert eventually(lambda: "Head of Grounds" not in boss(opened))
    publishing.reinstate(index, JOB)
    assert eventually(lambda: "Head of Grounds" in boss(opened))


def test_going_back_answers_as_before(index, opened):
    first = live.live_id(index)
    live.publish(index, write_version(index, 2))
    assert eventually(lambda: "Head of Grounds 2" in boss(opened))
    publishing.roll_back(index, first)
    assert eventually(lambda: "Head of Grounds 1" in boss(opened))


def test_what_can_not_be_loaded_is_said_once_and_the_old_one_goes_on(index, answers_from):
    told: list[str] = []
    first = live.live_id(index)
    with answering(index, answers_from, told) as answers:
        second = write_version(index, 2)
        for each in (first, second):
            (index / "snapshots" / each / "units.faiss").write_bytes(b"half")
        live.publish(index, second)
        assert eventually(lambda: bool(told))
        time.sleep(0.6)
        assert len(told) == 1
        assert "units.faiss" in told[0]
        assert f"{first} goes on answering" in told[0]
        assert eventually(lambda: answers.status.problem == told[0])
        assert "Head of Grounds 1" in boss(answers)
        live.publish(index, write_version(index, 3))
        assert eventually(lambda: "Head of Grounds 3" in boss(answers))
        assert eventually(lambda: answers.status.problem == "")
        assert len(told) == 1


def test_what_is_fallen_back_on_is_said(index, answers_from):
    told: list[str] = []
    first = live.live_id(index)
    with answering(index, answers_from, told) as answers:
        second = write_version(index, 2)
        live.publish(index, second)
        assert eventually(lambda: answers.status.snapshot == second)
        third = write_version(index, 3)
        (index / "snapshots" / third / "manifest.json").unlink()
        live.publish(index, third)
        assert eventually(lambda: bool(told))
        assert answers.status.snapshot == second
        assert first not in told[0]
        assert "rolecall rollback" in told[0]


@pytest.mark.parametrize("written", [b"", b"{", b"\xff"])
def test_a_torn_file_that_says_what_is_live_changes_no_answer(index, answers_from, written):
    told: list[str] = []
    with answering(index, answers_from, told) as answers:
        (index / "current").write_bytes(written)
        assert eventually(lambda: bool(told))
        assert "current.copy" in told[0]
        assert "Head of Grounds 1" in boss(answers)


def test_files_cut_short_in_place_end_no_process_that_answers_from_them(index):
    """Such as a backup that is copied over a running installation; in a process of its own, which it might end."""
    program = (
        "import sys; from datetime import date; from pathlib import Path\n"
        "from bot.answers.answer import Question; from bot.live_answers import LiveAnswers\n"
        "from index.audience import PUBLIC; from index.loading import load_live\n"
        "from tests.bot.published_versions import answers_factory\n"
        "index = Path(sys.argv[1])\n"
        "load = lambda in_memory: load_live(index, 'words', in_memory)\n"
        "answers = LiveAnswers(index, load, answers_factory(), lambda: date(2026, 3, 1))\n"
        "for file in (index / 'snapshots').rglob('*.*'):\n"
        "    file.write_bytes(b'')\n"
        "print(answers.answer(Question('How many weeks of paid parental leave do parents take?'), PUBLIC).text)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(index)], cwd=ROOT, capture_output=True, text=True, timeout=1200, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "16 weeks" in done.stdout


def test_without_anything_live_there_is_nothing_to_open(tmp_path, answers_from):
    with pytest.raises(NoSnapshot), answering(tmp_path, answers_from, []):
        pass


def test_one_audience_may_be_named_once(opened, index):
    assert opened.to(PUBLIC).answer(BOSS).snapshot == live.live_id(index)
    assert snapshot.check(index / "snapshots" / opened.status.snapshot)
