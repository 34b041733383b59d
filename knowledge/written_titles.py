"""Titles of roles as documents write them: in headings and fields, with what stands around them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from knowledge.catalogue import fold_label
from knowledge.document import Block
from knowledge.known_labels import known_labels
from knowledge.label_rows import label_pairs
from knowledge.readers.words import english_words
from knowledge.titles import ends_in_noun, has_role_noun, looks_like_title

LONGEST_TITLE = 120  # characters
# Labels that name nothing but the title; "Position" and "Role" may also say "full-time".
_SURE_LABELS = frozenset(
    ("title", "job title", "position title", "post title", "role title", "working title", "class title", "job name",
     "business title", "vacancy title", "classification title", "official title", "functional title",
     "title of post", "title of position", "name of post")
)  # fmt: skip
_GENERIC = re.compile(
    r"(?:the |our |this )?(?:(?:job|role|position|post|class|classification)\s?){0,2}"
    r"(?:description|profile|specification|spec"
    r"|summary|overview|purpose|details|opening|posting|announcement|vacancy|advert|title|responsibilities|duties"
    r"|introduction|about (?:us|the role|you|the job|the team)|contents|table of contents|home|welcome|careers?|jobs?"
    r"|(?:the|this|your) (?:job|role|position|post)(?: at [^.,;:]{2,40})?|what (?:the|this) (?:job|role) is(?: about)?"
    r"|(?:(?:job|role|post) (?:description|profile|specification) (?:&|and) )?person specification"
    r"|(?:essential|key|main|major|primary|other) (?:job )?(?:functions?|duties|responsibilities|qualifications)"
    r"|job opportunit(?:y|ies)|employment opportunit(?:y|ies)|current vacancies|requirements"
    r"|(?:careers|jobs|vacancies|opportunities) (?:at|with) [^.,;:]{2,50})",
    re.IGNORECASE,
)
_PREFIX = re.compile(
    r"^(?:subject:\s?)?(?:(?:fwd?|re|aw|wg):?\s)*(?:internal |external |current |new |open |local |urgent )?"
    r"(?:job|role|position|post|person|class|classification|vacancy|recruitment|now hiring|we are hiring|jd|ps)\s?"
    r"(?:description|profile|specification|spec|title|opening|posting|announcement|opportunity|advert|offer|vacancy)?\s?"
    r"(?:for(?: the)?\b|(?: ?\d{1,2})?[:–—-])\s?"
    r"|^job (?:posting|opening|advert|advertisement|announcement|opportunity|vacancy) (?=(?-i:[A-Z]))"
    r"|^(?:crew|casting|staff|volunteer|open) call[:–—-]\s?|^(?:help )?wanted[:–—-]\s?|^\([^()]{3,40}\) (?=\w)",
    re.IGNORECASE,
)
_TAIL = re.compile(r"\s?(?:date )?posted(?: on)?:? .*$|\s?(?:closing date|apply by|deadline): .*$", re.IGNORECASE)
_AS_JOB = re.compile(r"(?P<title>.+?)\s(?:job|position)", re.IGNORECASE)  # "Night Porter Job"
# "ELM LOGISTICS Role profile: Cook": a head of two lines, of which the first names the employer.
_HEAD = re.compile(r"^.{3,60}?\s(?=(?:job|role|post|position) (?:description|profile|specification):\s)", re.IGNORECASE)
_PICTURES = re.compile(r"^[^\w\s!-~‘’“”]+\s|\s[^\w\s!-~‘’“”…–—®™©°£€]+$")  # "Cook 🍲"
_HIRING = re.compile(r"^hiring:\s", re.IGNORECASE)  # of a handbook's page it is part of the title
_CODE = re.compile(r"^#?\d{3,6}\s?[-–—:]\s(?=[A-Z])")  # "4206 - Cook"
_SUFFIX = re.compile(
    r"\s?[-–—:|]?\s?\(?(?:job|role|position)\s(?:description|profile|specification|posting)\)?$"
    r"|(?<=\S)(?:\s[-–—:|])?\s"
    r"(?:(?:job |post )?vacancy|(?:needed|wanted)!?|(?:position|job|vacancy) (?:available|open))$",
    re.IGNORECASE,
)
# Labels of a title that name the paper, as in "Role profile: Cook"; "ELM LOGISTICS Role profile" is one, too.
_PAPER = re.compile(
    r"\b(?:job|role|post|position|person) (?:description|profile|specification)$|^(?:internal |external )?vacancy$"
    r"|^subject$",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"^an? (?=[A-Z])")  # "We are looking for" may stand above "a Head Cook"
_SMALL = frozenset(("of", "and", "for", "the", "to", "in", "at", "on", "or", "a", "an", "with"))
_OF_JOBS = re.compile(
    r"join (?:our|the) team|work (?:with|for) us|(?:we are |now )hiring|(?-i:[A-Z])[\w&’'-]+ jobs"
    r"|job (?:postings|listings|board)|(?:our |current )?(?:careers?|jobs|vacancies|openings)"
    r"|we(?:'re|’re| are) hiring|(?:jobs|careers|openings|vacancies)(?: [-–—|]|:) .{2,50}"
    r"|[^:|]{2,40} ?[:|] (?:our |current )?(?:jobs|careers|openings|vacancies)"
    r"|(?!.*\b(?:of|equal|your)\b)(?:[\w&’'-]+ ){0,5}?(?:employment|vacancies|job descriptions"
    r"|(?:current|open|available|vacant|job|our|career|employment|volunteer)"
    r" (?:openings|positions|vacancies|opportunities|roles))",
    re.IGNORECASE,
)
# "Quay Crew Position", "Research positions at the Elm Institute"
_CALLED_JOB = re.compile(
    r"(?:[\w&’'/-]+ ){1,5}(?:position|vacancy|opening|job|positions (?:at|in|with) .{2,60}"
    r"|recruitment(?: \(.{2,40}\))?)",
    re.IGNORECASE,
)

_AVAILABLE = re.compile(r"\b(?:position|job|vacancy) (?:available|open)$", re.IGNORECASE)
_POST_OF = re.compile(
    r"\b(?:position|post|role|job) of (?:an? |the )?(?P<title>(?:[A-Z][\w/&’'-]*(?: of | and | )?){1,6})"
)
_RUN_IN = re.compile(r"(?P<title>[A-Z][^:.!?–—]{2,60})(?::| [–—-])\s")  # "Night Porter: works from ten to six."


def names_jobs(heading: str) -> bool:
    """Whether a heading says that what stands below are jobs to be had: "Careers", "Current openings"."""
    return bool(_OF_JOBS.fullmatch(_PICTURES.sub("", heading)))


def title_in_place(heading: Block, following: Block | None) -> str:
    """The title of the job that a heading says is open and what stands below names; "" where there is no such one.

    "Stores - position available" stands above "the post of Stores Operator is open".
    """
    if not _AVAILABLE.search(heading.plain) or following is None or following.kind == "heading":
        return ""
    found = _POST_OF.search(following.plain[:600])
    return found["title"].strip() if found and has_role_noun(found["title"]) else ""


def titles_below(blocks: Sequence[Block]) -> list[tuple[str, Block]]:
    """The headings of a page of jobs that name one each: all those of the first level at which several do."""
    named: dict[int, list[tuple[str, Block]]] = {}
    for block in blocks:
        title = cleaned_title(block.plain) if block.kind == "heading" else ""
        if looks_like_title(title) or (title and _CALLED_JOB.fullmatch(block.plain)):
            named.setdefault(block.level, []).append((title, block))
    return next((found for _, found in sorted(named.items()) if len(found) > 1), [])


def titles_run_in(blocks: Sequence[Block]) -> list[tuple[str, Block]]:
    """The paragraphs of a page of jobs that begin with the title of one each; [] where fewer than two do."""
    found = []
    for block in blocks:
        match = _RUN_IN.match(f"{block.plain} ") if block.kind in ("paragraph", "field", "item") else None
        title = cleaned_title(match["title"]) if match else ""
        if title and looks_like_title(title) and not title.endswith("s") and fold_label(title) not in known_labels():
            found.append((title, block))
    return found if len(found) > 1 else []


def announces_job(block: Block) -> bool:
    """Whether a heading says itself that it is about a job: "Job opening: Cook", "Deputy Clerk job description"."""
    title = cleaned_title(block.plain) if block.kind == "heading" else ""
    is_part = title != block.plain and (block.plain.endswith(title) or names_description(block.plain))
    return is_part and looks_like_title(title)


def names_description(heading: str) -> bool:
    """Whether a heading says behind the name of a role that it is described: "Boat keeper job description"."""
    found = _SUFFIX.search(heading)
    return found is not None and bool(heading[: found.start()].strip())


def cleaned_title(written: str) -> str:
    """A heading or field value as a title: "Job description: Cook" is "Cook"; "" where nothing else is left."""
    bare = _CODE.sub("", _HEAD.sub("", _PICTURES.sub("", written).strip(' *_#"“”')))
    if looks_like_title(announced := _HIRING.sub("", bare)):
        bare = announced
    bare = _TAIL.sub("", bare) or bare
    title = _ARTICLE.sub("", _SUFFIX.sub("", _PREFIX.sub("", bare)).strip(" -–—:|"))
    if (as_job := _AS_JOB.fullmatch(title)) and looks_like_title(as_job["title"]):
        title = as_job["title"]
    if not title or len(title) > LONGEST_TITLE or _GENERIC.fullmatch(title):
        return ""
    return _in_title_case(title) if title.isupper() and len(title) > 6 else title


def title_fields(blocks: Sequence[Block]) -> list[Block]:
    """The fields that name the title of a role."""
    labels = known_labels()
    found = []
    for block in (each for written in blocks for each in _labelled(written)):
        if not block.value:
            continue
        if _PAPER.search(block.label) and looks_like_title(cleaned_title(block.value)):
            found.append(block)
        if "title" not in labels.get(fold_label(block.label), ()):
            continue
        is_short = len(block.value.split()) <= 12 and block.value[:1].isupper()
        is_sure = is_short and fold_label(block.label) in _SURE_LABELS
        if is_sure or looks_like_title(block.value) or ends_in_noun(block.value):
            found.append(block)
    return found


def _labelled(block: Block) -> Iterator[Block]:
    """A field, or those that a row without headers holds: "CLASS TITLE: | Cook | CODE: | 7"."""
    if block.kind == "field":
        yield block
    yield from (replace(block, kind="field", label=label, value=value) for label, value in label_pairs(block))


def _in_title_case(title: str) -> str:
    words = title.split()
    return " ".join(
        word.lower() if index and word.lower() in _SMALL else word if _is_abbreviation(word) else word.capitalize()
        for index, word in enumerate(words)
    )


def _is_abbreviation(word: str) -> bool:
    """Whether a word in capitals stands for others: "IT", "HVAC", "II"; longer ones are too often names."""
    bare = re.sub(r"\W", "", word)
    if not 1 < len(bare) <= 4 or has_role_noun(bare):
        return re.fullmatch(r"[IVX]+", bare) is not None
    is_short = len(bare) == 2 and bare.lower() not in _SMALL  # "IT", "HR": no title holds "it"
    return is_short or not re.search(r"[AEIOUY]", bare) or bare.lower() not in english_words()
