"""Near-duplicates: every pair is found, held against comparing each two."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from index.warnings.duplicates import FEWEST, SHARE, _groups, near_duplicate
from tests.index.warnings.collections import found

LONG = "".join(
    f"Rule {number} says that nobody may {verb} here. "
    for number, verb in enumerate(("smoke", "sing", "sleep", "shout", "swim", "skate", "ski", "saw", "sell", "sail"))
)


def test_a_copy_with_one_other_sentence_is_found_although_it_has_another_title():
    texts = {"a.md": f"# House rules\n\n{LONG}", "b.md": f"# Rules\n\n{LONG.replace('smoke', 'snore')}"}
    (warning,) = found(near_duplicate, texts)
    assert warning.documents == ("a.md", "b.md")
    assert "90%" in warning.text


def test_three_copies_are_one_warning():
    (warning,) = found(near_duplicate, {f"{name}.md": f"# {name}\n\n{LONG}" for name in ("Ada", "Ben", "Cat")})
    assert warning.documents == ("Ada.md", "Ben.md", "Cat.md")
    assert "they say the same" in warning.text


def test_short_documents_and_those_that_share_a_part_are_none():
    assert found(near_duplicate, {"a.md": "# A\n\nBe kind.\n", "b.md": "# B\n\nBe kind.\n"}) == []
    half = LONG[: len(LONG) // 2]
    assert found(near_duplicate, {"a.md": f"# A\n\n{LONG}", "b.md": f"# B\n\n{half}"}) == []


@given(st.lists(st.sets(st.integers(0, 14), min_size=FEWEST), max_size=14))
def test_whoever_hangs_together_by_near_duplicates_is_found_together(documents):
    import numpy as np

    said = [np.array(sorted(each), dtype="<u8") for each in documents]
    linked = {number: {number} for number in range(len(documents))}
    for one, other in combinations(range(len(documents)), 2):
        first, second = documents[one], documents[other]
        if len(first & second) / max(len(first), len(second)) >= SHARE:
            together = linked[one] | linked[other]
            for number in together:
                linked[number] = together
    expected = {frozenset(each) for each in linked.values() if len(each) > 1}
    assert {frozenset(group) for group, _ in _groups(said)} == expected
