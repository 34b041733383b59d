"""What somebody typed into Slack -> the words they meant."""

from __future__ import annotations

import re

_CONTROL = re.compile(r"<([^<>\n]*)>")
_ESCAPES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))  # the ampersand last, so that nothing is unescaped twice
_STRAIGHT = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'"})


def words_of(text: str, ourselves: str) -> str:
    """ "<@U0BOT> is <mailto:a@b.c|a@b.c> R&amp;D?" -> "is a@b.c R&D?": mentions of us gone, links as they read.

    Args:
        ourselves: the bot's id as a user.
    Source: docs.slack.dev/messaging/formatting-message-text, "Retrieving messages".
    """

    def shown(found: re.Match[str]) -> str:
        target, _, label = found[1].partition("|")
        if target == f"@{ourselves}":
            return " "
        if label:
            return label
        return target.removeprefix("mailto:").removeprefix("!")

    read = _CONTROL.sub(shown, text)
    for escaped, character in _ESCAPES:
        read = read.replace(escaped, character)
    return "\n".join(" ".join(line.split()) for line in read.translate(_STRAIGHT).splitlines()).strip()


def mentions(text: str, user: str) -> bool:
    """Whether that user is mentioned."""
    return re.search(rf"<@{re.escape(user)}(?:\|[^<>]*)?>", text) is not None


def mentions_others(text: str, ourselves: str) -> bool:
    """Whether somebody else is mentioned: then it is most likely meant for them."""
    return any(user != ourselves for user in re.findall(r"<@([A-Z0-9]+)(?:\|[^<>]*)?>", text))
