"""What a document says about itself: its titles, its organisation and its dates."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from knowledge.catalogue import fold_label
from knowledge.dates import WrittenDate, find_dates
from knowledge.document import Block, DateKind, Document, DocumentDate, Metadata
from knowledge.known_labels import known_labels
from knowledge.label_rows import label_pairs
from knowledge.organisation import employer_of, is_letterhead, issuer_of
from knowledge.sentences import sentences
from knowledge.structure.blocks import stem
from knowledge.titles import has_role_noun, looks_like_title, names_paper, short_forms, wrapped_title

RUNNING = 12  # words from which a paragraph is running text
TOP = 15  # blocks in which a title without a label is looked for
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
    r"|job opportunit(?:y|ies)|employment opportunit(?:y|ies)|current vacancies|requirements)",
    re.IGNORECASE,
)
_PREFIX = re.compile(
    r"^(?:subject:\s?)?(?:(?:fwd?|re|aw|wg):?\s)*(?:internal |external |current |new |open )?"
    r"(?:job|role|position|post|person|class|classification|vacancy|recruitment|now hiring|we are hiring|jd|ps)\s?"
    r"(?:description|profile|specification|spec|title|opening|posting|announcement|opportunity|advert|offer)?\s?"
    r"(?:for(?: the)?\b|[:–—-])\s?",
    re.IGNORECASE,
)
# "ELM LOGISTICS Role profile: Cook": a head of two lines, of which the first names the employer.
_HEAD = re.compile(r"^.{3,60}?\s(?=(?:job|role|post|position) (?:description|profile|specification):\s)", re.IGNORECASE)
_CODE = re.compile(r"^#?\d{3,6}\s?[-–—:]\s(?=[A-Z])")  # "4206 - Cook"
_SUFFIX = re.compile(
    r"\s?[-–—:|]?\s?\(?(?:job|role|position)\s(?:description|profile|specification|posting)\)?$", re.IGNORECASE
)
# Labels of a title that name the paper, as in "Role profile: Cook"; "ELM LOGISTICS Role profile" is one, too.
_PAPER = re.compile(
    r"\b(?:job|role|post|position|person) (?:description|profile|specification)$|^(?:internal |external )?vacancy$"
    r"|^subject$",
    re.IGNORECASE,
)
# What names of files have around the title: "JD cook v3 FINAL (2)".
_IN_FILE_NAME = re.compile(
    r"^(?:(?:fwd?|re) )?(?:jd|ps|(?:job|role|post|position) (?:description|profile|spec)|person spec(?:ification)?"
    r"|(?:internal |external )?vacancy)\s(?:\d+\s)?|^(?:19|20)\d\d \d\d \d\d\s"
    r"|(?:\s(?:v\d+(?:\.\d+)*|final|draft|copy|\(\d+\)|(?:\d\d \d\d )?\d{4,}))+$",
    re.IGNORECASE,
)
_NAMES_POLICY = re.compile(
    r"\b(?:policy|procedure|guidelines?|handbook|manual|regulations?|code of conduct)(?: \([^()]+\))?$", re.I
)
_NAME = r"(?P<title>[A-Z][^.,;:!?\"”]{3,80}?)"
_SUBJECTS = (
    re.compile(
        rf"(?:^|[.!?]\s)(?:[Aa]s an? |[Tt]he |[Oo]ur ){_NAME} (?:\([^()]{{1,40}}\) )?(?:is|are|will be) "
        r"(?:directly |primarily |ultimately )?(?:responsible|accountable)\b"
    ),
    re.compile(
        r"(?:looking for|seeking|seeks|hiring|recruiting|recruit|appoint)(?: an?| our next| the)? (?:[a-z-]+,? ){0,4}"
        rf"{_NAME}(?= to | who |[.,;:!]|$)"
    ),
    re.compile(
        rf"(?:reference|quote|quoting|stating|state|put|write|with) [\"“']?{_NAME}[\"”']?"
        r" in (?:the|your) (?:e-?mail |message )?(?:subject|title)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?:^|[.!?]\s)[Tt]he {_NAME} (?:provides|performs|leads|manages|oversees|plans|works"
        r"|supports|coordinates|reports|serves|assists|delivers|ensures)\b"
    ),
)
_DATE_KINDS: dict[str, DateKind] = {
    "effective_date": "effective", "revised_date": "revised", "reviewed_date": "reviewed", "created_date": "created",
    "final_date": "final", "posted_date": "posted", "closing_date": "closing", "review_due_date": "review_due",
}  # fmt: skip
_DATE_LINE = re.compile(
    r"^[(\[]?(?:(?:this|the) (?:\w+ ){1,3}(?:was|is|has been) )?(?:last )?"
    r"(?:(?P<revised>revised|rev\.?|amended|updated|last (?:updated|revised|modified)|page last updated)"
    r"|(?P<reviewed>(?:last )?reviewed)|(?P<created>created|issued|written|prepared)"
    r"|(?P<effective>effective|in (?:force|effect)(?= (?:since|from|as of)))"
    r"|(?P<posted>posted)|(?P<closing>closes|closing))(?: date)?(?: on| from| since| in| by| as of)?:?"
    r"\s+(?P<value>.{4,60})$",
    re.IGNORECASE,
)


def profile(
    path: str,
    format: str,
    digest: str,
    text: str,
    blocks: Sequence[Block],
    metadata: Metadata | None = None,
    notes: Sequence[str] = (),
    unknown_words: float = 0.0,
    heads: Sequence[str] = (),
) -> Document:
    """A Document with its titles, organisation and dates filled in. What `metadata` states wins.

    Args:
        heads: running heads and feet of its pages, which are no part of the text.
    """
    stated = metadata or Metadata()
    titles = list(dict.fromkeys(_titles(path, text, blocks, stated, unknown_words))) or [_fallback(path, blocks)]
    title = titles[0]
    shorter = [form for form in short_forms(title) if form not in titles]
    return Document(
        path=path,
        format=format,
        digest=digest,
        text=text,
        blocks=tuple(blocks),
        title=title,
        other_titles=(*titles[1:], *shorter),
        organisation=stated.organisation or _organisation(text, blocks, title, unknown_words, heads),
        dates=tuple(_dates(text, blocks, stated)),
        metadata=stated,
        unknown_words=unknown_words,
        notes=tuple(notes),
    )


def _organisation(text: str, blocks: Sequence[Block], title: str, unknown_words: float, heads: Sequence[str]) -> str:
    """Whose the document is: the employer's where it is about a job, else whose letterhead it has."""
    if title_fields(blocks) or looks_like_title(title) or any(map(announces_job, blocks)):
        return employer_of(text, blocks, (title, *heads), unknown_words > 0.2)
    return issuer_of(text, blocks, title, heads)


def announces_job(block: Block) -> bool:
    """Whether a heading says itself that it is about a job: "Job opening: Deputy Clerk"."""
    title = cleaned_title(block.plain) if block.kind == "heading" else ""
    return looks_like_title(title) and title != block.plain and block.plain.endswith(title)


def _titles(path: str, text: str, blocks: Sequence[Block], metadata: Metadata, unknown_words: float) -> Iterator[str]:
    """Every name of the document, best first: the first is the title, the others are further names."""
    name = stem(path)
    if metadata.title:
        bare = cleaned_title(metadata.title) or metadata.title
        names_role = looks_like_title(bare) and not looks_like_title(metadata.title)  # "Vacancy: Cook"
        yield from (bare, metadata.title) if names_role else (metadata.title, bare)
    fields = _field_titles(text, blocks)
    if len(set(map(str.casefold, fields))) == 1:
        yield fields[0]
    first = _first_heading(blocks)
    near = list(_near_the_top(text, blocks))
    is_rest = any(title.endswith(f" {first}") and title not in fields for title in near)
    is_question = first.endswith("?") and bool(near)  # "What is this role for?" below the name of the role
    if first and not is_rest and not is_question:
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


def cleaned_title(written: str) -> str:
    """A heading or field value as a title: "Job description: Cook" is "Cook"; "" where nothing else is left."""
    bare = _CODE.sub("", _HEAD.sub("", written.strip(' *_#"“”')))
    title = _SUFFIX.sub("", _PREFIX.sub("", bare)).strip(" -–—:|")
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
        if (is_short and fold_label(block.label) in _SURE_LABELS) or looks_like_title(block.value):
            found.append(block)
    return found


def _labelled(block: Block) -> Iterator[Block]:
    """A field, or those that a row without headers holds: "CLASS TITLE: | Cook | CODE: | 7"."""
    if block.kind == "field":
        yield block
    yield from (replace(block, kind="field", label=label, value=value) for label, value in label_pairs(block))


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


def _fallback(path: str, blocks: Sequence[Block]) -> str:
    """The parent folder for an index page, else the first heading or the file name."""
    parts = path.rsplit("/", 2)
    if stem(path).casefold() in ("index", "readme") and len(parts) > 1:
        return stem(parts[-2])
    heading = next((block.plain for block in blocks if block.kind == "heading"), "")
    return heading[:LONGEST_TITLE] or path.rsplit("/", 1)[-1]


def _in_title_case(title: str) -> str:
    small = ("of", "and", "for", "the", "to", "in", "at", "on", "or", "a", "an", "with")
    words = title.split()
    return " ".join(
        word.lower() if index and word.lower() in small else word if _is_abbreviation(word) else word.capitalize()
        for index, word in enumerate(words)
    )


def _is_abbreviation(word: str) -> bool:
    bare = re.sub(r"\W", "", word)
    is_numeral = re.fullmatch(r"[IVX]+", bare) is not None
    return 1 < len(bare) <= 4 and (is_numeral or (not has_role_noun(bare) and not re.search(r"[AEIOUY]", bare)))


def _dates(text: str, blocks: Sequence[Block], metadata: Metadata) -> Iterator[DocumentDate]:
    """What metadata states, then what fields and lines like "Revised June 2019" state."""
    said: tuple[tuple[DateKind, str], ...] = (
        ("effective", metadata.effective), ("expires", metadata.expires), ("review_due", metadata.review),
    )  # fmt: skip
    yield from (DocumentDate(kind, written, written, 0, 0) for kind, written in said if written)
    labels = known_labels()
    for block in blocks:
        if block.kind == "field":
            for name in labels.get(fold_label(block.label), ()):
                if name in _DATE_KINDS:
                    yield from _stated(text, block, _DATE_KINDS[name], block.value)
                    break
        elif block.kind in ("paragraph", "item") and len(block.plain) <= 200:
            for start, end in sentences(block.plain):
                match = _DATE_LINE.match(block.plain[start:end])
                if match:
                    kind = next(kind for kind in _DATE_KINDS.values() if match.groupdict().get(kind))
                    yield from _stated(text, block, kind, match["value"])


def _stated(text: str, block: Block, kind: DateKind, value: str) -> Iterator[DocumentDate]:
    if "updat" in block.label.casefold() or "modif" in block.label.casefold():
        kind = "updated"
    found: list[WrittenDate] = find_dates(value[:300], is_labelled=True)
    for each in found:
        start = text.find(each.written, block.start, block.end)
        start = block.start if start < 0 else start
        yield DocumentDate(kind, each.written, each.iso, start, min(start + len(each.written), block.end))
