"""Waiting for what another process has done, rather than for a time in which a busy machine may let it do nothing."""

from __future__ import annotations

import random
import time

LONGEST_SECONDS = 10.0


def wait_for_work(process: int, seconds: float) -> None:
    """Until the process has had so much time of a CPU, or ten seconds have passed."""
    clock = (~process << 3) | 2  # the CPU clock of another process, as the kernel numbers it
    until = time.monotonic() + LONGEST_SECONDS
    begun = time.clock_gettime(clock)
    while time.clock_gettime(clock) - begun < seconds and time.monotonic() < until:
        time.sleep(0.0005)
    time.sleep(random.uniform(0.0, 0.004))  # so that waiting for the disk is not spared
