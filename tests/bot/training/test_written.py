"""Our own questions: each names what is there."""

from __future__ import annotations

from functools import lru_cache

from bot.training.examples import CORPORA, DOCUMENTS, HANDBOOKS, HELD_OUT, IN_THREADS, Written, in_threads, read_written
from knowledge.reading import Skipped, read_folder

MADE_UP = CORPORA - HANDBOOKS


@lru_cache
def texts(corpus: str) -> dict[str, str]:
    return {each.path: each.text for each in read_folder(DOCUMENTS / corpus) if not isinstance(each, Skipped)}


def test_each_organisation_has_questions_and_each_question_an_organisation():
    everywhere = {written.corpus for written in read_written(CORPORA)}
    assert everywhere == CORPORA and HELD_OUT < MADE_UP


def test_evidence_stands_in_the_document_that_it_names():
    for written in read_written(MADE_UP):
        for path, start, end in written.evidence:
            quote = texts(written.corpus)[path][start:end]
            assert len(quote) == end - start > 0 and quote == quote.strip(), written


def test_only_what_is_not_stated_has_no_evidence():
    for written in read_written(CORPORA):
        assert (written.kind == "unanswerable") == (not written.evidence), written


def test_nothing_is_asked_twice():
    asked = [(written.corpus, written.text) for written in read_written(CORPORA)]
    assert len(asked) == len(set(asked))


def test_of_questions_in_a_thread_the_last_one_counts():
    written = [Written("ours", f"Question {number}?", "fact", (("a.md", number, number + 1),)) for number in range(40)]
    threads = in_threads(written)
    assert len(threads) == -(-(len(written) - 1) // IN_THREADS)
    assert threads[1] == Written("ours", "Question 17?", "fact", written[17].evidence, "Question 16?")
    assert threads[1].text == "Question 16? Question 17?"


def test_questions_that_share_an_answer_or_no_documents_make_no_thread():
    answer = (("a.md", 0, 5),)
    assert not in_threads([Written("ours", "One?", "fact", answer), Written("ours", "Other?", "fact", answer)])
    assert not in_threads([Written("ours", "One?", "fact", answer), Written("theirs", "Other?", "unanswerable", ())])
