"""Starting, refusing to start, waiting no longer than is fair, and stopping without a loss."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hello_skill import make_slow_turn, make_turn
from web_support import SKILL_ID, running, send, wait_until

import skill.web.server
from skill.settings import Settings
from skill.web.app import create_app
from skill.web.authority import make_authority
from skill.web.event import Turn
from skill.web.rehearsal import rehearse_skill
from skill.web.serve import serve, serve_simulator

HERE = Path(__file__).parent
GOOD = Settings(skill_id=SKILL_ID, port=0)


def _never(_settings: Settings) -> Turn:
    pytest.fail("the skill was made although it may not start")


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        (Settings(), ["SKILL_ID is missing"]),
        (Settings(skill_id=SKILL_ID, verify=False), ["VERIFY is 'off'"]),
        (Settings(verify=False), ["SKILL_ID is missing", "VERIFY is 'off'"]),
    ],
    ids=["no_skill_id", "verification_off", "both"],
)
def test_serve_refuses_to_start(
    settings: Settings, told: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert serve(settings, _never) == 2
    lines = capsys.readouterr().err.splitlines()
    assert [line[: len(start)] for line, start in zip(lines, told, strict=True)] == told
    assert all("--simulator" in line for line in lines)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.0.1", "example.org", ""])  # noqa: S104
def test_the_simulator_refuses_to_be_reachable(
    host: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert serve_simulator(Settings(host=host), _never) == 2
    assert capsys.readouterr().err.startswith(f"HOST is {host!r}")


def test_serve_says_when_the_port_is_taken(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert serve(Settings(skill_id=SKILL_ID, port=port), make_turn) == 2
    assert f"HOST and PORT are '127.0.0.1' and {port}: cannot listen" in capsys.readouterr().err


def test_metrics_without_their_package_name_the_extra_that_has_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delitem(sys.modules, "skill.web.metrics", raising=False)
    monkeypatch.setitem(sys.modules, "prometheus_client", None)
    assert serve(replace(GOOD, metrics_port=9100), make_turn) == 2
    [line] = capsys.readouterr().err.splitlines()
    extras = tomllib.loads((HERE.parent / "pyproject.toml").read_text("utf-8"))["project"]
    [named] = re.findall(r"lip-twitch-guide\[(\w+)\]", line)
    assert "prometheus-client" in extras["optional-dependencies"][named]


@pytest.mark.parametrize("kind", ["serve", "serve_simulator"])
def test_it_starts_answers_and_stops_on_sigterm(kind: str) -> None:
    program = (
        f"import sys; from hello_skill import make_turn; from skill.web.serve import {kind};"
        f"from skill.settings import Settings;"
        f"sys.exit({kind}(Settings(skill_id={SKILL_ID!r}, port=0), make_turn))"
    )
    path = os.pathsep.join([str(HERE), str(HERE.parent)])
    process = subprocess.Popen(
        [sys.executable, "-c", program],
        stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": path},
        text=True,
    )
    try:
        assert process.stderr is not None
        listening = json.loads(process.stderr.readline())
        with socket.create_connection((listening["host"], listening["port"]), 10) as connection:
            connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert connection.recv(1000).startswith(b"HTTP/1.1 200")
            process.send_signal(signal.SIGTERM)
            assert process.wait(10) == 0
        said = [json.loads(line)["message"] for line in process.stderr.read().splitlines()]
        assert said == ["request", "stopped"]
    finally:
        process.kill()
        process.wait()
        if process.stderr:
            process.stderr.close()


def test_a_stop_loses_no_request_that_was_begun() -> None:
    with rehearse_skill(make_slow_turn) as stage:
        statuses: list[bytes] = []
        body = stage.good()
        headers = "".join(f"{name}: {value}\r\n" for name, value in stage.sign(body).items())
        head = f"POST /alexa HTTP/1.1\r\nHost: x\r\n{headers}Content-Length: {len(body)}\r\n\r\n"

        def ask() -> None:
            with socket.create_connection((stage.host, stage.port), 10) as connection:
                connection.sendall(head.encode() + body)
                statuses.append(connection.recv(12))

        asking = [threading.Thread(target=ask) for _ in range(12)]
        for one in asking:
            one.start()
        time.sleep(0.5)
        os.kill(stage.pid, signal.SIGTERM)
        for one in asking:
            one.join(15)
        assert statuses == [b"HTTP/1.1 200"] * 12
        wait_until(lambda: _refuses(stage.host, stage.port))


def _refuses(host: str, port: int) -> bool:
    try:
        socket.create_connection((host, port), 1).close()
    except OSError:
        return True
    return False


@pytest.mark.parametrize(
    "start",
    [b"POST /alexa HTTP/1.1\r\nContent-Le", b"POST /alexa HTTP/1.1\r\nContent-Length: 9\r\n\r\n{"],
    ids=["header", "body"],
)
def test_a_request_that_drips_in_is_cut_off(start: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(skill.web.server, "SLOWEST_REQUEST", 0.3)
    app = create_app(make_turn(GOOD), GOOD, make_authority().trust())
    with running(app) as server, socket.create_connection(server.address, 10) as connection:
        connection.sendall(start)
        began = time.monotonic()
        head, _, body = connection.makefile("rb").read().partition(b"\r\n\r\n")
        assert time.monotonic() - began < 5
        assert head.split()[1] == b"400"
        assert json.loads(body)["reason"] == "request did not arrive in time"
        assert send(server, "GET", "/healthz").status == 200


def test_what_serves_the_public_knows_neither_simulator_nor_self_made_authority() -> None:
    program = "import sys, skill.web.serve; print(list(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PYTHONPATH": str(HERE.parent)},
    )
    assert "skill.web.certificate" in done.stdout
    assert "skill.simulator" not in done.stdout
    assert "rapidfuzz" not in done.stdout
    assert "authority" not in done.stdout
    assert "rehearsal" not in done.stdout
