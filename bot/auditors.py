"""Who may audit. Being an admin, or anything else, makes nobody an auditor: only being named here does."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bot.record.message import Person

CHAT = re.compile(r"[^\s:/]+/[^\s:/]+")  # "T024BE7LD/U2147483697"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody, and what their sign-in vouches for."""

    person: Person
    email: str = ""  # "" unless the provider says that it is theirs
    subject: str = ""  # the provider's own id of them; "" where they came by a link


@dataclass(frozen=True, slots=True)
class Auditors:
    """The `auditors:` section of the settings file."""

    emails: frozenset[str] = frozenset()  # in small letters
    subjects: frozenset[str] = frozenset()  # as the sign-in's provider names people
    people: frozenset[str] = frozenset()  # keys of people on a surface: "slack:T024BE7LD:U2147483697"

    def __bool__(self) -> bool:
        return bool(self.emails or self.subjects or self.people)

    def admit(self, somebody: SignedIn) -> bool:
        """Whether they are among them."""
        return (
            somebody.person.key in self.people
            or (bool(somebody.email) and somebody.email.lower() in self.emails)
            or (bool(somebody.subject) and somebody.subject in self.subjects)
        )

    def has(self, person: Person) -> bool:
        """Whether somebody on a surface is among them: whom a bot may hand a link."""
        return self.admit(SignedIn(person))


@dataclass(frozen=True, slots=True)
class AuditorsOnSurfaces(Auditors):
    """The same, and whom a surface knows to be auditors: it is asked at each use, in a thread that may wait."""

    lookups: Mapping[str, Callable[[Person], bool]] = field(default_factory=dict)  # surface -> whether they are one

    def __bool__(self) -> bool:
        return bool(self.emails or self.subjects or self.people or self.lookups)

    def admit(self, somebody: SignedIn) -> bool:
        if Auditors.admit(self, somebody):
            return True
        is_one = self.lookups.get(somebody.person.surface)
        return is_one is not None and is_one(somebody.person)


def read_auditors(value: object) -> Auditors:
    """A list such as [{"email": "audrey@example.org"}, {"slack": "T024BE7LD/U2147483697"}].

    Raises:
        ValueError: its arguments are the problems, each to stand behind the name of the setting.
    """
    if not isinstance(value, list):
        raise ValueError(" must be a list of lines of the form `- email: name@example.org`")
    found: dict[str, set[str]] = {"email": set(), "subject": set(), "people": set()}
    problems = []
    for number, entry in enumerate(value, start=1):
        if not isinstance(entry, dict) or len(entry) != 1:
            problems.append(f": line {number} must be one of {', '.join(f'`- {name}: ...`' for name in _KINDS)}")
            continue
        [(name, given)] = entry.items()
        try:
            kind, read = _KINDS[name]
            found[kind].add(read(name, given if isinstance(given, str) else ""))
        except KeyError:
            problems.append(f": `{name}` names nobody; there are {', '.join(_KINDS)}")
        except ValueError as problem:
            problems.append(f": line {number}, `{name}`{problem}")
    if problems:
        raise ValueError(*problems)
    return Auditors(frozenset(found["email"]), frozenset(found["subject"]), frozenset(found["people"]))


def _email(_: str, given: str) -> str:
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", given):
        raise ValueError(" must be an address such as name@example.org")
    return given.lower()


def _subject(_: str, given: str) -> str:
    if not given.strip():
        raise ValueError(" must be the id that the provider gives somebody")
    return given.strip()


def _chat(surface: str, given: str) -> str:
    if not CHAT.fullmatch(given):
        raise ValueError(" must be of the form WORKSPACE/USER")
    return Person(surface, *given.split("/")).key


_KINDS: dict[str, tuple[str, Callable[[str, str], str]]] = {
    "email": ("email", _email),
    "subject": ("subject", _subject),
    "slack": ("people", _chat),
    "teams": ("people", _chat),
}
