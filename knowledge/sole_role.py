"""The role that a whole document is about: what it is called, and whether enough is stated to say that it is one."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from knowledge.document import Document
from knowledge.fact import Fact, Role
from knowledge.parts import fold_title, title_in_full
from knowledge.titles import ROLE_NOUNS, ends_in_noun, has_role_noun, looks_like_title, names_paper, names_role_or_body
from knowledge.written_titles import LONGEST_TITLE, cleaned_title

# What only job documents state about their role; two of them, or one with a title that names a role, make a role.
TELLING = frozenset(
    ("reports_to", "grade", "salary", "flsa_status", "job_code", "hours_per_week", "closing_date", "union_status",
     "job_class", "position_status", "pay_grade_range", "duties", "education", "experience", "requirements",
     "supervises", "employment_type", "lifting", "supervision_received", "how_to_apply")
)  # fmt: skip
# What only a job has: with a field that says whom it reports to, they tell one with a title that we know no noun of.
TERMS = frozenset(("salary", "grade", "hours_per_week", "employment_type", "flsa_status", "job_code"))
# What a page with a closing date, or with terms, has that is about a job whose noun we don't know: "Quay Crew".
PARTS_OF_JOB = frozenset(("duties", "requirements"))
OF_POSTING = frozenset(("closing_date", "how_to_apply", "reports_to"))
LONGEST_NAME = 8  # words of a title whose noun stands elsewhere than titles have it
LONGEST_PLAIN = 5  # words of a title that is nothing but one
# "Research position in botany", "Summer internship": where enough is stated, a role without a noun of its own.
_POST = re.compile(
    r"(?:[\w/&’'-]+ ){1,5}(?:position|post|fellowship|internship|studentship|traineeship|apprenticeship|residency)"
    r"(?: (?:in|at|for|on) .{2,60})?(?: \([^()]{2,40}\))?",
    re.IGNORECASE,
)
# "Kitchen Crew": who is wanted for it.
_GROUP = re.compile(
    r"(?:[\w/&’'-]+ ){1,5}(?:crew|staff|team|help|support|labou?r|assistance|maintenance)", re.IGNORECASE
)
OPENING = 2_000  # characters in which a posting says that somebody is wanted
_CALLS = re.compile(
    r"\b(?:seeks? (?:to (?:appoint|hire|recruit)|an? )|invites? applications|applications are (?:sought|invited)"
    r"|(?:is|are|'re|’re) (?:currently |now |actively )?(?:seeking|looking for|looking to hire|hiring|recruiting)"
    r"|seeking an? |has an? (?:\w+ ){0,3}(?:opening|vacancy|position) for)\b",
    re.IGNORECASE,
)
_MORE_THAN_TITLE = re.compile(r"[:,?!]|\b(?:the|you|your|we|our|is|are)\b", re.IGNORECASE)
TOP = 4  # blocks that may say what a document is
_PART_OF_TITLE = re.compile(r"\s[-–—|/]\s")
_OF_SEVERAL = re.compile(r"\b(?:careers|internships|jobs|openings|opportunities|positions|roles|vacancies)\b", re.I)
_DESCRIPTION = re.compile(
    r"(?<![a-z])(?:job|role|post|position|class)[ _-]?(?:description|profile|specification)(?![a-z])", re.IGNORECASE
)
# Titles that say in a sentence what they are about: "We're hiring: Cook!", "Elm House is looking for a part-time cook".
_CALL = re.compile(
    r"(?:(?:we(?:['’]re| are) )?(?:now )?(?:hiring|recruiting)[: –—-]+"
    r"|(?:vacanc(?:y|ies)|openings?|job listing) ?(?:for|:) "
    r"|(?:are you|become|want to be) (?=an? )|join [^:]{2,40} as |work (?:at|for|with) [^:]{2,40}: "
    r"|.{2,40}? (?:is|are) (?:now )?(?:looking for|seeking|hiring|recruiting) )"
    r"(?:an? |our |the )?(?:new |great |good )?(?:(?:part|full)[- ]?time )?(?P<title>.{3,60}?)[.!?]?",
    re.IGNORECASE,
)


def sole_role(document: Document, facts: Sequence[Fact]) -> Role | None:
    """The one role that a document describes; None for a policy, a guide or a page about something else.

    The surer the title names a role, the less has to be stated of it.
    """
    title, named = _title_of_role(document)
    telling = {fact.name for fact in facts if fact.name in TELLING}
    if len(title.split()) < LONGEST_NAME - 1 and any(fact.name == "purpose" for fact in facts):
        telling.add("purpose")
    least = _least_told(title, named, document, facts, telling)
    if least is None or len(telling) < least:
        return None
    others = (*document.other_titles, *(named if len(named) == 1 else ()))
    aliases = tuple(dict.fromkeys(name for name in others if name != title and _is_alias(name, document)))
    return Role(title, document.path, document.organisation, aliases, tuple(facts))


def _least_told(
    title: str, named: Sequence[str], document: Document, facts: Sequence[Fact], telling: Collection[str]
) -> int | None:
    """How many telling facts have to be stated for a title to be that of a role; None: it is none whatever they are."""
    fields = {fact.name for fact in facts if fact.kind == "field"}
    told = frozenset(telling)
    is_role = looks_like_title(_capitalised(title)) or bool(named) or ("title" in fields and has_role_noun(title))
    is_role = is_role or _is_spoken_of(title, document.text) or (len(told) > 1 and ends_in_noun(title))
    if is_role and has_role_noun(title) and _CALLS.search(document.text[:OPENING]):
        return 0
    if _GROUP.fullmatch(title) and len(told & (TERMS | OF_POSTING)) > 1:
        return 0
    is_plain = title in document.title and _is_plain_title(title)
    if is_plain or (looks_like_title(title) and _says_description(document)):  # it is called so
        return 1
    if is_role:
        return 1 if told & TERMS else 2  # what it pays: nothing else need be said of a role
    return 3 if _has_parts_of_job(title, document, told) else 4 if _is_certain(title, document, fields, told) else None


def _has_parts_of_job(title: str, document: Document, told: frozenset[str]) -> bool:
    """Whether a page has what only a job has, its title being without a noun that we know."""
    has_parts = told >= PARTS_OF_JOB or ("requirements" in told and _has_description(document))
    if has_parts and told & (TERMS | OF_POSTING) and _may_name_job(title):
        return True
    return _POST.fullmatch(title) is not None and bool(told & TERMS)


def _is_certain(title: str, document: Document, fields: Collection[str], told: frozenset[str]) -> bool:
    """Whether fields say that there is a job, or its terms do where the title has a noun: "Area Manager Gardens"."""
    is_paper = names_paper(document.title)
    if "title" in fields or "job_code" in fields or ("reports_to" in fields and told & TERMS and not is_paper):
        return True
    is_named = has_role_noun(title) and len(title.split()) <= LONGEST_NAME and not names_paper(title)
    return is_named and len(told & TERMS) > 1


def _title_of_role(document: Document) -> tuple[str, list[str]]:
    """What the role would be called, and the parts of the document's title that name a role by themselves.

    Of a title with the site, the terms or the team around it, such a part names the role.
    """
    if written := title_called_for(document) or _described(document.title):
        return written, []
    named = [part for part in _PART_OF_TITLE.split(document.title) if looks_like_title(part)]
    if looks_like_title(_capitalised(document.title)) or named:
        return document.title, named
    is_named = has_role_noun(document.title) and len(document.title.split()) <= LONGEST_NAME
    full = title_in_full(document) or next(_titles_elsewhere(document), "")
    return (document.title if is_named and not _CALL.fullmatch(document.title) else full) or document.title, named


def _described(title: str) -> str:
    """The role of a title that says first that it is described: "Job description: Cook"; "" for any other."""
    found = _DESCRIPTION.match(title)
    cleaned = cleaned_title(title) if found else ""
    return cleaned if cleaned != title and has_role_noun(cleaned) and not names_paper(cleaned) else ""


def title_called_for(document: Document) -> str:
    """The title of the one role that the document's own title calls people to: "We're hiring: Cook!"; "" for none."""
    call = _CALL.fullmatch(document.title)
    return next(_titles_among(document, [call["title"]]), "") if call else ""


def _titles_elsewhere(document: Document) -> Iterator[str]:
    """Titles of one role that the document's title calls people to, or by which the document is known besides."""
    call = _CALL.fullmatch(document.title)
    return _titles_among(document, (*((call["title"],) if call else ()), *document.other_titles))


def _titles_among(document: Document, names: Iterable[str]) -> Iterator[str]:
    for name in names:
        written = _capitalised(name)
        head = written.split(" - ")[0].rstrip(")")
        is_one = not head.endswith("s") and 1 < len(written.split()) < LONGEST_NAME and "·" not in written
        if looks_like_title(written) and is_one and not names_paper(document.title):
            yield written


def _capitalised(title: str) -> str:
    return title[:1].upper() + title[1:]


def _is_spoken_of(title: str, text: str) -> bool:
    """Whether the text speaks of the title as of one job: "The Boats to Islands Coordinator works with ..."."""
    words = re.findall(r"\w+", title)
    if not 1 < len(words) < LONGEST_NAME or words[-1].casefold() not in ROLE_NOUNS or names_paper(title):
        return False
    name = r"\W+".join(map(re.escape, words))
    return (
        re.search(rf"\b(?:the|our) {name} (?:is|are|has|will|shall|must|should|may|can|\w+s)\b", text, re.I) is not None
    )


def _is_plain_title(title: str) -> bool:
    """Whether a title is nothing but the short name of one role: "Night Porter"."""
    is_one = not title.split(" (")[0].endswith("s") and len(title.split()) <= LONGEST_PLAIN
    return looks_like_title(title) and is_one and not _MORE_THAN_TITLE.search(title)


def _says_description(document: Document) -> bool:
    """Whether the file's name or one of the first lines calls it a job description, a role profile or the like."""
    lines = (block.plain for block in document.blocks[:TOP] if len(block.plain) <= LONGEST_TITLE)
    return any(map(_DESCRIPTION.search, (document.path, *lines)))


def _has_description(document: Document) -> bool:
    """Whether a heading says that a job is described below it."""
    return any(block.kind == "heading" and _DESCRIPTION.fullmatch(block.plain) for block in document.blocks)


def _may_name_job(title: str) -> bool:
    """Whether a title without a noun that we know is short, and names no paper, body or section: "Quay Crew"."""
    is_other = names_paper(title) or names_role_or_body(title) or not cleaned_title(title) or _OF_SEVERAL.search(title)
    return not is_other and len(title.split()) < LONGEST_NAME


def _is_alias(name: str, document: Document) -> bool:
    """Whether a further name of the document names its role, as "vacancy 4471 driver nights" does not."""
    if document.organisation and fold_title(name) in fold_title(document.organisation):
        return False
    is_short = name.isupper() and len(name.split()) == 1  # "CSR"
    return name in document.metadata.aliases or is_short or looks_like_title(_capitalised(name))
