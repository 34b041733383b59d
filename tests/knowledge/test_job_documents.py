"""Made-up job documents of many styles, with what each of them states and does not state."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge.catalogue import default_catalogue
from knowledge.facts import extract_facts
from knowledge.reading import read_file
from knowledge.roles import find_roles
from tests.knowledge.gold import Verdict, normalise, verdict

FOLDER = Path(__file__).with_name("job_documents")
GOLD: dict[str, dict[str, Any]] = yaml.safe_load((FOLDER / "gold.yaml").read_text(encoding="utf-8"))
REMARKS = ("none", "counts", "roles")


def verdicts(file: str) -> list[Verdict]:
    """One verdict per fact of the table, and one per counted list and expected role."""
    document = read_file(FOLDER, file)
    facts = extract_facts(document, default_catalogue())
    gold = GOLD[file]
    found = [
        verdict(file, name, {"value": str(value), "quote": [str(value)]}, facts)
        for name, value in gold.items()
        if name not in REMARKS
    ]
    found += [verdict(file, name, {"value": "not stated", "quote": []}, facts) for name in gold["none"]]
    for name, count in gold.get("counts", {}).items():
        items = [fact for fact in facts if fact.name == name and fact.kind == "list"]
        found.append(Verdict(file, f"{name} items", True, len(items) == count, f"{len(items)} items, not {count}"))
    titles = [role.title for role in find_roles(document, facts)]
    wanted = gold.get("roles", [gold.get("title")])
    are_right = len(titles) == len(wanted) and all(
        normalise(each).startswith(normalise(want)) for each, want in zip(titles, wanted, strict=False)
    )
    found.append(Verdict(file, "roles", True, are_right, f"roles {titles}"))
    return found


@pytest.mark.parametrize("file", sorted(GOLD))
def test_what_is_stated_is_found_and_the_rest_stays_empty(file):
    failed = [f"{each.name}: {each.why}" for each in verdicts(file) if not each.is_right]
    assert not failed, "\n".join(failed)
