"""The files in a commit of a git repository, and why other entries of it are none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.errors import SourceFailed
from bot.sources.listing import RemoteFile
from knowledge.folder import furniture, path_of
from knowledge.readers.limits import Limits

if TYPE_CHECKING:
    from dulwich.objects import Blob, Commit, ObjectID, Tree
    from dulwich.repo import Repo

TREE, LINK, SUBMODULE = 0o040000, 0o120000, 0o160000  # modes in a git tree
LFS = b"version https://git-lfs.github.com/spec/v1\n"  # a file of up to 1 kB that begins so stands for one elsewhere


def commit_of(repo: Repo, id: ObjectID) -> Commit:
    """The commit of that id, or the one that a tag of that id stands for."""
    from dulwich.objects import Commit, Tag

    found = repo[id]
    while isinstance(found, Tag):
        found = repo[found.object[1]]
    if not isinstance(found, Commit):
        raise SourceFailed("what it is at is no commit")
    return found


def content_of(repo: Repo, id: ObjectID) -> bytes:
    """What a blob holds."""
    blob: Blob = repo[id]  # type: ignore[assignment]  # a tree's entry with a file's mode
    return blob.as_raw_string()


def entries_of(repo: Repo, commit: Commit, folder: str, limits: Limits) -> Iterator[RemoteFile | tuple[str, str]]:
    """Every file below a folder of the commit; (name, why) for what is none. No hidden folder is entered."""
    folders = [(b"", _tree(repo, commit, folder))]
    seen = 0
    while folders:
        prefix, tree = folders.pop()
        for entry in tree.items():
            seen += 1
            if seen > 2 * limits.files:
                raise SourceFailed(f"it holds more than {2 * limits.files:,} names: name a folder of it")
            path = prefix + entry.path
            if entry.mode != TREE:
                yield _file(repo, path, entry.mode, entry.sha)
            elif path.count(b"/") >= limits.depth:
                yield path_of(path), f"folders nested more than {limits.depth} deep"
            elif why := furniture(entry.path, is_folder=True):
                yield path_of(path), why
            else:
                folders.append((path + b"/", _subtree(repo, entry.sha)))


def _tree(repo: Repo, commit: Commit, folder: str) -> Tree:
    tree = _subtree(repo, commit.tree)
    for part in folder.split("/") if folder else ():
        try:
            mode, id = tree[part.encode()]
        except KeyError:
            mode = 0
        if mode != TREE:
            raise SourceFailed(f"it has no folder `{folder}`")
        tree = _subtree(repo, id)
    return tree


def _subtree(repo: Repo, id: ObjectID) -> Tree:
    tree: Tree = repo[id]  # type: ignore[assignment]  # a commit's tree, or an entry with a tree's mode
    return tree


def _file(repo: Repo, path: bytes, mode: int, id: ObjectID) -> RemoteFile | tuple[str, str]:
    if mode == LINK:
        return path_of(path), "a link: those in a repository are not followed"
    if mode == SUBMODULE:
        return path_of(path), "a submodule: name that repository as a source of its own"
    try:
        name = path.decode()
    except UnicodeDecodeError:
        return path_of(path), "name that is not UTF-8"
    content = content_of(repo, id)
    if len(content) <= 1024 and content.startswith(LFS):
        return name, "its content is in Git LFS, which is not fetched"
    return RemoteFile(name, id.decode(), len(content), id.decode())
