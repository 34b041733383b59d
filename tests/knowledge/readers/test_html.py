"""HTML: what a visitor reads, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from knowledge.document import Document
from knowledge.errors import Unreadable
from knowledge.readers.formats import read_job
from knowledge.readers.html import preflight
from knowledge.readers.job import Job
from knowledge.readers.limits import DEFAULT_LIMITS

WORDS = "<p>The warden keeps the harbour safe for everyone who uses it by day and by night.</p>"


def read(body: str) -> Document:
    return read_job(Job("page.html", "html", "", f"<html><body>{body}</body></html>".encode()))


def kinds(body: str) -> list[tuple[str, str]]:
    return [(block.kind, block.plain) for block in read(body).blocks]


@pytest.mark.parametrize(
    "unseen",
    [
        "<script>UNSEEN</script>",
        "<style>UNSEEN</style>",
        "<noscript>UNSEEN</noscript>",
        "<template>UNSEEN</template>",
        "<!-- UNSEEN -->",
        "<p hidden>UNSEEN</p>",
        "<p style='display: none'>UNSEEN</p>",
        "<span style='font-size:0px'>UNSEEN</span>",
        "<nav>UNSEEN</nav>",
        "<footer>UNSEEN</footer>",
        "<div class='cookie-banner'>UNSEEN</div>",
        "<ol class=breadcrumb><li>UNSEEN</ol>",
        "<div role=navigation>UNSEEN</div>",
        "<form><input value=UNSEEN>UNSEEN</form>",
        "<a href='javascript:UNSEEN'>Apply</a>",
        "<button>UNSEEN</button>",
    ],
)
def test_unseen_text_is_left_out(unseen: str) -> None:
    assert "UNSEEN" not in read(f"<h1>Warden</h1>{unseen}{WORDS}").text


def test_a_form_around_the_whole_page_is_the_page() -> None:
    document = read(f"<form class='aspnet'><h1>Warden</h1><script>{'x ' * 100}</script>{WORDS}</form>")
    assert [block.kind for block in document.blocks] == ["heading", "paragraph"]


def test_what_is_left_out_is_counted() -> None:
    assert "left out: menus and page furniture (2 words)" in read(f"{WORDS}<nav><a>Home</a> <a>Jobs</a></nav>").notes


def test_definitions_and_label_tables_are_fields() -> None:
    body = "<dl><dt>Grade<dd>7</dl><table><tr><th>Reports to<td>Mate<tr><th>Hours<td>40</table>"
    assert kinds(body) == [("field", "Grade: 7"), ("field", "Reports to: Mate"), ("field", "Hours: 40")]


def test_cells_over_several_rows_and_columns_keep_their_place() -> None:
    body = (
        "<table><tr><th>Grade<th>From<th>To<tr><td rowspan=2>Seven<td>1<td>2<tr><td>3<td>4"
        "<tr><td>Eight<td colspan=2>open</table>"
    )
    rows = [block.cells for block in read(body).blocks]
    assert rows == [
        (("Grade", "Seven"), ("From", "1"), ("To", "2")),
        (("Grade", "Seven"), ("From", "3"), ("To", "4")),
        (("Grade", "Eight"), ("From", "open")),
    ]


def test_a_table_that_only_places_things_is_walked_through() -> None:
    body = (
        f"<table><tr><td><ul><li>Jobs</ul><td><h1>Warden</h1>{WORDS}<ul><li>Looks out<ul><li>at night</ul></ul></table>"
    )
    document = read(body)
    assert [(block.kind, block.level) for block in document.blocks] == [
        ("item", 0), ("heading", 1), ("paragraph", 0), ("item", 0), ("item", 1),
    ]  # fmt: skip


def test_text_outside_any_paragraph_and_line_breaks_are_kept() -> None:
    assert kinds("loose<br>words<div>more <b>words</b></div>last") == [
        ("paragraph", "loose words"), ("paragraph", "more words"), ("paragraph", "last"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("<div>" * 500, "nested too deep"),
        ("<p " + "a=1 " * 2000 + ">", "too many attributes"),
        ("<p>" * 2000, "too many tags"),
    ],
)
def test_pages_that_would_keep_the_parser_busy_are_refused(source: str, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        preflight(source, replace(DEFAULT_LIMITS, html_tags=1000))


def test_old_pages_and_embedded_pictures_pass() -> None:
    preflight("<p>line<br><li>item" * 1000, DEFAULT_LIMITS)
    preflight(f"<img src='data:image/png;base64,{'A' * 100_000}'>", DEFAULT_LIMITS)
    preflight(f"<script>{'<div>' * 1000}</script><!-- {'<div>' * 1000}", DEFAULT_LIMITS)


TOLD = "<p>If you would like to work here, send your letter to the harbour office.</p>"
ASIDE = f"<main>{WORDS * 3}<aside>{TOLD}</aside></main>"
SHARE = f"<main>{WORDS * 3}<div class='social-share'>{TOLD}<a href='#'>Like</a></div></main>"
LINKS = f"<main>{WORDS * 3}<aside>Read more: <a href='#'>{TOLD}</a></aside></main>"


@pytest.mark.parametrize(("page", "is_kept"), [(ASIDE, True), (SHARE, True), (LINKS, False)])
def test_what_stands_beside_the_text_is_kept_where_it_tells_something(page: str, is_kept: bool) -> None:
    assert ("send your letter" in read(page).text) is is_kept


def test_outside_of_the_main_text_it_is_furniture() -> None:
    assert "send your letter" not in read(f"<div>{WORDS * 3}</div><aside>{TOLD}</aside>").text


def test_a_caption_introduces_the_rows_of_its_table() -> None:
    rows = "<tr><td>After 1 year</td><td>96 hours</td></tr><tr><td>After 5 years</td><td>144 hours</td></tr>"
    document = read(f"{WORDS}<table><caption>Vacation time</caption>{rows}</table>")
    assert [block.lead_in for block in document.blocks if block.kind == "row"] == ["Vacation time"] * 2


def test_a_bold_sentence_is_no_heading() -> None:
    assert ("paragraph", "Deadline for letters is 12th January") in kinds("<b>Deadline for letters is 12th January</b>")
    assert ("heading", "What is form 12?") in kinds("<b>What is form 12?</b><p>A form.</p>")


def test_a_cell_of_links_alone_is_the_menu_of_a_page_that_a_table_lays_out() -> None:
    menu = "<br>".join(f"<a href='{number}.html'>Page {number}</a>" for number in range(5))
    page = read(f"<table><tr><td>{menu}</td><td><h1>Parks</h1>{WORDS}</td></tr></table>")
    assert "Page 3" not in page.text
    assert "The warden" in page.text
