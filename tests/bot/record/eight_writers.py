"""A process that writes into a record beside others: python -m tests.bot.record.eight_writers URL NAME TIMES."""

from __future__ import annotations

import sys

from bot.record.database import Database
from bot.record.record import Record
from tests.bot.record.made import ANSWER, CODE, incoming


def main(url: str, name: str, times: int) -> None:
    record = Record(Database.open(url))
    for number in range(times):
        # Every other message is one that all of the writers hand in.
        message = f"{name}.{number}" if number % 2 else f"all.{number}"
        received = record.receive(incoming(message, message=message), worker=name)
        if received.claim is not None:
            record.answered(received.claim, ANSWER, 1.0, CODE, posting_to=["C1"])
            record.posted(received.claim, ["C1"])
            record.feedback(received.number, None, True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
