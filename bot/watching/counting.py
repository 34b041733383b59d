"""Which changes below the documents folder are changes of documents."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from watchfiles import Change

from knowledge.folder import SIDECARS, furniture, unread_ending

SWITCH = b"..data"  # the link that Kubernetes replaces when what it mounted has changed: files then lead elsewhere


class Counting:
    """Leaves out what no document comes of: the index itself, hidden folders, what editors write meanwhile."""

    def __init__(self, root: Path, ours: Sequence[Path]) -> None:
        """`ours`: folders and files that Rolecall itself writes, which may lie below `root`."""
        self._root = root.resolve()
        self._ours = [path.resolve() for path in ours]

    def __call__(self, change: Change, path: str) -> bool:
        """Whether a change of that path counts; one outside the folder never does."""
        changed = Path(path)
        if not changed.is_relative_to(self._root) or any(changed.is_relative_to(each) for each in self._ours):
            return False
        parts = [os.fsencode(part) for part in changed.relative_to(self._root).parts]
        if parts and parts[-1] == SWITCH:
            return True
        if any(furniture(part, is_folder=True) for part in parts):
            return False
        ending = os.path.splitext(parts[-1])[1].lower() if parts else b""  # noqa: PTH122  names are bytes
        if ending in SIDECARS or not unread_ending(ending):
            return not (parts and furniture(parts[-1], is_folder=False))
        return changed.is_dir() or change is Change.deleted  # "policies.2026" may be, or have been, a folder
