"""Create a virtual environment with pip in it, also where Debian or Ubuntu left `python3-venv` out.

    python3 .ci/create_venv.py .venv

Standard library only. Ways tried in turn: the standard `venv` with its bundled pip; an empty environment filled by
the system's pip or by `virtualenv`; an empty environment filled by pip's own wheel from the package index, checked
against the digest that the index states.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.request
import venv
from pathlib import Path
from urllib.parse import urljoin

INDEX = os.environ.get("PIP_INDEX_URL", "https://pypi.org/simple")
WHEEL = re.compile(r'href="([^"#]*/?(pip-([0-9.]+)-py3-none-any\.whl))#sha256=([0-9a-f]{64})"')


def main(folder: Path) -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 - run by whatever Python the machine has
        sys.exit(f"Rolecall needs Python 3.11 or newer; {sys.executable} is {sys.version.split()[0]}.")
    python = folder / "bin" / "python"
    if has_pip(python):
        return
    shutil.rmtree(folder, ignore_errors=True)
    if importlib.util.find_spec("ensurepip") is not None:
        venv.create(folder, with_pip=True, symlinks=True)
    else:
        venv.create(folder, with_pip=False, symlinks=True)
        print("python3-venv is not installed; putting pip into the environment another way ...", flush=True)
        for put_pip in (by_system_pip, by_wheel):
            try:
                put_pip(python)
            except (OSError, subprocess.CalledProcessError, ValueError) as problem:
                print(f"  {put_pip.__doc__}: {problem}", file=sys.stderr)
            if has_pip(python):
                break
    if not has_pip(python):
        shutil.rmtree(folder, ignore_errors=True)
        sys.exit("No environment could be made. Run `sudo apt-get install python3-venv`, then try again.")


def has_pip(python: Path) -> bool:
    command = [str(python), "-m", "pip", "--version"]
    return python.exists() and subprocess.run(command, capture_output=True, check=False).returncode == 0


def by_system_pip(python: Path) -> None:
    """the system's pip"""
    command = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "pip"]
    subprocess.run(command, check=True)


def by_wheel(python: Path) -> None:
    """pip's own wheel"""
    page_address = INDEX.rstrip("/") + "/pip/"
    with urllib.request.urlopen(page_address, timeout=60) as reply:
        page = reply.read().decode("utf-8")
    wheels = WHEEL.findall(page)
    if not wheels:
        raise ValueError(f"{page_address} lists no wheel of pip")
    address, name, _, digest = max(wheels, key=lambda wheel: [int(part) for part in wheel[2].split(".")])
    with urllib.request.urlopen(urljoin(page_address, address), timeout=60) as reply:
        content = reply.read()
    if hashlib.sha256(content).hexdigest() != digest:
        raise ValueError(f"{name} is not what the index says it is")
    with tempfile.TemporaryDirectory() as temporary:
        wheel = Path(temporary) / name
        wheel.write_bytes(content)
        subprocess.run([str(python), f"{wheel}/pip", "install", "--quiet", "--no-index", str(wheel)], check=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
