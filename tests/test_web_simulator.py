"""The simulator answers unsigned requests, and therefore this machine only."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from flask import Flask
from hello_skill import make_turn
from web_support import SKILL_ID, running, send

from skill.settings import Settings, SettingsError
from skill.web.authority import launch_request, make_authority
from skill.web.server import Server
from skill.web.simulator import create_simulator_app

SETTINGS = Settings(port=0)
JSON = {"Content-Type": "application/json"}
HELLO = "<speak>Hello</speak>"


@pytest.fixture(scope="module")
def app() -> Flask:
    return create_simulator_app(make_turn(SETTINGS), SETTINGS, make_authority().trust())


@pytest.fixture(scope="module")
def server(app: Flask) -> Iterator[Server]:
    with running(app) as server:
        yield server


def test_it_answers_an_unsigned_request_as_the_skill_would(server: Server) -> None:
    answer = send(server, "POST", "/simulator", launch_request("amzn1.any"), JSON)
    assert answer.status == 200
    assert answer.json()["response"]["outputSpeech"]["ssml"] == HELLO


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8000", "[::1]:8000", "LOCALHOST:80"])
def test_it_answers_under_the_names_of_this_machine(server: Server, host: str) -> None:
    headers = JSON | {"Host": host}
    assert send(server, "POST", "/simulator", launch_request("amzn1.x"), headers).status == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "example.org"},
        {"Host": "example.org:8000"},
        {"Host": "localhost.example.org"},
        {"Host": "127.0.0.1.example.org"},
        {"Host": "192.168.0.7:8000"},
        {"Host": ""},
        {"Origin": "https://example.org"},
        {"Origin": "null"},
        {"Host": "localhost:8000", "Origin": "http://localhost:9000"},
    ],
    ids=lambda headers: ",".join(f"{name}={value}" for name, value in headers.items()),
)
@pytest.mark.parametrize("path", ["/simulator", "/", "/healthz", "/alexa", "/nowhere"])
def test_it_refuses_other_names_and_other_sites(
    server: Server, path: str, headers: dict[str, str]
) -> None:
    method = "POST" if path in {"/simulator", "/alexa"} else "GET"
    answer = send(server, method, path, launch_request("amzn1.x"), JSON | headers)
    assert answer.status == 403
    assert answer.json()["reason"] == "simulator answers this machine only"


@pytest.mark.parametrize(
    "address", ["192.168.0.7", "8.8.8.8", "2001:db8::1", "::ffff:10.0.0.1", ""]
)
def test_it_refuses_other_machines(app: Flask, address: str) -> None:
    answer = app.test_client().post(
        "/simulator",
        data=launch_request("amzn1.x"),
        headers=JSON,
        environ_base={"REMOTE_ADDR": address},
    )
    assert answer.status_code == 403


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"])
def test_it_answers_this_machine(app: Flask, address: str) -> None:
    answer = app.test_client().post(
        "/simulator",
        data=launch_request("amzn1.x"),
        headers=JSON,
        environ_base={"REMOTE_ADDR": address},
    )
    assert answer.status_code == 200


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.0.0.1", "example.org"])  # noqa: S104
def test_there_is_no_simulator_app_for_another_address(host: str) -> None:
    with pytest.raises(SettingsError, match="HOST is"):
        create_simulator_app(make_turn(SETTINGS), Settings(host=host))


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (b"{", JSON),
        (b"\xff", JSON),
        (b"[]", JSON),
        (b"{}", JSON),
        (b"", JSON),
        (b"[" * 100_000, JSON),
        (launch_request("amzn1.x"), {}),
        (launch_request("amzn1.x"), {"Content-Type": "text/plain"}),
        (b" " * 300_000, JSON),
    ],
    ids=["cut", "bytes", "list", "empty_object", "empty", "deep", "no_type", "text", "large"],
)
def test_what_is_no_request_is_refused(
    server: Server, body: bytes, headers: dict[str, str]
) -> None:
    assert send(server, "POST", "/simulator", body, headers).status == 400


@pytest.mark.parametrize("skill_id", [None, SKILL_ID])
def test_its_alexa_route_is_verified_as_in_production(skill_id: str | None) -> None:
    authority = make_authority()
    settings = Settings(skill_id=skill_id, verify=False)
    app = create_simulator_app(make_turn(settings), settings, authority.trust())
    body = launch_request(SKILL_ID)
    with running(app) as server:
        assert send(server, "POST", "/alexa", body, JSON).status == 400
        signed = send(server, "POST", "/alexa", body, authority.sign(body))
    assert signed.status == (400 if skill_id is None else 200)


def test_its_pages_may_load_from_here_only(server: Server) -> None:
    headers = send(server, "GET", "/healthz").headers
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "microphone=(self)" in headers["Permissions-Policy"]


def test_the_answer_is_json_that_ends_the_session(server: Server) -> None:
    answer = send(server, "POST", "/simulator", launch_request("amzn1.x"), JSON)
    assert json.loads(answer.body)["response"]["shouldEndSession"] is True
