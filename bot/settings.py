"""Settings: the choices of one installation, read once from `rolecall.yaml`.

Nothing has to be set: without a file the defaults below hold. Paths in the file are meant from the folder it stands in.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from bot.audience_settings import Audiences, read_audiences, read_groups
from bot.auditors import Auditors, read_auditors
from bot.errors import SettingsError
from bot.groups import NamedGroups
from bot.record.settings import RecordSettings
from bot.settings_section import above_zero, above_zero_or_none, read_section, whole_above_zero, yes_or_no
from bot.slack.settings import SlackSettings, read_slack, with_groups, with_secrets
from bot.snapshot_settings import SnapshotSettings, read_snapshots
from bot.sources.source import DOCUMENTS, Source, is_url, mirrored_files, read_source, read_sources
from bot.watching.settings import WatchSettings, read_watch
from bot.web.settings import WebSettings, read_web
from index.model_files import DEFAULT_MODEL
from knowledge.readers.limits import Limits

CACHE_BESIDE = Path(".rolecall/cache")  # where the user has no home folder
RECORD_URL = "ROLECALL_RECORD_URL"  # may hold a password, which has no place in a file
OIDC_CLIENT_SECRET = "ROLECALL_OIDC_CLIENT_SECRET"
FILE = "rolecall.yaml"  # read from the current folder, unless ROLECALL_SETTINGS or --settings names another


@dataclass(frozen=True, slots=True)
class Settings:
    """Every key of the file, checked."""

    documents: Path = Path("documents")  # the folder with the organisation's documents
    sources: tuple[Source, ...] = ()  # where documents come from beside it, or in place of it
    index: Path = Path(".rolecall/index")  # where the index is kept
    cache: Path = CACHE_BESIDE  # what can be made again: indexes of `rolecall ask --batch`
    model: str = DEFAULT_MODEL  # embedding model: a name, or a folder of a sentence-transformers model
    catalogue: Path | None = None  # the organisation's own facts and words, added to ours
    limits: Limits = field(default_factory=Limits)  # how much of a file is read
    evaluation: Path | None = None  # questions with known answers that every candidate is tried with
    groups: NamedGroups = field(default_factory=NamedGroups)  # who is in which group
    audiences: Audiences = field(default_factory=Audiences)  # which groups may see the documents of a folder
    watch: WatchSettings | None = None  # whether `rolecall serve` watches the documents, and what it then does
    snapshots: SnapshotSettings = field(default_factory=SnapshotSettings)  # how many are kept
    record: RecordSettings = field(default_factory=RecordSettings)  # what is kept of questions and answers, and where
    web: WebSettings = field(default_factory=WebSettings)  # what is served over HTTP
    auditors: Auditors = field(default_factory=Auditors)  # who may look into the record on its pages
    slack: SlackSettings | None = None  # None: not in Slack
    file: Path | None = None  # the file these were read from; not a key
    mirrors: Path | None = None  # the index whose mirrors of sources are read, where it is not this one; not a key


KEYS = tuple(each.name for each in dataclasses.fields(Settings) if each.name not in ("file", "mirrors"))


def find_settings(named: Path | None, environ: Mapping[str, str]) -> Path | None:
    """The file to read: the one named, ROLECALL_SETTINGS, ./rolecall.yaml, or None where there is none."""
    if named is not None:
        return named
    if environ.get("ROLECALL_SETTINGS"):
        return Path(environ["ROLECALL_SETTINGS"])
    return Path(FILE) if Path(FILE).is_file() else None


def load_settings(file: Path | None, environ: Mapping[str, str]) -> Settings:
    """The settings in `file`, or the defaults where it is None.

    Raises:
        SettingsError: naming every problem at once.
    """
    cache = _cache_folder(environ)
    if file is None:
        return _with_secrets(Settings(cache=cache), environ)
    written = _read(file)
    problems: list[str] = []
    values: dict[str, Any] = {"cache": cache, "file": file}
    for key, value in written.items():
        if key not in KEYS:
            problems.append(f"{file}: `{key}` is not a setting; there are {', '.join(f'`{each}`' for each in KEYS)}")
        elif value is not None:
            try:
                values[key] = _CHECKS[key](value, file.parent)
            except ValueError as problem:
                problems += [f"{file}: `{key}`{text}" for text in problem.args]
    if "slack" in values:
        try:
            values["slack"] = with_secrets(values["slack"], environ)
            values["groups"] = with_groups(values.get("groups", NamedGroups()), values["slack"])
        except ValueError as problem:
            problems += problem.args
    if problems:
        raise SettingsError(problems)
    return _with_secrets(_with_mirror(values), environ)


def _with_mirror(values: dict[str, Any]) -> Settings:
    """Where `documents` is an address, the folder is the mirror of what is there."""
    source = values.get("documents")
    if not isinstance(source, Source):
        return Settings(**values)
    folder = mirrored_files(values.get("index", Settings().index), DOCUMENTS)
    return Settings(**{**values, "documents": folder, "sources": (source, *values.get("sources", ()))})


def _with_secrets(settings: Settings, environ: Mapping[str, str]) -> Settings:
    """What the environment names comes before the file."""
    record, web = settings.record, settings.web
    if url := environ.get(RECORD_URL, ""):
        record = dataclasses.replace(record, url=url)
    if web.sign_in is not None:
        secret = environ.get(OIDC_CLIENT_SECRET, "")
        web = dataclasses.replace(web, sign_in=dataclasses.replace(web.sign_in, client_secret=secret))
    sources = tuple(source.with_secrets(environ) for source in settings.sources)
    return dataclasses.replace(settings, sources=sources, record=record, web=web)


def _cache_folder(environ: Mapping[str, str]) -> Path:
    """The user's own cache folder, as the XDG Base Directory Specification names it."""
    named = environ.get("XDG_CACHE_HOME", "")
    if named.startswith("/"):
        return Path(named) / "rolecall"
    home = environ.get("HOME", "")
    return Path(home) / ".cache" / "rolecall" if home else CACHE_BESIDE


def _read(file: Path) -> dict[Any, Any]:
    try:
        written = yaml.safe_load(file.read_text(encoding="utf-8"))
    except FileNotFoundError as problem:
        raise SettingsError([f"{file} does not exist; copy rolecall.example.yaml to it"]) from problem
    except (OSError, UnicodeDecodeError) as problem:
        raise SettingsError([f"{file} can't be read: {problem}"]) from problem
    except yaml.YAMLError as problem:
        raise SettingsError([f"{file} is not valid YAML: {' '.join(str(problem).split())}"]) from problem
    if written is None:
        return {}
    if not isinstance(written, dict):
        raise SettingsError([f"{file} must hold lines of the form `key: value`"])
    return written


def _folder(value: object, base: Path) -> Path:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(" must be a path")
    return base / Path(value).expanduser()


def _documents(value: object, base: Path) -> Path | Source:
    if isinstance(value, dict) or (isinstance(value, str) and is_url(value)):
        return read_source(DOCUMENTS, value)
    return _folder(value, base)


def _model(value: object, base: Path) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(" must be the name of a model, or a folder")
    is_folder = value.startswith((".", "/", "~"))
    return str(_folder(value, base)) if is_folder else value.strip()


def _existing_file(value: object, base: Path) -> Path:
    path = _folder(value, base)
    if not path.is_file():
        raise ValueError(f": {path} is not a file")
    return path


def _limits(value: object, base: Path) -> Limits:
    if not isinstance(value, dict):
        raise ValueError(" must hold lines of the form `name: number`")
    known = {each.name: each.default for each in dataclasses.fields(Limits)}
    problems = []
    for name, limit in value.items():
        if name not in known:
            problems.append(f": `{name}` is not a limit; there are {', '.join(known)}")
        elif isinstance(known[name], bool):
            if not isinstance(limit, bool):
                problems.append(f": `{name}` must be true or false, not {limit!r}")
        elif isinstance(limit, bool) or not isinstance(limit, int | float) or not 0 < limit < float("inf"):
            problems.append(f": `{name}` must be a number above 0, not {limit!r}")
        elif isinstance(known[name], int) and not isinstance(limit, int):
            problems.append(f": `{name}` must be a whole number, not {limit!r}")
    if problems:
        raise ValueError(*problems)
    return Limits(**value)


def _record(value: object, base: Path) -> RecordSettings:
    checks: dict[str, Callable[[object], Any]] = {
        "file": lambda given: _folder(given, base),
        "url": _url,
        "required": yes_or_no,
        "identity_days": above_zero_or_none,
        "text_days": above_zero_or_none,
        "lease_seconds": above_zero,
        "head_file": lambda given: _folder(given, base),
        "head_hours": above_zero,
        "expire_hours": above_zero,
        "fewest_people": whole_above_zero,
    }
    values, problems = read_section(value, checks, "a setting of the record")
    if problems:
        raise ValueError(*problems)
    return RecordSettings(**values)


def _url(value: object) -> str:
    if not isinstance(value, str) or "://" not in value:
        raise ValueError(" must be an address such as postgresql://user@host/database")
    return value


_CHECKS: dict[str, Callable[[object, Path], Any]] = {
    "documents": _documents,
    "sources": lambda value, _: read_sources(value),
    "index": _folder,
    "cache": _folder,
    "model": _model,
    "catalogue": _existing_file,
    "evaluation": _existing_file,
    "limits": _limits,
    "groups": lambda value, _: read_groups(value),
    "audiences": lambda value, _: read_audiences(value),
    "watch": lambda value, _: read_watch(value),
    "snapshots": lambda value, _: read_snapshots(value),
    "record": _record,
    "web": lambda value, _: read_web(value),
    "auditors": lambda value, _: read_auditors(value),
    "slack": read_slack,
}
