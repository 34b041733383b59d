"""Groups that documents name and nobody can belong to: mostly a slip in a name, by which nobody sees the document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from index.audience import PUBLIC_GROUP, fold_group
from index.warnings.collection import Collection
from index.warnings.warning import DocumentWarning


def unknown_group(collection: Collection) -> Iterator[DocumentWarning]:
    """One warning for each group that the settings don't define; none where they define no groups at all."""
    if collection.groups is None:
        return
    known = {fold_group(name) for name in collection.groups} | {PUBLIC_GROUP}
    naming: defaultdict[str, list[str]] = defaultdict(list)
    for each in collection.traits:
        for group in each.audience:
            if fold_group(group) not in known:
                naming[group].append(each.path)
    for entry in collection.approved:
        for group in entry.audience:
            if fold_group(group) not in known:
                naming[group].append(entry.file)
    for group, paths in sorted(naming.items()):
        said = f"the group “{group}” is not among the settings' `groups`"
        yield DocumentWarning("unknown_group", tuple(sorted(set(paths))), said, fold_group(group))
