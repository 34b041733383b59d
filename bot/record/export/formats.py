"""CSV, JSON lines and Parquet, each written piece by piece: rows in, bytes out, nothing kept."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, Protocol, get_type_hints

import msgspec

from bot.record.errors import RecordError
from bot.record.export.rows import ExportedRow
from bot.record.export.sink import Sink

Format = Literal["csv", "jsonl", "parquet"]
FORMATS: tuple[Format, ...] = ("csv", "jsonl", "parquet")
MEDIA_TYPES: Mapping[Format, str] = {
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/x-ndjson",
    "parquet": "application/vnd.apache.parquet",
}
FIELDS = ExportedRow._fields
BOM = b"\xef\xbb\xbf"
ROW_GROUP = 20_000  # rows that a Parquet file keeps together
# A cell that begins so is a formula to a spreadsheet, which may send what stands in other cells elsewhere (CSV
# injection, OWASP). The wide forms are what some keyboards type for the same.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class Writer(Protocol):
    """Writes one file."""

    def rows(self, rows: Sequence[ExportedRow]) -> bytes:
        """What follows for these rows; may be nothing yet."""
        ...

    def end(self) -> bytes:
        """What closes the file. Nothing may be written after it."""
        ...


def writer(named: Format, *, bom: bool = False) -> Writer:
    """A new file of that format.

    Args:
        bom: begin a CSV file with the mark by which Excel knows UTF-8.
    Raises:
        RecordError: a library is missing that the format needs.
    """
    if named == "csv":
        return CsvWriter(bom=bom)
    return JsonLinesWriter() if named == "jsonl" else ParquetWriter()


def harmless(text: str) -> str:
    """The text as a cell that no spreadsheet takes for a formula: "=1+1" -> "'=1+1"."""
    return f"'{text}" if text.startswith(_FORMULA) else text


class CsvWriter:
    """As RFC 4180 has it, UTF-8, with a line of headers."""

    def __init__(self, *, bom: bool = False) -> None:
        self._start = (BOM if bom else b"") + self._lines([FIELDS])

    def rows(self, rows: Sequence[ExportedRow]) -> bytes:
        return self._take_start() + self._lines([[_cell(value) for value in row] for row in rows])

    def end(self) -> bytes:
        return self._take_start()

    def _take_start(self) -> bytes:
        start, self._start = self._start, b""
        return start

    @staticmethod
    def _lines(cells: Sequence[Sequence[object]]) -> bytes:
        written = io.StringIO(newline="")
        csv.writer(written).writerows(cells)
        return written.getvalue().encode()


class JsonLinesWriter:
    """One object a line, the fields as in `ExportedRow`."""

    def rows(self, rows: Sequence[ExportedRow]) -> bytes:
        return b"".join(msgspec.json.encode(row._asdict()) + b"\n" for row in rows)

    def end(self) -> bytes:
        return b""


class ParquetWriter:
    """Typed columns, compressed; lists stay lists."""

    def __init__(self) -> None:
        try:
            import pyarrow as pa
            import pyarrow.parquet as pq
        except ModuleNotFoundError as problem:
            why = "Parquet needs pyarrow, which is not installed."
            raise RecordError(f"{why} Run: pip install 'rolecall[parquet]', or choose csv or jsonl.") from problem
        self._schema = pa.schema([(name, _arrow_type(pa, kind)) for name, kind in get_type_hints(ExportedRow).items()])
        self._table = pa.Table
        self._sink = Sink()
        self._writer = pq.ParquetWriter(self._sink, self._schema, compression="zstd")
        self._waiting: list[ExportedRow] = []

    def rows(self, rows: Sequence[ExportedRow]) -> bytes:
        self._waiting += rows
        if len(self._waiting) >= ROW_GROUP:
            self._write()
        return self._sink.take()

    def end(self) -> bytes:
        if self._waiting:
            self._write()
        self._writer.close()
        return self._sink.take()

    def _write(self) -> None:
        columns = [list(column) for column in zip(*self._waiting, strict=True)]
        self._waiting = []
        self._writer.write_table(self._table.from_arrays(columns, schema=self._schema))


def _cell(value: object) -> object:
    if isinstance(value, str):
        return harmless(value)
    if isinstance(value, list):
        return harmless("; ".join(value))
    return value.isoformat() if isinstance(value, datetime) else value


def _arrow_type(pa: Any, kind: object) -> Any:
    """The type of a field of `ExportedRow` as Arrow has it."""
    kinds: dict[object, Any] = {
        str: pa.string(),
        datetime: pa.timestamp("us", tz="UTC"),
        list[str]: pa.list_(pa.string()),
        float | None: pa.float64(),
    }
    return kinds[kind]
