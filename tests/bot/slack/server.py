"""Runs the local Slack where nobody else can reach it.

It listens on every interface and asks nobody who they are, so it gets a network namespace of its own, in which there is
only loopback. Unix sockets lead in (to its web page and API) and out (to the door that a bot in HTTP mode opens).

This file is also the program that runs inside.
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import json
import socket
import struct
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from tests.bot.slack.background import Background

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]
Open = Callable[[], Awaitable[Streams]]
READY = "ready"
ROOT = Path(__file__).parents[3]


class LocalSlack:
    """One server, reached by `socket`. `port` is the one that the addresses it hands out name.

    Args:
        bot_port: where a bot in HTTP mode listens on this machine.
    """

    def __init__(self, program: Path, folder: Path, config: dict[str, Any], port: int, bot_port: int) -> None:
        self.socket = folder / "slack.sock"
        self._background = Background()
        self._way_out = self._background.run(
            _listen_unix(folder / "bot.sock", lambda: asyncio.open_connection("127.0.0.1", bot_port))
        )
        (folder / "config.yaml").write_text(json.dumps(config), encoding="utf-8")  # JSON is YAML
        self._log = (folder / "log").open("w+", encoding="utf-8")
        inside = [sys.executable, "-m", __name__, str(program), str(folder), str(port), str(bot_port)]
        self._process = subprocess.Popen(
            ["unshare", "--map-root-user", "--net", *inside],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
            cwd=ROOT,
        )
        assert self._process.stdout is not None
        if self._process.stdout.readline().strip() != READY:
            self._log.seek(0)
            said = self._log.read().strip()
            self.stop()
            raise RuntimeError(f"the local Slack doesn't start: {said[-500:]}")

    def stop(self) -> None:
        assert self._process.stdin is not None and self._process.stdout is not None
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.close()  # the program inside ends when nobody holds the other end
        self._process.wait(60)
        self._process.stdout.close()
        self._log.close()
        self._background.run(_close(self._way_out))
        self._background.stop()


def reserved_port() -> socket.socket:
    """A port of this machine that is given to nobody who asks for any, for whoever listens on it by its number.

    It stays free between two servers that listen on it, until this socket is closed.
    """
    reserved = socket.socket()
    reserved.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # with it as they have it, servers may listen
    reserved.bind(("127.0.0.1", 0))
    return reserved


def port_of(reserved: socket.socket) -> int:
    return int(reserved.getsockname()[1])


async def _listen_unix(path: Path, target: Open) -> asyncio.Server:
    path.unlink(missing_ok=True)
    return await asyncio.start_unix_server(_forwarding(target), path)


async def _close(listening: asyncio.Server) -> None:
    listening.close()


def _forwarding(target: Open) -> Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]:
    async def forward(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            there_reader, there_writer = await target()
            await asyncio.gather(_copy(reader, there_writer), _copy(there_reader, writer))
        writer.close()

    return forward


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while part := await reader.read(65536):
            writer.write(part)
            await writer.drain()
    writer.close()


def _loopback_up() -> None:
    """What `ip link set lo up` does, where there is no `ip`: see netdevice(7)."""
    get_flags, set_flags, is_up = 0x8913, 0x8914, 0x1
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as opened:
        name, flags = struct.unpack("16sh", fcntl.ioctl(opened, get_flags, struct.pack("16sh", b"lo", 0)))
        fcntl.ioctl(opened, set_flags, struct.pack("16sh", name, flags | is_up))


async def _inside(program: Path, folder: Path, port: int, bot_port: int) -> None:
    """Run the server in this namespace until the other side lets go."""
    _loopback_up()
    server = await asyncio.create_subprocess_exec(
        *(program, "--config", folder / "config.yaml", "--port", str(port), "--base-host", "127.0.0.1"),
        stdout=asyncio.subprocess.PIPE,
        stderr=sys.stderr,
    )
    assert server.stdout is not None
    while line := await server.stdout.readline():
        if b"Web UI" in line:
            break
    else:
        sys.exit("it ended at once")
    await _listen_unix(folder / "slack.sock", lambda: asyncio.open_connection("127.0.0.1", port))
    out = _forwarding(lambda: asyncio.open_unix_connection(folder / "bot.sock"))
    await asyncio.start_server(out, "127.0.0.1", bot_port)
    print(READY, flush=True)
    drained = asyncio.create_task(server.stdout.read())
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    server.terminate()
    await server.wait()
    await drained


if __name__ == "__main__":
    asyncio.run(_inside(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])))
