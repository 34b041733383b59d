"""Killed at random moments: nothing is lost, nothing is answered twice, and the chain holds."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT

KILLS = {"sqlite": 200, "postgresql": 40}


def test_every_question_received_is_answered_once_or_failed_with_a_reason(url: str, tmp_path: Path) -> None:
    times = KILLS[url.split(":")[0]]
    done = subprocess.run(
        [sys.executable, "-m", "tests.bot.record.killed_workers", url, str(tmp_path), str(times)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=1800,  # for a machine that has much else to do
        check=False,
    )
    assert done.returncode == 0, done.stderr
    kills, messages, posts, _ = (int(number) for number in done.stdout.split())
    assert kills == times
    assert messages >= times / 10
    assert posts >= messages / 2
