"""What an answer was held to, for whoever reads a receipt: for whom, on which day, without which documents."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from bot.answers.scope import in_words
from knowledge.dates import in_words as date_in_words


def held_to(filters: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(name, value) of each restriction, of receipts of any age."""
    for name, value in filters.items():
        if name == "audience":
            yield "what these may see", in_words(value)
        elif name == "on":
            yield "what is in force on", date_in_words(str(value))
        elif name == "withdrawn" and isinstance(value, list):
            yield "all but what was withdrawn", ", ".join(map(str, value))
        elif name == "within" and isinstance(value, list):
            yield "only what is within", ", ".join(map(str, value))
        else:
            yield name, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
