"""Roles, their names, and who reports to whom."""

from knowledge.catalogue import default_catalogue
from knowledge.facts import extract_facts
from knowledge.profile import profile
from knowledge.readers.formats import read_job
from knowledge.readers.job import Job
from knowledge.roles import Directory, chain_above, find_roles, reporting_lines, reports_of, role_id
from knowledge.structure import structure_text


def roles(text, path="a.txt"):
    document = profile(path, "text", "", text, structure_text(text, path))
    return find_roles(document, extract_facts(document, default_catalogue()))


def directory(*managers):
    """Roles "Manager A", "Manager B", ... each reporting to the one named."""
    names = [f"Manager {letter}" for letter in "ABCDEF"]
    texts = [f"Title: {name}\nReports to: {to}\nGrade: 5\n" for name, to in zip(names, managers, strict=False)]
    return Directory(tuple(role for n, text in enumerate(texts) for role in roles(text, f"{n}.txt")))


def test_a_job_document_is_one_role_with_its_shorter_names():
    (role,) = roles(
        "Title: Archivist (Maps) - North\nGrade: 7\nReports to: Head of Records\n", "staff/map_archivist.txt"
    )
    assert role.title == "Archivist (Maps) - North"
    assert {"Archivist", "Map archivist"} <= set(role.aliases)
    assert role.stated("grade")[0].value == "7"
    assert role.section == ()


def test_a_policy_is_no_role():
    assert roles("Parental leave\n\nAll staff have 16 weeks of leave. Ask your manager for the form.\n") == ()
    assert (
        roles("Travel policy\n\nEmployees report to the Travel Manager before they leave. Grade 7 flies economy.\n")
        == ()
    )


def test_a_policy_that_says_whom_to_turn_to_and_names_amounts_is_no_role():
    text = (
        "Parental Leave Policy\n\nManager: Connect with your partner in the People team for help.\n\n"
        "Contact: people@example.com\n\nA rep with variable pay of $150K takes 12 weeks off. No need to change the "
        "40 hours per week. The purpose of the leave is time with a child. You work with your lead on a plan.\n"
    )
    assert roles(text) == ()
    assert len(roles(text.replace("Parental Leave Policy", "Parental Leave Manager"))) == 1


def test_a_title_with_a_noun_we_dont_know_is_a_role_where_only_a_job_says_so_much():
    said = "Reports to: Kitchen Manager\nPay: $19 an hour\n\nDuties\n\n- Opens the wine\n\nRequirements\n\n- Care\n"
    (role,) = roles(f"Sommelier\n\n{said}")
    assert role.title == "Sommelier"
    board = "Reports to: Council\n\nDuties\n\n- Meets monthly\n\nRequirements\n\n- Three years of experience\n"
    assert roles(f"Wine Committee\n\n{board}") == ()


def test_a_code_field_tells_a_role_whose_noun_we_dont_know():
    said = "Class Code: 4312\n\nANNUAL SALARY\n\n$51,000 (flat-rated)\n\nDUTIES\n\nA tuner tunes.\n\nREQUIREMENTS\n\n"
    (role,) = roles(f"ORGAN TUNING\n{said}1. Two years of experience with pipes; or\n2. A good ear.\n")
    assert role.stated("salary")[0].value == "$51,000 (flat-rated)"


def test_a_team_in_front_of_the_title_is_no_part_of_it():
    (role,) = roles("Title: Parks Team - Path Designer\nGrade: 7\nReports to: Head of Paths\n", "a.txt")
    assert "Path Designer" in role.aliases


def test_how_to_hire_for_a_role_is_no_role():
    said = "Grade: 4\n\nDuties\n\n- Tastes\n\nRequirements\n\n- Care\n"
    assert len(roles(f"Junior Assistants\n\n{said}")) == 1
    assert roles(f"Hiring Junior Assistants\n\n{said}") == ()


def test_one_document_may_describe_several_roles():
    text = "Team\n\nJob title: Cook\nReports to: Head Chef\n\nJob title: Head Chef\nReports to: Director\nGrade: 9\n"
    cook, chef = roles(text)
    assert (cook.title, cook.stated("reports_to")[0].value) == ("Cook", "Head Chef")
    assert (chef.title, [fact.name for fact in chef.facts]) == ("Head Chef", ["title", "reports_to", "grade"])
    assert role_id(chef) == "a.txt#Head Chef"


def test_lines_lead_from_role_to_role():
    staff = directory("the Manager B", "Manager C", "Board of Trustees")
    assert [(line.role.title, line.manager, bool(line.to)) for line in reporting_lines(staff)] == [
        ("Manager A", "the Manager B", True),
        ("Manager B", "Manager C", True),
        ("Manager C", "Board of Trustees", False),
    ]
    above = chain_above(staff.roles[0], staff)
    assert [line.manager for line in above.lines] == ["the Manager B", "Manager C", "Board of Trustees"]
    assert not above.is_circle
    assert [role.title for role in reports_of(staff.roles[1], staff)] == ["Manager A"]


def test_a_circle_is_seen_and_ends():
    staff = directory("Manager B", "Manager C", "Manager A")
    assert chain_above(staff.roles[0], staff).is_circle
    itself = directory("Manager A")
    assert chain_above(itself.roles[0], itself).is_circle


def test_a_title_may_name_several_roles():
    text = "Title: Archivist\nGrade: {}\nReports to: Director\nEmployer: {}\n"
    found = roles(text.format(5, "Elm Council"), "a.txt") + roles(text.format(6, "Oak Council"), "b.txt")
    staff = Directory(found)
    assert [role.organisation for role in staff.named("the archivist")] == ["Elm Council", "Oak Council"]
    assert staff.role("b.txt") is found[1]
    assert staff.of_document("a.txt") == found[:1]
    assert ("Archivist", found[0]) in staff.titles()


def test_headings_that_announce_roles_part_a_page_with_several():
    page = "# Announcements\n\n"
    for name, manager in (("Deputy Clerk", "Town Clerk"), ("Harbour Guard", "Harbour Master")):
        page += f"## Job opening: {name}\n\nReports to: {manager}\n\nDuties include: Opens the office. Takes calls.\n\n"
    document = read_job(Job("jobs.md", "markdown", "", page.encode()))
    found = find_roles(document, extract_facts(document, default_catalogue()))
    assert [(role.title, role.stated("reports_to")[0].value) for role in found] == [
        ("Deputy Clerk", "Town Clerk"),
        ("Harbour Guard", "Harbour Master"),
    ]


def of_markdown(text, path="page.md"):
    document = read_job(Job(path, "markdown", "", text.encode()))
    return find_roles(document, extract_facts(document, default_catalogue()))


def test_headings_below_levels_name_roles_whatever_their_words():
    page = "# Page Editor\n\n## Duties\n\n- Edits\n\n## Levels\n\n"
    levels = "### {}\n\n#### Grade\n\nThe {} is a grade {}.\n\n#### Responsibilities\n\n- Plans\n\n"
    found = of_markdown(page + levels.format("Senior Page Editor", "x", 5) + levels.format("Lead Writer", "x", 7))
    assert [role.title for role in found] == ["Page Editor", "Senior Page Editor", "Lead Writer"]


def test_the_heading_that_says_the_whole_title_names_the_role():
    text = "---\ntitle: Parks & Ponds\n---\n\n## Director of Parks & Ponds\n\n### Grade\n\n7\n\n"
    (role,) = of_markdown(f"{text}### Responsibilities\n\n- Feeds ducks\n\n## Hiring process\n\n- A talk\n")
    assert role.title == "Director of Parks & Ponds"
    assert of_markdown(text.replace("## Director", "## Ducks").replace("Parks & Ponds", "Parks, Ponds")) == ()


def test_a_title_with_its_noun_inside_is_a_role_where_its_terms_are_stated():
    terms = "**Salary:** £30,000\n\n**Grade:** 7\n\n**Hours per week:** 37\n\n**Closing date:** 3 May 2024\n"
    said = f"{terms}\nOpens the doors.\n"
    (role,) = of_markdown(f"# Area Manager Gardens - Internal\n\n{said}")
    assert role.title == "Area Manager Gardens - Internal"
    assert of_markdown(f"# Libraries and parks\n\n{said}") == ()


def test_a_heading_that_announces_one_job_makes_a_role_of_its_section():
    page = "# Our Mission\n\nBoats.\n\n## News\n\n### Job opening: Part Time Harbour Clerk\n\nPay is $12.39 per hour."
    (role,) = of_markdown(f"{page}\n\n## Links\n\nPay is $99 per hour for a berth.\n")
    assert role.title == "Part Time Harbour Clerk"
    assert [fact.value for fact in role.stated("salary")] == ["Pay is $12.39 per hour."]


def test_what_says_requirements_again_on_a_page_of_jobs_belongs_to_the_next_job():
    jobs = "# Openings\n\n### Boat Biller - Fulltime\n\nRequirements:\n\n- Two years of billing\n\n"
    other = "DH's - nights\n\nRequirements:\n\n- A swimming licence\n\n"
    last = "### Sonar Tech PRN\n\nRequirements:\n\n- Good ears\n"
    biller, tech = of_markdown(jobs + other + last)
    assert [fact.value for fact in biller.stated("requirements")] == ["Two years of billing"]
    assert biller.stated("licences") == ()
    assert tech.title == "Sonar Tech PRN"


def test_a_generic_head_and_a_code_are_no_part_of_a_title():
    said = "**Grade:** 7\n\n**Reports to:** Harbour Master\n"
    (role,) = of_markdown(f"# Job Class Specification\n\n## 4206 - Berth Assistant\n\n{said}")
    assert role.title == "Berth Assistant"
    (role,) = of_markdown(f"# Job Description & Person Specification\n\n{said}", "berth-manager.md")
    assert role.title == "Berth manager"


def test_a_page_of_jobs_may_have_but_one():
    page = "# GULL POST\n\n## {}\n\n## General Manager, Coast bureau\n\n**Duties:**\n\n- Leads the bureau\n"
    (role,) = of_markdown(page.format("Join Our Team"))
    assert role.title == "General Manager, Coast bureau"
    assert of_markdown(page.format("What we print")) == ()


def test_a_page_of_jobs_is_named_by_its_heading_and_tells_of_all_what_stands_beside_them():
    page = "# Job Opportunities\n\n#### Night Porter\n\nYou must have a driving licence.\n\n#### Day Porter\n\n"
    page += "Applicants must have a first aid certificate.\n\n### Apply\n\nTo apply, email jobs@example.org.\n"
    night, day = of_markdown(page)
    assert (night.title, day.title) == ("Night Porter", "Day Porter")
    assert [fact.value for fact in night.stated("licences")] == ["You must have a driving licence."]
    assert day.stated("how_to_apply")[0].value == night.stated("how_to_apply")[0].value


def test_a_part_is_about_its_role_whether_a_heading_or_a_field_begins_it():
    page = "## {}\n\nReports to: Harbour Master\n\n### Skills\n\n- Ties knots\n\n"
    document = read_job(
        Job(
            "a.md",
            "markdown",
            "",
            f"# Pay classes\n\n{page.format('4206 - Cook')}{page.format('4207 - Baker')}".encode(),
        )
    )
    cook, baker = find_roles(document, extract_facts(document, default_catalogue()))
    knots = [block for block in document.blocks if block.plain == "Ties knots"]
    assert [cook.is_about(block) for block in knots] == [True, False]
    assert [baker.is_about(block) for block in knots] == [False, True]

    text = "Title: Archivist\nReports to: Director\nShelves maps.\n\nTitle: Conservator\nReports to: Director\nGlues.\n"
    archivist, conservator = roles(text)
    document = profile("a.txt", "text", "", text, structure_text(text, "a.txt"))
    glues = next(block for block in document.blocks if "Glues" in block.plain)
    assert conservator.is_about(glues)
    assert not archivist.is_about(glues)


def test_another_name_in_brackets_behind_the_title_is_one_of_the_role():
    (role,) = of_markdown("# Port Operator\n\n- Port Operator (Dispatcher)\n\n**Grade:** 7\n\n**Reports to:** Master\n")
    assert "Dispatcher" in role.aliases


def test_every_heading_of_a_page_of_jobs_that_names_one_is_a_role():
    page = "# Harbour employment\n\n### Quay Crew Position\n\nSalts.\n\n### Pool Attendant\n\nPools are cleaned.\n"
    assert [role.title for role in of_markdown(page)] == ["Quay Crew Position", "Pool Attendant"]
    assert of_markdown(page.replace("Harbour employment", "Terms of employment")) == ()


def test_the_heading_of_another_job_ends_the_part_even_if_we_dont_know_its_noun():
    page = "# Jobs - Harbour Shop\n\n## {}\n\n### Duties\n\n- {}\n\n## Sales and service\n\n### Duties\n\n- Sells\n"
    (driver,) = of_markdown(page.format("Delivery Driver", "Drives"))
    assert [fact.value for fact in driver.stated("duties")] == ["Drives"]


def test_a_job_whose_noun_we_dont_know_is_one_where_duties_requirements_and_a_deadline_are_stated():
    page = "# {}\n\n**Deadline:** Open until filled\n\n## Duties\n\n- Spreads salt\n\n## Requirements\n\n- A lamp\n"
    (role,) = of_markdown(page.format("Harbour Quay Crew"))
    assert role.title == "Harbour Quay Crew"
    for title in ("Salt policy", "Salt Committee", "Salt spreading vacancies"):
        assert of_markdown(page.format(title)) == ()


def test_openings_that_are_listed_and_described_below_are_one_role_each():
    page = (
        "# Jobs\n\n## Boat Builder\n\nClosing date: 3 May 2024\n\n## Yard Carpenter\n\nClosing date: 4 May 2024\n\n"
        "## Boat Builder\n\nReports to: Yard Manager\n\n## Yard Carpenter\n\nReports to: Loft Manager\n"
    )
    found = of_markdown(page)
    assert [role.title for role in found] == ["Boat Builder", "Yard Carpenter"]
    assert {fact.name for fact in found[0].facts} >= {"closing_date", "reports_to"}


def test_a_page_of_jobs_by_the_end_of_its_title_may_have_but_one():
    page = "# Elm Yard : Jobs\n\n## Boat Builder\n\nReports to: Yard Manager\n\n## News\n\nWe won a prize.\n"
    assert [role.title for role in of_markdown(page)] == ["Boat Builder"]
