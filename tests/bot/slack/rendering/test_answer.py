"""What people read: the answer, its quote, its source, and what they can do next."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.answers.answer import Answer, Choice, Citation
from bot.slack.rendering.answer import Offered, message_for
from bot.slack.rendering.comparison import rows_of

REPORTS = Citation(
    document="jobs/library-assistant.txt",
    title="Library Assistant",
    section=("Library Assistant", "POSITION DESCRIPTION"),
    quote="Reports To: Head of\nCirculation",
    line=6,
    date="revised 03/2025",
)
ANSWER = Answer("answered", "Library Assistant – Reports To: Head of Circulation", kind="fact", citations=(REPORTS,))
NOT_FOUND = Answer("not_found", "I found nothing in the documents that answers this.", nearest=("Leave Policy",))


def texts(message):
    return [block["text"]["text"] for block in message.blocks if block["type"] == "section"]


def small_print(message):
    return [block["elements"][0]["text"] for block in message.blocks if block["type"] == "context"]


def elements(message):
    return [each for block in message.blocks if block["type"] == "actions" for each in block["elements"]]


def labels(message):
    return [(each.get("text") or each["placeholder"])["text"] for each in elements(message)]


def test_the_answer_comes_first_then_its_quote_and_its_place():
    message = message_for(ANSWER, "RC-7F3A9")
    assert texts(message) == [
        "*Library Assistant* – Reports To: Head of Circulation",
        ">Reports To: Head of Circulation",
    ]
    assert small_print(message) == [
        "*Library Assistant* › POSITION DESCRIPTION · line 6 · revised 03/2025",
        "Receipt RC-7F3A9",
    ]
    assert labels(message) == ["Show in context", "Ask HR", "Helpful", "Not helpful"]
    assert all(each["accessibility_label"] for each in elements(message))


def test_the_notification_and_the_words_alone_carry_answer_and_source():
    message = message_for(ANSWER, "RC-7F3A9")
    source = "Source: Library Assistant › POSITION DESCRIPTION, line 6, revised 03/2025"
    assert message.text == f"Library Assistant – Reports To: Head of Circulation\n{source}"
    assert message.fallback.splitlines()[1:] == ["“Reports To: Head of Circulation”", source, "Receipt RC-7F3A9"]
    assert message.without_blocks()["blocks"] == []


def test_a_list_that_says_the_same_as_its_quotes_is_said_once():
    other = replace(REPORTS, quote="Grade 8", line=7)
    answer = Answer("answered", "• Reports To: Head of Circulation\n• Grade 8", "list", (REPORTS, other))
    assert texts(message_for(answer, "RC-7F3A9")) == [">Reports To: Head of Circulation", ">Grade 8"]
    with_more = replace(answer, text=f"{answer.text}\n• Not stated: pay")
    assert "Not stated: pay" in texts(message_for(with_more, "RC-7F3A9"))[0]


def test_what_says_the_same_as_its_quote_is_said_once():
    message = message_for(replace(ANSWER, text="Reports To: Head of Circulation"), "RC-7F3A9")
    assert texts(message) == [">Reports To: Head of Circulation"]


def test_a_quote_with_marks_is_shown_with_them_and_nothing_is_formatted():
    marked = replace(REPORTS, quote="**Reports To:** ______ `Head` <!channel>")
    [_, quote] = [block["text"] for block in message_for(replace(ANSWER, citations=(marked,)), "RC-1").blocks[:2]]
    assert quote == {"type": "plain_text", "text": "“**Reports To:** ______ `Head` &lt;!channel&gt;”", "emoji": False}


def test_of_many_citations_the_places_are_named_by_section():
    duties = [replace(REPORTS, section=("DUTIES",), line=line, quote=f"Duty {line}.") for line in range(17, 22)]
    pay = replace(REPORTS, section=("PAY",), line=46, quote="Pay.")
    answer = Answer("answered", "Duties:\n• one", kind="list", citations=(*duties, pay))
    message = message_for(answer, "RC-1")
    assert texts(message) == ["Duties:\n• one"]
    assert small_print(message)[0].splitlines() == [
        "*Library Assistant* › DUTIES · lines 17–21 · revised 03/2025",
        "*Library Assistant* › PAY · line 46 · revised 03/2025",
    ]
    [menu, *_] = elements(message)
    assert [option["value"] for option in menu["options"]] == ["RC-1/0", "RC-1/1"]


def test_a_section_that_repeats_the_title_in_capitals_is_not_named():
    cited = replace(REPORTS, section=("LIBRARY ASSISTANT", "DUTIES", "Duties"))
    message = message_for(replace(ANSWER, citations=(cited,)), "RC-1")
    assert "*Library Assistant* › Duties · line 6 · revised 03/2025" in texts(message) + small_print(message)


def test_hundreds_of_sources_are_counted():
    cited = tuple(replace(REPORTS, document=f"{number}.md", title=f"Role {number}") for number in range(200))
    message = message_for(Answer("answered", "200 roles", kind="aggregate", citations=cited), "RC-1")
    assert small_print(message)[0].splitlines()[-1] == "and 192 more"
    assert message.text.endswith("(and 199 more)")
    assert "and 180 more sources" in message.fallback


def test_asking_back_gives_a_button_a_choice_and_none_for_hr():
    choices = (Choice("Library Assistant", "Who ...?"), Choice("Library Director", "Who ...?"))
    message = message_for(Answer("clarify", "Which one do you mean?", choices=choices), "RC-1")
    assert labels(message) == ["Library Assistant", "Library Director", "Helpful", "Not helpful"]
    assert [each["value"] for each in elements(message)[:2]] == ["RC-1/0", "RC-1/1"]
    assert "1. Library Assistant" in message.fallback


def test_choices_that_read_alike_once_cut_are_numbered():
    long = "Assistant to the Deputy Director of Circulation and Outreach Services in "
    choices = tuple(Choice(long + place, "?") for place in ("Alder County", "Birch County"))
    shown = labels(message_for(Answer("clarify", "Which?", choices=choices), "RC-1"))
    assert shown[0].startswith("1. Assistant") and shown[1].startswith("2. Assistant")


def test_not_found_names_what_is_near_and_takes_feedback():
    message = message_for(NOT_FOUND, "RC-1")
    assert labels(message) == ["Ask HR", "Helpful", "Not helpful"]
    assert small_print(message) == ["Also relevant: Leave Policy\nReceipt RC-1"]
    named = replace(NOT_FOUND, text="The nearest: Leave Policy.")
    assert small_print(message_for(named, "RC-1")) == ["Receipt RC-1"]


@pytest.mark.parametrize(
    ("offered", "label", "is_there"),
    [
        (Offered(share=True), "Share in channel", True),
        (Offered(), "Share in channel", False),
        (Offered(ask_hr=False), "Ask HR", False),
    ],
)
def test_what_is_offered_depends_on_where_it_is_shown(offered, label, is_there):
    assert (label in labels(message_for(ANSWER, "RC-1", offered))) == is_there


def test_what_is_not_answered_can_not_be_shared():
    assert "Share in channel" not in labels(message_for(NOT_FOUND, "RC-1", Offered(share=True)))


def test_small_talk_has_no_buttons():
    message = message_for(Answer("chat", "Hello!", kind="chat"), "RC-1")
    assert elements(message) == []


def test_without_a_record_there_are_no_buttons_and_no_receipt():
    message = message_for(ANSWER, "")
    assert elements(message) == []
    assert "Receipt" not in message.fallback


def test_what_was_understood_stands_above():
    message = message_for(ANSWER, "RC-1", Offered(note="Reading this as: who does the Library Assistant report to?"))
    assert small_print(message)[0].startswith("Reading this as")
    assert message.fallback.startswith("Reading this as")


COMPARED = """Schedule:
• Assistant (Alder): Two evenings a week.
• Head (Alder): Full-time: 40 hours.

Grade:
• Head (Alder): 14
Not stated in the documents of: Assistant (Alder)"""


def test_a_comparison_is_a_table():
    answer = Answer("answered", COMPARED, kind="compare", citations=(REPORTS,))
    assert rows_of(answer) == (
        ("Fact", "Assistant (Alder)", "Head (Alder)"),
        ("Schedule", "Two evenings a week.", "Full-time: 40 hours."),
        ("Grade", "not stated", "14"),
    )
    [table] = [block for block in message_for(answer, "RC-1").blocks if block["type"] == "table"]
    assert [cell["text"] for cell in table["rows"][2]] == ["Grade", "not stated", "14"]
    assert "Two evenings" in message_for(answer, "RC-1").text  # read out, and shown in notifications


@pytest.mark.parametrize(
    "text",
    [
        COMPARED.replace("Not stated in the documents of: Assistant (Alder)", "Nothing else."),
        COMPARED.replace("Grade:", "Grade"),
        COMPARED.replace("• Head (Alder): 14", "• Head (Alder) 14"),
        "Schedule:\n• Assistant: evenings",
        "",
    ],
)
def test_what_is_no_table_is_shown_as_it_is(text):
    assert rows_of(Answer("answered", text, kind="compare")) == ()


def test_a_long_table_is_cut_between_rows_and_says_so():
    blocks = [f"Fact {number}:\n• A: {'words ' * 10}.\n• B: {'words ' * 10}." for number in range(60)]
    message = message_for(Answer("answered", "\n\n".join(blocks), kind="compare", citations=(REPORTS,)), "RC-1")
    [table] = [block for block in message.blocks if block["type"] == "table"]
    assert f"and {61 - len(table['rows'])} more rows" in small_print(message)[0]
    assert all(len(row) == 3 and row[2]["text"].endswith(".") for row in table["rows"][1:])


def test_the_tables_follow_what_comparisons_really_say(real_comparison):
    rows = rows_of(real_comparison)
    assert len(rows) > 2 and len(set(map(len, rows))) == 1
    told = " ".join(cell for row in rows for cell in row)
    assert all(line.split(": ", 1)[1] in told for line in real_comparison.text.splitlines() if line.startswith("• "))
