"""The smallest skill that ask-sdk-core makes, as a `turn`, to test the endpoint around a skill."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any, cast

from ask_sdk_core.handler_input import HandlerInput
from ask_sdk_core.skill_builder import SkillBuilder
from ask_sdk_model.request_envelope import RequestEnvelope
from ask_sdk_model.response import Response

from skill.settings import Settings

NOTHING = {"version": "1.0", "response": {}}
Turn = Callable[[dict[str, Any]], dict[str, Any]]


def make_turn(_settings: Settings) -> Turn:
    """The hello skill; whatever the SDK cannot make sense of gets an empty answer."""
    builder = SkillBuilder()
    builder.request_handler(can_handle_func=lambda _: True)(_say_hello)
    skill = builder.create()

    def turn(event: dict[str, Any]) -> dict[str, Any]:
        try:
            envelope = skill.serializer.deserialize(json.dumps(event), RequestEnvelope)
            answer = skill.serializer.serialize(skill.invoke(envelope, None))
        except Exception:  # noqa: BLE001 - hostile requests break it in many ways
            return NOTHING
        return cast("dict[str, Any]", answer)

    return turn


def make_slow_turn(settings: Settings) -> Turn:
    """The same, but it takes a second to answer."""
    quick = make_turn(settings)

    def turn(event: dict[str, Any]) -> dict[str, Any]:
        time.sleep(1)
        return quick(event)

    return turn


def make_broken_turn(_settings: Settings) -> Turn:
    """A skill with a bug, which quotes what it was told."""

    def turn(event: dict[str, Any]) -> dict[str, Any]:
        raise RuntimeError(f"cannot make sense of {event}")

    return turn


def _say_hello(handler_input: HandlerInput) -> Response:
    return handler_input.response_builder.speak("Hello").set_should_end_session(True).response
