"""Two documents of one title: staff can't tell which one a citation means, nor answers which one is asked about."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from index.warnings.collection import Collection, by_name
from index.warnings.warning import DocumentWarning


def same_title(collection: Collection) -> Iterator[DocumentWarning]:
    """Documents of one title and organisation that somebody may see on one day."""
    named = [(each.title, each.organisation, each.path) for each in collection.traits if each.title]
    for paths in by_name(named):
        together = [pair for pair in combinations(paths, 2) if collection.are_together(*pair)]
        found = sorted({path for pair in together for path in pair})
        if found:
            title = collection.by_path[found[0]].title
            yield DocumentWarning("same_title", tuple(found), f"{len(found)} documents are called “{title}”")
