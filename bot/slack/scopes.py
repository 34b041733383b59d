"""What each feature needs of Slack: scopes, events, methods. The manifest and `rolecall slack check` follow it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Feature:
    """Something that staff, admins or HR can do, and what Slack has to grant for it."""

    name: str  # as `rolecall slack check` calls it
    scopes: frozenset[str]  # of the bot's token; all of them are needed
    events: frozenset[str] = frozenset()  # that the app has to be subscribed to
    is_required: bool = False  # without it nothing works
    is_optional: bool = False  # not in the manifest's own scopes: an admin adds it who wants it

    def lacks(self, granted: Collection[str]) -> frozenset[str]:
        """The scopes that are missing for it."""
        return self.scopes - frozenset(granted)


def _feature(name: str, scopes: str, events: str = "", *, required: bool = False, optional: bool = False) -> Feature:
    return Feature(name, frozenset(scopes.split()), frozenset(events.split()), required, optional)


FEATURES = (
    _feature("answers", "chat:write", required=True),
    _feature("who is asking: guests and strangers are told apart", "users:read", required=True),
    _feature("mentions in channels", "app_mentions:read", "app_mention"),
    _feature("direct messages", "im:history im:read im:write", "message.im"),
    _feature("suggested prompts", "assistant:write", "app_home_opened app_context_changed"),
    _feature("App Home", "", "app_home_opened"),
    _feature("/ask, /rolecall and shortcuts", "commands"),
    _feature("what everybody in a channel may see", "channels:read groups:read users:read"),
    _feature("admins, auditors and audiences by user group", "usergroups:read"),
    _feature("auditors and audiences by e-mail address", "users:read.email"),
    _feature("exports, pictures and whole reports as files", "files:write"),
    _feature("documents that admins add", "files:read"),
    _feature("uninstalling is noticed", "", "tokens_revoked app_uninstalled"),
    _feature("follow-ups in public channels without a mention", "channels:history", "message.channels", optional=True),
    _feature("follow-ups in private channels without a mention", "groups:history", "message.groups", optional=True),
)

APP_LEVEL_SCOPES = frozenset({"connections:write"})  # of the app-level token, in Socket Mode only

# Web API method -> the scopes of which any one lets the bot call it. What isn't here is not called; see docs.slack.dev.
METHODS: Mapping[str, frozenset[str]] = {
    "apps.connections.open": frozenset(),  # takes the app-level token
    "apps.uninstall": frozenset(),  # takes the app's own id and secret as well
    "assistant.threads.setStatus": frozenset({"chat:write", "assistant:write"}),
    "assistant.threads.setSuggestedPrompts": frozenset({"assistant:write"}),
    "auth.test": frozenset(),
    "chat.delete": frozenset({"chat:write"}),
    "chat.getPermalink": frozenset(),
    "chat.postEphemeral": frozenset({"chat:write"}),
    "chat.postMessage": frozenset({"chat:write"}),
    "chat.update": frozenset({"chat:write"}),
    "conversations.history": frozenset({"channels:history", "groups:history", "im:history"}),
    "conversations.info": frozenset({"channels:read", "groups:read", "im:read"}),
    "conversations.members": frozenset({"channels:read", "groups:read", "im:read"}),
    "conversations.open": frozenset({"im:write"}),
    "conversations.replies": frozenset({"channels:history", "groups:history", "im:history"}),
    "files.completeUploadExternal": frozenset({"files:write"}),
    "files.getUploadURLExternal": frozenset({"files:write"}),
    "oauth.v2.access": frozenset(),  # takes the app's own id and secret, and no token
    "usergroups.list": frozenset({"usergroups:read"}),
    "usergroups.users.list": frozenset({"usergroups:read"}),
    "users.info": frozenset({"users:read"}),
    "users.lookupByEmail": frozenset({"users:read.email"}),
    "views.open": frozenset(),
    "views.publish": frozenset(),
    "views.push": frozenset(),
    "views.update": frozenset(),
}


def scopes(*, optional: bool = False) -> frozenset[str]:
    """Every scope that the manifest asks for, or of the features beyond it."""
    return _all(optional, "scopes")


def events(*, optional: bool = False) -> frozenset[str]:
    """Every event that the manifest subscribes to, or of the features beyond it."""
    return _all(optional, "events")


def _all(optional: bool, what: str) -> frozenset[str]:
    found = (getattr(feature, what) for feature in FEATURES if feature.is_optional == optional)
    return frozenset().union(*found)
