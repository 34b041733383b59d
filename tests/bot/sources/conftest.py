"""A real server that speaks like S3, for all tests of sources."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import boto3
import pytest

from bot.sources.source import Source

ENVIRON = {"S3_KEY": "testing", "S3_SECRET": "testing"}


class Bucket:
    """A bucket of that server."""

    def __init__(self, endpoint: str, name: str) -> None:
        self.endpoint = endpoint
        self.name = name
        self._client = boto3.client(
            "s3",
            endpoint_url=endpoint,
            region_name="us-east-1",
            aws_access_key_id="testing",
            aws_secret_access_key="testing",
        )
        self._client.create_bucket(Bucket=name)

    def put(self, key: str, content: str | bytes) -> None:
        self._client.put_object(Bucket=self.name, Key=key, Body=content)

    def delete(self, key: str) -> None:
        self._client.delete_object(Bucket=self.name, Key=key)

    def source(self, name: str = "policies", prefix: str = "") -> Source:
        """The bucket, or what begins with a prefix, as a source."""
        return Source(
            name,
            f"s3://{self.name}/{prefix}",
            options={"endpoint_url": self.endpoint, "config_kwargs": {"retries": {"max_attempts": 0}}},
            secrets={"key": "S3_KEY", "secret": "S3_SECRET"},
        ).with_secrets(ENVIRON)


@contextmanager
def s3_server(port: int = 0) -> Iterator[str]:
    """Its address while it runs; 0: at any port."""
    surroundings = {"PATH": os.environ.get("PATH", ""), "PYTHONWARNINGS": "ignore"}
    command = [sys.executable, str(Path(__file__).with_name("s3_server.py")), str(port)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=surroundings
    ) as server:
        assert server.stdout is not None
        answered = server.stdout.readline().decode().strip()
        assert answered, "the server that speaks like S3 did not start"
        try:
            yield f"http://127.0.0.1:{answered}"
        finally:
            server.terminate()


@pytest.fixture(scope="session")
def s3_endpoint() -> Iterator[str]:
    with s3_server() as endpoint:
        yield endpoint


@pytest.fixture
def new_bucket(s3_endpoint: str, request: pytest.FixtureRequest) -> Callable[[], Bucket]:
    numbers = count(1)
    stem = f"bucket-{hashlib.sha256(request.node.nodeid.encode()).hexdigest()[:20]}"
    return lambda: Bucket(s3_endpoint, f"{stem}-{next(numbers)}")


@pytest.fixture
def bucket(new_bucket: Callable[[], Bucket]) -> Bucket:
    return new_bucket()
