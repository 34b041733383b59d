"""What site generators add to Markdown, put in a form that Markdown knows, character for character.

Jekyll's and Hugo's commands are no content; MkDocs' notes (`!!! note "Title"`, with indented lines that would be code)
and Docusaurus' (`:::note Title`) are.
"""

from __future__ import annotations

import re

FILLER = "\u200b"  # in place of letters at the head of a line: spaces there would mean code

COMMAND = re.compile(r"\{\{?%[^\n]{0,500}?%\}\}?|\{\{<[^\n]{0,500}?>\}\}")
_JEKYLL = r"\{\{?%(?:(?!\{%|%\}|\n[ \t]*\n)[\s\S]){0,500}%\}\}?"  # over several lines, none of them empty
_HUGO = r"\{\{<(?:(?!\{\{|>\}|\n)[\s\S]){0,500}>\}\}"
COMMANDS_ALONE = re.compile(rf"^[ \t]*(?:(?:{_JEKYLL}|{_HUGO})[ \t]*)+$", re.MULTILINE)
COMMENT = re.compile(r"\{%-?\s*comment\b(?:(?!\{%-?\s*comment\b)[\s\S]){0,5000}?\{%-?\s*endcomment\s*-?%\}")
WORD = re.compile(r""" ["']([\w -]{1,60})["']""")
OF_FILES = re.compile(
    r"\{\{?[%<]-?\s*(?:include|render|extends|layout|import|image|asset|download|link|page|url|figure|ref|relref|youtube)"
)
PLACEHOLDER_LINE = re.compile(r"^[ \t]*(?:\{\{[^{}\n]{0,500}\}\}|\{:[^{}\n]{0,500}\})[ \t]*$", re.MULTILINE)
_KINDS = (
    "note|abstract|summary|tldr|info|todo|tip|hint|important|success|check|done|question|help|faq|warning|caution"
    "|attention|failure|danger|error|bug|example|quote|cite"
)
NOTE = re.compile(
    rf"(?P<indent>[ \t]*)(?:!!!|\?\?\?\+?)[ \t]+(?:{_KINDS})\b[\w -]{{0,60}}"
    r"""(?:["'](?P<title>[^"'\n]{1,200})["'])?[ \t]*"""
)
FENCED_NOTE = re.compile(
    r"[ \t]*:{3,}[ \t]*(?:\{[^{}\n]{0,200}\}|[\w-]{1,40})?[ \t]*\[?(?P<title>[^\[\]\n]{0,200})\]?[ \t]*"
)
CODE_FENCE = re.compile(r"[ \t]*(?:```|~~~)")
NOTE_INDENTS = ("\t", "    ")  # by which the lines of a note stand in


def as_markdown(source: str) -> str:
    """The same text, as long, with every line where it was."""
    source = COMMENT.sub(_spaces, source)
    source = COMMANDS_ALONE.sub(_alone, source)
    source = PLACEHOLDER_LINE.sub(_spaces, COMMAND.sub(_word_of, source))
    return _with_notes(source) if "!!!" in source or "???" in source or ":::" in source else source


def _spaces(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])


def _alone(match: re.Match[str]) -> str:
    """Commands that fill their lines. Behind a tag no line gets empty: it would end the tag's table."""
    line_before = match.string[max(0, match.start() - 200) : match.start()].rstrip()
    if not line_before.endswith(">"):
        return _spaces(match)
    return re.sub(r"[^\n]", FILLER, match[0]) if "\n" in match[0] else COMMAND.sub(_word_of, match[0])


def _word_of(match: re.Match[str]) -> str:
    """A command within a line; its word stays, as the page's reader sees it: {% channel "travel" %}."""
    is_target = match.string[match.start() - 1 : match.start()] == "("
    word = None if is_target or OF_FILES.match(match[0]) else WORD.search(match[0])
    return _kept(match[0], word.span(1) if word else (0, 0))


def _kept(line: str, span: tuple[int, int]) -> str:
    """A line of which only a part is left where it stands."""
    start, end = span
    return FILLER * start + line[start:end] + FILLER * (len(line) - end)


def _with_notes(source: str) -> str:
    """A note's title is a paragraph, and what stands in below it is quoted."""
    lines = source.split("\n")
    inside: int | None = None  # characters before the note's mark
    in_code = False
    for number, line in enumerate(lines):
        if inside is not None and line.strip() and not line[inside:].startswith(NOTE_INDENTS):
            inside = None
        if inside is not None:
            lines[number] = f"{line[:inside]}>{line[inside + 1 :]}" if line.strip() else line
            continue
        in_code ^= bool(CODE_FENCE.match(line))
        note = None if in_code else NOTE.fullmatch(line)
        if note:
            inside = len(note["indent"])
        note = note or (None if in_code else FENCED_NOTE.fullmatch(line))
        if note:
            title = (note["title"] or "").strip()
            lines[number] = _kept(line, note.span("title")) if title else " " * len(line)
    return "\n".join(lines)
