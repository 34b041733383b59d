"""The field labels that are known while documents are read: ours, or those of the organisation's own catalogue."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

from knowledge.catalogue import default_catalogue

Labels = Mapping[str, tuple[str, ...]]  # folded label -> the facts it stands for

_labels: ContextVar[Labels | None] = ContextVar("labels", default=None)


def known_labels() -> Labels:
    """What readers take for the label of a field."""
    return _labels.get() or default_catalogue().labels


@contextmanager
def labels_known(labels: Labels) -> Iterator[None]:
    """Read with these labels; with ours where there are none."""
    token = _labels.set(labels)
    try:
        yield
    finally:
        _labels.reset(token)
