"""When what was built by itself doesn't go live by itself.

With `watch: {publish: automatic}` a candidate is published unless

- a document would stop answering because its file can't be read any more,
- more than half of the live documents would go, as when a share is not mounted,
- a question whose answer is known, in `evaluation` or marked by auditors, is no longer answered rightly,
- those questions could not be asked.

It then waits like any other candidate, and why is said.
"""

from __future__ import annotations

from bot.candidate.lines import counted
from bot.candidate.report import Report

NAMED = 3  # documents or questions of one kind


def objections(report: Report) -> list[str]:
    """What speaks against publishing a candidate by itself; each a clause for a person."""
    found = []
    if lost := [each.path for each in report.lost]:
        found.append(f"{counted(len(lost), 'document')} can't be read any more ({_named(lost)})")
    changes = report.changes
    live = len(changes.removed) + len(changes.changed) + changes.unchanged
    if 2 * len(changes.removed) > live:
        found.append(f"{len(changes.removed):,} of {counted(live, 'document')} would go")
    if report.preview is None:
        found.append("questions with known answers could not be tried")
    else:
        worse = [*report.preview.verdicts("became_wrong"), *report.preview.verdicts("no_longer_right")]
        if worse:
            known = _named([each.id or each.receipt for each in worse])
            found.append(f"{counted(len(worse), 'question')} with a known answer is answered worse ({known})")
    return found


def _named(names: list[str]) -> str:
    more = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" and {more:,} more" if more > 0 else "")
