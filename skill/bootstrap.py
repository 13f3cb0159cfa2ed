"""The composition root: settings to a callable that answers a raw Alexa event."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from typing import Any, cast

from ask_sdk_core.exceptions import SerializationException
from ask_sdk_core.serialize import DefaultSerializer
from ask_sdk_core.skill import CustomSkill
from ask_sdk_model import RequestEnvelope
from ask_sdk_runtime.exceptions import AskSdkException

from skill.alexa.skill import make_skill
from skill.knowledge.compiled import open_knowledge
from skill.settings import Settings
from skill.storage import open_memory

log = logging.getLogger("skill")

Event = Mapping[str, Any]
TurnCallable = Callable[[Event], dict[str, Any]]


class NotForUsError(Exception):
    """The event names another skill's id, or none."""


def build_skill(settings: Settings) -> CustomSkill:
    """The skill with the knowledge and the memory that the settings ask for."""
    memory = open_memory(
        settings.memory,
        key=settings.memory_key,
        path=settings.memory_path,
        table=settings.memory_table,
    )
    return make_skill(open_knowledge(), skill_id=settings.skill_id, memory=memory)


def build_turn(settings: Settings) -> TurnCallable:
    """Event in, response out. An event that is none gets an empty response; one for another
    skill raises NotForUsError."""
    skill = build_skill(settings)
    serializer = DefaultSerializer()

    def turn(event: Event) -> dict[str, Any]:
        if settings.skill_id and _application_id(event) != settings.skill_id:
            raise NotForUsError(_application_id(event) or "no application id")
        try:
            envelope = serializer.deserialize(json.dumps(_lighter(event)), RequestEnvelope)
            answer = skill.invoke(envelope, None)
        except (SerializationException, AskSdkException, ValueError, TypeError, AttributeError):
            log.warning("an event that is no request of ours was answered with nothing")
            return dict(EMPTY)
        return cast("dict[str, Any]", serializer.serialize(answer))

    return turn


def _lighter(event: Event) -> Event:
    """The event without what no turn reads, as the SDK is slow to take each value in: the time,
    which the endpoint has checked, and what a slot says twice."""
    request = event.get("request")
    if not isinstance(request, dict):
        return event
    lighter = {key: value for key, value in request.items() if key != "timestamp"}
    intent = request.get("intent")
    slots = intent.get("slots") if isinstance(intent, dict) else None
    if isinstance(intent, dict) and isinstance(slots, dict):
        lighter["intent"] = {**intent, "slots": {name: _once(s) for name, s in slots.items()}}
    return {**event, "request": lighter}


def _once(slot: Any) -> Any:
    if not isinstance(slot, dict) or not slot.get("slotValue"):
        return slot
    return {key: slot[key] for key in ("name", "slotValue") if key in slot}


EMPTY: Mapping[str, Any] = {"version": "1.0", "response": {}}


def _application_id(event: Event) -> str | None:
    try:
        return str(event["context"]["System"]["application"]["applicationId"])
    except (KeyError, TypeError):
        return None
