"""Where a message is on its way, and who may move it on.

    received ──answered()──► answered ──posting()──► posting ──posted()──► posted
        │                        │                      │
        └──────── failed() ──────┴───────── failed() ───┴────────────────► failed

A message is *received* before the surface is told "got it", under the unique key of surface, workspace, channel and
message: a retry, a twin event or a second replica gets the receipt that is there already, and must not answer.

A worker *claims* a message before it does anything with it. Its lease runs out after a while, so that the messages of a
worker that was killed are claimed by another; each claim has a number, and with an older one nothing can be stored any
more. So there is one answer, however many workers there are and whenever they die:

| killed                           | state            | after the restart                                              |
|----------------------------------|------------------|----------------------------------------------------------------|
| before `receive` has stored it   | none             | the surface hands the message in again: it heard no "got it"   |
| while answering                  | received         | the next claim answers it                                      |
| after `answered`                 | answered         | the next claim posts the answer that is stored                 |
| between `posting` and `posted`   | posting          | the next claim looks whether it was posted; see below          |
| after `posted` or `failed`       | posted or failed | nothing: it has ended                                          |

Posting to an outside service can't be made one step with storing that it was posted. So the intent is stored first, and
whoever finds it after a crash knows that the one thing not known is whether the post arrived. A message that ended its
worker's process `MOST_ATTEMPTS` times is failed, with that as its reason, rather than tried for ever.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, bindparam, or_, select, update

from bot.record import tables
from bot.record.errors import ClaimLost
from bot.record.message import Claim

LEASE_SECONDS = 60.0
MOST_ATTEMPTS = 5
GAVE_UP = f"given up: the process that answered it ended {MOST_ATTEMPTS} times"
ABANDONED = "abandoned: whoever asked left, or the process ended, before the answer was shown"
MAY_HAVE_BEEN_POSTED = "may have been posted: the process ended while it was posting"

OPEN = ("received", "answered", "posting")
_messages = tables.messages
_FREE = _messages.c.state.in_(OPEN) & (_messages.c.lease_until <= bindparam("now"))


def next_free(connection: Connection, now: int, surface: str | None) -> Any | None:
    """The row of the message that has waited longest and that nobody is at."""
    found = select(_messages).where(_FREE).order_by(_messages.c.lease_until, _messages.c.id).limit(1)
    if surface is not None:
        found = found.where(_messages.c.surface == surface)
    return connection.execute(found, {"now": now}).one_or_none()


def lease(connection: Connection, row: Any, worker: str, until: int) -> int:
    """Give the message to that worker; the number of its attempt."""
    attempt = int(row.attempts) + 1
    leased = update(_messages).where(_messages.c.id == row.id)
    connection.execute(leased.values(worker=worker, lease_until=until, attempts=attempt))
    return attempt


def held(connection: Connection, claim: Claim) -> Any:
    """The row of a message whose claim still stands.

    Raises:
        ClaimLost: another worker has claimed it since, or it has ended.
    """
    row = connection.execute(_HELD, {"held": claim.id, "attempt": claim.attempt}).one_or_none()
    if row is None:
        raise ClaimLost(claim.number)
    return row


_HELD = select(_messages).where(
    _messages.c.id == bindparam("held"),
    _messages.c.attempts == bindparam("attempt"),
    or_(*(_messages.c.state == state for state in OPEN)),
)
