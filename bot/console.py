"""A chat in the terminal: one thread, its questions remembered, choices taken by their number."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Protocol

from bot.answers.answer import Answer, Question
from bot.errors import QuestionError
from bot.question import read_question
from bot.terminal import draw, draw_sources
from knowledge.errors import RolecallError

_log = logging.getLogger(__name__)
REMEMBERED = 10  # questions of the thread that a follow-up may lean on
GREETING = "Ask about a role or a policy. /help shows what else you can type, /quit ends."
HELP = """\
Ask in your own words, and follow up: "Who does the Library Assistant report to?", then "and the schedule?".
  1, 2, ...   take one of the choices offered
  /sources    show again where the last answer stands
  /new        start afresh: what was asked before is forgotten
  /help       this text
  /quit       end the chat (so does Ctrl-D)"""


class Answers(Protocol):
    """Whatever answers; the surface knows no more of it."""

    def answer(self, question: Question) -> Answer: ...


class Console:
    """Reads a line, answers it, until the person leaves."""

    def __init__(
        self,
        answerer: Answers,
        read: Callable[[str], str],
        write: Callable[[str], None],
        on_new_thread: Callable[[], None] = lambda: None,
    ) -> None:
        self._answerer = answerer
        self._on_new_thread = on_new_thread
        self._read = read
        self._write = write
        self._earlier: tuple[str, ...] = ()
        self._last: Answer | None = None

    def run(self) -> None:
        self._write(GREETING)
        while True:
            try:
                typed = self._read("\n> ").strip()
            except (EOFError, KeyboardInterrupt):
                self._write("")
                return
            if typed.lower() in {"/quit", "/exit", "/q"}:
                return
            if typed:
                self._write(self.reply(typed))

    def reply(self, typed: str) -> str:
        """What is shown for one typed line."""
        if typed.startswith("/"):
            return self._command(typed.lower())
        chosen = self._chosen(typed)
        if chosen is None and typed.isdigit():
            return self._no_such_choice(typed)
        try:
            text = read_question(chosen or typed)
        except QuestionError as problem:
            return str(problem)
        try:
            self._last = self._answerer.answer(Question(text, self._earlier))
        except RolecallError as problem:  # the record, where nothing may be answered without it
            return str(problem)
        except Exception as problem:  # the chat goes on, whatever breaks
            _log.error("the question could not be answered: %s: %s", type(problem).__name__, problem)
            _log.debug("where it happened", exc_info=True)
            return "Something went wrong on our side. Ask again, or ask a person."
        self._earlier = (*self._earlier, text)[-REMEMBERED:]
        return draw(self._last)

    def _command(self, command: str) -> str:
        match command:
            case "/help":
                return HELP
            case "/sources":
                return "Nothing was asked yet." if self._last is None else draw_sources(self._last)
            case "/new":
                self._earlier, self._last = (), None
                self._on_new_thread()
                return "A new thread."
            case _:
                return f"{command} is nothing I know. /help shows what you can type."

    def _no_such_choice(self, typed: str) -> str:
        offered = len(self._last.choices) if self._last is not None else 0
        if not offered:
            return "There is nothing to choose from. Ask in words."
        return f"There is no choice {typed}; type a number from 1 to {offered}."

    def _chosen(self, typed: str) -> str | None:
        if self._last is None or not typed.isdigit() or not 1 <= int(typed) <= len(self._last.choices):
            return None
        return self._last.choices[int(typed) - 1].question
