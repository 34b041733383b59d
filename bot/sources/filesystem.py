"""Whatever fsspec reaches as a source: S3 and the like, WebDAV, SFTP, an archive, a folder."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.errors import SourceFailed
from bot.sources.listing import Listing, RemoteFile
from bot.sources.source import Source
from knowledge.folder import furniture
from knowledge.readers.limits import Limits

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

# What file systems call that which changes with the content, in what they say of a file.
VERSIONS = (
    "ETag",
    "etag",
    "e_tag",
    "md5Hash",
    "content_md5",
    "md5",
    "checksum",
    "crc32c",
    "sha",
    "CRC",
    "VersionId",
    "generation",
)
TIMES = ("LastModified", "last_modified", "mtime", "modified", "updated", "date_time", "timeModified")
FRESH = timedelta(seconds=3)  # in which a file may change twice at what counts as the same time
BATCH = 64  # files fetched at once, where the file system can
EXTRAS = {"s3": "s3", "s3a": "s3"}  # protocol -> our extra


class FileSystemRemote:
    """A folder of a file system that is being read."""

    def __init__(self, source: Source, limits: Limits) -> None:
        self._limits = limits
        self._fs, self._root = _open(source)

    def listing(self, known: str) -> Listing | None:
        """As Remote has it."""
        self._fs.invalidate_cache()
        files: list[RemoteFile] = []
        skipped: list[tuple[str, str]] = []
        newest: datetime | None = None
        now = datetime.now(UTC)
        for name, info in self._walk(skipped):
            changed = _time(info)
            files.append(RemoteFile(name, _version(info, changed, now), int(info.get("size") or 0), info["name"]))
            if changed and (newest is None or changed > newest):
                newest = changed
        files.sort(key=lambda file: file.name)
        revision = hashlib.sha256(repr([(file.name, file.version, file.size) for file in files]).encode()).hexdigest()
        listing = Listing(revision[:12], _shown(newest), tuple(files), tuple(sorted(skipped)))
        is_known = listing.revision == known and all(file.version for file in files)
        return None if is_known else listing

    def fetch(self, files: Sequence[RemoteFile], into: Path) -> None:
        """Have the file system write them, many at a time where it can."""
        for start in range(0, len(files), BATCH):
            some = files[start : start + BATCH]
            self._fs.get([file.where for file in some], [str(into / file.name) for file in some])

    def close(self) -> None:
        """Nothing: fsspec keeps connections for the next time."""

    def _walk(self, skipped: list[tuple[str, str]]) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """(name, what the file system says of it) for each file. No hidden folder is entered.

        Not `fs.walk` or `fs.find`: they leave a folder out that can't be listed, and its documents would vanish.
        """
        folders = [(self._root, "")]
        seen = 0
        while folders:
            folder, prefix = folders.pop()
            for info in self._fs.ls(folder, detail=True):
                path = info["name"].rstrip("/")
                name = prefix + path.rpartition("/")[2]
                if path == folder.rstrip("/"):  # the marker of the folder itself, or a file where a folder was meant
                    if not prefix and info["type"] == "file" and info.get("size"):
                        raise SourceFailed("that is a file, not a folder")
                    continue
                seen += 1
                if seen > 2 * self._limits.files:
                    raise SourceFailed(f"it holds more than {2 * self._limits.files:,} names: name a folder of it")
                if info.get("islink"):
                    skipped.append((name, "a link: those in a source are not followed"))
                elif info["type"] == "directory":
                    if why := furniture(name.rpartition("/")[2].encode("utf-8", "surrogateescape"), is_folder=True):
                        skipped.append((name, why))
                    elif name.count("/") >= self._limits.depth:
                        skipped.append((name, f"folders nested more than {self._limits.depth} deep"))
                    else:
                        folders.append((path, f"{name}/"))
                elif info["type"] == "file":
                    yield name, info
                else:
                    skipped.append((name, "not a regular file"))


def _open(source: Source) -> tuple[AbstractFileSystem, str]:
    """The file system, and the folder of it that is meant."""
    from fsspec.core import url_to_fs

    for option, variable in source.secrets.items():
        if option not in source.values:
            raise SourceFailed(f"set {variable} in the environment")
    protocol = source.url.partition("://")[0].rpartition("::")[2]
    try:
        fs, root = url_to_fs(source.url, **source.options, **source.values)
    except ImportError as problem:
        package = f'pip install "rolecall[{EXTRAS[protocol]}]"' if protocol in EXTRAS else str(problem)
        raise SourceFailed(f"{protocol}:// needs another package: {package}") from problem
    return fs, root


def _version(info: Mapping[str, Any], changed: datetime | None, now: datetime) -> str:
    """What tells this content from another; "" where the file system says nothing that could be relied on."""
    told = [f"{name}={info[name]}" for name in VERSIONS if info.get(name)]
    if not told and (changed is None or abs(now - changed) < FRESH):
        return ""
    return " ".join((*told, changed.isoformat() if changed else "", str(info.get("size"))))


def _time(info: Mapping[str, Any]) -> datetime | None:
    """When a file was changed, in whatever form the file system says it."""
    for name in TIMES:
        told = info.get(name)
        if isinstance(told, datetime):
            return told if told.tzinfo else told.replace(tzinfo=UTC)
        if isinstance(told, tuple):  # of an archive: (2026, 3, 1, 9, 30, 0)
            return datetime.fromisoformat("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z".format(*told))
        if isinstance(told, int | float) and told:
            return datetime.fromtimestamp(told, UTC)
        if isinstance(told, str) and told:
            try:
                parsed = datetime.fromisoformat(told)
            except ValueError:
                continue
            return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
    return None


def _shown(time: datetime | None) -> str:
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if time else ""
