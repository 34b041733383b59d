"""Bring a database up to date, within a transaction that nobody else writes in."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util.exc import CommandError
from sqlalchemy import Connection

from bot.record.errors import RecordError


def config(connection: Connection) -> Config:
    """Alembic's settings, without a file of them."""
    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    made.set_main_option("path_separator", "os")
    made.attributes["connection"] = connection
    return made


def upgrade(connection: Connection) -> None:
    """Run the migrations that are missing, in the transaction of `connection`.

    Raises:
        RecordError: the database was written by a later version of Rolecall.
    """
    try:
        command.upgrade(config(connection), "head")
    except CommandError as problem:
        raise RecordError(f"The record was written by a later version of Rolecall ({problem}). Update this one.") from (
            problem
        )
