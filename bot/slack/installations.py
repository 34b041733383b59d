"""The bot tokens of several workspaces, in Bolt's own table, in the database of the record."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from slack_bolt.error import BoltError
from slack_sdk.oauth.installation_store import Bot, Installation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.installation_store.sqlalchemy import SQLAlchemyInstallationStore

from bot.record.database import Database
from bot.record.errors import RecordError
from bot.record.message import Person
from bot.record.record import Record


@dataclass(frozen=True, slots=True)
class Installed:
    """A workspace in which somebody has installed Rolecall."""

    team: str  # "T024BE7LD"
    team_name: str
    token: str  # the bot's


class Installations:
    """Keeps one token a workspace, and notes in the record who installed Rolecall where. Its methods block."""

    def __init__(self, record: Record, client_id: str) -> None:
        """Make the table where it isn't there yet.

        Raises:
            RecordError: the database can't be written.
        """
        self._record = record
        engine = record.database.engine
        self._writing = SQLAlchemyInstallationStore(client_id, engine)
        # SQLite: a read that doesn't say so would wait for whoever writes.
        self._reading = SQLAlchemyInstallationStore(client_id, engine.execution_options(read_only=True))
        with record.database.write() as connection:  # of several processes that start at once, one makes it
            self._writing.bots.create(connection, checkfirst=True)

    @property
    def database(self) -> Database:
        return self._record.database

    def find(self, team: str) -> Installed | None:
        """What is installed in that workspace; None where nothing is, or no longer."""
        with self.database.translated():
            bot = self._reading.find_bot(enterprise_id=None, team_id=team)
        return Installed(team, bot.team_name or "", bot.bot_token) if bot is not None else None

    def save(self, bot: Bot, installer: str) -> None:
        """In place of the workspace's token so far.

        Args:
            installer: the id of whoever installed it; they stand in the record.
        """
        bot.enterprise_id = None  # a workspace is found by its own id alone, whichever organisation it is in
        with self.database.translated():
            self._writing.delete_bot(enterprise_id=None, team_id=bot.team_id)
            self._writing.save_bot(bot)
        self._record.note("installed", {"surface": "slack"}, Person("slack", bot.team_id or "", installer))

    def delete(self, team: str) -> bool:
        """Forget a workspace's token; whether there was one."""
        was_there = self.find(team) is not None
        with self.database.translated():
            self._writing.delete_bot(enterprise_id=None, team_id=team)
        if was_there:
            self._record.note("uninstalled", {"surface": "slack"}, None)
        return was_there


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
