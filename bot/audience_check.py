"""What is amiss with who may see what: groups that nobody is in, and folders that hold no document."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from bot.audience_settings import EVERY_FOLDER, Audiences
from index.audience import PUBLIC_GROUP, fold_group
from knowledge.document import Document


def groups_without_members(documents: Iterable[Document], known: Collection[str]) -> dict[str, list[str]]:
    """Group -> paths of the documents that are for it, of groups that neither settings nor a surface define.

    `known`: names of groups as `fold_group` gives them.
    """
    found: dict[str, list[str]] = {}
    for document in documents:
        for name in dict.fromkeys(map(fold_group, document.metadata.audience)):
            if name != PUBLIC_GROUP and name not in known:
                found.setdefault(name, []).append(document.path)
    return dict(sorted(found.items()))


def folders_without_documents(audiences: Audiences, paths: Collection[str]) -> list[str]:
    """Keys of `audiences:` that hold for no document: mistyped ones restrict nothing."""
    return [
        folder
        for folder in audiences.of_folder
        if folder != EVERY_FOLDER and not any(path == folder or path.startswith(f"{folder}/") for path in paths)
    ]
