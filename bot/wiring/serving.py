"""What `rolecall serve` serves, put together: pages for auditors, Slack."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from bot.settings import Settings
from bot.wiring.answers import answers_factory, open_embedder, open_live_answers
from bot.wiring.publishing import open_candidates, open_publishing, open_watcher
from bot.wiring.record import document_paths, open_columns, open_export, open_jobs, open_record, open_topics, provenance

if TYPE_CHECKING:  # loaded below, where they are used: a command that needs none of them starts at once
    from starlette.applications import Starlette

    from bot.record.message import Person
    from bot.record.record import Record
    from bot.slack.auditing import AuditorLookUp
    from bot.slack.installations import Installations
    from bot.slack.parts import Slack, Workspaces
    from bot.slack.settings import SlackSettings
    from bot.slack.surface import SlackSurface
    from bot.topic_watch import TopicWatch
    from bot.topics import Topic
    from bot.web.audit.app import Audit
    from bot.web.audit.links import Links
    from bot.web.audit.reports import Reports

RECEIVING_THREADS = 1  # what Slack waits for; SQLite takes one writer at a time
RECORDING_THREADS = 2
ANSWERING_THREADS = 2
BESIDE = 10  # niceness of threads that answer: what acknowledges Slack's events, which must not wait, goes first


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
    from bot.errors import SettingsError
    from bot.slack.cases import keep_cases
    from bot.slack.interrupted import tell_interrupted
    from bot.slack.resume import keep_held, resume
    from bot.slack.scheduled import keep_posting
    from bot.slack.surface import SlackSurface

    if missing := chosen.missing():
        raise SettingsError(missing)
    parts = _slack_parts(settings, chosen, record, say, links)

    def parts_for(workspaces: Workspaces) -> Slack:
        if look_up is not None:
            look_up.begin(workspaces)
        return parts(workspaces)

    installations = open_installations(settings, chosen, record)
    beside = (resume, keep_held, keep_cases, keep_posting, tell_interrupted)
    return SlackSurface(chosen, settings.groups, parts_for, beside, installations, public_url=settings.web.public_url)


def _slack_parts(
    settings: Settings, chosen: SlackSettings, record: Record, say: Callable[[str], None], links: Links | None
) -> Callable[[Workspaces], Slack]:
    """Makes what the listeners are given, once it is known which workspaces there are."""
    import os
    from concurrent.futures import ThreadPoolExecutor
    from functools import cache, partial

    from bot.adding import Adding
    from bot.channels import Channels
    from bot.desk.desk import Desk
    from bot.quoted import documents_in
    from bot.slack.parts import Slack

    answers = answers_factory(settings)
    live = open_live_answers(settings, say, answers)
    topics = open_topics(settings, open_columns(record))
    watch = open_topic_watch(settings, chosen.topics)
    return lambda workspaces: Slack(
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
        topics=watch,
        link=links.create if links is not None else None,
        export=lambda filters, named, by: open_export(record, filters, named, by),
        unanswered=lambda filters, team: topics.unanswered(filters, workspace=("slack", team) if team else None),
        worker=f"slack@{os.uname().nodename}:{os.getpid()}",
        receiving=ThreadPoolExecutor(RECEIVING_THREADS, "receipts"),
        recording=ThreadPoolExecutor(RECORDING_THREADS, "record"),
        answering=ThreadPoolExecutor(ANSWERING_THREADS, "answers", _step_back),
    )


def open_topic_watch(settings: Settings, topics: tuple[Topic, ...]) -> TopicWatch:
    """What recognises these topics. With another model than the default one, ready-made topics take up to a minute."""
    from bot.ready_topics.recogniser import open_recogniser
    from bot.topic_watch import TopicWatch

    if not any(topic.examples or topic.ready_made for topic in topics):
        return TopicWatch(topics)
    embedder = open_embedder(settings)  # of its own: receipts wait for no answer
    return TopicWatch(topics, embedder, open_recogniser(embedder) if any(each.ready_made for each in topics) else None)


def _step_back() -> None:
    """Let other threads go first, where the system knows of that: Linux takes the niceness of one thread alone."""
    import os
    import sys
    import threading

    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), BESIDE)


def open_installations(settings: Settings, chosen: SlackSettings, record: Record) -> Installations | None:
    """Where Rolecall is installed in Slack; None where it is in one workspace, by the token in the settings.

    Raises:
        SettingsError: nobody could reach the page that installs it.
    """
    from bot.errors import SettingsError
    from bot.slack.installations import Installations
    from bot.slack.token_keys import TokenKeys

    if not chosen.workspaces:
        return None
    if not settings.web.public_url:
        raise SettingsError(["`web`: name the `public_url` below which Rolecall is installed: /slack/install"])
    return Installations(record, chosen.client_id, TokenKeys(chosen.token_keys))


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
