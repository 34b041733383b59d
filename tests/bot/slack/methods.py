"""Web API methods that the local Slack doesn't know, or knows only half. Each names Slack's page on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.bot.slack.proxy import Facts

Reply = Mapping[str, Any]
Arguments = Mapping[str, Any]


def _set_status(_: Facts, arguments: Arguments) -> Reply:
    """docs.slack.dev/reference/methods/assistant.threads.setStatus"""
    if not arguments.get("channel_id") or not arguments.get("thread_ts"):
        return {"ok": False, "error": "invalid_arguments"}
    if len(arguments.get("loading_messages") or ()) > 10:
        return {"ok": False, "error": "invalid_arguments"}
    return {"ok": True}


def _set_prompts(_: Facts, arguments: Arguments) -> Reply:
    """docs.slack.dev/reference/methods/assistant.threads.setSuggestedPrompts"""
    prompts = arguments.get("prompts") or ()
    if arguments.get("thread_ts"):  # in the agent view this fails, and says nothing
        return {"ok": False, "error": "invalid_thread_ts"}
    if not 1 <= len(prompts) <= 4 or not all(each.get("title") and each.get("message") for each in prompts):
        return {"ok": False, "error": "invalid_arguments"}
    return {"ok": True}


def _groups(facts: Facts, _: Arguments) -> Reply:
    """docs.slack.dev/reference/methods/usergroups.list"""
    found = [{"id": group, "handle": group.lower(), "user_count": len(users)} for group, users in facts.groups.items()]
    return {"ok": True, "usergroups": found}


def _group_users(facts: Facts, arguments: Arguments) -> Reply:
    """docs.slack.dev/reference/methods/usergroups.users.list"""
    users = facts.groups.get(arguments.get("usergroup", ""))
    return {"ok": False, "error": "no_such_subteam"} if users is None else {"ok": True, "users": users}


def _members(facts: Facts, arguments: Arguments, reply: Reply) -> Reply:
    """docs.slack.dev/reference/methods/conversations.members: paged by `limit` and `cursor`."""
    members = facts.members.get(arguments.get("channel", ""), reply.get("members", []))
    first, limit = int(arguments.get("cursor") or 0), int(arguments.get("limit") or 100)
    following = str(first + limit) if first + limit < len(members) else ""
    page = members[first : first + limit]
    return {"ok": True, "members": page, "response_metadata": {"next_cursor": following}}


def _access(facts: Facts, arguments: Arguments) -> Reply:
    """docs.slack.dev/reference/methods/oauth.v2.access: a code is good once."""
    if (arguments.get("client_id"), arguments.get("client_secret")) != facts.app_secret:
        return {"ok": False, "error": "bad_client_secret"}
    token = facts.codes.pop(arguments.get("code", ""), None)
    if token is None:
        return {"ok": False, "error": "invalid_code"}
    return {
        "ok": True,
        "app_id": "A01APP",
        "authed_user": {"id": "U0INSTALLER"},
        "scope": ",".join(sorted(facts.granted)),
        "token_type": "bot",
        "access_token": token,
        "bot_user_id": "U0BOT",
        "team": {"id": facts.tokens[token], "name": f"Workspace {facts.tokens[token]}"},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _uninstall(facts: Facts, arguments: Arguments) -> Reply:
    """docs.slack.dev/reference/methods/apps.uninstall: the token that calls is good for nothing afterwards."""
    if (arguments.get("client_id"), arguments.get("client_secret")) != facts.app_secret:
        return {"ok": False, "error": "bad_client_secret"}
    return {"ok": True}


ANSWERED: Mapping[str, Callable[[Facts, Arguments], Reply]] = {
    "apps.uninstall": _uninstall,
    "assistant.threads.setStatus": _set_status,
    "assistant.threads.setSuggestedPrompts": _set_prompts,
    "oauth.v2.access": _access,
    "usergroups.list": _groups,
    "usergroups.users.list": _group_users,
}


def amend(method: str, arguments: Arguments, reply: Reply, facts: Facts) -> Reply:
    """What the local Slack replied, with what it leaves out."""
    if not reply.get("ok"):
        return reply
    if method == "conversations.members":
        return _members(facts, arguments, reply)
    if method == "users.info":  # flags of guests: docs.slack.dev/reference/objects/user-object
        user = reply["user"]
        flags = {"is_restricted": False, "is_ultra_restricted": False, "is_stranger": False, "locale": "en-US"}
        return {**reply, "user": {**user, **flags, **facts.people.get(user["id"], {})}}
    if method == "conversations.info":  # docs.slack.dev/reference/objects/conversation-object
        channel = reply["channel"]
        flags = {"is_ext_shared": False, "is_pending_ext_shared": False, "is_org_shared": False, "is_archived": False}
        return {**reply, "channel": {**flags, **channel, **facts.channels.get(channel["id"], {})}}
    return reply
