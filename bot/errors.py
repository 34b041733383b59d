"""What can go wrong around talking: settings, questions, question files. Each says what to do about it."""

from __future__ import annotations

from collections.abc import Sequence

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
