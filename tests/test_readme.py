"""What the README says, held against the code."""

from __future__ import annotations

import re

import pytest
import typer.main

from bot.cli import app
from bot.settings import KEYS
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = typer.main.get_group(app).commands


def table(heading: str) -> dict[str, str]:
    """First cell, without back quotes -> the whole row, of the first table under a heading."""
    section = README.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    rows = [line for line in section.splitlines() if line.startswith("| `")]
    return {row.split("|")[1].strip().strip("`"): row for row in rows}


def test_every_command_is_in_the_table_and_none_else():
    written = {row.split()[1] for row in table("Commands")}
    assert written == set(COMMANDS)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_option_is_named(name):
    rows = " ".join(row for key, row in table("Commands").items() if key.split()[1] == name)
    options = [each.opts[0] for each in COMMANDS[name].params if each.opts[0].startswith("--")]
    assert not [option for option in options if option != "--help" and option not in rows]


def test_every_setting_is_in_the_table_and_none_else():
    assert set(table("Settings")) == set(KEYS)


def test_both_first_commands_are_in_the_makefile():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"make ([a-z]+)", README):
        assert f"\n{target}:" in makefile


@pytest.mark.parametrize("file", ["README.md", "docs/architecture.md"])
def test_every_file_named_is_there(file):
    text = (ROOT / file).read_text(encoding="utf-8")
    for name in re.findall(r"`((?:bot|index|knowledge|tests|docs)/[\w./-]+)`", text):
        assert (ROOT / name).exists(), name
    for name in re.findall(r"\]\(((?!http)[^)#]+)\)", text):
        assert ((ROOT / file).parent / name).exists(), name
