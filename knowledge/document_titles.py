"""What a document is called: stated, as a field or heading, near its top, or else by its file's name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from knowledge.document import Block, Metadata
from knowledge.organisation import is_letterhead
from knowledge.role_sections import role_sections
from knowledge.structure.blocks import stem
from knowledge.titles import RANKS, looks_like_title, names_paper, wrapped_title
from knowledge.written_titles import LONGEST_TITLE, cleaned_title, names_jobs, title_fields, titles_below

RUNNING = 12  # words from which a paragraph is running text
TOP = 15  # blocks in which a title without a label is looked for
# What names of files have around the title: "JD cook v3 FINAL (2)".
_IN_FILE_NAME = re.compile(
    r"^(?:(?:fwd?|re) )?(?:jd|ps|careers?|jobs?|vacanc(?:y|ies)"
    r"|(?:job|role|post|position) (?:description|profile|spec)|person spec(?:ification)?"
    r"|(?:internal |external )?vacancy)\s(?:\d+\s)?|^(?:19|20)\d\d \d\d \d\d\s"
    r"|(?:\s(?:v\d+(?:\.\d+)*|final|draft|copy|\(\d+\)|(?:\d\d \d\d )?\d{4,}|(?:job )?(?:ad|advert|posting|flyer)"
    r"|info(?:rmation)?))+$",
    re.IGNORECASE,
)
_NAMES_POLICY = re.compile(
    r"\b(?:policy|procedure|guidelines?|handbook|manual|regulations?|code of conduct)(?: \([^()]+\))?$", re.I
)
_NAME = r"(?P<title>[A-Z][^.,;:!?\"”]{3,80}?)"
_IS_RESPONSIBLE = re.compile(
    rf"(?:^|[.!?]\s)(?:[Aa]s an? |[Tt]he |[Oo]ur ){_NAME} (?:\([^()]{{1,40}}\) )?(?:is|are|will be) "
    r"(?:directly |primarily |ultimately )?(?:responsible|accountable)\b"
)  # "The Archivist is responsible for"
_DOES = re.compile(
    rf"(?:^|[.!?]\s)[Tt]he {_NAME} (?:provides|performs|leads|manages|oversees|plans|works"
    r"|supports|coordinates|reports|serves|assists|delivers|ensures)\b"
)  # "The Archivist plans"
# "What are the duties and job description for the Archivist position at Elm Library?", as portals begin.
_ASKED_FOR = re.compile(
    r"(?:what are the )?(?:\w+ and )?(?:job description|responsibilities|duties|requirements) (?:for|of) (?:the|our) "
    r"(?P<title>(?-i:[A-Z]).{2,60}?) (?:position|role|job|post|vacancy) (?:at|with|in|for) .{3,80}",
    re.IGNORECASE,
)
_SUBJECTS = (
    _IS_RESPONSIBLE,
    re.compile(
        r"(?:looking for|seeking|seeks|hiring|recruiting|recruit|appoint)(?: an?| our next| the)? (?:[a-z-]+,? ){0,4}"
        rf"{_NAME}(?= to | who |[.,;:!]|$)"
    ),
    re.compile(
        rf"(?:reference|quote|quoting|stating|state|put|write|with) [\"“']?{_NAME}[\"”']?"
        r" in (?:the|your) (?:e-?mail |message )?(?:subject|title)",
        re.IGNORECASE,
    ),
    _DOES,
)


def titles_of(path: str, text: str, blocks: Sequence[Block], metadata: Metadata, unknown_words: float) -> Iterator[str]:
    """Every name of the document, best first: the first is the title, the others are further names."""
    name = stem(path)
    if metadata.title:
        bare = cleaned_title(metadata.title) or metadata.title
        names_role = looks_like_title(bare) and not looks_like_title(metadata.title)  # "Vacancy: Cook"
        yield from (bare, metadata.title) if names_role else (metadata.title, bare)
    if blocks and (asked := _ASKED_FOR.fullmatch(blocks[0].plain)):
        yield cleaned_title(asked["title"]) or asked["title"]
    fields = _field_titles(text, blocks)
    if len(set(map(str.casefold, fields))) == 1:
        yield fields[0]
    yield from _page_of_jobs(blocks)
    sections = {id(block) for _, block in role_sections(blocks)}
    beside = [block for block in blocks if id(block) not in sections]  # their headings name no page
    first = _first_heading(beside)
    near = list(_near_the_top(text, beside))
    is_rest = any(title.endswith(f" {first}") and title not in fields for title in near)
    is_sentence = first.endswith(("?", ".", "!")) and bool(near)  # "What is this role for?" below the name of the role
    if first and not is_rest and not is_sentence:
        yield first
    yield from near
    if not (metadata.title or fields or first):
        yield from _subjects(blocks)
    if unknown_words > 0.1 and not (metadata.title or fields or first):
        yield from _repeated_names(text, blocks)
    if _is_name(name):
        named = cleaned_title(_IN_FILE_NAME.sub("", name))
        yield from (named[0].upper() + named[1:],) if looks_like_title(named[:1].upper() + named[1:]) else ()
        yield name[0].upper() + name[1:]
    yield from metadata.aliases


def names_in_brackets(title: str, text: str) -> Iterator[str]:
    """Other names of a role that stand in brackets behind its title: "Radio Operator (Dispatcher)"."""
    if looks_like_title(title):
        for name in dict.fromkeys(re.findall(rf"\b{re.escape(title)} \(([A-Z][\w -]{{2,30}})\)", text)):
            if looks_like_title(name):
                yield name


def names_in_text(title: str, blocks: Sequence[Block]) -> Iterator[str]:
    """What running text calls the role in more words: "The Floor Manager is responsible for" of "Managers"."""
    said = set(_words_of(title))
    for block in blocks[:TOP] if looks_like_title(title) else ():
        for pattern in (_IS_RESPONSIBLE, _DOES) if block.kind == "paragraph" else ():
            for match in pattern.finditer(block.plain[:1000]):
                name = match["title"].strip()
                more = set(_words_of(name)) - said
                if looks_like_title(name) and more and said <= set(_words_of(name)) and not more & RANKS:
                    yield name


def _words_of(title: str) -> list[str]:
    return [word.removesuffix("s") for word in re.findall(r"\w+", title.casefold())]


def _field_titles(text: str, blocks: Sequence[Block]) -> list[str]:
    below = dict(zip(map(id, blocks), blocks[1:], strict=False))
    titles = []
    for block in title_fields(blocks):
        titles.append(cleaned_title(_joined(text, block, block.value, below.get(id(block))) or block.value))
    return [title for title in titles if title]


def _joined(text: str, block: Block, written: str, following: Block | None) -> str:
    """A title with the rest of it that stands on the next line; "" where none does."""
    is_near = following is not None and text.count("\n", block.end, following.start) == 1
    is_line = following is not None and following.kind in ("paragraph", "heading")
    return wrapped_title(written, following.plain) if following and is_near and is_line else ""


def _first_heading(blocks: Sequence[Block]) -> str:
    """The first heading 1 that says something, where it is the only one or stands at the top."""
    ones = [block for block in blocks if block.kind == "heading" and block.level == 1]
    for block in ones[:3]:
        title = cleaned_title(block.plain)
        is_first = block in blocks[:3] or len(ones) == 1
        names_nothing = is_letterhead(block.plain) or (block.plain.isupper() and not title_like(title))
        paper = _paper_below(block, blocks) if is_first else ""
        if paper or (title and is_first and not names_nothing):
            return paper or title
    return ""


def _page_of_jobs(blocks: Sequence[Block]) -> Iterator[str]:
    """The heading of a page with several jobs below it: none of them is what the page is about."""
    headings = [block for block in blocks if block.kind == "heading"]
    if headings and names_jobs(headings[0].plain) and titles_below(headings[1:]):
        yield headings[0].plain


def _paper_below(block: Block, blocks: Sequence[Block]) -> str:
    """The policy or guide that a heading right below names, where the heading itself names none: "Elm Gardens"."""
    below = blocks[blocks.index(block) + 1 :][:1]
    name = below[0].plain if below and below[0].kind == "heading" else ""
    return cleaned_title(name) if _NAMES_POLICY.search(name) and not names_paper(block.plain) else ""


def title_like(title: str) -> bool:
    """Whether a heading may name a document: a role, or several words."""
    return looks_like_title(title) or len(title.split()) > 1


def _near_the_top(text: str, blocks: Sequence[Block]) -> Iterator[str]:
    """Lines near the top that read like a role, also when broken in two; first those that come back below.

    A heading below running text names a section ("Young volunteers"), unless it comes back.
    """
    candidates = []
    sections = set()  # candidates that are such headings
    has_text = False
    before = ""  # the line before, joined with this one already
    for block, following in zip(blocks[:TOP], [*blocks[1:], None], strict=False):
        is_line = block.kind in ("paragraph", "heading") and len(block.plain) < 100
        whole = _joined(text, block, block.plain, following) if is_line else ""
        is_rest = bool(before) or (block.line > 1 and _ends_field(text, block, blocks))
        before = "" if is_rest else whole
        title = cleaned_title(before or block.plain) if is_line and not is_rest else ""
        if title and looks_like_title(title):
            candidates.append(title)
            if block.kind == "heading" and has_text:
                sections.add(title)
        has_text = has_text or (block.kind == "paragraph" and len(block.plain.split()) >= RUNNING)
    folded = [_letters(title) for title in candidates]
    yield from (title for title in candidates if folded.count(_letters(title)) > 1)
    yield from (title for title in candidates if title not in sections)


def _ends_field(text: str, block: Block, blocks: Sequence[Block]) -> bool:
    """Whether a line is the rest of the title that a field begins."""
    return any(each.end < block.start and _joined(text, each, each.value, block) for each in title_fields(blocks))


def _subjects(blocks: Sequence[Block]) -> Iterator[str]:
    """ "The Archivist is responsible for", "is looking for an Archivist", "reference Archivist in the subject line"."""
    for pattern in _SUBJECTS:
        for block in blocks:
            for match in pattern.finditer(block.plain[:4000]) if block.kind != "heading" else ():
                title = match["title"].strip()
                if looks_like_title(title):
                    yield title


def _repeated_names(text: str, blocks: Sequence[Block]) -> Iterator[str]:
    """A name that a page's head says twice, cut by "|", "/" or the like ("Guide | Staff", "Home / Guide")."""
    pieces: list[str] = []
    top = text[: blocks[min(len(blocks) - 1, TOP)].end][:3000] if blocks else ""
    for line in top.split("\n"):
        for piece in re.split(r"[|/›»‘“\t]", line):
            words = piece.split()
            if 3 <= len(words) <= 10 and piece.strip()[:1].isupper():
                pieces.append(" ".join(words))
    for index, piece in enumerate(pieces[:40]):
        for other in pieces[index + 1 : 40]:
            together = _agreed(piece, other)
            if together:
                yield together


def _agreed(one: str, other: str) -> str:
    """Two spellings of one name, of which one may be cut short -> the better one, with the rest of the longer."""
    ours, theirs = one.split(), other.split()
    shared = min(len(ours), len(theirs))
    alike = sum(_letters(left)[:3] == _letters(right)[:3] for left, right in zip(ours, theirs, strict=False))
    if shared < 3 or alike < shared - 0.5 or abs(len(ours) - len(theirs)) > 2:
        return ""
    best = max((ours, theirs), key=lambda words: sum(word[:1].isupper() for word in words[:shared]))
    longest = max((ours, theirs), key=len)
    return " ".join([*best[:shared], *longest[shared:]])


def _letters(text: str) -> str:
    return re.sub(r"\W+", "", text.casefold())


def _is_name(name: str) -> bool:
    """Whether a file's name was written by a person: it has words, and more letters than figures."""
    letters, figures = sum(map(str.isalpha, name)), sum(map(str.isdigit, name))
    has_word = any(len(word) > 2 and not any(map(str.isdigit, word)) for word in name.split())
    return has_word and letters > figures and name.casefold() not in ("index", "readme", "untitled", "document")


def title_of_last_resort(path: str, blocks: Sequence[Block]) -> str:
    """The parent folder for an index page, else the first heading or the file name."""
    parts = path.rsplit("/", 2)
    if stem(path).casefold() in ("index", "readme") and len(parts) > 1:
        return stem(parts[-2])
    heading = next((block.plain for block in blocks if block.kind == "heading"), "")
    return heading[:LONGEST_TITLE] or path.rsplit("/", 1)[-1]
