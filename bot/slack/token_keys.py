"""Encrypts the tokens of installed workspaces: Fernet, with the keys of SLACK_TOKEN_KEY.

Fernet's page: cryptography.io/en/latest/fernet
"""

from __future__ import annotations

import binascii
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Sequence

TOKEN_KEY = "SLACK_TOKEN_KEY"
HOW_TO_MAKE = "`openssl rand -base64 32` makes one"
_BYTES = 32
_PLAIN = "xox"  # what Slack's tokens begin with, and nothing that Fernet makes


class WrongKey(Exception):
    """None of the keys decrypts it."""


class TokenKeys:
    """Encrypts with the first key, and decrypts with each: so that keys can be replaced."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        """
        Args:
            keys: at least one, as `read_keys` gives them.
        """
        from cryptography.fernet import Fernet, MultiFernet  # takes a while to load, and one workspace needs none

        self._first = Fernet(keys[0])
        self._all = MultiFernet([Fernet(key) for key in keys])

    def encrypt(self, token: str) -> str:
        """ASCII, some 110 characters and a third longer than the token."""
        return self._first.encrypt(token.encode()).decode("ascii")

    def decrypt(self, kept: str) -> str:
        """The token; also of one that was kept in plain text, before there were keys.

        Raises:
            WrongKey: it was encrypted with another key.
        """
        from cryptography.fernet import InvalidToken

        if kept.startswith(_PLAIN):
            return kept
        try:
            return self._all.decrypt(kept).decode()
        except InvalidToken as problem:
            raise WrongKey from problem

    def is_current(self, kept: str) -> bool:
        """Whether it is encrypted with the first key."""
        from cryptography.fernet import InvalidToken

        try:
            self._first.decrypt(kept)
        except InvalidToken:
            return False
        return True


def read_keys(written: str) -> tuple[bytes, ...]:
    """ "NEW" or "NEW,OLD" -> keys as Fernet takes them.

    Raises:
        ValueError: one of them is no key; what stands there is not repeated.
    """
    keys = [_bytes_of(each.strip()) for each in written.split(",")]
    if not all(len(key) == _BYTES for key in keys):
        raise ValueError(
            f"{TOKEN_KEY} must hold {_BYTES} random bytes in base64: {HOW_TO_MAKE}. Several are separated by commas, "
            "the one in use first"
        )
    return tuple(urlsafe_b64encode(key) for key in keys)


def _bytes_of(key: str) -> bytes:
    try:
        return b64decode(key.replace("-", "+").replace("_", "/"), validate=True)
    except (binascii.Error, ValueError):
        return b""
