"""Who is signed in, kept in the record's database: one cookie holds the secret, the database its hash."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, delete, insert, select, update

from bot.auditors import Auditors, SignedIn
from bot.record.database import Database
from bot.record.message import Person
from bot.record.stored import person_of
from bot.record.tables import web_sessions
from bot.record.times import now, seconds
from bot.web.audit.secrets import form_token, new_secret, stored

SEEN_EVERY = seconds(60)  # writing "seen" at each page would make each page wait for the disk


@dataclass(frozen=True, slots=True)
class Visitor:
    """An auditor who looks at a page."""

    person: Person
    token: str  # that every form of theirs must hold
    is_signed_in: bool = True  # False: let in because they sit at this machine


class Sessions:
    """Begins, finds and ends sessions. Somebody who is no auditor any more has none, whatever is stored."""

    def __init__(self, database: Database, auditors: Auditors, idle_minutes: float, session_hours: float) -> None:
        self._database = database
        self._auditors = auditors
        self._idle = seconds(60 * idle_minutes)
        self._longest = seconds(3600 * session_hours)

    def begin(self, somebody: SignedIn) -> str:
        """A new session; its secret. Sessions that have ended are cleared away on the way."""
        secret, at = new_secret(), now()
        row = {
            "id": stored(secret),
            "person": somebody.person.key,
            "name": somebody.person.name,
            "email": somebody.email,
            "subject": somebody.subject,
            "seen_at": at,
            "ends_at": at + self._longest,
        }
        with self._database.write() as connection:
            ended = (web_sessions.c.ends_at <= at) | (web_sessions.c.seen_at <= at - self._idle)
            connection.execute(delete(web_sessions).where(ended))
            connection.execute(insert(web_sessions), row)
        return secret

    def visitor(self, secret: str) -> Visitor | None:
        """Whose session it is; None where there is none, or it has ended."""
        at = now()
        with self._database.read() as connection:
            row = connection.execute(_BY_ID, {"id_of": stored(secret)}).one_or_none()
        if row is None or row.ends_at <= at or row.seen_at <= at - self._idle:
            return None
        person = person_of(row)
        if person is None or not self._auditors.admit(SignedIn(person, row.email, row.subject)):
            return None
        if row.seen_at <= at - SEEN_EVERY:
            with self._database.write() as connection:
                connection.execute(_SEEN, {"id_of": row.id, "at": at})
        return Visitor(person, form_token(secret))

    def end(self, secret: str) -> None:
        with self._database.write() as connection:
            connection.execute(delete(web_sessions).where(web_sessions.c.id == stored(secret)))


_BY_ID = select(web_sessions, web_sessions.c.person.label("key")).where(web_sessions.c.id == bindparam("id_of"))
_SEEN = update(web_sessions).where(web_sessions.c.id == bindparam("id_of")).values(seen_at=bindparam("at"))
