"""An employer named in passing: "the senior cook at Elm House" of a document that speaks of Elm House throughout."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.answers.thread import Request
from knowledge.document import Document

_AT = re.compile(r"\b(?:at|for|with) (?:the )?([A-Z][\w.&'-]*(?: (?:[A-Z][\w.&'-]*|of|and|&))+)")


def without_employer(request: Request, documents: Mapping[str, Document]) -> Request:
    """The request without a name of several words behind "at" that its roles' documents hold.

    What they state can't be told apart by it. A place stays ("at Leeds"), and so does what they don't hold: it may be
    that of another.
    """
    if not request.roles or not request.details or request.intent is None or request.intent.text.isupper():
        return request
    texts = [documents[path].text for path in sorted({role.document for role in request.roles})]
    names = [match for match in _AT.finditer(request.intent.text) if _is_held(match[1], texts)]
    kept = tuple(
        word for word in request.details if not any(name.start(1) <= word.start < name.end(1) for name in names)
    )
    return request if len(kept) == len(request.details) else replace(request, details=kept)


def _is_held(name: str, texts: Sequence[str]) -> bool:
    return all(re.search(rf"\b{re.escape(name)}\b", text) for text in texts)
