"""A git repository as a source: one branch or tag of it, or a folder of that, without its history.

The address is written as pip and Docker write theirs: git+https://host/handbook.git#branch:folder. What it is at is
asked first; only where that is another commit, its files are fetched (all of them: history is what stays behind).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from bot.errors import SourceFailed
from bot.sources.git_tree import commit_of, content_of, entries_of
from bot.sources.listing import Listing, RemoteFile
from bot.sources.source import GIT, Source
from knowledge.opening import size
from knowledge.readers.limits import Limits

if TYPE_CHECKING:
    from dulwich.client import GitClient
    from dulwich.objects import ObjectID
    from dulwich.refs import Ref
    from dulwich.repo import Repo

SECONDS = 60.0  # without a word from the server
SSH = "ssh -o BatchMode=yes -o ConnectTimeout=30 -o ServerAliveInterval=15"  # asks nobody for a password
LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Address:
    """git+https://host/handbook.git#main:docs, taken apart."""

    url: str  # https://host/handbook.git
    user: str | None
    ref: str  # branch or tag; "": the default branch
    folder: str  # "docs"; "": all of it

    @classmethod
    def of(cls, url: str) -> Address:
        parts = urlsplit(url.removeprefix(GIT))
        ref, _, folder = parts.fragment.partition(":")
        netloc = parts.netloc if parts.scheme == "ssh" else parts.netloc.rpartition("@")[2]
        plain = urlunsplit((parts.scheme, netloc, parts.path, parts.query, ""))
        return cls(plain, parts.username, ref, folder.strip("/"))


class GitRemote:
    """A repository that is being read; its objects lie in a scratch folder meanwhile."""

    def __init__(self, source: Source, limits: Limits, scratch: Path) -> None:
        self._limits = limits
        self._address = Address.of(source.url)
        self._client, self._path = _client(source, self._address)
        self._folder = scratch
        self._repo: Repo | None = None
        self._id: ObjectID | None = None  # of the commit that was fetched

    def listing(self, known: str) -> Listing | None:
        """As Remote has it. Once fetched it can't change: a commit is what it is."""
        id = self._id or self._head()
        if id == known.encode():
            return None
        repo = self._repo or self._fetched(id)
        self._repo, self._id = repo, id
        commit = commit_of(repo, id)
        changed_at = datetime.fromtimestamp(commit.commit_time, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        files: list[RemoteFile] = []
        skipped: list[tuple[str, str]] = []
        for each in entries_of(repo, commit, self._address.folder, self._limits):
            if isinstance(each, RemoteFile):
                files.append(each)
            else:
                skipped.append(each)
        return Listing(id.decode(), changed_at, tuple(sorted(files, key=lambda file: file.name)), tuple(skipped))

    def fetch(self, files: Sequence[RemoteFile], into: Path) -> None:
        """Write blobs, which came with the commit."""
        from dulwich.objects import ObjectID

        for file in files:
            assert self._repo is not None  # they are of a listing, and that made one
            (into / file.name).write_bytes(content_of(self._repo, ObjectID(file.where.encode())))

    def close(self) -> None:
        if self._repo is not None:
            self._repo.close()

    def _head(self) -> ObjectID:
        """Id of the commit that the branch or tag is at."""
        from dulwich.refs import Ref

        found = self._client.get_refs(self._path)
        refs: Mapping[Ref, ObjectID | None] = found.refs
        ref = self._address.ref.encode()
        for name in (b"refs/heads/" + ref, b"refs/tags/" + ref) if ref else (b"HEAD",):
            if id := refs.get(Ref(name + b"^{}")) or refs.get(Ref(name)):  # the former: what a signed tag stands for
                return id
        if not any(refs.values()):
            raise SourceFailed("the repository is empty, or there is none")
        raise SourceFailed(f"it has no branch or tag `{self._address.ref}`" if ref else "it has no default branch")

    def _fetched(self, id: ObjectID) -> Repo:
        """A repository that holds that commit, without what came before it."""
        from dulwich.repo import Repo

        def wanted(refs: Mapping[Ref, ObjectID], depth: int | None = None) -> list[ObjectID]:
            return [id]

        repo = Repo.init_bare(str(self._folder))
        pack, commit, abort = repo.object_store.add_pack()
        try:
            write = _bounded(pack.write, self._limits.source_bytes)
            self._client.fetch_pack(self._path, wanted, repo.get_graph_walker(), write, depth=1)
        except BaseException:
            abort()
            repo.close()
            raise
        commit()
        return repo


def _client(source: Source, address: Address) -> tuple[GitClient, bytes]:
    """What talks to the server, and the path of the repository there."""
    try:
        from dulwich.client import default_urllib3_manager, get_transport_and_path
        from dulwich.config import StackedConfig
    except ImportError as problem:
        raise SourceFailed('git repositories need another package: pip install "rolecall[git]"') from problem

    transport = urlsplit(address.url).scheme
    password = _password(source, transport, urlsplit(address.url).hostname)
    config = StackedConfig.default()  # proxies, certificates and rewritten addresses as git itself has them
    pool = None
    if transport in ("http", "https"):
        pool = default_urllib3_manager(config, base_url=address.url, timeout=SECONDS)
    client, path = get_transport_and_path(
        address.url,
        config=config,
        quiet=True,
        username=(address.user or "git") if password else None,
        password=password,
        ssh_command=source.options.get("ssh_command", SSH) if transport == "ssh" else None,
        pool_manager=pool,  # type: ignore[arg-type]  # what makes it says that it may be of a third class
    )
    return client, path.encode()


def _password(source: Source, transport: str, host: str | None) -> str | None:
    """The password or token, where one is named. Raises SourceFailed where it can't be used."""
    for option, variable in source.secrets.items():
        if option != "password":
            raise SourceFailed(f"`secrets: {option}` is of no use for git; there is `password`")
        if option not in source.values:
            raise SourceFailed(f"set {variable} in the environment")
        if transport != "https" and not (transport == "http" and host in LOOPBACK):
            raise SourceFailed(f"a password goes over https only, not {transport}")
    return source.values.get("password")


def _bounded(write: Callable[[bytes], int], most: int) -> Callable[[bytes], int]:
    """The same until more than `most` bytes have come."""
    come = 0

    def bounded(data: bytes) -> int:
        nonlocal come
        come += len(data)
        if come > most:
            raise SourceFailed(f"the repository is larger than {size(most)} (`limits: source_bytes`)")
        return write(data)

    return bounded
