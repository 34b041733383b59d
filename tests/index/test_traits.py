"""Traits are worked out once for each version of a document, and kept."""

from __future__ import annotations

from index import traits
from index.traits import FILE, TraitsFile
from tests.index.library import TEXTS, contents_of


def test_what_is_kept_is_what_is_worked_out(tmp_path):
    contents = contents_of()
    file = TraitsFile(tmp_path)
    fresh = file.of(contents)
    file.save()
    assert TraitsFile(tmp_path).of(contents) == fresh
    assert [each.path for each in fresh] == sorted(TEXTS)
    (gardener,) = fresh[0].roles
    assert {fact.name for fact in gardener.facts} == {"reports_to", "salary"}


def test_only_what_changed_is_worked_out_again(tmp_path, monkeypatch):
    file = TraitsFile(tmp_path)
    file.of(contents_of())
    file.save()
    worked_out: list[str] = []
    original = traits._traits

    def counted(document, units, roles):
        worked_out.append(document.path)
        return original(document, units, roles)

    monkeypatch.setattr(traits, "_traits", counted)
    changed = contents_of({**TEXTS, "policies/leave.md": "# Leave\n\nNone.\n"})
    TraitsFile(tmp_path).of(changed)
    assert worked_out == ["policies/leave.md"]
    worked_out.clear()
    TraitsFile(tmp_path, key="another catalogue").of(changed)
    assert worked_out == sorted(TEXTS)


def test_a_damaged_file_is_only_slower(tmp_path):
    contents = contents_of()
    file = TraitsFile(tmp_path)
    fresh = file.of(contents)
    file.save()
    whole = (tmp_path / FILE).read_bytes()
    for data in (b"", whole[: len(whole) // 2], b"\xff" + whole[1:]):
        (tmp_path / FILE).write_bytes(data)
        assert TraitsFile(tmp_path).of(contents) == fresh


def test_what_is_gone_is_not_kept_for_ever(tmp_path):
    file = TraitsFile(tmp_path)
    file.of(contents_of())
    file.save()
    later = TraitsFile(tmp_path)
    later.of(contents_of({"policies/leave.md": TEXTS["policies/leave.md"]}))
    later.save()
    assert len(TraitsFile(tmp_path)._known) == 1
