"""What the bodies of entries say, as far as tables are held against it."""

from __future__ import annotations

import msgspec


class Received(msgspec.Struct):
    receipt: str
    surface: str


class Answered(msgspec.Struct):
    status: str
    kind: str
    milliseconds: float
    confidence: float
    threshold: float
    snapshot: str
    code: str
    model: str
    filters: str
    passages: list[tuple[str, float | None]]  # id, hexadecimal, and score
    roles: list[str]


class Feedback(msgspec.Struct):
    helpful: bool


class Review(msgspec.Struct):
    verdict: str


class Failed(msgspec.Struct):
    reason: str


class Erased(msgspec.Struct):
    """First and last of runs of entries."""

    identities: list[tuple[int, int]] = []
    texts: list[tuple[int, int]] = []


decode_received = msgspec.json.Decoder(Received).decode
decode_answered = msgspec.json.Decoder(Answered).decode
decode_feedback = msgspec.json.Decoder(Feedback).decode
decode_review = msgspec.json.Decoder(Review).decode
decode_failed = msgspec.json.Decoder(Failed).decode


def decode_erased(body: str) -> Erased:
    """Nothing erased, where it can't be read: it was changed, and is named where its hash is looked at."""
    try:
        return msgspec.json.decode(body, type=Erased)
    except ValueError:
        return Erased()
