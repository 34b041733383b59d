"""Documents to a published snapshot; only what is new is embedded."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from index import live, snapshot
from index.build import Built, build
from index.embedder import Embeddings, Progress
from index.errors import NothingToIndex
from knowledge.catalogue import load_catalogue
from tests.index.library import TEXTS, write_texts
from tests.word_embedder import WordEmbedder


class Counting(WordEmbedder):
    """Keeps what it was asked to embed."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def embed(self, texts: Sequence[str], on_progress: Progress | None = None) -> Embeddings:
        self.texts += texts
        return super().embed(texts, on_progress)


@pytest.fixture
def folder(tmp_path) -> Path:
    return write_texts(tmp_path / "documents")


def build_again(folder: Path, embedder: WordEmbedder | None = None) -> Built:
    built = build(folder, folder.parent / "index", embedder or WordEmbedder(), load_catalogue(None))
    live.publish(folder.parent / "index", built.snapshot)
    return built


def test_a_build_reports_what_it_did_and_publishes(folder):
    report = build_again(folder)
    assert report.documents == tuple(sorted(TEXTS))
    assert (report.skipped, report.roles) == ((), 1)
    assert report.passages > 3
    assert report.facts > 1
    assert report.embedded > report.passages
    assert snapshot.load(folder.parent / "index").id == report.snapshot


def test_a_second_build_embeds_nothing_and_gives_the_same_snapshot(folder):
    first = build_again(folder)
    embedder = Counting()
    second = build_again(folder, embedder)
    assert embedder.texts == []
    assert second.embedded == 0
    assert second.snapshot == first.snapshot
    assert len(list((folder.parent / "index" / "snapshots").iterdir())) == 1


def test_a_build_beside_gives_the_same_snapshot_as_one_step_by_step(folder, tmp_path):
    file = folder / "policies" / "leave.md"
    file.write_text(file.read_text().replace("16 weeks", "15 weeks"))
    build_again(folder)
    write_texts(folder)
    step_by_step = build_again(folder)
    at_once = build(folder, tmp_path / "other", WordEmbedder(), load_catalogue(None))
    assert step_by_step.snapshot == at_once.snapshot
    assert 0 < step_by_step.embedded < at_once.embedded


def test_a_changed_file_embeds_its_changed_passages_only(folder):
    build_again(folder)
    file = folder / "policies" / "leave.md"
    file.write_text(file.read_text().replace("16 weeks", "18 weeks"))
    embedder = Counting()
    assert build_again(folder, embedder).embedded == len(embedder.texts) == 2  # the passage and the sentence
    assert all("18 weeks" in text for text in embedder.texts)


def test_a_renamed_and_a_removed_file_embed_nothing(folder):
    build_again(folder)
    (folder / "policies" / "leave.md").rename(folder / "absence.md")
    (folder / "policies" / "travel.md").unlink()
    report = build_again(folder)
    assert report.embedded == 0
    assert report.documents == ("absence.md", "jobs/gardener.txt")


@pytest.mark.parametrize("damaged", ["keys.npy", "units.faiss", "manifest.json"])
def test_a_damaged_snapshot_is_built_anew(folder, damaged):
    first = build_again(folder)
    (folder.parent / "index" / "snapshots" / first.snapshot / damaged).write_bytes(b"\x93")
    again = build_again(folder)
    assert again.embedded == first.embedded
    assert again.snapshot == first.snapshot
    assert snapshot.load(folder.parent / "index").id == first.snapshot


def test_a_model_whose_files_changed_embeds_everything_again(folder):
    class Changed(Counting):
        fingerprint = "seven letters of a word"

    first = build_again(folder)
    assert build_again(folder, Changed()).embedded == first.embedded


def test_files_that_cannot_be_read_are_listed_with_the_reason(folder):
    (folder / "empty.md").write_bytes(b"")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\nnot really")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 40)
    report = build_again(folder)
    assert report.documents == tuple(sorted(TEXTS))
    assert [path for path, _ in report.skipped] == ["binary.txt", "broken.pdf", "empty.md"]
    assert all(reason for _, reason in report.skipped)
    assert snapshot.load(folder.parent / "index").contents.skipped == report.skipped


def test_progress_is_told_for_reading_and_embedding(folder):
    told: list[tuple[str, int, int]] = []
    build(folder, folder.parent / "index", WordEmbedder(), load_catalogue(None), lambda *stage: told.append(stage))
    assert {stage for stage, _, _ in told} == {"reading", "embedding"}
    assert all(0 <= done <= of for _, done, of in told)


def test_nothing_to_index_says_why(folder, tmp_path):
    with pytest.raises(NothingToIndex, match="There is no folder"):
        build(tmp_path / "nowhere", tmp_path / "index", WordEmbedder(), load_catalogue(None))
    empty = tmp_path / "empty"
    empty.mkdir()
    (empty / "blank.md").write_bytes(b"  \n")
    with pytest.raises(NothingToIndex, match=r"blank\.md: "):
        build(empty, tmp_path / "index", WordEmbedder(), load_catalogue(None))
    assert not (tmp_path / "index").exists()


def test_a_failed_build_leaves_the_published_snapshot(folder):
    class Failing(WordEmbedder):
        fingerprint = "fails"

        def embed(self, texts: Sequence[str], on_progress: Progress | None = None) -> Embeddings:
            raise MemoryError

    first = build_again(folder)
    with pytest.raises(MemoryError):
        build_again(folder, Failing())
    assert snapshot.load(folder.parent / "index", "words").id == first.snapshot
