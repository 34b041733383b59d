"""The one place where words of documents and people are made safe to show in Slack.

Three things could come alive in a text. Control sequences (`<!channel>`, `<@U1>`, links) are read in every text object,
and escaping `&`, `<` and `>` takes them away. Formatting (`*`, `_`, `~`, back quotes, `:emoji:`, `>` at the start of a
line) is read in "mrkdwn" only: a text that could have some is shown as "plain_text", in which there is none, so that a
quote stays as the document has it. Invisible characters that turn the direction of reading are taken out.

Source: docs.slack.dev/messaging/formatting-message-text and /reference/block-kit/composition-objects/text-object.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

TextObject = dict[str, Any]

_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_ESCAPED = str.maketrans(_ESCAPES)
# At the edge of a word, or beside another such mark, these can open or close formatting; between letters they can't.
_MARK = r"(?<![A-Za-z0-9])[*_~]|[*_~](?![A-Za-z0-9])|`"
_EMOJI = r":(?=[\w+'-]+:)"
_QUOTED = r"(?m:^\s*(?:>|&gt;))"
_LIVE = re.compile(rf"{_MARK}|{_EMOJI}|{_QUOTED}")
_LOOKALIKES = str.maketrans({"*": "∗", "_": "ˍ", "~": "∼", "`": "ˋ", ":": "꞉", ">": "›"})
_BROADCAST = re.compile(r"@(?=(?:channel|here|everyone|group)\b)", re.IGNORECASE)
_JOINER = "\u2060"  # WORD JOINER: invisible, and breaks "@channel" without breaking the line
_SPACES = re.compile(r"[^\S\n]+")


def clean(text: str) -> str:
    """No character that can't be shown or that turns the direction of reading; white space folded, lines kept."""
    kept = text
    if not text.isprintable():  # most are: then there is nothing to look for
        kept = "".join(character for character in text if character in "\n\t" or not _is_command(character))
    lines = (_SPACES.sub(" ", line).strip() for line in kept.splitlines())
    return _BROADCAST.sub(f"@{_JOINER}", "\n".join(lines)).strip()


def one_line(text: str) -> str:
    """The same, on one line."""
    return " ".join(clean(text).split())


def escape(text: str) -> str:
    """Cleaned, and with no control sequence left. Formatting may be left: see `text_object` and `inert`."""
    return clean(text).translate(_ESCAPED)


def inert(text: str) -> str:
    """For a message's own `text`, which is always read as mrkdwn: formatting marks give way to look-alikes."""
    shown = _LIVE.sub(lambda found: found[0].translate(_LOOKALIKES), clean(text))
    # The look-alike of a back quote is a letter, and may end a name between colons that was none before.
    return re.sub(_EMOJI, _LOOKALIKES[ord(":")], shown).translate(_ESCAPED)


def is_bland(text: str) -> bool:
    """Whether mrkdwn would show it as it is."""
    return _LIVE.search(clean(text)) is None


def text_object(text: str) -> TextObject:
    """The text as it is. An empty one, which Slack takes nowhere, is shown as a dash."""
    shown = escape(text) or "–"
    if is_bland(text):
        return mrkdwn(shown)
    return {"type": "plain_text", "text": shown, "emoji": False}


def plain(text: str) -> TextObject:
    """For buttons, titles and labels, which take nothing else: one line."""
    return {"type": "plain_text", "text": escape(one_line(text)) or "–", "emoji": False}


def mrkdwn(written: str) -> TextObject:
    """Text that is written as mrkdwn already: the words of others in it have been through `escape` and `is_bland`."""
    return {"type": "mrkdwn", "text": written, "verbatim": True}


def escaped_length(text: str) -> int:
    """Characters of the text once escaped: what Slack's limits are held against."""
    return len(text) + 4 * text.count("&") + 3 * (text.count("<") + text.count(">"))


def _is_command(character: str) -> bool:
    """Control characters, halves of surrogate pairs, marks and isolates of direction, tags, variation of layout."""
    return unicodedata.category(character) in {"Cc", "Cs", "Cf", "Co", "Cn", "Zl", "Zp"} and character not in _KEPT


_KEPT = {"\u00ad", "\u200c", "\u200d", _JOINER}  # soft hyphen; joiners, which scripts and emoji are spelt with
