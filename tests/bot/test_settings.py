from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.settings import KEYS, Settings, find_settings, load_settings
from tests.conftest import ROOT


def write(folder: Path, text: str) -> Path:
    file = folder / "rolecall.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_nothing_has_to_be_set(tmp_path):
    assert load_settings(None, {}) == Settings()
    assert load_settings(write(tmp_path, ""), {}).model == Settings().model


def test_paths_are_meant_from_the_folder_of_the_file(tmp_path):
    settings = load_settings(write(tmp_path, "documents: ours\nindex: /srv/index\nmodel: ./model\n"), {})
    assert settings.documents == tmp_path / "ours"
    assert settings.index == Path("/srv/index")
    assert settings.model == str(tmp_path / "model")


def test_every_problem_is_reported_together(tmp_path):
    file = write(tmp_path, "documents: 3\ncolour: red\ncatalogue: none.yaml\nlimits: {files: -1, pages: 2, ocr: 1}\n")
    with pytest.raises(SettingsError) as raised:
        load_settings(file, {})
    assert len(raised.value.problems) == 6
    for named in ("`documents`", "`colour`", "none.yaml", "`files`", "`pages`", "`ocr`"):
        assert named in str(raised.value)


@pytest.mark.parametrize("text", ["a: [", "- documents", "\tdocuments: x"])
def test_a_file_that_is_not_valid_is_named(tmp_path, text):
    file = write(tmp_path, text)
    with pytest.raises(SettingsError, match=r"rolecall\.yaml"):
        load_settings(file, {})


def test_a_missing_file_says_what_to_copy(tmp_path):
    with pytest.raises(SettingsError, match=r"rolecall\.example\.yaml"):
        load_settings(tmp_path / "none.yaml", {})


def test_the_named_file_comes_before_the_environment_and_the_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert find_settings(None, {}) is None
    write(tmp_path, "")
    assert find_settings(None, {}) == Path("rolecall.yaml")
    assert find_settings(None, {"ROLECALL_SETTINGS": "other.yaml"}) == Path("other.yaml")
    assert find_settings(Path("named.yaml"), {"ROLECALL_SETTINGS": "other.yaml"}) == Path("named.yaml")


def test_the_cache_is_the_users_own():
    assert load_settings(None, {"HOME": "/home/ada"}).cache == Path("/home/ada/.cache/rolecall")
    assert load_settings(None, {"HOME": "/home/ada", "XDG_CACHE_HOME": "/var/c"}).cache == Path("/var/c/rolecall")


def test_the_example_names_every_setting_and_is_valid():
    example = ROOT / "rolecall.example.yaml"
    text = example.read_text(encoding="utf-8")
    assert load_settings(example, {}).limits == Settings().limits
    for key in KEYS:
        assert f"\n{key}:" in text or f"\n# {key}:" in text


def test_the_record_has_settings_of_its_own(tmp_path):
    file = write(tmp_path, "record: {file: kept.sqlite, required: true, identity_days: 30, text_days: }\n")
    record = load_settings(file, {}).record
    assert (record.required, record.identity_days, record.text_days) == (True, 30, None)
    assert record.url_beside(tmp_path / "index") == f"sqlite:///{tmp_path / 'kept.sqlite'}"
    assert Settings().record.url_beside(tmp_path / "x" / "index") == f"sqlite:///{tmp_path / 'x' / 'record.sqlite'}"


def test_the_address_of_the_record_comes_from_the_environment_first_and_is_not_shown(tmp_path):
    url = "postgresql://rolecall:secret@db/record"
    file = write(tmp_path, "record: {url: postgresql://other/record}\n")
    for settings in (
        load_settings(file, {"ROLECALL_RECORD_URL": url}),
        load_settings(None, {"ROLECALL_RECORD_URL": url}),
    ):
        assert settings.record.url_beside(settings.index) == url
        assert "secret" not in repr(settings)


def test_every_problem_of_the_record_is_reported(tmp_path):
    file = write(tmp_path, "record: {url: here, required: 1, identity_days: -1, lease_seconds: x, colour: red}\n")
    with pytest.raises(SettingsError) as raised:
        load_settings(file, {})
    assert len(raised.value.problems) == 5
