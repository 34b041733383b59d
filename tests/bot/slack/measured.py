"""`python -m tests.bot.slack.measured`: the benchmark of Slack's surface, with the local Slack taking every post.

Takes the options of `bot.bench.slack`.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bot.bench import slack
from bot.bench.slack_server import BOT, MEMBERS, TEAM
from tests.bot.slack.package import local_slack
from tests.bot.slack.server import LocalSlack, port_of, reserved_port


def main(arguments: Sequence[str]) -> int:
    """The exit status of the benchmark."""
    try:
        program = local_slack()
    except RuntimeError as problem:
        print(f"Not measured: {problem}", file=sys.stderr)
        return 0
    with tempfile.TemporaryDirectory(prefix="slack-") as folder, reserved_port() as door, reserved_port() as here:
        bot_port = port_of(door)
        taking = LocalSlack(program, Path(folder), _workspace(bot_port), port_of(here), bot_port)
        try:
            print("The local Slack takes the posts.", flush=True)
            return slack.main([*arguments, "--posts-to", str(taking.socket)])
        finally:
            taking.stop()


def _workspace(bot_port: int) -> dict[str, object]:
    """The one of the benchmark. The local Slack hears of no event: those come from the benchmark."""
    channels = [{"id": each, "name": each.lower(), "members": [*MEMBERS, BOT]} for each in slack.CHANNELS]
    direct = [
        {"id": f"D{user[1:]}", "name": f"dm-{user}", "is_im": True, "is_channel": False, "members": [user, BOT]}
        for user in MEMBERS
    ]
    return {
        "workspace": {"name": "Bench", "domain": "bench", "teamId": TEAM},
        "app": {
            "appId": "A0BENCH",
            "botUserId": BOT,
            "botName": "rolecall",
            "botToken": "xoxb-bench",
            "appToken": "xapp-bench",
            "signingSecret": "another-secret",
            "mode": "events",
            "requestUrl": f"http://127.0.0.1:{bot_port}/slack/events",
        },
        "users": [{"id": user, "name": user.lower(), "real_name": user} for user in MEMBERS],
        "channels": channels + direct,
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
