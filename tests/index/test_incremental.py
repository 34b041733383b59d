"""A build upon an earlier one is the same as one from nothing, whatever happened to the files in between."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from index import live, readings, snapshot
from index.build import Built, build
from knowledge.catalogue import default_catalogue, load_catalogue
from tests.index.library import TEXTS, write_texts
from tests.word_embedder import WordEmbedder

TICK = 20_000_000  # nanoseconds; longer than a tick of the clock of any file system that is trusted
PATHS = ("leave.md", "policies/travel.md", "jobs/odd\udcff.txt")
BODIES = (*TEXTS.values(), "# Leave\n\nParents take 15 weeks.\n", "# Leave\n\nParents take 16 weeks.\n", "", "\x00\x01")
FIRST = dict(zip(PATHS, BODIES, strict=False))
SIDECARS = ("audience: [staff]\n", "audience: [board]\n", "title: Something else\n", "audience: {\n")


@contextmanager
def quick_clock() -> Iterator[None]:
    """What was changed clearly before a look is so after some milliseconds, so that tests need not wait for seconds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(readings, "CLEARLY", TICK)
        yield


def build_in(folder: Path, index: Path, **how: object) -> Built:
    time.sleep(1.5 * TICK / 1e9)
    built = build(folder, index, WordEmbedder(), default_catalogue(), **how)  # type: ignore[arg-type]
    live.publish(index, built.snapshot)
    return built


Step = tuple[str, str, str, int]  # what, path, another path, number of a text
STEPS = st.tuples(
    st.sampled_from(("write", "remove", "rename", "touch", "same size, same time", "sidecar", "no sidecar")),
    st.sampled_from(PATHS),
    st.sampled_from(PATHS),
    st.integers(0, 100),
)


def take(step: Step, folder: Path) -> None:
    """Do to the files what the step says, where it can be done."""
    what, path, other, number = step
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    if what == "write":
        file.write_text(BODIES[number % len(BODIES)], encoding="utf-8")
    elif what == "sidecar":
        file.with_suffix(".yaml").write_text(SIDECARS[number % len(SIDECARS)], encoding="utf-8")
    elif what == "no sidecar":
        file.with_suffix(".yaml").unlink(missing_ok=True)
    elif not file.exists():
        return
    elif what == "remove":
        file.unlink()
    elif what == "rename":
        (folder / other).parent.mkdir(parents=True, exist_ok=True)
        file.rename(folder / other)
    elif what == "touch":
        os.utime(file)
    else:
        before = file.stat()
        file.write_bytes(file.read_bytes()[::-1])
        os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example([[("same size, same time", PATHS[0], PATHS[0], 0)]])
@example([[("sidecar", PATHS[0], PATHS[0], 0)], [("sidecar", PATHS[0], PATHS[0], 1)], [("no sidecar", *PATHS[:2], 0)]])
@given(builds=st.lists(st.lists(STEPS, min_size=1, max_size=3), min_size=1, max_size=4))
def test_any_sequence_of_changes_gives_what_a_build_from_nothing_gives(builds: Sequence[Sequence[Step]]) -> None:
    with tempfile.TemporaryDirectory() as named, quick_clock():
        folder, index = Path(named, "documents"), Path(named, "index")
        write_texts(
            folder, {"stays.md": "# Stays\n\nThis one never changes.\n", **dict(zip(PATHS, BODIES, strict=False))}
        )
        build_in(folder, index)
        for steps in builds:
            for step in steps:
                take(step, folder)
            built = build_in(folder, index)
        assert built.snapshot == build_in(folder, Path(named, "other")).snapshot
        again = build_in(folder, index)
        assert (again.snapshot, again.embedded, again.added + again.changed + again.removed) == (built.snapshot, 0, ())


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    with quick_clock():
        write_texts(tmp_path / "documents")
        time.sleep(1.5 * TICK / 1e9)
        if not readings.Readings(tmp_path / "none", "").is_trusted(tmp_path):
            pytest.skip("the tests run on a file system whose times are not trusted")
        yield tmp_path / "documents"


def test_files_that_are_as_they_were_stay_closed(folder, tmp_path):
    first = build_in(folder, tmp_path / "index")
    assert (first.base, first.opened, len(first.added)) == ("", 3, 3)
    second = build_in(folder, tmp_path / "index")
    assert (second.base, second.snapshot, second.opened) == (first.snapshot, first.snapshot, 0)
    assert second.unchanged == tuple(sorted(TEXTS)) == second.documents
    assert (second.passages, second.roles, second.facts) == (first.passages, first.roles, first.facts)


def test_only_what_changed_is_opened_and_every_change_is_named(folder, tmp_path):
    build_in(folder, tmp_path / "index")
    (folder / "policies" / "leave.md").write_text("# Leave\n\nNew words.\n")
    (folder / "policies" / "travel.md").unlink()
    (folder / "added.md").write_text("# Added\n\nNew words.\n")
    built = build_in(folder, tmp_path / "index")
    assert built.opened == 2
    assert (built.added, built.changed) == (("added.md",), ("policies/leave.md",))
    assert (built.removed, built.unchanged) == (("policies/travel.md",), ("jobs/gardener.txt",))


def test_a_file_that_was_only_touched_is_opened_and_nothing_else_comes_of_it(folder, tmp_path):
    first = build_in(folder, tmp_path / "index")
    os.utime(folder / "policies" / "leave.md")
    second = build_in(folder, tmp_path / "index")
    assert (second.snapshot, second.opened, second.changed) == (first.snapshot, 1, ())


def test_fresh_opens_every_file_and_gives_the_same(folder, tmp_path):
    first = build_in(folder, tmp_path / "index")
    second = build_in(folder, tmp_path / "index", fresh=True)
    assert (second.snapshot, second.opened, second.embedded) == (first.snapshot, 3, 0)


def test_what_could_not_be_read_is_not_tried_again_until_it_changes(folder, tmp_path):
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\nnot really")
    first = build_in(folder, tmp_path / "index")
    second = build_in(folder, tmp_path / "index")
    assert second.skipped == first.skipped != ()
    assert (second.opened, second.snapshot) == (0, first.snapshot)
    (folder / "broken.pdf").unlink()
    assert build_in(folder, tmp_path / "index").skipped == ()


def test_an_audience_that_the_settings_change_reaches_the_documents_it_is_meant_for(folder, tmp_path):
    (folder / "policies" / "own.md").write_text("---\naudience: [board]\n---\n\n# Own\n\nWords.\n")

    def said(path: str) -> tuple[str, ...]:
        return ("managers",) if path.startswith("policies/") else ()

    build_in(folder, tmp_path / "index")
    built = build_in(folder, tmp_path / "index", audience_of=said)
    assert built.changed == ("policies/leave.md", "policies/own.md", "policies/travel.md")
    assert (built.opened, built.embedded) == (3, 0)
    held = snapshot.load(tmp_path / "index").contents.document_by_path
    audiences = {path: document.metadata.audience for path, document in held.items()}
    assert audiences == {
        "jobs/gardener.txt": (),
        "policies/leave.md": ("managers",),
        "policies/own.md": ("board",),
        "policies/travel.md": ("managers",),
    }
    assert build_in(folder, tmp_path / "index", audience_of=said).opened == 0


def test_another_catalogue_reads_everything_again(folder, tmp_path):
    first = build_in(folder, tmp_path / "index")
    (tmp_path / "ours.yaml").write_text("facts:\n  salary:\n    fields: [Wage]\n")
    built = build(folder, tmp_path / "index", WordEmbedder(), load_catalogue(tmp_path / "ours.yaml"))
    assert (built.opened, built.embedded, built.changed) == (3, 0, ())
    assert built.snapshot != first.snapshot


def test_a_build_upon_a_candidate_takes_over_what_that_one_embedded(folder, tmp_path):
    published = build_in(folder, tmp_path / "index")
    (folder / "added.md").write_text("# Added\n\nNew words.\n")
    candidate = build(folder, tmp_path / "index", WordEmbedder(), default_catalogue())
    assert (candidate.base, live.live_id(tmp_path / "index")) == (published.snapshot, published.snapshot)
    (folder / "another.md").write_text("# Another\n\nNewer words.\n")
    upon = build(folder, tmp_path / "index", WordEmbedder(), default_catalogue(), base=candidate.snapshot)
    assert (upon.base, upon.added) == (candidate.snapshot, ("another.md",))
    beside = build(folder, tmp_path / "index", WordEmbedder(), default_catalogue())
    assert beside.snapshot == upon.snapshot
    assert beside.embedded > upon.embedded > 0


def test_a_damaged_base_is_not_built_upon(folder, tmp_path):
    first = build_in(folder, tmp_path / "index")
    (folder / "added.md").write_text("# Added\n\nNew words.\n")
    candidate = build(folder, tmp_path / "index", WordEmbedder(), default_catalogue())
    (tmp_path / "index" / "snapshots" / candidate.snapshot / "passages.msgpack").write_bytes(b"\x93")
    built = build(folder, tmp_path / "index", WordEmbedder(), default_catalogue(), base=candidate.snapshot)
    assert (built.base, built.snapshot) == (first.snapshot, candidate.snapshot)
    assert snapshot.load(tmp_path / "index", snapshot_id=built.snapshot).id == candidate.snapshot


def test_a_file_with_a_sidecar_and_one_that_holds_the_words_of_both_are_two_versions(folder, tmp_path):
    file = folder / "own.md"
    file.write_bytes(b"# Own\n\nWords.\n")
    file.with_suffix(".yaml").write_bytes(b"audience: [board]\n")
    build_in(folder, tmp_path / "index")
    file.write_bytes(b"# Own\n\nWords.\n\x00audience: [board]\n")
    file.with_suffix(".yaml").unlink()
    assert build_in(folder, tmp_path / "index").changed == ("own.md",)
