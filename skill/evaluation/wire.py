"""A client that costs little: many connections in one thread, raw requests in, latencies out.

A server is to be measured, not the client; so there is no HTTP library and no thread in it.
"""

from __future__ import annotations

import selectors
import socket
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

SILENCE = 20.0


class Target(Protocol):
    """A server on this machine: where it listens, and a good request to it, signed if need be."""

    @property
    def name(self) -> str:
        """What it is called in a table."""

    @property
    def host(self) -> str:
        """The address it listens on."""

    @property
    def port(self) -> int:
        """The port it listens on."""

    @property
    def pid(self) -> int:
        """Its process, whose memory is watched."""

    @property
    def method(self) -> str:
        """The method of a good request."""

    @property
    def path(self) -> str:
        """The path of a good request."""

    @property
    def skill_id(self) -> str:
        """The application id that it answers to."""

    @property
    def sign(self) -> Callable[[bytes], Mapping[str, str]]:
        """The headers with which a body is believed."""

    @property
    def good(self) -> Callable[[], bytes]:
        """The body of a good request, of now."""


@dataclass(frozen=True, slots=True)
class Shot:
    """One request as bytes; after the `last` one on a connection a new one is opened."""

    kind: str
    raw: bytes
    last: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """What came of a shot: the status (0: closed without an answer, -1: silence), the seconds."""

    shot: Shot
    status: int
    seconds: float


def good_shot(target: Target) -> Shot:
    """The target's own good request, signed now."""
    body = target.good()
    return Shot("good", request(target, target.method, target.path, body, target.sign(body)))


def request(
    target: Target, method: str, path: str, body: bytes, headers: Mapping[str, str]
) -> bytes:
    """Put a request together as HTTP/1.1."""
    lines = [f"{method} {path} HTTP/1.1", f"Host: {target.host}:{target.port}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    if method != "GET":
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode("latin-1", "replace") + body


def fire(target: Target, shots: Iterator[Shot], clients: int, seconds: float) -> Iterator[Hit]:
    """Keep `clients` requests under way until the shots or the seconds run out.

    Each connection sends its next request when it has the answer to its last one.
    """
    deadline = time.monotonic() + seconds
    with selectors.DefaultSelector() as selector:
        for _ in range(clients):
            _send_next(_Line(target), shots, selector, deadline)
        while selector.get_map():
            for key, _ in selector.select(1.0):
                line: _Line = key.data
                if (status := line.receive()) is not None:
                    selector.unregister(key.fileobj)
                    yield line.hit(status)
                    _send_next(line, shots, selector, deadline)
            for line in _silent(selector):
                selector.unregister(line.socket)
                yield line.hit(-1)
                _send_next(line, shots, selector, deadline)


def _send_next(
    line: _Line, shots: Iterator[Shot], selector: selectors.BaseSelector, deadline: float
) -> None:
    shot = next(shots, None) if time.monotonic() < deadline else None
    if shot is None:
        line.close()
    else:
        line.send(shot)
        selector.register(line.socket, selectors.EVENT_READ, line)


def _silent(selector: selectors.BaseSelector) -> list[_Line]:
    oldest = time.perf_counter() - SILENCE
    return [key.data for key in selector.get_map().values() if key.data.since < oldest]


@dataclass(slots=True)
class _Line:
    """One connection and the answer that is coming in on it."""

    target: Target
    shot: Shot = field(default_factory=lambda: Shot("none", b""))
    since: float = 0.0
    answer: bytearray = field(default_factory=bytearray)
    fresh: bool = True
    socket: socket.socket = field(default_factory=socket.socket)

    def send(self, shot: Shot) -> None:
        if self.fresh:
            self.close()
            address = (self.target.host, self.target.port)
            self.socket = socket.create_connection(address, timeout=SILENCE)
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.fresh = False
        self.shot = shot
        self.answer.clear()
        self.since = time.perf_counter()
        try:
            self.socket.sendall(shot.raw)
        except OSError:
            self.fresh = True  # the answer, if there is one, is still to be read

    def receive(self) -> int | None:
        """Take in what has come; the status once the answer is whole, 0 if it never will be."""
        try:
            piece = self.socket.recv(65_536)
        except OSError:
            piece = b""
        if not piece:
            self.fresh = True
            return 0
        self.answer += piece
        return self._status()

    def _status(self) -> int | None:
        head, end, body = self.answer.partition(b"\r\n\r\n")
        if not end:
            return None
        lines = head.decode("latin-1").lower().split("\r\n")
        headers = dict(line.split(": ", 1) for line in lines[1:])
        if len(body) < int(headers.get("content-length", 0)) and self.shot.raw[:5] != b"HEAD ":
            return None
        if self.shot.last or headers.get("connection") == "close":
            self.fresh = True
        return int(lines[0].split()[1])

    def hit(self, status: int) -> Hit:
        """What came of the shot that was sent."""
        self.fresh = self.fresh or status < 0
        return Hit(self.shot, status, time.perf_counter() - self.since)

    def close(self) -> None:
        self.socket.close()
