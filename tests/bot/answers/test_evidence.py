"""Scored units to what is shown and quoted."""

from __future__ import annotations

import pytest

from bot.answers.evidence import (
    Reach,
    ScoredUnit,
    completed,
    gather,
    shown,
    to_evidence,
    with_paragraph,
    without_lead_ins,
)
from knowledge.document import Document
from knowledge.passages import Unit, split_passages
from knowledge.readers.formats import read_job
from knowledge.readers.job import Job

TEXT = (
    "# Leave\n\n## Parental leave\n\nParents take 16 weeks. It is *paid* in full. Tell your manager early.\n\n"
    "You may carry over:\n\n- five days\n- in hardship, ten days\n\n## Sickness\n\nRing before nine.\n"
)


@pytest.fixture(scope="module")
def document() -> Document:
    return read_job(Job("leave.md", "markdown", "", TEXT.encode()))


@pytest.fixture(scope="module")
def documents(document):
    return {document.path: document}


def score(document: Document, **scores: float) -> list[ScoredUnit]:
    """Every unit of the document; those that hold a name among `scores` have its score, others -9."""
    return [
        ScoredUnit(passage, place, next((n for word, n in scores.items() if word in unit.plain), -9.0), 0.0)
        for passage in split_passages(document)
        for place, unit in enumerate(passage.units)
    ]


def plains(chosen: list[ScoredUnit]) -> list[str]:
    return [each.unit.plain for each in chosen]


def test_the_best_unit_is_always_shown_and_others_near_it_while_there_is_room(document):
    scored = score(document, weeks=3.0, paid=2.5, manager=1.0, nine=-2.0)
    assert plains(gather(scored, 500, Reach(3.0, 3.0))) == [
        "Parents take 16 weeks.",
        "It is paid in full.",
        "Tell your manager early.",
    ]
    assert plains(gather(scored, 500, Reach(0.6, 0.6))) == ["Parents take 16 weeks.", "It is paid in full."]
    assert plains(gather(scored, 1, Reach(3.0, 3.0))) == ["Parents take 16 weeks."]
    assert gather([], 500, Reach(3.0, 3.0)) == []


def test_what_is_too_long_is_passed_over_for_what_fits(document):
    scored = score(document, weeks=3.0, manager=2.5, paid=2.0)
    assert plains(gather(scored, 50, Reach(3.0, 3.0))) == ["Parents take 16 weeks.", "It is paid in full."]


def test_what_stands_under_the_heading_of_the_best_may_be_further_from_it(document):
    scored = score(document, weeks=3.0, five=-1.0, ten=-1.5, nine=-0.5)
    assert plains(gather(scored, 500, Reach(anywhere=2.0, beside=5.0))) == [
        "Parents take 16 weeks.",
        "five days",
        "in hardship, ten days",
    ]
    assert plains(gather(scored, 500, Reach(anywhere=2.0, beside=2.0))) == ["Parents take 16 weeks."]


@pytest.mark.parametrize("before", ["", "Leave is good. "])
@pytest.mark.parametrize(("lead_in", "item"), [(3.0, 1.0), (1.0, 3.0)])
def test_what_introduces_a_list_is_not_shown_beside_its_items(before, lead_in, item):
    text = f"# A\n\n## Leave\n\n{before}You may carry over:\n\n- five days\n- six nights\n\n## B\n\nRing before nine.\n"
    document = read_job(Job("a.md", "markdown", "", text.encode()))
    scored = score(document, carry=lead_in, five=item, six=0.5, nine=2.0)
    chosen = without_lead_ins(gather(scored, 500, Reach(3.0, 3.0)))
    first, second = to_evidence(chosen, {document.path: document})
    assert (first.plain, first.score) == (f"{before}You may carry over: five days; six nights", 3.0)
    assert second.plain == "Ring before nine."


def test_a_lead_in_stays_without_its_items_or_where_it_is_too_long_to_be_shown_with_them(document):
    alone = gather(score(document, carry=3.0), 500, Reach(3.0, 3.0))
    assert plains(without_lead_ins(alone)) == ["You may carry over:"]
    lead_in = b"You may carry over, with the written consent " + b"of your manager " * 6 + b"in hand:"
    long = read_job(Job("a.md", "markdown", "", b"# A\n\n" + lead_in + b"\n\n- five days\n"))
    assert len(without_lead_ins(gather(score(long, carry=3.0, five=2.0), 500, Reach(3.0, 3.0)))) == 2


def test_the_same_words_are_shown_once():
    twice = read_job(Job("a.md", "markdown", "", b"# A\n\n## B\n\nAsk HR.\n\n## C\n\nAsk HR.\n"))
    assert len(gather(score(twice, Ask=1.0), 500, Reach(3.0, 3.0))) == 1


def test_sentences_that_follow_each_other_are_one_quote(document, documents):
    evidence = to_evidence(gather(score(document, weeks=3.0, paid=2.5), 500, Reach(1.0, 1.0)), documents)
    assert len(evidence) == 1
    one = evidence[0]
    assert one.quote == "Parents take 16 weeks. It is *paid* in full."
    assert one.plain == "Parents take 16 weeks. It is paid in full."
    assert document.text[one.start : one.end] == one.quote
    assert one.heading[-1] == "Parental leave"
    assert (one.document, one.line, one.score) == ("leave.md", 5, 3.0)


def test_sentences_with_another_between_them_are_two_quotes_best_first(document, documents):
    evidence = to_evidence(gather(score(document, weeks=2.0, manager=3.0), 500, Reach(2.0, 2.0)), documents)
    assert [one.quote for one in evidence] == ["Tell your manager early.", "Parents take 16 weeks."]


def test_items_of_one_list_say_once_what_introduces_them(document, documents):
    (list_,) = to_evidence(gather(score(document, days=2.0), 500, Reach(1.0, 1.0)), documents)
    assert list_.plain == "You may carry over: five days; in hardship, ten days"
    assert list_.quote.count("days") == 2 and list_.quote in document.text


def test_every_quote_is_verbatim_in_a_format_with_markup(documents, document):
    every = [ScoredUnit(each.passage, each.place, 1.0, 0.0) for each in score(document)]
    for one in to_evidence(every, documents):
        assert one.quote == document.text[one.start : one.end]
        assert one.quote in TEXT


@pytest.mark.parametrize(
    ("kind", "context", "expected"),
    [
        ("item", "You may claim:", "You may claim: meals"),
        ("cell", "Limit - Hotels", "Limit - Hotels: meals"),
        ("sentence", "You may claim:", "meals"),
        ("item", "", "meals"),
        ("item", "x" * 500, "meals"),
    ],
)
def test_what_introduces_a_unit_is_shown_where_it_is_short(kind, context, expected):
    assert shown(Unit(0, 5, 1, "meals", context, None, kind)) == expected


def test_page_and_line_are_those_of_the_first_sentence(documents, document):
    chosen = gather(score(document, nine=1.0), 500, Reach(1.0, 1.0))
    assert to_evidence(chosen, documents)[0].line == TEXT[: TEXT.index("Ring")].count("\n") + 1


def test_nothing_chosen_gives_no_evidence(documents):
    assert to_evidence([], documents) == ()


LISTS = (
    "# Trips\n\n## Rules\n\n- Two go together.\n- Text at nine.\n- Carry the map.\n- Take the satellite phone.\n\n"
    "## Caps\n\n| City | Night |\n|---|---|\n| Oslo | 90 |\n| Bergen | 80 |\n| Tromsø | 85 |\n| Hamar | 70 |\n\n"
    "## Others\n\nAsk Mia.\n\n## Packing\n\nThese go by boat:\n\n- tents\n- stoves\n- flares\n"
)


@pytest.mark.parametrize(
    ("scores", "characters", "expected"),
    [
        ({"Two": 3.0, "Text": 2.0}, 90, ["Two go", "Text at", "Carry the", "Take the"]),
        ({"Two": 3.0, "Text": 2.0}, 60, ["Two go", "Text at"]),  # the rest doesn't fit
        ({"Two": 3.0, "Mia": 2.0}, 200, ["Two go", "Ask Mia"]),  # one item is no list
        ({"Mia": 3.0, "Two": 2.0, "Text": 2.0}, 200, ["Ask Mia", "Two go", "Text at", "Carry the", "Take the"]),
        ({"These": 3.0, "tents": 2.0}, 200, ["These go", "tents", "stoves", "flares"]),  # what leads to it counts
        ({"Two": 3.0, "Text": 2.5, "Mia": 2.0}, 200, ["Two go", "Text at", "Ask Mia", "Carry the", "Take the"]),
        ({"Oslo": 3.0, "Bergen": 2.0}, 300, ["City: Oslo", "City: Bergen"]),
        (
            {"Oslo": 3.0, "Bergen": 2.5, "Hamar": 2.0},
            300,
            ["City: Oslo", "City: Bergen", "City: Hamar", "City: Tromsø"],
        ),
    ],
)
def test_a_list_of_which_several_items_answer_is_shown_whole_where_there_is_room(scores, characters, expected):
    trips = read_job(Job("trips.md", "markdown", "", LISTS.encode()))
    scored = sorted(score(trips, **scores), key=lambda one: -one.score)
    chosen = gather(scored, characters, Reach(3.0, 3.0))
    found = plains(completed(chosen, scored, characters))
    assert len(found) == len(expected)
    assert all(one.startswith(start) for one, start in zip(found, expected, strict=True)), found


def test_paragraphs_of_a_web_page_are_cited_one_by_one() -> None:
    page = read_job(Job("a.html", "html", "", b"<h1>Tides</h1><p>Look at nine.</p>\n<p>Ring at ten.</p>"))
    (passage,) = split_passages(page)
    chosen = [ScoredUnit(passage, place, 1.0, 1.0) for place in range(len(passage.units))]
    assert [each.quote for each in to_evidence(chosen, {"a.html": page})] == ["Look at nine.", "Ring at ten."]


@pytest.mark.parametrize(
    ("most", "characters", "expected"), [(90, 300, 3), (30, 300, 1), (90, 40, 1)], ids=["whole", "long", "no room"]
)
def test_a_short_paragraph_is_shown_whole_where_there_is_room(most: int, characters: int, expected: int) -> None:
    text = "# Tides\n\nLook at nine. Write it down. Ring at ten.\n\nThe log is in the hut.\n"
    tides = read_job(Job("tides.md", "markdown", "", text.encode()))
    scored = sorted(score(tides, Write=3.0), key=lambda one: -one.score)
    assert len(with_paragraph(scored[:1], scored, {"tides.md": tides}, most, characters)) == expected
