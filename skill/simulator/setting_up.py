"""Makes a pretend Echo that talks to the real skill through the committed interaction model."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from skill.bootstrap import build_turn
from skill.knowledge.compiled import open_knowledge
from skill.settings import Settings
from skill.simulator.device import Device
from skill.simulator.recogniser.recognise import Recogniser, load_recogniser
from skill.simulator.terminal import Talk
from skill.speech.words import known_locale, load_words

MODELS = Path(__file__).parent.parent.parent / "interaction_models"


def read_model(locale: str) -> dict[str, Any]:
    """The committed interaction model of a locale."""
    text = (MODELS / f"{known_locale(locale)}.json").read_text("utf-8")
    return dict(json.loads(text))


def make_recogniser(locale: str) -> Recogniser:
    """The recogniser of a locale."""
    return load_recogniser(read_model(locale))


def make_device(
    locale: str = "en-US", settings: Settings | None = None, *, screen: bool = False
) -> Device:
    """A device with the real skill behind it, and no skill id to check."""
    model = read_model(locale)
    return Device(
        turn=build_turn(replace(settings or Settings(), skill_id=None)),
        recogniser=load_recogniser(model),
        invocation=model["interactionModel"]["languageModel"]["invocationName"],
        locale=locale,
        screen=screen,
    )


def make_talk(locale: str = "en-US", *, screen: bool = False) -> Talk:
    """A device, and what it takes to look inside its turns."""
    kb = open_knowledge()
    return Talk(kb, load_words(kb, locale), make_device(locale, screen=screen))
