"""What site generators add to Markdown: their commands are left out, their notes are text."""

from __future__ import annotations

import pytest

from tests.knowledge.readers.test_markdown import plains, read


def test_commands_at_the_head_of_text_leave_it_what_it_is() -> None:
    text = (
        'Ask in:\n\n- {% channel "travel" "Travel" %} for trips\n  of any length.\n- {% channel "pay" %}\n\n'
        '{% channel "help" %} is for the rest.\n\n{% include "steps.html"\n  steps: first %}\n\n'
        '\\[the guide]({% page "guide/" %}) is old.\n'
    )
    document = read(text)
    assert [(block.kind, block.plain) for block in document.blocks] == [
        ("paragraph", "Ask in:"),
        ("item", "travel for trips of any length."),
        ("item", "pay"),
        ("paragraph", "help is for the rest."),
        ("paragraph", "[the guide]() is old."),
    ]
    first = document.blocks[1]
    assert document.quote(first.start, first.end) == 'travel" "Travel" %} for trips\n  of any length.'


def test_what_an_author_notes_in_a_comment_is_left_out() -> None:
    text = (
        "# Asking\n\n- Ask first. {% comment %}TODO: say whom{% endcomment %}\n\n"
        "{%- comment -%}\nOld.\n\nOlder.\n{% endcomment %}\n\nGo.\n"
    )
    assert plains(text) == ["Asking", "Ask first.", "Go."]


def test_a_table_in_html_goes_on_behind_commands_and_empty_lines() -> None:
    text = (
        "# Office\n\n<table>\n  <tr><th>What</th><th>Which</th></tr>\n"
        '  <tr>\n    <td>Channel</td>\n    <td>\n      {% channel "north" %}\n    </td>\n  </tr>\n'
        '  <tr>\n    <td>Floor</td>\n    <td>\n      {% include "floor.html"\n'
        "        of: north %}\n\n      Third.\n\n    </td>\n  </tr>\n"
        "\n    <tr>\n      <td>Desks</td>\n      <td>Nine</td>\n    </tr>\n</table>\n\n    <tr> is how a row begins\n"
    )
    assert [(block.kind, block.plain) for block in read(text).blocks[1:]] == [
        ("row", "Channel | north"),
        ("row", "Floor | Third."),
        ("row", "Desks | Nine"),
        ("code", "<tr> is how a row begins"),
    ]


def test_hugo_s_commands_are_left_out() -> None:
    text = (
        '# Leave\n\n{{% alert title="Note" %}}\nAsk first.\n{{% /alert %}}\n\n{{< figure src="x.png" >}}\n\n'
        '{{< member "jane" >}} knows.\n'
    )
    assert plains(text) == ["Leave", "Ask first.", "jane knows."]


@pytest.mark.parametrize("indent", ["    ", "\t"])
def test_a_note_is_text_with_its_title(indent: str) -> None:
    text = (
        f'# Leave\n\n!!! note "Part-time staff"\n\n{indent}You have a share.\n\n{indent}- days\n{indent}- weeks\n\n'
        f"!!! warning\n{indent}Not in May.\n\nAll staff:\n\n{indent}!!! note\n"
    )
    assert [(block.kind, block.plain) for block in read(text).blocks[1:]] == [
        ("paragraph", "Part-time staff"),
        ("paragraph", "You have a share."),
        ("item", "days"),
        ("item", "weeks"),
        ("paragraph", "Not in May."),
        ("paragraph", "All staff:"),
    ]


def test_a_fenced_note_is_text_with_its_title() -> None:
    text = (
        "# Leave\n\n:::tip Carry over\n\nFive days.\n\n:::\n\n::: {.callout-note}\nTen hours.\n:::\n\n"
        ":::note[Pay]\n\nLess.\n\n:::\n"
    )
    assert plains(text) == ["Leave", "Carry over", "Five days.", "Ten hours.", "Pay", "Less."]


def test_what_only_looks_like_a_note_stays() -> None:
    text = '# Leave\n\n!!! Ask first\n\n??? not sure\n\n```\n!!! note "x"\n    y\n```\n\n    a = 1\n'
    assert plains(text) == ["Leave", "!!! Ask first", "??? not sure", '!!! note "x" y', "a = 1"]


def test_a_wiki_link_shows_its_words() -> None:
    assert plains("# Leave\n\nSee [[Pay policy|the pay page]] and [[Travel]].\n") == [
        "Leave",
        "See the pay page and Travel.",
    ]
