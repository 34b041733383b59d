"""Bytes to text."""

from __future__ import annotations

import random

import pytest

from knowledge.errors import Unreadable
from knowledge.readers.decode import decode

TEXT = "Café manager – “Reports to”: Señor Núñez’s team, £30 an hour\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_text_is_read_in_its_own_encoding(encoding: str) -> None:
    assert decode((TEXT * 20).encode(encoding), 10_000).text == TEXT * 20


def test_only_the_bad_bytes_are_read_otherwise() -> None:
    found = decode(TEXT.encode() * 3 + "the cook’s\n".encode("cp1252"), 10_000)
    assert found.text == TEXT * 3 + "the cook’s\n"
    assert found.notes == ("1 bytes are not valid UTF-8 and were read as Windows-1252",)


def test_every_kind_of_line_end_is_one_and_control_characters_go() -> None:
    written = "one\r\ntwo\rthree\x85four\u2028five\x0csix\x00 and \x1b[31mseven\x07\n"
    assert decode(written.encode(), 100).text == "one\ntwo\nthree\nfour\nfive\nsix and seven\n"


def test_a_wrongly_declared_encoding_is_not_believed() -> None:
    assert decode("Café".encode(), 100, "latin-1").text == "Café"
    assert decode("Café".encode("cp1250"), 100, "no-such-thing").text == "Café"
    assert decode("Łódź".encode("iso-8859-2"), 100, "iso-8859-2").text == "Łódź"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty file"),
        (b"\x89PNG\r\n\x1a\n...", "content is a PNG picture, not text"),
        (b"PK\x03\x04...", "content is a zip archive, not text"),
        (random.Random(1).randbytes(5000), "binary content, not text"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        decode(data, 10_000)


def test_a_long_text_is_cut_at_a_line_and_said() -> None:
    found = decode(b"line\n" * 100, 42)
    assert found.text == "line\n" * 8
    assert found.notes == ("cut: only the first 40 characters are read",)
