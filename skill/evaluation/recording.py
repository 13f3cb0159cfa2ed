"""Real requests of real sessions, to be spoiled: only they carry the skill's intents and state."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable
from typing import Any

from skill.simulator.device import Device
from skill.simulator.setting_up import make_device

Envelope = dict[str, Any]
Turn = Callable[[Envelope], Envelope]

SAID = (
    "no",
    "no but i have been drinking a ton of coffee",
    "why do you ask",
    "three days",
    "not sure",
    "back",
    "the coffee one make that a no",
    "no",
    "what have i told you",
    "yes",
    "skip",
    "none",
    "no",
    "it is my son",
    "no",
    "my face is drooping",
    "no go back",
    "why not a l s",
    "what if i had said yes to the coffee",
    "send it to my phone",
    "forget me",
    "stop",
)


def record_requests(locales: Iterable[str] = ("en-US", "en-GB")) -> list[Envelope]:
    """Hold a talk in each locale, with and without a screen, and keep what the device sent."""
    kept: list[Envelope] = []
    for locale in locales:
        for screen in (False, True):
            device = make_device(locale, screen=screen)
            device.turn = _recording(device.turn, kept)
            _talk(device)
    return kept


def _recording(turn: Turn, kept: list[Envelope]) -> Turn:
    def recorded(event: Envelope) -> Envelope:
        kept.append(copy.deepcopy(event))
        return turn(event)

    return recorded


def _talk(device: Device) -> None:
    device.launch()
    for sentence in SAID:
        device.say(sentence)
    device.touch(["answer", "yes"])
    device.leave()
