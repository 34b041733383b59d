"""Approved answers: what somebody has written and put their name to, with the words of the documents it rests on.

    - questions:
        - How many vacation days can I carry over?
        - Can I carry vacation days over into the next year?
      text: Up to five days. They lapse on March 31.
      sources:
        - document: policies/leave.md
          quote: Up to five unused days may be carried over
      owner: Human Resources
      approved_by: Dana Whitfield
      approved: 2026-03-02
      review: 2027-03-01

Any `answers.yaml` or `NAME.answers.yaml` below the documents folder is such a list. What is wrong with one entry is
said with its line, and never keeps another from being read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from knowledge.errors import Unreadable
from knowledge.folder import APPROVED, Entry, walk_folder
from knowledge.marked_yaml import Node, NotUnderstood, read_marked
from knowledge.opening import open_entry
from knowledge.readers.limits import DEFAULT_LIMITS, Limits

DEEPEST = 4  # the list of entries, an entry, its list of sources, a source
MOST_CHARACTERS = 300  # of a question, a name, a path
MOST_TEXT = 2_000  # characters of an answer's text and of a quote
MOST_WORDINGS = 50
MOST_SOURCES = 20
MOST_GROUPS = 100
MOST_PROBLEMS = 50  # that are named of one file
LEAST_QUOTE = 2  # words: a shorter one stands anywhere
LEAST_QUESTION = 3  # words: a shorter one is hardly a question complete in itself
_TAG_START = re.compile(r"<(?=[!@#/A-Za-z])")


@dataclass(frozen=True, slots=True)
class Source:
    """Words that an approved answer rests on, and where they stand once they were found."""

    document: str  # path below the documents folder
    quote: str  # white space folded
    passage: str = ""  # digest of all that stands under the quote's heading, as approved; "" where it was not noted
    start: int = 0  # offsets into Document.text
    end: int = 0


@dataclass(frozen=True, slots=True)
class ApprovedAnswer:
    """One entry of a file of approved answers."""

    questions: tuple[str, ...]  # wordings of one question
    text: str
    sources: tuple[Source, ...]
    owner: str  # who keeps it true
    approved_by: str
    approved: str  # ISO date, as all dates here: the first day on which it answers
    review: str  # the day by which it has to be looked at again; it answers on, and says so
    until: str = ""  # the last day on which it answers
    author: str = ""  # who wrote it, where that is somebody else than the approver
    audience: tuple[str, ...] = ()  # groups; never more than may see the sources
    file: str = ""  # path below the documents folder
    line: int = 0  # 1-based
    stale: str = ""  # why its sources no longer hold it, a clause; "" where they do

    def answers_on(self, day: date) -> bool:
        """Whether it may be given as an answer on that day."""
        written = day.isoformat()
        return not self.stale and self.approved <= written and (not self.until or written <= self.until)

    def is_review_due(self, day: date) -> bool:
        return self.review < day.isoformat()

    @property
    def place(self) -> str:
        """ "policies/leave.answers.yaml, line 14"."""
        return f"{self.file}, line {self.line}"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a file of approved answers, or with one entry of it."""

    file: str
    reason: str  # a clause that names line and entry: "line 14, entry 2: `review` is missing"


def read_approved(root: Path, limits: Limits = DEFAULT_LIMITS) -> tuple[list[ApprovedAnswer], list[Problem]]:
    """The entries of every file below the folder, in order, and what is wrong with the others.

    A file that can't be opened is among what the walk of the folder skips.

    Raises:
        RolecallError: `root` is not a folder that can be opened.
    """
    entries: list[ApprovedAnswer] = []
    problems: list[Problem] = []
    for each in walk_folder(root, limits):
        if not isinstance(each, Entry) or each.format != APPROVED:
            continue
        try:
            data = open_entry(root, each.name, limits.approved_bytes, each.file)
        except Unreadable as exc:
            problems.append(Problem(each.path, exc.reason))
        else:
            read, wrong = parse_approved(data, each.path)
            entries += read
            problems += wrong
    return entries, problems


def parse_approved(data: bytes, file: str) -> tuple[list[ApprovedAnswer], list[Problem]]:
    """The entries in the bytes of one file, and what is wrong with the others."""
    try:
        root = read_marked(data.decode("utf-8-sig"), DEEPEST)
    except UnicodeDecodeError:
        return [], [Problem(file, "is not UTF-8 text. No entry of this file is used")]
    except NotUnderstood as exc:
        return [], [Problem(file, f"{exc}. No entry of this file is used")]
    if root is None or (root.text == "" and root.fault is None):
        return [], []
    if root.items is None:
        return [], [Problem(file, f"line {root.line}: has to be a list, each entry beginning with `- `")]
    entries: list[ApprovedAnswer] = []
    problems: list[Problem] = []
    for number, node in enumerate(root.items, start=1):
        try:
            if node.fault is not None:
                raise node.fault
            entries.append(_entry(node, file))
        except NotUnderstood as exc:
            problems.append(Problem(file, f"line {exc.line}, entry {number}: {exc.reason}"))
    more = len(problems) - MOST_PROBLEMS
    return entries, problems[:MOST_PROBLEMS] + ([Problem(file, f"and {more:,} more entries")] if more > 0 else [])


def _entry(node: Node, file: str) -> ApprovedAnswer:
    written = _keys(node, _REQUIRED | _OPTIONAL)
    both = next(
        (one for one, other in (("question", "questions"), ("source", "sources")) if {one, other} <= {*written}), ""
    )
    if both:
        raise NotUnderstood(written[both].line, f"write either `{both}` or `{both}s`")
    questions = _listed(written, "question", MOST_WORDINGS)
    sources = _listed(written, "source", MOST_SOURCES)
    missing = [name for name in sorted(_REQUIRED) if name not in written]
    if missing:
        raise NotUnderstood(node.line, f"{' and '.join(f'`{name}`' for name in missing)} missing")
    approver, author = _name(written["approved_by"]), _optional(written, "author", _name)
    if author.casefold() == approver.casefold():
        raise NotUnderstood(written["author"].line, "`author` and `approved_by` have to be two people")
    approved, until = _date(written["approved"]), _optional(written, "until", _date)
    if until and until < approved:
        raise NotUnderstood(written["until"].line, "`until` is before `approved`")
    return ApprovedAnswer(
        questions=tuple(dict.fromkeys(_question(each) for each in questions)),
        text=_text(written["text"]),
        sources=tuple(_source(each) for each in sources),
        owner=_name(written["owner"]),
        approved_by=approver,
        approved=approved,
        review=_date(written["review"]),
        until=until,
        author=author,
        audience=tuple(_groups(written["audience"])) if "audience" in written else (),
        file=file,
        line=node.line,
    )


_REQUIRED = frozenset({"text", "owner", "approved_by", "approved", "review"})
_OPTIONAL = frozenset({"question", "questions", "source", "sources", "until", "author", "audience"})


def _keys(node: Node, known: frozenset[str]) -> dict[str, Node]:
    """The keys of a mapping. One that is not known may be a restriction that was misspelt: it is refused."""
    if node.keys is None:
        raise NotUnderstood(node.line, f"has to be lines of the form `key: value`, with {', '.join(sorted(known))}")
    for name, value in node.keys.items():
        if name not in known:
            raise NotUnderstood(value.line, f"`{name[:40]}` is not known; there are {', '.join(sorted(known))}")
    return node.keys


def _listed(written: dict[str, Node], name: str, most: int) -> list[Node]:
    """The items of `question` or `questions`: one or a list."""
    node = written.get(f"{name}s") or written.get(name)
    if node is None:
        line = min(each.line for each in written.values()) if written else 1
        raise NotUnderstood(line, f"`{name}s` missing")
    items = [node] if node.items is None else node.items
    if not 0 < len(items) <= most:
        raise NotUnderstood(node.line, f"`{name}s` has to hold from 1 to {most}, not {len(items)}")
    return items


def _line(node: Node, what: str, most: int = MOST_CHARACTERS) -> str:
    """One line of text, white space folded."""
    folded = " ".join((node.text or "").split())
    if not folded:
        raise NotUnderstood(node.line, f"{what} has to be a line of text")
    if len(folded) > most:
        raise NotUnderstood(node.line, f"{what} is longer than {most:,} characters")
    return folded


def _without_markup(node: Node, text: str) -> str:
    """What is shown as it was written can't be made harmless later: what mentions people or opens a tag is refused."""
    if _TAG_START.search(text):
        raise NotUnderstood(
            node.line, "`<` before a letter or a sign is read as markup by chats: put a space behind it"
        )
    return text


def _question(node: Node) -> str:
    question = _line(node, "a question")
    if len(question.split()) < LEAST_QUESTION:
        raise NotUnderstood(node.line, f"a question needs at least {LEAST_QUESTION} words")
    return question


def _name(node: Node) -> str:
    return _without_markup(node, _line(node, "a name"))


def _text(node: Node) -> str:
    """As written, line breaks and all; the white space around it off."""
    text = (node.text or "").strip()
    if not text:
        raise NotUnderstood(node.line, "`text` has to be the answer's text")
    if len(text) > MOST_TEXT:
        raise NotUnderstood(node.line, f"`text` is longer than {MOST_TEXT:,} characters")
    return _without_markup(node, text)


def _source(node: Node) -> Source:
    written = _keys(node, frozenset({"document", "quote", "passage"}))
    for name in ("document", "quote"):
        if name not in written:
            raise NotUnderstood(node.line, f"a source needs `{name}`")
    quote = _line(written["quote"], "a quote", MOST_TEXT)
    if len(quote.split()) < LEAST_QUOTE:
        raise NotUnderstood(
            written["quote"].line, f"a quote needs at least {LEAST_QUOTE} words: a single one stands anywhere"
        )
    return Source(_line(written["document"], "`document`"), quote, _optional(written, "passage", _digest))


def _digest(node: Node) -> str:
    return _line(node, "`passage`")


def _date(node: Node) -> str:
    written = (node.text or "").strip()
    try:
        if date.fromisoformat(written).isoformat() == written:
            return written
    except ValueError:
        pass
    raise NotUnderstood(node.line, f"{written[:40]!r} is no date: write it as 2026-07-01")


def _groups(node: Node) -> Iterator[str]:
    items = [node] if node.items is None else node.items
    if not 0 < len(items) <= MOST_GROUPS:
        raise NotUnderstood(node.line, "`audience` has to name groups: [staff, managers]")
    for each in items:
        yield _line(each, "a group")


def _optional(written: dict[str, Node], name: str, read: Callable[[Node], str]) -> str:
    return read(written[name]) if name in written else ""
