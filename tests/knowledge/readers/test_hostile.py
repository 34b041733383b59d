"""Hostile files: none hangs, leaks or stops the reading, and each that is not read has a reason.

The files are written by `hostile_docs.py`, which is no part of this repository: set ROLECALL_SHARED to the folder that
holds it, or lay that folder beside the checkout under the name `shared`.
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from knowledge.document import Document
from knowledge.folder import path_of
from knowledge.readers.limits import DEFAULT_LIMITS
from knowledge.reading import Skipped, read_folder

SHARED = Path(os.environ.get("ROLECALL_SHARED", Path(__file__).parents[3].parent / "shared"))
# At this scale the bombs are small, so the limits that stop them are scaled down alike.
SCALE = 0.01
SMALL = ("bombs", "big")
SMALL_LIMITS = replace(DEFAULT_LIMITS, text_bytes=100 << 10, docx_part_bytes=200 << 10, docx_parts=100)


@pytest.fixture(scope="module")
def hostile() -> ModuleType:
    file = SHARED / "hostile_docs.py"
    if not file.is_file():
        pytest.skip(f"HOSTILE FILES NOT TESTED: {file} is not there; set ROLECALL_SHARED")
    spec = importlib.util.spec_from_file_location("hostile_docs", file)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module", params=["small", "others"])
def outcome(
    request: pytest.FixtureRequest, hostile: ModuleType, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[dict[str, Any], dict[str, Document | Skipped], str]]:
    """(what should become of each file, what did, words that may never be read)."""
    out = tmp_path_factory.mktemp("hostile") / request.param
    is_small = request.param == "small"
    groups = [name for name in hostile.GROUPS if (name in SMALL) == is_small]
    expected = hostile.build(out, SCALE, groups)
    try:
        found = list(read_folder(out, SMALL_LIMITS if is_small else DEFAULT_LIMITS))
        yield expected, {each.path: each for each in found}, hostile.SECRET
    finally:
        hostile.remove_tree(str(out))


def found_for(key: str, found: dict[str, Document | Skipped]) -> Document | Skipped | None:
    """The outcome of a path, or that of a skipped folder it is in."""
    path = path_of(os.fsencode(key))
    while path:
        each = found.get(path)
        if each is not None:
            return each if isinstance(each, Skipped) or path == path_of(os.fsencode(key)) else None
        path = path.rpartition("/")[0]
    return None


def test_each_file_becomes_what_it_should(outcome: tuple[dict[str, Any], dict[str, Document | Skipped], str]) -> None:
    expected, found, _ = outcome
    wrong = {}
    for key, expectation in expected.items():
        became = found_for(key, found)
        action = "nothing" if became is None else "skip" if isinstance(became, Skipped) else "accept"
        if expectation["action"] not in (action, "accept-or-skip") or action == "nothing":
            wrong[key] = (expectation["action"], action, became)
    assert wrong == {}


def test_what_is_read_holds_what_it_must(outcome: tuple[dict[str, Any], dict[str, Document | Skipped], str]) -> None:
    expected, found, _ = outcome
    for key, expectation in expected.items():
        document = found_for(key, found)
        if not isinstance(document, Document):
            continue
        stored = [document.text, document.title, *(block.plain for block in document.blocks)]
        assert [must for must in expectation.get("must", ()) if must not in document.text] == [], key
        banned = [must_not for must_not in expectation.get("must_not", ()) if any(must_not in each for each in stored)]
        assert banned == [], key


def test_nothing_outside_the_folder_is_read(outcome: tuple[dict[str, Any], dict[str, Document | Skipped], str]) -> None:
    _, found, secret = outcome
    assert not any(secret in repr(each) for each in found.values())
    assert not Path("/hostile_docs_escape.txt").exists()


def test_every_skip_has_a_reason(outcome: tuple[dict[str, Any], dict[str, Document | Skipped], str]) -> None:
    _, found, _ = outcome
    reasons = [each.reason for each in found.values() if isinstance(each, Skipped)]
    assert all(reason and "failed on it" not in reason and "\n" not in reason for reason in reasons)
