"""The messages that we are at: their claims are renewed, however long Slack keeps us waiting."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from bot.record.errors import ClaimLost, RecordError
from bot.record.message import Claim
from bot.record.record import Record

_log = logging.getLogger(__name__)


class Holding:
    """Claims under way."""

    def __init__(self) -> None:
        self._claims: dict[int, Claim] = {}

    def __len__(self) -> int:
        return len(self._claims)

    @contextmanager
    def of(self, claim: Claim) -> Iterator[None]:
        """Hold a message, inside."""
        self._claims[claim.id] = claim
        try:
            yield
        finally:
            self._claims.pop(claim.id, None)

    def renew(self, record: Record) -> None:
        """Have the whole lease of each again. Blocking."""
        for claim in tuple(self._claims.values()):
            try:
                record.renew(claim)
            except ClaimLost:  # it has just ended, or somebody else has it: its trip finds out by itself
                self._claims.pop(claim.id, None)
            except RecordError as problem:
                _log.warning("the claim of %s can't be renewed: %s", claim.number, problem)
