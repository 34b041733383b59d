"""What can be set about the pages, and what is said where it can't be."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

from bot.auditors import SignedIn
from bot.errors import SettingsError
from bot.main import open_web
from bot.record.message import Person
from bot.settings import load_settings
from tests.conftest import ROOT

SECRET = {"ROLECALL_OIDC_CLIENT_SECRET": "a secret"}
SIGN_IN = "web: {public_url: 'https://a.example', sign_in: {issuer: 'https://id.example/x/', client_id: y}}\n"


def load(folder, text, environ=None):
    file = folder / "rolecall.yaml"
    file.write_text(text, encoding="utf-8")
    return load_settings(file, environ or {})


def test_the_secret_comes_from_the_environment_and_is_not_shown(tmp_path):
    settings = load(tmp_path, SIGN_IN, SECRET)
    assert settings.web.sign_in.client_secret == "a secret"
    assert settings.web.sign_in.issuer == "https://id.example/x"
    assert settings.web.needs_sign_in
    assert "a secret" not in repr(settings)


def test_auditors_are_who_is_named_and_nobody_else(tmp_path):
    text = "auditors: [{email: Audrey@Example.org}, {subject: '7'}, {slack: T1/U9}, {teams: a/b}]"
    auditors = load(tmp_path, text).auditors
    stranger = Person("oidc", "id.example", "1")
    assert auditors.admit(SignedIn(stranger, email="audrey@example.ORG"))
    assert auditors.admit(SignedIn(stranger, subject="7"))
    assert auditors.has(Person("slack", "T1", "U9", "Whoever"))
    assert auditors.has(Person("teams", "a", "b"))
    for other in (SignedIn(stranger), SignedIn(Person("slack", "T2", "U9")), SignedIn(stranger, "x@example.org", "8")):
        assert not auditors.admit(other)
    assert not load(tmp_path, "").auditors


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("web: {prot: 1}", "`prot` is not a setting of the web"),
        ("web: {port: 99999}", "`port` must be a number"),
        ("web: {public_url: 'http://rolecall.example'}", "https"),
        ("web: {public_url: 'https://a.example/below'}", "without a path"),
        ("web: {links: true}", "`public_url`"),
        ("web: {timezone: Mars/Olympus}", "time zone"),
        ("web: {sign_in: {issuer: 'https://a.example'}}", "add `client_id:`"),
        ("web: {sign_in: {issuer: x, client_id: y, client_secret: z}}", "no place in a file"),
        ("web: {idle_minutes: 0}", "above 0"),
        ("auditors: audrey", "must be a list"),
        ("auditors: [audrey]", "line 1"),
        ("auditors: [{phone: 1}]", "`phone` names nobody"),
        ("auditors: [{email: audrey}]", "name@example.org"),
        ("auditors: [{slack: U9}]", "WORKSPACE/USER"),
    ],
)
def test_what_is_wrong_is_said(tmp_path, text, said):
    with pytest.raises(SettingsError, match=r"rolecall\.yaml") as raised:
        load(tmp_path, text)
    assert said in str(raised.value)


def test_a_sign_in_that_nobody_could_pass_is_not_opened(tmp_path):
    with pytest.raises(SettingsError) as raised:
        open_web(load(tmp_path, SIGN_IN))
    assert "`auditors`" in str(raised.value)
    assert "ROLECALL_OIDC_CLIENT_SECRET" in str(raised.value)


def test_rolecall_serve_serves(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    (tmp_path / "rolecall.yaml").write_text(f"web: {{port: {port}}}\n", encoding="utf-8")
    command = [sys.executable, "-m", "bot.cli", "serve"]
    with subprocess.Popen(command, cwd=tmp_path, env={"PYTHONPATH": str(ROOT)}, stderr=subprocess.PIPE) as process:
        try:
            page = fetched(f"http://localhost:{port}/audit/answers")
        finally:
            process.terminate()
        said = process.stderr.read().decode()
    assert "Nothing has been asked yet." in page
    assert f"{port}/audit" in said
    assert "docs/audit.md" in said


def fetched(address):
    for _ in range(1500):
        try:
            with urllib.request.urlopen(address, timeout=120) as answer:
                return answer.read().decode()
        except urllib.error.URLError:
            time.sleep(0.2)
    raise AssertionError(f"{address} can't be reached")


def test_asking_loads_nothing_of_the_pages():
    program = (
        "import sys, bot.cli, bot.main, bot.settings\n"
        "heavy = {'starlette', 'uvicorn', 'authlib', 'httpx2', 'jinja2', 'zoneinfo', 'anyio'}\n"
        "sys.exit(', '.join(sorted(heavy & set(sys.modules))))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stderr.strip() == ""
