"""The environment is made also where Debian left `python3-venv` out."""

from __future__ import annotations

import hashlib
import importlib.util
import re
import subprocess
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.conftest import ROOT


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format, *arguments):
        pass


@pytest.fixture
def script():
    spec = importlib.util.spec_from_file_location("create_venv", ROOT / ".ci" / "create_venv.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def index(tmp_path):
    """A package index on loopback that holds the pip which Python itself carries."""
    spec = importlib.util.find_spec("ensurepip")
    wheels = sorted(Path(spec.origin).parent.glob("_bundled/pip-*.whl")) if spec and spec.origin else []
    if not wheels:
        pytest.skip("this Python carries no pip")
    pages = tmp_path / "index" / "pip"
    pages.mkdir(parents=True)
    content = wheels[-1].read_bytes()
    (pages / wheels[-1].name).write_bytes(content)
    digest = hashlib.sha256(content).hexdigest()
    page = pages / "index.html"
    page.write_text(f'<a href="{wheels[-1].name}#sha256={digest}">{wheels[-1].name}</a>', encoding="utf-8")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=tmp_path / "index"))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", page
    server.shutdown()
    server.server_close()


def without_ensurepip(script, monkeypatch, address):
    def absent(python):
        raise OSError("there is no pip")

    monkeypatch.setattr(script, "by_system_pip", absent)
    monkeypatch.setattr(script.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(script, "INDEX", address)


def test_pip_comes_from_the_index_where_the_system_has_none(script, index, monkeypatch, tmp_path):
    without_ensurepip(script, monkeypatch, index[0])
    script.main(tmp_path / "venv")
    done = subprocess.run([tmp_path / "venv/bin/python", "-m", "pip", "--version"], capture_output=True, check=True)
    assert done.stdout.startswith(b"pip ")


def test_a_wheel_that_is_not_what_the_index_says_is_not_run(script, index, monkeypatch, tmp_path, capsys):
    address, page = index
    page.write_text(re.sub("sha256=[0-9a-f]{64}", "sha256=" + "0" * 64, page.read_text("utf-8")), encoding="utf-8")
    without_ensurepip(script, monkeypatch, address)
    with pytest.raises(SystemExit, match="apt-get install python3-venv"):
        script.main(tmp_path / "venv")
    assert "is not what the index says it is" in capsys.readouterr().err
    assert not (tmp_path / "venv").exists()
