"""Waitress, made strict: every answer in our form, bounded waits, and a stop that loses nothing."""

from __future__ import annotations

import json
import logging
import socket
import threading
import time
from typing import Any, cast

from flask import Flask
from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.server import TcpWSGIServer, create_server
from waitress.task import ErrorTask
from waitress.utilities import (
    BadRequest,
    InternalServerError,
    RequestEntityTooLarge,
    RequestHeaderFieldsTooLarge,
)

from skill.web.frame import HEADERS, error_body
from skill.web.log import log_request
from skill.web.refusal import Reason

TICK = 0.5
SLOWEST_REQUEST = 10.0
IDLE = 15
GRACE = 8.0
END = b"\r\n\r\n"
CONNECTIONS = 512
DISCARDED = 64 * 1024 * 1024


class Server:
    """One listening process; made before it runs, so that the port is known."""

    def __init__(self, app: Flask, host: str, port: int, threads: int, max_body: int) -> None:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listening = socket.create_server((host, port), family=family)
        self.address: tuple[str, int] = listening.getsockname()[:2]
        self._sockets: dict[int, Any] = {}
        made = create_server(
            app,
            map=self._sockets,
            sockets=[listening],
            threads=threads,
            max_request_body_size=max_body + 1,
            inbuf_overflow=max_body + 1,
            max_request_header_size=32_768,
            connection_limit=CONNECTIONS,
            channel_timeout=IDLE,
            cleanup_interval=5,
            ident=None,
        )
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a line for each who waits
        self._listener = cast("TcpWSGIServer", made)
        self._listener.channel_class = _Channel

    def run(self, stop: threading.Event, grace: float = GRACE) -> None:
        """Answer until `stop` is set; then accept no more, finish what was begun, and return."""
        while not stop.is_set():
            self._tick(TICK)
        # The listening socket only: its own close would take the worker threads' trigger too.
        wasyncore.dispatcher.close(self._listener)
        deadline = time.monotonic() + grace
        while self._busy() and time.monotonic() < deadline:
            self._tick(0.02)
        self._listener.task_dispatcher.shutdown(timeout=1)
        wasyncore.close_all(self._sockets)

    def _tick(self, timeout: float) -> None:
        wasyncore.loop(timeout=timeout, use_poll=True, map=self._sockets, count=1)
        for channel in self._channels():
            if channel.request is not None and channel.request.age() > SLOWEST_REQUEST:
                _give_up(channel)

    def _busy(self) -> bool:
        return any(
            channel.requests or channel.request is not None or channel.total_outbufs_len
            for channel in self._channels()
        )

    def _channels(self) -> list[Any]:
        return [one for one in self._sockets.values() if isinstance(one, _Channel)]


class _Parser(HTTPRequestParser):
    """Knows its age, and reads what is too large to its end, keeping none of it.

    Closing with unread bytes would reset the connection, and the client would never see the answer.
    """

    def __init__(self, adj: Adjustments) -> None:
        super().__init__(adj)
        self._born = time.monotonic()
        self._unread = 0
        self._tail: bytes | None = None

    def age(self) -> float:
        """How many seconds ago the first byte came."""
        return time.monotonic() - self._born

    def received(self, data: bytes) -> int:
        """Consume what belongs to this request."""
        if self._unread:
            return self._discard_body(len(data))
        if self._tail is not None:
            return self._discard_header(data)
        consumed = super().received(data)
        if isinstance(self.error, RequestEntityTooLarge) and self.content_length <= DISCARDED:
            self._unread = self.content_length
            self.completed = not self._unread
        elif isinstance(self.error, RequestHeaderFieldsTooLarge) and END not in data:
            self._tail = data[-3:]
            self.completed = False
        return consumed

    def parse_header(self, header_plus: bytes) -> None:
        """Take the header apart; some odd addresses would otherwise end in a closed connection."""
        try:
            super().parse_header(header_plus)
        except ValueError as error:
            raise ParsingError(type(error).__name__) from None

    def _discard_header(self, data: bytes) -> int:
        self.completed = END in (self._tail or b"") + data
        self._tail = data[-3:]
        return len(data)

    def _discard_body(self, count: int) -> int:
        taken = min(count, self._unread)
        self._unread -= taken
        self.completed = not self._unread
        return taken


class _TooSlow(BadRequest):
    """The request was not complete in time."""


REASONS = {RequestEntityTooLarge: Reason.TOO_LARGE, _TooSlow: Reason.TOO_SLOW}


class _ErrorTask(ErrorTask):
    """Answers what never became a request: in the app's form, and never with 5xx for bad input."""

    def execute(self) -> None:
        """Write the answer and close."""
        request: Any = self.request
        error = request.error
        status, reason = 400, REASONS.get(type(error), Reason.NOT_HTTP).value
        if isinstance(error, InternalServerError):
            status, reason = 500, "internal error"
        log_request(route=None, status=status, reason=reason)
        body = json.dumps(error_body(status, reason)).encode()
        self.status = f"{status} {'Bad Request' if status == 400 else 'Internal Server Error'}"
        self.response_headers = [*HEADERS.items(), ("Content-Type", "application/json")]
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


class _Channel(HTTPChannel):
    parser_class = _Parser
    error_task_class = _ErrorTask


def _give_up(unfinished: _Channel) -> None:
    """Answer a request that has not come in whole; a worker does it, as with all the others."""
    channel: Any = unfinished
    with channel.requests_lock:
        request, channel.request = channel.request, None
        request.error = _TooSlow("")
        channel.requests = [*channel.requests, request]
        if len(channel.requests) == 1:
            channel.server.add_task(channel)
