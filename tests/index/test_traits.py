"""Traits are worked out when a document is read, and taken over with the rest of what is stored of it."""

from __future__ import annotations

import pytest

from index.errors import DamagedSnapshot
from index.outline import Outline, read_outline
from index.snapshot import write
from index.traits import AllTraits
from tests.index.library import TEXTS, contents_of

LEAVE = "policies/leave.md"


def test_what_is_stored_is_what_was_worked_out():
    contents = contents_of()
    assert [each.path for each in contents.traits.all] == sorted(TEXTS)
    assert AllTraits.decode(contents.traits.encode()).all == contents.traits.all
    (gardener,) = contents.traits.all[0].roles
    assert {fact.name for fact in gardener.facts} == {"reports_to", "salary"}


def test_splicing_gives_what_working_them_all_out_gives():
    changed = {**TEXTS, LEAVE: "# Leave\n\nNone.\n"}
    spliced = contents_of().spliced({path for path in TEXTS if path != LEAVE}, contents_of({LEAVE: changed[LEAVE]}))
    assert spliced.traits.encode() == contents_of(changed).traits.encode()


def test_an_outline_on_disk_is_that_of_the_contents(tmp_path):
    contents = contents_of()
    outline, read = Outline.of(contents), read_outline(tmp_path, write(contents, tmp_path))
    assert read.traits.all == outline.traits.all
    assert read.digests == outline.digests
    assert read.stored_roles.all == outline.stored_roles.all


@pytest.mark.parametrize("name", ["documents.msgpack", "roles.msgpack", "traits.msgpack", "skipped.msgpack"])
def test_a_damaged_file_is_found(tmp_path, name):
    snapshot_id = write(contents_of(), tmp_path)
    (tmp_path / "snapshots" / snapshot_id / name).write_bytes(b"\x91")
    with pytest.raises(DamagedSnapshot, match=name):
        read_outline(tmp_path, snapshot_id)
