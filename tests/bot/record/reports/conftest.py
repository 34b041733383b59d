"""Columns over the record of each test."""

from __future__ import annotations

import pytest

from bot.record.database import Database
from bot.record.reports.columns import Columns


@pytest.fixture
def columns(database: Database) -> Columns:
    return Columns(database)
