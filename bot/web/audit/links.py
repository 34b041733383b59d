"""One-time links: the bot hands one to an auditor in a direct message, and whoever opens it first is signed in.

Opening the address uses nothing up, for chat products open every address to show what is behind it; the button on the
page does.
"""

from __future__ import annotations

from sqlalchemy import bindparam, delete, insert, select

from bot.auditors import Auditors, SignedIn
from bot.record.message import Person
from bot.record.record import Record
from bot.record.stored import person_of
from bot.record.tables import web_links
from bot.record.times import now, seconds
from bot.web.audit.secrets import new_secret, stored
from knowledge.errors import RolecallError


class NotAnAuditor(RolecallError):
    """A link was asked for by somebody whom the settings don't name as an auditor."""

    def __init__(self) -> None:
        super().__init__("Only auditors may look into the record. Whoever runs Rolecall names them in its settings.")


class Links:
    """Makes one-time links, and takes them back."""

    def __init__(self, record: Record, auditors: Auditors, address: str, link_minutes: float) -> None:
        """`address` is what a link begins with: "https://rolecall.example.org/audit/link"."""
        self._record = record
        self._auditors = auditors
        self._address = address
        self._lasts = seconds(60 * link_minutes)

    def create(self, person: Person) -> str:
        """A link that signs in whoever opens it first, for a direct message to `person` and nobody else.

        Raises:
            NotAnAuditor: they are none.
        """
        if not self._auditors.has(person):
            raise NotAnAuditor
        secret, at = new_secret(), now()
        row = {"id": stored(secret), "person": person.key, "name": person.name, "ends_at": at + self._lasts}
        with self._record.database.write() as connection:
            connection.execute(delete(web_links).where(web_links.c.ends_at <= at))
            connection.execute(insert(web_links), row)
        self._record.note("link_created", {}, person)
        return f"{self._address}/{secret}"

    def is_good(self, secret: str) -> bool:
        """Whether it could be used, which this does not."""
        with self._record.database.read() as connection:
            row = connection.execute(_BY_ID, {"id_of": stored(secret)}).one_or_none()
        return row is not None and row.ends_at > now()

    def use(self, secret: str) -> SignedIn | None:
        """Whom it signs in; None where it was used before, or is too old, or they are no auditor any more."""
        with self._record.database.write() as connection:  # nobody else writes meanwhile, so that one of two wins
            row = connection.execute(_BY_ID, {"id_of": stored(secret)}).one_or_none()
            connection.execute(delete(web_links).where(web_links.c.id == stored(secret)))
        if row is None or row.ends_at <= now():
            return None
        person = person_of(row)
        return SignedIn(person) if person is not None and self._auditors.has(person) else None


_BY_ID = select(web_links, web_links.c.person.label("key")).where(web_links.c.id == bindparam("id_of"))
