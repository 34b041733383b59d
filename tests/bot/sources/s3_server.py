"""A server that speaks like S3, in a process of its own: python s3_server.py [PORT]. It says its port first."""

from __future__ import annotations

import sys

from moto.server import ThreadedMotoServer

server = ThreadedMotoServer(ip_address="127.0.0.1", port=int(sys.argv[1]) if sys.argv[1:] else 0, verbose=False)
server.start()
print(server.get_host_and_port()[1], flush=True)
sys.stdin.read()  # until whoever started it has gone
server.stop()
