"""How a sentence is put: whether somebody tells what happened to them, or asks for a rule.

What a sentence means says little about that: "harassment" is as near to a question for the policy as to a cry for help.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from index.embedder import Embeddings

WEIGHT = 0.2  # of one sign, beside an embedding of length 1.0
_ASKS = r"(?:what|what's|whats|where|where's|wheres|when|which|who|who's|whos|whom|whose|how|why)"
_AUXILIARY = r"(?:is|are|am|was|were|do|does|did|can|could|may|must|should|shall|will|would|has|have)"
_SUBJECT = r"(?:i|we|you|he|she|they|it|there|the|a|an|my|our|new|any)"
_SIGNS = tuple(
    map(
        re.compile,
        (
            r"\b(?:i|i'm|im|i've|ive|i'd|i'll|me|myself)\b",
            r"\bmy\b",
            r"\b(?:he|he's|hes|she|she's|shes|they|they're|him|her|his|their|them|someone|somebody|nobody)\b",
            rf"^(?:(?:and|so|ok|hi|but) )?{_ASKS}\b",
            rf"^(?:(?:and|so) )?{_AUXILIARY} {_SUBJECT}\b",
            r"\b(?:policy|policies|procedures?|process|guidelines?|rules?|forms?|leave|insurance|plan|benefits?|training"
            r"|course|days|hours|period|paid|covered?|notice|allowed|how (?:many|much|long|often))\b",
            r"\b(?:keeps?|since|again|always|every (?:time|day)|daily|any ?more|used to|still|all the time)\b",
            rf"[,.;:?!] *(?:(?:so|and) )?(?:{_ASKS}\b|{_AUXILIARY} {_SUBJECT}\b)",
        ),
    )
)


def plain(sentence: str) -> str:
    """Without what staff leave out as they like: "Who's the boss?" and "whos the boss" differ by the apostrophe."""
    return sentence.strip().rstrip("?.! ").replace("’", "'").lower()


def manner(sentences: Sequence[str]) -> Embeddings:
    """n sentences -> float32 (n, 9), each number 0.0 or `WEIGHT`: a sign is there, or not."""
    rows = [[*(sign.search(plain(each)) is not None for sign in _SIGNS), "?" in each] for each in sentences]
    return np.array(rows, dtype=np.float32).reshape(len(rows), len(_SIGNS) + 1) * np.float32(WEIGHT)
