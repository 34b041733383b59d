"""Files that Rolecall puts into a conversation, and those that people hand it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.client import TIMEOUT_SECONDS, reason_of
from bot.slack.errors import SlackError

DOWNLOAD_SECONDS = 300
_CHUNK = 1 << 16


class FileFailed(SlackError):
    """A file can't be fetched from Slack or put there."""


async def upload(
    client: AsyncWebClient,
    content: bytes,
    file_name: str,
    title: str,
    channel: str,
    thread_ts: str = "",
    alt_text: str = "",
    comment: str = "",
) -> None:
    """Put a file into a conversation, in that thread.

    Args:
        alt_text: what a screen reader says in place of a picture.
        comment: what stands above it, and in the notification.
    Raises:
        FileFailed: Slack doesn't take it.
    """
    try:
        place = await client.files_getUploadURLExternal(
            filename=file_name, length=len(content), alt_txt=alt_text or None
        )
        timeout = aiohttp.ClientTimeout(total=DOWNLOAD_SECONDS)
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.post(str(place["upload_url"]), data=content, proxy=client.proxy) as said,
        ):
            if said.status >= 400:
                raise FileFailed(f"Slack took no file: HTTP {said.status}.")
        await client.files_completeUploadExternal(
            files=[{"id": str(place["file_id"]), "title": title}],
            channel_id=channel,
            thread_ts=thread_ts or None,
            initial_comment=comment or None,
        )
    except SlackApiError as problem:
        raise FileFailed(f"Slack took no file: {reason_of(problem)}.") from problem
    except (aiohttp.ClientError, TimeoutError) as problem:
        raise FileFailed(f"Slack took no file: {type(problem).__name__}.") from problem


async def download(client: AsyncWebClient, file: Mapping[str, Any], most_bytes: int) -> bytes:
    """What is in a file that somebody handed over in a modal.

    Args:
        file: as Slack describes it: `url_private_download`, `size`.
    Raises:
        FileFailed: it can't be had, is too large, or is not what was announced.
    """
    url = str(file.get("url_private_download") or file.get("url_private") or "")
    if not _is_slacks(url, client.base_url):  # the bot's token goes nowhere else
        raise FileFailed("Slack doesn't say where the file is, so it can't be fetched.")
    headers = {"Authorization": f"Bearer {client.token}"}
    timeout = aiohttp.ClientTimeout(total=DOWNLOAD_SECONDS, sock_connect=TIMEOUT_SECONDS)
    content = bytearray()
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.get(url, headers=headers, proxy=client.proxy, allow_redirects=False) as said,
        ):
            if said.status != 200:
                raise FileFailed(f"Slack doesn't hand the file over: HTTP {said.status}. {_SCOPE}")
            async for chunk in said.content.iter_chunked(_CHUNK):
                content += chunk
                if len(content) > most_bytes:
                    raise FileFailed(f"The file is larger than {most_bytes // 1_000_000} MB.")
    except (aiohttp.ClientError, TimeoutError) as problem:
        raise FileFailed(f"Slack doesn't hand the file over: {type(problem).__name__}. Try again.") from problem
    announced = file.get("size")
    if announced is not None and int(announced) != len(content):  # without the scope Slack sends a page to sign in on
        raise FileFailed(f"What Slack handed over is not the file. {_SCOPE}")
    return bytes(content)


def _is_slacks(url: str, api_url: str) -> bool:
    parts, ours = urlsplit(url), urlsplit(api_url)
    if (parts.scheme, parts.netloc) == (ours.scheme, ours.netloc):
        return True
    return parts.scheme == "https" and (parts.hostname or "").endswith(".slack.com")


_SCOPE = "See that the bot has the scope files:read; `rolecall slack check` tells."
