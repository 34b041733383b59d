"""The index on disk: whole or absent, checked, published at once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from index import live, snapshot
from index.contents import Contents
from index.errors import DamagedSnapshot, ModelMismatch, NoSnapshot
from tests.conftest import ROOT
from tests.index.library import TEXTS, contents_of

FILES = (
    "approved.msgpack",
    "documents.msgpack",
    "keys.npy",
    "keywords/counts.npy",
    "keywords/lengths.npy",
    "keywords/numbers.npy",
    "keywords/starts.npy",
    "keywords/words.msgpack",
    "manifest.json",
    "passages.faiss",
    "passages.msgpack",
    "roles.msgpack",
    "skipped.msgpack",
    "traits.msgpack",
    "units.faiss",
    "words.msgpack",
)


@pytest.fixture(scope="module")
def contents() -> Contents:
    return contents_of()


@pytest.fixture
def index(contents, tmp_path) -> Path:
    live.publish(tmp_path, snapshot.write(contents, tmp_path))
    return tmp_path


def folder_of(index: Path) -> Path:
    return index / "snapshots" / live.live_id(index)


def test_what_was_written_is_loaded(contents, index):
    loaded = snapshot.load(index, "words")
    assert loaded.id == live.live_id(index)
    assert loaded.contents.documents == contents.documents
    assert loaded.contents.passages == contents.passages
    assert loaded.contents.roles == contents.roles
    assert loaded.contents.first_unit == contents.first_unit
    assert loaded.manifest.documents == len(TEXTS)
    np.testing.assert_array_equal(loaded.contents.keys, contents.keys)


def test_the_files_are_those_that_the_tests_damage(index):
    folder = folder_of(index)
    assert sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()) == sorted(FILES)


def test_the_same_documents_give_the_same_id_in_every_process(index, tmp_path):
    other = tmp_path / "other"
    code = (
        "import sys; from pathlib import Path; from index import snapshot; "
        "from tests.index.library import contents_of; "
        "print(snapshot.write(contents_of(), Path(sys.argv[1])))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(other)],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": "5", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == live.live_id(index)


def test_other_documents_give_another_id(contents, tmp_path):
    changed = {**TEXTS, "policies/leave.md": TEXTS["policies/leave.md"].replace("16 weeks", "18 weeks")}
    assert snapshot.write(contents_of(changed), tmp_path) != snapshot.write(contents, tmp_path)


def test_writing_alone_publishes_nothing(contents, tmp_path):
    snapshot.write(contents, tmp_path)
    with pytest.raises(NoSnapshot, match="rolecall index"):
        snapshot.load(tmp_path)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("damage", ["a byte changed", "truncated", "empty", "missing", "a folder"])
def test_a_damaged_file_is_named(index, name, damage):
    file = folder_of(index) / name
    data = file.read_bytes()
    file.unlink()
    match damage:
        case "a byte changed":
            file.write_bytes(data[: len(data) // 2] + bytes([data[len(data) // 2] ^ 1]) + data[len(data) // 2 + 1 :])
        case "truncated":
            file.write_bytes(data[:-1])
        case "empty":
            file.write_bytes(b"")
        case "a folder":
            file.mkdir()
    with pytest.raises(DamagedSnapshot, match="Build it again") as caught:
        snapshot.load(index)
    assert name in str(caught.value)


@pytest.mark.parametrize("name", FILES)
def test_writing_again_mends_a_damaged_snapshot(contents, index, name):
    file = folder_of(index) / name
    file.write_bytes(file.read_bytes()[:-2])
    assert snapshot.write(contents, index) == live.live_id(index)
    assert snapshot.load(index).contents.passages == contents.passages


@pytest.mark.parametrize(
    "change", [{"passages": 1}, {"model": "other"}, {"files": {}}, {"files": []}, {"format": 1}, {"format": "x"}]
)
def test_a_manifest_that_was_changed_is_refused_and_mended(contents, index, change):
    file = folder_of(index) / "manifest.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), **change}))
    with pytest.raises(DamagedSnapshot):
        snapshot.load(index)
    snapshot.write(contents, index)
    assert snapshot.load(index).manifest.model == "words"


@pytest.mark.parametrize("text", [b"[]", b"null", b"{", b"\xff\xfe", b"{}", b"9" * 5000])
def test_a_manifest_that_is_none(index, text):
    (folder_of(index) / "manifest.json").write_bytes(text)
    with pytest.raises(DamagedSnapshot, match=r"manifest\.json"):
        snapshot.load(index)


def test_another_model_is_refused(index):
    with pytest.raises(ModelMismatch, match="'words'"):
        snapshot.load(index, "all-MiniLM-L6-v2")


def test_no_index(tmp_path):
    with pytest.raises(NoSnapshot):
        snapshot.load(tmp_path / "nowhere")
    (tmp_path / "current").mkdir()
    with pytest.raises(NoSnapshot):
        snapshot.load(tmp_path)


def test_an_older_snapshot_stays_and_can_be_published_again(contents, index):
    first = live.live_id(index)
    second = snapshot.write(contents_of({"only.md": TEXTS["policies/leave.md"]}), index)
    live.publish(index, second)
    assert len(snapshot.load(index).contents.documents) == 1
    live.publish(index, first)
    assert len(snapshot.load(index).contents.documents) == len(TEXTS)


def test_a_reader_beside_a_writer_sees_only_whole_snapshots(tmp_path):
    text = TEXTS["policies/leave.md"]
    versions = [contents_of({f"{name}.md": text for name in names}) for names in ("a", "ab", "abc")]
    live.publish(tmp_path, snapshot.write(versions[0], tmp_path))
    stop = threading.Event()
    failures: list[BaseException] = []

    def publish_all() -> None:
        try:
            while not stop.is_set():
                for version in versions:
                    live.publish(tmp_path, snapshot.write(version, tmp_path))
        except BaseException as error:  # shown below
            failures.append(error)

    writers = [threading.Thread(target=publish_all) for _ in range(2)]
    for writer in writers:
        writer.start()
    seen = set()
    began = time.monotonic()
    while (taken := time.monotonic() - began) < 1.5 or (seen != {1, 2, 3} and taken < 60):
        documents = snapshot.load(tmp_path).contents.documents
        assert documents in [version.documents for version in versions]
        seen.add(len(documents))
    stop.set()
    for writer in writers:
        writer.join()
    assert not failures
    assert seen == {1, 2, 3}


def test_two_that_write_the_same_at_once_do_not_collide(contents, tmp_path):
    failures: list[BaseException] = []

    def write(number: int) -> None:
        try:
            snapshot.write(contents, tmp_path)
        except BaseException as error:  # shown below
            failures.append(error)

    writers = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert not failures
    assert [each.name for each in (tmp_path / "snapshots").iterdir()] == [snapshot.write(contents, tmp_path)]


def test_killing_a_build_at_any_moment_leaves_the_published_snapshot(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "tests.index.killed_builds", str(tmp_path), "25"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=1800,  # for a machine that has much else to do
        check=False,
    )
    assert done.returncode == 0, done.stderr
    killed, published = map(int, done.stdout.split())
    assert killed == 25
    assert published > 5
