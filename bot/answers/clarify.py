"""Asking back when a question fits several roles: the choices are named, each a complete question."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answers import phrasing
from bot.answers.answer import Answer, Choice
from bot.answers.statements import Statements
from bot.answers.thread import Request
from knowledge.fact import Role

MOST_CHOICES = 10


def which_role(request: Request, roles: Sequence[Role], statements: Statements) -> Answer:
    """Ask which of these roles is meant."""
    labels = [phrasing.label_in_sentence(label) for label in statements.labels(request.facts)]
    choices = tuple(Choice(phrasing.role_name(role), _complete(request, role)) for role in roles[:MOST_CHOICES])
    text = phrasing.which_role(phrasing.in_words(labels))
    if len(roles) > MOST_CHOICES:
        text += f" ({len(roles)} fit; here are the first {MOST_CHOICES}.)"
    return Answer("clarify", text, choices=choices)


def _complete(request: Request, role: Role) -> str:
    """The question with this role in it."""
    name = f"{role.title} at {role.organisation}" if role.organisation else role.title
    intent = request.intent
    named = [mention for mention in intent.mentions.mentions if mention.end] if intent else []
    if intent and named and not request.leans:
        words = intent.wording.words
        start, end = words[named[0].start].start, words[named[0].end - 1].end
        return intent.text[:start] + name + intent.text[end:]
    return f"{request.text.rstrip(' ?.!')} for the {name}?"
