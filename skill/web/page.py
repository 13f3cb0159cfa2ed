"""The pretend Echo's page: its files, the frame that draws screens, and the route it talks to.

The page keeps the session, as Alexa's cloud would; nothing is kept here between two requests.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import Any

from flask import Flask, Response, g, jsonify, request
from werkzeug.exceptions import NotFound

from skill.knowledge.compiled import open_knowledge
from skill.knowledge.model import KnowledgeBase
from skill.settings import Settings
from skill.simulator.device import Device
from skill.simulator.insight import heard_request, heard_text, insight
from skill.simulator.models import read_model
from skill.simulator.setting_up import make_recogniser
from skill.simulator.view import asked_in, conversation_in, look
from skill.speech.words import SPOKEN_LOCALES, Words, load_words
from skill.web.event import Turn, describe, read_json
from skill.web.frame import require_json
from skill.web.refusal import Reason, Refused

Json = dict[str, Any]

STATIC = Path(__file__).parent / "static"
VIEWER = Path(__file__).parents[2] / "node_modules" / "apl-viewhost-web" / "index.js"
"""Amazon's renderer, where the development packages of node are installed."""

FRAME_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline'; "
        "img-src data:; connect-src data:; frame-ancestors 'self'; base-uri 'none'; "
        "form-action 'none'; sandbox allow-scripts"
    ),
    "X-Frame-Options": "SAMEORIGIN",
}
"""The renderer compiles code and writes styles, which the page may not; so it gets a frame without
an origin, which sees nothing of the page and reaches no host at all."""

FOREIGN_FONT = re.compile(r"@font-face \{[^}]*https:[^}]*\}")
"""The renderer would ask another host for Amazon's fonts; frame.css names stand-ins."""

LONGEST_TEXT = 500


@dataclass(frozen=True, slots=True)
class Wish:
    """What the page asks for: an act of the person, and the session as it stands."""

    locale: str
    screen: bool
    user: str
    text: str | None = None
    arguments: list[Any] = field(default_factory=list)
    components: Mapping[str, Any] = field(default_factory=dict)
    act: str = "say"
    session: str = ""
    attributes: Json = field(default_factory=dict)


def add_page(app: Flask, turn: Turn, settings: Settings) -> None:
    """Give `app` the page at /, what it asks first, its turns, and the frame with the screen."""
    app.add_url_rule("/", view_func=lambda: app.send_static_file("index.html"), endpoint="page")
    app.add_url_rule(
        "/simulator/about", view_func=lambda: jsonify(_about(settings)), endpoint="about"
    )
    app.add_url_rule("/screen", view_func=_frame, endpoint="screen")
    app.add_url_rule(
        "/simulator/say",
        view_func=lambda: jsonify(_answer(turn, _read_wish())),
        endpoint="say",
        methods=["POST"],
        provide_automatic_options=False,
    )


def _about(settings: Settings) -> Json:
    return {
        "locales": list(SPOKEN_LOCALES),
        "memory": settings.memory != "off",
        "viewer": VIEWER.is_file(),
        "version": _knowledge().version,
    }


def _frame() -> Response:
    if not VIEWER.is_file():
        raise NotFound
    return Response(frame_html(), mimetype="text/html", headers=FRAME_HEADERS)


@cache
def frame_html() -> str:
    """The frame in one piece: without an origin it could not fetch the rest from here."""
    frame = STATIC / "frame"
    parts = {"frame.css": frame / "frame.css", "viewer.js": VIEWER, "frame.js": frame / "frame.js"}
    html = (frame / "frame.html").read_text("utf-8")
    for name, path in parts.items():
        text = FOREIGN_FONT.sub("", path.read_text("utf-8")).replace("</script", "<\\/script")
        html = html.replace(f"/* {name} */", text, 1)
    return html


def _answer(turn: Turn, wish: Wish) -> Json:
    kb, words = _knowledge(), _words(wish.locale)
    asked = asked_in(kb, wish.attributes)
    device = _device(turn, wish)
    response = _act(device, wish)
    g.told = describe(device.request)
    conversation = conversation_in(kb, response)
    return {
        "request": device.request,
        "response": response,
        "view": look(kb, words, response) if response.get("response") else None,
        "heard": _heard(kb, device, wish, asked),
        "insight": insight(kb, words, conversation) if conversation else None,
        "session": {"id": device.session, "attributes": device.attributes},
    }


def _device(turn: Turn, wish: Wish) -> Device:
    return Device(
        turn=turn,
        ears=partial(make_recogniser, wish.locale),
        invocation=_invocation(wish.locale),
        locale=wish.locale,
        screen=wish.screen,
        user=wish.user,
        session=wish.session,
        attributes=wish.attributes,
    )


def _act(device: Device, wish: Wish) -> Json:
    match wish.act:
        case "launch":
            return device.launch()
        case "touch":
            return device.touch(wish.arguments, wish.components)
        case "leave":
            return device.leave("EXCEEDED_MAX_REPROMPTS")
        case _:
            return device.say(wish.text or "")


def _heard(kb: KnowledgeBase, device: Device, wish: Wish, asked: tuple[str, ...]) -> Json:
    if wish.act == "say" and device.request["request"]["type"] == "IntentRequest":
        return heard_text(kb, device.recogniser, wish.text or "", asked)
    return {**heard_request(device.request["request"], asked), "text": wish.text}


def _read_wish() -> Wish:
    """The page's request, checked field by field: it may come from anywhere on this machine."""
    require_json()
    try:
        body = read_json(request.get_data().decode())
    except UnicodeDecodeError:
        raise Refused(Reason.NOT_JSON) from None
    session = _typed(body, "session", dict, {})
    return Wish(
        locale=_one_of(body, "locale", SPOKEN_LOCALES),
        screen=_typed(body, "screen", bool, default=True),
        user=_typed(body, "user", str, "amzn1.ask.account.SIMULATOR")[:200],
        text=_typed(body, "text", str, "")[:LONGEST_TEXT],
        arguments=_typed(body, "arguments", list, []),
        components=_typed(body, "components", dict, {}),
        act=_one_of(body, "act", ("say", "launch", "touch", "leave")),
        session=_typed(session, "id", str, "")[:200],
        attributes=_typed(session, "attributes", dict, {}),
    )


def _typed(body: Mapping[str, Any], name: str, kind: type, default: Any) -> Any:
    value = body.get(name)
    if value is None:
        return default
    if type(value) is not kind:
        raise Refused(Reason.NOT_A_TURN)
    return value


def _one_of(body: Mapping[str, Any], name: str, allowed: tuple[str, ...]) -> str:
    value = body.get(name, allowed[0])
    if value not in allowed:
        raise Refused(Reason.NOT_A_TURN)
    return str(value)


_knowledge = cache(open_knowledge)


@cache
def _words(locale: str) -> Words:
    return load_words(_knowledge(), locale)


@cache
def _invocation(locale: str) -> str:
    return str(read_model(locale)["interactionModel"]["languageModel"]["invocationName"])
