"""Which answers will change, as lines for a terminal: what is worse now comes first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.answers.scope import EVERYTHING_WRITTEN, in_words
from bot.candidate.excerpt import excerpts
from bot.candidate.preview import Preview, Said, Tried
from bot.terminal import safe

LISTED = 10  # of one kind that are shown without --all
KINDS = {
    "became_wrong": "Evaluation questions whose answer becomes wrong",
    "no_longer_right": "Evaluation questions whose answer is no longer right",
    "vanishes": "Answers that vanish",
    "changed": "Answers that change",
    "asks_back": "Questions that are asked back now",
    "source": "Answers of the same words from another source",
    "appears": "Answers that appear",
    "became_right": "Evaluation questions whose answer becomes right",
}
STATUSES = {"not_found": "not found", "clarify": "asks back", "refused": "declined", "chat": "small talk"}


def preview_lines(preview: Preview, every: bool = False) -> list[str]:
    """What the questions tell. `every`: nothing is left out."""
    lines = [_headline(preview)]
    if preview.evaluated:
        lines.append(
            f"Evaluation questions answered right: {preview.right_before:,} of {preview.evaluated:,} as it is, "
            f"{preview.right_after:,} once it is live."
        )
    groups: dict[str, list[Tried]] = {}
    for each in preview.tried:
        groups.setdefault(each.verdict or each.change, []).append(each)
    for kind, name in KINDS.items():
        lines += _group(name, groups.get(kind, []), every)
    return [safe(line) for line in lines]


def _headline(preview: Preview) -> str:
    if not preview.of:
        return "What will change: nobody has asked a question yet, and there are no evaluation questions."
    verdict = f"{len(preview.tried):,} of {preview.asked:,} answers" if preview.tried else "no answer"
    staff = preview.asked - preview.evaluated
    tried = [f"{preview.evaluated:,} evaluation questions"] if preview.evaluated else []
    tried += (
        [f"{staff:,} of the {preview.different:,} different questions that staff asked"] if preview.different else []
    )
    stopped = f"; it was stopped before {preview.of - preview.asked:,} others" if preview.is_stopped else ""
    return f"What will change: {verdict} ({' and '.join(tried)}, {preview.seconds:.1f} s{stopped})."


def _group(name: str, found: Sequence[Tried], every: bool) -> list[str]:
    if not found:
        return []
    shown = found if every else found[:LISTED]
    lines = [f"{name} ({len(found):,}):", *(line for each in shown for line in _tried(each))]
    more = len(found) - len(shown)
    return [*lines, f"  ... and {more:,} more; --all shows them"] if more else lines


def _tried(tried: Tried) -> Iterator[str]:
    about = [f"asked {tried.times:,} times" if tried.times > 1 else "asked once"] if tried.times else [tried.id]
    if tried.audience != EVERYTHING_WRITTEN:
        about.append(f"answered to {in_words(tried.audience)}")
    yield f"  “{tried.question}” ({', '.join(about)})"
    for text in tried.earlier:
        yield f"      after “{text}”"
    if tried.change == "source":
        yield f"      was in {_sources(tried.before)}"
        yield f"      now in {_sources(tried.after)}"
    elif tried.change != "same":
        before, after = excerpts(tried.before.text, tried.after.text)
        yield f"      was {_said(tried.before, before)}"
        yield f"      now {_said(tried.after, after)}"
    if tried.reasons:
        yield f"      {'; '.join(tried.reasons)}"


def _said(said: Said, text: str) -> str:
    if said.status == "not_found":
        return "not found"
    status = "" if said.status == "answered" else f"{STATUSES[said.status]}: "
    return f"{status}“{text}”" + (f" ({_sources(said)})" if said.sources else "")


def _sources(said: Said) -> str:
    named = [f"{document} > {section}" if section else document for document, section in said.sources[:2]]
    more = len(said.sources) - len(named)
    return "; ".join(named) + (f" and {more} more" if more else "")
