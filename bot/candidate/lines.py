"""A report on a candidate as lines for a terminal: what is most likely to be a mistake comes first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from bot.candidate.excerpt import excerpts, shortened
from bot.candidate.report import Failure, Report
from bot.terminal import safe
from index.approved_changes import ApprovedChange
from index.build import Built
from index.changes import DocumentChange, FactChange, Listed, StatedChange
from index.section_changes import SectionChange
from index.warnings.warning import DocumentWarning

LISTED = 30  # of one kind that are named without --all
DETAILED = 10  # changed documents that are told in full without --all
SECTIONS = 8  # of one document
WARNED = {"no_effective_date": 3, "past_review": 10}  # fewer, as there may be one for nearly every document
PAIRS = 3  # lines of one section, before and after
APPROVED = {
    "added": "new",
    "removed": "gone",
    "changed": "changed",
    "stale": "no longer given",
    "holds_again": "given again",
}
STATED_NAMES = {"review_due": "due for review", "aliases": "other names"}
KINDS = {
    "conflict": "Different values for the same fact of the same role",
    "circle": "Circles in the reporting lines",
    "near_duplicate": "Near-duplicates",
    "same_title": "The same title twice",
    "stale_answer": "Approved answers that no longer hold",
    "expired": "No longer in force",
    "not_yet": "Not in force yet",
    "past_review": "Past their review date",
    "unknown_group": "Unknown groups",
    "no_effective_date": "No effective date",
}


def report_lines(report: Report, every: bool = False) -> list[str]:
    """The report without its preview. `every`: nothing is left out."""
    changes = report.changes
    lost = {each.path for each in report.failures if each.is_lost}
    moved = [each for each in changes.changed if each.was]
    lines = [_headline(report), *report.others]
    lines += _listed("Who may see it changes", map(_audience, changes.audiences), every)
    lines += _listed("Can't be read any more and will not answer", map(_failure, report.lost), every)
    lines += _listed("Was withdrawn and will answer again", _returning(report), every)
    lines += _listed("Added", map(_document, changes.added), every)
    lines += _listed("Removed", (_document(each) for each in changes.removed if each.path not in lost), every)
    lines += _listed("Moved", (f"{each.was} -> {each.path}" for each in moved), every)
    lines += _changed([each for each in changes.changed if not each.was or each.sections or each.stated], every)
    lines += _listed("Approved answers", map(_approved, changes.approved), every)
    lines += _failures(report, every)
    lines += _listed("Sources", report.sources, every)
    lines += _listed("Notes", (f"{path}: {what}" for path, what in report.notes), every)
    lines += warning_lines(report.warnings, every)
    return [safe(line) for line in lines]


def first_lines(report: Report, every: bool = False) -> list[str]:
    """The report on what is the first to be live: nothing has changed, everything is there to be looked at."""
    lines = [size_line(report)]
    lines += _listed("Read", (each.path for each in report.changes.added), every)
    lines += _listed("Not read", map(_failure, report.failures), every)
    lines += _listed("Sources", report.sources, every)
    lines += _listed("Notes", (f"{path}: {what}" for path, what in report.notes), every)
    lines += _by_kind("Warnings", report.warnings, every)
    return [safe(line) for line in lines]


def summary(report: Report) -> str:
    """ "1 added, 2 changed, 7 as before"."""
    changes = report.changes
    lost = len(report.lost)
    moved = sum(bool(each.was) for each in changes.changed)
    counts = {
        "added": len(changes.added),
        "removed": len(changes.removed) - lost,
        "no longer readable": lost,
        "moved": moved,
        "changed": len(changes.changed) - moved,
        "as before": changes.unchanged,
    }
    return ", ".join(f"{number:,} {name}" for name, number in counts.items() if number)


def warning_lines(warnings: Sequence[DocumentWarning], every: bool = False) -> list[str]:
    """The new warnings, and how many others there are; `every`: those as well."""
    new = [each for each in warnings if each.is_new]
    known = Counter(each.kind for each in warnings if not each.is_new)
    lines = _by_kind("New warnings", new, every)
    if known and every:
        lines += _by_kind("Warnings as before", [each for each in warnings if not each.is_new], every)
    elif known:
        named = ", ".join(f"{KINDS[kind][0].lower()}{KINDS[kind][1:]}: {number:,}" for kind, number in known.items())
        lines.append(f"Warnings as before ({sum(known.values()):,}; --all names them): {named}")
    return lines


def counted(number: int, thing: str) -> str:
    """ "1 document", "1,200 documents"."""
    return f"{number:,} {thing}" + ("" if number == 1 else "s")


def _headline(report: Report) -> str:
    return f"{counted(report.documents, 'document')}: {summary(report)}.\n{_size(report)}."


def size_line(indexed: Report | Built) -> str:
    """How much was indexed, in one line."""
    documents = indexed.documents if isinstance(indexed.documents, int) else len(indexed.documents)
    return f"Indexed {counted(documents, 'document')}: {_size(indexed)}."


def _size(report: Report | Built) -> str:
    sizes = ((report.passages, "passage"), (report.roles, "role"), (report.facts, "fact"))
    named = ", ".join(counted(number, thing) for number, thing in sizes)
    if report.embedded is None:
        return named
    return f"{named}; {counted(report.embedded, 'text')} embedded anew, {report.seconds:.1f} s"


def _listed(name: str, items: Iterable[str], every: bool, most: int = LISTED) -> list[str]:
    found = list(items)
    if not found:
        return []
    shown = found if every else found[:most]
    more = len(found) - len(shown)
    lines = [f"{name} ({len(found):,}):", *(f"  {item}" for item in shown)]
    return [*lines, f"  ... and {more:,} more; --all names them"] if more else lines


def _document(listed: Listed) -> str:
    about = [f"“{listed.title}”"] if listed.title else []
    about += [f"describes {counted(len(listed.roles), 'role')}"] if len(listed.roles) > 1 else []
    about += [f"for {_groups(listed.audience)}"] if listed.audience else []
    return ", ".join([listed.path, *about])


def _audience(change: DocumentChange) -> str:
    audience = change.audience
    assert audience is not None
    return f"{change.path}: was for {_groups(audience.before)}, now for {_groups(audience.after)}"


def _groups(groups: Sequence[str]) -> str:
    return " or ".join(groups) + " only" if groups else "everybody"


def _failure(failure: Failure) -> str:
    return f"{failure.path}: {failure.reason}"


def _approved(change: ApprovedChange) -> str:
    why = f": {change.why}" if change.why else ""
    return f"{APPROVED[change.how]}: “{change.question}” ({change.place}){why}"


def _returning(report: Report) -> Iterator[str]:
    for each in report.returning:
        yield f"{each.path}: this is another version; it was withdrawn for the reason “{each.reason}”"


def _failures(report: Report, every: bool) -> list[str]:
    new = [each for each in report.failures if each.is_new and not each.is_lost]
    known = [each for each in report.failures if not each.is_new]
    lines = _listed("Can't be read", map(_failure, new), every)
    if known and every:
        return lines + _listed("Can't be read, as before", map(_failure, known), every)
    return [*lines, f"Can't be read, as before: {counted(len(known), 'file')}; --all names them"] if known else lines


def _changed(changes: Sequence[DocumentChange], every: bool) -> list[str]:
    if not changes:
        return []
    lines = [f"Changed ({len(changes):,}):"]
    for number, change in enumerate(changes):
        if not every and number == LISTED:
            lines.append(f"  ... and {len(changes) - LISTED:,} more; --all names them")
            break
        lines.append(f"  {change.path}: {_what(change)}")
        if every or number < DETAILED:
            lines += _details(change, every)
    return lines


def _what(change: DocumentChange) -> str:
    said = [f"{len(change.sections)} of {counted(change.of, 'section')}"] if change.sections else []
    said += [STATED_NAMES.get(each.name, each.name) for each in change.stated]
    said += [counted(len(change.facts), "fact")] if change.facts else []
    return ", ".join(said) or "nothing that can be quoted"


def _details(change: DocumentChange, every: bool) -> Iterator[str]:
    yield from (f"    {_stated(each)}" for each in change.stated if each.name != "audience")  # said at the top
    for title in change.roles_added:
        yield f"    describes the role {title} now"
    for title in change.roles_removed:
        yield f"    no longer describes the role {title}"
    for fact in change.facts:
        yield f"    {_fact(fact)}"
    shown = change.sections if every else change.sections[:SECTIONS]
    for section in shown:
        yield from _section(section, every)
    if len(shown) < len(change.sections):
        yield f"    ... and {counted(len(change.sections) - len(shown), 'more section')}; --all names them"


def _stated(change: StatedChange) -> str:
    name = STATED_NAMES.get(change.name, change.name)
    before, after = (", ".join(each) or "not stated" for each in (change.before, change.after))
    return f"{name}: {before} -> {after}"


def _fact(change: FactChange) -> str:
    name = f"{change.role}, {change.name.replace('_', ' ')}"
    if not change.before:
        return f"{name}: {_values(change.after)} (new)"
    if not change.after:
        return f"{name}: {_values(change.before)} (gone)"  # something else may still be stated
    if len(change.before) == len(change.after) == 1:
        return f"{name}: {' -> '.join(excerpts(change.before[0], change.after[0]))}"
    return f"{name}: {_values(change.before)} -> {_values(change.after)}"


def _values(values: Sequence[str]) -> str:
    named = "; ".join(shortened(value, 80) for value in values[:2])
    return named + (f" and {len(values) - 2} more" if len(values) > 2 else "")


def _section(change: SectionChange, every: bool) -> Iterator[str]:
    name = " > ".join(change.heading) or "above the first heading"
    if change.how == "renamed":
        yield f"    {name}: was called {change.was[-1]}"
        return
    counts = [counted(len(change.added), "line") + " added"] if change.added else []
    counts += [(f"{len(change.removed):,}" if counts else counted(len(change.removed), "line")) + " removed"] * bool(
        change.removed
    )
    how = {"added": "new", "removed": "gone"}.get(change.how)
    yield f"    {name}: {', '.join([*([how] if how else []), *counts])}"
    most = None if every else PAIRS
    if len(change.added) == len(change.removed):
        for old, new in list(zip(change.removed, change.added, strict=True))[:most]:
            before, after = excerpts(old, new)
            yield f"      - {before}"
            yield f"      + {after}"
    else:
        yield from (f"      - {shortened(line)}" for line in change.removed[:most])
        yield from (f"      + {shortened(line)}" for line in change.added[:most])


def _by_kind(name: str, warnings: Sequence[DocumentWarning], every: bool) -> list[str]:
    if not warnings:
        return []
    lines = [f"{name} ({len(warnings):,}):"]
    kinds: dict[str, list[DocumentWarning]] = {}
    for warning in warnings:
        kinds.setdefault(warning.kind, []).append(warning)
    for kind, found in kinds.items():
        lines += [f"  {line}" for line in _listed(KINDS[kind], map(_warning, found), every, WARNED.get(kind, LISTED))]
    return lines


def _warning(warning: DocumentWarning) -> str:
    if any(path in warning.text for path in warning.documents):
        return warning.text
    named, more = ", ".join(warning.documents[:3]), len(warning.documents) - 3
    return f"{named}{f' and {more} more' if more > 0 else ''}: {warning.text}"
