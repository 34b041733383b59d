"""The manifest asks for what the features need, no more and no less, and stays within Slack's limits."""

from __future__ import annotations

import ast
from importlib import import_module

import pytest
import yaml

from bot.slack.scopes import FEATURES, METHODS, events, scopes
from tests.conftest import ROOT

MANIFEST = yaml.safe_load((ROOT / "bot" / "slack" / "manifest.yaml").read_text(encoding="utf-8"))
FEATURES_ASKED = MANIFEST["features"]
GRANTED = MANIFEST["oauth_config"]["scopes"]


def test_the_scopes_are_those_that_the_features_need():
    assert GRANTED["bot"] == sorted(scopes())
    assert GRANTED["bot_optional"] == sorted(scopes(optional=True))
    assert "user" not in GRANTED  # Rolecall acts as nobody but itself


def test_the_events_are_those_that_the_features_need():
    assert MANIFEST["settings"]["event_subscriptions"]["bot_events"] == sorted(events())


def test_every_method_that_is_called_is_allowed_by_the_manifest():
    for method, any_of in METHODS.items():
        assert not any_of or any_of & scopes(), method


def test_every_method_that_the_code_calls_is_named():
    """A call such as `client.chat_postMessage(...)` anywhere below bot/slack."""
    known = {method.replace(".", "_").lower() for method in METHODS}
    for file in sorted((ROOT / "bot" / "slack").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and "_" in node.func.attr:
                group = node.func.attr.split("_")[0]
                if group in {name.split(".")[0] for name in METHODS}:
                    assert node.func.attr.lower() in known, f"{file}: {node.func.attr}"


def listened_to(kind: str) -> set[str]:
    """What the listeners register: `app.event("app_mention")`, `app.shortcut(ids.ASK_ROLECALL)`."""
    found = set()
    for file in (ROOT / "bot" / "slack" / "listeners").glob("[a-z]*.py"):
        names = vars(import_module(f"bot.slack.listeners.{file.stem}"))
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == f"app.{kind}":
                found.add(eval(ast.unparse(node.args[0]), dict(names)))
    return found


def test_everything_that_the_manifest_announces_is_listened_to_and_nothing_else():
    """Slack tries an event again and again that nobody listens to, and tells whoever typed a command that it failed."""
    announced = {each.split(".")[0] for each in events() | events(optional=True)}  # "message.im" comes as "message"
    assert listened_to("event") == announced
    assert listened_to("command") == {each["command"] for each in FEATURES_ASKED["slash_commands"]}
    assert listened_to("shortcut") == {each["callback_id"] for each in FEATURES_ASKED["shortcuts"]}


def test_features_have_names_of_their_own_and_need_something():
    assert len({feature.name for feature in FEATURES}) == len(FEATURES)
    assert all(feature.scopes or feature.events for feature in FEATURES)


def test_it_is_an_agent_with_a_home_that_people_can_write_to():
    assert FEATURES_ASKED["app_home"] == {
        "home_tab_enabled": True,
        "messages_tab_enabled": True,
        "messages_tab_read_only_enabled": False,
    }
    prompts = FEATURES_ASKED["agent_view"]["suggested_prompts"]
    assert len(prompts) <= 4 and all(each["title"] and each["message"] for each in prompts)
    assert "assistant_view" not in FEATURES_ASKED
    assert MANIFEST["settings"]["interactivity"]["is_enabled"] and MANIFEST["settings"]["socket_mode_enabled"]


def test_mentions_in_commands_come_as_ids():
    assert [each["command"] for each in FEATURES_ASKED["slash_commands"]] == ["/ask", "/rolecall"]
    assert all(each["should_escape"] for each in FEATURES_ASKED["slash_commands"])


@pytest.mark.parametrize(
    ("text", "longest"),
    [
        (MANIFEST["display_information"]["name"], 35),
        (MANIFEST["display_information"]["description"], 140),
        (MANIFEST["display_information"]["long_description"], 4000),
        (FEATURES_ASKED["agent_view"]["agent_description"], 300),
        (FEATURES_ASKED["bot_user"]["display_name"], 80),
        *((each["description"], 2000) for each in FEATURES_ASKED["slash_commands"]),
        *((each["usage_hint"], 1000) for each in FEATURES_ASKED["slash_commands"]),
        *((each["name"], 24) for each in FEATURES_ASKED["shortcuts"]),
        *((each["description"], 150) for each in FEATURES_ASKED["shortcuts"]),
    ],
)
def test_texts_are_within_slacks_limits(text, longest):
    assert 0 < len(text) <= longest


def test_the_long_description_is_long_enough():
    assert len(MANIFEST["display_information"]["long_description"]) >= 174
