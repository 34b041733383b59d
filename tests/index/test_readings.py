"""Which files stay closed: only those that are certainly as they were."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from index.readings import CLEARLY, DAY, FILE, Readings
from knowledge.folder import Entry, Stamp

NOW = 1_700_000_000_000_000_000  # nanoseconds since 1970
LONG_AGO = NOW - 3600 * 10**9


@pytest.fixture
def device(tmp_path: Path) -> int:
    """Of a file system that is trusted."""
    if not Readings(tmp_path / FILE, "").is_trusted(tmp_path):
        pytest.skip("the tests run on a file system whose times are not trusted")
    return tmp_path.stat().st_dev


def entry(device: int, sidecar: Stamp | None = None, **changed: int) -> Entry:
    stamp = Stamp(100, LONG_AGO, LONG_AGO, 7, device)._replace(**changed)
    return Entry("leave.md", b"leave.md", "markdown", stamp, b"leave.yaml" if sidecar else b"", sidecar)


def noted(tmp_path: Path, found: Entry, digest: str = "d", reason: str = "", recipe: str = "r") -> None:
    readings = Readings(tmp_path / FILE, recipe, now=NOW)
    readings.note(found, digest, reason)
    readings.save()


def later(tmp_path: Path, recipe: str = "r", now: int = NOW + 10**9) -> Readings:
    return Readings(tmp_path / FILE, recipe, now=now)


def test_a_file_that_is_as_it_was_is_known(tmp_path, device):
    noted(tmp_path, entry(device))
    known = later(tmp_path).known(entry(device))
    assert known is not None
    assert (known.digest, known.reason) == ("d", "")


@pytest.mark.parametrize("what", ["size", "modified", "changed", "inode"])
def test_whatever_differs_opens_the_file(tmp_path, device, what):
    noted(tmp_path, entry(device))
    different = getattr(entry(device).stamp, what) + 1
    assert later(tmp_path).known(entry(device, **{what: different})) is None


def test_a_file_changed_shortly_before_it_was_looked_at_is_opened_again(tmp_path, device):
    for what in ("modified", "changed"):
        young = entry(device, **{what: NOW - CLEARLY + 1})
        noted(tmp_path, young)
        assert later(tmp_path).known(young) is None
        old = entry(device, **{what: NOW - CLEARLY})
        noted(tmp_path, old)
        assert later(tmp_path).known(old) is not None


def test_a_sidecar_that_changes_comes_or_goes_opens_the_file(tmp_path, device):
    beside = Stamp(50, LONG_AGO, LONG_AGO, 8, device)
    noted(tmp_path, entry(device, beside))
    assert later(tmp_path).known(entry(device, beside)) is not None
    assert later(tmp_path).known(entry(device, beside._replace(changed=LONG_AGO + 1))) is None
    assert later(tmp_path).known(entry(device)) is None
    noted(tmp_path, entry(device))
    assert later(tmp_path).known(entry(device, beside)) is None


def test_what_took_too_long_is_tried_again_after_a_day(tmp_path, device):
    found = entry(device)
    readings = Readings(tmp_path / FILE, "r", now=NOW)
    readings.note(found, "d", "took longer than 30 s", timed_out=True)
    readings.save()
    soon = later(tmp_path, now=NOW + DAY - 1)
    assert soon.known(found) is not None
    assert soon.refused(found, "d") == "took longer than 30 s"
    soon.save()  # that it was believed once more does not put off the next attempt
    next_day = later(tmp_path, now=NOW + DAY)
    assert next_day.known(found) is None
    assert next_day.refused(found, "d") == ""


def test_any_other_refusal_holds_until_the_file_changes(tmp_path, device):
    noted(tmp_path, entry(device), reason="password-protected")
    known = later(tmp_path, now=NOW + 100 * DAY).known(entry(device))
    assert known is not None
    assert known.reason == "password-protected"


def test_a_look_that_lies_in_the_future_is_not_trusted(tmp_path, device):
    noted(tmp_path, entry(device))
    assert later(tmp_path, now=NOW - 1).known(entry(device)) is None


def test_times_of_a_file_system_elsewhere_are_not_trusted(tmp_path, device):
    elsewhere = 4_000_000
    noted(tmp_path, entry(elsewhere))
    assert later(tmp_path).known(entry(elsewhere)) is None


def test_a_refusal_holds_for_the_same_bytes_and_the_same_recipe(tmp_path, device):
    young = entry(device, changed=NOW)
    noted(tmp_path, young, "d", "took longer than 20 s")
    assert later(tmp_path).refused(young, "d") == "took longer than 20 s"
    assert later(tmp_path).refused(young, "e") == ""
    assert later(tmp_path, "another").refused(young, "d") == ""
    noted(tmp_path, entry(device), "d", "took longer than 20 s")
    assert later(tmp_path).known(entry(device)).reason == "took longer than 20 s"
    assert later(tmp_path, "another").known(entry(device)) is None


def test_what_is_no_longer_there_is_forgotten(tmp_path, device):
    noted(tmp_path, entry(device))
    readings = later(tmp_path)
    readings.note(replace(entry(device), path="other.md"), "e")
    readings.save()
    assert later(tmp_path, now=NOW + 2 * 10**9).known(entry(device)) is None


@pytest.mark.parametrize("damage", [b"", b"\x93", b"x" * 500, None])
def test_a_damaged_file_is_as_good_as_none(tmp_path, device, damage):
    noted(tmp_path, entry(device))
    file = tmp_path / FILE
    data = bytearray(file.read_bytes())
    data[-3] ^= 1
    file.write_bytes(bytes(data) if damage is None else damage)
    assert later(tmp_path).known(entry(device)) is None
    noted(tmp_path, entry(device))
    assert later(tmp_path).known(entry(device)) is not None
