"""What all tests share: no network but loopback, a small model, the sample documents, an installation to ask."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import settings

from tests.word_embedder import WordEmbedder

ROOT = Path(__file__).parent.parent
Run = Callable[..., "subprocess.CompletedProcess[str]"]

# What fails for one fails for everybody, however slow the machine. To look for more: pytest --hypothesis-profile search
settings.register_profile("search", deadline=None)
settings.register_profile("tests", deadline=None, derandomize=True)
settings.load_profile("tests")


@pytest.fixture(autouse=True, scope="session")
def only_loopback() -> Iterator[None]:
    """Any connection that leaves this machine fails, and says so."""
    patch = pytest.MonkeyPatch()
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if self.family in {socket.AF_INET, socket.AF_INET6} and not _is_loopback(address):
            raise AssertionError(f"a test tried to reach {address!r}; only loopback is open")
        connect(self, address)  # type: ignore[arg-type]  # whatever the caller gave

    patch.setattr(socket.socket, "connect", guarded)
    patch.setenv("HF_HUB_OFFLINE", "1")
    patch.setenv("TRANSFORMERS_OFFLINE", "1")
    yield
    patch.undo()


def _is_loopback(address: object) -> bool:
    host = str(address[0]) if isinstance(address, tuple) else ""
    return host.startswith("127.") or host in {"::1", "localhost"}


@pytest.fixture
def embedder() -> WordEmbedder:
    return WordEmbedder()


@pytest.fixture(scope="session")
def samples() -> Path:
    """The documents of the made-up library system."""
    return ROOT / "knowledge" / "samples"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with larger document collections and questions; tests that need it are skipped where it isn't."""
    folder = Path(os.environ.get("ROLECALL_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        pytest.skip(f"{folder} is not there; ROLECALL_SHARED names it")
    return folder


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home folder, and with it the cache, of everything that is run."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="session")
def rolecall(home: Path) -> Run:
    """Runs the `rolecall` command in a process of its own, as a person would."""

    def run(
        *arguments: str, folder: Path | None = None, typed: str | bytes = "", environ: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        surroundings = {
            "PATH": os.environ.get("PATH", ""),
            "HOME": str(home),
            "PYTHONPATH": str(ROOT),
            "PYTHONWARNINGS": "ignore",
            "LANG": "C.UTF-8",
            "HF_HUB_OFFLINE": "1",
            **(environ or {}),
        }
        done = subprocess.run(
            [sys.executable, "-m", "bot.cli", *arguments],
            input=typed if isinstance(typed, bytes) else typed.encode(),
            capture_output=True,
            cwd=folder or home,
            env=surroundings,
            timeout=1800,  # for a machine that has much else to do
            check=False,
        )
        return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


@pytest.fixture(scope="session")
def installation(rolecall: Run, home: Path, samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a settings file whose index holds the sample documents."""
    folder = tmp_path_factory.mktemp("installation")
    (folder / "rolecall.yaml").write_text(f"documents: {samples}\nindex: index\n", encoding="utf-8")
    done = rolecall("index", folder=folder)
    assert done.returncode == 0, done.stderr
    lend_models(folder, home / ".cache" / "rolecall")
    return folder


def lend_models(installation: Path, folder: Path) -> None:
    """Let another index or cache use the model that was made ready already: that takes seconds each time."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "models").symlink_to(installation / "index" / "models", target_is_directory=True)
