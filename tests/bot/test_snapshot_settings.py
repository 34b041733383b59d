"""The `snapshots:` section of the settings file."""

from __future__ import annotations

import pytest

from bot.errors import SettingsError
from bot.settings import load_settings
from bot.snapshot_settings import SnapshotSettings


def test_what_is_written_holds_and_the_rest_is_by_default(tmp_path):
    file = tmp_path / "rolecall.yaml"
    file.write_text("snapshots: {keep: 4}\n", encoding="utf-8")
    assert load_settings(file, {}).snapshots == SnapshotSettings(keep=4, keep_for_receipts=False)
    assert load_settings(None, {}).snapshots == SnapshotSettings(keep=10)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("{keep: 1}", "2 or more, not 1"),
        ("{keep: true}", "not True"),
        ("{keep: many}", "not 'many'"),
        ("{keep_for_receipts: 3}", "true or false"),
        ("{kept: 3}", "`kept` is not a setting"),
        ("ten", "name: value"),
    ],
)
def test_every_problem_is_named(tmp_path, written, said):
    file = tmp_path / "rolecall.yaml"
    file.write_text(f"snapshots: {written}\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="`snapshots`") as caught:
        load_settings(file, {})
    assert said in str(caught.value)
