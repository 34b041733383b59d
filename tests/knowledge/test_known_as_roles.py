"""What a document may look like and still be known for the job or jobs that it describes, and what is none."""

from __future__ import annotations

import pytest

from knowledge.catalogue import default_catalogue
from knowledge.document import Document
from knowledge.fact import Role
from knowledge.facts import extract_facts
from knowledge.readers.formats import read_job
from knowledge.readers.job import Job
from knowledge.roles import find_roles
from knowledge.written_titles import cleaned_title, names_jobs

DUTIES = "\n## Duties\n\n- Counts the boats\n\n## Requirements\n\n- Good eyes\n"


def read(text: str, path: str = "page.md") -> Document:
    format = "html" if path.endswith(".html") else "text" if path.endswith(".txt") else "markdown"
    return read_job(Job(path, format, "0", text.encode()))


def roles(text: str, path: str = "page.md") -> tuple[Role, ...]:
    document = read(text, path)
    return find_roles(document, extract_facts(document, default_catalogue()))


def test_a_title_with_a_place_inside_is_a_role_where_the_text_speaks_of_it_so():
    (role,) = roles(f"# Boats to Islands Coordinator\n\nThe Boats to Islands Coordinator plans the trips.\n{DUTIES}")
    assert role.title == "Boats to Islands Coordinator"
    (role,) = roles(f"# Boats, Ropes, Yard Manager\n\nThe Boats/Ropes/Yard Manager will see to both.\n{DUTIES}")
    assert role.title == "Boats, Ropes, Yard Manager"


@pytest.mark.parametrize(
    ("first", "title"),
    [
        (
            "What are the responsibilities and job description for the Quay Porter position at Elm Suites?",
            "Quay Porter",
        ),
        (
            "What are the responsibilities and job description for the QUAY MAINTENANCE position at Elm, NY?",
            "Quay Maintenance",
        ),
    ],
)
def test_a_portals_first_line_names_the_job(first: str, title: str):
    (role,) = roles(
        f"{first}\nESSENTIAL FUNCTIONS:\nCounts the boats.\nJob Type: Part-time\nPay: $15.00 per hour\n", "p.txt"
    )
    assert role.title == title
    assert role.stated("salary")[0].value == "$15.00 per hour"


def test_jobs_of_a_page_may_be_run_into_their_paragraphs():
    said = (
        "<h1>CAREERS</h1><p>Contact: quay@elm.example</p><h6>OPEN</h6>"
        "<p><b>Boat Keeper:</b> The Boat Keeper counts boats. This is a full time position.</p>"
        "<p><b>Quay Team Member:</b> This is a part-time position.</p><h5>Apply below</h5><p>Bring a letter.</p>"
    )
    keeper, member = roles(f"<html><body>{said}</body></html>", "careers-2.html")
    assert (keeper.title, member.title) == ("Boat Keeper", "Quay Team Member")
    assert "full time" in keeper.stated("employment_type")[0].value
    assert "part-time" in member.stated("employment_type")[0].value
    assert keeper.stated("contact")[0].value == "quay@elm.example"  # what the page says of all


def test_a_section_on_openings_makes_no_page_of_jobs():
    section = "## Elm open positions\n\nSee the board.\n\n## Elm Interviewers\n\nThey talk to people.\n"
    assert roles(f"---\ntitle: Hiring\n---\n{section}") == ()


def test_a_listing_names_its_jobs_in_front_of_a_dash():
    listed = roles("# Current Job Openings\n\n## Open now\n\nNight Porter – View (PDF)\n\nDeck Hand – View (PDF)\n")
    assert [role.title for role in listed] == ["Night Porter", "Deck Hand"]


def test_a_heading_says_that_a_position_is_available_and_the_text_which():
    yard, clerk = roles(
        "# Our Mission\n\n## THE YARD - Position Available\n\nElm seeks for the open position of Yard Operator.\n\n"
        "The person in this position answers to the Yard Foreman.\n\n"
        "## Job Opening: Deputy Clerk\n\nPay will be $12.39 per hour.\n"
    )
    assert (yard.title, clerk.title) == ("Yard Operator", "Deputy Clerk")
    assert yard.stated("reports_to")[0].value == "Yard Foreman"


def test_headings_of_a_page_of_jobs_may_have_pictures():
    listed = roles("# Elm's Job Opportunities 👩‍🌾\n\n## Bakery Assistant 🥧\n\nBakes pies.\n\n## Deck Hand\n\nMops.\n")
    assert [role.title for role in listed] == ["Bakery Assistant", "Deck Hand"]


def test_two_openings_of_one_title_stay_two():
    first, second = roles(
        "# Current Openings\n\n## Position 1: Boat Fellow\n\n- Salary: $31,000 per year\n- Eligibility: a diploma\n\n"
        "## Position 2: Boat Fellow\n\n- Salary: $33,000 per year\n- Eligibility: a degree\n"
    )
    assert (first.title, second.title) == ("Position 1: Boat Fellow", "Position 2: Boat Fellow")
    assert "$33,000" in second.stated("salary")[0].value


def test_a_call_for_somebody_is_enough_where_the_title_names_a_job():
    (role,) = roles(
        "# Research Fellow, Elm University, Norland\n\nElm University seeks to appoint a Research Fellow.\n"
    )
    assert role.title.startswith("Research Fellow")
    assert roles("# Research fellows of the past\n\nWe met in 1921 and again in 1922.\n") == ()


def test_a_crew_is_a_role_where_terms_and_a_way_to_apply_are_stated():
    stated = "title: Kitchen Crew\njob_type: part_time\nhow_to_apply: Write to cook@elm.example."
    (role,) = roles(f"---\n{stated}\n---\nWe grill fish.\n")
    assert role.title == "Kitchen Crew"
    assert role.stated("employment_type")[0].value == "part time"
    assert roles("---\ntitle: Kitchen Crew\n---\nWe grill fish.\n") == ()


def test_front_matter_states_fields_over_several_lines_and_in_a_forms_order():
    (role,) = roles(
        '---\ntitle: Deck Hand\nbusiness_name: Elm Ferries\nc_benefits: ["Pension", "Cabin"]\n'
        "how_to_apply: >-\n  Send a letter\n  to the quay.\nsalary: $30,000\n"
        'licences: "Boat licence\\r\\nFirst aid card"\n---\nMops the deck.\n'
    )
    assert role.organisation == "Elm Ferries"
    assert role.stated("benefits")[0].value == "Pension, Cabin"
    assert role.stated("how_to_apply")[0].value == "Send a letter to the quay."
    assert role.stated("licences")[0].value == "Boat licence First aid card"


def test_a_page_that_is_all_front_matter_is_read():
    words = "The Deck Hand mops the deck, coils the ropes and helps guests on board. " * 5
    document = read(f"---\ntitle: Deck Hand\nsalary: $30,000\ndescription: >-\n  {words}\n---\n")
    assert any("coils the ropes" in block.plain for block in document.blocks)


def test_a_header_without_a_fence_is_front_matter():
    document = read(
        "title: Elm jobs\ncss: plain.css\n\n# Jobs at Elm Ferries\n\n## Deck Hand\n\nMops.\n\n## Cook\n\nCooks.\n"
    )
    assert document.title == "Elm jobs"
    assert not any("plain.css" in block.plain for block in document.blocks)


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("Night Porter Job", "Night Porter"),
        ("Crew Call: Stage Manager", "Stage Manager"),
        ("(coming in May) Deck Hand", "Deck Hand"),
        ("Position 3: Deck Hand", "Deck Hand"),
        ("Job Posting Night Porter", "Night Porter"),
        ("Deck Hand Date posted: 21/12/2020", "Deck Hand"),
        ("Night Porter 🌙", "Night Porter"),
        ("C++ Developer", "C++ Developer"),
        ("Deck Hands Needed!", "Deck Hands"),
    ],
)
def test_what_stands_around_a_title_is_taken_off(written: str, title: str):
    assert cleaned_title(written) == title


@pytest.mark.parametrize(
    "heading", ["Elm's Job Opportunities 👩‍🌾", "Township Jobs", "Available positions", "We are hiring"]
)
def test_headings_of_pages_of_jobs(heading: str):
    assert names_jobs(heading)


@pytest.mark.parametrize("heading", ["Hiring", "Odd jobs of the week", "Steve Jobs said", "Equal employment"])
def test_headings_of_other_pages(heading: str):
    assert not names_jobs(heading)


def test_titles_state_the_terms_that_nothing_else_does():
    (role,) = roles(f"# Night Porter (part-time)\n\n**Salary:** $20,000\n{DUTIES}")
    assert role.stated("employment_type")[0].value == "part-time"


@pytest.mark.parametrize(
    ("text", "organisation"),
    [
        ("Brambly is an independent game studio in Elm. Brambly looks for people.", "Brambly"),
        ("Help us.\n\nQuayworks Boats are an exciting company and they are growing.", "Quayworks Boats"),
        ("Join the University at fairs.\n\nJoin the University at meetings.", ""),
    ],
)
def test_employers_are_known_by_what_they_are(text: str, organisation: str):
    assert read(f"# Night Porter\n\n{text}\n").organisation == organisation


def test_of_a_job_without_a_noun_labels_tell_that_the_employer_is_meant():
    text = "HARBOUR GUIDE\n\nClass Code: 0845\n\nANNUAL SALARY\n\n$31,946\n\nThe City of Elm does not discriminate.\n"
    assert read(text, "guide.txt").organisation == "City of Elm"


def test_lines_that_differ_by_ranks_alone_are_the_steps_of_a_ladder():
    titles = ["Associate Boats & Ropes Staff", "Boats & Ropes Staff I", "Senior Boats & Ropes Staff"]
    steps = [f"**{title}:**\n\n1. Minimum {years} years.\n" for years, title in enumerate(titles, start=1)]
    found = roles("# Promotion of Boats & Ropes Staff\n\n" + "\n".join(steps))
    assert [role.title for role in found] == titles
    phases = [f"**Phase {number} boats:**\n\n1. Minimum {number} years.\n" for number in ("I", "II", "III")]
    assert roles("# Promotion of boats\n\n" + "\n".join(phases)) == ()


def test_a_posting_expires_without_its_document():
    stated = "title: Night Porter\nexpiry-date: 2018-10-18\nterms: Permanent"
    posting = read(f"---\n{stated}\ncategory: jobs\n---\nRings the bell. Reports to the Head Porter.\n")
    assert posting.metadata.expires == ""
    (role,) = find_roles(posting, extract_facts(posting, default_catalogue()))
    assert role.stated("closing_date")[0].value == "2018-10-18"
    assert role.stated("employment_type")[0].value == "Permanent"
    assert read(f"---\n{stated}\ncategory: policies\n---\nBells.\n").metadata.expires == "2018-10-18"
