"""Every test of the desk runs on both databases, as those of the record do."""

from __future__ import annotations

from tests.bot.record.conftest import database, postgres, record, sqlite_template, url

__all__ = ["database", "postgres", "record", "sqlite_template", "url"]
