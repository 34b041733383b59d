"""What is being measured, said on one line that the next one replaces; only where somebody is looking."""

from __future__ import annotations

import sys


def say(what: str) -> None:
    """Replace the line; "" clears it."""
    if sys.stderr.isatty():
        print(f"\r\033[K{what}", end="", file=sys.stderr, flush=True)
