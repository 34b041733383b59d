"""Characters that are not to be seen, made visible: an auditor sees what was really written.

Some turn the text around that follows them ("\\u202e" shows "evil" as "live"), others have no width and make two words
look the same. Escaping keeps markup from being run, but does nothing about these.
"""

from __future__ import annotations

from typing import Any

_HIDDEN = (
    *range(0x09),  # control characters; tab and line feed stay
    *range(0x0B, 0x20),
    *range(0x7F, 0xA0),
    0xAD,  # soft hyphen
    0x061C,  # marks and overrides of direction
    0x200B,  # no width; joiners stay, which some scripts need
    0x200E,
    0x200F,
    *range(0x2028, 0x202F),
    *range(0x2060, 0x2070),
    0xFEFF,
    *range(0xE0000, 0xE0080),  # tags, which nothing shows
)
_SHOWN = {code: f"⟨U+{code:04X}⟩" for code in _HIDDEN}


def visible(value: Any) -> Any:
    """Text with such characters named: "a⟨U+202E⟩b". Markup of our own, and what is no text, passes as it is."""
    return value.translate(_SHOWN) if type(value) is str else value
