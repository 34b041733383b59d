"""Building a candidate from Slack: in the background, its progress in a direct message, then the report."""

from __future__ import annotations

import asyncio
import logging

from bot.candidate.building import Outcome
from bot.candidate.candidates import Candidates
from bot.candidate.lines import first_lines
from bot.candidate.report import Report
from bot.slack.admins import Admin, noted
from bot.slack.errors import SlackError
from bot.slack.files import FileFailed, upload
from bot.slack.interrupted import Told, begun, ended
from bot.slack.parts import Slack
from bot.slack.progress import Progress, Stopped
from bot.slack.rendering.candidate import candidate_message, decided_message, is_cut
from bot.slack.rendering.message import Message, note
from index.candidate import read_candidate
from knowledge.errors import RolecallError

IN_FILE = "in the file in the thread"
_log = logging.getLogger(__name__)


class BuildRuns(SlackError):
    """A candidate is being built already."""

    def __init__(self, by: str) -> None:
        super().__init__(f"A candidate is being built already, for {by}. Wait for it, then ask again.")


class Reindexing:
    """At most one build at a time is started from here; one at a terminal may run beside it and does no harm."""

    def __init__(self, parts: Slack) -> None:
        self._parts = parts
        self._by = ""

    @property
    def by(self) -> str:
        """For whom a candidate is being built now; "" where none is."""
        return self._by

    async def begin(self, admin: Admin, why: str = "") -> str:
        """Begin a build; the channel in which its progress is told comes back.

        Args:
            why: a sentence that stands before: what was added.
        Raises:
            BuildRuns: one runs already.
            NotPosted, MayHaveBeenPosted: nobody could be told of its progress.
        """
        if self._by:
            raise BuildRuns(self._by)
        self._by = admin.name
        try:
            await noted(self._parts, "building", {}, admin)
            channel = await direct_message(admin)
            head = f"{why}\nBuilding a candidate." if why else "Building a candidate."
            progress = await Progress.begin(admin.workspace.client, channel, head)
            told = Told(admin.team, channel, progress.ts)
            await asyncio.to_thread(begun, self._parts.candidates.index, told)
        except BaseException:
            self._by = ""
            raise
        self._parts.running.start(self._run(admin, progress))
        return channel

    async def _run(self, admin: Admin, progress: Progress) -> None:
        try:
            message, whole = await self._built(admin, progress)
        except asyncio.CancelledError:
            progress.stop()
            await progress.end(note(str(Stopped())))
            ended(self._parts.candidates.index)
            raise
        except RolecallError as problem:
            message, whole = note(f"No candidate was built; what was live is live still.\n{problem}"), ""
        except Exception:
            _log.exception("building a candidate broke")
            message, whole = note(f"{_BROKE} What was live is live still."), ""
        finally:
            self._by = ""
        ts = await progress.end(message)
        await asyncio.to_thread(ended, self._parts.candidates.index)
        if whole:
            await self._hand_over(admin, whole, progress.channel, ts)

    async def _built(self, admin: Admin, progress: Progress) -> tuple[Message, str]:
        """What to show, and all of the report where that shows only some of it."""
        told: list[str] = []
        publishing = self._parts.publishing(admin.person)
        outcome = await asyncio.to_thread(self._parts.candidates.make, publishing, progress.on_stage)
        built = {"snapshot": outcome.built.snapshot, "became": outcome.became}
        await noted(self._parts, "built", built, admin, is_done=True)
        if outcome.became == "first" and outcome.report is not None:
            lines = first_lines(outcome.report)
            whole = "\n".join(first_lines(outcome.report, every=True)) if is_cut(lines) else ""
            return decided_message(lines, f"{outcome.built.snapshot} is live: nothing was, before.", IN_FILE), whole
        if outcome.became in ("unchanged", "mended"):
            return note(_UNCHANGED if outcome.became == "unchanged" else _MENDED), ""
        report = await asyncio.to_thread(self._tried, outcome, admin, progress, told)
        lines, whole = await asyncio.to_thread(report_of, self._parts.candidates, report, admin)
        return candidate_message([*lines, *told], report.candidate, IN_FILE), whole

    def _tried(self, outcome: Outcome, admin: Admin, progress: Progress, told: list[str]) -> Report:
        """The report with the questions asked: again, where the same candidate waits already."""
        candidates = self._parts.candidates
        waiting = read_candidate(candidates.index)
        base = waiting.base if waiting is not None else outcome.built.base
        report = outcome.report or candidates.report(outcome.built.snapshot, base)
        if not report.base:
            return report
        try:
            candidates.try_questions(report, admin.person, progress.on_stage, told.append)
        except Stopped:
            raise
        except RolecallError as problem:
            told.append(f"Which answers will change can't be told: {problem}")
        return candidates.report(report.candidate, report.base)

    async def _hand_over(self, admin: Admin, whole: str, channel: str, ts: str) -> None:
        try:
            await upload(admin.workspace.client, whole.encode(), "report.txt", "The whole report", channel, ts)
        except FileFailed as problem:
            _log.warning("the whole report can't be handed over: %s", problem)


def report_of(candidates: Candidates, report: Report, admin: Admin) -> tuple[list[str], str]:
    """The lines of a report, and all of it where those leave something out; "" where they don't. Blocks."""
    lines = candidates.lines(report, admin.person)
    return lines, "\n".join(candidates.lines(report, admin.person, every=True)) if is_cut(lines) else ""


async def direct_message(admin: Admin) -> str:
    """The channel in which Rolecall speaks to an admin alone."""
    reply = await admin.workspace.client.conversations_open(users=[admin.user])
    return str(reply["channel"]["id"])


_UNCHANGED = "Nothing has changed: what is live holds the documents as they are."
_MENDED = "Nothing has changed in the documents; what was live was damaged, and is whole again."
_BROKE = "Something went wrong in Rolecall itself; its log says what."
