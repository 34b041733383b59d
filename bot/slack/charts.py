"""The organisation chart as a picture, below the answer that holds it in words."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.answers.answer import Answer
from bot.answers.org_chart import asks_org_chart
from bot.answers.reporting import chart, draw_text, reporting
from bot.errors import PictureError
from bot.orgchart import draw_picture
from bot.record.message import Incoming
from bot.slack.answering import roles_for
from bot.slack.delivery import Recipient, open_direct_message
from bot.slack.errors import SlackError
from bot.slack.files import upload
from bot.slack.parts import Slack, Workspace
from bot.slack.reception import in_thread
from knowledge.fact import Role

TITLE = "Organisation chart"
SPOKEN = 1_000  # characters of what a screen reader says
_log = logging.getLogger(__name__)


def has_chart(incoming: Incoming, answer: Answer) -> bool:
    """Whether a picture belongs to that answer."""
    return answer.status == "answered" and answer.kind == "aggregate" and asks_org_chart(incoming.question.text)


async def post_chart(parts: Slack, workspace: Workspace, incoming: Incoming, to: Recipient) -> None:
    """Post it. The answer in words is there already, so where this fails nothing is said.

    Slack shows a file to nobody alone, so that of a private answer comes as a direct message.
    """
    try:
        roles = await roles_for(parts, workspace, incoming)
        picture, spoken = await in_thread(parts.answering, lambda: _drawn(roles))
        place = to.place
        channel = await open_direct_message(to.client, to.user) if place.is_private else place.channel
        root = "" if place.is_private else place.root
        await upload(to.client, picture, "organisation-chart.png", TITLE, channel, root, spoken)
    except (SlackError, PictureError) as problem:
        _log.warning("the organisation chart is not shown: %s", problem)


def _drawn(roles: Sequence[Role]) -> tuple[bytes, str]:
    """The picture (PNG), and the same in words.

    Raises:
        PictureError: it would be too large.
    """
    posts = chart(reporting(roles))
    with TemporaryDirectory() as folder:
        file = Path(folder) / "chart.png"
        draw_picture(posts, file)
        return file.read_bytes(), f"{TITLE}:\n{draw_text(posts)}"[:SPOKEN]
