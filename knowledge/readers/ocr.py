"""Reading by machine: tesseract on pictures of pages."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from typing import Any

from knowledge.errors import Unreadable
from knowledge.readers.limits import Limits

INSTALL = "needs OCR: install tesseract-ocr, and its data for the language"
RESOLUTIONS = (200, 150)  # dots an inch; the second where the first is read without confidence
CONFIDENT = 85.0  # mean of the words' confidence, 0..100
UNSURE = 70.0


@dataclass(frozen=True, slots=True)
class Reading:
    """What tesseract makes of one picture."""

    paragraphs: tuple[tuple[str, ...], ...]  # lines
    confidence: float  # mean of the words', 0..100

    @property
    def text(self) -> str:
        """Paragraphs parted by an empty line."""
        return "\n\n".join("\n".join(lines) for lines in self.paragraphs)


def is_installed() -> bool:
    """Whether the program tesseract is there."""
    return shutil.which("tesseract") is not None


def read_page(page: Any, limits: Limits) -> Reading:
    """A page of a PDF (pypdfium2's), at the better of two resolutions.

    Raises:
        Unreadable: too large to be rendered, or tesseract fails.
    """
    best = Reading((), 0.0)
    for resolution in RESOLUTIONS:
        width, height = (side * resolution / 72 for side in page.get_size())
        if width * height > limits.ocr_page_pixels:
            raise Unreadable("page too large to be rendered")
        bitmap = page.render(scale=resolution / 72, grayscale=True)
        rows = memoryview(bitmap.buffer)
        picture = b"".join(
            rows[at : at + bitmap.width] for at in range(0, bitmap.height * bitmap.stride, bitmap.stride)
        )
        header = f"P5 {bitmap.width} {bitmap.height} 255\n".encode()
        found = read_picture(header + picture, limits, resolution)
        best = max(best, found, key=lambda reading: reading.confidence)
        if best.confidence >= CONFIDENT:
            break
    return best


def read_picture(data: bytes, limits: Limits, resolution: int = 0) -> Reading:
    """A picture in a format that tesseract knows (PNG, JPEG, TIFF, PNM).

    Args:
        resolution: dots an inch, 0 where the picture says itself.
    Raises:
        Unreadable: tesseract is not installed, takes too long or fails.
    """
    dpi = ["--dpi", str(resolution)] if resolution else []
    try:
        done = subprocess.run(
            ["tesseract", "stdin", "stdout", "-l", "eng", *dpi, "tsv"],
            input=data,
            capture_output=True,
            timeout=limits.ocr_page_seconds,
            check=False,
        )
    except FileNotFoundError as exc:
        raise Unreadable(INSTALL) from exc
    except subprocess.TimeoutExpired as exc:
        raise Unreadable(f"OCR took longer than {limits.ocr_page_seconds:g} s for a page") from exc
    if done.returncode:
        raise Unreadable("damaged picture: tesseract can't read it")
    return _reading(done.stdout.decode("utf-8", "replace"))


def _reading(tsv: str) -> Reading:
    """Tesseract's table of words, in the order of its blocks, paragraphs and lines."""
    paragraphs: dict[tuple[str, ...], dict[str, list[str]]] = {}
    confidences: list[float] = []
    for row in tsv.splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) != 12 or not cells[11].strip():
            continue
        confidence = float(cells[10])
        if confidence < 0:
            continue
        confidences += [confidence] * len(cells[11])
        paragraphs.setdefault(tuple(cells[1:4]), {}).setdefault(cells[4], []).append(cells[11])
    lines = tuple(tuple(" ".join(words) for words in each.values()) for each in paragraphs.values())
    return Reading(lines, sum(confidences) / len(confidences) if confidences else 0.0)
