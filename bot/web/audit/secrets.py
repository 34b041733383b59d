"""Secrets that are handed out: only their hash is stored."""

from __future__ import annotations

import secrets
from hashlib import sha256

BYTES = 32


def new_secret() -> str:
    """43 characters that an address or a cookie can hold, 256 random bits."""
    return secrets.token_urlsafe(BYTES)


def stored(secret: str) -> bytes:
    """What is kept of it. No salt, and no slow hash: 256 random bits can't be guessed."""
    return sha256(secret.encode()).digest()


def form_token(secret: str) -> str:
    """What every form of a session holds, so that no other site can send one: worked out, never stored."""
    return sha256(b"form\0" + secret.encode()).hexdigest()
