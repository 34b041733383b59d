"""Bytes to text: which encoding, and which characters a text may hold.

The ladder: byte order mark, strict UTF-8, UTF-16 without a mark, UTF-8 with a few bad bytes, Windows-1252.
Anything decodes as Windows-1252, so what stops a binary file is the count of control characters at the end.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from knowledge.errors import Unreadable

MARKS = (  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\x00", "a program"),
    (b"PK\x03\x04", "a zip archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\xd0\xcf\x11\xe0", "an old Word format (.doc) or a password-protected Office file"),
    (b"{\\rtf", "RTF"),
    (b"%PDF-", "a PDF"),
)
ODD_CHARACTERS_SHARE = 0.10  # of control characters and U+FFFD; random bytes have 0.13, damaged texts below 0.02
TERMINAL = re.compile(r"\x1b\[[0-9;]{0,20}[A-Za-z]")
LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text: lines end in a line feed only, no control characters besides it and the tab."""

    text: str
    notes: tuple[str, ...] = ()


def content_name(data: bytes) -> str:
    """What the first bytes say the content is ("a PNG picture"), or "" where it may be text."""
    return next((name for signature, name in SIGNATURES if data.startswith(signature)), "")


def decode(data: bytes, most: int, declared: str = "") -> Decoded:
    """Read `data` as text, at most `most` characters of it.

    Args:
        declared: an encoding that the file names itself; tried after UTF-8, as it is often wrong.
    Raises:
        Unreadable: empty, or not text.
    """
    if not data:
        raise Unreadable("empty file")
    if name := content_name(data):
        raise Unreadable(f"content is {name}, not text")
    text, encoding, bad = _decoded(data, declared)
    notes = []
    if encoding != "utf-8":
        notes.append(f"decoded as {encoding}")
    if bad:
        notes.append(f"{bad:,} bytes are not valid UTF-8 and were read as Windows-1252")
    text = LINE_END.sub("\n", TERMINAL.sub("", text))
    kept = CONTROL.sub("", text)
    odd = len(text) - len(kept) + kept.count("\ufffd")
    if odd > ODD_CHARACTERS_SHARE * len(text):
        raise Unreadable("binary content, not text")
    if len(kept) > most:
        kept = kept[: kept.rfind("\n", most // 2, most) + 1 or most]
        notes.append(f"cut: only the first {len(kept):,} characters are read")
    return Decoded(kept, tuple(notes))


def _decoded(data: bytes, declared: str) -> tuple[str, str, int]:
    """(text, encoding, bytes that are not valid in it)."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace"), encoding, 0
    try:
        if b"\x00" not in data[:4096]:
            return data.decode("utf-8"), "utf-8", 0
    except UnicodeDecodeError:
        pass
    if encoding := _utf16_without_mark(data):
        return data.decode(encoding, "replace"), encoding, 0
    try:
        return data.decode("utf-8"), "utf-8", 0
    except UnicodeDecodeError:
        pass
    if declared and (text := _as_declared(data, declared)) is not None:
        return text, declared, 0
    rest, runs = MULTIBYTE.subn(b"", data)
    bad = len(rest) - len(rest.translate(None, bytes(range(0x80, 0x100))))
    if runs > bad:
        return data.decode("utf-8", "rolecall-cp1252"), "utf-8", bad
    return data.decode("cp1252", "replace"), "Windows-1252", 0


def _as_declared(data: bytes, declared: str) -> str | None:
    """The text in the encoding that the file declares; None where that is no text encoding or does not fit."""
    try:
        return data.decode(declared)
    except (LookupError, ValueError):
        return None


def _utf16_without_mark(data: bytes) -> str:
    """Western text in UTF-16 has a NUL at every second place, and hardly one at the others."""
    sample = data[:4096]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) / 2
    if odd > 0.4 * half and even < 0.1 * half:
        return "utf-16-le"
    if even > 0.4 * half and odd < 0.1 * half:
        return "utf-16-be"
    return ""


def _bad_bytes_as_cp1252(error: UnicodeError) -> tuple[str, int]:
    """An error handler: only the bytes that are not UTF-8 are read as Windows-1252."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error("rolecall-cp1252", _bad_bytes_as_cp1252)
