"""Facts of short texts: what states one, and what only comes near."""

import time

import pytest

from knowledge.catalogue import default_catalogue
from knowledge.facts import extract_facts
from knowledge.profile import profile
from knowledge.readers.formats import read_job
from knowledge.readers.job import Job
from knowledge.structure import structure_text


def values(text, name, unknown_words=0.0):
    text = f"Job title: Archivist\n\n{text}\n"
    document = profile("a.txt", "text", "", text, structure_text(text, "a.txt"), None, (), unknown_words)
    facts = extract_facts(document, default_catalogue())
    assert all(fact.quote == text[fact.start : fact.end] for fact in facts)
    return [fact.value for fact in facts if fact.name == name]


@pytest.mark.parametrize(
    ("text", "manager"),
    [
        ("The archivist reports directly to the Head of Records, who sets the priorities.", "Head of Records"),
        ("Works under the general supervision of the county clerk.", "county clerk"),
        ("You will be line managed by our Records Manager and meet her weekly.", "Records Manager"),
        ("Your line manager will be the Director of Culture.", "Director of Culture"),
        ("The Head of Records is the line manager for this post.", "Head of Records"),
        ("This is a new role reporting to the Chief Executive.", "Chief Executive"),
        ("Reporting Line\n\nHead of Records\n\nDuties\n\n- Files papers", "Head of Records"),
        ("Accountable to: Head of Records", "Head of Records"),
        ("You'll report to the VP of Records.", "VP of Records"),
        ("Under the direction of the Head of Records, the Archivist files papers.", "Head of Records"),
    ],
)
def test_a_reporting_line_is_found(text, manager):
    assert values(text, "reports_to") == [manager]


@pytest.mark.parametrize(
    "text",
    [
        "The archivist works closely with the Head of Records.",
        "The archivist reports progress to the Director each week.",
        "Prepares monthly reports to the Board of Trustees.",
        "Two assistants report to this post.",
        "Staff report to the Duty Manager on arrival.",
        "In coordination with the Head of Records, plans the move.",
        "Responsible to ensure that the strong room is locked.",
        "Answers to enquiries are given within a day.",
        "Approved by: Head of Records",
    ],
)
def test_a_neighbouring_statement_is_no_reporting_line(text):
    assert values(text, "reports_to") == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Access to reliable transportation is required.", "licences"),
        ("Class: Classified", "union_status"),
        ("Pay Grade Range: $50,000 - $60,000", "grade"),
        ("Pay Grade Range: $50,000 - $60,000", "salary"),
        ("Manages a budget of $50,000 a year.", "salary"),
        ("High school diploma or equivalent.", "education_experience_equivalent"),
        ("Status: Non-Exempt", "overtime"),
        ("Supports remote users and manages remote access.", "remote_work"),
        ("Arranges travel for the director and pays travel expenses.", "travel"),
        ("The archive, founded 127 years ago, is open evenings and weekends.", "experience"),
        ("The archive is open on evenings and weekends.", "evenings_weekends"),
        ("Final: 8/16/07", "revised_date"),
        ("New: 5/21/2004", "effective_date"),
        ("Salary: TBC", "salary"),
        ("Ability to work independently.", "supervision_received"),
        ("Answers at short notice.", "notice_period"),
        ("Reports to: Station Master", "education"),
        ("Supervises: Harbour Masters, Clerks", "education"),
        ("Answer questions about pay and pensions.", "pension"),
        ("Location: Head Office, Quay Street", "remote_work"),
        ("Location: Northfield Care Home", "remote_work"),
    ],
)
def test_what_comes_near_is_not_the_fact(text, name):
    assert values(text, name) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Master's degree in history.", "education"),
        ("Masters in history, or equal experience.", "education"),
        ("Bachelor's or Masters degree.", "education"),
        ("Member of the county pension scheme.", "pension"),
        ("Location: Office-based, with two days from home", "remote_work"),
        ("Location: Home", "remote_work"),
        ("ML5 medical certificate", "licences"),
        ("STCW II/2 certificate of competency", "licences"),
    ],
)
def test_short_words_for_a_fact_state_it(text, name):
    assert len(values(text, name)) == 1


def test_several_values_are_all_kept():
    assert values("Revised: 08/2013\nRevised: 09/2012", "revised_date") == ["08/2013", "09/2012"]
    assert len(values("Valid driver's license. Certified as a Records Manager.", "licences")) == 2


def test_the_date_of_the_description_may_stand_in_a_sentence():
    assert values("Keeps papers. This description was last reviewed in March 2024 by HR.", "reviewed_date") == [
        "March 2024"
    ]
    assert values("The rules of the reading room were reviewed in March 2024.", "reviewed_date") == []


def test_a_title_over_two_lines_is_quoted_with_both():
    text = "Stores\nSupervisor\n\nGrade: 7\nReports to: Director\n"
    document = profile("a.txt", "text", "", text, structure_text(text, "a.txt"))
    title = next(fact for fact in extract_facts(document, default_catalogue()) if fact.name == "title")
    assert (title.value, title.quote) == ("Stores Supervisor", "Stores\nSupervisor")


def test_a_grade_is_cut_from_a_field_that_says_more():
    assert values("Grade Number: 21, Represented", "grade") == ["21"]
    assert values("Grade Number: 21, Represented", "union_status") == ["Represented"]


def test_a_list_belongs_to_its_nearest_name():
    text = "Requirements\n\nKnowledge of:\n- Paper\n- Ink\nAbility to:\n- Lift boxes"
    assert values(text, "knowledge") == ["Paper", "Ink"]
    assert values(text, "skills") == ["Lift boxes"]


def test_a_list_may_stand_in_a_paragraph():
    text = "Responsibilities include: Files the papers of the county. Answers letters from readers."
    assert values(text, "duties") == ["Files the papers of the county.", "Answers letters from readers."]


def test_of_a_damaged_text_only_fields_and_headings_are_trusted():
    text = "Work under the direction of the Head of Records.\n\nLast updatcd: May 2015"
    assert values(text, "reports_to", unknown_words=0.3) == []
    assert values(text, "revised_date", unknown_words=0.3) == ["May 2015"]


def test_areas_of_other_roles_are_left_out():
    text = (
        "Title: Manager - Roads\n\nOversight of areas such as Roads or Parks.\n\nRoads\n\n- Supervises road staff\n\n"
        "Parks\n\n- Supervises park staff\n\nReporting\n\nReports to the Director of Works.\n"
    )
    document = profile("a.txt", "text", "", text, structure_text(text, "a.txt"))
    supervised = [fact.value for fact in extract_facts(document, default_catalogue()) if fact.name == "supervises"]
    assert supervised == ["road staff"]


def test_machine_values_add_nothing_to_the_words():
    text = "Job title: Archivist\nSalary: £20,000 - £22,000\nClosing date: 3 May 2024, 5pm\n"
    document = profile("a.txt", "text", "", text, structure_text(text, "a.txt"))
    facts = {fact.name: dict(fact.normalised) for fact in extract_facts(document, default_catalogue())}
    assert facts["salary"] == {"min": "20000", "max": "22000", "currency": "£"}
    assert facts["closing_date"] == {"date": "2024-05-03", "time": "5pm"}


@pytest.mark.parametrize(
    "unit", ["reports to ", "Team of ", "9 am to ", "$1,000 ", "supervises the work of staff, ", "a"]
)
def test_time_grows_with_length_only(unit):
    started = time.process_time()
    values(unit * (60_000 // len(unit)), "reports_to")
    values(f"{unit * 20}. " * (60_000 // (20 * len(unit))), "reports_to")
    assert time.process_time() - started < 20


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("You report to the Harbour Master, with a dotted line to the Chief Pilot.", "reports_to", "Harbour Master"),
        ("Two clerks and a boatman report to you.", "supervises", "Two clerks and a boatman"),
        (
            "Salary of £31,000, plus a tide allowance of £900 a year.",
            "salary",
            "Salary of £31,000, plus a tide allowance of £900 a year.",
        ),
        ("Notice on either side is three months.", "notice_period", "three months"),
        (
            "Interviews will take place in the Pilot House, Pier 2, on 4 and 5 March 2026.",
            "interview_date",
            "4 and 5 March 2026",
        ),
        ("Post Until: 1 May 2026", "closing_date", "1 May 2026"),
        ("Salary Range From: 41000", "salary", "41000"),
        (
            "New keepers complete radio and fire training within a month.",
            "training",
            "New keepers complete radio and fire training within a month.",
        ),
        ("Overtime after 40 hours: time and a third", "overtime", "Overtime after 40 hours: time and a third"),
    ],
)
def test_what_these_say_is_a_fact(text, name, value):
    assert values(text, name) == [value]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("You share the standby rota, for which £30 is paid each weekend.", "salary"),
        ("Plans the training of new keepers.", "training"),
    ],
)
def test_what_these_say_is_none(text, name):
    assert values(text, name) == []


def test_a_heading_over_the_whole_document_names_no_list_in_it():
    sections = "".join(
        f"## {name}\n\n- Thing one of {name}\n- Thing two of {name}\n\n" for name in ("Tides", "Boats", "Ropes")
    )
    text = f"# Job description\n\n{sections}## Job summary\n\nKeeps the light.\n"
    document = read_job(Job("keeper.md", "markdown", "", text.encode()))
    facts = extract_facts(document, default_catalogue())
    assert [fact.value for fact in facts if fact.name == "purpose"] == ["Keeps the light."]


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("You must be at least 18 years of age.", "minimum_age", "18 years of age"),
        ("- 21 years of age at the time of hire.", "minimum_age", "21 years of age at the time of hire"),
        ("Applicants must be aged 18 or over.", "minimum_age", "aged 18 or over"),
        ("Benefits include 4 weeks paid personal and vacation time.", "annual_leave", "4 weeks paid personal"),
        ("For full consideration, please send it by November 8, 2023.", "closing_date", "November 8, 2023"),
        ("Physical requirements include stooping and kneeling.", "physical_demands", "stooping and kneeling"),
        ("Supervises pilots; applies sound supervisory principles.", "supervises", "pilots"),
        ("Health, dental/vision and medical plan are paid.", "benefits", "dental/vision"),
    ],
)
def test_what_postings_say_in_prose_is_found(text, name, value):
    assert any(value in found for found in values(text, name))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The best eye must be at least 20/40.", "minimum_age"),
        ("Must read at least 20 words.", "minimum_age"),
        ("Works with children at least 16 years of age.", "minimum_age"),
        ("An additional 4 years of experience can substitute this education requirement.", "experience"),
        ("The start date is no later than mid-December 2023 for applications.", "closing_date"),
        ("Leads a smoothly functioning health care team.", "benefits"),
        ("ONLY YARD EMPLOYEES ARE ELIGIBLE TO APPLY.", "how_to_apply"),
    ],
)
def test_what_comes_near_in_postings_is_left_out(text, name):
    assert values(text, name) == []


def test_front_matter_states_facts_of_the_job_and_nothing_of_the_site():
    text = (
        "---\ntitle: Harbour Clerk\nlayout: page\nsection: News\ntype: post\nclosing_date: 3 May 2024  # a Friday\n"
        "salary_min: '22,143'\nbargaining-unit: None of them\nbenefits: [Bikes, \"A gym\"]\nlocation:\n"
        "draft: true\n---\n\nFiles papers.\n"
    )
    document = read_job(Job("clerk.md", "markdown", "", text.encode()))
    facts = {fact.name: fact for fact in extract_facts(document, default_catalogue()) if fact.name != "title"}
    assert {name: fact.value for name, fact in facts.items()} == {
        "closing_date": "3 May 2024",
        "salary": "22,143",
        "union_status": "None of them",
        "benefits": "Bikes, A gym",
    }
    assert facts["closing_date"].line == 6
    assert all(fact.quote in text for fact in facts.values())


def test_who_signs_stands_below_the_line_to_sign_on():
    assert values("Approval: ______\nHead of People\n\nDuties\n\n- Files papers", "approval") == ["Head of People"]
    assert values("Approval: ______\n\nThe archivist files papers and opens boxes.", "approval") == []


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("This post is on an open-ended contract.", "employment_type", "open-ended contract"),
        ("Must hold a licence, insurance and an auto during the shift.", "transport", ""),
        ("You must have insurance and an auto during the shift.", "transport", "auto during the shift"),
        ("The position is in the Unclassified Service of the county.", "job_class", "Unclassified Service"),
        ("A time commitment from 8h to 20h per week.", "hours_per_week", "8h to 20h per week"),
        ("Salary Range: 72B", "salary", "72B"),
        ("Starting Base Salary: $51,300.20 (per current contract)", "salary", "$51,300.20"),
        ("Paid vacation and holidays.", "benefits", "Paid vacation"),
        (
            "Two-year college degree AND 3+ years clerical experience (more experience may substitute for education)",
            "experience",
            "3+ years",
        ),
    ],
)
def test_what_postings_state_in_other_words(text, name, value):
    found = values(text, name)
    assert any(value in each for each in found) if value else found == []
