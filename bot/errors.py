"""What can go wrong around talking: settings, questions, question files. Each says what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from knowledge.errors import RolecallError


class SettingsError(RolecallError):
    """The settings are not valid; every problem is in the text, one a line."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("The settings need mending:\n" + "\n".join(f"  - {problem}" for problem in problems))
        self.problems = tuple(problems)


class QuestionError(RolecallError):
    """What was typed is no question that can be read."""


class QuestionFileError(RolecallError):
    """A file of questions can't be read; the text names the file and the line."""


class UnknownRole(RolecallError):
    """No role, or more than one, goes by the name that was given."""


class PictureError(RolecallError):
    """A picture can't be drawn or written."""


class SourceFailed(RolecallError):
    """A source of documents can't be read now. `why` is a clause for reports: "no such bucket"."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class NoMirror(RolecallError):
    """A source can't be read, and there is no copy of it: going on without it would make its documents vanish."""

    def __init__(self, name: str, url: str, why: str) -> None:
        super().__init__(
            f"The source `{name}` ({url}) can't be read, and there is no whole copy of it: {why}. "
            "Mend that, or take it out of `sources`."
        )


class NotConfirmed(RolecallError):
    """Something was to be decided that nobody could be asked about."""

    def __init__(self) -> None:
        super().__init__("Nobody can be asked, for this is no terminal; nothing was changed. Say --yes to go ahead.")


class ReasonMissing(RolecallError):
    """A document was to be withdrawn without a word why."""

    def __init__(self) -> None:
        super().__init__("Say why with --reason: it stands in the record, for whoever asks about it later.")


class CannotAdd(RolecallError):
    """A document can't be put into the documents folder; the text says why, and what to do."""


class NotApproved(RolecallError):
    """An approved answer can't be made; the text says why, and what to do."""


class CannotWatch(RolecallError):
    """The system tells nobody about changes in a folder, or has too many to tell about."""

    def __init__(self, folder: Path, why: str) -> None:
        super().__init__(
            f"{folder} can't be watched: {why}. Set `watch: scan_seconds: 10` to have it looked through instead."
        )
