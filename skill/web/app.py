"""The production app: POST /alexa, verified by construction, and GET /healthz. Nothing else."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, Response, g, request

from skill.settings import Settings, SettingsError
from skill.web.amazon import make_adapter
from skill.web.certificate import Trust, amazon_trust
from skill.web.event import Event, Turn, describe, read_event
from skill.web.frame import HEADERS, make_frame, require_json
from skill.web.refusal import Reason, Refused
from skill.web.verify import Verifier


def create_app(turn: Turn, settings: Settings, trust: Trust | None = None) -> Flask:
    """The endpoint for Alexa. `trust` replaces Amazon's roots and host; nothing skips the check."""
    if settings.skill_id is None:
        raise SettingsError(
            "SKILL_ID is missing: set it to the id that the developer console shows, "
            "or requests for other skills could not be told from yours"
        )
    app = make_frame(settings, HEADERS)
    add_alexa(app, turn, settings.skill_id, trust)
    return app


def add_alexa(app: Flask, turn: Turn, skill_id: str | None, trust: Trust | None) -> None:
    """Give `app` the route POST /alexa. Without a skill id it refuses every request."""
    verifier = Verifier(skill_id, trust or amazon_trust())
    dispatch = make_adapter(app, turn, _read_and_tell, verifier.check_event)
    app.add_url_rule(
        "/alexa",
        view_func=lambda: _alexa(verifier, dispatch),
        endpoint="alexa",
        methods=["POST"],
        provide_automatic_options=False,
    )


def _alexa(verifier: Verifier, dispatch: Callable[[], Response]) -> Response:
    require_json()
    body = request.get_data()
    headers = request.headers
    verifier.check_signature(
        headers.get("Signature-256"), headers.get("SignatureCertChainUrl"), body
    )
    _require_utf8(body)
    return dispatch()


def _require_utf8(body: bytes) -> None:
    """The adapter decodes without a net."""
    try:
        body.decode()
    except UnicodeDecodeError:
        raise Refused(Reason.NOT_JSON) from None


def _read_and_tell(text: str) -> Event:
    """Read the event, and leave word of it for the log."""
    event = read_event(text)
    g.told = describe(event)
    return event
