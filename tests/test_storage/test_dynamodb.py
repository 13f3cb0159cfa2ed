"""DynamoDB's faults made for real, over HTTP on this machine."""

from __future__ import annotations

import json
import logging
import socket
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from ask_sdk_core.exceptions import PersistenceException

from skill.storage.dynamodb import CONFIG, DynamoStore, connect
from skill.storage.faults import Fault, StorageError

from .backends import ANNS, Clock, DynamoBackend, memory_over
from .envelopes import launch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from skill.storage.memory import Memory

TALK: dict[str, object] = {"told": "MARK-OF-THIS-TALK"}
# Half of what Alexa waits for an answer; loaded machines included.
SOON = 4.0

Answer = tuple[int, bytes]


def refusal(code: str, status: int = 400) -> Answer:
    """Word an error as the service does; its message quotes the request, as some do."""
    kind = f"com.amazonaws.dynamodb.v20120810#{code}"
    return status, json.dumps({"__type": kind, "message": "MARK-OF-THIS-TALK"}).encode()


REFUSALS = {
    "throttled": (refusal("ProvisionedThroughputExceededException"), Fault.THROTTLED),
    "throttled by the account": (refusal("ThrottlingException"), Fault.THROTTLED),
    "no right": (refusal("AccessDeniedException"), Fault.REFUSED),
    "unknown key": (refusal("UnrecognizedClientException"), Fault.REFUSED),
    "expired token": (refusal("ExpiredTokenException"), Fault.REFUSED),
    "server error": (refusal("InternalServerError", 500), Fault.DOWN),
    "server error of a proxy": ((502, b"<html>bad gateway</html>"), Fault.DOWN),
    "unavailable": ((503, b""), Fault.DOWN),
    "never heard of": (refusal("SomethingNewException"), Fault.OTHER),
    "moved": ((301, b""), Fault.OTHER),
    "not found by a proxy": ((404, b"<html>not found</html>"), Fault.OTHER),
}


def memory_at(aws: pytest.MonkeyPatch, port: int) -> Memory:
    """Open a memory whose table is said to be at that port of this machine."""
    aws.setenv("AWS_ENDPOINT_URL_DYNAMODB", f"http://127.0.0.1:{port}")
    return memory_over(DynamoStore(connect(), "memory"), Clock())


def faults_of(memory: Memory) -> set[Fault]:
    """Tell the kinds of the faults of all three calls, each soon enough for a voice turn."""
    calls: list[Callable[[], object]] = [
        lambda: memory.get_attributes(launch()),
        lambda: memory.save_attributes(launch(), TALK),
        lambda: memory.delete_attributes(launch()),
    ]
    return {fault_of(call) for call in calls}


def fault_of(call: Callable[[], object]) -> Fault:
    """Tell the kind of the fault that the call raises."""
    began = time.monotonic()
    with pytest.raises(PersistenceException) as raised:
        call()
    assert time.monotonic() - began < SOON
    assert isinstance(raised.value, StorageError)
    assert raised.value.__cause__ is None
    assert "MARK-OF-THIS-TALK" not in str(raised.value)
    return raised.value.kind


@contextmanager
def serving(answer: Callable[[int], Answer]) -> Iterator[tuple[int, list[str]]]:
    """Answer the nth request as told; give the port, and the operations that were asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            asked.append(self.headers["X-Amz-Target"])
            status, body = answer(len(asked))
            self.send_response(status)
            self.send_header("Content-Type", "application/x-amz-json-1.0")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server.server_port, asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def talking(with_it: Callable[[socket.socket], None]) -> Iterator[int]:
    """Listen, and do with each connection as told, below HTTP."""
    listener = socket.create_server(("127.0.0.1", 0))

    def accept() -> None:
        open_ones = []
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                break
            open_ones.append(connection)
            with_it(connection)
        for connection in open_ones:
            connection.close()

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()


def hang_up(connection: socket.socket) -> None:
    """Close without a word."""
    connection.recv(65536)
    connection.close()


def break_off(connection: socket.socket) -> None:
    """Close in the middle of an answer."""
    connection.recv(65536)
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\nX-Amz-Crc32: 2745614147\r\n\r\n"
    connection.sendall(head + b'{"Item": ')
    connection.close()


def talk_nonsense(connection: socket.socket) -> None:
    """Answer with something that is not HTTP."""
    connection.recv(65536)
    connection.sendall(b"220 mail.example ESMTP\r\n")
    connection.close()


class TestFaults:
    """Each is one exception, soon."""

    def test_closed_port(self, aws: pytest.MonkeyPatch) -> None:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            port = listener.getsockname()[1]
        assert faults_of(memory_at(aws, port)) == {Fault.DOWN}

    def test_accepts_and_never_answers(self, aws: pytest.MonkeyPatch) -> None:
        with talking(lambda _: None) as port:
            assert faults_of(memory_at(aws, port)) == {Fault.SLOW}

    def test_never_accepts(self, aws: pytest.MonkeyPatch) -> None:
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            listener.listen(0)
            waiting = [socket.socket() for _ in range(4)]
            for one in waiting:
                one.settimeout(0)
                one.connect_ex(listener.getsockname())
            assert faults_of(memory_at(aws, listener.getsockname()[1])) == {Fault.SLOW}
            for one in waiting:
                one.close()

    @pytest.mark.parametrize("manner", [hang_up, break_off, talk_nonsense])
    def test_breaks_off(
        self, aws: pytest.MonkeyPatch, manner: Callable[[socket.socket], None]
    ) -> None:
        with talking(manner) as port:
            assert faults_of(memory_at(aws, port)) == {Fault.DOWN}

    @pytest.mark.parametrize(("answer", "kind"), REFUSALS.values(), ids=REFUSALS)
    def test_refuses(self, aws: pytest.MonkeyPatch, answer: Answer, kind: Fault) -> None:
        with serving(lambda _: answer) as (port, asked):
            assert faults_of(memory_at(aws, port)) == {kind}
            # One retry at most for each of the three calls.
            assert len(asked) in (3, 6)

    def test_a_first_fault_is_tried_again(self, aws: pytest.MonkeyPatch) -> None:
        with serving(lambda n: refusal("InternalServerError", 500) if n == 1 else (200, b"{}")) as (
            port,
            asked,
        ):
            memory = memory_at(aws, port)
            memory.save_attributes(launch(), TALK)
            assert asked == ["DynamoDB_20120810.PutItem"] * 2

    @pytest.mark.parametrize("body", [b"", b"{", b"{}", b'{"Items": 7}'])
    def test_an_answer_without_an_item_reads_as_nothing(
        self, aws: pytest.MonkeyPatch, body: bytes
    ) -> None:
        with serving(lambda _: (200, body)) as (port, _):
            assert memory_at(aws, port).get_attributes(launch()) == {}

    @pytest.mark.parametrize("body", [b"[]", b"null", b"\xff\xfe", b'{"Item": 7}'])
    def test_answers_nonsense(self, aws: pytest.MonkeyPatch, body: bytes) -> None:
        with serving(lambda _: (200, body)) as (port, _):
            memory = memory_at(aws, port)
            assert fault_of(lambda: memory.get_attributes(launch())) is Fault.CORRUPT

    def test_no_table(self, dynamo_backend: DynamoBackend) -> None:
        assert dynamo_backend.place
        memory = memory_over(DynamoStore(connect(), "nowhere"), Clock())
        assert faults_of(memory) == {Fault.MISSING}

    def test_a_table_of_something_else(self, dynamo_backend: DynamoBackend) -> None:
        assert dynamo_backend.place
        boto3.client("dynamodb").create_table(
            TableName="photographs",
            KeySchema=[{"AttributeName": "name", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "name", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )
        memory = memory_over(DynamoStore(connect(), "photographs"), Clock())
        assert faults_of(memory) == {Fault.SCHEMA}

    def test_no_credentials(self, aws: pytest.MonkeyPatch) -> None:
        aws.delenv("AWS_ACCESS_KEY_ID")
        aws.delenv("AWS_SECRET_ACCESS_KEY")
        with serving(lambda _: (200, b"{}")) as (port, asked):
            assert faults_of(memory_at(aws, port)) == {Fault.REFUSED}
            assert asked == []

    def test_goes_on_once_the_fault_has_gone(self, dynamo_backend: DynamoBackend) -> None:
        client = boto3.client("dynamodb")
        memory = memory_over(dynamo_backend.store(), Clock())
        memory.save_attributes(launch(), TALK)
        client.delete_table(TableName=dynamo_backend.place)
        assert faults_of(memory) == {Fault.MISSING}
        client.create_table(
            TableName=dynamo_backend.place,
            KeySchema=[{"AttributeName": "person", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "person", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )
        assert memory.get_attributes(launch()) == {}
        memory.save_attributes(launch(), TALK)
        assert memory.get_attributes(launch()) == TALK


class TestTable:
    """What the table needs to know."""

    def test_the_ttl_attribute_is_a_number_of_its_own(self, dynamo_backend: DynamoBackend) -> None:
        memory_over(dynamo_backend.store(), Clock()).save_attributes(launch(), TALK)
        client = boto3.client("dynamodb")
        ttl = client.describe_time_to_live(TableName=dynamo_backend.place)
        attribute = ttl["TimeToLiveDescription"]["AttributeName"]
        item = client.get_item(TableName=dynamo_backend.place, Key={"person": {"S": ANNS}})["Item"]
        assert set(item[attribute]) == {"N"}

    def test_a_day_ends_at_reading_though_the_ttl_is_late(
        self, dynamo_backend: DynamoBackend
    ) -> None:
        clock = Clock(now=1_000.0)
        memory = memory_over(dynamo_backend.store(), clock)
        memory.save_attributes(launch(), TALK)
        assert dynamo_backend.rows()
        clock.now = time.time()
        assert memory.get_attributes(launch()) == {}
        assert dynamo_backend.rows() == {}

    def test_reads_what_the_last_write_left(self, aws: pytest.MonkeyPatch) -> None:
        requests = []
        with serving(lambda _: (200, b"{}")) as (port, _):
            aws.setenv("AWS_ENDPOINT_URL_DYNAMODB", f"http://127.0.0.1:{port}")
            client: Any = connect()
            client.meta.events.register(
                "provide-client-params.dynamodb.GetItem",
                lambda params, **_: requests.append(params),
            )
            memory_over(DynamoStore(client, "memory"), Clock()).get_attributes(launch())
        assert [request["ConsistentRead"] for request in requests] == [True]

    def test_a_sweep_is_left_to_the_table(self, dynamo_backend: DynamoBackend) -> None:
        clock = Clock()
        memory = memory_over(dynamo_backend.store(), clock)
        memory.save_attributes(launch(), TALK)
        clock.now += 1_000_000
        assert memory.sweep() == 0

    def test_an_item_of_strange_types_reads_as_nothing(self, dynamo_backend: DynamoBackend) -> None:
        strange = {"version": {"NULL": True}, "expires": {"L": []}, "seal": {"M": {}}}
        boto3.client("dynamodb").put_item(
            TableName=dynamo_backend.place, Item={"person": {"S": ANNS}, **strange}
        )
        memory = memory_over(dynamo_backend.store(), Clock())
        assert memory.get_attributes(launch()) == {}
        assert dynamo_backend.rows() == {}


def test_waits_no_longer_than_a_voice_turn_allows() -> None:
    """Two attempts of connecting and reading, and the wait between, well under Alexa's 8 s."""
    settings: Any = CONFIG
    assert 2 * (settings.connect_timeout + settings.read_timeout) + 0.05 < 3


def test_no_region_is_told_at_the_start(aws: pytest.MonkeyPatch) -> None:
    aws.delenv("AWS_DEFAULT_REGION")
    with pytest.raises(ValueError, match="AWS_DEFAULT_REGION"):
        connect()


def test_requests_are_never_written_to_the_log(
    aws: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with serving(lambda _: refusal("ValidationException")) as (port, _):
        faults_of(memory_at(aws, port))
    assert "schema" in caplog.text
    assert "MARK-OF-THIS-TALK" not in caplog.text
    assert ANNS not in caplog.text
