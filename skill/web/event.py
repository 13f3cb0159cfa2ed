"""From the text of a request to an event that is safe to hand on, and what a log may say of it."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from skill.web.refusal import Reason, Refused

Event = dict[str, Any]
Turn = Callable[[Event], dict[str, Any]]

# A request of a device with a screen nests about a dozen levels; serialisers recurse, so stop well
# below Python's own limit of a thousand frames.
DEEPEST = 64
LOGGABLE = re.compile(r"[A-Za-z0-9._:-]{1,120}")


def read_event(text: str) -> Event:
    """Parse strictly: a JSON object that holds a request."""
    event = read_json(text)
    if not isinstance(event.get("request"), dict):
        raise Refused(Reason.NOT_AN_EVENT)
    if not isinstance(event["request"].get("type"), str):
        raise Refused(Reason.NOT_AN_EVENT)
    return event


def read_json(text: str) -> dict[str, Any]:
    """Parse strictly: one JSON object, finite numbers, real Unicode, bounded depth."""
    try:
        event = json.loads(text, parse_constant=_refuse_constant, parse_float=_finite)
        if "\\u" in text:
            json.dumps(event, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise Refused(Reason.NOT_JSON) from None
    _check_depth(event)
    if not isinstance(event, dict):
        raise Refused(Reason.NOT_AN_EVENT)
    return event


@dataclass(frozen=True, slots=True)
class Told:
    """All that a log may know of an event: which request, which type, which intent."""

    request_id: str | None = None
    type: str | None = None
    intent: str | None = None


def describe(event: Event) -> Told:
    """Take the names out of an event; whatever does not look like a name is left out."""
    request = event["request"]
    intent = request.get("intent")
    return Told(
        request_id=_loggable(request.get("requestId")),
        type=_loggable(request.get("type")),
        intent=_loggable(intent.get("name")) if isinstance(intent, dict) else None,
    )


def _loggable(value: object) -> str | None:
    return value if isinstance(value, str) and LOGGABLE.fullmatch(value) else None


def _refuse_constant(name: str) -> float:
    raise ValueError(name)


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


def _check_depth(event: object) -> None:
    """Walk level by level, without recursion."""
    level = [event]
    for _ in range(DEEPEST):
        level = [
            child
            for container in level
            if isinstance(container, dict | list)
            for child in (container.values() if isinstance(container, dict) else container)
        ]
        if not level:
            return
    raise Refused(Reason.TOO_DEEP)
