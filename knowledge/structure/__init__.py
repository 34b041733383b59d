"""Plain text -> blocks: the headings, paragraphs, lists and fields that the file's author had in mind.

`structure_text` goes in four steps, one file each: `lines` (what each line is made of), `drafts` (lines that belong
together), `headings` (which drafts name a section) and `blocks` (paths, lead-ins and plain text).
"""

from knowledge.structure.blocks import structure_text

__all__ = ["structure_text"]
