"""How many pass some filters, as far as it can be counted while somebody waits."""

from __future__ import annotations

import time

from bot.record.query import COUNTED, Filters, Page, Queries

FEW = 1_000  # messages that are counted first
ENOUGH_SECONDS = 0.1  # that counting may take


def page_and_count(queries: Queries, filters: Filters, before: int | None) -> tuple[Page, str]:
    """A page, and "17" or "more than 10,000"; "" for a page that is not the first.

    Where only few of very many messages pass, even ten thousand take long to find. How long the page took says whether
    a thousand are worth counting, and how long these take whether ten thousand are; else it is "more than 50".
    """
    began = time.perf_counter()
    page = queries.page(filters, before)
    taken = time.perf_counter() - began
    if before is not None:
        return page, ""
    counted = len(page.messages)
    if page.before is None:
        return page, f"{counted:,}"
    for most, expected in ((FEW, 1), (COUNTED, COUNTED // FEW)):  # the page took as long as a thousand, at most
        if taken * expected > ENOUGH_SECONDS:
            break
        began = time.perf_counter()
        count = queries.count(filters, most)
        taken = time.perf_counter() - began
        if count <= most:
            return page, f"{count:,}"
        counted = most
    return page, f"more than {counted:,}"
