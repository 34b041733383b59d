"""Follow-ups: what a question leaves unsaid because earlier ones of its thread said it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

from bot.answers.confidence import wanted_kinds
from bot.answers.intent import Form, Intent
from bot.answers.lexicon import lexicon
from bot.answers.wording import Word, stems_of
from knowledge.fact import Role

# What a question may want, and the kinds of facts that never give it.
_NEVER = {
    "time": frozenset(("money", "role")),
    "person": frozenset(("money", "date", "hours", "duration")),
    "money": frozenset(("role", "date", "hours", "duration")),
}
_THAT_MANAGER = re.compile(r"\b(?:that|this) (?:(?:line )?manager|boss|supervisor|person)\b", re.IGNORECASE)
_BY_WHEN = re.compile(r"(?:and |ok and |so )?(?:by|until|till) (?:when|what date)\W*", re.IGNORECASE)
_STEP = re.compile(r"\b(?:[IV]{1,3}|\d)\b")
# "And for the 3?", "what about level II?": the same role, at another step.
_OTHER_STEP = re.compile(
    r"((?:and |what about |how about )?(?:for |of |at )?(?:an? |the )?)(?:level |grade |step )?([iv]{1,3}|\d)s?\W*",
    re.I,
)
# "And the lead one?": another rank of the same role.
_OTHER_RANK = re.compile(
    r"((?:and |what about |how about )?(?:for |of |at )?(?:an? |the )?)([a-z]+) (?:one|level)\W*", re.IGNORECASE
)
LOOKED_BACK = 300  # characters of the earlier questions that a follow-up is read with
FEW_DETAILS = 2  # a question in a thread with so few words of its own is about what was asked before


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked once the thread is taken into account."""

    text: str  # complete in itself, for reading passages
    roles: tuple[Role, ...] = ()
    is_ambiguous: bool = False  # the roles are candidates of which one is meant
    facts: tuple[str, ...] = ()
    details: tuple[Word, ...] = ()
    form: Form = "one"
    leans: bool = False  # on earlier questions
    intent: Intent | None = None  # of the question that gave facts and form
    own_text: str = ""  # what was typed last
    earlier_text: str = ""  # the question it leans on
    candidates: tuple[Role, ...] = ()  # the roles that the thread asked back about last


def resolve(earlier: Iterable[Intent], current: Intent) -> Request:
    """The current question, completed from the earlier ones, oldest first."""
    state: Request | None = None
    for intent in (*earlier, current):
        after = follow(state, intent)
        asked_back = after.roles if after.is_ambiguous else state.candidates if state else ()
        state = replace(after, candidates=asked_back)
    assert state is not None
    return state


def in_full(earlier: Sequence[Intent], current: Intent) -> str:
    """The current question with what only the one before tells in its place; "" where it says all of it itself.

    "And the associate?" behind a question about the lead clerk is about the associate clerk; "that manager" behind one
    about whom a role reports to is the one that its document names.
    """
    before = next((each for each in reversed(earlier) if len(each.roles) == 1), None)
    if before is None:
        return ""
    role, text, unknown = before.roles[0], current.text, current.mentions.unknown
    managers = role.stated("reports_to") if "reports_to" in before.fact_names else ()
    if managers and _THAT_MANAGER.search(text):
        return _THAT_MANAGER.sub(lambda _: f"the {managers[0].value}", text, count=1)
    if "how_to_apply" in before.fact_names and _BY_WHEN.fullmatch(text):
        return f"Until when can I apply for {role.title}?"
    if (step := _OTHER_STEP.fullmatch(text)) and (title := _with_step(role.title, step[2])):
        return f"{step[1]}{title}?"
    if (rank := _OTHER_RANK.fullmatch(text)) and rank[2].lower() in lexicon().ranks:
        return f"{rank[1]}{rank[2]} {_without_rank(role.title)}?"
    if unknown and set(unknown.lower().split()) <= lexicon().ranks:
        return text.replace(unknown, f"{unknown} {_without_rank(role.title)}", 1)
    return ""


def _without_rank(title: str) -> str:
    """ "Senior Records Archivist (A3)" as "Records Archivist"."""
    main = title.partition("(")[0]
    return " ".join(word for word in main.split() if word.lower() not in lexicon().ranks)


def _with_step(title: str, step: str) -> str:
    """The title with another step in place of its own: "Technician 2" with "3"; "" where it has none."""
    written = step.upper() if step.isalpha() else step
    changed, times = _STEP.subn(lambda _: written, title)
    return changed if times == 1 else ""


def follow(before: Request | None, current: Intent) -> Request:
    """One question after another."""
    alone = _alone(current)
    if before is None:
        return alone
    if current.roles:
        if current.facts or current.details or not _is_elliptical(current):
            return _narrowed(alone, before)
        return _other_role(before, current)
    if current.mentions.unknown:
        return (
            alone if current.facts or current.details or not _is_elliptical(current) else _unknown_role(before, current)
        )
    if picked := _picked(before, current):
        return picked
    if current.form == "every_role":
        return alone if current.facts or current.details else replace(alone, facts=before.facts, details=before.details)
    return _same_roles(before, current, alone)


def starts_on(current: Intent) -> bool:
    """Whether the question begins as one that goes on: "and ...", "what about ..."."""
    words = tuple(word.plain for word in current.wording.words)
    return any(words[: len(phrase)] == phrase for phrase in lexicon().continuations)


def points_back(current: Intent) -> bool:
    """Whether it has a word that stands for something said before: "they", "it", "that"."""
    return any(word.plain in lexicon().back_references for word in current.wording.words)


def _alone(intent: Intent) -> Request:
    return Request(
        text=intent.text,
        roles=intent.roles,
        is_ambiguous=intent.mentions.is_ambiguous,
        facts=intent.fact_names,
        details=intent.details,
        form=intent.form,
        intent=intent,
        own_text=intent.text,
    )


def _picked(before: Request, current: Intent) -> Request | None:
    """ "Both" or "the other one" of the roles that the thread asked back about; None where nothing like it is said."""
    words = {word.plain for word in current.wording.words}
    if before.is_ambiguous and (called := _called(before.roles, current)) is not None:
        text = f"{before.text} {current.text}"
        return replace(before, text=text, roles=(called,), is_ambiguous=False, leans=True, own_text=current.text)
    if current.facts or current.details or not before.candidates:
        return None
    if words & {"both", "all"}:
        roles = before.candidates
    elif "other" in words and len(before.roles) == 1:
        roles = tuple(role for role in before.candidates if role not in before.roles)
    else:
        return None
    form: Form = "one" if len(roles) == 1 else "compare"
    text = f"{before.text} {current.text}"
    return replace(before, text=text, roles=roles, is_ambiguous=False, form=form, leans=True, own_text=current.text)


def _called(roles: Sequence[Role], current: Intent) -> Role | None:
    """The one of these roles by whose file's name, title or employer a question of few words goes: "the night one"."""
    said = {word.stem for word in current.wording.words if not word.is_stop}
    if not 0 < len(said) <= FEW_DETAILS:
        return None
    names = {id(role): stems_of(f"{role.title} {role.organisation} {role.file_words}") for role in roles}
    called = [role for role in roles if said.issubset(names[id(role)])]
    return called[0] if len(called) == 1 else None


def _narrowed(alone: Request, before: Request) -> Request:
    """ "The coordinator" after a question about one of them is that one, or else the one of the same page."""
    if not alone.is_ambiguous or before.is_ambiguous:
        return alone
    known = tuple(role for role in before.roles if role in alone.roles) or _beside(alone.roles, before.roles)
    return replace(alone, roles=known, is_ambiguous=False) if len(known) == 1 else alone


def _beside(roles: Sequence[Role], known: Sequence[Role]) -> tuple[Role, ...]:
    """Those of the roles that a page describes as it does one that is known; else those of its employer or folder."""
    for shared in map(attrgetter, ("document", "organisation", "folder")):
        places = {shared(role) for role in known} - {""}
        if found := tuple(role for role in roles if shared(role) in places):
            return found
    return ()


def _other_role(before: Request, current: Intent) -> Request:
    """ "And the technician?": the question before, asked about another role; "the Millbrook one" picks one."""
    roles = current.roles
    if before.is_ambiguous:
        roles = tuple(role for role in current.roles if role in before.roles) or current.roles
    elif current.mentions.is_ambiguous:
        roles = _beside(current.roles, before.roles) or current.roles
    is_ambiguous = len(roles) > 1 and current.mentions.is_ambiguous
    text = _with_role(before, current)
    form: Form = "compare" if len(roles) > 1 and not is_ambiguous else "one"
    return replace(
        before,
        text=text,
        roles=roles,
        is_ambiguous=is_ambiguous,
        form=form,
        leans=True,
        own_text=current.text,
        earlier_text=before.text,
    )


def _with_role(before: Request, current: Intent) -> str:
    """The earlier question with its role put in place of another, or the new one set behind it."""
    said = current.mentions.mentions[0]
    words = current.wording.words
    name = current.text[words[said.start].start : words[said.end - 1].end] if said.end else current.roles[0].title
    if before.intent and before.intent.mentions.mentions and before.intent.mentions.mentions[0].end:
        old = before.intent.mentions.mentions[0]
        old_words = before.intent.wording.words
        start, end = old_words[old.start].start, old_words[old.end - 1].end
        return before.intent.text[:start] + name + before.intent.text[end:]
    return f"{before.text.rstrip(' ?.!')} for {name}?"


def _unknown_role(before: Request, current: Intent) -> Request:
    return replace(before, roles=(), is_ambiguous=False, form="one", leans=True, intent=current, own_text=current.text)


def _same_roles(before: Request, current: Intent, alone: Request) -> Request:
    """ "And the schedule?": the role stays, what is asked is new; without anything new the whole question stays."""
    text = f"{before.text[-LOOKED_BACK:]} {current.text}"
    if not before.roles:
        leans = starts_on(current) or points_back(current) or len(current.details) <= FEW_DETAILS
        return replace(alone, text=text if leans else alone.text, leans=leans, earlier_text=before.text[-LOOKED_BACK:])
    says_what = bool(current.facts or current.details)
    asks_anew = says_what or _wants_another_kind(before, current)
    return replace(
        alone,
        text=text if not says_what else current.text,
        roles=before.roles,
        is_ambiguous=before.is_ambiguous,
        facts=current.fact_names if asks_anew else before.facts,
        details=current.details if asks_anew else before.details,
        form="compare" if before.form == "compare" else "one",
        leans=True,
        earlier_text=before.text,
    )


def _wants_another_kind(before: Request, current: Intent) -> bool:
    """Whether it asks how long, who or how much where the facts asked before are of another kind: "how long is it?"."""
    kinds = {each.value for each in before.intent.facts} if before.intent is not None else set()
    wanted = wanted_kinds(current.text)
    return bool(kinds) and any(wanted[kind] and kinds <= others for kind, others in _NEVER.items())


def _is_elliptical(current: Intent) -> bool:
    """Whether nothing is said besides a role and small words that link it: "and the technician?"."""
    started = starts_on(current)
    rest = [word for number, word in enumerate(current.wording.words) if number not in current.mentions.covered]
    if current.mentions.unknown:
        named = current.mentions.unknown.lower()
        rest = [word for word in rest if word.plain not in named]
    return all(word.plain in lexicon().linking for word in rest) or (started and all(word.is_stop for word in rest))
