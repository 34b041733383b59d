"""Sources beside the documents folder: their documents in the index, their names, their locks."""

from __future__ import annotations

import json
import multiprocessing
import shutil
from pathlib import Path

import pytest

from bot.doctor import examine
from bot.errors import NoMirror, SettingsError
from bot.settings import load_settings
from bot.sources.places import look, mirrored, sources_in_use
from bot.sources.source import Source
from index.build import Built, build
from index.snapshot import load
from knowledge.catalogue import load_catalogue
from knowledge.readers.limits import DEFAULT_LIMITS
from tests.bot.sources.git_server import Repository
from tests.conftest import lend_models
from tests.word_embedder import WordEmbedder

LEAVE = "# Leave\n\nEveryone has 25 days of leave.\n"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "handbook.git")


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "pay.md").write_text("# Pay\n\nPay day is the 25th.\n")
    return folder


def build_from(documents: Path, *sources: Source) -> Built:
    index = documents.parent / "index"
    with mirrored(sources, documents, index, DEFAULT_LIMITS) as reports:
        places = [report.place for report in reports]
        return build(documents, index, WordEmbedder(), load_catalogue(None), places=places)


def test_documents_of_sources_have_the_name_before_their_path(documents, repository, bucket):
    commit = repository.commit({"leave.md": LEAVE, "logo.zip": "PK", "jobs/clerk.txt": "Clerk\n\nReports to: Chief\n"})
    bucket.put("hr/travel.md", "# Travel\n\nTrains first.\n")
    built = build_from(documents, Source("handbook", repository.url), bucket.source(prefix="hr"))
    assert built.documents == ("handbook/jobs/clerk.txt", "handbook/leave.md", "pay.md", "policies/travel.md")
    assert built.skipped == (("handbook/logo.zip", "files ending in .zip are not read"),)
    assert built.sources[0] == f"handbook: 2 files at commit {commit[:10]} (2023-11-14 22:14 UTC)"
    assert built.sources[1].startswith("policies: 1 file at newest change 20")
    held = load(documents.parent / "index", snapshot_id=built.snapshot).contents.documents
    assert [each.path for each in held] == list(built.documents)


def test_what_did_not_change_in_a_source_is_not_read_again(documents, repository):
    repository.commit({"leave.md": LEAVE, "travel.md": "# Travel\n\nTrains first.\n"})
    source = Source("handbook", repository.url)
    first = build_from(documents, source)
    repository.commit({"leave.md": LEAVE, "travel.md": "# Travel\n\nPlanes last.\n"})
    index = documents.parent / "index"
    with mirrored([source], documents, index, DEFAULT_LIMITS) as reports:
        places = [report.place for report in reports]
        second = build(documents, index, WordEmbedder(), load_catalogue(None), places=places, base=first.snapshot)
    assert (second.changed, second.unchanged) == (("handbook/travel.md",), ("handbook/leave.md", "pay.md"))


def test_a_source_that_fails_keeps_its_documents_and_says_since_when(documents, repository):
    repository.commit({"leave.md": LEAVE})
    source = Source("handbook", repository.url)
    build_from(documents, source)
    shutil.rmtree(repository.repo.path)
    built = build_from(documents, source)
    assert built.documents == ("handbook/leave.md", "pay.md")
    assert built.sources[0].startswith("handbook: can't be read since 20")
    assert "In use is the copy of 20" in built.sources[0]


def test_a_source_that_never_could_be_read_stops_the_build(documents, tmp_path):
    with pytest.raises(NoMirror, match=r"`handbook` .*no whole copy.*take it out of `sources`"):
        build_from(documents, Source("handbook", f"git+file://{tmp_path}/none.git"))


@pytest.mark.parametrize("taken", ["handbook", "Handbook"])
def test_a_name_that_the_folder_has_as_well_is_refused(documents, repository, taken):
    repository.commit({"leave.md": LEAVE})
    (documents / taken).mkdir()
    with pytest.raises(SettingsError, match=f"`sources: handbook`: .*`{taken}` as well; rename"):
        build_from(documents, Source("handbook", repository.url))


def test_mirrors_may_not_lie_where_they_would_be_read_as_documents(documents, repository):
    repository.commit({"leave.md": LEAVE})
    source = Source("handbook", repository.url)
    with (
        pytest.raises(SettingsError, match="read twice"),
        mirrored([source], documents, documents / "index", DEFAULT_LIMITS),
    ):
        pass
    with mirrored([source], documents, documents / ".rolecall" / "index", DEFAULT_LIMITS) as reports:
        assert reports[0].state.files


def test_an_address_in_place_of_the_folder(tmp_path, repository):
    repository.commit({"leave.md": LEAVE, "notes.zip": "PK"})
    file = tmp_path / "rolecall.yaml"
    file.write_text(f"documents: {repository.url}\nindex: index\n")
    settings = load_settings(file, {})
    assert settings.documents == tmp_path / "index" / "sources" / "documents" / "files"
    sources = sources_in_use(settings.sources, settings.documents, settings.index)
    with mirrored(sources, settings.documents, settings.index, DEFAULT_LIMITS) as reports:
        places = [report.place for report in reports]
        built = build(settings.documents, settings.index, WordEmbedder(), load_catalogue(None), places=places)
    assert built.documents == ("leave.md",)
    assert built.skipped == (("notes.zip", "files ending in .zip are not read"),)
    assert sources_in_use(settings.sources, tmp_path / "another", settings.index) == ()


def test_looking_asks_no_source(documents, repository):
    repository.commit({"leave.md": LEAVE})
    source = Source("handbook", repository.url)
    build_from(documents, source)
    shutil.rmtree(repository.repo.path)
    found = look([source, Source("policies", "s3://nowhere/")], documents.parent / "index")
    assert found[0].line.startswith("handbook: 1 file at commit")
    assert found[1].state.read_at == ""


def test_the_examination_names_each_source_with_its_revision_and_age(documents, repository, tmp_path):
    commit = repository.commit({"leave.md": LEAVE})
    build_from(documents, Source("handbook", repository.url))
    file = tmp_path / "rolecall.yaml"
    file.write_text(f"sources: {{handbook: '{repository.url}', policies: 's3://nowhere/'}}\nindex: index\n")
    found = [each for each in examine(file, {}) if each.name == "source"]
    assert [each.state for each in found] == ["good", "optional"]
    assert found[0].what == (
        f"handbook: 1 file at commit {commit[:10]} (2023-11-14 22:14 UTC), looked at less than a minute ago"
    )
    shutil.rmtree(repository.repo.path)
    build_from(documents, Source("handbook", repository.url))
    assert [each.state for each in examine(file, {}) if each.name == "source"] == ["missing", "optional"]


def _refresh(source: Source, documents: Path, index: Path) -> None:
    with mirrored([source], documents, index, DEFAULT_LIMITS):
        pass


def test_a_mirror_in_use_is_not_changed_by_another_process(documents, repository):
    repository.commit({"leave.md": LEAVE})
    source, index = Source("handbook", repository.url), documents.parent / "index"
    with mirrored([source], documents, index, DEFAULT_LIMITS) as reports:
        repository.commit({"leave.md": "# Leave\n\nNone.\n"})
        other = multiprocessing.get_context("spawn").Process(target=_refresh, args=(source, documents, index))
        other.start()
        other.join(1.5)
        assert other.is_alive()
        assert (reports[0].root / "leave.md").read_text() == LEAVE
    other.join(60)
    assert other.exitcode == 0
    assert (reports[0].root / "leave.md").read_text() == "# Leave\n\nNone.\n"


def test_many_questions_are_answered_from_the_sources_as_well(rolecall, installation, repository, tmp_path):
    lend_models(installation, tmp_path / "index")
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "pay.md").write_text("# Pay\n\n## Pay day\n\nSalaries are paid on the 25th.\n")
    (tmp_path / "rolecall.yaml").write_text(f"sources: {{handbook: '{repository.url}'}}\nindex: index\n")
    (tmp_path / "questions.jsonl").write_text('{"id": "1", "question": "How many days of holiday are there?"}\n')
    for days in ("25", "30"):
        repository.commit({"leave.md": f"# Leave\n\n## Holidays\n\nEveryone has {days} days of holiday a year.\n"})
        assert rolecall("index", "--yes", folder=tmp_path).returncode == 0
        done = rolecall("ask", "--batch", "questions.jsonl", folder=tmp_path)
        assert f"{days} days" in done.stdout, done.stderr
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "pay.md").write_text("# Pay\n\nSalaries are paid on the 25th.\n")
    alone = rolecall("ask", "--batch", "questions.jsonl", "--documents", "other", folder=tmp_path)
    assert json.loads(alone.stdout)["status"] == "not_found"
