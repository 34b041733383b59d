"""Whether two wordings are the same question, as surely as words can tell: what an approved answer is given for.

Both are brought into one form, and the forms have to be equal. Nearness by embedding is not used: see `measured`
in `same_question.yaml`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

from bot.answers.small_talk import without_small_talk
from bot.answers.wording import Wording
from knowledge.yaml_file import read_yaml

LEAST = 2  # words of a form: "why?" is no question of its own


@dataclass(frozen=True, slots=True)
class _Rules:
    rules: tuple[tuple[re.Pattern[str], str], ...]
    free: frozenset[str]


def question_form(wording: Wording) -> tuple[str, ...]:
    """What is left of a question when what may differ is taken off; () where that is too little to tell it by.

    "Can you tell me how I can claim expenses?" and "How do I claim my expenses?" both give ("how", "claim", "expense").
    """
    rules = _rules()
    silent = without_small_talk(wording)
    said = " ".join(word.plain for number, word in enumerate(wording.words) if number not in silent)
    for pattern, becomes in rules.rules:
        said = pattern.sub(becomes, said)
    form = tuple(_singular(word) for word in said.split() if word not in rules.free)
    return form if len(form) >= LEAST else ()


@cache
def _rules() -> _Rules:
    source = resources.files(__package__).joinpath("same_question.yaml").read_text(encoding="utf-8")
    written = read_yaml(source)
    return _Rules(
        tuple((re.compile(pattern), becomes) for pattern, becomes in written["rules"]),
        frozenset(written["free"].split()),
    )


def _singular(word: str) -> str:
    """ "policies" -> "policy", "days" -> "day". Stems would make one word of "approve" and "approval"."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word
