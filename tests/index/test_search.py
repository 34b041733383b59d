"""A query to hits, in a snapshot of real files."""

import pytest

from index import live, snapshot
from index.contents import Contents
from index.errors import ModelChanged
from index.search import Search
from index.view import View
from tests.index.library import TEXTS, contents_of
from tests.word_embedder import WordEmbedder

QUESTIONS = ("How long is parental leave?", "hotel costs", "Who does the gardener report to?", "driving licence", "zzz")


@pytest.fixture(scope="module")
def search():
    return Search(View(contents_of()), WordEmbedder())


def test_a_question_finds_its_passage_in_a_saved_snapshot(tmp_path):
    live.publish(tmp_path, snapshot.write(contents_of(), tmp_path))
    saved = Search(View(snapshot.load(tmp_path, "words").contents), WordEmbedder())
    hit = saved.hits("How long is parental leave?", limit=1)[0]
    assert hit.passage.document == "policies/leave.md"
    assert hit.passage.heading[-1] == "Parental leave"
    assert 0.0 < hit.score <= 3 / 61
    assert hit.cosine > 0.0
    assert hit.bm25 > 0.0
    assert len(hit.unit_cosines) == len(hit.passage.units)


def test_a_saved_snapshot_finds_what_the_contents_in_memory_find(search, tmp_path):
    live.publish(tmp_path, snapshot.write(search.contents, tmp_path))
    saved = Search(View(snapshot.load(tmp_path).contents), WordEmbedder())
    for question in QUESTIONS:
        assert saved.hits(question) == search.hits(question)


def test_hits_stay_within_the_documents_that_may_be_seen(search):
    for question in QUESTIONS:
        assert {hit.passage.document for hit in search.hits(question, documents=["policies/travel.md"])} <= {
            "policies/travel.md"
        }


def test_the_filter_works_inside_the_search():
    """One document that may be seen, among hundreds that match better, is found all the same."""
    loud = {f"loud/{number:03}.md": f"# Leave {number}\n\nParental leave leave leave." for number in range(300)}
    contents = contents_of({**loud, "seen.md": "# Other things\n\nMuch about roses and lawns, then once: leave.\n"})
    hits = Search(View(contents), WordEmbedder()).hits("parental leave", documents={"seen.md"})
    assert [hit.passage.document for hit in hits] == ["seen.md"]


def test_what_may_not_be_seen_does_not_change_the_ranking(search):
    allowed = ["jobs/gardener.txt", "policies/leave.md"]
    alone = Search(View(contents_of({path: TEXTS[path] for path in allowed})), WordEmbedder())
    for question in QUESTIONS[:4]:
        within = [hit.passage.id for hit in search.hits(question, documents=allowed)]
        assert within[0] == alone.hits(question)[0].passage.id
        assert set(within) == {hit.passage.id for hit in alone.hits(question)}


@pytest.mark.parametrize("documents", [[], ["no/such.md"], {"../policies/leave.md"}])
def test_nothing_that_may_be_seen_gives_no_hit(search, documents):
    assert search.hits("leave", documents=documents) == []


def test_the_order_is_the_same_every_time(search):
    again = Search(View(contents_of()), WordEmbedder())
    for question in QUESTIONS:
        assert search.hits(question) == again.hits(question) == search.hits(question)
    same = {f"{name}.md": "# Page\n\nThe very same words here.\n" for name in "abcdef"}
    ties = Search(View(contents_of(same)), WordEmbedder()).hits("the very same words")
    assert [hit.passage.document for hit in ties] == sorted(same)


def test_limit_and_order(search):
    hits = search.hits("leave and travel", limit=3)
    assert len(hits) == 3
    assert hits == search.hits("leave and travel")[:3]
    assert all(0 < hit.score <= 3 / 61 for hit in hits)
    assert search.hits("leave", limit=0) == []


def test_the_one_sentence_that_fits_is_found_before_many_pages_that_hold_the_words():
    filler = " ".join(f"Room {number} holds a lamp, a desk and a chair." for number in range(12))
    texts = {f"{n}.md": f"# Page\n\nRed {n} wall.\n\nKettle {n} shelf.\n\nKey {n} hook.\n" for n in range(40)}
    texts["target.md"] = f"# Rooms\n\n{filler} Red kettle key. {filler}\n"
    hits = Search(View(contents_of(texts)), WordEmbedder()).hits("red kettle key", limit=60)
    place = next(place for place, hit in enumerate(hits) if "Red kettle key." in hit.passage.text)
    assert place < 25
    assert sum(hit.score > hits[place].score for hit in hits) > place


def test_contents_without_passages_have_no_hits():
    assert Search(View(contents_of({"empty.md": "# Leave\n"})), WordEmbedder()).hits("leave") == []


def test_a_model_whose_files_changed_is_refused(search):
    class Changed(WordEmbedder):
        fingerprint = "seven letters of a word"

    with pytest.raises(ModelChanged, match="rolecall index"):
        Search(View(search.contents), Changed())


@pytest.mark.parametrize("query", ["", " ", "🎉", "שכר", "x" * 100_000, "\x00\ud800"])
def test_odd_queries_find_something_or_nothing_but_never_fail(search, query):
    contents: Contents = search.contents
    assert len(search.hits(query)) <= len(contents.passages)
