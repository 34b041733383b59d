"""The exported model, held against the original."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from index.build import assemble
from index.embedder import Embeddings, Progress
from index.errors import ModelNotFound
from index.model_files import DEFAULT_MODEL, model_folder
from index.onnx_embedder import OnnxEmbedder, open_embedder
from index.onnx_export import AGREEMENT, exported
from index.search import Search
from index.view import View
from knowledge.catalogue import load_catalogue
from knowledge.document import Document
from knowledge.reading import read_folder
from tests.conftest import ROOT

pytestmark = pytest.mark.model

SENTENCES = (
    "Who signs off overtime?",
    "The post holder is responsible to the Parks Manager.",
    "Overtime is agreed in advance with the line manager.",
    "£31,364 to £34,834 a year, pay award pending.",
    "Applicants need a degree in horticulture or five years of experience.",
    "Write to hr@example.org before 3 March.",
    "no",
    "🎉",
    "",
    "Der Antrag ist schriftlich zu stellen.",
    "The words of a long paragraph go on and on, " * 60,
)
QUESTIONS = (
    "Who does the library assistant report to?",
    "How many days of annual leave are there?",
    "What do I do when I work alone in the building?",
    "When does the library open on Saturdays?",
    "How are travel expenses paid back?",
    "What are the duties of the bookmobile driver?",
)


class Original:
    """The model as sentence-transformers runs it."""

    name = DEFAULT_MODEL
    fingerprint = "the original"

    def __init__(self) -> None:
        from sentence_transformers import SentenceTransformer

        self._model = SentenceTransformer(str(model_folder(DEFAULT_MODEL)), device="cpu")
        self.dimensions = 384

    def embed(self, texts: Sequence[str], on_progress: Progress | None = None) -> Embeddings:
        return np.asarray(self._model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False))


@pytest.fixture(scope="module")
def original() -> Original:
    return Original()


def test_embeddings_agree_with_the_original(minilm, original):
    cosines = np.sum(minilm.embed(SENTENCES) * original.embed(SENTENCES), axis=1)
    assert cosines.mean() >= 0.98
    assert cosines.min() >= 0.95


def test_the_samples_have_the_same_top_results(minilm, original, samples):
    documents = [each for each in read_folder(samples) if isinstance(each, Document)]
    searches = []
    for embedder in (minilm, original):
        contents, _ = assemble(documents, [], embedder, load_catalogue(None))
        searches.append(Search(View(contents), embedder))
    for question in QUESTIONS:
        ours, theirs = ([hit.number for hit in search.hits(question, 5)] for search in searches)
        assert ours[0] == theirs[0]
        assert len({*ours} & {*theirs}) >= 4


def test_an_export_is_found_again_and_says_how_well_it_agrees(models):
    found = exported(DEFAULT_MODEL, models)
    assert found is not None
    assert found[1].agreement >= AGREEMENT
    assert found[0].stat().st_size == found[1].size < 30_000_000
    assert [each.name for each in found[0].parent.iterdir() if each.name.startswith(".")] == []


def test_embedding_with_an_export_needs_no_torch(models):
    code = (
        "import sys; from pathlib import Path; from index.onnx_embedder import open_embedder; "
        f"open_embedder({DEFAULT_MODEL!r}, Path(sys.argv[1])).embed(['Who?'] * 10); "
        "print(sorted({'torch', 'transformers', 'sentence_transformers', 'scipy', 'onnx'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(models)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"
    assert done.stderr == ""


@pytest.fixture
def copied(models, tmp_path) -> Path:
    """An export of one's own to damage: its manifest and its model."""
    shutil.copytree(models, tmp_path / "models")
    return tmp_path / "models" / DEFAULT_MODEL


def test_without_an_export_one_is_told_what_makes_it(tmp_path):
    with pytest.raises(ModelNotFound, match="rolecall index"):
        open_embedder(DEFAULT_MODEL, tmp_path, may_export=False)


DAMAGES = ("truncated", "missing", "overwritten", "other model", "no manifest", "bad manifest")


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_export_is_not_used(copied, damage):
    model, manifest = copied / "model.onnx", copied / "export.json"
    match damage:
        case "truncated":
            model.write_bytes(model.read_bytes()[:1000])
        case "missing":
            model.unlink()
        case "overwritten":
            model.write_bytes(bytes(model.stat().st_size))
        case "other model":
            manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "fingerprint": "of another"}))
        case "no manifest":
            manifest.unlink()
        case "bad manifest":
            manifest.write_text("[1, 2")
    with pytest.raises(ModelNotFound):
        open_embedder(DEFAULT_MODEL, copied.parent, may_export=False)


def test_a_damaged_export_is_made_anew_where_that_is_allowed(copied):
    (copied / "model.onnx").write_bytes(bytes((copied / "model.onnx").stat().st_size))
    assert isinstance(open_embedder(DEFAULT_MODEL, copied.parent), OnnxEmbedder)


@pytest.fixture
def model_copy(tmp_path) -> Path:
    shutil.copytree(model_folder(DEFAULT_MODEL), tmp_path / "mine")
    return tmp_path / "mine"


def test_a_model_that_does_not_average_its_tokens_is_refused(model_copy, tmp_path):
    pooling = model_copy / "1_Pooling" / "config.json"
    written = json.loads(pooling.read_text())
    pooling.write_text(json.dumps({**written, "pooling_mode_mean_tokens": False, "pooling_mode_cls_token": True}))
    with pytest.raises(ModelNotFound, match="agrees only"):
        open_embedder(str(model_copy), tmp_path / "models")


@pytest.mark.parametrize("gone", ["tokenizer.json", "model.safetensors", "config.json"])
def test_a_model_with_a_file_missing_is_refused(model_copy, tmp_path, gone):
    (model_copy / gone).unlink()
    with pytest.raises(ModelNotFound, match=r"can't be loaded|holds no"):
        open_embedder(str(model_copy), tmp_path / "models")
