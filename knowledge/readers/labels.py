"""Lines "Label: value" in Markdown -> field blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from knowledge.document import Block
from knowledge.known_labels import known_labels
from knowledge.structure.fields import Span, split_fields

if TYPE_CHECKING:
    from knowledge.readers.inline import Inline

# **Label:** value, **Label**: value: bold makes any short text a label.
BOLD_LABEL = re.compile(r"(\*\*|__)(?P<label>[^*:\n]{1,60})(?::[ ]?\1|\1[ ]?:)[ \t]*(?P<value>\S)")
# Behind a bold label that the catalogue does not know, more characters are prose about the label, not its value.
MOST_VALUE = 200
MOST_ITEM_VALUE = 60  # in a list
WRAPPED = 50  # characters from which a line without an end may go on in the next


def fields_in(source: str, spans: Sequence[tuple[int, int]], inline: Inline, is_item: bool) -> Iterator[Block]:
    """The lines of a paragraph, wrapped ones joined: fields where they are, else paragraphs.

    Args:
        spans: where its lines stand in `source`.
        is_item: it is a list item: then only known labels and short bold ones make a field.
    """
    for start, end in _joined(source, spans, is_item):
        line = source[start:end].replace("\n", " ")
        found = line_spans(line, is_item)
        if not found:
            yield Block("paragraph", start, end, 0, inline.plain(source[start:end]))
            continue
        for span in found:
            label = inline.plain(span.label.strip("*_ "))
            value = inline.plain(line[span.value : span.end])
            if value:
                stop = start + span.end
                yield Block("field", start + span.start, stop, 0, f"{label}: {value}", label=label, value=value)
            else:
                yield Block("paragraph", start + span.start, start + span.end, 0, label)


def line_spans(line: str, is_item: bool) -> list[Span]:
    """The fields of one line, bold marked by ** as in Markdown; [] where it has none."""
    found = split_fields(line, known_labels(), is_item)
    if found:
        return found
    bold = BOLD_LABEL.match(line)
    most = MOST_ITEM_VALUE if is_item else MOST_VALUE
    if bold is None or len(line) - bold.start("value") > most or (is_item and line.endswith(".")):
        return []
    return [Span(0, bold.start("value"), len(line), bold["label"].strip())]


def _joined(source: str, spans: Sequence[tuple[int, int]], is_item: bool) -> Iterator[tuple[int, int]]:
    """Lines that go on in the next one, joined with it."""
    start, end = spans[0]
    for next_start, next_end in spans[1:]:
        line, following = source[start:end], source[next_start:next_end]
        hard_break = line.endswith("\\") or source[end : end + 2] == "  "
        goes_on = following[:1].islower() or (end - start >= WRAPPED and not line_spans(following, is_item))
        if not hard_break and (goes_on or (not line_spans(line, is_item) and not line_spans(following, is_item))):
            end = next_end
            continue
        yield start, end
        start, end = next_start, next_end
    yield start, end
