"""The endpoint in a process of its own, with a self-made Amazon: something to measure and attack.

It runs the production app on the production server; only whom it trusts is exchanged.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path

from cryptography import x509
from cryptography.x509.verification import Store
from flask import Flask

from skill.settings import Settings
from skill.web.app import create_app
from skill.web.authority import chain, launch_request, make_authority
from skill.web.certificate import Trust
from skill.web.event import Turn
from skill.web.log import logging_to
from skill.web.server import Server

MakeTurn = Callable[[Settings], Turn]
SKILL_ID = "amzn1.ask.skill.rehearsal"
START = 60


@dataclass(frozen=True, slots=True)
class Stage:
    """A running server: where it listens, what a good request to it is, how to sign another."""

    name: str
    host: str
    port: int
    pid: int
    method: str
    path: str
    skill_id: str
    sign: Callable[[bytes], Mapping[str, str]]
    good: Callable[[], bytes]


@contextmanager
def rehearse_skill(make_turn: MakeTurn, settings: Settings | None = None) -> Iterator[Stage]:
    """Run the endpoint; `make_turn` is a module's function, as its process imports it by name."""
    authority = make_authority()
    usual = replace(settings or Settings(), skill_id=SKILL_ID, host="127.0.0.1", port=0)
    trusted = (chain(authority.root), authority.chain())
    with _process(_run_skill, make_turn, usual, *trusted) as (pid, port):
        yield Stage(
            "skill", usual.host, port, pid, "POST", "/alexa", SKILL_ID, authority.sign, _good
        )


def _good() -> bytes:
    return launch_request(SKILL_ID)


@contextmanager
def rehearse_hello() -> Iterator[Stage]:
    """Run the hello world of Flask's own documentation on the same server, to compare with."""
    with _process(_run_hello) as (pid, port):
        yield Stage("hello", "127.0.0.1", port, pid, "GET", "/", "", lambda _body: {}, lambda: b"")


@contextmanager
def _process(target: Callable[..., None], *arguments: object) -> Iterator[tuple[int, int]]:
    """Start it afresh, nothing inherited; wait for its port; in the end stop it as an init does."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=target, args=(theirs, *arguments), daemon=True)
    process.start()
    try:
        theirs.close()
        if not ours.poll(START):
            raise TimeoutError("the server to rehearse with did not start in time")
        yield process.pid or 0, ours.recv()
    finally:
        process.terminate()
        process.join(15)


def _run_skill(
    told: Connection, make_turn: MakeTurn, settings: Settings, root: bytes, file: bytes
) -> None:
    trust = Trust(Store(x509.load_pem_x509_certificates(root)), lambda _path: file)
    with Path(os.devnull).open("wb", 0) as nowhere, logging_to(nowhere.write, settings.log_level):
        _run(told, create_app(make_turn(settings), settings, trust), settings)


def _run_hello(told: Connection) -> None:
    app = Flask("hello")
    app.add_url_rule("/", view_func=lambda: "<p>Hello, World!</p>", endpoint="hello")
    _run(told, app, Settings(port=0))


def _run(told: Connection, app: Flask, settings: Settings) -> None:
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    server = Server(app, settings.host, settings.port, settings.threads, settings.max_body)
    told.send(server.address[1])
    server.run(stop)
