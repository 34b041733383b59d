"""Inline Markdown -> plain text and which of it is bold."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from knowledge.readers.limits import Limits
from knowledge.readers.plain import fold, has_words

MOST_MARKS = 1_000  # emphasis, brackets and back-ticks in one paragraph: its reading is quadratic in them
MARKS = re.compile(r"[*_\[\]`<!]")
TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9-]{0,20})[^<>]{0,2000}>")
# "**Note: **" is no emphasis, for the space before its end; who wrote it meant one, and "2**3" is left alone.
STRAY_MARKS = re.compile(r"(?<!\w)\*\*|\*\*(?!\w)")
WIKI_LINK = re.compile(r"\[\[(?:[^\[\]|\n]{0,200}\|)?([^\[\]|\n]{1,200})\]\]")
UNSEEN = ("script", "style", "noscript", "template", "iframe")  # elements whose text no reader sees
MOST_HEADING_WORDS = 12
# "Deadline for application is 12th January": bold for its weight, and no heading; "What is 401(k)?" is one.
SENTENCE = re.compile(r"(?!wh|how)\w.*\b(?:is|are|by|before|until)\b.*\d", re.IGNORECASE)
MOST_HEADING_CHARACTERS = 90

Run = tuple[str, bool]  # text, whether it is bold


class Inline:
    """Reads the text of paragraphs, headings and cells of one document."""

    def __init__(self, parser: MarkdownIt, env: dict[str, object], limits: Limits) -> None:
        self._parser = parser
        self._env = env
        self._most = 10 * limits.line_characters

    def plain(self, content: str) -> str:
        """Markup gone, links as their text, entities decoded, white space folded."""
        return fold("".join(text for text, _ in self.runs(content)))

    def runs(self, content: str) -> list[Run]:
        """The text in order, cut where it turns bold or stops. A text with too many marks is kept as it is."""
        if len(content) > self._most or sum(1 for _ in MARKS.finditer(content)) > MOST_MARKS:
            return [(html.unescape(TAG.sub("", content)), False)]
        tokens: list[Token] = []
        self._parser.inline.parse(content, self._parser, self._env, tokens)
        return _runs(tokens)


def is_bold_heading(runs: Sequence[Run]) -> bool:
    """Whether a paragraph is nothing but a short bold line, which is how many write a heading."""
    plain = fold("".join(text for text, _ in runs))
    all_bold = all(bold for text, bold in runs if has_words(text))
    is_short = len(plain) <= MOST_HEADING_CHARACTERS and len(plain.split()) <= MOST_HEADING_WORDS
    return all_bold and is_short and has_words(plain) and plain[-1] not in ".;," and not SENTENCE.match(plain)


def _runs(tokens: Sequence[Token]) -> list[Run]:
    runs: list[Run] = []
    bold = 0
    unseen = ""
    for token in tokens:
        match token.type:
            case "strong_open":
                bold += 1
            case "strong_close":
                bold -= 1
            case "html_inline":
                tag = TAG.match(token.content)
                name = tag[1].lower() if tag else ""
                if name in UNSEEN:
                    unseen = "" if token.content.startswith("</") else name
                elif name == "br":
                    runs.append((" ", bold > 0))
                elif name in ("b", "strong"):
                    bold = max(bold + (-1 if token.content.startswith("</") else 1), 0)
            case "softbreak" | "hardbreak":
                runs.append((" ", bold > 0))
            case "text" if not unseen:
                runs.append((WIKI_LINK.sub(r"\1", STRAY_MARKS.sub("", token.content)), bold > 0))
            case _ if token.content and not unseen:
                runs.append((token.content, bold > 0))
    return runs
