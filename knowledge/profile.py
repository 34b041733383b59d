"""What a document says about itself: its titles, its organisation and its dates."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from knowledge.catalogue import fold_label
from knowledge.dates import WrittenDate, find_dates
from knowledge.document import Block, DateKind, Document, DocumentDate, Metadata
from knowledge.document_titles import names_in_brackets, names_in_text, title_of_last_resort, titles_of
from knowledge.known_labels import known_labels
from knowledge.organisation import employer_of, issuer_of
from knowledge.sentences import sentences
from knowledge.titles import looks_like_title, short_forms
from knowledge.written_titles import announces_job, names_jobs, title_fields

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


_LABELLED = ("field", "heading")
_TERMS = frozenset(("salary", "grade", "hours_per_week", "flsa_status", "job_code", "closing_date", "reports_to"))


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
    titles = list(dict.fromkeys(titles_of(path, text, blocks, stated, unknown_words))) or [
        title_of_last_resort(path, blocks)
    ]
    title = titles[0]
    others = (*short_forms(title), *names_in_brackets(title, text), *names_in_text(title, blocks))
    others = tuple(dict.fromkeys(name for name in others if name not in titles))
    return Document(
        path=path,
        format=format,
        digest=digest,
        text=text,
        blocks=tuple(blocks),
        title=title,
        other_titles=(*titles[1:], *others),
        organisation=stated.organisation or _organisation(text, blocks, title, unknown_words, heads),
        dates=tuple(_dates(text, blocks, stated)),
        metadata=stated,
        unknown_words=unknown_words,
        notes=tuple(notes),
    )


def _organisation(text: str, blocks: Sequence[Block], title: str, unknown_words: float, heads: Sequence[str]) -> str:
    """Whose the document is: the employer's where it is about a job, else whose letterhead it has."""
    is_about_jobs = looks_like_title(title) or names_jobs(title) or _states_terms(blocks)
    if is_about_jobs or title_fields(blocks) or any(map(announces_job, blocks)):
        return employer_of(text, blocks, (title, *heads), unknown_words > 0.2)
    return issuer_of(text, blocks, title, heads)


def _states_terms(blocks: Sequence[Block]) -> bool:
    """Whether labels say several of what only jobs have: of a job whose noun we don't know, "Harbour Guide"."""
    labels = known_labels()
    said = [
        block.label if block.kind == "field" else block.plain.rstrip(": ")
        for block in blocks
        if block.kind in _LABELLED
    ]
    return len(_TERMS.intersection(name for each in said for name in labels.get(fold_label(each), ()))) > 1


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
