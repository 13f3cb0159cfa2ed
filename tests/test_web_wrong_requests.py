"""Wrong requests to the commands as people start them: a 4xx, a short reason, nothing more."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from web_support import SKILL_ID, Answer, Started, send, started

JSON = {"Content-Type": "application/json"}
ELSEWHERE = JSON | {"Origin": "https://example.org"}
LAUNCH = b'{"request": {"type": "LaunchRequest"}}'
HUGE = b" " * 2_000_000
LARGEST = 100

Request = tuple[str, str, bytes | None, dict[str, str]]

# What is sent, and the status from the simulator and from production.
WRONG: dict[str, tuple[Request, int, int]] = {
    "GET /alexa": (("GET", "/alexa", None, {}), 405, 405),
    "HEAD /alexa": (("HEAD", "/alexa", None, {}), 405, 405),
    "unsigned": (("POST", "/alexa", LAUNCH, JSON), 400, 400),
    "text to /alexa": (("POST", "/alexa", LAUNCH, {"Content-Type": "text/plain"}), 400, 400),
    "a form to /alexa": (
        ("POST", "/alexa", b"a=b", {"Content-Type": "application/x-www-form-urlencoded"}),
        400,
        400,
    ),
    "no type to /alexa": (("POST", "/alexa", LAUNCH, {}), 400, 400),
    "half of a JSON to /alexa": (("POST", "/alexa", b"{", JSON), 400, 400),
    "huge to /alexa": (("POST", "/alexa", HUGE, JSON), 400, 400),
    "OPTIONS /alexa": (("OPTIONS", "/alexa", None, {}), 405, 405),
    "GET /simulator": (("GET", "/simulator", None, {}), 405, 404),
    "HEAD /simulator": (("HEAD", "/simulator", None, {}), 405, 404),
    "text to /simulator": (
        ("POST", "/simulator", LAUNCH, {"Content-Type": "text/plain"}),
        400,
        404,
    ),
    "half of a JSON to /simulator": (("POST", "/simulator", b"{", JSON), 400, 404),
    "no request in the JSON": (("POST", "/simulator", b"{}", JSON), 400, 404),
    "huge to /simulator": (("POST", "/simulator", HUGE, JSON), 400, 400),
    "another site's /simulator": (("POST", "/simulator", LAUNCH, ELSEWHERE), 403, 404),
    "another site's preflight": (("OPTIONS", "/simulator", None, ELSEWHERE), 403, 404),
    "another site's /simulator/say": (("POST", "/simulator/say", b"{}", ELSEWHERE), 403, 404),
    "half of a JSON to /simulator/say": (("POST", "/simulator/say", b"{", JSON), 400, 404),
    "PUT /": (("PUT", "/", b"x", {}), 405, 404),
    "POST /": (("POST", "/", LAUNCH, JSON), 405, 404),
    "DELETE /healthz": (("DELETE", "/healthz", None, {}), 405, 405),
    "an invented method": (("BREW", "/alexa", None, {}), 405, 405),
    "GET /nowhere": (("GET", "/nowhere", None, {}), 404, 404),
    "POST /nowhere": (("POST", "/nowhere", LAUNCH, JSON), 404, 404),
    "GET /favicon.ico": (("GET", "/favicon.ico", None, {}), 404, 404),
    "up and out of /static": (("GET", "/static/../app.py", None, {}), 404, 404),
    "encoded, up and out": (("GET", "/static/%2e%2e/app.py", None, {}), 404, 404),
    "a list of /static": (("GET", "/static/", None, {}), 404, 404),
}


@pytest.fixture(scope="module")
def simulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Started]:
    with started(tmp_path_factory.mktemp("log") / "log.jsonl", "--simulator") as server:
        yield server


@pytest.fixture(scope="module")
def production(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Started]:
    log = tmp_path_factory.mktemp("log") / "log.jsonl"
    with started(log, SKILL_ID=SKILL_ID) as server:
        yield server


@pytest.mark.parametrize("case", WRONG)
def test_the_simulator_says_briefly_what_is_wrong(simulator: Started, case: str) -> None:
    request, status, _ = WRONG[case]
    assert_brief(send(simulator, *request), status, request)


@pytest.mark.parametrize("case", WRONG)
def test_production_says_briefly_what_is_wrong(production: Started, case: str) -> None:
    request, _, status = WRONG[case]
    assert_brief(send(production, *request), status, request)


def assert_brief(answer: Answer, status: int, request: Request) -> None:
    assert answer.status == status
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Server" not in answer.headers
    if request[0] == "HEAD":
        assert answer.body == b""
        return
    told = json.loads(answer.body)
    assert set(told) == {"status", "reason"}
    assert told["status"] == status
    assert len(answer.body) < LARGEST


def test_after_all_of_it_both_are_well_and_have_logged_no_fault(
    simulator: Started, production: Started
) -> None:
    for server in (simulator, production):
        for request, *_ in WRONG.values():
            send(server, *request)
        assert send(server, "GET", "/healthz").status == 200
        assert {line["level"] for line in server.lines()} == {"INFO"}
        assert all(line.get("status", 0) < 500 for line in server.lines())
