"""Readings: what came of each file when it was last opened, so that it stays closed while it is as it was.

A file is recognised by its size, times, inode and device, as Git does it. Times say nothing of a change within the same
tick of the clock, so a file that was changed shortly before it was looked at is opened again. Only file systems with
fine clocks of this machine are trusted; a look that lies in the future, as when the clock was set back, is not. What is
lost or damaged here makes the next build slower, never wrong.

Source: Documentation/technical/racy-git.txt in the repository of Git.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Mapping
from pathlib import Path

import msgspec

from index.durable import replace_file
from knowledge.folder import Entry

FILE = "readings.msgpack"
DAY = 86_400_000_000_000  # nanoseconds
CLEARLY = 2_000_000_000  # nanoseconds; ticks of the file systems below take 1 s at most
LOCAL = frozenset(("bcachefs", "btrfs", "ext2", "ext3", "ext4", "f2fs", "overlay", "tmpfs", "xfs", "zfs"))
_Stamps = tuple[tuple[int, ...], ...]  # of the file and of its sidecar


class Reading(msgspec.Struct, frozen=True, array_like=True):
    """What came of a file."""

    stamps: _Stamps  # none where it could not be known again by them
    digest: str
    reason: str = ""  # why it is no document; "" where it is one
    again_at: int = 0  # nanoseconds since 1970, from when on it is tried again as it is; 0: not before it changes

    def is_due(self, now: int) -> bool:
        return 0 < self.again_at <= now


class _Stored(msgspec.Struct, frozen=True):
    recipe: str  # refusals hold for this one only
    looked_at: int  # nanoseconds since 1970, before the folder was walked
    readings: dict[str, Reading]


class Readings:
    """The readings of the last build, and those of this one."""

    def __init__(self, file: Path, recipe: str, *, now: int | None = None) -> None:
        """`now`: nanoseconds since 1970; before the folder is walked."""
        self._file = file
        self._recipe = recipe
        self._now = time.time_ns() if now is None else now
        before = _load(file)
        is_usable = before is not None and before.looked_at <= self._now
        self._before: Mapping[str, Reading] = before.readings if before is not None and is_usable else {}
        self._is_same_recipe = before is not None and before.recipe == recipe
        self._trusted = _trusted_devices()
        self._read: dict[str, Reading] = {}

    def known(self, entry: Entry) -> Reading | None:
        """What came of the file, where it is certainly as it was."""
        reading = self._before.get(entry.path)
        stamps = self._stamps(entry)
        if reading is None or not stamps or reading.stamps != stamps:
            return None
        if reading.reason and (not self._is_same_recipe or reading.is_due(self._now)):
            return None
        self._read[entry.path] = reading
        return reading

    def refused(self, entry: Entry, digest: str) -> str:
        """Why these bytes were no document when they were last parsed, which is kept; "" where that isn't known."""
        reading = self._before.get(entry.path)
        if reading is None or not self._is_same_recipe or reading.digest != digest or reading.is_due(self._now):
            return ""
        self._read[entry.path] = msgspec.structs.replace(reading, stamps=self._stamps(entry))
        return reading.reason

    def note(self, entry: Entry, digest: str, reason: str = "", *, timed_out: bool = False) -> None:
        """Keep what came of a file that was opened.

        Args:
            timed_out: it took too long. Once a day that is tried again: the machine may have been busy, and where the
                file is to blame, a build a day is longer for it, not each.
        """
        self._read[entry.path] = Reading(self._stamps(entry), digest, reason, self._now + DAY if timed_out else 0)

    def save(self) -> None:
        """Put the readings of this build in place of those of the last."""
        if self._read == self._before and self._is_same_recipe:
            return
        data = msgspec.msgpack.encode(_Stored(self._recipe, self._now, self._read))
        replace_file(self._file, hashlib.sha256(data).digest() + data)

    def is_trusted(self, folder: Path) -> bool:
        """Whether the times of files in that folder are."""
        return folder.stat().st_dev in self._trusted

    def _stamps(self, entry: Entry) -> _Stamps:
        """By which the file is known again; none where that would not be safe."""
        found = [entry.stamp, entry.sidecar_stamp] if entry.sidecar else [entry.stamp]
        stamps = [stamp for stamp in found if stamp is not None]
        is_safe = len(stamps) == len(found) and all(
            stamp.device in self._trusted and max(stamp.modified, stamp.changed) + CLEARLY <= self._now
            for stamp in stamps
        )
        return tuple(map(tuple, stamps)) if is_safe else ()


def _load(file: Path) -> _Stored | None:
    try:
        data = file.read_bytes()
        checksum, data = data[:32], data[32:]
        return msgspec.msgpack.decode(data, type=_Stored) if hashlib.sha256(data).digest() == checksum else None
    except (OSError, msgspec.DecodeError):
        return None


def _trusted_devices() -> frozenset[int]:
    """Numbers of the devices that hold file systems with fine clocks of this machine."""
    try:
        lines = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return frozenset()
    found = set()
    for line in lines:
        mount, _, kind = line.partition(" - ")
        numbers = mount.split()[2].split(":")
        if kind.split()[0] in LOCAL:
            found.add(os.makedev(int(numbers[0]), int(numbers[1])))
    return frozenset(found)
