"""Candidates, going back, withdrawing, falling back on what is whole, and clearing away: with real snapshots."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from index import candidate, keeping, live, publishing, snapshot
from index.building import building
from index.errors import (
    AlreadyLive,
    CandidateBehind,
    CandidateReplaced,
    DamagedSnapshot,
    LiveReplaced,
    NotWithdrawn,
    UnknownDocument,
    UnknownSnapshot,
)
from index.loading import load_live
from tests.conftest import ROOT
from tests.index.library import TEXTS, contents_of

LEAVE = "policies/leave.md"


def version(number: int) -> dict[str, str]:
    """The documents, a sentence of one of them changed."""
    return {**TEXTS, LEAVE: TEXTS[LEAVE].replace("16 weeks", f"{number} weeks")}


@pytest.fixture(scope="module")
def written(tmp_path_factory) -> Path:
    """An index with snapshots of five versions, none of them published."""
    index = tmp_path_factory.mktemp("written")
    for number in range(20, 25):
        snapshot.write(contents_of(version(number)), index)
    return index


@pytest.fixture
def index(written, tmp_path) -> Path:
    shutil.copytree(written, tmp_path, dirs_exist_ok=True)
    return tmp_path


@pytest.fixture
def ids(written) -> list[str]:
    """Their ids, in the order of the versions."""
    found = {load(written, each.name): each.name for each in (written / "snapshots").iterdir()}
    return [found[number] for number in sorted(found)]


def load(index: Path, snapshot_id: str) -> int:
    text = snapshot.load(index, None, snapshot_id).contents.document_by_path[LEAVE].text
    return int(text.split("Parents take ")[1].split()[0])


def propose_and_publish(index: Path, snapshot_id: str) -> None:
    if not (index / "current").exists():
        live.publish(index, snapshot_id)  # the others that are there have not been live
        return
    candidate.propose(index, snapshot_id, live.live_id(index))
    publishing.publish_candidate(index, snapshot_id, "ada")


def test_a_candidate_waits_and_goes_live_once_published(index, ids):
    live.publish(index, ids[0])
    candidate.propose(index, ids[1], ids[0], "ada")
    waiting = candidate.read_candidate(index)
    assert (waiting.snapshot, waiting.base, waiting.by) == (ids[1], ids[0], "ada")
    assert live.live_id(index) == ids[0]
    assert publishing.publish_candidate(index, ids[1], "bea").publications[0].by == "bea"
    assert live.live_id(index) == ids[1]
    assert candidate.read_candidate(index) is None
    assert not (index / "candidate").exists()


def test_without_a_candidate_there_is_nothing_to_publish(index, ids):
    with pytest.raises(CandidateReplaced, match="rolecall index"):
        publishing.publish_candidate(index, ids[0])


def test_a_discarded_candidate_is_gone(index, ids):
    live.publish(index, ids[0])
    candidate.propose(index, ids[1], ids[0])
    assert candidate.discard(index).snapshot == ids[1]
    assert candidate.read_candidate(index) is None
    assert candidate.discard(index) is None
    with pytest.raises(CandidateReplaced):
        publishing.publish_candidate(index, ids[1])


def test_a_candidate_that_is_behind_is_refused(index, ids):
    live.publish(index, ids[0])
    candidate.propose(index, ids[1], ids[0])
    live.publish(index, ids[2], "bea")
    with pytest.raises(CandidateBehind, match=r"by bea.*rolecall index"):
        publishing.publish_candidate(index, ids[1])
    assert live.live_id(index) == ids[2]
    assert candidate.read_candidate(index) is not None


def test_a_candidate_of_the_same_contents_as_what_went_live_is_published_already(index, ids):
    live.publish(index, ids[0])
    candidate.propose(index, ids[1], ids[0])
    live.publish(index, ids[1])
    with pytest.raises(AlreadyLive):
        publishing.publish_candidate(index, ids[1])
    publishing.roll_back(index, ids[0])
    assert candidate.read_candidate(index) is None


def test_only_the_candidate_that_was_looked_at_is_published(index, ids):
    live.publish(index, ids[0])
    candidate.propose(index, ids[1], ids[0])
    candidate.propose(index, ids[2], ids[0])
    with pytest.raises(CandidateReplaced, match=ids[2]):
        publishing.publish_candidate(index, ids[1])
    assert live.live_id(index) == ids[0]


def test_a_damaged_candidate_is_not_published(index, ids):
    live.publish(index, ids[0])
    candidate.propose(index, ids[1], ids[0])
    (index / "snapshots" / ids[1] / "units.faiss").write_bytes(b"half")
    with pytest.raises(DamagedSnapshot, match=r"units\.faiss"):
        publishing.publish_candidate(index, ids[1])
    assert live.live_id(index) == ids[0]


@pytest.mark.parametrize("written_there", [b"", b"{", b"\xff"])
def test_a_damaged_candidate_file_is_no_candidate(index, ids, written_there):
    candidate.propose(index, ids[1])
    (index / "candidate").write_bytes(written_there)
    assert candidate.read_candidate(index) is None
    candidate.propose(index, ids[1])
    assert candidate.read_candidate(index) is not None


def test_a_snapshot_that_is_not_there_can_not_be_proposed(index):
    with pytest.raises(DamagedSnapshot):
        candidate.propose(index, "0123456789ab")


def test_going_back(index, ids):
    for each in ids[:3]:
        propose_and_publish(index, each)
    assert publishing.roll_back(index, ids[1], "ada").snapshot == ids[1]
    assert load_live(index).snapshot.id == ids[1]
    with pytest.raises(AlreadyLive):
        publishing.roll_back(index, ids[1])
    with pytest.raises(LiveReplaced, match=rf"{ids[1]} has gone live since.*{ids[2]} was live"):
        publishing.roll_back(index, ids[0], looked_at=ids[2])
    with pytest.raises(UnknownSnapshot, match="never live"):
        publishing.roll_back(index, ids[4])
    (index / "snapshots" / ids[0] / "manifest.json").write_bytes(b"{")
    with pytest.raises(DamagedSnapshot):
        publishing.roll_back(index, ids[0])
    assert live.live_id(index) == ids[1]


def test_a_withdrawn_document_comes_back_with_a_new_version_or_when_reinstated(index, ids):
    propose_and_publish(index, ids[0])
    assert publishing.withdraw(index, LEAVE, "wrong", "ada").withdrawn == {LEAVE}
    assert load_live(index).withdrawn == {LEAVE}
    with pytest.raises(NotWithdrawn, match="already"):
        publishing.withdraw(index, LEAVE, "wrong")
    assert publishing.reinstate(index, LEAVE).withdrawn == set()
    with pytest.raises(NotWithdrawn):
        publishing.reinstate(index, LEAVE)
    publishing.withdraw(index, LEAVE, "wrong")
    propose_and_publish(index, ids[1])
    assert load_live(index).withdrawn == set()
    assert publishing.roll_back(index, ids[0]).withdrawn == {LEAVE}


def test_what_is_not_there_can_not_be_withdrawn(index, ids):
    propose_and_publish(index, ids[0])
    with pytest.raises(UnknownDocument, match=r"nowhere\.md"):
        publishing.withdraw(index, "nowhere.md", "wrong")


@pytest.mark.parametrize("damage", ["a bit", "half copied", "empty", "gone"])
def test_where_the_live_one_is_damaged_the_last_whole_one_answers_and_that_is_said(index, ids, damage):
    for each in ids[:4]:
        propose_and_publish(index, each)
    for snapshot_id in ids[2:4]:
        folder = index / "snapshots" / snapshot_id
        files = sorted(each for each in folder.rglob("*") if each.is_file())
        match damage:
            case "a bit":
                data = bytearray(files[3].read_bytes())
                data[len(data) // 2] ^= 1
                files[3].write_bytes(data)
            case "half copied":
                for file in files[len(files) // 2 :]:
                    file.unlink()
            case "empty":
                for file in files:
                    file.write_bytes(b"")
            case "gone":
                shutil.rmtree(folder)
    loaded = load_live(index, "words")
    assert loaded.snapshot.id == ids[1]
    assert ids[1] in loaded.fell_back
    assert "rolecall index" in loaded.fell_back
    assert "rolecall rollback" in loaded.fell_back


def test_what_is_fallen_back_on_shows_no_withdrawn_document(index, ids):
    propose_and_publish(index, ids[0])
    publishing.withdraw(index, LEAVE, "wrong")
    propose_and_publish(index, ids[1])
    (index / "snapshots" / ids[1] / "units.faiss").unlink()
    loaded = load_live(index)
    assert (loaded.snapshot.id, loaded.withdrawn) == (ids[0], {LEAVE})


def test_where_nothing_is_whole_that_is_an_error(index, ids):
    propose_and_publish(index, ids[0])
    (index / "snapshots" / ids[0] / "units.faiss").unlink()
    with pytest.raises(DamagedSnapshot, match=r"units\.faiss"):
        load_live(index)


def test_snapshots_beyond_those_to_keep_are_expendable_and_go(index, ids):
    for each in ids:
        propose_and_publish(index, each)
    assert set(keeping.expendable(index, 3)) == {*ids[:2]}
    assert set(keeping.clear_away(index, [ids[0]], 3)) == {ids[0]}
    assert {each.name for each in (index / "snapshots").iterdir()} == {*ids[1:]}
    assert {each.snapshot for each in live.read_live(index).publications} == {*ids[1:]}
    with pytest.raises(UnknownSnapshot):
        publishing.roll_back(index, ids[0])


def test_neither_the_live_one_nor_the_one_before_nor_the_candidate_goes(index, ids):
    for each in ids[:4]:
        propose_and_publish(index, each)
    publishing.roll_back(index, ids[1])
    candidate.propose(index, ids[4], ids[1])
    assert live.read_live(index).earlier == (ids[0],)
    assert set(keeping.expendable(index, 1)) == {*ids[2:4]}


def test_what_nothing_names_goes_but_not_while_somebody_builds(index, ids):
    propose_and_publish(index, ids[0])
    assert set(keeping.expendable(index, 9)) == {*ids[1:]}
    with building(index):
        assert keeping.clear_away(index, ids, 9) == ()
    assert set(keeping.clear_away(index, ids, 9)) == {*ids[1:]}


def test_two_may_build_at_once(index):
    with building(index), building(index):
        pass


def test_where_nothing_says_what_was_live_all_that_is_whole_can_be_gone_back_to(index, ids):
    (index / "snapshots" / ids[3] / "manifest.json").write_bytes(b"{")
    candidate.propose(index, ids[0])
    assert {*publishing.publish_candidate(index, ids[0]).earlier} == {ids[1], ids[2], ids[4]}


def test_a_foreign_folder_is_named_and_never_goes(index, ids):
    propose_and_publish(index, ids[0])
    (index / "snapshots" / "backup of May").mkdir()
    (index / "snapshots" / ids[1] / "manifest.json").write_bytes(b"{")
    found = {each.name: each for each in keeping.kept(index)}
    assert "no snapshot" in found["backup of May"].problem
    assert "manifest.json" in found[ids[1]].problem
    assert found[ids[0]].is_live
    assert found[ids[0]].problem == ""
    assert "backup of May" not in keeping.expendable(index, 2)


def test_what_was_left_half_cleared_away_is_finished(index, ids):
    propose_and_publish(index, ids[0])
    (index / "snapshots" / ids[1]).rename(index / "snapshots" / f".going-{ids[1]}")
    shutil.copytree(index / "snapshots" / ids[2], index / "snapshots" / f".going-{ids[2]}")  # and was built again
    keeping.clear_away(index, ids[2:3], 2)
    assert {each.name for each in (index / "snapshots").iterdir()} == {ids[0], ids[3], ids[4]}


def test_what_killed_processes_left_goes_but_not_while_somebody_builds(index, ids):
    propose_and_publish(index, ids[0])
    left = [index / "snapshots" / ".new-x", index / ".current-x", index / ".current.copy-x", index / ".candidate-x"]
    left[0].mkdir()
    (left[0] / "file").write_text("half")
    for each in left[1:]:
        each.write_text("half")
    with building(index):
        keeping.clear_away(index, [], 9)
        assert all(each.exists() for each in left)
    keeping.clear_away(index, [], 9)
    assert not any(each.exists() for each in left)


def test_a_snapshot_is_found_by_the_beginning_of_its_id(index, ids):
    assert keeping.find_snapshot(index, ids[0][:8]) == ids[0]
    with pytest.raises(UnknownSnapshot, match="Several"):
        keeping.find_snapshot(index, "")
    with pytest.raises(UnknownSnapshot, match=f"These are: .*{ids[0]}"):
        keeping.find_snapshot(index, "zzz")


def test_of_two_that_build_at_once_each_finishes_and_the_later_one_is_the_candidate(index, ids):
    """In processes of their own: each builds on what was live when it began, and tries to publish."""
    live.publish(index, ids[0])
    program = (
        "import sys, time; from pathlib import Path\n"
        "from index import candidate, live, publishing, snapshot\n"
        "from index.building import building\n"
        "from index.errors import CandidateBehind, CandidateReplaced\n"
        "from tests.index.test_publishing import contents_of, version\n"
        "index, number = Path(sys.argv[1]), int(sys.argv[2])\n"
        "contents = contents_of(version(number)); base = live.live_id(index)\n"
        "print('ready', flush=True); sys.stdin.readline()\n"
        "with building(index):\n"
        "    made = snapshot.write(contents, index)\n"
        "    candidate.propose(index, made, base)\n"
        "try:\n"
        "    publishing.publish_candidate(index, made); print('published', made)\n"
        "except (CandidateBehind, CandidateReplaced) as refused:\n"
        "    print(type(refused).__name__, made)\n"
    )
    both = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(index), str(number)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in (31, 32)
    ]
    for each in both:
        assert each.stdout.readline() == "ready\n"
    for each in both:
        each.stdin.write("go\n")
        each.stdin.flush()
    ended = dict(each.communicate(timeout=600)[0].split()[::-1] for each in both)
    [published] = [made for made, became in ended.items() if became == "published"]
    [(other, refused)] = [(made, became) for made, became in ended.items() if made != published]
    assert live.live_id(index) == published
    waiting = candidate.read_candidate(index)
    assert (waiting and waiting.snapshot) == (other if refused == "CandidateBehind" else None)
    assert all(snapshot.check(index / "snapshots" / made) for made in ended)
