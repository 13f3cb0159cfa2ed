"""Both backends, the server behind one of them, and a clock."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from moto.server import ThreadedMotoServer

from .backends import Backend, Clock, DynamoBackend, SqliteBackend, memory_over

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from skill.storage.memory import Memory


@pytest.fixture(scope="session")
def endpoint() -> Iterator[str]:
    """Run a server that speaks DynamoDB over HTTP on this machine."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Make an AWS environment that leads nowhere but to this machine."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "nobody")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "nothing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    monkeypatch.setenv("AWS_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", os.devnull)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    return monkeypatch


@pytest.fixture
def sqlite_backend(tmp_path: Path) -> SqliteBackend:
    """Name a file that does not exist yet."""
    return SqliteBackend(tmp_path / "memory.db")


@pytest.fixture
def dynamo_backend(endpoint: str, aws: pytest.MonkeyPatch) -> DynamoBackend:
    """Make a new table."""
    aws.setenv("AWS_ENDPOINT_URL_DYNAMODB", endpoint)
    return DynamoBackend(endpoint)


@pytest.fixture(params=["sqlite", "dynamodb"])
def backend(request: pytest.FixtureRequest) -> Backend:
    """Give each backend in turn."""
    name = "sqlite_backend" if request.param == "sqlite" else "dynamo_backend"
    backend: Backend = request.getfixturevalue(name)
    return backend


@pytest.fixture
def clock() -> Clock:
    """Make a clock that stands at noon until it is set."""
    return Clock()


@pytest.fixture
def memory(backend: Backend, clock: Clock) -> Iterator[Memory]:
    """Open a memory of a day over each backend in turn."""
    memory = memory_over(backend.store(), clock)
    yield memory
    memory.close()
