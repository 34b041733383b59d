"""One build of a watched folder, and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.candidate.building import Outcome
from bot.candidate.lines import summary
from bot.candidate.preview import Preview
from bot.candidate.report import Report
from bot.publishing import Publishing
from bot.terminal import safe
from bot.watching.rule import objections
from bot.watching.settings import WatchSettings
from knowledge.errors import RolecallError


class Rebuild:
    """Builds a candidate where something has changed; publishes it where that was chosen and nothing objects."""

    def __init__(
        self,
        chosen: WatchSettings,
        publishing: Publishing,
        build: Callable[[], Outcome],
        ask: Callable[[Report], Preview],
        say: Callable[[str], None],
    ) -> None:
        """Nothing is built yet.

        Args:
            ask: tries a candidate with the questions whose answers are known.
            say: is told in a sentence what came of a build; of one that changed nothing, nothing.
        """
        self._chosen = chosen
        self._publishing = publishing
        self._build = build
        self._ask = ask
        self._tell = say
        self._sources: tuple[str, ...] = ()  # lines of those that could not be read the last time
        self._is_waiting = False  # whether a candidate was said to wait

    def __call__(self) -> None:
        """Build.

        Raises:
            RolecallError, OSError: it could not be built or published.
        """
        outcome = self._build()
        self._say_of_sources(outcome.built.failing)
        snapshot, report = outcome.built.snapshot, outcome.report
        was_waiting, self._is_waiting = self._is_waiting, outcome.became == "waiting"
        if outcome.became == "unchanged" and was_waiting:
            self._say("The documents are again as they are live: there is nothing left to publish.")
        elif outcome.became == "mended":
            self._say(f"{snapshot}, which is live, was damaged; it is whole again.")
        elif outcome.became == "first" and report is not None:
            self._say(f"{snapshot} is live: {summary(report)}.")
        elif outcome.became == "candidate" and report is not None:
            if self._chosen.publish == "automatic":
                self._publish(snapshot, report)
            else:
                self._is_waiting = True
                self._say(f"Candidate {snapshot}: {summary(report)}. `rolecall candidate` shows it.")

    def _publish(self, snapshot: str, report: Report) -> None:
        try:
            report = replace(report, preview=self._ask(report))
        except RolecallError as problem:
            self._say(f"Questions with known answers can't be tried: {problem}")
        if against := objections(report):
            why = "; ".join(against)
            self._is_waiting = True
            self._say(f"Candidate {snapshot} waits: {why}. `rolecall candidate` shows it, `rolecall publish` decides.")
            return
        self._publishing.publish(snapshot)
        self._say(f"{snapshot} is live: {summary(report)}. `rolecall rollback` goes back.")

    def _say(self, text: str) -> None:
        self._tell(safe(text))

    def _say_of_sources(self, failing: tuple[str, ...]) -> None:
        """Once, until they are others."""
        for line in failing:
            if line not in self._sources:
                self._say(line)
        self._sources = failing
