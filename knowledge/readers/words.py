"""How much of a text is English: the gate that finds garbled scans."""

from __future__ import annotations

import importlib.util
import re
from functools import cache
from pathlib import Path

from knowledge.readers.plain import fold

WORD = re.compile(r"(?<![\w@./:'’-])[a-z]{3,}(?:['’][a-z]{1,2})?(?![\w@/]|[.:][\w/])")
LEAST_WORDS = 20  # a share of fewer words says nothing
# The list knows British spellings; these make them of American ones.
SPELLINGS = (("or", "our"), ("iz", "is"), ("yz", "ys"), ("er", "re"), ("ens", "enc"), ("og", "ogue"), ("l", "ll"))


def unknown_share(plain: str) -> float:
    """Share of lower-case words of 3 letters or more that no English list holds: 0..1; 0 for a text of few words.

    Capitalised words are names, and words with digits, inner capitals, links and paths are no words.
    Handbooks have 0.00 to 0.12, scans read by machine 0.03, badly damaged ones above 0.2.
    """
    words = WORD.findall(fold(plain))
    if len(words) < LEAST_WORDS:
        return 0.0
    return sum(not _is_known(word) for word in words) / len(words)


@cache
def english_words() -> frozenset[str]:
    """82,834 English words, in 20 ms; the list is read as a file, for importing its package takes longer."""
    package = importlib.util.find_spec("symspellpy")
    if package is None or not package.submodule_search_locations:
        raise ModuleNotFoundError("symspellpy is not installed: its list of English words is needed")
    file = Path(package.submodule_search_locations[0]) / "frequency_dictionary_en_82_765.txt"
    with file.open(encoding="utf-8-sig") as lines:
        return frozenset(line.split(" ", 1)[0] for line in lines)


@cache
def _is_known(word: str) -> bool:
    known = english_words()
    word = re.split("['’]", word)[0]
    if word in known or len(word) < 3:
        return True
    if word.endswith("s") and word[:-1] in known:
        return True
    for american, british in SPELLINGS:
        at = word.find(american)
        while at >= 0:
            if word[:at] + british + word[at + len(american) :] in known:
                return True
            at = word.find(american, at + 1)
    return False
