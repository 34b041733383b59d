"""Contents of two sets of documents become what one build of all of them makes."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import snapshot
from index.contents import Contents
from index.splicing import Run, Splice, starts_of
from tests.index.library import TEXTS, contents_of

NAMES = ("a.md", "b/c.md", "b/d.txt", "e.md", "f.md")
WORDS = ("leave", "travel", "grade", "Parents take 16 weeks.", "Ümlaut", "the", "7", "nobody else's word")
PARAGRAPHS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join)
BODIES = st.one_of(
    st.sampled_from([*TEXTS.values(), "# Only a heading\n"]),
    st.lists(PARAGRAPHS, min_size=1, max_size=4).map(lambda said: "# Title\n\n## Part\n\n" + "\n\n".join(said) + "\n"),
)
Library = Mapping[str, str]  # path -> text
LIBRARIES = st.dictionaries(st.sampled_from(NAMES), BODIES, max_size=len(NAMES))


def id_of(contents: Contents) -> str:
    with tempfile.TemporaryDirectory() as folder:
        return snapshot.write(contents, Path(folder))


@settings(max_examples=40, deadline=None)
@given(old=LIBRARIES, new=LIBRARIES, gone=st.sets(st.sampled_from(NAMES)))
def test_spliced_contents_are_those_of_one_build(
    old: Mapping[str, str], new: Mapping[str, str], gone: set[str]
) -> None:
    kept = old.keys() - new.keys() - gone
    spliced = contents_of(old).spliced(kept, contents_of(new))
    at_once = contents_of({**{path: old[path] for path in kept}, **new})
    assert id_of(spliced) == id_of(at_once)


def test_runs_are_as_long_as_they_can_be() -> None:
    splice = Splice.by_path(["a", "b", "d", "e"], {"a", "b", "e"}, ["c", "d"])
    assert splice.runs == (Run(False, 0, 2), Run(True, 0, 2), Run(False, 3, 4))
    assert splice.values("ABDE", "cd") == ("A", "B", "c", "d", "E")


def test_items_of_documents_go_with_them_and_their_new_numbers_are_told() -> None:
    splice = Splice.by_path(["a", "c"], {"a"}, ["b"])
    old, new = starts_of(np.array([2, 3])), starts_of(np.array([1]))
    assert splice.rows(np.arange(5), old, np.array([9]), new).tolist() == [0, 1, 9]
    assert bytes(splice.bytes(memoryview(b"aaccc"), old, memoryview(b"b"), new)) == b"aab"
    ours, theirs = splice.numbers(old, new)
    assert (ours.tolist(), theirs.tolist()) == ([0, 1, -1, -1, -1], [2])


@pytest.mark.parametrize("kept", [set(), {"a"}])
def test_one_side_may_be_empty(kept: set[str]) -> None:
    none = np.zeros(0, dtype=np.int64)
    splice = Splice.by_path(["a"], kept, [])
    assert splice.each(np.array([5]), none).tolist() == [5] * len(kept)
