"""Where the parts are put together. Nothing else builds an answerer, a model or an index."""

from __future__ import annotations

import hashlib
import logging
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.settings import Settings

if TYPE_CHECKING:  # loaded below, where they are used: a command that needs none of them starts at once
    from starlette.applications import Starlette

    from bot.answers.answer import Question
    from bot.answers.calibration import Bar
    from bot.answers.confidence import Judge
    from bot.answers.from_snapshots import FromSnapshots
    from bot.answers.scope import Scope
    from bot.answers.scoped import InScope
    from bot.answers.why import Why
    from bot.candidate.building import Outcome
    from bot.candidate.candidates import Candidates
    from bot.candidate.preview import Preview
    from bot.candidate.report import Report
    from bot.live_answers import LiveAnswers
    from bot.publishing import Publishing
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
    from bot.slack.auditing import AuditorLookUp
    from bot.slack.installations import Installations
    from bot.slack.settings import SlackSettings
    from bot.slack.surface import SlackSurface
    from bot.watching.settings import WatchSettings
    from bot.watching.watcher import Watcher
    from bot.web.audit.app import Audit
    from bot.web.audit.links import Links
    from bot.web.audit.reports import Reports
    from index.audience import Audience
    from index.build import Built, OnStage
    from index.embedder import Embedder
    from index.loading import Loaded
    from index.onnx_embedder import OnnxEmbedder
    from index.snapshot import Manifest, Snapshot
    from index.view import View
    from knowledge.catalogue import Catalogue

_log = logging.getLogger("rolecall")  # what it says reaches the terminal, too
RECEIVING_THREADS = 1  # what Slack waits for; SQLite takes one writer at a time
RECORDING_THREADS = 2
ANSWERING_THREADS = 4
KEPT = 8  # indexes of `ask --batch` in the cache; the least recently used go


def open_live(settings: Settings) -> Loaded:
    """What is live, checked against the settings' model; where it is damaged, the last one that is whole."""
    from index.loading import load_live

    loaded = load_live(settings.index, settings.model)
    if loaded.fell_back:
        _log.error("%s", loaded.fell_back)
    return loaded


def open_snapshot(settings: Settings) -> Snapshot:
    """The snapshot that answers."""
    return open_live(settings).snapshot


def open_catalogue(settings: Settings) -> Catalogue:
    """Our catalogue with the organisation's own on top."""
    from knowledge.catalogue import load_catalogue

    return load_catalogue(settings.catalogue)


def open_embedder(settings: Settings, *, may_export: bool = False) -> OnnxEmbedder:
    """The model without PyTorch; exporting it first takes PyTorch and some seconds."""
    from index.onnx_embedder import open_embedder

    return open_embedder(settings.model, settings.index / "models", may_export=may_export)


def open_embedder_when_needed(settings: Settings) -> Embedder:
    """The same, loaded with the first text to embed: many a question is answered without, from facts."""
    from index.onnx_embedder import open_when_needed

    return open_when_needed(settings.model, settings.index / "models", may_export=False)


def open_answerer(
    settings: Settings,
    judge: Judge | None = None,
    bar: Bar | None = None,
    snapshot: Snapshot | None = None,
    scope: Scope | None = None,
) -> InScope:
    """Everything that answering needs, without PyTorch. The embedding model is loaded when a question needs it.

    Args:
        judge, bar: how sure a reading is and has to be, in place of ours: calibrating needs others.
        snapshot: answer from it; the live one where left out.
        scope: who asks, and when; where left out an operator, who may see everything, today. From the live snapshot
            nothing answers that was withdrawn.
    """
    from dataclasses import replace

    from bot.answers.scoped import InScope

    scope = scope or terminal_scope()
    if snapshot is None:
        loaded = open_live(settings)
        snapshot, scope = loaded.snapshot, replace(scope, withdrawn=loaded.withdrawn)
    answers = answers_factory(settings, judge, bar, open_embedder_when_needed(settings))(snapshot)
    answers.prepare(scope)
    return InScope(answers, scope)


def answers_factory(
    settings: Settings, judge: Judge | None = None, bar: Bar | None = None, embedder: Embedder | None = None
) -> FromSnapshots:
    """Makes answers from snapshots, for whoever asks: the models and the catalogue are loaded once, and shared.

    Args:
        embedder: the settings' model, where it is to be loaded in another way than at once.
    """
    from bot.answers.from_snapshots import FromSnapshots

    return FromSnapshots.load(embedder or open_embedder(settings), open_catalogue(settings), judge, bar)


def explain(settings: Settings, question: Question, scope: Scope) -> Why:
    """Why what is live answers a question in that scope as it does. Names documents that these readers may not see."""
    from dataclasses import replace

    loaded = open_live(settings)
    scope = replace(scope, withdrawn=loaded.withdrawn)
    return answers_factory(settings).explainer(loaded.snapshot).why(question, scope)


def terminal_scope(readers: str | None = None, on: date | None = None) -> Scope:
    """The scope of whoever sits at a terminal: everything, as they have the files; today.

    Args:
        readers: what somebody in these groups gets instead: "staff,managers", or "public".
        on: as if today were that day.
    """
    from bot.answers.scope import Scope
    from index.audience import EVERYTHING, Audience

    audience = EVERYTHING if readers is None else Audience.of([readers.split(",")])
    return Scope(audience, on or today())


def open_view(settings: Settings, scope: Scope) -> View:
    """What is live, may be seen in that scope and is in force."""
    from dataclasses import replace

    from bot.answers.validity import view_in

    loaded = open_live(settings)
    return view_in(loaded.snapshot.contents, replace(scope, withdrawn=loaded.withdrawn))


def today() -> date:
    """The one clock that answers go by: where this machine stands."""
    return datetime.now().astimezone().date()


def open_record(settings: Settings) -> Record:
    """The record, its tables up to date."""
    from bot.record.database import Database
    from bot.record.record import Record

    database = Database.open(settings.record.url_beside(settings.index))
    return Record(database, settings.record.lease_seconds)


def open_publishing(
    settings: Settings,
    notify: Callable[[str], None],
    name: str = "",
    person: Person | None = None,
    record: Record | None = None,
) -> Publishing:
    """What decides what is live, in the name of whoever sits at this terminal, or of what does so by itself.

    Args:
        person: who decides, where it is somebody on another surface.
        record: the one that is open already, if one is.
    """
    from dataclasses import replace

    from bot.publishing import Publishing

    person = person or this_person()
    return Publishing(
        settings.index,
        settings.snapshots,
        replace(person, name=name or person.name),
        lambda: record or open_record(settings),
        notify,
        record_required=settings.record.required,
        text_days=settings.record.text_days,
    )


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


def open_live_answers(
    settings: Settings, on_problem: Callable[[str], None], answers: FromSnapshots | None = None
) -> LiveAnswers:
    """Answers from whatever is live, for surfaces that run long; by models that are loaded already, if some are."""
    from bot.live_answers import LiveAnswers
    from index.loading import load_live

    return LiveAnswers(
        settings.index,
        lambda in_memory: load_live(settings.index, settings.model, in_memory),
        answers or answers_factory(settings),
        today,
        on_problem,
    )


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


def open_watcher(settings: Settings, chosen: WatchSettings, say: Callable[[str], None]) -> Watcher:
    """What watches the documents and the sources, and says in sentences what comes of it."""
    from bot.sources.places import sources_in_use
    from bot.watching.rebuild import Rebuild
    from bot.watching.watcher import Watcher

    publishing = open_publishing(settings, say, name="rolecall watch")
    rebuild = Rebuild(
        chosen,
        publishing,
        lambda: make_candidate(settings, publishing),
        lambda report: new_preview(settings, report, 0, None, say),
        say,
    )
    sources = sources_in_use(settings.sources, settings.documents, settings.index)
    if any(not source.prefix for source in sources):  # the folder is a mirror, which the first build fills
        settings.documents.mkdir(parents=True, exist_ok=True)
    ours = (settings.index, settings.cache)
    return Watcher(settings.documents, chosen, rebuild, say, ours=ours, has_sources=bool(sources))


def open_web(settings: Settings, say: Callable[[str], None] = lambda text: None) -> Starlette:
    """What is served over HTTP, and what is done beside it; what comes of that is said in sentences."""
    import asyncio

    from bot.schedule import keep_running
    from bot.watching.watcher import keep_watching
    from bot.web.app import web_app
    from bot.web.audit.places import BASE
    from bot.web.health import health_route

    record = open_record(settings)

    async def beside() -> None:
        tasks = [keep_running(open_jobs(settings, record))]
        if settings.watch is not None:
            tasks.append(keep_watching(open_watcher(settings, settings.watch, say)))
        await asyncio.gather(*tasks)

    if settings.slack is None:
        return web_app({BASE: open_pages(settings, record).app}, beside, [health_route(record.database)])
    from bot.slack.auditing import AuditorLookUp

    look_up = AuditorLookUp()
    audit = open_pages(settings, record, {"slack": look_up} if settings.slack.auditors else {})
    slack = open_slack(settings, settings.slack, record, say, audit.links, look_up)
    routes = [*slack.routes, health_route(record.database, (slack.health,))]
    return web_app({BASE: audit.app}, beside, routes, [slack.serving])


def open_slack(
    settings: Settings,
    chosen: SlackSettings,
    record: Record,
    say: Callable[[str], None],
    links: Links | None = None,
    look_up: AuditorLookUp | None = None,
) -> SlackSurface:
    """Rolecall in Slack, ready to be served.

    Args:
        links: hands auditors one-time links to the pages; None: there are none.
        look_up: by which the pages ask whether somebody in Slack is an auditor.
    Raises:
        SettingsError: a token is missing.
    """
    import os
    from concurrent.futures import ThreadPoolExecutor
    from functools import cache, partial

    from bot.adding import Adding
    from bot.channels import Channels
    from bot.desk.desk import Desk
    from bot.errors import SettingsError
    from bot.quoted import documents_in
    from bot.slack.cases import keep_cases
    from bot.slack.interrupted import tell_interrupted
    from bot.slack.parts import Slack, Workspaces
    from bot.slack.resume import keep_held, resume
    from bot.slack.scheduled import keep_posting
    from bot.slack.surface import SlackSurface
    from bot.topic_watch import TopicWatch

    if missing := chosen.missing():
        raise SettingsError(missing)
    answers = answers_factory(settings)
    live = open_live_answers(settings, say, answers)

    has_examples = any(topic.examples for topic in chosen.topics)
    topics = TopicWatch(chosen.topics, open_embedder(settings) if has_examples else None)

    def parts(workspaces: Workspaces) -> Slack:
        if look_up is not None:
            look_up.begin(workspaces)
        return Slack(
            rolecall=settings,
            settings=chosen,
            workspaces=workspaces,
            live=live,
            record=record,
            documents=documents_in(settings.index),
            provenance=cache(lambda snapshot: provenance(live.manifest(snapshot))),
            publishing=lambda person: open_publishing(settings, say, person=person, record=record),
            candidates=open_candidates(settings),
            adding=Adding(settings.documents, settings.sources, settings.limits),
            channels=Channels(record.database),
            why=partial(live.explain, answers.explainer),
            desk=Desk(record.database),
            topics=topics,
            link=links.create if links is not None else None,
            export=lambda filters, named, by: open_export(record, filters, named, by),
            unanswered=open_topics(settings, open_columns(record)).unanswered,
            worker=f"slack@{os.uname().nodename}:{os.getpid()}",
            receiving=ThreadPoolExecutor(RECEIVING_THREADS, "receipts"),
            recording=ThreadPoolExecutor(RECORDING_THREADS, "record"),
            answering=ThreadPoolExecutor(ANSWERING_THREADS, "answers"),
        )

    installations = open_installations(settings, chosen, record)
    beside = (resume, keep_held, keep_cases, keep_posting, tell_interrupted)
    return SlackSurface(chosen, settings.groups, parts, beside, installations, public_url=settings.web.public_url)


def open_installations(settings: Settings, chosen: SlackSettings, record: Record) -> Installations | None:
    """Where Rolecall is installed in Slack; None where it is in one workspace, by the token in the settings.

    Raises:
        SettingsError: nobody could reach the page that installs it.
    """
    from bot.errors import SettingsError
    from bot.slack.installations import Installations

    if not chosen.workspaces:
        return None
    if not settings.web.public_url:
        raise SettingsError(["`web`: name the `public_url` below which Rolecall is installed: /slack/install"])
    return Installations(record, chosen.client_id)


def open_pages(
    settings: Settings, record: Record, lookups: Mapping[str, Callable[[Person], bool]] | None = None
) -> Audit:
    """The pages for auditors, and what hands out one-time links to them.

    Args:
        lookups: surface -> whether somebody there is an auditor, beside those that the settings name.
    Raises:
        SettingsError: somebody is to sign in, but nobody could.
    """
    from bot.auditors import AuditorsOnSurfaces
    from bot.errors import SettingsError
    from bot.quoted import documents_in
    from bot.settings import OIDC_CLIENT_SECRET
    from bot.web.audit.app import open_audit

    problems = []
    named = settings.auditors
    auditors = AuditorsOnSurfaces(named.emails, named.subjects, named.people, lookups or {})
    if settings.web.needs_sign_in and not auditors:
        problems.append("`auditors`: name those who may look into the record")
    if settings.web.sign_in is not None and not settings.web.sign_in.client_secret:
        problems.append(f"environment: set {OIDC_CLIENT_SECRET}")
    if problems:
        raise SettingsError(problems)
    reports = open_reports(settings, record)
    return open_audit(record, documents_in(settings.index), settings.web, auditors, reports)


def open_reports(settings: Settings, record: Record) -> Reports:
    """What the pages work trends, topics and exports out by."""
    from bot.web.audit.reports import Reports

    columns = open_columns(record)
    return Reports(
        columns,
        open_topics(settings, columns),
        document_paths(settings),
        lambda filters, named, by, bom: open_export(record, filters, named, by, bom=bom),
        settings.record.fewest_people,
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


def build_index(settings: Settings, on_stage: OnStage | None = None) -> Built:
    """Read the documents, build a snapshot and publish it at once."""
    from index.live import publish

    built = build_snapshot(settings, on_stage)
    publish(settings.index, built.snapshot)
    return built


def build_snapshot(
    settings: Settings, on_stage: OnStage | None = None, *, base: str = "", fresh: bool = False
) -> Built:
    """Read what has changed in the documents and write a snapshot, without publishing it; see `index.build.build`."""
    from bot.sources.places import mirrored, sources_in_use
    from index.build import build
    from index.errors import NothingToIndex
    from index.onnx_embedder import open_when_needed

    mirrors = settings.mirrors or settings.index
    sources = sources_in_use(settings.sources, settings.documents, mirrors)
    with mirrored(sources, settings.documents, mirrors, settings.limits, on_stage) as reports:
        if not settings.documents.is_dir():  # before the model is exported, which takes a while
            raise NothingToIndex(f"There is no folder {settings.documents}. Name the folder that holds your documents.")
        if on_stage is not None:
            on_stage("model", 0, 1)
        embedder = open_when_needed(settings.model, settings.index / "models")
        if on_stage is not None:
            on_stage("model", 1, 1)
        return build(
            settings.documents,
            settings.index,
            embedder,
            open_catalogue(settings),
            on_stage,
            settings.limits,
            places=[report.place for report in reports],
            audience_of=settings.audiences.audience_of,
            base=base,
            fresh=fresh,
        )


def make_candidate(
    settings: Settings, publishing: Publishing, on_stage: OnStage | None = None, *, fresh: bool = False
) -> Outcome:
    """Build a candidate of the documents as they are now, and report on it; where nothing is live yet, publish it."""
    from bot.candidate.building import build_candidate

    return build_candidate(
        settings.index,
        lambda base: build_snapshot(settings, on_stage, base=base, fresh=fresh),
        publishing,
        lambda candidate, live: report_on(settings, candidate, live),
    )


def report_on(settings: Settings, candidate: str, base: str) -> Report:
    """What a snapshot would change of another, "" where nothing is live, and what to look at before it does."""
    from bot.candidate.making import Circumstances, Side, make_report
    from index.errors import DamagedSnapshot
    from index.live import read_live

    before = None
    unreadable = ""
    if base:
        try:
            before = Side.read(settings.index, base)
        except DamagedSnapshot as damaged:  # mostly it is of an older version of Rolecall
            unreadable = f"What is live can't be compared with: {damaged.what}."
    circumstances = Circumstances(
        today(), settings.groups.names or None, read_live(settings.index) if before is not None else None
    )
    return make_report(Side.read(settings.index, candidate), before, circumstances, unreadable)


def new_preview(
    settings: Settings,
    report: Report,
    most: int,
    on_stage: OnStage | None,
    notify: Callable[[str], None],
    by: Person | None = None,
) -> Preview:
    """Ask questions of what is live and of the candidate, and keep what they came to beside the report.

    Args:
        most: of the questions that staff asked.
        notify: is told in a sentence what could not be asked.
        by: who has them asked, where it is somebody on another surface.
    """
    from dataclasses import replace

    from bot.candidate.preview import preview
    from bot.candidate.report import keep_report
    from bot.candidate.trials import Day, read_asked, trials
    from bot.evaluation import read_expectations
    from bot.record.asked import NOTHING_ASKED
    from bot.record.errors import RecordError
    from index import snapshot
    from index.live import read_live

    evaluation = read_expectations(settings.evaluation) if settings.evaluation is not None else []
    try:
        asked, marked = read_asked(open_record(settings), most, by or this_person())
    except RecordError as problem:
        notify(f"What staff asked can't be tried: {problem}")
        asked, marked = NOTHING_ASKED, []
    if asked.questions or evaluation or marked:
        before, after = (snapshot.load(settings.index, settings.model, id_) for id_ in (report.base, report.candidate))
        factory = answers_factory(settings, embedder=open_embedder_when_needed(settings))
        found = preview(
            trials(asked.questions, evaluation, marked, Day.of(today(), read_live(settings.index), after)),
            (before.contents, after.contents),
            [answers.answer for answers in map(factory, (before, after))],
            on_progress=None if on_stage is None else lambda done, of: on_stage("asking", done, of),
            different=asked.different,
        )
    else:
        found = preview([], (), ())
    keep_report(settings.index, replace(report, preview=found))
    return found


def kept_preview(settings: Settings, preview: Preview, by: Person | None = None) -> Preview:
    """A preview that was kept, with the questions back in it that have not been erased meanwhile."""
    from bot.candidate.preview import receipts_of
    from bot.record.asked import questions_of
    from bot.record.query import Filters
    from bot.record.stored import ERASED

    receipts = receipts_of(preview.tried)
    if not receipts:
        return preview
    record = open_record(settings)
    record.read_noted(Filters(), len(receipts), by or this_person(), "preview")
    return preview.with_questions(questions_of(record.database, receipts), ERASED)


def open_candidates(settings: Settings) -> Candidates:
    """Candidates for surfaces on which admins decide."""
    from bot.candidate.candidates import Candidates
    from bot.candidate.stages import QUESTIONS

    return Candidates(
        settings.index,
        lambda publishing, on_stage: make_candidate(settings, publishing, on_stage),
        lambda candidate, base: report_on(settings, candidate, base),
        lambda report, by, on_stage, notify: new_preview(settings, report, QUESTIONS, on_stage, notify, by),
        lambda preview, by: kept_preview(settings, preview, by),
    )


def batch_settings(settings: Settings, documents: Path) -> Settings:
    """The same settings for a folder, its index in the cache under a key of everything it depends on."""
    from dataclasses import replace

    key = hashlib.sha256()
    for part in _parts(settings, documents):
        key.update(part + b"\0")
    index = settings.cache / "batch" / key.hexdigest()[:20]
    sources = settings.sources if documents == settings.documents else ()  # another folder has none beside it
    return replace(settings, documents=documents, sources=sources, mirrors=settings.index, index=index)


def open_batch_answerer(settings: Settings, on_stage: OnStage | None = None, scope: Scope | None = None) -> InScope:
    """An answerer over `settings.documents`; its index is built where the cache doesn't hold it, or not whole."""
    from index.errors import DamagedSnapshot, ModelChanged, ModelNotFound, NoSnapshot

    try:
        answerer = open_answerer(settings, scope=scope)
    except (NoSnapshot, DamagedSnapshot, ModelChanged, ModelNotFound):
        share_models(settings)
        build_index(settings, on_stage)
        answerer = open_answerer(settings, scope=scope)
    (settings.index / "current").touch()
    _prune(settings.index.parent)
    return answerer


def share_models(settings: Settings) -> None:
    """Indexes in the cache share one export of the model."""
    shared = settings.cache / "models"
    shared.mkdir(parents=True, exist_ok=True)
    settings.index.mkdir(parents=True, exist_ok=True)
    link = settings.index / "models"
    if not link.exists():
        link.symlink_to(shared.resolve(), target_is_directory=True)


def _parts(settings: Settings, documents: Path) -> Iterator[bytes]:
    """What an index depends on: documents, sources, whom they are for, the model, the limits, our own code and data."""
    from bot.sources.places import look

    yield f"{settings.model} {settings.limits} {settings.audiences}".encode()
    if documents == settings.documents:
        for report in look(settings.sources, settings.index):
            yield f"{report.source} {report.state.revision}".encode()
    if settings.catalogue is not None:
        yield settings.catalogue.read_bytes()
    here = Path(__file__).parent.parent
    for folder in (documents, here / "knowledge", here / "index"):
        for file in sorted(folder.rglob("*")):
            if "__pycache__" in file.parts or not file.is_file():
                continue
            yield file.relative_to(folder).as_posix().encode("utf-8", "surrogateescape")
            yield _digest(file)


def _digest(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").digest()
    except OSError:  # the build reports it
        return b""


def _prune(folder: Path) -> None:
    """Leave the `KEPT` indexes that were used last."""
    indexes = [each for each in folder.iterdir() if (each / "current").is_file()]
    indexes.sort(key=lambda each: (each / "current").stat().st_mtime, reverse=True)
    for old in indexes[KEPT:]:
        shutil.rmtree(old, ignore_errors=True)
