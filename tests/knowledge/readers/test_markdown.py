"""Markdown keeps its source for quotes and gives plain text for matching."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.document import Block, Document
from knowledge.errors import Unreadable
from knowledge.readers.formats import read_job
from knowledge.readers.job import Job


def read(text: str, name: str = "page.md") -> Document:
    return read_job(Job(name, "markdown" if name.endswith(".md") else "text", "", text.encode()))


def plains(text: str) -> list[str]:
    return [block.plain for block in read(text).blocks]


def only(text: str, kind: str) -> list[Block]:
    return [block for block in read(text).blocks if block.kind == kind]


def test_plain_has_no_markup_and_the_quote_keeps_it() -> None:
    text = "# Leave\n\nAsk [your *manager*](https://example.org/a_b) for **20&nbsp;days** <b>now</b>.\n"
    document = read(text)
    block = document.blocks[1]
    assert block.plain == "Ask your manager for 20 days now."
    assert document.quote(block.start, block.end) == text.splitlines()[2]
    assert (block.line, block.heading) == (3, ("Leave",))


def test_what_is_no_content_is_left_out() -> None:
    text = (
        "---\ntitle: Pay\nsecret: frontmatter\n---\n\n# Pay\n\n{% include 'menu' %}\n\n<!-- hidden\n\ncomment -->\n\n"
        "See [the table]({% page 'pay/' %}) or {% channel 'pay' %}."
        "\n\n<script>alert('no')</script>\n\n{: .class }\n\n---\n\n[ref]: https://x.org\n"
    )
    assert plains(text) == ["Pay", "See the table or pay."]
    assert read(text).metadata.title == "Pay"


def test_indented_words_are_items_and_indented_commands_code() -> None:
    text = "# Needs\n\n \tA sharp knife\n \tKnows how to sail.\n\nThen type\n\n    make soup\n"
    document = read(text)
    assert [(block.kind, document.quote(block.start, block.end).strip()) for block in document.blocks[1:]] == [
        ("item", "A sharp knife"),
        ("item", "Knows how to sail."),
        ("paragraph", "Then type"),
        ("code", "make soup"),
    ]


def test_front_matter_may_be_toml() -> None:
    document = read(
        '+++\ntitle = "Vacancy: Captain"\neffective = 2024-05-01\n[extra]\ntitle = "x"\n+++\n\n# Join\n\nCome.\n'
    )
    assert (document.title, document.metadata.effective) == ("Captain", "2024-05-01")
    assert [block.plain for block in document.blocks] == ["Join", "Come."]
    broken = read("+++\ntitle = Sail\n+++\n\n# Join\n\nCome.\n")
    assert broken.title == "Join"
    assert "TOML" in broken.notes[0]
    with pytest.raises(Unreadable, match="audience"):
        read("+++\naudience = staff\n+++\n\n# Join\n\nCome.\n")


def test_front_matter_in_a_comment_is_read_as_pico_writes_it():
    document = read("/*\nTitle: Sail making\nSort: 3\n*/\n\n# Join\n\nCome.\n")
    assert (document.title, [block.plain for block in document.blocks]) == ("Sail making", ["Join", "Come."])
    assert read("/*\njust a remark\n*/\n\n# Join\n\nCome.\n").title == "Join"


def test_bold_that_is_none_for_a_space_leaves_no_marks() -> None:
    assert plains("Please ask first.** See the list.\n\nThe rest: **Ask** or\n**wait: **for it.\n") == [
        "Please ask first. See the list.",
        "The rest: Ask or wait: for it.",
    ]
    assert plains("`a ** b` and 2**3\n\n# Sums\n") == ["a ** b and 2**3", "Sums"]


def test_lists_have_levels_and_lead_ins() -> None:
    items = only("# A\n\nBring:\n\n- a lamp\n- tools:\n  1. a saw\n  2. a file\n\n  They are heavy.\n- rope\n", "item")
    assert [(item.plain, item.level, item.lead_in) for item in items] == [
        ("a lamp", 0, "Bring:"),
        ("tools:", 0, "Bring:"),
        ("a saw", 1, "tools:"),
        ("a file", 1, "tools:"),
        ("rope", 0, "Bring:"),
    ]


def test_fields_are_found_one_or_several_on_a_line() -> None:
    fields = only(
        "# Cook\n\n**Shift:** Any that the galley lead asks for. Even at night.\n\n"
        "Reports to: Galley Lead\nHours: 20 a week\n\nDept.: **Galley** Grade: **7**\n\n- Salary: £9 an hour\n",
        "field",
    )
    assert [(field.label, field.value) for field in fields] == [
        ("Shift", "Any that the galley lead asks for. Even at night."),
        ("Reports to", "Galley Lead"),
        ("Hours", "20 a week"),
        ("Dept.", "Galley"),
        ("Grade", "7"),
        ("Salary", "£9 an hour"),
    ]


def test_a_wrapped_sentence_with_a_colon_is_no_field() -> None:
    text = "# Leave\n\nThere is one rule for all who want to leave early, and that one rule is\nthis: ask first.\n"
    assert [block.kind for block in read(text).blocks] == ["heading", "paragraph"]


def test_bold_lines_are_the_lowest_headings() -> None:
    document = read("# Leave\n\n## Kinds\n\n**Sick leave**\n\nTen days.\n\n**You need:**\n\n- a note\n")
    headings = [(block.plain, block.level) for block in document.blocks if block.kind == "heading"]
    assert headings == [("Leave", 1), ("Kinds", 2), ("Sick leave", 3)]
    assert document.blocks[-1].lead_in == "You need:"


def test_tables_give_rows_with_headers_or_fields() -> None:
    rows = only("# A\n\n| Days | Grade |\n|---|---|\n| 15 | **7** |\n| 20 | |\n", "row")
    assert [row.cells for row in rows] == [(("Days", "15"), ("Grade", "7")), (("Days", "20"),)]
    fields = only("# A\n\n| | |\n|---|---|\n| Reports to | Dean |\n| Grade | 7 |\n", "field")
    assert [(field.label, field.value) for field in fields] == [("Reports to", "Dean"), ("Grade", "7")]


def test_tables_in_html_are_read_too() -> None:
    rows = only(
        "# A\n\n<table><tr><th>Days</th><th>Grade</th></tr>\n\n<tr><td>15</td><td>7 &amp; up</td></tr></table>\n", "row"
    )
    assert [row.cells for row in rows] == [(("Days", "15"), ("Grade", "7 & up"))]


def test_plain_text_named_md_is_read_as_plain_text() -> None:
    document = read(
        "Harbour Warden\n\nReports to: Harbour Master\n\nPurpose of the post\n\nTo keep the harbour safe.\n"
    )
    assert document.format == "text"
    assert [block.kind for block in document.blocks] == ["heading", "field", "heading", "paragraph"]
    assert read("# One\n\ntext\n\n# Two\n\ntext\n", "page.txt").format == "markdown"


@pytest.mark.parametrize(
    "text", ["---\n\n***\n\n| | |\n|--|--|\n\n<!-- nothing -->\n", "---\ntitle: A\n---\n", "# \n\n> \n"]
)
def test_a_page_without_words_is_refused(text: str) -> None:
    with pytest.raises(Unreadable, match="no readable text"):
        read(text)


def test_what_markdown_would_drop_without_a_word_is_refused() -> None:
    with pytest.raises(Unreadable, match="nested too deep"):
        read("# A\n\n" + ">" * 150 + " deep\n")


WRITTEN = st.lists(
    st.sampled_from(
        ["# ", "## ", "- ", "  - ", "1. ", "> ", "\n", "\n\n", "**", "*", "`", "```\n", "|", "|---|\n", "[a](b)",
         "<td>", "<!--", "-->", "Grade: 7", "word ", "é", "\t", "    ", "&amp;", "{% x %}", "---\n", ":", "\\",
         "<table>", "</table>"]
    ),
    max_size=40,
)  # fmt: skip


@given(WRITTEN)
def test_blocks_never_overlap_and_stand_where_they_say(pieces: list[str]) -> None:
    try:
        document = read("# Title\n\n" + "".join(pieces))
    except Unreadable:
        return
    end = 0
    for block in document.blocks:
        assert end <= block.start < block.end <= len(document.text)
        assert document.text.count("\n", 0, block.start) + 1 == block.line
        assert block.plain
        end = block.end
