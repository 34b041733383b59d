"""The record put together, and what is written to it, read from it and asked of it again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from bot.settings import Settings
from bot.wiring.answers import open_answerer, open_embedder, open_live, open_live_answers, open_snapshot, terminal_scope

if TYPE_CHECKING:  # loaded below, where they are used: a command that needs none of them starts at once
    from bot.answers.scope import Scope
    from bot.record.export.exporting import Export, Progress
    from bot.record.export.formats import Format
    from bot.record.message import Person, Provenance
    from bot.record.query import Filters
    from bot.record.receipt import Receipt
    from bot.record.record import Record
    from bot.record.recorded import Answers, Recorded
    from bot.record.replay import Replay
    from bot.record.reports.columns import Columns
    from bot.record.reports.topics import TopicReports
    from bot.schedule import Job
    from index.audience import Audience
    from index.snapshot import Manifest


def open_record(settings: Settings) -> Record:
    """The record, its tables up to date."""
    from bot.record.database import Database
    from bot.record.record import Record

    database = Database.open(settings.record.url_beside(settings.index))
    return Record(database, settings.record.lease_seconds)


def open_jobs(settings: Settings, record: Record) -> Sequence[Job]:
    """What is done with the record again and again."""
    from bot.schedule import expiry_job, head_job

    chosen = settings.record
    jobs = []
    if chosen.head_file is not None:
        jobs.append(head_job(record.database, chosen.head_file, chosen.head_hours))
    if chosen.identity_days is not None or chosen.text_days is not None:
        jobs.append(expiry_job(record.database, chosen.identity_days, chosen.text_days, chosen.expire_hours))
    return jobs


def open_columns(record: Record) -> Columns:
    """The numbers of the record in memory; read once, then kept up to date."""
    from bot.record.reports.columns import Columns

    return Columns(record.database)


def open_topics(settings: Settings, columns: Columns) -> TopicReports:
    """What is asked most, and what isn't answered: by meaning, with the settings' model."""
    from bot.record.reports.meaning import Meaning
    from bot.record.reports.topics import TopicReports

    return TopicReports(columns, Meaning(lambda: open_embedder(settings)), settings.record.fewest_people)


def open_export(
    record: Record,
    filters: Filters,
    named: Format,
    by: Person | None,
    *,
    bom: bool = False,
    on_progress: Progress | None = None,
) -> Export:
    """An export by that person, to be iterated once."""
    from bot.record.export.exporting import Export
    from bot.version import code_version

    return Export(record, filters, named, by, code_version(), bom=bom, on_progress=on_progress)


def document_paths(settings: Settings) -> Callable[[], frozenset[str] | None]:
    """Tells which documents can be quoted now, read once for each snapshot; None where there is no index to tell."""
    from functools import lru_cache

    from index.errors import DamagedSnapshot
    from index.kept import read_paths
    from index.live import live_id
    from knowledge.errors import RolecallError

    paths_in = lru_cache(1)(lambda snapshot_id: frozenset(read_paths(settings.index, snapshot_id)))

    def paths() -> frozenset[str] | None:
        try:
            return paths_in(live_id(settings.index))
        except DamagedSnapshot:  # another one answers instead
            pass
        except RolecallError:
            return None
        try:
            return frozenset(open_snapshot(settings).contents.documents.paths)
        except RolecallError:
            return None

    return paths


def open_recorded(settings: Settings, on_problem: Callable[[str], None], scope: Scope | None = None) -> Recorded:
    """Answers whoever sits at this terminal from what is live now, writing down what they ask and are answered."""
    from dataclasses import replace

    loaded = open_live(settings)
    scope = replace(scope or terminal_scope(), withdrawn=loaded.withdrawn)
    answers = open_answerer(settings, snapshot=loaded.snapshot, scope=scope)
    return _recorded(settings, answers, lambda _: loaded.snapshot.manifest, on_problem)


def open_live_recorded(
    settings: Settings, on_problem: Callable[[str], None], audience: Audience, on: date | None = None
) -> Recorded:
    """The same, from what is live whenever they ask, and as that audience may see it."""
    live = open_live_answers(settings, on_problem)
    return _recorded(settings, live.to(audience, on), live.manifest, on_problem)


def _recorded(
    settings: Settings, answers: Answers, manifest_of: Callable[[str], Manifest], on_problem: Callable[[str], None]
) -> Recorded:
    from functools import cache

    from bot.record.recorded import Recorded

    return Recorded(
        answers,
        lambda: open_record(settings),
        cache(lambda snapshot: provenance(manifest_of(snapshot))),
        this_person(),
        on_problem,
        required=settings.record.required,
    )


def replay_receipt(settings: Settings, receipt: Receipt) -> Replay:
    """The question of a receipt asked again: of the snapshot that answered it, where it is kept, else of the live one.

    It is asked in the scope of then: for the same readers, on the same day.

    Raises:
        RecordError: it was never answered, or has been erased.
    """
    from bot.answers.scope import Scope
    from bot.record.replay import replay
    from index import snapshot
    from index.errors import DamagedSnapshot, ModelMismatch
    from index.live import read_live

    asked = None
    if receipt.answer is not None and receipt.answer.snapshot:
        try:
            asked = snapshot.load(settings.index, settings.model, receipt.answer.snapshot)
        except (DamagedSnapshot, ModelMismatch):  # it has been cleared away, or an older model is not the one in use
            asked = None
    asked = asked or open_snapshot(settings)
    versions = {document.path: document.digest for document in asked.contents.documents}
    scope = Scope.read(receipt.filters, on=(receipt.answered_at or receipt.received_at).date())
    answerer = open_answerer(settings, snapshot=asked, scope=scope)
    return replay(
        receipt, answerer, provenance(asked.manifest), versions, asked.id, read_live(settings.index).withdrawn
    )


def provenance(manifest: Manifest) -> Provenance:
    """What answers from that snapshot: our code and the models."""
    from bot.record.message import Provenance
    from bot.version import code_version, reader_version

    model = f"{manifest.model}@{manifest.fingerprint[:8]} reader@{reader_version()}"
    return Provenance(code_version(), model)


def this_person() -> Person:
    """Whoever the system says is at this terminal."""
    import os
    import pwd

    from bot.record.message import Person

    try:
        known = pwd.getpwuid(os.getuid())
        user, name = known.pw_name, known.pw_gecos.split(",")[0]
    except KeyError:  # in a container, under a number that nobody gave a name
        user, name = str(os.getuid()), ""
    return Person("terminal", os.uname().nodename, user, name)
