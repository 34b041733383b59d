"""What answers, put together: models, snapshots, views and the answerers over them."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING

from bot.settings import Settings

if TYPE_CHECKING:  # loaded below, where they are used: a command that needs none of them starts at once
    from bot.answers.answer import Question
    from bot.answers.calibration import Bar
    from bot.answers.confidence import Judge
    from bot.answers.from_snapshots import FromSnapshots
    from bot.answers.scope import Scope
    from bot.answers.scoped import InScope
    from bot.answers.why import Why
    from bot.live_answers import LiveAnswers
    from index.embedder import Embedder
    from index.loading import Loaded
    from index.onnx_embedder import OnnxEmbedder
    from index.snapshot import Snapshot
    from index.view import View
    from knowledge.catalogue import Catalogue

_log = logging.getLogger("rolecall")  # what it says reaches the terminal, too


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


def _open_embedder_when_needed(settings: Settings) -> Embedder:
    """The same, loaded with the first text to embed."""
    from index.onnx_embedder import open_when_needed

    return open_when_needed(settings.model, settings.index / "models", may_export=False)


def open_answerer(
    settings: Settings,
    judge: Judge | None = None,
    bar: Bar | None = None,
    snapshot: Snapshot | None = None,
    scope: Scope | None = None,
) -> InScope:
    """Everything that answering needs, without PyTorch. The models are loaded when a question needs them.

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
    answers = answers_factory(settings, judge, bar, at_once=False)(snapshot)
    answers.prepare(scope)
    return InScope(answers, scope)


def answers_factory(
    settings: Settings, judge: Judge | None = None, bar: Bar | None = None, *, at_once: bool = True
) -> FromSnapshots:
    """Makes answers from snapshots, for whoever asks: the models and the catalogue are loaded once, and shared.

    Args:
        at_once: load the models now, not when a question needs them: many are answered without, from facts.
    """
    from bot.answers.from_snapshots import FromSnapshots

    embedder = open_embedder(settings) if at_once else _open_embedder_when_needed(settings)
    return FromSnapshots.load(embedder, open_catalogue(settings), judge, bar, at_once=at_once)


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
