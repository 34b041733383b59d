"""`/rolecall channel`: whether, how and from which documents Rolecall answers in the channel it is typed in."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.errors import SlackApiError

from bot.answers.scope import is_within
from bot.channels import ChannelSettings, Mode, Place
from bot.slack import actions as ids
from bot.slack.admins import Admin, admin_of, sender
from bot.slack.client import reason_of
from bot.slack.listeners.modal import open_modal, tell
from bot.slack.listeners.subcommand import BROKE, Asked, Subcommand
from bot.slack.parts import Slack
from bot.slack.reception import in_thread
from bot.slack.rendering import forms
from bot.slack.rendering.administering import AUTOMATIC, BAR, DOCUMENTS, HOW, HR, OFF, PAUSE, channel_view
from bot.slack.rendering.views import View
from knowledge.errors import RolecallError

LONGEST_PAUSE_MINUTES = 24 * 60
_log = logging.getLogger(__name__)


def subcommands(app: AsyncApp, parts: Slack) -> Sequence[Subcommand]:
    async def on_channel(asked: Asked) -> None:
        if asked.channel.startswith("D"):
            await asked.reply("Type it in the channel that it is about.")
            return
        place = Place("slack", asked.admin.team, asked.channel)
        now = await in_thread(parts.recording, lambda: parts.channels.of(place))
        await open_modal(asked, channel_view(now, asked.channel, parts.settings.hr_channel.of(asked.admin.team)))

    @app.view(ids.CHANNEL_VIEW)
    async def on_chosen(ack: AsyncAck, body: Mapping[str, Any], view: View) -> None:
        paths = list(parts.live.loaded.snapshot.contents.document_by_path)
        _, team = sender(body)
        chosen, errors = read_choice(view, paths, parts.settings.hr_channel.of(team))
        if chosen is None:
            await ack(response_action="errors", errors=errors)
            return
        try:
            admin = await admin_of(parts, body)
            if chosen.hr_channel and (why_not := await _why_no_hr_channel(admin, chosen.hr_channel)):
                await ack(response_action="errors", errors={HR: why_not})
                return
            await ack()
            place = Place("slack", admin.team, forms.metadata(view))
            await in_thread(parts.recording, lambda: parts.channels.choose(place, chosen, admin.person))
            said = f"<#{place.channel}>: {described(chosen)}"
        except RolecallError as problem:
            await ack()
            said = str(problem)
        except Exception:
            _log.exception("choosing for a channel broke")
            await ack()
            said = BROKE
        await tell(parts, body, said)

    about = "whether, how and from which documents this channel is answered, and where its cases go"
    return [Subcommand("channel", "channel", about, on_channel)]


def read_choice(view: View, paths: Sequence[str], hr_channel: str) -> tuple[ChannelSettings | None, dict[str, str]]:
    """What was chosen; or None, and what is wrong in which field.

    Args:
        paths: of all documents that answer now.
        hr_channel: of the settings, which goes on to be followed where it was left as it is.
    """
    errors: dict[str, str] = {}
    bar = _number(forms.read(view, BAR), 0, 1, BAR, errors)
    pause = _number(forms.read(view, PAUSE), 0, LONGEST_PAUSE_MINUTES, PAUSE, errors)
    documents = tuple(
        dict.fromkeys(each.strip().strip("/") for each in forms.read(view, DOCUMENTS).splitlines() if each.strip(" /"))
    )
    unknown = [each for each in documents if not any(is_within(path, (each,)) for path in paths)]
    if unknown:
        errors[DOCUMENTS] = f"There is no document and no folder {unknown[0][:100]}."
    if errors:
        return None, errors
    how = forms.read(view, HOW)
    mode: Mode = "automatic" if how == AUTOMATIC else "mention"
    cases = forms.read(view, HR)
    return ChannelSettings(how != OFF, mode, bar, pause * 60, documents, "" if cases == hr_channel else cases), {}


def described(chosen: ChannelSettings) -> str:
    """What holds from now on, in words."""
    if not chosen.enabled:
        return "Rolecall doesn't answer there any more."
    said = ["Rolecall answers when it is mentioned"]
    if chosen.mode == AUTOMATIC:
        said.append(f"and questions that nobody put to it, from a confidence of {chosen.bar:g} on")
        said.append(f"with a pause of {chosen.pause_seconds / 60:g} minutes in a thread")
    if chosen.documents:
        said.append(f"only from {', '.join(chosen.documents)}")
    return ", ".join(said) + "."


def _number(written: str, least: float, most: float, name: str, errors: dict[str, str]) -> float:
    try:
        number = float(written.replace(",", "."))
    except ValueError:
        number = float("nan")
    if not least <= number <= most:
        errors[name] = f"Write a number from {least:g} to {most:g}."
    return number


async def _why_no_hr_channel(admin: Admin, channel: str) -> str:
    """Why cases can't go there; "" where they can."""
    try:
        found = (await admin.workspace.client.conversations_info(channel=channel))["channel"]
    except SlackApiError as problem:
        return f"Slack doesn't show me that channel: {reason_of(problem)}. Invite me there first."
    if not found.get("is_member", True):
        return "I am not in that channel. Invite me there first."
    if found.get("is_ext_shared") or found.get("is_archived"):
        return "That channel is archived, or shared with another organisation, which would read what staff ask HR."
    return ""
