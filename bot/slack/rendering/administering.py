"""What admins are asked in modals, and what is explained to them in one."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from bot.adding import ENDINGS
from bot.answers.calibration import load_bar
from bot.channels import ChannelSettings
from bot.slack import actions as ids
from bot.slack.rendering import blocks, forms
from bot.slack.rendering.escaping import one_line
from bot.slack.rendering.fitting import VIEW_BLOCKS
from bot.slack.rendering.lines import lines_blocks
from bot.slack.rendering.views import View, modal
from knowledge.document import Document

# Fields
REASON = "reason"  # of a withdrawal
QUESTION, READERS, PERSON = "question", "readers", "person"  # of what is to be explained
FILE, FOLDER = "file", "folder"  # of a document to be added
HOW, BAR, PAUSE, DOCUMENTS, HR = "how", "bar", "pause", "documents", "hr"  # of a channel
# Choices
ALL, NOBODY, HERE, GROUP = "everything", "public", "channel", "group:"
TOP = "."  # the documents folder itself: a menu takes no empty value
OFF, MENTION, AUTOMATIC = "off", "mention", "automatic"
_KEPT = ("name", "size", "url_private", "url_private_download")  # of Slack's description of a file


def withdraw_view(document: Document) -> View:
    """Asks why; sending it off withdraws the document."""
    shown = [
        blocks.section(document.title or document.path),
        blocks.context(blocks.bold(document.path)),
        forms.field(REASON, "Why?", forms.text_input(multiline=True, longest=1_000), hint="It stands in the record."),
        blocks.section("It stops answering at once, everywhere, until another version of it is published."),
    ]
    return modal(
        "Withdraw a document",
        shown,
        callback_id=ids.WITHDRAW_VIEW,
        metadata=json.dumps(document.path),
        submit="Withdraw",
    )


def why_view(question: str, channel: str, groups: Sequence[str]) -> View:
    """Asks for the question and for whom it is answered.

    Args:
        channel: in which the command was given; "" for none.
        groups: that documents may name.
    """
    readers = [("Everything, whoever may see it", ALL), ("What everybody may see", NOBODY)]
    readers += [("What everybody in this channel may see", HERE)] if channel else []
    readers += [(f"Somebody in the group {group}", f"{GROUP}{group}") for group in groups if _is_plain(group)]
    shown = [
        forms.field(QUESTION, "Question", forms.text_input(one_line(question)[:2_000], longest=2_000)),
        forms.field(READERS, "As it is answered to", forms.chosen("Choose who asks", readers, ALL)),
        forms.field(PERSON, "Or to this person", forms.person_input(), optional=True),
        blocks.context("What comes of it names documents that others may not see. That you looked is in the record."),
    ]
    return modal("Why this answer?", shown, callback_id=ids.WHY_VIEW, metadata=channel, submit="Explain")


def explained_view(lines: Sequence[str]) -> View:
    shown = lines_blocks(lines) or [blocks.section("There is nothing to explain.")]
    if len(shown) > VIEW_BLOCKS:
        shown = [*shown[: VIEW_BLOCKS - 1], blocks.context("and more; rolecall why shows all in the terminal")]
    return modal("Why this answer?", shown, callback_id=ids.EXPLAINED_VIEW)


def add_view(folders: Sequence[str]) -> View:
    """Asks for a file, and for the folder that it goes into."""
    options = [(folder or "The documents folder itself", folder or TOP) for folder in folders if _is_plain(folder)]
    shown = [
        forms.field(FILE, "Document", forms.file_input(ENDINGS), hint=f"One of: {', '.join(ENDINGS)}."),
        forms.field(FOLDER, "Folder", forms.chosen("Choose a folder", options, options[0][1])),
        blocks.context("Nobody is answered from it before you publish it. Who may see it depends on its folder."),
    ]
    return modal("Add a document", shown, callback_id=ids.ADD_VIEW, submit="Add")


def replace_view(path: str, file: Mapping[str, Any]) -> View:
    """Asks whether the document that is there is to be replaced."""
    carried = {"path": path, "file": {name: file[name] for name in _KEPT if name in file}}
    shown = [
        blocks.section(f"There is {path} already."),
        blocks.section("Replace it? What it says now stays in the snapshots that were built of it, and nowhere else."),
    ]
    return modal("Replace it?", shown, callback_id=ids.REPLACE_VIEW, metadata=json.dumps(carried), submit="Replace")


def channel_view(now: ChannelSettings, channel: str, hr_channel: str) -> View:
    """Asks for all that can be chosen, with what holds now filled in.

    Args:
        hr_channel: where "Ask HR" goes unless something else is chosen; "" where it is off.
    """
    how = now.mode if now.enabled else OFF
    options = [
        ("When it is mentioned", MENTION),
        ("Also questions that nobody put to it", AUTOMATIC),
        ("Not at all", OFF),
    ]
    pause = f"{now.pause_seconds / 60:g}"
    shown = [
        blocks.section("What you choose holds in this channel only, from now on."),
        forms.field(HOW, "Rolecall answers here", forms.chosen("Choose when", options, how)),
        forms.field(
            BAR,
            "Least confidence of an answer that nobody asked for",
            forms.text_input(f"{now.bar:g}"),
            hint=f"0 to 1. What is asked of Rolecall is answered from {load_bar().everywhere:.2f} on.",
        ),
        forms.field(PAUSE, "Minutes of pause in a thread after an answer", forms.text_input(pause)),
        forms.field(
            DOCUMENTS,
            "Only from these documents and folders",
            forms.text_input("\n".join(map(one_line, now.documents)), multiline=True),
            hint="One path a line, such as policies or policies/leave.md. Empty: all that people may see.",
            optional=True,
        ),
        forms.field(HR, "“Ask HR” goes to", forms.channel_input(now.hr_channel or hr_channel), optional=True),
    ]
    return modal("This channel", shown, callback_id=ids.CHANNEL_VIEW, metadata=channel, submit="Save")


def _is_plain(name: str) -> bool:
    """Whether a name comes back from a menu as it was put into it."""
    return one_line(name) == name and len(name) <= 140
