"""An export: the file as it is made, a manifest by which it can be checked, and the entries that say so."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import sha256

from bot.record.chain import read_head
from bot.record.errors import RecordError
from bot.record.export.formats import FIELDS, MEDIA_TYPES, Format, writer
from bot.record.export.rows import batches
from bot.record.export.sink import Sink
from bot.record.message import Person
from bot.record.query import Filters, Queries
from bot.record.record import Record

Progress = Callable[[int, int], None]  # messages looked at, of how many there are


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a file holds and what it is the hash of; see `docs/record.md`."""

    file: str
    format: Format
    sha256: str  # hexadecimal, over the whole file
    size: int  # bytes
    rows: int
    fields: tuple[str, ...]
    filters: dict[str, str]  # those that are chosen among few values
    typed_filters: tuple[str, ...]  # names of those typed: the record keeps the words, which can be erased there
    head: str  # of the chain, in the state of the record that was exported: "412 3f6a..."
    entry: int  # of the chain, that says that this was exported
    exported_at: str  # ISO 8601, UTC
    code: str

    def as_json(self) -> bytes:
        return json.dumps(asdict(self), indent=2, ensure_ascii=False).encode() + b"\n"


class Export:
    """One export, to be iterated once: yields the file's bytes, piece by piece, in constant memory.

    export = Export(record, Filters(surface="slack"), "csv", auditor, code_version())
    for piece in export:
        file.write(piece)
    print(export.manifest.sha256)

    All of it is one state of the record, whatever is written meanwhile. That it began is an entry, and that it was
    finished another, with the hash: so a file can be held against the record later, and one broken off is known of.
    """

    def __init__(
        self,
        record: Record,
        filters: Filters,
        named: Format,
        by: Person | None,
        code: str,
        *,
        bom: bool = False,
        on_progress: Progress | None = None,
    ) -> None:
        """Raises RecordError where a library is missing that the format needs."""
        self.file = f"rolecall-record.{named}"
        self.media_type = MEDIA_TYPES[named]
        self._record = record
        self._filters = filters
        self._format: Format = named
        self._by = by
        self._code = code
        self._writer = writer(named, bom=bom)
        self._on_progress = on_progress
        self._manifest: Manifest | None = None

    @property
    def manifest(self) -> Manifest:
        """Of the whole file.

        Raises:
            RecordError: it isn't finished.
        """
        if self._manifest is None:
            raise RecordError("The export isn't finished.")
        return self._manifest

    def __iter__(self) -> Iterator[bytes]:
        entry = self._note_start()
        digest, length, rows = sha256(), 0, 0
        with self._record.database.read() as connection:
            head = read_head(connection)
            for batch in batches(connection, Queries(self._record.database), self._filters):
                piece = self._writer.rows(batch.rows)
                rows += len(batch.rows)
                digest.update(piece)
                length += len(piece)
                if piece:
                    yield piece
                self._progress(head.messages - batch.lowest + 1, head.messages)
        piece = self._writer.end()
        chosen, typed = self._filters.parted()
        digest.update(piece)
        length += len(piece)
        self._manifest = Manifest(
            file=self.file,
            format=self._format,
            sha256=digest.hexdigest(),
            size=length,
            rows=rows,
            fields=FIELDS,
            filters=chosen,
            typed_filters=tuple(typed),
            head=str(head),
            entry=entry,
            exported_at=datetime.now(UTC).isoformat(timespec="seconds"),
            code=self._code,
        )
        # Before the last piece leaves: whoever has the whole file finds its hash in the record.
        self._record.note(
            "export_finished",
            {"entry": entry, "sha256": self._manifest.sha256, "rows": rows, "bytes": length},
            self._by,
        )
        self._progress(head.messages, head.messages)
        if piece:
            yield piece

    def _note_start(self) -> int:
        """What was typed stands apart as text: it can be erased."""
        chosen, typed = self._filters.parted()
        words = json.dumps(typed, ensure_ascii=False) if typed else ""
        return self._record.note("exported", {"format": self._format, "filters": chosen}, self._by, words)

    def _progress(self, done: int, of: int) -> None:
        if self._on_progress is not None:
            self._on_progress(done, of)


def zipped(export: Export) -> Iterator[bytes]:
    """The file and its manifest in one ZIP archive, as it is made: what a browser can download in one go."""
    sink = Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open(export.file, "w", force_zip64=True) as member:
            for piece in export:
                member.write(piece)
                yield sink.take()
        archive.writestr("manifest.json", export.manifest.as_json())
        yield sink.take()
    yield sink.take()
