"""What the settings file may say about sources and watching."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.settings import Settings, load_settings
from bot.sources.source import Source
from bot.watching.settings import WatchSettings


def load(folder: Path, text: str, **environ: str) -> Settings:
    file = folder / "rolecall.yaml"
    file.write_text(text)
    return load_settings(file, environ)


def test_an_address_alone_will_do(tmp_path):
    settings = load(tmp_path, "sources: {hr: 's3://bucket/hr', handbook: 'git+https://host/handbook.git#main:docs'}")
    assert settings.sources == (
        Source("handbook", "git+https://host/handbook.git#main:docs"),
        Source("hr", "s3://bucket/hr"),
    )
    assert [source.prefix for source in settings.sources] == ["handbook/", "hr/"]


def test_secrets_come_from_the_environment_by_name(tmp_path):
    text = "sources: {hr: {url: 's3://bucket', secrets: {secret: HR_SECRET, key: HR_KEY}, include: [.MD]}}"
    (source,) = load(tmp_path, text, HR_SECRET="s3cret").sources
    assert (source.values, source.include) == ({"secret": "s3cret"}, (".md",))
    assert "s3cret" not in repr(source)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("{hr: 'git+https://ada:s3cret@host/a.git'}", "a secret has no place in a file"),
        ("{hr: 'https://host/documents?sig=s3cret'}", "a secret has no place in a file"),
        ("{hr: {url: 's3://bucket', options: {client_kwargs: {aws_secret_access_key: s3cret}}}}", "no place in a file"),
        ("{hr: {url: 'sftp://host/hr', options: {password: s3cret}}}", "name the environment variable"),
        ("{hr: {url: 's3://bucket', secrets: {secret: 's3cret-value'}}}", "must name environment variables"),
        ("{hr: /mnt/hr}", "is no address"),
        ("{hr: 'git@github.com:org/a.git'}", "is no address"),
        ("{hr: 'ssh://git@host/a.git'}", r"git\+ssh://"),
        ("{hr: 'git+ftp://host/a.git'}", "'ftp' is no way"),
        ("{hr: 'git+https://host'}", "names no repository"),
        ("{documents: 's3://bucket'}", "can't be a source's name"),
        ("{'../hr': 's3://bucket'}", "can't be a source's name"),
        ("{hr: 's3://a', HR: 's3://b'}", "there twice"),
        ("{hr: {url: 's3://bucket', colour: red}}", "`colour` is not a setting of a source"),
        ("{hr: {url: 's3://bucket', include: md}}", "list of endings"),
        ("{hr: {url: 's3://bucket', may_be_empty: 1}}", "true or false"),
        ("{hr: {include: [.md]}}", "must be an address"),
        ("[hr]", "must hold lines of the form"),
    ],
)
def test_what_is_wrong_is_said_and_no_secret_with_it(tmp_path, written, said):
    with pytest.raises(SettingsError, match=said) as raised:
        load(tmp_path, f"sources: {written}")
    assert "s3cret" not in str(raised.value)


def test_options_that_only_sound_like_secrets_are_taken(tmp_path):
    text = "sources: {hr: {url: 'sftp://host/hr', options: {key_filename: /etc/key, username: ada}}}"
    assert load(tmp_path, text).sources[0].options == {"key_filename": "/etc/key", "username": "ada"}


def test_documents_may_be_an_address_with_options(tmp_path):
    settings = load(tmp_path, "documents: {url: 's3://bucket/all', include: [.md]}\nindex: kept")
    assert settings.documents == tmp_path / "kept" / "sources" / "documents" / "files"
    assert settings.sources == (Source("documents", "s3://bucket/all", (".md",)),)


def test_watching_is_chosen(tmp_path):
    assert load(tmp_path, "").watch is None
    assert load(tmp_path, "watch: {}").watch == WatchSettings("ask", 2, 15, None)
    chosen = load(tmp_path, "watch: {publish: automatic, quiet_seconds: 0.5, poll_minutes: 1, scan_seconds: 10}").watch
    assert chosen == WatchSettings("automatic", 0.5, 1, 10)


def test_every_problem_of_watching_is_reported(tmp_path):
    with pytest.raises(SettingsError) as raised:
        load(tmp_path, "watch: {publish: always, quiet_seconds: 0, poll_minutes: x, colour: red}")
    assert len(raised.value.problems) == 4
