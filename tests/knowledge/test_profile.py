"""Titles, organisations and dates of documents."""

import pytest

from knowledge.document import Block, Metadata
from knowledge.organisation import organisation_names
from knowledge.profile import profile
from knowledge.structure import structure_text
from knowledge.written_titles import cleaned_title


def profiled(text, path="a1b2c3d4.txt", **stated):
    return profile(path, "text", "", text, structure_text(text, path), Metadata(**stated))


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Job description\n\nPost title: Senior Archivist\nGrade: 7\n", "Senior Archivist"),
        ("ELM COUNTY COUNCIL\n\nSENIOR ARCHIVIST\n\nThe papers of the county are kept here.\n", "Senior Archivist"),
        (
            "Elm Records is small.\nThe Senior Archivist is responsible for the papers of the county.\n",
            "Senior Archivist",
        ),
        ("Please write, quoting Senior Archivist in the subject line.\n", "Senior Archivist"),
        ("Elm Records is looking for a Senior Archivist to keep its papers.\n", "Senior Archivist"),
        ("Stores\nSupervisor\n\nReports to: Director\n", "Stores Supervisor"),
        ("ELM COUNTY COUNCIL\n\nSENIOR STORES\nSUPERVISOR\n\nReports to: Director\n", "Senior Stores Supervisor"),
        ("Post title: Senior Stores\n            Supervisor\nGrade: 7\n", "Senior Stores Supervisor"),
        ("Head of\nStores\n\nReports to: Director\n", "Head of Stores"),
        ("Archivist\nReading Room Manager\n\nReports to: Director\n", "Archivist"),
        ("ARCHIVIST II\n\nReports to: Director\n", "Archivist II"),
    ],
)
def test_the_title_is_found_wherever_it_stands(text, title):
    assert profiled(text).title == title


def test_metadata_wins_and_the_file_name_is_a_further_name():
    document = profiled("Title: Archivist\n", "roles/records_officer.txt", title="Keeper of Records")
    assert (document.title, document.other_titles) == ("Keeper of Records", ("Archivist", "Records officer"))


def test_a_title_that_is_stated_with_what_the_paper_is_called_names_the_role():
    document = profiled("Come and join us.\n", "a.txt", title="Vacancy: Records Officer")
    assert (document.title, document.other_titles[0]) == ("Records Officer", "Vacancy: Records Officer")
    assert profiled("Come and join us.\n", "a.txt", title="Vacancy: no smoking").title == "Vacancy: no smoking"


def test_the_first_heading_is_the_title_of_marked_up_documents():
    blocks = (
        Block("heading", 0, 5, 1, "Job description: Archivist", level=1),
        Block("paragraph", 6, 9, 2, "Keeps papers."),
    )
    assert profile("a.md", "markdown", "", "x" * 20, blocks).title == "Archivist"


@pytest.mark.parametrize(
    ("text", "organisation"),
    [
        ("ELM COUNTY COUNCIL\n\nArchivist\n\nECC keeps papers since the county began.\n", "Elm County Council (ECC)"),
        ("Archivist\n\nElm Papers is an Equal Opportunity Employer.\n", "Elm Papers"),
        ("Archivist\n\nYou will work with the Northern Archives Alliance on loans.\n", ""),
        ("Employer: Elm & Sons\nTitle: Archivist\n", "Elm & Sons"),
        ("Archivist\n\nElm County Museum · Position description · Revised May 2024\n", "Elm County Museum"),
        ("Archivist\n\nElm County Museum. Updated: May 2024\n\nMain Museum\n", "Elm County Museum"),
        (
            "Field Services Archivist\n\nThe Field Services Archivist keeps the maps of Field Services, drives to the\n"
            "mines and farms of the region when they close, and asks Field Services for a car beforehand.\n",
            "",
        ),
    ],
)
def test_the_organisation_is_the_employer(text, organisation):
    assert profiled(text).organisation == organisation


@pytest.mark.parametrize(
    ("text", "organisation"),
    [
        ("# Expenses\n\nElm Card is an account that we pay with. For Elm Card we ask the bank.\n", ""),
        ("# Learning\n\nStaff ask Oak Online University. Whom Oak Online University knows may learn.\n", ""),
        ("# Customer Health\n\nCustomers are called each week.\n", ""),
        ("# Signing in\n\nOpen the page, then choose.\n\nTake a card.\n\n## Oak Services\n\nOurs.\n", ""),
        ("ELM COUNTY COUNCIL\n\nLeave\n\nEverybody has leave.\n", "Elm County Council"),
        ("# Leave\n\n**Employer:** Elm & Sons\n\nEverybody has leave.\n", "Elm & Sons"),
        ("# Leave\n\n**Employer:** pays half of it, and the fund pays the rest.\n", ""),
    ],
)
def test_what_is_about_no_job_names_its_organisation_by_letterhead_alone(text, organisation):
    assert profiled(text, "expenses.md").organisation == organisation


def test_an_organisation_goes_by_its_abbreviation_too():
    assert organisation_names("Elm County Council (ECC)") == ("Elm County Council", "ECC")
    assert organisation_names("") == ()


def test_dates_keep_their_kind_and_precision():
    text = "Archivist\n\nThe papers are kept.\n\nReviewed: 12/2018\nRevised: 3/4/07\nLast updated June 2019\n"
    dates = profiled(text).dates
    assert [(date.kind, date.iso) for date in dates] == [
        ("reviewed", "2018-12"),
        ("revised", ""),
        ("revised", "2019-06"),
    ]
    assert all(text[date.start : date.end] == date.written for date in dates)


@pytest.mark.parametrize("written", ["In force since 1 March 2024.", "In effect as of 1 March 2024."])
def test_since_when_it_is_in_force_may_be_said_in_words(written):
    dates = profiled(f"Archive rules\n\n{written}\n\nPapers are kept.\n").dates
    assert [(date.kind, date.iso) for date in dates] == [("effective", "2024-03-01")]


def test_a_date_in_a_sentence_is_the_document_s_own():
    document = profiled("Archivist\n\nHandbook, chapter 2. Last reviewed in March 2024 by the board.\n")
    assert [(date.kind, date.iso) for date in document.dates] == [("reviewed", "2024-03")]


def test_a_section_for_people_does_not_name_the_document() -> None:
    text = (
        "Lone Working\n\nWHO THIS IS FOR\n\nAnyone who opens up, locks up or walks the quay without a colleague in "
        "sight or hearing.\n\nYOUNG VOLUNTEERS\n\nThey never work alone.\n"
    )
    assert profiled(text).title != "Young Volunteers"


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("Role Profile: Night Porter", "Night Porter"),
        ("GANNET HOTELS Role profile: Night Porter", "Night Porter"),
        ("Job description : Night Porter", "Night Porter"),
        ("Subject: FW: Internal vacancy - Night Porter (winter)", "Night Porter (winter)"),
        ("Person specification: Phlebotomist", "Phlebotomist"),
    ],
)
def test_what_a_paper_is_called_is_no_part_of_the_title(line, title):
    assert profiled(f"{line}\n\nReports to: Head of House\n").title == title


def test_a_question_below_the_name_of_the_role_is_a_heading_of_a_section():
    blocks = (
        Block("heading", 0, 5, 1, "Role profile: Night Porter", level=2),
        Block("heading", 6, 9, 2, "What is this role for?", level=1),
        Block("paragraph", 10, 12, 3, "You open the door."),
    )
    assert profile("a.pdf", "pdf", "", "x" * 20, blocks).title == "Night Porter"


def test_a_name_of_the_file_is_cleaned_as_a_title_is():
    assert profiled("Reports to: Head of House\nGrade: 4\n", "JD - night porter.txt").title == "Night porter"


@pytest.mark.parametrize(
    ("heads", "organisation"),
    [
        (("Gannet Bay Hospitals NHS Trust", "Job Description"), "Gannet Bay Hospitals NHS Trust"),
        (("GANNET LOGISTICS | HR-012",), "Gannet Logistics"),
        (("Confidential", "Field Services"), ""),
    ],
)
def test_a_running_head_names_the_organisation(heads, organisation):
    text = "Job title: Porter\n\nAsk the Case Records Library for notes. The Case Records Library answers by noon.\n"
    blocks = structure_text(text, "a.txt")
    found = profile("a.txt", "docx", "", text, blocks, heads=heads).organisation
    assert found == organisation


def test_an_organisation_behind_the_title_is_the_employer():
    found = profiled("Night Porter - Gannet Bay Public Library\n\nReports to: Head of House\n")
    assert found.organisation == "Gannet Bay Public Library"


def test_a_policy_below_the_name_of_its_organisation_is_the_title():
    blocks = (
        Block("heading", 0, 5, 1, "Gannet Garden Centres", level=1),
        Block("heading", 6, 9, 2, "Uniform & Equipment Policy", ("Gannet Garden Centres",), level=2),
        Block("paragraph", 10, 12, 3, "Shirts are green."),
    )
    found = profile("u.docx", "docx", "", "x" * 20, blocks)
    assert (found.title, found.organisation) == ("Uniform & Equipment Policy", "Gannet Garden Centres")


def test_a_row_of_labels_states_the_title():
    cells = (("", "CLASS TITLE:"), ("", "Night Porter II"), ("", "CLASS CODE:"), ("", "5142"))
    block = Block("row", 0, 10, 1, " | ".join(cell for _, cell in cells), cells=cells)
    assert profile("a.pdf", "pdf", "", "x" * 20, (block,)).title == "Night Porter II"


def test_the_end_of_one_sentence_and_the_start_of_the_next_are_no_organisation():
    text = "Job title: Porter\n\nThe house is closed at Easter. Payment is by cheque.\n"
    assert profiled(text).organisation == ""


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("IT MANAGER", "IT Manager"),
        ("HBCD INFORMATION SPECIALIST", "HBCD Information Specialist"),
        ("HEAD OF HR", "Head of HR"),
        ("DAY CARE TEACHER II", "Day Care Teacher II"),
    ],
)
def test_abbreviations_in_a_title_in_capitals_stay(written, title):
    assert cleaned_title(written) == title


def test_what_a_head_says_behind_the_employer_is_no_part_of_its_name():
    text = "County of Elm Class Specification\n\nTitle: Archivist\nReports to: Director\n"
    assert profiled(text).organisation == "County of Elm"
