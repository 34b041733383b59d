"""Job: one file to read, and the two answers it can have. What crosses the pipe to the child process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import msgspec

from knowledge.document import Document
from knowledge.readers.limits import DEFAULT_LIMITS, Limits


@dataclass(frozen=True, slots=True)
class Job:
    """One file's bytes and what is known of it from outside."""

    path: str
    format: str  # as its ending says; "unknown" without one
    digest: str
    data: bytes
    sidecar: bytes = b""  # the content of its NAME.yaml
    ocr: bool = False  # read pages without a text layer by machine
    limits: Limits = DEFAULT_LIMITS
    labels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # known ones of fields; ours where empty


class Read(msgspec.Struct, frozen=True, tag=True):
    """The file is read."""

    document: Document


class Refused(msgspec.Struct, frozen=True, tag=True):
    """The file is not readable."""

    reason: str
    scanned_pages: int = 0  # above 0: pages without a text layer, which could be read by machine
    may_pass: bool = False  # see Unreadable
    timed_out: bool = False


JOB = msgspec.msgpack.Decoder(Job)
ANSWER = msgspec.msgpack.Decoder(Read | Refused)
encode = msgspec.msgpack.Encoder().encode
