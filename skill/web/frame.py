"""What every Flask app of ours has around its routes: limits, headers, short errors, a log line."""

from __future__ import annotations

import time
import uuid

from flask import Flask, Response, current_app, g, jsonify, request
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from skill.settings import Settings
from skill.web.event import Told
from skill.web.log import REQUESTS, log_request
from skill.web.refusal import Reason, Refused

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def make_frame(settings: Settings, headers: dict[str, str], static: str | None = None) -> Flask:
    """An app without routes but `/healthz` and, where a folder is named, `/static/`."""
    app = Flask("skill.web", static_folder=static)
    app.config["MAX_CONTENT_LENGTH"] = settings.max_body
    app.url_map.merge_slashes = False
    app.before_request(_begin)
    app.after_request(_end)
    app.after_request(lambda response: _with_headers(response, headers))
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _bug)
    app.add_url_rule("/healthz", view_func=healthz, provide_automatic_options=False)
    return app


def healthz() -> Response:
    """Say that the process is up and can answer."""
    return jsonify(status="ok")


def require_json() -> None:
    """Refuse a body that does not say it is JSON."""
    if request.mimetype != "application/json":
        raise Refused(Reason.NOT_JSON_TYPE)


def error_body(status: int, reason: str) -> dict[str, object]:
    """What a client hears of an error: no more than this."""
    return {"status": status, "reason": reason}


def _begin() -> None:
    g.began = time.perf_counter()
    g.id = uuid.uuid4().hex
    g.told = Told()
    g.reason = None


def _end(response: Response) -> Response:
    told: Told = g.told
    request_id = told.request_id or g.id
    response.headers["X-Request-Id"] = request_id
    log_request(
        request_id=request_id,
        method=request.method if request.method in METHODS else "other",
        route=request.url_rule.rule if request.url_rule else None,
        status=response.status_code,
        ms=round((time.perf_counter() - g.began) * 1000, 2),
        type=told.type,
        intent=told.intent,
        reason=g.reason,
    )
    return response


def _with_headers(response: Response, headers: dict[str, str]) -> Response:
    for name, value in headers.items():
        response.headers.setdefault(name, value)
    return response


def _refused(refused: Refused) -> tuple[Response, int]:
    g.reason = refused.reason.value
    return jsonify(error_body(refused.status, refused.reason)), refused.status


def _http_error(error: HTTPException) -> Response:
    if isinstance(error, RequestEntityTooLarge):
        return current_app.make_response(_refused(Refused(Reason.TOO_LARGE)))
    status = error.code or 500
    response = jsonify(error_body(status, error.name.lower()))
    response.status_code = status
    for name, value in error.get_headers(request.environ):
        if name == "Allow":
            response.headers[name] = value
    return response


def _bug(error: Exception) -> tuple[Response, int]:
    REQUESTS.error("bug", exc_info=error, extra={"told": {"request_id": g.told.request_id or g.id}})
    return jsonify(error_body(500, "internal error")), 500
