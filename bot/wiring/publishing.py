"""Builds, candidates and decisions on what is live, put together."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from bot.settings import Settings
from bot.wiring.answers import answers_factory, open_catalogue, today
from bot.wiring.record import open_record, this_person

if TYPE_CHECKING:  # loaded below, where they are used: a command that needs none of them starts at once
    from bot.candidate.building import Outcome
    from bot.candidate.candidates import Candidates
    from bot.candidate.preview import Preview
    from bot.candidate.report import Report
    from bot.publishing import Publishing
    from bot.record.message import Person
    from bot.record.record import Record
    from bot.watching.settings import WatchSettings
    from bot.watching.watcher import Watcher
    from index.build import Built, OnStage


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
    from index.onnx_embedder import open_when_needed

    mirrors = settings.mirrors or settings.index
    sources = sources_in_use(settings.sources, settings.documents, mirrors)
    with mirrored(sources, settings.documents, mirrors, settings.limits, on_stage) as reports:
        _require_folder(settings)  # before the model is exported, which takes a while
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


def _require_folder(settings: Settings) -> None:
    from index.errors import NothingToIndex

    if not settings.documents.is_dir():
        raise NothingToIndex(f"There is no folder {settings.documents}. Name the folder that holds your documents.")


def make_candidate(
    settings: Settings, publishing: Publishing, on_stage: OnStage | None = None, *, fresh: bool = False
) -> Outcome:
    """Build a candidate of the documents as they are now, and report on it; where nothing is live yet, publish it."""
    from bot.candidate.building import build_candidate
    from bot.sources.source import DOCUMENTS, mirrored_files

    if settings.documents != mirrored_files(settings.mirrors or settings.index, DOCUMENTS):  # fetched into it, later
        _require_folder(settings)

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
        factory = answers_factory(settings, at_once=False)
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
