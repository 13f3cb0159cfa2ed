"""The archive runs as Lambda runs it: unpacked, with Amazon's runtime client and nothing else."""

import json
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import distribution
from pathlib import Path
from typing import Any, Self
from zipfile import ZipFile

import pytest

from skill.deploy.lambda_zip import build_lambda_zip
from skill.simulator.envelope import APPLICATION, ended, launch, session_envelope

RUNTIME_CLIENT = ("awslambdaric", "simplejson", "snapshot-restore-py")
NOT_ON_LAMBDA = {"flask", "flask_ask_sdk", "cryptography", "requests", "boto3", "botocore"}
LIKE_LAMBDA = ["-S", "-s", "-B", "-v", "-m", "awslambdaric", "lambda_function.lambda_handler"]
LONGEST_INTERVIEW = 14
WAIT = 60

Json = dict[str, Any]


@dataclass(slots=True)
class Outcome:
    """What the function posted back for one event."""

    kind: str
    body: Json


@dataclass(slots=True)
class RuntimeApi:
    """Lambda's Runtime API, as far as one function at a time needs it."""

    events: queue.Queue[str] = field(default_factory=queue.Queue)
    outcomes: queue.Queue[Outcome] = field(default_factory=queue.Queue)
    server: ThreadingHTTPServer = field(init=False)

    def __enter__(self) -> Self:
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._requests())
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()

    @property
    def address(self) -> str:
        """Where the runtime client looks for events."""
        return f"127.0.0.1:{self.server.server_port}"

    def invoke(self, event: object) -> Outcome:
        """Hand over an event and wait for what becomes of it."""
        self.events.put(json.dumps(event))
        return self.outcomes.get(timeout=WAIT)

    def _requests(self) -> type[BaseHTTPRequestHandler]:
        api = self

        class Requests(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                body = api.events.get().encode()
                self.send_response(200)
                self.send_header("Lambda-Runtime-Aws-Request-Id", "1")
                self.send_header("Lambda-Runtime-Deadline-Ms", "99999999999999")
                self.send_header("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:x:0:f")
                self.send_header("Content-Type", "application/json")
                self._finish(body)

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                api.outcomes.put(Outcome(self.path.rsplit("/", 1)[-1], json.loads(body or "{}")))
                self.send_response(202)
                self._finish(b"{}")

            def _finish(self, body: bytes) -> None:
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        return Requests


@dataclass(slots=True)
class Function:
    """The function as it runs: send it events, then read what Python told of its imports."""

    api: RuntimeApi
    process: subprocess.Popen[bytes]
    told: Path
    log: Path

    def stop(self) -> str:
        """End the process and give what `python -v` wrote."""
        self.process.kill()
        self.process.wait(WAIT)
        return self.told.read_text("utf-8", errors="replace")


@pytest.fixture(scope="module")
def task(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive, built for this Python and unpacked as into /var/task."""
    folder = tmp_path_factory.mktemp("task")
    archive = build_lambda_zip(tmp_path_factory.mktemp("build") / "lambda.zip", sys.executable)
    with ZipFile(archive.path) as file:
        file.extractall(folder)
    return folder


@pytest.fixture(scope="module")
def runtime_client(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Amazon's runtime client alone, which Lambda has outside of the task."""
    folder = tmp_path_factory.mktemp("runtime")
    for name in RUNTIME_CLIENT:
        for path in distribution(name).files or ():
            if ".." not in path.parts and "__pycache__" not in path.parts:
                target = folder / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(path.read_binary())
    return folder


@contextmanager
def running(task: Path, runtime_client: Path, told: Path, **env: str) -> Iterator[Function]:
    """Run the function with no other package in sight than the task and the client."""
    log = told.with_suffix(".log")
    with RuntimeApi() as api, told.open("wb") as stderr, log.open("wb") as stdout:
        place = {"PYTHONPATH": str(runtime_client), "LAMBDA_TASK_ROOT": str(task), "TZ": ":UTC"}
        lambda_says = {"AWS_LAMBDA_RUNTIME_API": api.address, "AWS_LAMBDA_FUNCTION_NAME": "skill"}
        process = subprocess.Popen(
            [sys.executable, *LIKE_LAMBDA],
            cwd=task,
            env={**place, **lambda_says, **env},
            stdout=stdout,
            stderr=stderr,
        )
        function = Function(api, process, told, log)
        yield function
        function.stop()


@pytest.fixture(scope="module")
def function(
    task: Path, runtime_client: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Function]:
    told = tmp_path_factory.mktemp("told") / "stderr.txt"
    with running(task, runtime_client, told, SKILL_ID=APPLICATION) as function:
        yield function


def event(
    request: Json, attributes: Json | None = None, *, new: bool = False, app: str = APPLICATION
) -> Json:
    return session_envelope(
        request,
        session="amzn1.echo-api.session.1",
        new=new,
        attributes=attributes or {},
        locale="en-GB",
        application=app,
    )


def intent(name: str) -> Json:
    return {"type": "IntentRequest", "intent": {"name": name, "confirmationStatus": "NONE"}}


def answer(function: Function, sent: object) -> Json:
    outcome = function.api.invoke(sent)
    assert outcome.kind == "response", outcome
    return outcome.body


def test_a_launch_is_answered(function: Function) -> None:
    body = answer(function, event(launch(), new=True))
    assert body["response"]["outputSpeech"]["ssml"].startswith("<speak>")
    assert body["response"]["shouldEndSession"] is False
    assert body["response"]["reprompt"]


def test_an_interview_reaches_its_result(function: Function) -> None:
    body = answer(function, event(launch(), new=True))
    for asked in range(LONGEST_INTERVIEW + 1):
        if "card" in body["response"]:
            break
        assert body["response"]["shouldEndSession"] is False, asked
        body = answer(function, event(intent("AMAZON.NoIntent"), body["sessionAttributes"]))
    assert body["response"]["card"]["type"] in {"Simple", "Standard"}


def test_an_event_that_is_no_request_is_answered_with_nothing(function: Function) -> None:
    body = answer(function, event({"type": "Nonsense.Request"}))
    assert body["response"].get("outputSpeech") is None
    assert answer(function, event(launch(), new=True))["response"]["outputSpeech"]


def test_the_end_of_a_session_is_answered_in_silence(function: Function) -> None:
    response = answer(function, event(ended()))["response"]
    assert not {"outputSpeech", "card", "directives", "reprompt"} & set(response)


@pytest.mark.parametrize("sent", [None, [], {}, "text", event(launch(), app="amzn1.ask.skill.x")])
def test_what_is_not_for_this_skill_is_an_error(function: Function, sent: object) -> None:
    outcome = function.api.invoke(sent)
    assert outcome.kind == "error"
    assert outcome.body["errorType"] == "NotForUsError"
    assert "[ERROR] NotForUsError" in function.log.read_text("utf-8")


def test_the_log_tells_nothing_of_a_person(function: Function) -> None:
    said = event(intent("AMAZON.YesIntent"), {"conversation": {"spoilt": "secret"}})
    answer(function, said)
    log = function.log.read_text("utf-8")
    for told in ("secret", "AMAZON.YesIntent", said["context"]["System"]["user"]["userId"]):
        assert told not in log


def test_without_a_skill_id_it_refuses_to_start(
    task: Path, runtime_client: Path, tmp_path: Path
) -> None:
    with running(task, runtime_client, tmp_path / "stderr.txt") as function:
        outcome = function.api.outcomes.get(timeout=WAIT)
    assert outcome.kind == "error"
    assert "SKILL_ID" in outcome.body["errorMessage"]


def test_it_loads_bytecode_only_and_nothing_that_a_turn_does_not_need(
    function: Function, task: Path
) -> None:
    answer(function, event(launch(), new=True))
    told = function.stop()
    lines = told.splitlines()
    imported = {line.split("'")[1].split(".")[0] for line in lines if "import '" in line}
    assert "ask_sdk_core" in imported
    assert not NOT_ON_LAMBDA & imported
    assert f"# code object from '{task}/skill/__pycache__/" in told
    assert [line for line in lines if line.startswith(f"# code object from {task}/")] == []
