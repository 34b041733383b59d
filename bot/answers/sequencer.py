"""Sequencer: questions and passages to token ids."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from bot.answers.layout import CLS, LAYOUT, SEP, Layout
from knowledge.passages import Passage


class Sequencer:
    """Questions and passages to token ids, in the one layout that training and answering share."""

    def __init__(self, tokenizer_file: Path, layout: Layout = LAYOUT) -> None:
        from tokenizers import Tokenizer

        self._tokenizer = Tokenizer.from_file(str(tokenizer_file))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._layout = layout
        self._ids = lru_cache(maxsize=4096)(self._encode)

    def _encode(self, text: str) -> tuple[int, ...]:
        whole = text.encode("utf-8", "replace").decode()  # the tokenizer takes no lone surrogates
        return tuple(self._tokenizer.encode(whole, add_special_tokens=False).ids)

    def sequence(self, question: str, passage: Passage) -> tuple[list[int], int, list[tuple[int, int]]]:
        """-> token ids, where the passage begins, and each unit's first and one past last position.

        A unit that no longer fits has the span (0, 0).
        """
        body, places = self.body(passage)
        ids = [CLS, *self.question(question), SEP]
        begins, end = len(ids), self._layout.sequence
        within = ((begins + first, min(begins + last, end)) for first, last in places)
        spans = [(first, last) if first <= end - self._layout.least else (0, 0) for first, last in within]
        return [*ids, *body][:end], begins, spans

    def question(self, question: str) -> list[int]:
        """Its token ids."""
        return list(self._ids(question[:2000])[: self._layout.question])

    def body(self, passage: Passage) -> tuple[list[int], list[tuple[int, int]]]:
        """-> the part behind the question, not yet cut to length, and each unit's first and one past last in it."""
        layout = self._layout
        ids = [*self._ids(passage.path)[-layout.path :], SEP]
        spans: list[tuple[int, int]] = []
        before = ""
        for unit in passage.units:
            if unit.context and unit.context != before:
                ids += self._ids(unit.context)[: layout.context]
            before = unit.context
            first = len(ids)
            ids += self._ids(unit.plain)[: layout.unit]
            spans.append((first, len(ids)))
        return ids, spans
