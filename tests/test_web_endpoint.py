"""The endpoint as an operator sees it: headers, health, errors and what stands in the log."""

from __future__ import annotations

import io
import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import certifi
import pytest
from flask import Flask
from hello_skill import make_broken_turn, make_turn
from web_support import SKILL_ID, Answer, running, send

from skill.settings import Settings, SettingsError
from skill.web.app import create_app
from skill.web.authority import Authority, launch_request, make_authority
from skill.web.certificate import readable
from skill.web.log import logging_to
from skill.web.metrics import add_metrics
from skill.web.server import Server

SETTINGS = Settings(skill_id=SKILL_ID)
SAID = ("amzn1.ask.account.REHEARSAL", "amzn1.echo-api.session", "amzn1.ask.device", "drooping")


@pytest.fixture(scope="module")
def authority() -> Authority:
    return make_authority()


@pytest.fixture(scope="module")
def server(authority: Authority) -> Iterator[Server]:
    with running(create_app(make_turn(SETTINGS), SETTINGS, authority.trust())) as server:
        yield server


def _intent(authority: Authority) -> tuple[bytes, dict[str, str]]:
    """A signed request in which somebody says something about their health."""
    event = json.loads(launch_request(SKILL_ID))
    slots = {"sign": {"name": "sign", "value": "my face is drooping"}}
    event["request"] |= {"type": "IntentRequest", "intent": {"name": "TellIntent", "slots": slots}}
    event["session"]["attributes"] = {"evidence": ["drooping"]}
    body = json.dumps(event).encode()
    return body, authority.sign(body)


def _ask(server: Server, authority: Authority) -> Answer:
    body, headers = _intent(authority)
    return send(server, "POST", "/alexa", body, headers)


def test_the_skill_answers_through_flask_ask_sdk(server: Server, authority: Authority) -> None:
    answer = _ask(server, authority)
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.json()["response"]["outputSpeech"]["ssml"] == "<speak>Hello</speak>"


def test_the_adapter_is_registered_and_its_own_verifiers_are_off(authority: Authority) -> None:
    app = create_app(make_turn(SETTINGS), SETTINGS, authority.trust())
    [adapter] = app.extensions["ASK_SDK_SKILL_ADAPTER"].values()
    assert type(adapter).__module__ == "flask_ask_sdk.skill_adapter"
    assert app.config["ASK_SDK_VERIFY_SIGNATURE"] is False
    assert "certvalidator" not in sys.modules or hasattr(sys.modules["certvalidator"], "__path__")


def test_the_stand_in_vouches_for_nobody() -> None:
    program = """if True:
        import sys
        sys.modules["certvalidator"] = None
        from flask import Flask
        from skill.web.amazon import make_adapter
        make_adapter(Flask("x"), dict, dict, print)
        assert sys.modules["certvalidator"] is None
        from ask_sdk_webservice_support import verifier
        try:
            verifier.CertificateValidator(b"certificate")
        except PermissionError:
            print("refused")
    """
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parent.parent)},
    )
    assert done.stdout == "refused\n"


def test_production_trusts_the_roots_behind_amazon() -> None:
    roots = readable(Path(certifi.where()).read_bytes())
    names = " ".join(root.subject.rfc4514_string() for root in roots)
    assert len(roots) > 80
    for name in ("Amazon Root CA 1", "DigiCert Global Root G2", "Starfield Services Root"):
        assert name in names


def test_health(server: Server) -> None:
    answer = send(server, "GET", "/healthz")
    assert (answer.status, answer.json()) == (200, {"status": "ok"})


@pytest.mark.parametrize("path", ["/healthz", "/alexa", "/nowhere"])
def test_security_headers_are_on_every_answer(server: Server, path: str) -> None:
    headers = send(server, "GET", path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert headers["Strict-Transport-Security"]
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Request-Id"]
    assert "Server" not in headers


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 404),
        ("GET", "/static/index.html", 404),
        ("POST", "/simulator", 404),
        ("POST", "/alexa/", 404),
        ("GET", "/alexa", 405),
        ("POST", "/healthz", 405),
        ("GET", "/%ff%00", 404),
    ],
)
def test_wrong_ways_get_a_short_reason(server: Server, method: str, path: str, status: int) -> None:
    answer = send(server, method, path)
    assert answer.status == status
    assert set(answer.json()) == {"status", "reason"}
    assert len(answer.body) < 100


@pytest.mark.parametrize(
    "raw",
    [
        b"nonsense\r\n\r\n",
        b"POST /alexa HTTP/1.1\r\nbad header\r\n\r\n",
        b"POST /alexa HTTP/1.1\r\nContent-Length: minus one\r\n\r\n",
        b"POST /alexa HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n",
        b"POST /alexa HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
        b"GET http://[::1 HTTP/1.1\r\n\r\n",
        b"GET /" + b"x" * 90_000 + b" HTTP/1.1\r\n\r\n",
    ],
    ids=["line", "header", "length", "encoding", "chunk", "address", "long"],
)
def test_what_is_not_http_gets_a_short_reason_too(server: Server, raw: bytes) -> None:
    with socket.create_connection(server.address, timeout=10) as connection:
        connection.sendall(raw)
        head, _, body = connection.makefile("rb").read().partition(b"\r\n\r\n")
    assert head.split()[:2] in ([b"HTTP/1.0", b"400"], [b"HTTP/1.1", b"400"])
    assert json.loads(body) == {"status": 400, "reason": "request is not well-formed HTTP"}


def test_a_body_in_chunks_may_not_be_larger_either(server: Server) -> None:
    with socket.create_connection(server.address, timeout=10) as connection:
        connection.sendall(b"POST /alexa HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
        connection.sendall(b"80000\r\n" + b"x" * 0x80000)
        assert connection.recv(4096).split()[1] == b"400"


def test_a_bug_gives_neither_trace_nor_quotation(authority: Authority) -> None:
    stream = io.BytesIO()
    with logging_to(stream.write, "INFO"), _broken(authority) as server:
        answer = _ask(server, authority)
    assert (answer.status, answer.json()) == (500, {"status": 500, "reason": "internal error"})
    [bug] = [line for line in _lines(stream) if line["message"] == "bug"]
    assert bug["exception"] == "RuntimeError"
    assert any(place.startswith("turn:") for place in bug["places"])
    assert not any(word in stream.getvalue().decode() for word in SAID)


def _broken(authority: Authority) -> Any:
    return running(create_app(make_broken_turn(SETTINGS), SETTINGS, authority.trust()))


def _lines(stream: io.BytesIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().decode().splitlines()]


def test_the_log_tells_of_a_request_without_what_was_said(
    server: Server, authority: Authority
) -> None:
    stream = io.BytesIO()
    with logging_to(stream.write, "INFO"):
        answer = _ask(server, authority)
    [line] = _lines(stream)
    assert answer.headers["X-Request-Id"] == line["request_id"]
    assert line["request_id"] == "amzn1.echo-api.request.rehearsal"
    assert (line["type"], line["intent"]) == ("IntentRequest", "TellIntent")
    assert (line["method"], line["route"], line["status"]) == ("POST", "/alexa", 200)
    assert 0 < line["ms"] < 5000
    assert not any(word in stream.getvalue().decode() for word in SAID)


def test_the_log_says_why_a_request_was_refused(server: Server, authority: Authority) -> None:
    body, headers = _intent(authority)
    stream = io.BytesIO()
    with logging_to(stream.write, "INFO"):
        send(server, "POST", "/alexa", body + b" ", headers)
    [line] = _lines(stream)
    assert (line["status"], line["reason"]) == (400, "signature does not match the body")
    assert (line["type"], line["intent"]) == (None, None)
    assert not any(word in stream.getvalue().decode() for word in SAID)


@pytest.mark.parametrize("name", ["my face is drooping", "a\nb", "x" * 500, 5, None, {"a": 1}])
def test_what_is_no_name_does_not_get_into_the_log(
    server: Server, authority: Authority, name: object
) -> None:
    event = json.loads(launch_request(SKILL_ID))
    event["request"] |= {"type": "IntentRequest", "intent": {"name": name}, "requestId": name}
    body = json.dumps(event).encode()
    stream = io.BytesIO()
    with logging_to(stream.write, "INFO"):
        send(server, "POST", "/alexa", body, authority.sign(body))
    [line] = _lines(stream)
    assert line["intent"] is None
    assert len(line["request_id"]) == 32


def test_the_log_keeps_quiet_when_told_to(server: Server) -> None:
    stream = io.BytesIO()
    with logging_to(stream.write, "WARNING"):
        send(server, "GET", "/healthz")
    assert stream.getvalue().decode() == ""


def test_no_app_without_a_skill_id(authority: Authority) -> None:
    with pytest.raises(SettingsError, match="SKILL_ID is missing"):
        create_app(make_turn(SETTINGS), Settings(), authority.trust())


def test_metrics_count_answers_on_a_port_of_their_own(
    authority: Authority, unused_port: int
) -> None:
    app = create_app(make_turn(SETTINGS), SETTINGS, authority.trust())
    metrics = add_metrics(app, unused_port)
    try:
        with running(app) as server:
            _ask(server, authority)
            send(server, "POST", "/alexa")
            assert send(server, "GET", "/metrics").status == 404
        text = _read(unused_port)
    finally:
        metrics.shutdown()
        metrics.server_close()
    assert 'skill_answers_total{route="/alexa",status="200"} 1.0' in text
    assert 'skill_answers_total{route="/alexa",status="400"} 1.0' in text
    assert "skill_answer_seconds_bucket" in text


@pytest.fixture
def unused_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _read(port: int) -> str:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(b"GET /metrics HTTP/1.0\r\n\r\n")
        return connection.makefile("rb").read().decode()


def test_an_app_is_a_flask_app(authority: Authority) -> None:
    assert isinstance(create_app(make_turn(SETTINGS), SETTINGS, authority.trust()), Flask)
