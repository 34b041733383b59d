"""The heading as the answer: "which area looks after training?" is answered by what the item stands under."""

from __future__ import annotations

from dataclasses import replace

from bot.answers import phrasing
from bot.answers.answer import Answer
from bot.answers.lexicon import lexicon
from bot.answers.thread import Request


def with_heading(request: Request, answer: Answer) -> Answer:
    """The answer with the one heading that its words stand under, where the question asks for a part."""
    is_read = answer.status == "answered" and answer.kind in ("passage", "list")
    if not is_read or not lexicon().asks_part.search(request.text.lower()):
        return answer
    headings = {each.section[-1] for each in answer.citations if each.section}
    heading = headings.pop() if len(headings) == 1 and all(each.section for each in answer.citations) else ""
    if not heading or heading.casefold() in answer.text.casefold():
        return answer
    return replace(answer, text=f"{answer.text}\n{phrasing.under(heading)}")
