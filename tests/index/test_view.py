"""A view answers as if the snapshot held the visible documents alone."""

from __future__ import annotations

import pytest

from index.search import Search
from index.view import View
from tests.index.library import TEXTS, contents_of
from tests.word_embedder import WordEmbedder

CHOSEN = [
    frozenset(path for bit, path in enumerate(sorted(TEXTS)) if number >> bit & 1) for number in range(2 ** len(TEXTS))
]


@pytest.fixture(scope="module")
def everything() -> View:
    return View(contents_of())


@pytest.mark.parametrize("visible", CHOSEN, ids=lambda each: f"{len(each)} visible")
def test_a_view_equals_an_index_of_the_visible_documents_alone(visible: frozenset[str], everything: View) -> None:
    alone = View(contents_of({path: TEXTS[path] for path in visible}))
    view = View(everything.contents, visible)
    assert list(view.documents) == sorted(visible)
    assert dict(view.documents) == dict(alone.documents)
    assert view.roles == alone.roles
    assert dict(view.words) == dict(alone.words)
    assert "reprt" not in view.words
    assert view.passage_count() == alone.passage_count()
    for word in ("leav", "hotel", "driv", "day", "zzz"):
        assert view.rarity(word) == view.rarity(word) == alone.rarity(word)
    for query in ("How long is parental leave?", "hotels and trains", "driving licence", "zzz"):
        found, expected = (Search(each, WordEmbedder()).hits(query) for each in (view, alone))
        assert [(hit.passage, hit.score, hit.bm25) for hit in found] == [
            (hit.passage, hit.score, hit.bm25) for hit in expected
        ]
        assert [hit.cosine for hit in found] == pytest.approx([hit.cosine for hit in expected], abs=1e-6)


def test_documents_named_outside_a_view_are_not_found(everything: View) -> None:
    view = View(everything.contents, {"policies/leave.md"})
    assert view.passage_count({"jobs/gardener.txt"}) == 0
    assert Search(view, WordEmbedder()).hits("gardener", documents={"jobs/gardener.txt"}) == []
    both = {"jobs/gardener.txt", "policies/leave.md"}
    assert {hit.passage.document for hit in Search(view, WordEmbedder()).hits("leave", documents=both)} == {
        "policies/leave.md"
    }


def test_a_view_of_everything_shares_all_with_the_snapshot(everything: View) -> None:
    contents = everything.contents
    assert everything.documents is contents.document_by_path
    assert everything.roles is contents.roles
    assert everything.words is contents.words
    assert everything.passages is everything.units is None
    assert View(contents, set(TEXTS)).passages is None
