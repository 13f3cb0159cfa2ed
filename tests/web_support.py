"""What the tests of the endpoint share: a certificate host, a running server, plain HTTP."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from flask import Flask

from skill.web.server import Server

SKILL_ID = "amzn1.ask.skill.11111111-2222-3333-4444-555555555555"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back over HTTP."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


@contextmanager
def running(app: Flask, **options: Any) -> Iterator[Server]:
    """The production server, in a thread, on a free port of this machine."""
    bounds = {"threads": 4, "max_body": 262_144} | options
    server = Server(app, "127.0.0.1", 0, **bounds)
    stop = threading.Event()
    thread = threading.Thread(target=server.run, args=(stop,))
    thread.start()
    try:
        yield server
    finally:
        stop.set()
        thread.join(15)


@dataclass(frozen=True, slots=True)
class Started:
    """A server in a process of its own, as a person starts it."""

    address: tuple[str, int]
    log: Path

    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.log.read_text("utf-8").splitlines()]


@contextmanager
def started(log: Path, *options: str, **environ: str) -> Iterator[Started]:
    """`python -m skill serve` on a free port of this machine; what it logs goes to a file."""
    with log.open("wb") as stream:
        process = subprocess.Popen(
            [sys.executable, "-m", "skill", "serve", "--port", "0", *options],
            stderr=stream,
            env=os.environ | {"HOST": "127.0.0.1", "LOG_LEVEL": "INFO"} | environ,
            cwd=Path(__file__).parent.parent,
        )
    try:
        wait_until(lambda: process.poll() is not None or log.read_bytes().endswith(b"\n"), 30)
        listening = json.loads(log.read_text("utf-8").splitlines()[0])
        yield Started((listening["host"], listening["port"]), log)
    finally:
        process.terminate()
        process.wait(15)


def send(
    server: Server | Started,
    method: str,
    path: str,
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
) -> Answer:
    """One request over a connection of its own."""
    connection = http.client.HTTPConnection(*server.address, timeout=15)
    try:
        connection.request(method, path, body, dict(headers or {}))
        response = connection.getresponse()
        return Answer(response.status, dict(response.getheaders()), response.read())
    finally:
        connection.close()


@dataclass(slots=True)
class CertificateFiles:
    """What the certificate host serves, and what it was asked for."""

    files: dict[str, bytes] = field(default_factory=dict)
    statuses: dict[str, int] = field(default_factory=dict)
    hanging: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)
    base: str = ""


@contextmanager
def certificate_host() -> Iterator[CertificateFiles]:
    """A real web server on this machine, in place of Amazon's."""
    served = CertificateFiles()
    closing = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            served.asked.append(self.path)
            if self.path in served.hanging:
                closing.wait(5)
                return
            self.send_response(served.statuses.get(self.path, 200))
            content = served.files.get(self.path, b"")
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Location", "/echo.api/good.pem")
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_args: Any) -> None:
            """Keep quiet."""

    host = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    served.base = f"http://127.0.0.1:{host.server_port}"
    thread = threading.Thread(target=host.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield served
    finally:
        closing.set()
        host.shutdown()
        host.server_close()
        thread.join(10)


def wait_until(true: Any, seconds: float = 5) -> None:
    """Wait for a condition, but not for ever."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not come true in time"
        time.sleep(0.01)
