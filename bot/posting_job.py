"""Jobs that post something somewhere again and again: by one of several processes, and again where that one died.

That it is about to be posted is stored first, then it is posted, then that it was. Whoever finds an intent that is old
and was never carried out posts the same once more: better twice than not at all.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection

from bot.record.database import Database
from bot.record.times import seconds
from bot.schedule import Job, last_done

AGAIN_SECONDS = 600.0  # after which an intent counts as given up
Body = Mapping[str, Any]


def posting_job(
    name: str,
    database: Database,
    is_due: Callable[[int | None, int], bool],
    prepare: Callable[[Connection, int], Body | None],
    send: Callable[[Body], None],
    workspace: str = "",
) -> Job:
    """A job of that name, whose entries are of the kinds NAME_posting and NAME_posted.

    Args:
        is_due: whether it is, by when it was last about to be posted (None: never) and now, in microseconds.
        prepare: what is to be posted, worked out in one step with finding that it is due; JSON that is never erased;
            None: nothing yet.
        send: posts it; raises RolecallError where it can't, and then it is tried again later.
        workspace: of several jobs of that name, each in a workspace of its own, it goes by the entries of this one.
    """
    intended, posted = f"{name}_posting", f"{name}_posted"
    told = f"{name} in {workspace}" if workspace else name
    mark = {"workspace": workspace} if workspace else {}

    def run() -> str:
        with database.append() as appender:
            intent, done = (last_done(appender.connection, kind, workspace) for kind in (intended, posted))
            if intent is not None and (done is None or json.loads(done.body)["entry"] != intent.seq):
                if intent.at + seconds(AGAIN_SECONDS) > appender.now:  # somebody is at it
                    return ""
                body: Body | None = json.loads(intent.body)
            elif is_due(intent.at if intent is not None else None, appender.now):
                body = prepare(appender.connection, appender.now)
            else:
                return ""
            if body is None:
                return ""
            entry = appender.append(intended, {**body, **mark})
        send(body)
        with database.append() as appender:
            appender.append(posted, {"entry": entry, **mark})
        return f"{told} posted"

    return Job(told, run)
