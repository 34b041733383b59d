"""Asking back when a question fits several roles: the choices are named, each a complete question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bot.answers import phrasing
from bot.answers.answer import Answer, Choice
from bot.answers.picked import picked_label, with_label
from bot.answers.role_names import names_apart
from bot.answers.siblings import Sibling
from bot.answers.statements import Statements
from bot.answers.thread import Request
from knowledge.document import Document
from knowledge.fact import Role

MOST_CHOICES = 10


def which_role(request: Request, roles: Sequence[Role], statements: Statements) -> Answer:
    """Ask which of these roles is meant."""
    labels = [phrasing.label_in_sentence(label) for label in statements.labels(request.facts)]
    choices = tuple(dict.fromkeys(_role_choices(request, roles)))[:MOST_CHOICES]
    text = phrasing.which_role(phrasing.in_words(labels))
    if len(roles) > MOST_CHOICES:
        text += f" ({len(roles)} fit; here are the first {MOST_CHOICES}.)"
    return Answer("clarify", text, choices=choices)


def _role_choices(request: Request, roles: Sequence[Role]) -> Iterator[Choice]:
    """A choice for each; of roles of one title and organisation, the documents tell which is which."""
    for role, name in zip(roles, names_apart(roles), strict=True):
        question = _complete(request, role)
        yield Choice(name, question if name == phrasing.role_name(role) else with_label(question, role.document))


def which_document(question: str, paths: Sequence[str], statements: Statements) -> Answer:
    """Ask which of these documents, which are alike, the question is about."""
    choices = tuple(
        Choice(phrasing.harmless(statements.title(path)), with_label(question, statements.title(path)))
        for path in paths
    )
    return Answer("clarify", phrasing.which_document(), choices=choices[:MOST_CHOICES])


def which_stretch(question: str, siblings: Sequence[Sibling]) -> Answer:
    """Ask for whom the question is, where a document says something else for each."""
    labels = [phrasing.harmless(each.label.rstrip(":")) for each in siblings]
    choices = tuple(Choice(label, with_label(question, label)) for label in labels)
    return Answer("clarify", phrasing.which_document(), choices=choices[:MOST_CHOICES])


def picked_document(question: str, documents: Mapping[str, Document]) -> tuple[str, str] | None:
    """A question that ends with a document's title in brackets, as our choices do: the question, and the document."""
    asked, label = picked_label(question) or ("", "")
    paths = [path for path, document in documents.items() if asked and document.title == label]
    return (asked, paths[0]) if len(paths) == 1 else None


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
