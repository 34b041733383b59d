"""What a posting's front matter says of the job, as fields: a site's generator prints `salary: £25,000` on the page.

    closes: 2024-05-01
    salary_min: "92,143"
    benefits = ["Pension", "Paid leave"]

Only labels that name a fact of a job count, and none that site generators use for themselves ("type", "section").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from knowledge.catalogue import fold_label
from knowledge.document import Block
from knowledge.known_labels import known_labels
from knowledge.readers.plain import fold

_LINE = re.compile(r"^(?P<key>[A-Za-z][\w -]{1,40}?)[ \t]*[:=][ \t]*(?P<value>\S.*?)?[ \t]*$", re.MULTILINE)
_QUOTED = re.compile(r"""(["'])(.*?)\1""")
_ESCAPES = re.compile(r"(?:\\[rnt])+")  # of line ends and tabs, within double quotes
_COMMENT = re.compile(r"\s#\s.*$")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_ORDER = re.compile(r"^[a-z]{1,2}_(?=[a-z]{3,})")  # "c_hours": the letters put a form's fields in order
_CODED = re.compile(r"[a-z]+(?:_[a-z]+)+")  # "full_time"
# The lines below a key that hold its value: a folded or literal text, or a list with an item a line.
_BELOW = re.compile(r"(?:\n[ \t]*(?=\n)|\n[ \t]+\S[^\n]*|\n-[ \t]+\S[^\n]*)+")
LONGEST_BELOW = 1_500  # characters
_NO_VALUE = frozenset(("true", "false", "null", "none", "~", "|", ">", "|-", ">-", "[]", "{}", "tbc", "n/a"))
_FACTS = frozenset(
    ("salary", "pay_grade_range", "hours_per_week", "schedule", "grade", "employment_type", "location", "department",
     "reports_to", "union_status", "flsa_status", "closing_date", "start_date", "interview_date", "travel",
     "remote_work", "education", "experience", "licences", "benefits", "number_of_positions", "organisation",
     "requirements", "how_to_apply", "contact", "job_code")
)  # fmt: skip
# What generators call the parts of a site, and what says nothing by itself.
_OF_SITES = frozenset(
    ("base", "basis", "branch", "building", "category", "class", "classification", "degree", "employment", "fee",
     "group", "level", "name", "office", "rate", "school", "section", "service", "site", "start", "starts", "status",
     "term", "type", "unit", "where")
)  # fmt: skip


def stated_fields(source: str, start: int, line: int) -> Iterator[Block]:
    """The fields of a front matter that begins at offset `start`, on that line (from 1)."""
    labels = known_labels()
    for match in _LINE.finditer(source):
        label = _CAMEL.sub(" ", _ORDER.sub("", match["key"])).replace("_", " ").replace("-", " ")
        folded = fold_label(label)
        if folded in _OF_SITES or not set(labels.get(folded, ())) & _FACTS:
            continue
        value, end = _stated(source, match)
        if value:
            at = line + source.count("\n", 0, match.start())
            label = label[0].upper() + label[1:].lower()
            places = (start + match.start(), start + end, at)
            yield Block("field", *places, f"{label}: {value}", label=label, value=value)


def _stated(source: str, match: re.Match[str]) -> tuple[str, int]:
    """The value of a key, and where it ends in the source: beside the key, or in the lines below it."""
    written = match["value"] or ""
    below = _BELOW.match(source, match.end()) if written in ("", "|", ">", "|-", ">-") else None
    if below is None:
        return _value(written), match.end()
    lines = [line.strip() for line in below[0].split("\n") if line.strip()]
    if any(":" in line.split(" ")[0] for line in lines) or len(below[0]) > LONGEST_BELOW:  # keys of their own
        return "", match.end()
    are_items = all(line.startswith("- ") for line in lines)
    value = ", ".join(_value(line[2:]) for line in lines) if are_items else fold(" ".join(lines))
    return value, below.end()


def _value(written: str) -> str:
    """A scalar without its quotes, a list's with commas; "" where there is none, or one of several lines."""
    if written.startswith("["):
        return _listed(written)
    quoted = _QUOTED.match(written)
    text = quoted[2] if quoted else _COMMENT.sub("", written)
    value = fold(_ESCAPES.sub(" ", text) if quoted and quoted[1] == '"' else text)
    value = value.replace("_", " ") if _CODED.fullmatch(value) else value
    return "" if value.casefold() in _NO_VALUE or value.startswith(("&", "*", "{", "<")) else value


def _listed(written: str) -> str:
    try:
        items = yaml.safe_load(written)  # a list on one line is written alike in TOML
    except yaml.YAMLError:
        return ""
    return fold(", ".join(map(str, items))) if isinstance(items, list) else ""
