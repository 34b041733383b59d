"""Git repositories as sources: over HTTP, from a file, through ssh's command."""

from __future__ import annotations

import shlex
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from bot.errors import NoMirror
from bot.sources.git import Address, GitRemote
from bot.sources.mirror import Mirror
from bot.sources.source import Source
from bot.sources.state import State
from knowledge.readers.limits import DEFAULT_LIMITS, Limits
from tests.bot.sources.git_server import Repository, serving
from tests.bot.sources.stamps import stamps

LEAVE = "# Leave\n\nEveryone has 25 days.\n"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "remote" / "handbook.git")


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "index"


def refresh(source: Source, folder: Path, limits: Limits = DEFAULT_LIMITS) -> State:
    return Mirror(source, folder).refresh(lambda scratch: GitRemote(source, limits, scratch), limits)


def held(folder: Path) -> dict[str, bytes]:
    (files,) = folder.glob("sources/*/files")
    return {file.relative_to(files).as_posix(): file.read_bytes() for file in files.rglob("*") if file.is_file()}


def test_an_address_names_branch_and_folder():
    assert Address.of("git+https://ada@host/a.git#main:docs/") == Address("https://host/a.git", "ada", "main", "docs")
    assert Address.of("git+ssh://git@host/a.git") == Address("ssh://git@host/a.git", "git", "", "")


def test_a_branch_is_mirrored_over_http_and_its_commit_is_known(repository, index):
    commit = repository.commit({"leave.md": LEAVE, "jobs/clerk.txt": "Clerk"})
    with serving(repository) as url:
        state = refresh(Source("handbook", url), index)
    assert held(index) == {"leave.md": LEAVE.encode(), "jobs/clerk.txt": b"Clerk"}
    assert (state.revision, state.changed_at, state.why) == (commit, "2023-11-14T22:14:20Z", "")
    assert sorted(path.name for path in (index / "sources" / "handbook").iterdir()) == ["files", "state.json"]


def test_only_what_changed_is_written(repository, index):
    repository.commit({"leave.md": LEAVE, "old.md": "# Old\n", "pay.md": "# Pay\n"})
    source = Source("handbook", repository.url)
    refresh(source, index)
    before = {name: stamps(index / "sources" / "handbook" / "files" / name) for name in ("leave.md", "pay.md")}
    commit = repository.commit({"leave.md": LEAVE, "pay.md": "# Pay\n\nMore.\n", "new/one.md": "# New\n"})
    assert refresh(source, index).revision == commit
    assert sorted(held(index)) == ["leave.md", "new/one.md", "pay.md"]
    assert stamps(index / "sources" / "handbook" / "files" / "leave.md") == before["leave.md"]
    assert stamps(index / "sources" / "handbook" / "files" / "pay.md") != before["pay.md"]


def test_branch_tag_and_folder_are_chosen(repository, index):
    first = repository.commit({"docs/leave.md": LEAVE, "readme.md": "# Us\n"})
    repository.tag("v1")
    second = repository.commit({"docs/leave.md": "# Other\n"}, branch="draft")
    with serving(repository) as url:
        state = refresh(Source("handbook", f"{url}#v1:docs"), index)
        assert (state.revision, held(index)) == (first, {"leave.md": LEAVE.encode()})
        state = refresh(Source("handbook", f"{url}#draft:docs"), index)
        assert (state.revision, held(index)) == (second, {"leave.md": b"# Other\n"})


@pytest.mark.parametrize(
    ("fragment", "why"),
    [("#none", "no branch or tag `none`"), ("#main:none", "no folder `none`"), ("#:leave.md", "no folder `leave.md`")],
)
def test_a_branch_or_folder_that_is_not_there_is_named(repository, index, fragment, why):
    repository.commit({"leave.md": LEAVE})
    with pytest.raises(NoMirror, match=why):
        refresh(Source("handbook", repository.url + fragment), index)


def test_an_empty_repository_says_so(repository, index):
    with pytest.raises(NoMirror, match="empty"):
        refresh(Source("handbook", repository.url), index)


def test_links_submodules_pointers_and_strange_names_are_said_and_not_followed(repository, index):
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a2146\nsize 12345\n"
    repository.commit(
        {
            "leave.md": LEAVE,
            "passwd.md": (0o120000, b"/etc/passwd"),
            "theirs": (0o160000, b"1" * 40),
            "big.pdf": pointer,
            b"caf\xe9.md": "# Latin\n",
            ".github/notes.md": "# Hidden\n",
            "..": "escaped",
            "Leave.md": "# Capital\n",
            "tool.zip": "PK",
        }
    )
    state = refresh(Source("handbook", repository.url), index)
    assert held(index) == {"Leave.md": b"# Capital\n"}
    told = dict(state.skipped)
    assert set(told) == {
        "passwd.md", "theirs", "big.pdf", r"caf\xe9.md", ".github", "..", "leave.md", "tool.zip",
    }  # fmt: skip
    for name, why in (
        ("passwd.md", "a link"),
        ("theirs", "submodule"),
        ("big.pdf", "Git LFS"),
        ("..", "can't be a file's"),
        ("leave.md", "only in capital letters"),
    ):
        assert why in told[name]
    assert not list(index.rglob("escaped"))


def test_a_password_comes_from_the_environment_and_is_never_shown(repository, index):
    repository.commit({"leave.md": LEAVE})
    with serving(repository, password="s3cret") as url:
        source = Source("handbook", url, secrets={"password": "HANDBOOK_TOKEN"})
        with pytest.raises(NoMirror, match="set HANDBOOK_TOKEN in the environment"):
            refresh(source, index)
        refresh(source.with_secrets({"HANDBOOK_TOKEN": "s3cret"}), index)
        assert held(index) == {"leave.md": LEAVE.encode()}
        state = refresh(source.with_secrets({"HANDBOOK_TOKEN": "wr0ng"}), index)
    assert state.why
    assert "wr0ng" not in state.why
    assert "s3cret" not in repr(source.with_secrets({"HANDBOOK_TOKEN": "s3cret"}))
    plain = replace(source, url="git+http://elsewhere.example.org/a.git").with_secrets({"HANDBOOK_TOKEN": "s3cret"})
    with pytest.raises(NoMirror, match="https only"):
        refresh(plain, index / "other")


def test_ssh_is_spoken_through_its_command(repository, index, tmp_path):
    commit = repository.commit({"leave.md": LEAVE})
    stand_in = tmp_path / "ssh.py"  # runs what ssh would run on the other side: dulwich's own git-upload-pack
    stand_in.write_text(
        "import shlex, sys\n"
        "from dulwich.server import FileSystemBackend, UploadPackHandler, serve_command\n"
        "command, path = shlex.split(sys.argv[-1])\n"
        "assert command == 'git-upload-pack', command\n"
        "sys.exit(serve_command(UploadPackHandler, ['upload', path], FileSystemBackend('/')))\n"
    )
    url = repository.url.replace("git+file://", "git+ssh://git@docs.example.org")
    source = Source("handbook", url, options={"ssh_command": shlex.join([sys.executable, str(stand_in)])})
    assert refresh(source, index).revision == commit
    assert held(index) == {"leave.md": LEAVE.encode()}


def test_a_server_that_has_gone_leaves_the_mirror_in_use(repository, index):
    repository.commit({"leave.md": LEAVE})
    with serving(repository) as url:
        source = Source("handbook", url)
        good = refresh(source, index)
    state = refresh(source, index)
    assert held(index) == {"leave.md": LEAVE.encode()}
    assert (state.revision, state.read_at) == (good.revision, good.read_at)
    assert state.failing_since
    assert state.why
    with pytest.raises(NoMirror, match=r"no whole copy"):
        refresh(source, index / "another")


def test_more_than_the_limits_allow_is_refused_whole(repository, index):
    repository.commit({f"{number}.md": f"# {number}\n" for number in range(9)})
    source = Source("handbook", repository.url)
    with pytest.raises(NoMirror, match="more than 8 names"):
        refresh(source, index, Limits(files=4))
    with pytest.raises(NoMirror, match="more than 8 files"):
        refresh(source, index, Limits(files=8))
    with pytest.raises(NoMirror, match="larger than"):
        refresh(source, index, Limits(source_bytes=100))
    assert held(index) == {}


def test_without_the_package_it_is_said_what_to_install(repository, index, monkeypatch):
    repository.commit({"leave.md": LEAVE})
    monkeypatch.setitem(sys.modules, "dulwich.client", None)
    with pytest.raises(NoMirror, match=r'pip install "rolecall\[git\]"'):
        refresh(Source("handbook", repository.url), index)
