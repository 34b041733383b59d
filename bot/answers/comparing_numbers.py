"""The numbers that come with each unit into the comparison: one order and one scale, in training and in answering."""

from __future__ import annotations

from typing import Any, Final, Protocol, TypeVar

COUNT: Final = 5
_LOGIT: Final = 0.1  # this and the next make the numbers about equally large
_FUSION: Final = 60.0


class _Scalable(Protocol):
    def __rmul__(self, factor: float, /) -> Any: ...


Number = TypeVar("Number", bound=_Scalable)  # a float, or a tensor of one for each unit


def comparing_numbers(
    lead: Number, passage: Number, unit_cosine: Number, cosine: Number, fusion: Number
) -> tuple[Number, ...]:
    """COUNT numbers. `lead`: the unit's logit less that of "nothing"; `passage`: the passage's; the rest: search's."""
    return _LOGIT * lead, _LOGIT * passage, unit_cosine, cosine, _FUSION * fusion
