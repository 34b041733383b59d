"""A full disk: in a file system of its own, and where files may not grow."""

from __future__ import annotations

import errno
import os
import resource
import shutil
import subprocess
import sys

import pytest

from index import live, snapshot
from index.loading import load_live
from tests.conftest import ROOT
from tests.index.full_disk import version

SIZE = 2 * 1024 * 1024  # bytes


def test_a_disk_that_is_full_leaves_what_is_live(tmp_path):
    """In a mount namespace of its own, which the system may not allow."""
    own = ["unshare", "--user", "--map-root-user", "--mount"]
    if shutil.which("unshare") is None or subprocess.run([*own, "true"], capture_output=True, check=False).returncode:
        pytest.skip("no file system can be mounted here")
    mount = f"mount -t tmpfs -o size={SIZE} none {tmp_path} && {sys.executable} -m tests.index.full_disk {tmp_path}"
    done = subprocess.run(
        [*own, "sh", "-c", mount],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    too_full, tried = map(int, done.stdout.split())
    assert too_full >= 10
    assert tried > 20


@pytest.mark.parametrize("most", [0, 100, 1000, 5000])
def test_files_that_may_not_grow_leave_what_is_live(tmp_path, most):
    first = snapshot.write(version(20), tmp_path)
    live.publish(tmp_path, first)
    contents = version(21)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, limits[1]))
    try:
        with pytest.raises(OSError) as caught:
            live.publish(tmp_path, snapshot.write(contents, tmp_path))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert caught.value.errno == errno.EFBIG
    assert load_live(tmp_path).snapshot.id == first
    assert [each.name for each in (tmp_path / "snapshots").iterdir()] == [first]
