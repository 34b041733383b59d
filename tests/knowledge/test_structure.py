"""Plain text -> blocks."""

import itertools
import time

from knowledge.structure import structure_text


def blocks(text):
    found = structure_text(text, "role.txt")
    for block in found:
        assert 0 <= block.start < block.end <= len(text)
    assert all(left.end <= right.start for left, right in itertools.pairwise(found))
    return found


def fields(text):
    return [(block.label, block.value) for block in blocks(text) if block.kind == "field"]


def test_a_line_may_hold_several_fields():
    assert fields("Job title: **Archivist**   Line manager: **Head of Records** Grade: 7\n") == [
        ("Job title", "Archivist"),
        ("Line manager", "Head of Records"),
        ("Grade", "7"),
    ]


def test_the_longest_label_wins():
    assert fields("Department: Finance FLSA Status: Exempt") == [("Department", "Finance"), ("FLSA Status", "Exempt")]


def test_a_field_without_a_value_says_nothing():
    assert fields("Salary: TBC\nApproval: ______") == [("Salary", ""), ("Approval", "")]


def test_running_text_with_a_colon_is_no_field():
    assert fields("The duties include the following: lending, shelving and the care of the reading room.") == []
    assert fields("Opening times: we are open at 9:30 every day, see https://library.example for the holidays.") == []


def test_labels_and_values_on_lines_of_their_own():
    text = "Job title\nArchivist\nDepartment\nRecords\nGrade\n7\n\nDuties\n- Files papers\n"
    assert fields(text) == [("Job title", "Archivist"), ("Department", "Records"), ("Grade", "7")]


def test_items_know_their_section_and_what_introduces_them():
    found = blocks("DUTIES\n\nThe archivist will:\n- file papers\n  and keep them\n- lend boxes\n\nSKILLS\n\n* Care\n")
    items = [(item.plain, item.heading, item.lead_in) for item in found if item.kind == "item"]
    assert items == [
        ("file papers and keep them", ("DUTIES",), "The archivist will:"),
        ("lend boxes", ("DUTIES",), "The archivist will:"),
        ("Care", ("SKILLS",), ""),
    ]


def test_a_question_word_opens_a_heading_though_a_verb_follows():
    text = "What you will do\n- File papers\n\nWhat you need:\n- Care\n\nYou will:\n- Lend\n"
    found = blocks(f"Archivist\n\nKeeps papers.\n\n{text}")
    assert [(item.plain, item.heading[-1]) for item in found if item.kind == "item"] == [
        ("File papers", "What you will do"),
        ("Care", "What you need"),
        ("Lend", "What you need"),
    ]


def test_an_item_that_lost_its_bullet_is_still_one():
    lines = (
        "- Files all the incoming papers",
        "Answers letters from members of the public",
        "- Lends boxes to readers",
    )
    text = "Duties\n\n" + "\n".join(lines)
    assert [block.plain for block in blocks(text) if block.kind == "item"][1].startswith("Answers letters")


def test_wrapped_text_is_joined_and_broken_at_paragraphs():
    paragraph = ("The archivist keeps the papers of the county in good order and helps readers\n" * 9)[:-1] + ".\n"
    found = blocks(paragraph.replace("readers\nThe", "readers\nand the") + "\nSalary: £20,000\n\n" + paragraph)
    assert [block.kind for block in found][:2] == ["paragraph", "field"]


def test_menus_are_left_out():
    found = blocks("Skip to content\n\nMenu\n\nArchivist\n\nThe archivist keeps papers.\n\nShare\n")
    assert [block.plain for block in found] == ["Archivist", "The archivist keeps papers."]


def test_a_series_of_labels_is_a_series_of_headings():
    text = "".join(
        f"Competency: {name}\n- Does it well\n- Does it often\n\n" for name in ("Listens", "Plans", "Writes")
    )
    found = blocks(text)
    assert [block.plain for block in found if block.kind == "heading"] == [
        "Competency: Listens",
        "Competency: Plans",
        "Competency: Writes",
    ]


def test_dates_at_the_end_belong_to_the_document():
    found = blocks("Archivist\n\nSkills\n\n- Care\n\nReviewed: 04/2019\nRevised: 05/2020\n")
    assert [block.heading for block in found if block.kind == "field"] == [(), ()]


def test_a_heading_without_content_is_content():
    found = blocks("SPECIAL REQUIREMENTS\n\nClean driving licence\n\nPHYSICAL DEMANDS\n\nThe work is mostly sitting.\n")
    assert ("paragraph", "Clean driving licence") in [(block.kind, block.plain) for block in found]


def test_time_grows_with_length_only():
    started = time.process_time()
    for text in (" " * 200_000 + ":", "A " * 100_000 + ": x", "Label: " * 30_000, "- \n" * 50_000, "x\n" * 50_000):
        structure_text(text, "big.txt")
    assert time.process_time() - started < 20


def test_a_wide_gap_begins_a_label_even_where_a_known_one_ends_it():
    assert fields("Agency: HARBOURS AND PIERS     Posting Type: Internal\n") == [
        ("Agency", "HARBOURS AND PIERS"),
        ("Posting Type", "Internal"),
    ]


def test_labels_in_running_text_are_no_fields():
    assert fields("Job family: Harbour. Grade: H5. You report to the chief pilot and lead two crews.\n") == []
    assert fields("Job family: Harbour. Grade: H5. You report to the\nchief pilot.\n") == []
    assert fields("Job family: Harbour   Grade: H5\n") == [("Job family", "Harbour"), ("Grade", "H5")]


def test_lines_of_a_hundred_and_twenty_columns_are_joined():
    sentence = "The harbour office is looking for a Volunteer Coordinator who knows the quays and the people on them. "
    words, lines = (sentence * 6).split(), [""]
    for word in words:
        if len(lines[-1]) + len(word) + 1 > 119:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    assert [block.plain for block in blocks("\n".join(lines))] == [" ".join(words)]


def test_the_last_sentence_of_a_long_paragraph_introduces_the_list_below():
    told = "We seek a pilot for the harbour, who knows its sands and sails by day and by night in all weathers. " * 3
    found = blocks(f"{told}You will do this:\n\n- steer\n- moor\n")
    assert [block.lead_in for block in found if block.kind == "item"] == ["You will do this:"] * 2
