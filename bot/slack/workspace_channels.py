"""Where something is posted: `hr_channel`, `head_channel` and the digest's `channel` in the settings of Slack."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

CHANNEL = re.compile(r"[CG][A-Z0-9]{2,}")
TEAM = re.compile(r"T[A-Z0-9]{2,}")


@dataclass(frozen=True, slots=True)
class WorkspaceChannels:
    """One channel, where Rolecall is in one workspace; in several, one of each that has something posted."""

    only: str = ""  # "C024BE91L"; "": nowhere, or see `by_team`
    by_team: Mapping[str, str] = field(default_factory=dict)  # "T024BE7LD" -> "C024BE91L"

    def of(self, team: str) -> str:
        """The channel in that workspace; "" where there is none."""
        return self.by_team.get(team, "") if self.by_team else self.only

    def each(self) -> Sequence[tuple[str, str]]:
        """(workspace, channel) of all; the workspace is "" where it needs no name, for there is one."""
        return tuple(self.by_team.items()) if self.by_team else (("", self.only),) if self.only else ()

    def misfits(self, workspaces: Sequence[str]) -> Iterator[str]:
        """Why they aren't channels of those `workspaces`, each to stand behind the name of the setting.

        Args:
            workspaces: where Rolecall may be installed; none: it is in one, by its token.
        """
        if self.only and len(workspaces) > 1:
            each = ", ".join(f"{team}: C..." for team in workspaces)
            yield f" must say which channel is in which workspace, as there are several: {{{each}}}"
        for team in self.by_team:
            if not workspaces:
                yield f" names the workspace {team}, but `workspaces` names none: write the channel alone"
            elif team not in workspaces:
                yield f": the workspace {team} is not among `workspaces`"


def read_channels(value: object) -> WorkspaceChannels:
    """Such as "C024BE91L", or {"T024BE7LD": "C024BE91L", "T0G9PQBBK": "C0H1XYZ"}.

    Raises:
        ValueError: its arguments are the problems, each to stand behind the name of the setting.
    """
    if not isinstance(value, dict):
        return WorkspaceChannels(_channel(value))
    if not value:
        raise ValueError(" names no workspace: {T024BE7LD: C024BE91L}")
    problems = [f": {team!r} is no id of a workspace (T...)" for team in value if not _is_id(team, TEAM)]
    problems += [f": {team}{_no_channel(each)}" for team, each in value.items() if not _is_id(each, CHANNEL)]
    if problems:
        raise ValueError(*problems)
    return WorkspaceChannels(by_team=value)


def _channel(value: object) -> str:
    if not isinstance(value, str) or not CHANNEL.fullmatch(value):
        raise ValueError(_no_channel(value))
    return value


def _is_id(value: object, form: re.Pattern[str]) -> bool:
    return isinstance(value, str) and form.fullmatch(value) is not None


def _no_channel(value: object) -> str:
    return f" must be the id of a channel (C...), not {value!r}; names change, ids don't"
