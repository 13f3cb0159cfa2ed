"""One line of JSON for each event, with nothing in it that a person said or is known by."""

from __future__ import annotations

import json
import logging
import queue
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from logging.handlers import QueueHandler, QueueListener
from typing import TextIO

from skill.settings import LogLevel

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


@contextmanager
def logging_to(stream: TextIO, level: LogLevel) -> Iterator[None]:
    """Send every logger to one stream as JSON lines, until the end of the `with`.

    `level` is for this project only: libraries at DEBUG write out what they send and store. A
    thread of its own writes, or else every answer would wait its turn for the stream's lock.
    """
    lines: queue.SimpleQueue[logging.LogRecord] = queue.SimpleQueue()
    sender = QueueHandler(lines)
    sender.setFormatter(JsonLines())
    writer = QueueListener(lines, logging.StreamHandler(stream))
    root = logging.getLogger()
    before, root.handlers = root.handlers, [sender]
    logging.getLogger("skill").setLevel(level)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    writer.start()
    try:
        yield
    finally:
        writer.stop()
        root.handlers = before


def log_request(**told: object) -> None:
    """Tell of one answered request."""
    REQUESTS.info("request", extra={"told": told})
