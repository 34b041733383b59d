"""What can be chosen about what is served over HTTP."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.settings_section import Checks, above_zero, lines_of, read_section, yes_or_no

LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class SignIn:
    """The `sign_in:` part of the `web:` section: a provider that speaks OpenID Connect."""

    issuer: str  # its address; what it offers is read from below it
    client_id: str
    name: str = "your organisation's account"  # as the button calls it: "Sign in with ..."
    subject: str = "sub"  # the claim that `auditors: subject:` is compared with; Entra ID's fixed one is "oid"
    trust_email: bool = False  # take an e-mail address for theirs although the provider doesn't say so
    client_secret: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class WebSettings:
    """The `web:` section of the settings file."""

    host: str = "127.0.0.1"  # the address to listen on
    port: int = 8080
    public_url: str = ""  # as browsers reach it: "https://rolecall.example.org"
    sign_in: SignIn | None = None
    links: bool = False  # whether the bot may hand auditors one-time links
    idle_minutes: float = 30  # without a page, after which an auditor signs in again
    session_hours: float = 8  # after which they do in any case
    link_minutes: float = 10  # that a one-time link is good for
    timezone: str = "UTC"  # that times are shown in

    @property
    def needs_sign_in(self) -> bool:
        """False: there is no way to sign in, so that the pages answer only to this machine."""
        return self.sign_in is not None or self.links


def read_web(value: object) -> WebSettings:
    """The section, checked.

    Raises:
        ValueError: its arguments are the problems, each to stand behind the name of the setting.
    """
    values, problems = read_section(value, _WEB, "a setting of the web")
    if not problems and (values.get("sign_in") or values.get("links")) and not values.get("public_url"):
        problems.append(": name the `public_url` that auditors sign in at")
    if problems:
        raise ValueError(*problems)
    return WebSettings(**values)


def _sign_in(value: object) -> SignIn:
    written = lines_of(value)
    values, problems = read_section(written, _SIGN_IN, "a setting of the sign-in")
    if "client_secret" in written:
        problems = [": a secret has no place in a file; set ROLECALL_OIDC_CLIENT_SECRET in the environment"]
    problems += [f": add `{name}:`" for name in ("issuer", "client_id") if name not in written]
    if problems:
        raise ValueError(*problems)
    return SignIn(**values)


def _address(value: object) -> str:
    """Without the slash at its end; https, unless it is of this machine."""
    from urllib.parse import urlsplit

    if not isinstance(value, str):
        raise ValueError(" must be an address such as https://rolecall.example.org")
    parts = urlsplit(value)
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK_NAMES)
    if not is_safe or not parts.hostname or parts.query or parts.fragment or parts.username:
        raise ValueError(f" must be an address such as https://rolecall.example.org, not {value!r}")
    return value.rstrip("/")


def _origin(value: object) -> str:
    from urllib.parse import urlsplit

    address = _address(value)
    if urlsplit(address).path:
        raise ValueError(f" must be an address without a path, not {value!r}; the pages stand at /audit below it")
    return address


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(" must be a text")
    return value.strip()


def _port(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 65536:
        raise ValueError(f" must be a number from 0 to 65535, not {value!r}")
    return value


def _timezone(value: object) -> str:
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(_text(value)).key
    except (OSError, ValueError, KeyError) as problem:  # KeyError: ZoneInfoNotFoundError
        raise ValueError(f" must be a time zone such as Europe/London, not {value!r}") from problem


_SIGN_IN: Checks = {
    "issuer": _address,
    "client_id": _text,
    "name": _text,
    "subject": _text,
    "trust_email": yes_or_no,
}
_WEB: Checks = {
    "host": _text,
    "port": _port,
    "public_url": _origin,
    "sign_in": _sign_in,
    "links": yes_or_no,
    "idle_minutes": above_zero,
    "session_hours": above_zero,
    "link_minutes": above_zero,
    "timezone": _timezone,
}
