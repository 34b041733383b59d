"""The organisation that a document belongs to, and the abbreviation it uses for itself."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from knowledge.catalogue import fold_label
from knowledge.document import Block
from knowledge.known_labels import known_labels
from knowledge.titles import looks_like_title

TOP = 12  # blocks of a job document that may hold a masthead
LETTERHEAD = 3  # the same of any other: further down, "Customer Health" is the heading of a section
LONGEST = 12  # words of a name in a field
OPENING = 4  # blocks in which the employer may be named in passing
_NAME = r"(?P<name>[A-Z][\w’'&.-]*(?: (?:of|and|the|for|&|at|in|on|de|[A-Z][\w’'&.-]*)){0,9})"
_KIND = (
    r"(?:Librar(?:y|ies)|Library (?:System|District|Service)|Council|University|College|School|Academy|Hospital|Clinic"
    r"|Trust|Ltd\.?|Limited|Inc\.?|LLC|LLP|PLC|plc|GmbH|Corporation|Corp\.?|Company|Group|Foundation|Institute|Institution"
    r"|Association|Society|Museum|Authority|Agency|Commission|District|Schools|Centre|Center|Partnership|Charity|Church"
    r"|Bank|Health(?:care)?(?: Services| System)?|Services|Systems?|Technologies|Software|Labs?|Police|Constabulary"
    r"|Department|Ministry|Government|Board|Union|County|City|Township|Borough|Parish|Nation|Hospice|Federation|Network|Consulting|Solutions|Industries|Holdings|Gallery"
    r"|Logistics|Freight|Shipping|Airlines|Airways|Motors|Foods|Hotels|Pharmaceuticals|Homes|Theatre|Orchestra|Farms|International"
    r"|(?:Garden|Leisure|Medical|Sports) Centres"
    r"|(?:Sheriff|Attorney|Treasurer|Auditor|Assessor|Clerk|Governor)['’]?s Office)"
)
_PLACES = (
    r"(?:City|County|Town|Borough|State|Village|University|District|Bank|Royal Borough|Port|Diocese|Province"
    r"|Government|Institute|Museum|Ministry|Office|College|Library|Board|Centre|Center|Society|Church|Friends)"
)
_MASTHEAD = re.compile(
    rf"(?:{_PLACES} (?:of|for)(?: the)? [A-Z][\w’'&. -]{{2,60}}"
    rf"|(?:[A-Z][\w’'&.-]*,? |of |and |the |for |& |in |at |on ){{1,9}}{_KIND})(?: \([A-Z]{{2,8}}\))?"
)
_WHOLE_NAME = re.compile(rf"\b(?:[A-Z][\w’'&-]* (?:of |and |the |for |& )?){{1,6}}{_KIND}(?= [^A-Z]|[,.;:)]|$)")
_PARTED = re.compile(r", |\s[-–—|·•]\s|(?<=\w{4})\.\s")  # "Elm Library · Job description": the parts of a masthead
# What departments are called as well: "Field Services" names no employer, "Elm County Social Services" does.
_OF_DEPARTMENTS = re.compile(
    r"\b(?:Department|Services|Systems?|Board|Group|Network|Labs?|Cent(?:re|er)|Health)(?: \([A-Z]{2,8}\))?$"
)
_HAS_PLACE = re.compile(r"\b(?:City|County|Town|Borough|State|Village|University|District|Parish|Council|NHS)\b")
# "Directs the branches of the Elm County Library", in the first lines; "of the Finance Department" names no employer.
# "Elm Games is an independent studio": of one word or of several, where it is said what kind of employer it is.
_OF_KIND = re.compile(
    r"(?:^|[.!?:] )(?:[Tt]he )?(?P<name>[A-Z][\w’'&.-]*(?: (?:of|and|the|&|[A-Z][\w’'&.-]*)){0,5}) (?:is|are) "
    r"(?:an? |the |one of (?:the )?)(?:[\w’'-]+,? (?:and )?){0,7}?"
    r"(?:company|compan(?:y|ies)|agency|studio|charity|organi[sz]ation|firm|museum|church|school|university|retailer|maker"
    r"|manufacturer|provider|business|start-?up|theat(?:re|er)|library|hospital|hospice|bank|brewery|restaurant|bakery"
    r"|non-?profit|foundation|institute|leader|publisher|producer|supplier|developer|co-?operative)\b"
)
_OF_EMPLOYER = re.compile(
    r"\b(?:of|for|at) (?:the )?(?P<name>(?:[A-Z][\w’'&-]* (?:of |and )?){1,5}"
    r"(?:Library|Library System|Library District|Council|University|College|Hospital|Museum|Academy|Trust))\b"
)
# What a portal's field "Organisation" says where it names none: "Schools", "Other".
_NO_EMPLOYER = re.compile(rf"{_KIND}|other|various|general|all|none|n/?a|internal|external|corporate", re.IGNORECASE)
# "Board of Trustees" employs nobody: it sits above those who do.
_BODY = re.compile(r"\bBoard of (?:Directors|Trustees|Governors|Management)\b", re.IGNORECASE)
# "Work for Elm County": what stands before the name.
_CALL = re.compile(
    r"^(?:(?:employment|jobs|careers|opportunities|vacancies|work|working) (?:for|at|with|in) (?:the )?|join |about )",
    re.IGNORECASE,
)
_SENTENCE_IN = re.compile(r"\w{4,}\. ")  # "closed at Easter. Payment is ..."
_START = r"(?:^|[.!?:] )(?:The )?"
_BRACKET = r"(?:\([^()]{2,60}\) )?"
_SENTENCES = (
    re.compile(
        rf"{_START}{_NAME} {_BRACKET}(?:is|are) (?:currently |now |actively )?"
        r"(?:looking for|seeking|recruiting|hiring|inviting|an? |proud|committed|nationally|one of|the )"
    ),
    re.compile(
        rf"{_START}{_NAME} {_BRACKET}(?:seeks|invites|welcomes|offers|does not discriminate|provides equal"
        r"|values|supports|employs)\b"
    ),
    re.compile(rf"\b(?:at|join|for) (?:the )?{_NAME},? (?:we|you|is|our)\b"),
    re.compile(rf"\bemployed by (?:the )?{_NAME}"),
)
# A name of one word needs a plainer sign than "is the".
_HIRING = re.compile(
    rf"{_START}{_NAME} {_BRACKET}(?:seeks|is (?:currently |now )?(?:looking for|seeking|recruiting|hiring))\b"
)
_EQUAL = re.compile(rf"{_START}{_NAME} is (?:proud to be )?an? (?:\w+ ){{0,3}}(?:equal|affirmative|diversity)", re.I)
_JOBS_AT = re.compile(
    r"(?:jobs|careers|vacancies|openings|working) (?:at|with) (?P<name>(?-i:[A-Z]).{2,50})", re.IGNORECASE
)
_IS_PHRASE = re.compile(r"\w+ the ")  # "Join the University"
_KEPT = frozenset(("NHS", "USA", "UK", "LLC", "LLP", "PLC"))
_NO_NAME = frozenset(
    ("this", "the", "we", "our", "you", "it", "there", "position", "candidate", "applicants", "incumbent", "role",
     "job", "essential", "experience", "salary", "benefits", "please", "all", "an", "a", "if",
     "human resources", "candidates")
)  # fmt: skip
_SECTION_WORDS = re.compile(
    r"\b(?:duties|requirements|qualifications|skills|description|summary|experience|benefits|job|position|role|purpose"
    r"|responsibilities|conditions|hours|salary|reports|knowledge|abilities|careers?|vacancy|posting)\b",
    re.IGNORECASE,
)


_ADDRESS_BEHIND = re.compile(r"\s{2,}|,?\s(?=\d)|,?\s(?=P\.?\s?O\.? Box)", re.IGNORECASE)
# What a head says behind the name of the employer: "ELM COUNTY CLASS SPECIFICATION".
_PAPER_BEHIND = re.compile(r"\s(?:class|job|position|role) (?:description|specification|profile|posting)s?$", re.I)


def employer_of(text: str, blocks: Sequence[Block], heads: Sequence[str] = (), is_hard_to_read: bool = False) -> str:
    """The organisation that a job document is of, with its abbreviation in brackets where the text uses one; or "".

    "Elm County Council is seeking ... ECC offers" gives "Elm County Council (ECC)". An abbreviation alone is no name,
    and a partner or vendor is none either: the name has to stand in a field, at the head, or as the employer. Of a text
    that is hard to read only a field is trusted.

    Args:
        heads: lines that stand over it, such as a running head; "Cook - Elm County Library" may be one.
    """
    names = [] if is_hard_to_read else _names(blocks, _in_heads(heads))
    return _named(chain(_stated_names(blocks), names), text)


def issuer_of(text: str, blocks: Sequence[Block], title: str, running: Sequence[str] = ()) -> str:
    """The same of a document that is about no job: only a field or letterhead tells.

    In a handbook, "Okta is an ..." says what the page is about, and "Online University" comes back because people go
    there. A document's title is no letterhead.
    """
    lines = chain(_mastheads(blocks[:LETTERHEAD]), _in_heads(running))
    heads = (name for name in lines if is_letterhead(name))
    return _named(chain(_stated_names(blocks), (name for name in heads if name.casefold() != title.casefold())), text)


def is_letterhead(line: str) -> bool:
    """Whether a line is nothing but the name of an organisation: "CITY OF ELM", "Elm County Council (ECC)".

    "Field Services" is none: departments are called so, and the pages about them.
    """
    return _is_masthead(line) and _is_whole_organisation(line)


def _named(names: Iterable[str], text: str) -> str:
    """The first of these names as it is shown, "" where there is none."""
    name = _PAPER_BEHIND.sub("", _ADDRESS_BEHIND.split(next(iter(names), ""))[0])
    if not name:
        return ""
    if name.isupper() and " " in name:
        name = _title_case(name)
    short = _abbreviation(name, text)
    return f"{name} ({short})" if short and f"({short})" not in name else name


def organisation_names(organisation: str) -> tuple[str, ...]:
    """The names in `Document.organisation`: "Elm County Council (ECC)" gives both."""
    match = re.fullmatch(r"(.+?) \(([^()]+)\)", organisation)
    return (match[1], match[2]) if match else (organisation,) if organisation else ()


def _stated_names(blocks: Sequence[Block]) -> Iterator[str]:
    labels = known_labels()
    for block in blocks:
        is_short = block.value[:1].isupper() and len(block.value.split()) <= LONGEST  # else it says something of one
        is_short = is_short and not _NO_EMPLOYER.fullmatch(block.value)
        if block.kind == "field" and is_short and "organisation" in labels.get(fold_label(block.label), ()):
            yield block.value


def _in_heads(heads: Sequence[str]) -> Iterator[str]:
    """Names of organisations that lines over a document hold, as a whole or as a part of the line."""
    for line in heads:
        yield from (part for part in _PARTED.split(line) if part and is_letterhead(part))


def _names(blocks: Sequence[Block], heads: Iterable[str]) -> Iterator[str]:
    said = list(_said(blocks))
    yield from (found["name"] for block in blocks[:TOP] if (found := _JOBS_AT.fullmatch(block.plain)))
    for line in _mastheads(blocks[:TOP]):
        longer = (name for name in said if name.casefold().startswith(line.casefold() + " "))
        yield next(longer, line)
    yield from heads
    yield from said
    mentioned = Counter(match[0] for block in blocks for match in _WHOLE_NAME.finditer(block.plain[:4000]))
    yield from (
        name
        for name, count in mentioned.most_common()
        if count > 1 and not _is_job(name) and _is_whole_organisation(name) and not _IS_PHRASE.match(name)
    )
    for block in blocks[:OPENING]:
        yield from (match["name"] for match in _OF_EMPLOYER.finditer(block.plain[:1000]))


def _is_masthead(line: str) -> bool:
    named = line if not line.isupper() else _title_case(line)
    is_other = _SECTION_WORDS.search(line) or _BODY.search(line) or looks_like_title(named)  # "Head of School"
    return bool(_MASTHEAD.fullmatch(named)) and not is_other


def _is_whole_organisation(name: str) -> bool:
    return bool(_HAS_PLACE.search(name)) or not _OF_DEPARTMENTS.search(name)


def _mastheads(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        line = _PARTED.split(_CALL.sub("", block.plain, count=1))[0] if len(block.plain) <= 80 else ""
        is_line = block.kind in ("heading", "paragraph") or (block.kind == "field" and line != block.plain)
        if line and is_line and _is_masthead(line):
            yield line


def _said(blocks: Sequence[Block]) -> Iterator[str]:
    """Names that running text gives as the employer, "an Equal Opportunity Employer" first."""
    for pattern in (_EQUAL, _HIRING, _OF_KIND, *_SENTENCES):
        for block in blocks:
            if block.kind == "heading":
                continue
            for match in pattern.finditer(block.plain[:4000]):
                name = re.sub(r"\s(?:and|of|the|for|at|in|on|is)$", "", match["name"]).strip()
                words = name.split()
                is_name = (
                    not _SENTENCE_IN.search(name)
                    and name[:1].isupper()
                    and words[0].casefold() not in _NO_NAME
                    and name.casefold() not in _NO_NAME
                )
                is_sure = len(words) > 1 or pattern in (_EQUAL, _HIRING, _OF_KIND)
                if is_name and is_sure and not _is_job(name) and not _IS_PHRASE.match(name):
                    yield name


def _is_job(name: str) -> bool:
    return looks_like_title(name) or bool(_SECTION_WORDS.search(name))


def _title_case(name: str) -> str:
    small = ("of", "and", "for", "the", "in", "at", "on")
    return " ".join(
        word.lower() if index and word.lower() in small else word if word in _KEPT else word.capitalize()
        for index, word in enumerate(name.split())
    )


def _abbreviation(name: str, text: str) -> str:
    """Initials that the text uses as a word of its own: all of them, or those of the capitalised words."""
    words = re.findall(r"[^\W\d_][\w’']*", name)
    for initials in (
        "".join(word[0].upper() for word in words if word[0].isupper()),
        "".join(word[0].upper() for word in words),
    ):
        if len(initials) >= 2 and re.search(rf"(?<!\w){re.escape(initials)}(?![\w@])", text):
            return initials
    return ""
