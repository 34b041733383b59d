"""What can go wrong with Slack, each with what to do about it."""

from __future__ import annotations

from knowledge.errors import RolecallError


class SlackError(RolecallError):
    """Slack can't be reached, or doesn't let Rolecall do something."""


class NotInstalled(SlackError):
    """Rolecall is not in that workspace: never installed, uninstalled, or its token revoked."""

    def __init__(self, team: str) -> None:
        super().__init__(
            f"Rolecall isn't installed in the workspace {team}, or no longer. Install it again; docs/slack.md says how."
        )


class TokenUnreadable(SlackError):
    """The token of a workspace was encrypted with a key that isn't there."""

    def __init__(self, team: str) -> None:
        super().__init__(
            f"The token of the workspace {team} was encrypted with a key that SLACK_TOKEN_KEY doesn't hold. Add that "
            "key behind the one in use, as in NEW,OLD; if it is lost, install Rolecall there again."
        )


class NotPosted(SlackError):
    """A message was not posted, and never will be by trying again."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"Slack took no message: {reason}. `rolecall slack check` says what is missing.")
        self.reason = reason  # Slack's own word: "not_in_channel", "is_archived"


class MayHaveBeenPosted(SlackError):
    """The connection was lost after a message was sent, and Slack doesn't let Rolecall look whether it is there."""

    def __init__(self) -> None:
        super().__init__(
            "The connection to Slack was lost while posting a message. It may be there: look before you post it again. "
            "With the scopes channels:history and groups:history Rolecall could look itself."
        )


class LookUpFailed(SlackError):
    """Slack doesn't say who somebody is or what they belong to. Nobody may do more because of it."""

    def __init__(self, what: str, reason: str) -> None:
        super().__init__(f"Slack doesn't tell {what}: {reason}. Nothing was assumed; try again in a minute.")
        self.reason = reason
