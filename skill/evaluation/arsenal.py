"""What an attacker sends: signed nonsense, unsigned sense, odd headers, broken HTTP."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from random import Random
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed
from hypothesis import settings as hypothesis_settings

from skill.evaluation.envelopes import envelopes
from skill.evaluation.mutation import spoil_text, spoil_tree
from skill.evaluation.wire import Shot, Target, good_shot, request

Envelope = dict[str, Any]

ADDRESSES = (
    "http://s3.amazonaws.com/echo.api/c.pem",
    "https://s3.amazonaws.com:444/echo.api/c.pem",
    "https://s3.amazonaws.com/echo.api/../c.pem",
    "https://s3.amazonaws.com/echo.api/%2e%2e/c.pem",
    "https://elsewhere.example/echo.api/c.pem",
    "https://[::1",
    "a" * 9000,
    "\x80",
    "",
)
METHODS = ("GET", "PUT", "DELETE", "OPTIONS", "HEAD", "TRACE", "PATCH", "FOO", "post")
PATHS = (
    "/",
    "/alexa/",
    "//alexa",
    "/simulator",
    "/..",
    "/%00",
    "/%ff",
    "*",
    "http://x/y",
    "/?" * 99,
)
TYPES = ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "", "\xff")
BROKEN_HTTP = (
    b"GET\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n",
    b"POST /alexa HTTP/9.9\r\n\r\n",
    b"POST /alexa HTTP/1.1\r\nbad header\r\n\r\n",
    b"POST /alexa HTTP/1.1\r\nContent-Length: x\r\n\r\n",
    b"POST /alexa HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
    b"POST /alexa HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n",
    b"POST /alexa HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
    b"GET /" + b"a" * 40_000 + b" HTTP/1.1\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: \xff\xfe\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a b/c?d\r\n\r\n",
    b"GET http://[::1 HTTP/1.1\r\n\r\n",
)


class Arsenal:
    """Makes shots at one target; a seed makes the same ones but for their times and signatures."""

    def __init__(self, target: Target, number: int, pool: Sequence[Envelope]) -> None:
        self._target = target
        self._random = Random(number)  # noqa: S311 - to be the same again, not to be secret
        self._pool = pool
        self._kinds: tuple[tuple[int, Callable[[], Shot]], ...] = (
            (35, self._mutated),
            (25, self._generated),
            (10, self._bytes),
            (10, self._unsigned),
            (8, self._odd_headers),
            (5, lambda: good_shot(target)),
            (4, self._odd_http),
            (2, self._broken_http),
            (1, self._large),
        )

    def shots(self, count: int) -> Iterator[Shot]:
        """So many of them, mixed."""
        weights = [weight for weight, _ in self._kinds]
        for _ in range(count):
            [(_, make)] = self._random.choices(self._kinds, weights)
            yield make()

    def _mutated(self) -> Shot:
        spoiled = spoil_tree(self._random, self._envelope())
        if self._random.random() < 0.7 and isinstance(spoiled.get("request"), dict):
            spoiled = self._stamped(spoiled)
        return self._signed("mutated", spoil_text(self._random, spoiled))

    def _generated(self) -> Shot:
        return self._signed("generated", json.dumps(self._envelope()).encode())

    def _bytes(self) -> Shot:
        return self._signed("bytes", self._random.randbytes(self._random.randrange(2000)))

    def _unsigned(self) -> Shot:
        headers = {"Content-Type": "application/json"}
        if self._random.random() < 0.5:
            headers |= {"Signature": "eA==", "SignatureCertChainUrl": ADDRESSES[0]}
        return self._post("unsigned", json.dumps(self._envelope()).encode(), headers)

    def _odd_headers(self) -> Shot:
        body = self._target.good()
        headers = dict(self._target.sign(body))
        name = self._random.choice(list(headers))
        values = {"SignatureCertChainUrl": ADDRESSES, "Content-Type": TYPES}
        headers[name] = self._random.choice(
            values.get(name, ("", "%%%", "eA==", "\xe9", "A" * 344))
        )
        return self._post("headers", body, headers)

    def _odd_http(self) -> Shot:
        body = self._target.good()
        method, path = self._random.choice(METHODS), self._target.path
        if self._random.random() < 0.5:
            method, path = self._target.method, self._random.choice(PATHS)
        headers = self._target.sign(body)
        return Shot("http", request(self._target, method, path, body, headers), last=True)

    def _broken_http(self) -> Shot:
        return Shot("broken", self._random.choice(BROKEN_HTTP), last=True)

    def _large(self) -> Shot:
        return self._signed("large", b'{"x":"' + b"x" * self._random.choice((262_144, 900_000)))

    def _signed(self, kind: str, body: bytes) -> Shot:
        return self._post(kind, body, self._target.sign(body))

    def _post(self, kind: str, body: bytes, headers: Mapping[str, str]) -> Shot:
        return Shot(kind, request(self._target, "POST", self._target.path, body, headers))

    def _envelope(self) -> Envelope:
        """One of the pool; mostly with our id and the present time, or it would not get far."""
        envelope = self._random.choice(self._pool)
        return self._stamped(envelope) if self._random.random() < 0.9 else envelope

    def _stamped(self, envelope: Envelope) -> Envelope:
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        ours = {"application": {"applicationId": self._target.skill_id}}
        context = _parts(envelope, "context")
        stamped = {
            **envelope,
            "request": {**envelope["request"], "timestamp": now},
            "context": {**context, "System": _parts(context, "System") | ours},
        }
        if envelope.get("session"):
            stamped["session"] = _parts(envelope, "session") | ours
        return stamped


def _parts(envelope: Envelope, name: str) -> Envelope:
    part = envelope.get(name)
    return part if isinstance(part, dict) else {}


def generate(count: int, number: int) -> list[Envelope]:
    """Envelopes of every request type of the SDK, from Hypothesis."""
    found: list[Envelope] = []

    @seed(number)
    @hypothesis_settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(envelopes())
    def collect(envelope: Envelope) -> None:
        found.append(envelope)

    collect()
    return found
