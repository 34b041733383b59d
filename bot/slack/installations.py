"""The bot tokens of several workspaces, encrypted, in Bolt's own table, in the database of the record."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass

from slack_bolt.error import BoltError
from slack_sdk.oauth.installation_store import Bot, Installation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.installation_store.sqlalchemy import SQLAlchemyInstallationStore
from sqlalchemy import Connection, select, update

from bot.record.database import Database
from bot.record.errors import RecordError
from bot.record.message import Person
from bot.record.record import Record
from bot.slack.errors import TokenUnreadable
from bot.slack.token_keys import TokenKeys, WrongKey

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Installed:
    """A workspace in which somebody has installed Rolecall."""

    team: str  # "T024BE7LD"
    team_name: str
    token: str  # the bot's


class Installations:
    """Keeps one token a workspace, and notes in the record who installed Rolecall where. Its methods block."""

    def __init__(self, record: Record, client_id: str, keys: TokenKeys) -> None:
        """Make the table where it isn't there yet, and have each token in it encrypted with the first key.

        Raises:
            RecordError: the database can't be written.
        """
        self._record = record
        self._keys = keys
        engine = record.database.engine
        self._writing = SQLAlchemyInstallationStore(client_id, engine)
        # SQLite: a read that doesn't say so would wait for whoever writes.
        self._reading = SQLAlchemyInstallationStore(client_id, engine.execution_options(read_only=True))
        with record.database.write() as connection:  # of several processes that start at once, one makes it
            self._writing.bots.create(connection, checkfirst=True)
            if not record.database.is_sqlite:
                # Bolt makes it as long as plain tokens are, which SQLite doesn't mind.
                connection.exec_driver_sql("ALTER TABLE slack_bots ALTER COLUMN bot_token TYPE TEXT")
            has_changed = self._encrypt(connection)
        if has_changed:
            self._scrub()

    @property
    def database(self) -> Database:
        return self._record.database

    def find(self, team: str) -> Installed | None:
        """What is installed in that workspace; None where nothing is, or no longer.

        Raises:
            TokenUnreadable: its token was encrypted with a key that isn't there.
        """
        bot = self._kept(team)
        if bot is None:
            return None
        try:
            return Installed(team, bot.team_name or "", self._keys.decrypt(bot.bot_token))
        except WrongKey as problem:
            raise TokenUnreadable(team) from problem

    def save(self, bot: Bot, installer: str) -> None:
        """In place of the workspace's token so far.

        Args:
            installer: the id of whoever installed it; they stand in the record.
        """
        bot.enterprise_id = None  # a workspace is found by its own id alone, whichever organisation it is in
        bot.bot_token = self._keys.encrypt(bot.bot_token)
        with self.database.translated():
            self._writing.delete_bot(enterprise_id=None, team_id=bot.team_id)
            self._writing.save_bot(bot)
        self._record.note("installed", {"surface": "slack"}, Person("slack", bot.team_id or "", installer))

    def delete(self, team: str) -> bool:
        """Forget a workspace's token; whether there was one."""
        was_there = self._kept(team) is not None
        with self.database.translated():
            self._writing.delete_bot(enterprise_id=None, team_id=team)
        if was_there:
            self._record.note("uninstalled", {"surface": "slack"}, None)
        return was_there

    def _kept(self, team: str) -> Bot | None:
        with self.database.translated():
            return self._reading.find_bot(enterprise_id=None, team_id=team)

    def _encrypt(self, connection: Connection) -> bool:
        """Encrypt with the first key what isn't; whether anything wasn't. What can't be decrypted stays as it is."""
        bots = self._writing.bots
        has_changed = False
        kept = select(bots.c.id, bots.c.team_id, bots.c.bot_token).where(bots.c.bot_token.is_not(None))
        for row in connection.execute(kept).all():
            if self._keys.is_current(row.bot_token):
                continue
            try:
                encrypted = self._keys.encrypt(self._keys.decrypt(row.bot_token))
            except WrongKey:
                _log.error("%s", TokenUnreadable(row.team_id))
                continue
            connection.execute(update(bots).where(bots.c.id == row.id).values(bot_token=encrypted))
            has_changed = True
        return has_changed

    def _scrub(self) -> None:
        """Have what stood there before gone from the files as well."""
        with self.database.translated(), self.database.engine.connect() as connection:
            clean = "PRAGMA wal_checkpoint(TRUNCATE)" if self.database.is_sqlite else "VACUUM slack_bots"
            connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql(clean)


class BoltStore(AsyncInstallationStore):
    """The same as Bolt's OAuth flow wants it. It only ever saves; tokens of people are not asked for, nor kept."""

    def __init__(self, installations: Installations) -> None:
        self._installations = installations

    async def async_save(self, installation: Installation) -> None:
        """
        Raises:
            BoltError: it couldn't be stored; Bolt shows a page that says so.
        """
        try:
            await asyncio.to_thread(self._installations.save, installation.to_bot(), installation.user_id)
        except RecordError as problem:
            raise BoltError(str(problem)) from problem
