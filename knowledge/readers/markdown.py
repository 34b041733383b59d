"""Markdown -> blocks that point into the source: quotes are raw slices, `plain` has the markup taken off."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

from knowledge.document import Block, BlockKind
from knowledge.errors import Unreadable
from knowledge.readers.assemble import BOLD_LINE
from knowledge.readers.dialects import FILLER, as_markdown
from knowledge.readers.inline import Inline, is_bold_heading
from knowledge.readers.island import Island
from knowledge.readers.labels import fields_in
from knowledge.readers.limits import Limits
from knowledge.readers.plain import fold, has_words
from knowledge.readers.tables import Row, table_blocks

NESTING = 100  # of quotes and lists; markdown-it drops what is deeper without a word, so we refuse the file
ATX_HEADING = re.compile(r"^#{1,6} \S", re.MULTILINE)
SETEXT_HEADING = re.compile(r"^\S[^\n]{0,200}\n={3,}[ \t]*$", re.MULTILINE)
OTHER_MARKUP = re.compile(r"\]\(|^```|^\|?[ :]*-{2,}[ :]*\||<!--|^<[a-zA-Z/]", re.MULTILINE)
HEADING_ATTRIBUTES = re.compile(r"\s*\{[#:.][^{}]{0,200}\}\s*$")
PROSE_LINE = re.compile(r"(?:\d{1,2}[.)]\s+)?(?:[A-Z][a-z’'-]+|An?)(?:\s+[^\s{}=<>|$\\`#]+){1,60}")
TASK = re.compile(r"\[[ xX]\] |\[![A-Z]{3,12}\]\s*")  # "- [x] done", "> [!NOTE]"


def is_markdown(text: str, by_name: bool) -> bool:
    """Whether the text is marked up: two `# ` headings, or one sign of it where the file's name ends in .md."""
    headings = sum(1 for _, _ in zip(ATX_HEADING.finditer(text), range(2), strict=False))
    if not by_name:
        return headings == 2
    return bool(headings or OTHER_MARKUP.search(text) or SETEXT_HEADING.search(text))


def read_markdown(text: str, start: int, limits: Limits) -> list[Block]:
    """The blocks of a Markdown source whose content begins at offset `start` (after its front matter).

    Raises:
        Unreadable: quotes or lists are nested too deep.
    """
    masked = re.sub(r"[^\n]", " ", text[:start])
    masked = as_markdown(masked + text[start:])
    return list(_Reader(masked, limits).blocks())


class _Reader:
    """Walks the tokens of one source."""

    def __init__(self, source: str, limits: Limits) -> None:
        self.source = source
        self.line_starts = [0, *(match.end() for match in re.finditer("\n", source)), len(source) + 1]
        parser = MarkdownIt("commonmark", {"maxNesting": NESTING}).enable("table")
        parser.core.ruler.disable(["inline", "text_join"])  # inline text is read by `Inline`, within limits
        env: dict[str, object] = {}
        self.tokens = parser.parse(source, env)
        self.inline = Inline(parser, env, limits)
        self.island = Island()
        self.lists = 0  # open now
        self.quotes = 0
        self.item_text = False  # the next paragraph is the first of a list item

    def blocks(self) -> Iterator[Block]:
        rows: list[Row] = []
        for index, token in enumerate(self.tokens):
            if token.level >= NESTING - 2:
                raise Unreadable("nested too deep")
            in_table = token.type == "code_block" and self.island.is_open
            if token.type in ("heading_open", "paragraph_open", "fence", "code_block", "table_open") and not in_table:
                yield from self.island.close()
            match token.type:
                case "bullet_list_open" | "ordered_list_open":
                    self.lists += 1
                case "bullet_list_close" | "ordered_list_close":
                    self.lists -= 1
                case "blockquote_open":
                    self.quotes += 1
                case "blockquote_close":
                    self.quotes -= 1
                case "list_item_open":
                    self.item_text = True
                case "list_item_close":
                    self.item_text = False
                case "heading_open":
                    yield self._heading(token, self.tokens[index + 1])
                case "paragraph_open":
                    yield from self._paragraph(token, self.tokens[index + 1], self._opens_list(index + 3))
                    self.item_text = False
                case "code_block" if not in_table and self._is_indented_prose(token):
                    yield from self._indented(token)
                case "fence" | "code_block" if not in_table:
                    yield from self._code(token)
                case "html_block" | "code_block":
                    yield from self._html(token)
                case "tr_open":
                    rows.append(self._row(index))
                case "table_close":
                    yield from table_blocks(rows, may_head=False)
                    rows = []
        yield from self.island.close()

    def _opens_list(self, index: int) -> bool:
        return index < len(self.tokens) and self.tokens[index].type in ("bullet_list_open", "ordered_list_open")

    def _spans(self, token: Token, content: str) -> list[tuple[int, int]]:
        """Where each line of an inline content stands in the source."""
        first, last = token.map or [0, 0]
        spans = []
        for number, line in enumerate(content.split("\n")):
            begin = self.line_starts[min(first + number, last)]
            end = self.line_starts[min(first + number, last) + 1] - 1
            written = line.strip().strip(FILLER)
            at = self.source.find(written, begin, end)
            if at < 0:  # markdown-it expanded a tab in it
                verbatim = self.source[begin:end]
                at, written = begin + len(verbatim) - len(verbatim.lstrip()), verbatim.strip()
            spans.append((at, at + len(written)))
        return spans

    def _heading(self, token: Token, inline: Token) -> Block:
        spans = self._spans(token, inline.content)
        plain = HEADING_ATTRIBUTES.sub("", self.inline.plain(inline.content))
        return Block("heading", spans[0][0], spans[-1][1], 0, plain, level=int(token.tag[1:]))

    def _paragraph(self, token: Token, inline: Token, before_list: bool) -> Iterator[Block]:
        content = inline.content
        if not content.strip():
            return
        spans = self._spans(token, content)
        is_item = self.item_text and self.lists > 0
        if mark := TASK.match(content):
            content = content[mark.end() :]
            spans = spans[mark[0].count("\n") :]
            if "\n" not in mark[0]:
                spans[0] = (spans[0][0] + mark.end(), spans[0][1])
            if not content.strip():
                return
        kind: BlockKind = "item" if is_item else "paragraph"
        level = max(self.lists - 1, 0) if is_item else self.lists
        fields = list(fields_in(self.source, spans, self.inline, is_item))
        if any(block.kind == "field" for block in fields):
            for block in fields:
                yield (
                    block if block.kind == "field" else Block(kind, block.start, block.end, 0, block.plain, level=level)
                )
            return
        runs = self.inline.runs(content)
        plain = fold("".join(text for text, _ in runs))
        if not has_words(plain):
            return
        start, end = spans[0][0], spans[-1][1]
        if not self.lists and not self.quotes and is_bold_heading(runs) and not (before_list and plain.endswith(":")):
            yield Block("heading", start, end, 0, plain.rstrip(": "), level=BOLD_LINE)
        else:
            yield Block(kind, start, end, 0, plain, level=level)

    def _is_indented_prose(self, token: Token) -> bool:
        """Whether the lines of an indented block are words: pasted text has tabs where a list had its bullets."""
        lines = [line.strip() for line in token.content.splitlines() if line.strip()]
        return bool(lines) and all(PROSE_LINE.fullmatch(line) for line in lines)

    def _indented(self, token: Token) -> Iterator[Block]:
        first, last = token.map or [0, 0]
        for number in range(first, last):
            start, end = self.line_starts[number], self.line_starts[number + 1] - 1
            written = self.source[start:end].strip()
            if written:
                at = self.source.index(written, start)
                yield Block("item", at, at + len(written), 0, self.inline.plain(written))

    def _code(self, token: Token) -> Iterator[Block]:
        first, last = token.map or [0, 0]
        plain = fold(token.content)
        if has_words(plain):
            if token.type == "fence":
                first += 1
            start = self.line_starts[first]
            end = min(start + len(self.source[start : self.line_starts[last]].rstrip()), len(self.source))
            end = end - 3 if self.source[start:end].endswith(("```", "~~~")) else end
            yield Block("code", start, start + len(self.source[start:end].rstrip()), 0, plain)

    def _html(self, token: Token) -> Iterator[Block]:
        first, last = token.map or [0, 0]
        yield from self.island.read(self.source, self.line_starts[first], min(self.line_starts[last], len(self.source)))

    def _row(self, index: int) -> Row:
        first, _ = self.tokens[index].map or self._row_map(index)
        begin, end = self.line_starts[first], self.line_starts[first + 1] - 1
        verbatim = self.source[begin:end]
        cells = []
        is_header = False
        for token in self.tokens[index + 1 :]:
            if token.type == "tr_close":
                break
            is_header = is_header or token.type == "th_open"
            if token.type == "inline":
                cells.append(self.inline.plain(token.content))
        start = begin + len(verbatim) - len(verbatim.lstrip())
        return Row(start, begin + len(verbatim.rstrip()), tuple(cells), is_header)

    def _row_map(self, index: int) -> list[int]:
        return next((t.map for t in self.tokens[index:] if t.map), [0, 0])
