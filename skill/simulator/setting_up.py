"""Makes a pretend Echo that talks to the real skill through the committed interaction model."""

from __future__ import annotations

from dataclasses import replace
from functools import cache, partial
from threading import Lock, Thread

from skill.bootstrap import build_turn
from skill.knowledge.compiled import open_knowledge
from skill.settings import Settings
from skill.simulator.device import Device
from skill.simulator.models import read_language, read_model
from skill.simulator.recogniser.recognise import Recogniser, load_recogniser
from skill.simulator.terminal import Talk
from skill.speech.words import known_locale, load_words

_one_at_a_time = Lock()


def make_recogniser(locale: str) -> Recogniser:
    """The recogniser of a locale's language, made once; who comes meanwhile waits for it."""
    with _one_at_a_time:
        return _recogniser(known_locale(locale).partition("-")[0])


def warm_up(locale: str = "en-US") -> None:
    """Begin to make the recogniser before anyone speaks: the first time, it learns for a minute."""
    Thread(target=make_recogniser, args=(locale,), daemon=True).start()


@cache
def _recogniser(language: str) -> Recogniser:
    return load_recogniser(read_language(language))


def make_device(
    locale: str = "en-US", settings: Settings | None = None, *, screen: bool = False
) -> Device:
    """A device with the real skill behind it, and no skill id to check."""
    return Device(
        turn=build_turn(replace(settings or Settings(), skill_id=None)),
        ears=partial(make_recogniser, locale),
        invocation=read_model(locale)["interactionModel"]["languageModel"]["invocationName"],
        locale=locale,
        screen=screen,
    )


def make_talk(locale: str = "en-US", *, screen: bool = False) -> Talk:
    """A device, and what it takes to look inside its turns."""
    kb = open_knowledge()
    return Talk(kb, load_words(kb, locale), make_device(locale, screen=screen))
