"""What runs in the measured processes: one JSON object a line in, one a line out, until the input ends.

python -m bot.bench.worker ROLE SETTINGS, where ROLE is

- answers: {"ask": question, "earlier": [...]} and {"embed": [text, ...]} say the seconds, {"texts": most} the texts;
- builds: {"build": "real" or "made up", "read": file or nothing} indexes and publishes, and says what it did;
- encode: {"embed": [text, ...]} says the seconds that sentence-transformers takes;
- export: nothing in or out; makes the model ready for answering.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.settings import Settings, load_settings

Do = Callable[[Mapping[str, Any]], Any]


def main(role: str, file: Path) -> None:
    said = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever a library prints is not ours
    settings = load_settings(file, {})
    if role == "export":
        _export(settings)
        return
    roles = {"answers": _answers, "builds": _builds, "encode": _encode}
    do = roles[role](settings)
    for line in sys.stdin:
        print(json.dumps(do(json.loads(line))), file=said, flush=True)


def _export(settings: Settings) -> None:
    from bot.main import open_embedder

    open_embedder(settings, may_export=True)


def _answers(settings: Settings) -> Do:
    """Rolecall itself, as a chat has it: everything loaded once."""
    from bot.answers.answer import Question
    from bot.main import open_answerer, open_embedder

    answerer = open_answerer(settings)
    embedder = open_embedder(settings)

    def do(what: Mapping[str, Any]) -> Any:
        if "texts" in what:
            return _texts(settings, what["texts"])
        began = time.perf_counter()
        if "ask" in what:
            answerer.answer(Question(what["ask"], tuple(what["earlier"])))
        else:
            embedder.embed(what["embed"])
        return time.perf_counter() - began

    return do


def _builds(settings: Settings) -> Do:
    """The documents indexed and published, as `rolecall index` has it; with made-up embeddings where that is said."""
    import bot.main
    from bot.bench.publishing import MadeUp
    from index import onnx_embedder
    from index.build import build
    from index.live import publish

    def do(what: Mapping[str, Any]) -> Mapping[str, float]:
        began, cpu_began = time.perf_counter(), _cpu_seconds()
        if what["build"] == "made up":
            model = onnx_embedder.open_when_needed(settings.model, settings.index / "models")
            built = build(settings.documents, settings.index, MadeUp(model), bot.main.open_catalogue(settings))
        else:
            built = bot.main.build_snapshot(settings)
        publish(settings.index, built.snapshot)
        took, cpu = time.perf_counter() - began, _cpu_seconds() - cpu_began
        reading = _reading_seconds(settings, Path(what["read"])) if "read" in what else 0.0
        return {
            "seconds": took,
            "cpu": cpu,
            "reading": reading,
            "changed": len(built.changed),
            "embedded": built.embedded,
        }

    return do


def _reading_seconds(settings: Settings, file: Path) -> float:
    """How long reading one file takes, with the start of the process that does it."""
    from knowledge.reading import read_file

    began = time.perf_counter()
    read_file(settings.documents, file.relative_to(settings.documents).as_posix(), settings.limits)
    return time.perf_counter() - began


def _cpu_seconds() -> float:
    """Of this process and its children that have ended."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def _texts(settings: Settings, most: int) -> Sequence[str]:
    """What an index of these documents embeds, in the order of the documents and evenly thinned out to `most`."""
    from bot.main import open_snapshot
    from index.contents import passage_text, unit_text

    passages = open_snapshot(settings).contents.passages
    texts = [text for each in passages for text in (passage_text(each), *(unit_text(each, one) for one in each.units))]
    return texts[:: -(-len(texts) // most)]


def _encode(settings: Settings) -> Do:
    """sentence-transformers by itself, as its documentation uses it."""
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    from index.model_files import model_folder

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # it has no types
    model = SentenceTransformer(str(model_folder(settings.model)), device="cpu")

    def do(what: Mapping[str, Any]) -> float:
        began = time.perf_counter()
        model.encode(what["embed"], batch_size=32, show_progress_bar=False)
        return time.perf_counter() - began

    return do


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
