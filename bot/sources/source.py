"""What can be chosen about where documents come from."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from bot.settings_section import read_section, yes_or_no

DOCUMENTS = "documents"  # the source that stands in place of the documents folder
GIT = "git+"  # begins the addresses of git repositories, as pip writes them
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,49}")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_SECRET = re.compile(
    r"(.*[-_])?(pass|password|passwd|passphrase|secret|key|token|credential|credentials|signature|sig)"
    r"|.*(access_key_id|secret_access_key|connection_string|authorization)",
    re.IGNORECASE,
)
_NO_SECRETS = (
    "a secret has no place in a file; name the environment variable that holds it, as in "
    "`secrets: {password: HANDBOOK_TOKEN}`"
)


@dataclass(frozen=True, slots=True)
class Source:
    """One place that documents come from, beside the documents folder or in place of it."""

    name: str  # documents of "handbook" have paths below "handbook/"
    url: str  # git+https://host/handbook.git#branch:folder, s3://bucket/prefix, or another that fsspec reaches
    include: tuple[str, ...] = ()  # endings in small letters: (".md", ".pdf"); none: all that can be read
    may_be_empty: bool = False  # else a source without one document counts as broken
    options: Mapping[str, Any] = field(default_factory=dict)  # for the file system or the git client
    secrets: Mapping[str, str] = field(default_factory=dict)  # option -> name of the environment variable
    values: Mapping[str, str] = field(default_factory=dict, repr=False)  # option -> secret, where it is set

    @property
    def prefix(self) -> str:
        """What the paths of its documents begin with."""
        return "" if self.name == DOCUMENTS else f"{self.name}/"

    def with_secrets(self, environ: Mapping[str, str]) -> Source:
        """The same with the secrets that the environment holds."""
        found = {option: environ[name] for option, name in self.secrets.items() if environ.get(name)}
        return dataclasses.replace(self, values=found)


def mirror_folder(index: Path, name: str) -> Path:
    """Where the mirror of the source of that name is kept, for an index that is kept there."""
    return index / "sources" / name


def mirrored_files(index: Path, name: str) -> Path:
    """The folder in it that holds what the source holds."""
    return mirror_folder(index, name) / "files"


def is_url(text: str) -> bool:
    """Whether a setting names a source, not a folder."""
    return "://" in text or "::" in text


def read_sources(value: object) -> tuple[Source, ...]:
    """The `sources:` section, checked; sorted by name.

    Raises:
        ValueError: its arguments are the problems, each to stand behind the name of the setting.
    """
    if not isinstance(value, dict):
        raise ValueError(" must hold lines of the form `name: address`")
    found: dict[str, Source] = {}
    problems: list[str] = []
    for name, written in value.items():
        if not isinstance(name, str) or not _NAME.fullmatch(name) or name.lower() == DOCUMENTS:
            problems.append(f": `{name}` can't be a source's name: use letters, digits, `-` and `_`, not `{DOCUMENTS}`")
            continue
        if name.lower() in found:
            problems.append(f": `{name}` is there twice, apart from capital letters")
            continue
        try:
            found[name.lower()] = read_source(name, written)
        except ValueError as problem:
            problems += [f": `{name}`{text}" for text in problem.args]
    if problems:
        raise ValueError(*problems)
    return tuple(sorted(found.values(), key=lambda source: source.name))


def read_source(name: str, written: object) -> Source:
    """One source: its address alone, or a section with `url:`. Raises ValueError, as above."""
    if isinstance(written, str):
        written = {"url": written}
    if not isinstance(written, dict) or not isinstance(written.get("url"), str):
        raise ValueError(" must be an address, or hold `url:` with one")
    problems = list(_problems_of_url(written["url"]))
    values, more = read_section(written, _CHECKS, "a setting of a source")
    problems += more
    if problems:
        raise ValueError(*problems)
    return Source(name, **values)


def _problems_of_url(url: str) -> Iterator[str]:
    if not is_url(url):
        yield (
            f": {url!r} is no address; write git+https://host/repository.git#branch:folder, "
            "git+ssh://git@host/repository.git, s3://bucket/prefix, or another that fsspec knows"
        )
        return
    try:
        parts = urlsplit(url)
        password = parts.password
    except ValueError:
        yield ": that address can't be understood"
        return
    if password is not None or any(_SECRET.fullmatch(name) for name, _ in parse_qsl(parts.query)):
        yield f": {_NO_SECRETS}"
    if parts.scheme in ("git", "ssh", "github"):
        yield f": git repositories are named as git+https://, git+ssh:// or git+file://, not {parts.scheme}://"
    if parts.scheme.startswith(GIT):
        transport = parts.scheme.removeprefix(GIT)
        if transport not in ("https", "http", "ssh", "file"):
            yield f": {transport!r} is no way to a git repository; there are https, http, ssh and file"
        elif not parts.path.strip("/") or (transport != "file" and not parts.hostname):
            yield ": that address names no repository"


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f" must be a text, not {value!r}")
    return value


def _endings(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(each, str) and each.startswith(".") for each in value):
        raise ValueError(f" must be a list of endings such as [.md, .pdf], not {value!r}")
    return tuple(each.lower() for each in value)


def _options(value: object) -> Mapping[str, Any]:
    if not isinstance(value, dict) or not all(isinstance(name, str) for name in value):
        raise ValueError(" must hold lines of the form `name: value`")
    if any(_SECRET.fullmatch(name) for name in _names_in(value)):
        raise ValueError(f": {_NO_SECRETS}")
    return value


def _names_in(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for name, each in value.items():
            yield str(name)
            yield from _names_in(each)
    elif isinstance(value, list):
        for each in value:
            yield from _names_in(each)


def _variables(value: object) -> Mapping[str, str]:
    if not isinstance(value, dict):
        raise ValueError(" must hold lines of the form `option: NAME_OF_A_VARIABLE`")
    for name in value.values():
        if not isinstance(name, str) or not _VARIABLE.fullmatch(name):
            raise ValueError(" must name environment variables, not hold what is in them")
    return {str(option): name for option, name in value.items()}


_CHECKS = {
    "url": _text,
    "include": _endings,
    "may_be_empty": yes_or_no,
    "options": _options,
    "secrets": _variables,
}
