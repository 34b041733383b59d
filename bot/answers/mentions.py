"""What a question says about whom: the roles and organisations that its words name."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from knowledge.fact import Role


@dataclass(frozen=True, slots=True)
class Mention:
    """One stretch of a question that names a role, and the roles it fits equally well."""

    roles: tuple[Role, ...]
    start: int  # word numbers in Wording.words: words[start:end]; both 0 when only the organisation is named
    end: int
    names_all: bool = False  # "the two coordinators", "both directors"
    is_whole: bool = True  # the whole title is said, or its initials: not just "the manager"


@dataclass(frozen=True, slots=True)
class Mentions:
    """What a question says about whom."""

    mentions: tuple[Mention, ...] = ()
    organisations: tuple[str, ...] = ()  # paths of the documents of an organisation that is named
    unknown: str = ""  # a role that no document describes: "children's librarian"
    beside: str = ""  # the same, where the question sets it beside a role that one does describe
    covered: frozenset[int] = field(default_factory=frozenset)  # numbers of the words that name a role or organisation

    @property
    def roles(self) -> tuple[Role, ...]:
        """Each role that some mention fits, once."""
        return tuple(dict.fromkeys(role for mention in self.mentions for role in mention.roles))

    @property
    def are_loose(self) -> bool:
        """Whether no role is named by more than a part of its title, if any is named at all."""
        return not any(mention.is_whole for mention in self.mentions)

    def without_roles(self) -> Mentions:
        """The organisation alone."""
        named = {number for mention in self.mentions for number in range(mention.start, mention.end)}
        return Mentions(organisations=self.organisations, covered=self.covered - named)

    def of_document(self, path: str) -> Mentions:
        """The roles of that document alone, wherever a mention fits one of them."""
        narrowed = (tuple(role for role in mention.roles if role.document == path) for mention in self.mentions)
        pairs = zip(self.mentions, narrowed, strict=True)
        return replace(self, mentions=tuple(replace(each, roles=roles or each.roles) for each, roles in pairs))

    @property
    def is_ambiguous(self) -> bool:
        """Whether some mention fits several roles and does not ask for all of them."""
        return any(len(mention.roles) > 1 and not mention.names_all for mention in self.mentions)
