"""A folder of files -> documents, and a reason for each file that is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.catalogue import load_catalogue
from knowledge.document import Document
from knowledge.errors import RolecallError, Unreadable
from knowledge.readers import child
from knowledge.reading import Skipped, read_file, read_folder

SAMPLES = Path(__file__).parents[2] / "knowledge" / "samples"


def test_every_sample_is_read_in_order() -> None:
    seen: list[tuple[int, int, str]] = []
    found = list(read_folder(SAMPLES, on_progress=lambda *each: seen.append(each)))
    documents = [each for each in found if isinstance(each, Document)]
    assert [each for each in found if isinstance(each, Skipped) and not each.path.endswith(".py")] == []
    assert [each.path for each in documents] == sorted(each.path for each in documents)
    assert {each.format for each in documents} == {"markdown", "text", "html", "docx", "pdf"}
    assert seen[-1][:2] == (len(found), len(found))
    assert found == list(read_folder(SAMPLES))


def test_what_the_yaml_beside_a_file_states_wins(tmp_path: Path) -> None:
    (tmp_path / "leave.md").write_text("---\ntitle: From the front matter\nowner: HR\n---\n\n# Leave\n\nTwenty days.\n")
    alone = read_file(tmp_path, "leave.md")
    (tmp_path / "leave.yaml").write_text("title: Leave policy\naudience: [managers]\neffective: 2024-04-01\n")
    beside = read_file(tmp_path, "leave.md")
    assert (alone.title, alone.metadata.audience) == ("From the front matter", ())
    assert (beside.title, beside.metadata.owner, beside.metadata.audience) == ("Leave policy", "HR", ("managers",))
    assert beside.metadata.effective == "2024-04-01"
    assert alone.digest != beside.digest
    assert "front matter" not in " ".join(block.plain for block in beside.blocks)


@pytest.mark.parametrize("sidecar", ["audience: {", "audience:\n", "audience: {a: b}", "- audience"])
def test_a_document_whose_audience_is_unknown_is_shown_to_nobody(tmp_path: Path, sidecar: str) -> None:
    (tmp_path / "pay.md").write_text("# Pay\n\nSecret figures.\n")
    (tmp_path / "pay.yaml").write_text(sidecar)
    with pytest.raises(Unreadable, match="audience"):
        read_file(tmp_path, "pay.md")


def test_a_sidecar_that_cannot_be_read_stops_its_document(tmp_path: Path) -> None:
    (tmp_path / "pay.md").write_text("# Pay\n\nSecret figures.\n")
    (tmp_path / "pay.yaml").write_text("x" * 100_000)
    with pytest.raises(Unreadable, match=r"pay\.yaml beside it: larger than"):
        read_file(tmp_path, "pay.md")


def test_a_bad_file_does_not_keep_the_others_from_being_read(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"PK\x03\x04 broken")
    (tmp_path / "b.md").write_text("# Cook\n\nCooks.\n")
    first, second = read_folder(tmp_path)
    assert first == Skipped("a.docx", "damaged: not a complete docx file")
    assert isinstance(second, Document)


def test_a_reader_that_does_not_start_is_no_skip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.md").write_text("# Cook\n\nCooks.\n")
    monkeypatch.setattr(child, "BOOT", "raise SystemExit('no parser here')")
    with pytest.raises(RolecallError, match="no parser here"):
        list(read_folder(tmp_path))


@pytest.mark.parametrize("ending", ["txt", "md"])
def test_labels_of_an_own_catalogue_tell_fields_apart(tmp_path: Path, ending: str) -> None:
    own = tmp_path / "catalogue.yaml"
    own.write_text("facts:\n  parking:\n    label: Parking\n    value: text\n    fields: [Berth]\n", encoding="utf-8")
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / f"pilot.{ending}").write_text("Pilot\n\nGrade: 7 Berth: the north quay\n", encoding="utf-8")
    ours = next(iter(read_folder(folder)))
    theirs = next(iter(read_folder(folder, catalogue=load_catalogue(own))))
    assert isinstance(ours, Document)
    assert isinstance(theirs, Document)
    assert [block.value for block in ours.blocks if block.kind == "field"] == ["7 Berth: the north quay"]
    assert [(b.label, b.value) for b in theirs.blocks if b.kind == "field"] == [
        ("Grade", "7"),
        ("Berth", "the north quay"),
    ]
