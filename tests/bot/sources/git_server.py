"""A git server on this machine that speaks HTTP, and repositories to serve."""

from __future__ import annotations

import base64
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from wsgiref.simple_server import make_server

from dulwich import porcelain
from dulwich.objects import Blob, Commit, Tree
from dulwich.repo import Repo
from dulwich.server import DictBackend
from dulwich.web import WSGIRequestHandlerLogger, WSGIServerLogger, make_wsgi_chain

AUTHOR = b"Ada <ada@example.org>"


class Repository:
    """A bare repository whose commits are said as wholes: {"docs/leave.md": "..."}."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        self.repo = Repo.init_bare(str(folder))
        self.url = f"git+file://{folder}"
        self._time = 1_700_000_000

    def commit(self, files: Mapping[str | bytes, str | bytes | tuple[int, bytes]], branch: str = "main") -> str:
        """Its id. A value that is a pair is (mode, content)."""
        self._time += 60
        tree = self._tree({self._bytes(name): content for name, content in files.items()})
        commit = Commit()
        commit.tree = tree
        ref = b"refs/heads/" + branch.encode()
        commit.parents = [self.repo.refs[ref]] if ref in self.repo.refs else []
        commit.author = commit.committer = AUTHOR
        commit.author_time = commit.commit_time = self._time
        commit.author_timezone = commit.commit_timezone = 0
        commit.message = b"Change the documents"
        self.repo.object_store.add_object(commit)
        self.repo.refs[ref] = commit.id
        self.repo.refs.set_symbolic_ref(b"HEAD", b"refs/heads/main")
        return commit.id.decode()

    def tag(self, name: str) -> None:
        """A tag with a text of its own."""
        porcelain.tag_create(
            self.repo, name.encode(), author=AUTHOR, message=b"As decided", annotated=True, tag_time=0, tag_timezone=0
        )

    def _tree(self, files: Mapping[bytes, Any]) -> bytes:
        tree = Tree()
        folders: dict[bytes, dict[bytes, Any]] = {}
        for name, content in files.items():
            first, _, rest = name.partition(b"/")
            if rest:
                folders.setdefault(first, {})[rest] = content
                continue
            mode, data = content if isinstance(content, tuple) else (0o100644, self._bytes(content))
            if mode == 0o160000:
                tree.add(first, mode, data)
                continue
            blob = Blob.from_string(data)
            self.repo.object_store.add_object(blob)
            tree.add(first, mode, blob.id)
        for first, inside in folders.items():
            tree.add(first, 0o040000, self._tree(inside))
        self.repo.object_store.add_object(tree)
        return tree.id

    @staticmethod
    def _bytes(text: str | bytes) -> bytes:
        return text.encode() if isinstance(text, str) else text


@contextmanager
def serving(repository: Repository, password: str = "") -> Iterator[str]:
    """Its address while it is served; with a password, only to who knows it."""
    app = make_wsgi_chain(DictBackend({"/handbook.git": repository.repo}))
    expected = "Basic " + base64.b64encode(f"git:{password}".encode()).decode()

    def guarded(environ: dict[str, Any], start_response: Any) -> Any:
        if password and environ.get("HTTP_AUTHORIZATION") != expected:
            start_response("401 Unauthorized", [("WWW-Authenticate", "Basic realm=git"), ("Content-Length", "0")])
            return []
        return app(environ, start_response)

    server = make_server("127.0.0.1", 0, guarded, server_class=WSGIServerLogger, handler_class=WSGIRequestHandlerLogger)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"git+http://127.0.0.1:{server.server_port}/handbook.git"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
