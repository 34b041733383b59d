"""Candidates for surfaces on which admins decide: built, reported on, and shown again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.candidate.building import Outcome, id_of_live
from bot.candidate.lines import report_lines
from bot.candidate.preview import Preview
from bot.candidate.preview_lines import preview_lines
from bot.candidate.report import Report, kept_report
from bot.publishing import Publishing
from bot.record.message import Person
from index.build import OnStage
from index.candidate import Candidate

Notify = Callable[[str], None]  # is told in a sentence what could not be asked


@dataclass(frozen=True, slots=True)
class Candidates:
    """Put together in `bot/main.py`. All of it blocks: a build takes seconds to minutes."""

    index: Path
    make: Callable[[Publishing, OnStage], Outcome]
    report_on: Callable[[str, str], Report]  # the ids of a candidate and of what it is compared with
    try_questions: Callable[[Report, Person, OnStage, Notify], Preview]
    with_questions: Callable[[Preview, Person], Preview]  # a kept preview, as far as its questions are not erased

    def report(self, candidate: str, base: str) -> Report:
        """The report on a candidate that waits, or that was decided on a moment ago."""
        report = kept_report(self.index, candidate)
        return report if report is not None and report.base == base else self.report_on(candidate, base)

    def lines(self, report: Report, by: Person, every: bool = False) -> list[str]:
        """The report and, as far as questions were asked, which answers will change. `every`: nothing is left out."""
        lines = report_lines(report, every)
        if report.preview is not None:
            lines += preview_lines(self.with_questions(report.preview, by), every)
        return lines

    def is_behind(self, waiting: Candidate) -> bool:
        """Whether something else has gone live since it was built."""
        return waiting.base != id_of_live(self.index)
