"""Start the endpoint, or the simulator, and stop it when asked; refuse to start unsafely."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from flask import Flask

from skill.bootstrap import build_turn
from skill.settings import Settings, SettingsError
from skill.web.app import create_app
from skill.web.event import Turn
from skill.web.log import REQUESTS, logging_to
from skill.web.server import Server

MakeTurn = Callable[[Settings], Turn]
UNUSABLE = 2
STANDARD_ERROR = 2


def serve(settings: Settings, make_turn: MakeTurn = build_turn) -> int:
    """Run the production endpoint until SIGTERM or SIGINT; the exit code, 2 if it may not start."""
    return _run(settings, require_verified, lambda: create_app(make_turn(settings), settings))


def serve_simulator(settings: Settings, make_turn: MakeTurn = build_turn) -> int:
    """Run the page and the simulator on this machine until SIGTERM or SIGINT; the exit code.

    The turn answers whatever id an unsigned request states; POST /alexa checks it beforehand.
    """
    # The simulator's packages are an extra, which the production server does without.
    from skill.simulator.setting_up import warm_up
    from skill.web.simulator import create_simulator_app, require_loopback

    def make_app() -> Flask:
        app = create_simulator_app(make_turn(replace(settings, skill_id=None)), settings)
        warm_up()
        return app

    return _run(settings, lambda settings: require_loopback(settings.host), make_app)


def require_verified(settings: Settings) -> None:
    """Refuse to serve the public unless every request can be verified."""
    faults = []
    if settings.skill_id is None:
        faults.append(
            "SKILL_ID is missing: set it to the id that the developer console shows; "
            "to try the skill without one, add --simulator"
        )
    if not settings.verify:
        faults.append(
            "VERIFY is 'off': a public endpoint must verify that requests come from Alexa; remove "
            "it or set VERIFY=on; to try the skill with unsigned requests, add --simulator"
        )
    if faults:
        raise SettingsError(*faults)


def _run(
    settings: Settings, require: Callable[[Settings], None], make_app: Callable[[], Flask]
) -> int:
    try:
        require(settings)
        server = _listen(settings, make_app())
    except SettingsError as error:
        for fault in error.faults:
            print(fault, file=sys.stderr)
        return UNUSABLE
    with logging_to(partial(os.write, STANDARD_ERROR), settings.log_level):
        _answer(server)
    return 0


def _answer(server: Server) -> None:
    stop = threading.Event()
    for wish in (signal.SIGTERM, signal.SIGINT):
        signal.signal(wish, lambda *_: stop.set())
    host, port = server.address
    REQUESTS.info("listening", extra={"told": {"host": host, "port": port}})
    server.run(stop)
    REQUESTS.info("stopped")


def _listen(settings: Settings, app: Flask) -> Server:
    if settings.metrics_port is not None:
        _count(app, settings.metrics_port)
    try:
        return Server(app, settings.host, settings.port, settings.threads, settings.max_body)
    except (OSError, ValueError) as error:
        raise SettingsError(
            f"HOST and PORT are {settings.host!r} and {settings.port}: cannot listen there "
            f"({error}); choose another"
        ) from None


def _count(app: Flask, port: int) -> None:
    try:
        from skill.web.metrics import add_metrics  # an extra, not always installed

        add_metrics(app, port)
    except ImportError:
        raise SettingsError(
            "METRICS_PORT is set, but prometheus-client is not installed: "
            "install lip-twitch-guide[web], or remove METRICS_PORT"
        ) from None
    except OSError as error:
        raise SettingsError(
            f"METRICS_PORT is {port}: cannot listen there ({error}); choose another"
        ) from None
