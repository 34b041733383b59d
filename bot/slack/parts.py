"""What the listeners are given: everything that the Slack surface works with, put together in `bot/main.py`."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, field
from typing import Protocol

from slack_sdk.web.async_client import AsyncWebClient

from bot.adding import Adding
from bot.answers.answer import Question
from bot.answers.why import Why
from bot.candidate.candidates import Candidates
from bot.channels import Channels
from bot.desk.desk import Desk
from bot.live_answers import LiveAnswers
from bot.publishing import Publishing
from bot.quoted import Documents
from bot.record.export.exporting import Export
from bot.record.export.formats import Format
from bot.record.message import Person, Provenance
from bot.record.query import Filters
from bot.record.record import Record
from bot.record.reports.topics import Topics
from bot.settings import Settings
from bot.slack.client import Ourselves
from bot.slack.holding import Holding
from bot.slack.membership import Membership
from bot.slack.people import People
from bot.slack.running import Running
from bot.slack.settings import SlackSettings
from bot.topic_watch import TopicWatch
from index.audience import Audience

ANSWERED_AT_ONCE = 8  # questions; the others wait in their order, already stored


@dataclass(frozen=True, slots=True)
class Workspace:
    """One workspace: who we are there, and how we talk to it."""

    ourselves: Ourselves
    client: AsyncWebClient
    people: People
    membership: Membership


class Workspaces(Protocol):
    """The workspaces that Rolecall is installed in."""

    async def of(self, team: str) -> Workspace:
        """The one with that id.

        Raises:
            NotInstalled: Rolecall is not in that workspace, or no longer.
        """
        ...

    async def uninstalled(self, team: str) -> None:
        """Slack says that Rolecall was taken out of a workspace: nothing is done there any more."""
        ...


@dataclass(frozen=True, slots=True)
class Slack:
    """The parts. Listeners get them; nothing here is built by a listener."""

    rolecall: Settings
    settings: SlackSettings
    workspaces: Workspaces
    live: LiveAnswers  # answers within an audience; call it in `answering`
    record: Record  # blocking: call it in `recording`
    documents: Documents  # id of a snapshot -> its documents, for quotes in their context
    provenance: Callable[[str], Provenance]  # id of a snapshot -> what answered from it
    publishing: Callable[[Person], Publishing]  # decides what is live, in the name of that person
    candidates: Candidates  # builds what is decided on; blocking
    adding: Adding  # documents that admins hand over; blocking
    channels: Channels  # what was chosen for single channels; blocking: call it in `recording`
    # Why what is live answers a question as it does, to whom and from which documents; call it in `answering`.
    why: Callable[[Question, Audience, tuple[str, ...]], Why]
    desk: Desk  # cases handed to HR; blocking: call it in `recording`
    topics: TopicWatch  # what is HR's to say; blocking for some milliseconds
    link: Callable[[Person], str] | None  # a one-time link to the pages for an auditor; None: the settings allow none
    export: Callable[[Filters, Format, Person], Export]  # by that auditor, to be iterated once; blocking
    # What staff ask and the documents don't answer, in one workspace or ("") everywhere; takes seconds.
    unanswered: Callable[[Filters, str], Topics]
    worker: str  # our name in the record's claims
    # Threads apart: the receipt of a message is stored at once, however many questions are being answered.
    receiving: Executor
    recording: Executor
    answering: Executor
    answering_at_once: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(ANSWERED_AT_ONCE))
    running: Running = field(default_factory=Running)  # what goes on beside the listeners
    holding: Holding = field(default_factory=Holding)  # the questions that are being answered

    def close(self) -> None:
        """Let go of what is held open, once nothing goes on any more: whoever serves again opens it anew."""
        self.live.close()
        for threads in (self.receiving, self.recording, self.answering):
            threads.shutdown(wait=False, cancel_futures=True)
