"""Builds the request envelopes that Alexa would send."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

APPLICATION = "amzn1.ask.skill.00000000-0000-0000-0000-000000000000"
"""The application id that the simulator uses unless it is told another."""

AUTHORITY = "amzn1.er-authority.echo-sdk.simulator"

Json = dict[str, Any]


def session_envelope(
    request: Mapping[str, Any],
    *,
    session: str,
    new: bool,
    attributes: Mapping[str, Any],
    locale: str,
    screen: bool = False,
    application: str = APPLICATION,
    user: str = "amzn1.ask.account.SIMULATOR",
) -> Json:
    """A request inside a session, as version 1.0 of the request format has it."""
    app, person = {"applicationId": application}, {"userId": user}
    interfaces: Json = {"Alexa.Presentation.APL": {"runtime": {"maxVersion": "1.4"}}}
    device = {"deviceId": "simulator", "supportedInterfaces": interfaces if screen else {}}
    return {
        "version": "1.0",
        "session": {
            "new": new,
            "sessionId": session,
            "application": app,
            "attributes": dict(attributes),
            "user": person,
        },
        "context": {
            "System": {
                "application": app,
                "user": person,
                "device": device,
                "apiEndpoint": "https://api.amazonalexa.com",
            }
        },
        "request": {
            "requestId": f"amzn1.echo-api.request.{uuid.uuid4()}",
            "timestamp": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "locale": locale,
            **request,
        },
    }


def launch() -> Json:
    """The request of "open lip twitch guide"."""
    return {"type": "LaunchRequest", "shouldLinkResultBeReturned": False}


def ended(reason: str = "USER_INITIATED") -> Json:
    """The request that says the session is over."""
    return {"type": "SessionEndedRequest", "reason": reason}


def touched(arguments: list[Any], token: str, components: Mapping[str, Any] | None = None) -> Json:
    """The request of a touch on the screen."""
    return {
        "type": "Alexa.Presentation.APL.UserEvent",
        "token": token,
        "arguments": arguments,
        "source": {"type": "TouchWrapper", "handler": "Press", "id": ""},
        "components": dict(components or {}),
    }


def spoken(heard: Mapping[str, Any]) -> Json:
    """The request of an utterance as the recogniser heard it."""
    slots = {name: _slot(name, slot) for name, slot in heard["slots"].items()}
    intent = {"name": heard["intent"], "confirmationStatus": "NONE", "slots": slots}
    return {"type": "IntentRequest", "dialogState": "STARTED", "intent": intent}


def _slot(name: str, slot: Mapping[str, Any]) -> Json:
    values = [_value(v) for v in slot.get("values") or [slot]]
    slot_value = values[0] if len(values) == 1 else {"type": "List", "values": values}
    out: Json = {"name": name, "confirmationStatus": "NONE", "slotValue": slot_value}
    if len(values) == 1:
        out |= {k: values[0][k] for k in ("value", "resolutions") if k in values[0]}
    return out


def _value(found: Mapping[str, Any]) -> Json:
    value: Json = {"type": "Simple", "value": found["value"]}
    if found.get("builtin"):
        return value
    status: Json = {"code": "ER_SUCCESS_MATCH" if found.get("id") else "ER_SUCCESS_NO_MATCH"}
    authority: Json = {"authority": AUTHORITY, "status": status}
    if found.get("id"):
        authority["values"] = [{"value": {"name": found["value"], "id": found["id"]}}]
    value["resolutions"] = {"resolutionsPerAuthority": [authority]}
    return value
