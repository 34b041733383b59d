"""What can be chosen about snapshots."""

from __future__ import annotations

from dataclasses import dataclass

FEWEST = 2  # what is live, and what to go back to


@dataclass(frozen=True, slots=True)
class SnapshotSettings:
    """The `snapshots:` section of the settings file."""

    keep: int = 10  # published ones, the live one among them
    keep_for_receipts: bool = False  # also all those that a receipt needs to be replayed from what answered it


def read_snapshots(value: object) -> SnapshotSettings:
    """The section as it was written, checked.

    Raises:
        ValueError: naming every problem.
    """
    if not isinstance(value, dict):
        raise ValueError(" must hold lines of the form `name: value`")
    problems = [
        f": `{name}` is not a setting of snapshots; there are keep, keep_for_receipts"
        for name in value
        if name not in ("keep", "keep_for_receipts")
    ]
    keep, for_receipts = value.get("keep", 10), value.get("keep_for_receipts", False)
    if isinstance(keep, bool) or not isinstance(keep, int) or keep < FEWEST:
        problems.append(f": `keep` must be a whole number, {FEWEST} or more, not {keep!r}")
    if not isinstance(for_receipts, bool):
        problems.append(f": `keep_for_receipts` must be true or false, not {for_receipts!r}")
    if problems:
        raise ValueError(*problems)
    return SnapshotSettings(keep, for_receipts)
