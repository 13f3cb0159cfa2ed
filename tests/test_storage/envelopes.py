"""Requests as Alexa sends them, made into the SDK's own values by the SDK."""

from __future__ import annotations

import json
from typing import Any

from ask_sdk_core.serialize import DefaultSerializer
from ask_sdk_model.request_envelope import RequestEnvelope

ANN = "amzn1.ask.account.ANNANNANNANNANNANN"
BOB = "amzn1.ask.account.BOBBOBBOBBOBBOBBOB"
SKILL = "amzn1.ask.skill.00000000-0000-0000-0000-000000000000"


def launch(user_id: str = ANN) -> RequestEnvelope:
    """Make a session's request: the user stands in the session and in the context."""
    user = {"userId": user_id}
    session = {"new": True, "sessionId": "s", "application": {"applicationId": SKILL}, "user": user}
    return _envelope("LaunchRequest", user, session=session)


def launch_without_context(user_id: str = ANN) -> RequestEnvelope:
    """Make one as some tools send it: the user in the session alone."""
    envelope = launch(user_id)
    envelope.context = None
    return envelope


def disabled(user_id: str = ANN) -> RequestEnvelope:
    """Make the event that the skill was disabled: no session, the user in the context alone."""
    return _envelope("AlexaSkillEvent.SkillDisabled", {"userId": user_id})


def nobody() -> RequestEnvelope:
    """Make a request that names no user."""
    return _envelope("LaunchRequest", {})


def _envelope(kind: str, user: dict[str, str], **more: Any) -> RequestEnvelope:
    system = {"application": {"applicationId": SKILL}, "user": user, "device": {"deviceId": "d"}}
    request = {"type": kind, "requestId": "r", "timestamp": "2026-01-01T00:00:00Z"}
    payload = {"version": "1.0", "context": {"System": system}, "request": request, **more}
    envelope = DefaultSerializer().deserialize(json.dumps(payload), RequestEnvelope)
    assert isinstance(envelope, RequestEnvelope)
    return envelope
