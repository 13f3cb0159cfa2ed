"""One line of JSON for each event, with nothing in it that a person said or is known by."""

from __future__ import annotations

import json
import logging
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from skill.settings import LogLevel

Write = Callable[[bytes], object]

REQUESTS = logging.getLogger("skill.web")


class JsonLines(logging.Formatter):
    """A record as one line of JSON.

    Of an exception it tells the type and the place, never the message: messages quote values.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, "told", {}),
        }
        if record.exc_info and record.exc_info[0]:
            line["exception"] = record.exc_info[0].__name__
            frames = traceback.extract_tb(record.exc_info[2])[-5:]
            line["places"] = [f"{frame.name}:{frame.lineno}" for frame in frames]
        return json.dumps(line)


class _Writer(logging.Handler):
    """Writes each line in one piece, and so without a lock for which every answer would queue."""

    def __init__(self, write: Write) -> None:
        super().__init__()
        self._write = write

    def handle(self, record: logging.LogRecord) -> bool:
        self._write(self.format(record).encode() + b"\n")
        return True


@contextmanager
def logging_to(write: Write, level: LogLevel) -> Iterator[None]:
    """Send every logger to one place as JSON lines, until the end of the `with`.

    `level` is for this project only: libraries at DEBUG write out what they send and store.
    """
    writer = _Writer(write)
    writer.setFormatter(JsonLines())
    root = logging.getLogger()
    before, root.handlers = root.handlers, [writer]
    ours = logging.getLogger("skill")
    level_before = ours.level
    ours.setLevel(level)
    try:
        yield
    finally:
        root.handlers = before
        ours.setLevel(level_before)


def log_request(**told: object) -> None:
    """Tell of one answered request."""
    REQUESTS.info("request", extra={"told": told})
