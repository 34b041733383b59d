"""Which document a person means: by path, by title, by part of either."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path, PurePosixPath

from rapidfuzz import fuzz

from index.errors import NotWithdrawn, UnknownDocument
from index.kept import read_documents
from index.live import read_live
from knowledge.document import Document

NAMED = 10  # documents that an error names at most


def find_document(documents: Collection[Document], name: str) -> Document:
    """The one document that goes by that name: "policies/leave.md", "leave.md", "Leave Policy", "parental leave".

    Raises:
        UnknownDocument: none does, or several do; the text names those to choose from.
    """
    for fits in (_has_path, _is_named, _holds_words):
        found = [document for document in documents if fits(document, name)]
        if len(found) == 1:
            return found[0]
        if found:
            raise UnknownDocument(f"Several documents fit {name!r}. Name one of them by its path:\n{_listed(found)}")
    nearest = sorted(documents, key=lambda each: -fuzz.WRatio(name.casefold(), _words_of(each)))[:3]
    raise UnknownDocument(f"There is no document {name!r}. The nearest are:\n{_listed(nearest)}")


def withdrawn_path(index: Path, name: str) -> str:
    """A withdrawn document that goes by that name; one that the live snapshot doesn't hold goes by its path alone.

    Raises:
        NotWithdrawn: none is withdrawn.
        UnknownDocument: none of those does, or several do.
    """
    live = read_live(index)
    if not live.withdrawn:
        raise NotWithdrawn("No document is withdrawn.")
    if name in live.withdrawn:
        return name
    documents = read_documents(index, live.snapshot)
    return find_document([documents[path] for path in sorted(live.withdrawn) if path in documents], name).path


def _listed(documents: Collection[Document]) -> str:
    lines = [f"  {document.path}  ({document.title})" for document in list(documents)[:NAMED]]
    more = len(documents) - len(lines)
    return "\n".join(lines + ([f"  ... and {more} more"] if more else []))


def _has_path(document: Document, name: str) -> bool:
    return document.path == name.removeprefix("./")


def _is_named(document: Document, name: str) -> bool:
    path = PurePosixPath(document.path)
    return name.casefold() in {each.casefold() for each in (path.name, path.stem, document.title)}


def _holds_words(document: Document, name: str) -> bool:
    wanted = re.findall(r"\w+", name.casefold())
    held = re.findall(r"[^\W_]+", _words_of(document))
    return bool(wanted) and all(any(each.startswith(word) for each in held) for word in wanted)


def _words_of(document: Document) -> str:
    return f"{document.path} {document.title}".casefold()
