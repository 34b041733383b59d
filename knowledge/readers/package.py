"""The zip package of a DOCX file: its parts, read without trusting what the package says of itself."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from typing import Any

from lxml import etree

from knowledge.errors import Unreadable
from knowledge.opening import size
from knowledge.readers.decode import content_name
from knowledge.readers.limits import Limits

OFFICE_DOCUMENT = "/officeDocument"  # how the relation to the main part ends, in both variants of the standard
ENCRYPTED = 0x1  # flag of a zip entry
ENCRYPTED_OFFICE = "EncryptedPackage".encode("utf-16-le")


class Package:
    """The parts of one DOCX file. Nothing is ever unpacked to disk, and no link in it is followed."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        """
        Raises:
            Unreadable: no zip package, damaged, protected, or larger than allowed when unpacked.
        """
        self._limits = limits
        if not data.startswith(b"PK\x03\x04"):
            raise Unreadable(_why_no_package(data))
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError) as exc:
            raise Unreadable("damaged: not a complete docx file") from exc
        parts = self._zip.infolist()
        if len(parts) > limits.docx_parts:
            raise Unreadable(f"too many parts in the file (more than {limits.docx_parts:,})")
        if any(part.flag_bits & ENCRYPTED for part in parts):
            raise Unreadable("password-protected")
        self._parts = {part.filename.lower(): part for part in parts}

    def main_part(self) -> str:
        """The name of the part that holds the text; Word Online calls it document2.xml.

        Raises:
            Unreadable: there is none.
        """
        relations = self.xml("_rels/.rels")
        for relation in relations if relations is not None else ():
            if isinstance(relation.tag, str) and relation.get("Type", "").endswith(OFFICE_DOCUMENT):
                return posixpath.normpath(relation.get("Target", "")).lstrip("/")
        raise Unreadable("not a Word document")

    def xml(self, name: str) -> etree._Element | None:
        """A part's XML, or None where the package lacks it.

        Raises:
            Unreadable: damaged, too large, or with a document type.
        """
        part = self._parts.get(name.lower())
        if part is None:
            return None
        data = self._read(part)
        if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
            raise Unreadable("a document type in its XML is not allowed")
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            root = etree.fromstring(data, parser)
        except etree.XMLSyntaxError as exc:
            reason = "nested too deep" if "depth" in str(exc).lower() else f"damaged: {name} is not well-formed XML"
            raise Unreadable(reason) from exc
        docinfo: Any = root.getroottree().docinfo  # the stubs lack `doctype`
        if docinfo.doctype:  # in UTF-16 the search above misses it
            raise Unreadable("a document type in its XML is not allowed")
        return root

    def _read(self, part: zipfile.ZipInfo) -> bytes:
        most = self._limits.docx_part_bytes
        packed = max(part.compress_size, 1)
        is_bomb = part.file_size > self._limits.docx_ratio_from and part.file_size > self._limits.docx_ratio * packed
        if part.file_size > most or is_bomb:
            raise Unreadable(f"expands to more than allowed ({size(part.file_size)} from {size(packed)})")
        try:
            with self._zip.open(part) as opened:
                data = opened.read(most + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError) as exc:
            raise Unreadable("damaged: a part of the docx file can't be unpacked") from exc
        if len(data) > most:
            raise Unreadable(f"expands to more than allowed ({size(most)})")
        return data


def _why_no_package(data: bytes) -> str:
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        if ENCRYPTED_OFFICE in data:
            return "password-protected Office file"
        return "old Word format (.doc) or password-protected: save it as .docx"
    if name := content_name(data):
        return f"content is {name}, not docx"
    if data.lstrip()[:1] == b"<":
        return "content is HTML or XML, not docx"
    return "content is not docx"
