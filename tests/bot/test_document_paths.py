"""Which documents can be quoted now: read once for each snapshot, and again when another is published."""

from __future__ import annotations

import json
from pathlib import Path

from bot.main import document_paths
from bot.settings import load_settings
from index import live, snapshot
from index.kept import FILE
from tests.index.library import TEXTS, contents_of


def test_they_are_those_of_what_is_live(tmp_path: Path) -> None:
    file = tmp_path / "rolecall.yaml"
    file.write_text(json.dumps({"index": "index", "model": "words"}), encoding="utf-8")
    settings = load_settings(file, {})
    paths = document_paths(settings)
    assert paths() is None  # nothing is live yet
    first = snapshot.write(contents_of(TEXTS), settings.index)
    live.publish(settings.index, first)
    assert paths() == frozenset(TEXTS)
    (settings.index / "snapshots" / first / FILE).write_bytes(b"damaged")
    assert paths() == frozenset(TEXTS)  # it is not read at each view
    second = snapshot.write(contents_of({**TEXTS, "new.md": "# New\n\nNew it is.\n"}), settings.index)
    live.publish(settings.index, second)
    assert paths() == frozenset(TEXTS) | {"new.md"}
    (settings.index / "snapshots" / second / FILE).write_bytes(b"damaged")
    assert document_paths(settings)() is None  # nothing whole is left to answer from
