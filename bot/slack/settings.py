"""What can be chosen about Slack, and the secrets that let Rolecall in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from bot.groups import NamedGroups
from bot.settings_section import Checks, lines_of, read_section, yes_or_no
from bot.slack.digest_settings import DigestSettings, read_digest
from bot.slack.token_keys import HOW_TO_MAKE, TOKEN_KEY, read_keys
from bot.slack.workspace_channels import TEAM, WorkspaceChannels, read_channels
from bot.topics import Topic, read_topics
from index.audience import fold_group

Mode = Literal["socket", "http"]
MODES: tuple[Mode, ...] = ("socket", "http")
API_URL = "https://slack.com/api/"
USER, GROUP = re.compile(r"[UW][A-Z0-9]{2,}"), re.compile(r"S[A-Z0-9]{2,}")
BOT_TOKEN, APP_TOKEN, SIGNING_SECRET = "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"
CLIENT_ID, CLIENT_SECRET = "SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"
API_URL_NAME = "SLACK_API_URL"
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Named:
    """People by their ids, and by the user groups they are in."""

    users: frozenset[str] = frozenset()  # "U2147483697"
    groups: frozenset[str] = frozenset()  # "S0614TZR7"

    def __bool__(self) -> bool:
        return bool(self.users or self.groups)


@dataclass(frozen=True, slots=True)
class SlackSettings:
    """The `slack:` section of the settings file, and what the environment or the secrets file holds."""

    mode: Mode = "socket"  # "socket": Rolecall calls Slack, and no address is needed; "http": Slack calls /slack/events
    admins: Named = field(default_factory=Named)  # who may use /rolecall
    auditors: Named = field(default_factory=Named)  # who may ask for a link to the record, beside `auditors:`
    groups: Mapping[str, frozenset[str]] = field(default_factory=dict)  # name in the documents -> user groups "S..."
    hr_channel: WorkspaceChannels = field(default_factory=WorkspaceChannels)  # where "Ask HR" goes; none: no button
    guests: bool = False  # whether guests are answered
    external_channels: bool = False  # whether channels shared with other organisations, and their people, are answered
    topics: tuple[Topic, ...] = ()  # what HR answers itself, with its fixed texts
    digest: DigestSettings | None = None  # when and where it is told what was not answered; None: never
    head_channel: WorkspaceChannels = field(default_factory=WorkspaceChannels)  # where the head of the record goes
    workspaces: tuple[str, ...] = ()  # "T024BE7LD": where it may be installed; (): in one, by its token
    secrets_file: Path | None = None  # lines of the form NAME=value, in place of environment variables
    bot_token: str = field(default="", repr=False)  # "xoxb-...", in one workspace
    app_token: str = field(default="", repr=False)  # "xapp-...", in Socket Mode
    signing_secret: str = field(default="", repr=False)  # over HTTP
    client_id: str = ""  # "2141029472.691202649728", in several workspaces, and its secret
    client_secret: str = field(default="", repr=False)
    token_keys: tuple[bytes, ...] = field(default=(), repr=False)  # that encrypt their tokens; the first is in use
    api_url: str = API_URL  # ends in "/"

    def missing(self) -> list[str]:
        """What has to be set before Slack can be served, one sentence each."""
        place = f"in the environment or {self.secrets_file}" if self.secrets_file else "in the environment"
        needed = [(BOT_TOKEN, self.bot_token)]
        if self.workspaces:
            needed = [(CLIENT_ID, self.client_id), (CLIENT_SECRET, self.client_secret)]
        needed.append((APP_TOKEN, self.app_token) if self.mode == "socket" else (SIGNING_SECRET, self.signing_secret))
        shown = "docs/slack.md says where Slack shows it"
        lacking = [f"set {name} {place}; {shown}" for name, value in needed if not value]
        if self.workspaces and not self.token_keys:
            lacking.append(f"set {TOKEN_KEY} {place}, by which the workspaces' tokens are encrypted: {HOW_TO_MAKE}")
        return lacking


def read_slack(value: object, base: Path) -> SlackSettings:
    """The section, checked. Paths are meant from `base`.

    Raises:
        ValueError: its arguments are the problems, each to stand behind the name of the setting.
    """
    written = lines_of(value)
    kept = {name: given for name, given in written.items() if not _is_secret(name)}
    values, problems = read_section(kept, _CHECKS, "a setting of Slack")
    problems += [
        f": `{name}` is a secret and has no place in this file; {_WHERE}" for name in written if name not in kept
    ]
    problems += _misfits(values)
    if "secrets" in values:
        values["secrets_file"] = base / values.pop("secrets")
    if problems:
        raise ValueError(*problems)
    return SlackSettings(**values)


def with_groups(named: NamedGroups, settings: SlackSettings) -> NamedGroups:
    """The groups of the settings file, and the names of those whose members Slack knows: documents may name either."""
    return NamedGroups({**{fold_group(name): frozenset() for name in settings.groups}, **named.members})


def with_secrets(settings: SlackSettings, environ: Mapping[str, str]) -> SlackSettings:
    """The same with its tokens: from the environment, else from the secrets file.

    Raises:
        ValueError: its arguments are the problems, each a sentence.
    """
    problems: list[str] = []
    try:
        kept = _read_secrets(settings.secrets_file) if settings.secrets_file else {}
    except ValueError as problem:
        kept = {}
        problems += problem.args
    values: dict[str, Any] = {}
    for name, (into, begins) in _SECRETS.items():
        values[into] = environ.get(name, "").strip() or kept.get(name, "")
        if values[into] and not values[into].startswith(begins):
            problems.append(f"{name} must begin with {begins}; another token may have been copied")
    try:
        written = environ.get(TOKEN_KEY, "").strip() or kept.get(TOKEN_KEY, "")
        values["token_keys"] = read_keys(written) if written else ()
    except ValueError as problem:
        problems += problem.args
    try:
        values["api_url"] = _api_url(environ.get(API_URL_NAME) or kept.get(API_URL_NAME) or API_URL)
    except ValueError as problem:
        problems += problem.args
    if problems:
        raise ValueError(*problems)
    return replace(settings, **values)


def _read_secrets(file: Path) -> dict[str, str]:
    """Lines of the form NAME=value; empty lines and those that begin with # say nothing."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as problem:
        raise ValueError(f"the secrets file {file} can't be read: {problem}") from problem
    found: dict[str, str] = {}
    problems = []
    for number, line in enumerate(lines, start=1):
        name, sign, value = (part.strip() for part in line.partition("="))
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if not sign or name not in (*_SECRETS, TOKEN_KEY, API_URL_NAME):  # it may be a secret: it is not repeated
            problems.append(f"{file}, line {number}, is not of the form NAME=value with a name that Rolecall reads")
            continue
        found[name] = value.strip("\"'")
    if problems:
        raise ValueError(*problems)
    return found


def _api_url(value: str) -> str:
    parts = urlsplit(value)
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)
    if not is_safe or not parts.hostname or parts.query or parts.fragment:
        raise ValueError(f"{API_URL_NAME} must be an address such as {API_URL}, not {value!r}")
    return value.rstrip("/") + "/"


def _is_secret(name: object) -> bool:
    return isinstance(name, str) and any(word in name.lower() for word in ("token", "signing", "client_secret"))


def _misfits(values: Mapping[str, Any]) -> Iterator[str]:
    """Channels that are of none of the workspaces named, or of which it isn't said."""
    named = {f": `{name}`": values[name] for name in ("hr_channel", "head_channel") if name in values}
    if "digest" in values:
        named[": `digest`: `channel`"] = values["digest"].channels
    for name, chosen in named.items():
        yield from (f"{name}{problem}" for problem in chosen.misfits(values.get("workspaces", ())))


def _mode(value: object) -> Mode:
    for mode in MODES:
        if value == mode:
            return mode
    raise ValueError(f" must be {' or '.join(MODES)}, not {value!r}")


def _people(value: object) -> Named:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise ValueError(" must be a list of ids of people (U...) and user groups (S...)")
    wrong = [each for each in value if not USER.fullmatch(each) and not GROUP.fullmatch(each)]
    if wrong:
        raise ValueError(*(f": {each!r} is no id of a person (U...) or a user group (S...)" for each in wrong))
    return Named(
        frozenset(each for each in value if USER.fullmatch(each)),
        frozenset(each for each in value if GROUP.fullmatch(each)),
    )


def _groups(value: object) -> Mapping[str, frozenset[str]]:
    if not isinstance(value, dict):
        raise ValueError(" must hold lines of the form `name: [S0614TZR7]`")
    problems = [
        f": `{name}` must name user groups by their ids: [S0614TZR7]"
        for name, listed in value.items()
        if not isinstance(name, str)
        or not isinstance(listed, list)
        or not listed
        or not all(isinstance(each, str) and GROUP.fullmatch(each) for each in listed)
    ]
    if problems:
        raise ValueError(*problems)
    return {name: frozenset(listed) for name, listed in value.items()}


def _workspaces(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not value or not all(isinstance(each, str) for each in value):
        raise ValueError(" must be a list of ids of workspaces: [T024BE7LD]")
    if wrong := [each for each in value if not TEAM.fullmatch(each)]:
        raise ValueError(*(f": {each!r} is no id of a workspace (T...)" for each in wrong))
    return tuple(dict.fromkeys(value))


def _path(value: object) -> Path:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(" must be the path of a file")
    return Path(value).expanduser()


_WHERE = f"set {BOT_TOKEN}, {APP_TOKEN} and {SIGNING_SECRET} in the environment, or name a `secrets` file"
_SECRETS = {
    BOT_TOKEN: ("bot_token", "xoxb-"),
    APP_TOKEN: ("app_token", "xapp-"),
    SIGNING_SECRET: ("signing_secret", ""),
    CLIENT_ID: ("client_id", ""),
    CLIENT_SECRET: ("client_secret", ""),
}
_CHECKS: Checks = {
    "mode": _mode,
    "admins": _people,
    "auditors": _people,
    "groups": _groups,
    "hr_channel": read_channels,
    "guests": yes_or_no,
    "external_channels": yes_or_no,
    "topics": read_topics,
    "digest": read_digest,
    "head_channel": read_channels,
    "workspaces": _workspaces,
    "secrets": _path,
}
