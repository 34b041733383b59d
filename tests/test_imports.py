"""The arrows run one way: bot -> index -> knowledge. Importing PyTorch is not needed to answer."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

OURS = {"bot", "index", "knowledge"}
FORBIDDEN_IN_ANSWERS = {"os", "slack_bolt", "slack_sdk", "typer", "rich", "click", "sqlite3", "sqlalchemy", "starlette"}
PARTS_OF_ANSWERS = "bot.answers"


def imports_of(file: Path) -> set[str]:
    """Full names of the modules that a file imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: imports by their full names, please"
            names.add(node.module or "")
    return names


def files_of(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))


@pytest.mark.parametrize(("package", "allowed"), [("knowledge", {"knowledge"}), ("index", {"index", "knowledge"})])
def test_a_package_imports_only_what_it_stands_on(package, allowed):
    for file in files_of(package):
        ours = {name.split(".")[0] for name in imports_of(file)} & OURS
        assert ours <= allowed, f"{file} imports {sorted(ours - allowed)}"


def test_answers_know_no_surface_no_database_and_no_environment():
    for file in files_of("bot/answers"):
        names = imports_of(file)
        assert not {name.split(".")[0] for name in names} & FORBIDDEN_IN_ANSWERS, file
        surfaces = {name for name in names if name.split(".")[0] == "bot" and not name.startswith(PARTS_OF_ANSWERS)}
        assert not surfaces, f"{file} imports {sorted(surfaces)}"


SURFACES = ("bot.slack", "bot.web", "bot.console")


@pytest.mark.parametrize("surface", SURFACES)
def test_a_surface_imports_no_other(surface):
    place = ROOT / surface.replace(".", "/")
    for file in [place.with_suffix(".py")] if place.with_suffix(".py").is_file() else sorted(place.rglob("*.py")):
        others = tuple(other for other in SURFACES if other != surface)
        assert not [name for name in imports_of(file) if name.startswith(others)], file


def test_what_draws_for_slack_calls_nothing():
    for file in files_of("bot/slack/rendering"):
        assert not {name.split(".")[0] for name in imports_of(file)} & {"slack_bolt", "slack_sdk", "aiohttp"}, file


def test_only_the_entry_points_read_the_environment():
    readers = {
        file.relative_to(ROOT).as_posix()
        for file in files_of("bot")
        if "os.environ" in file.read_text(encoding="utf-8")
    }
    commands = {"bot/cli.py", "bot/commands/common.py", "bot/commands/doctor.py", "bot/training/calibrate.py"}
    assert readers <= commands


def loaded_by(question: str, installation: Path) -> set[str]:
    """Of the modules that take long to load, those that answering a question loads."""
    program = (
        "import sys; from pathlib import Path\n"
        "from bot.main import open_answerer; from bot.settings import load_settings\n"
        "from bot.answers.answer import Question\n"
        "answerer = open_answerer(load_settings(Path('rolecall.yaml'), {}))\n"
        f"assert answerer.answer(Question({question!r})).status == 'answered'\n"
        "slow = {'torch', 'sentence_transformers', 'transformers', 'matplotlib', 'scipy', 'onnxruntime'}\n"
        "print(*slow & set(sys.modules))"
    )
    surroundings = {"PYTHONPATH": str(ROOT), "PATH": "", "HOME": str(installation)}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=installation, env=surroundings, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def test_answering_needs_no_pytorch(installation):
    assert loaded_by("Can I carry vacation over?", installation) == {"onnxruntime"}


def test_a_fact_is_told_without_a_network(installation):
    assert loaded_by("Who does the Library Assistant report to?", installation) == set()


def test_a_build_without_a_decision_loads_no_database() -> None:
    """`rolecall index` where nothing has changed, as a watcher runs it time and again."""
    code = (
        "import sys, bot.main, bot.publishing, bot.candidate.building, index.build\n"
        "print(*{'sqlalchemy', 'onnxruntime', 'torch'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == ""
