"""The app for one's own machine: the page, and the skill without signatures. Loopback only."""

from __future__ import annotations

import ipaddress
import re

from flask import Flask, Response, g, jsonify, request

from skill.settings import Settings, SettingsError
from skill.web.app import add_alexa
from skill.web.certificate import Trust
from skill.web.event import Turn, describe, read_event
from skill.web.frame import HEADERS, make_frame, require_json
from skill.web.page import add_page
from skill.web.refusal import Reason, Refused

LOCAL_NAME = re.compile(r"(localhost|127\.0\.0\.1|\[::1\])(:[0-9]{1,5})?")
PAGE_HEADERS = HEADERS | {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data:; media-src 'self' data: blob:; "
        "object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(self)",
}


def create_simulator_app(turn: Turn, settings: Settings, trust: Trust | None = None) -> Flask:
    """The page and what it talks to, POST /simulator, and POST /alexa as in production.

    The guard holds for every route, also for those that a blueprint adds later.
    """
    require_loopback(settings.host)
    app = make_frame(settings, PAGE_HEADERS, static="static")
    app.before_request(_guard)
    app.add_url_rule(
        "/simulator",
        view_func=lambda: _simulate(turn),
        endpoint="simulator",
        methods=["POST"],
        provide_automatic_options=False,
    )
    add_page(app, turn, settings)
    add_alexa(app, turn, settings.skill_id, trust)
    return app


def require_loopback(host: str) -> None:
    """Refuse to be reachable from elsewhere."""
    if host != "localhost" and not _is_loopback(host):
        raise SettingsError(
            f"HOST is {host[:80]!r}: the simulator answers unsigned requests, so it listens on "
            "this machine only; set HOST to 127.0.0.1, or leave out --simulator"
        )


def _simulate(turn: Turn) -> Response:
    require_json()
    try:
        event = read_event(request.get_data().decode())
    except UnicodeDecodeError:
        raise Refused(Reason.NOT_JSON) from None
    g.told = describe(event)
    return jsonify(turn(event))


def _guard() -> None:
    """Only this machine, under its own name, and no page of another site (DNS rebinding, CSRF)."""
    host = request.headers.get("Host", "").lower()
    origin = request.headers.get("Origin", f"http://{host}").lower()
    local = _is_loopback(request.remote_addr or "") and LOCAL_NAME.fullmatch(host)
    if not local or origin != f"http://{host}":
        raise Refused(Reason.NOT_LOCAL, 403)


def _is_loopback(address: str) -> bool:
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    mapped = ip.ipv4_mapped if isinstance(ip, ipaddress.IPv6Address) else None
    return (mapped or ip).is_loopback
