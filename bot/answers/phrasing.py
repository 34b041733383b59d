"""How answers read: every sentence that Rolecall itself says, and how the documents' words are set in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from knowledge.document import Document
from knowledge.fact import Fact, Role

SHORT = 600  # characters of an answer about one thing
EVIDENCE = SHORT - 40  # characters of evidence in such an answer; bullets and a heading take the rest
LONG = 1500  # characters of a list, a comparison or a passage
LONGEST_SECTION = 80  # characters of a heading that is named in a sentence

_MARKED = re.compile(r"(?<!\w)[*_`~]{1,3}(?=\S)|(?<=\S)[*_`~]{1,3}(?!\w)")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)\s]*\)")
_BULLET = re.compile(r"^\s*(?:[-*+•▪◦·o]|\d{1,2}[.)])\s+")
_TAG_START = re.compile(r"<(?=[!@#/A-Za-z])")
_ENDS_SENTENCE = re.compile(r",|[.!?](?: |$)")
_KEY = re.compile(r"[a-z]+(?:_[a-z]+)+(?=: )")
_ESCAPES = re.compile(r"\s*(?:\\[rnt])+\s*")
_ROW = re.compile(r"\s*\|\s*")


def plain(quote: str) -> str:
    """A verbatim stretch as an answer shows it: one line, markup and bullet off, nothing a chat product acts on."""
    text = " ".join(_LINK.sub(r"\1", quote).split())
    if key := _KEY.match(text):  # of a page's front matter
        text = f"{key[0].replace('_', ' ').capitalize()}{_ESCAPES.sub(' ', text[key.end() :])}"
    text = _MARKED.sub("", _BULLET.sub("", text))
    cells = [cell.strip() for cell in _ROW.split(text) if cell.strip("-: ")] if "|" in text else []
    if len(cells) > 1:
        text = f"{cells[0]}: {'; '.join(cells[1:])}"
    return harmless(text)


def harmless(text: str) -> str:
    """Text that can't ping anyone or open a tag, whatever it came from."""
    return _TAG_START.sub("‹", text)


def role_name(role: Role) -> str:
    """ "Library Assistant (Alder County Library)"."""
    return harmless(f"{role.title} ({role.organisation})" if role.organisation else role.title)


def statement(label: str, fact: Fact) -> str:
    """What a document states, in its own words: "Grade Number: 21" for a field, else the sentence."""
    quoted = plain(fact.quote)
    if fact.kind == "stated" or (fact.kind == "field" and ":" not in quoted):
        value = plain(fact.value)
        return value if value.casefold().startswith(f"{label.casefold()} ") else f"{label}: {value}"
    return quoted


def about(role: Role, lines: Sequence[str], label: str = "") -> str:
    """An answer about one role: its name, then what its document states. `label` names a list."""
    if len(lines) == 1 and not label and len(lines[0]) + len(role.title) < 160:
        return f"{harmless(role.title)} – {lines[0]}"
    head = f"{role.title} – {label}" if label else role.title
    return "\n".join([f"{harmless(head)}:", *(f"• {line}" for line in lines)])


def not_stated(role: Role, labels: Iterable[str]) -> str:
    """A role whose document does not state what was asked."""
    return (
        f"The document about {role_name(role)} does not state this: {in_words(labels)}. "
        f"Look at {harmless(role.document)}, or ask HR."
    )


def not_in_document(name: str, document: str) -> str:
    """A document that was read for the question and does not answer it."""
    return f"I found nothing about this in the document on {harmless(name)} ({harmless(document)}). HR may know more."


NOT_COMPARED = "Amounts in different currencies or for different periods are not compared with one another."


def not_found(nearest: Sequence[str], section: str = "") -> str:
    """Nothing answers; the nearest documents are named, and of the first the section to look at."""
    if not nearest:
        return "I found nothing about this in the documents. HR may know more."
    first, *others = nearest
    if section and section.casefold() != first.casefold():
        first = f"{first} (under “{shortened(plain(section), LONGEST_SECTION)}”)"
    named = in_words([first, *others])
    return f"I found nothing in the documents that answers this. The nearest: {named}. HR may know more."


def holds_another_day(title: str, path: str, day: str, *, is_to_come: bool) -> str:
    """Nothing answers today, but a document that is not in force does."""
    named = f"{harmless(title)} ({harmless(path)})"
    if is_to_come:
        return f"Nothing that is in force answers this. {named}, in force from {day}, speaks of it: ask “as of {day}”."
    return f"Nothing that is in force answers this. {named}, in force until {day}, spoke of it: ask “as of {day}”."


def undated(titles: Sequence[str]) -> str:
    """Said below an answer for another day than today that rests on documents that don't say since when they hold."""
    verb = "does" if len(titles) == 1 else "do"
    return f"({in_words(titles)} {verb} not say since when this holds.)"


def unknown_role(name: str, nearest: Sequence[str]) -> str:
    """A role that no document describes."""
    text = f"No document describes this role: {harmless(name)}."
    return f"{text} The nearest: {in_words(nearest)}." if nearest else text


def nobody_states(labels: Iterable[str]) -> str:
    """A fact that no role's document states."""
    return f"None of the job documents states this: {in_words(labels)}. HR may know more."


def hard_to_read() -> str:
    """Said below words that a machine recognised badly."""
    return "(A badly recognised scan, shown as it stands.)"


def under(heading: str) -> str:
    """The heading that the words of an answer stand under."""
    return f"Under “{harmless(plain(heading))}”."


def part_of_list(shown: int, items: int) -> str:
    """Said below items of a list of which others are not shown."""
    return f"({shown} of the list’s {items} items.)"


def approved(by: str, on: str, review_due: str) -> str:
    """Said below an approved answer: who stands for it, since when, and that it was to be looked at again."""
    said = f"Approved by {harmless(by)} on {on}."
    return f"{said} Its review was due on {review_due}." if review_due else said


def which_role(labels: str) -> str:
    """Asking back when a question fits several roles."""
    return (
        f"Several roles fit ({labels}). Which one do you mean?"
        if labels
        else "Several roles fit. Which one do you mean?"
    )


def which_document() -> str:
    """Asking back when a question fits several documents or sections."""
    return "This depends on which one you mean:"


def nothing_about(names: Sequence[str]) -> str:
    """That reading the documents of these roles found nothing: it may still be there in other words."""
    return f"Nothing found about this in the documents of:{behind_colon(names)}"


def missing(names: Sequence[str], documents_word: str = "documents") -> str:
    """The roles left out of a comparison or a list, behind a negation."""
    return f"Not stated in the {documents_word} of:{behind_colon(names)}"


def behind_colon(names: Sequence[str]) -> str:
    """Names in the same line; where they hold commas or end sentences ("St. Anne", "Cooks!"), apart and below it."""
    is_plain = not any(_ENDS_SENTENCE.search(name) for name in names)
    return f" {', '.join(names)}" if is_plain else f"\n• {'; '.join(names)}"


def in_words(names: Iterable[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    listed = [harmless(name) for name in names]
    if len(listed) < 2:
        return "".join(listed)
    return f"{', '.join(listed[:-1])} and {listed[-1]}"


def label_in_sentence(label: str) -> str:
    """ "Hours per week" -> "hours per week", "FLSA status" stays."""
    first = label.split()[0] if label else ""
    return label if first.isupper() and len(first) > 1 else label[:1].lower() + label[1:]


def shortened(text: str, characters: int) -> str:
    """At most so many characters, cut at a word."""
    if len(text) <= characters:
        return text
    return text[: characters - 1].rsplit(" ", 1)[0].rstrip(",;:") + " …"


def fitting(lines: Iterable[str], characters: int) -> list[str]:
    """The first lines that together stay within the limit; the first one always."""
    kept: list[str] = []
    for line in lines:
        if kept and sum(map(len, kept)) + 3 * len(kept) + len(line) > characters:
            break
        kept.append(shortened(line, characters))
    return kept


def date_of(document: Document) -> str:
    """The document's own date in words, "" where it has none: "revised 08/2013"."""
    stated = document.metadata.effective
    if stated:
        return f"effective {stated}"
    order = ("effective", "revised", "updated", "reviewed", "final", "created", "posted")
    dates = sorted(
        (date for date in document.dates if date.kind in order),
        key=lambda date: (order.index(date.kind), _reverse(date.iso)),
    )
    return f"{dates[0].kind} {dates[0].written}" if dates else ""


def _reverse(iso: str) -> tuple[int, ...]:
    """Sorts later dates first."""
    return tuple(-int(part) for part in iso.split("-") if part.isdigit())
