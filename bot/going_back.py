"""Going back to what was live before: where to, what that changes, and what is withdrawn; as lines for people."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bot.terminal import safe
from index.changes import changes
from index.errors import DamagedSnapshot, UnknownSnapshot
from index.keeping import Kept, find_snapshot, kept
from index.live import Live
from index.outline import read_outline

LISTED = 10  # documents of one kind that are named
_HOW = {"published": "published", "rolled_back": "gone back to"}


def find_target(index: Path, live: Live, named: str = "") -> str:
    """The id of the snapshot to go back to: the one named, by id or the beginning of one, else what was live before.

    Raises:
        UnknownSnapshot: there is none.
    """
    if named:
        return find_snapshot(index, named)
    there = [each for each in live.earlier if (index / "snapshots" / each).is_dir()]
    if not there:
        raise UnknownSnapshot(f"Nothing was live in {index} before {live.snapshot} that could be gone back to.")
    return there[0]


def way_back_lines(index: Path, live: Live, target: str) -> list[str]:
    """What going back leaves and what it brings, for whoever is asked."""
    by_name = {each.name: each for each in kept(index, check=False)}
    lines = [f"Now live is  {_described(by_name.get(live.snapshot), live.snapshot)}"]
    lines.append(f"Goes back to {_described(by_name.get(target), target)}")
    lines += _differences(index, live.snapshot, target)
    if held := sorted(live.withdrawn | live.withdrawn_in(target)):
        lines.append(f"Withdrawn before and after: {', '.join(held)}")
    return [safe(line) for line in lines]


def withdrawal_lines(live: Live) -> list[str]:
    """The documents that don't answer now, and why."""
    lines = []
    for each in live.withdrawals:
        if each.document in live.withdrawn:
            by = f" by {each.by}" if each.by else ""
            lines.append(f"Withdrawn {minutes(each.at)} UTC{by}: {each.document}: {each.reason}")
    return [safe(line) for line in lines]


def minutes(at: str) -> str:
    """ "2026-03-01T09:30:00Z" -> "2026-03-01 09:30"."""
    return at[:16].replace("T", " ")


def _differences(index: Path, now: str, then: str) -> list[str]:
    """The documents that are not the same in both; nothing where the live one is too damaged to tell."""
    try:
        found = changes(read_outline(index, now), read_outline(index, then))
    except DamagedSnapshot:
        return []
    kinds = {
        "Changed": [each.path for each in found.changed],
        "No longer there": [each.path for each in found.removed],
        "There again": [each.path for each in found.added],
    }
    return [f"{name} ({len(paths)}): {_named(paths)}" for name, paths in kinds.items() if paths]


def _named(paths: Sequence[str]) -> str:
    more = len(paths) - LISTED
    return ", ".join(paths[:LISTED]) + (f" and {more:,} more" if more > 0 else "")


def _described(each: Kept | None, name: str) -> str:
    if each is None:
        return f"{name}, which is no longer there"
    documents = f", {each.manifest.documents:,} documents" if each.manifest is not None else ""
    return f"{name}, built {each.built:%Y-%m-%d %H:%M} UTC{documents}{_went_live(each)}"


def _went_live(each: Kept) -> str:
    if each.published is None:
        return ", never live"
    by = f" by {each.published.by}" if each.published.by else ""
    return f", {_HOW[each.published.how]} {minutes(each.published.at)}{by}"
