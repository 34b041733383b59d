from bot.answers.answer import Answer, Citation
from bot.terminal import WIDTH, draw, place, safe


def test_documents_can_not_command_the_terminal():
    citation = Citation("a\x1b]0;.md", "A", (), "pay\x1b[31m\u202eyap", 1)
    drawn = draw(Answer("answered", "red\x1b[31m alert\x07\r", citations=(citation,)))
    assert "\x1b" not in drawn
    assert "\x07" not in drawn
    assert "\r" not in drawn
    assert "\u202e" not in drawn


def test_long_lines_are_wrapped_under_their_bullet():
    drawn = draw(Answer("answered", "Duties:\n• " + "word " * 40))
    lines = drawn.splitlines()
    assert all(len(line) <= WIDTH for line in lines)
    assert lines[1].startswith("• word")
    assert lines[2].startswith("  word")


def test_a_place_names_document_section_page_and_date():
    citation = Citation("jobs/a.pdf", "Driver", ("Driver", "Pay"), "x", 9, page=2, date="effective 2025-02-03")
    assert place(citation) == "Driver (jobs/a.pdf) > Pay, page 2, effective 2025-02-03"


def test_line_breaks_survive():
    assert safe("a\n\tb") == "a\n\tb"
