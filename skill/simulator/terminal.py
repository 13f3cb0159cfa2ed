"""The conversation in a terminal, for people and, with JSON, for programs."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TextIO

from skill.knowledge.model import KnowledgeBase
from skill.simulator.device import Device
from skill.simulator.hear import hear
from skill.simulator.view import asked_in, look
from skill.speech.words import Words

BOLD, DIM, BLUE, PLAIN = "\033[1m", "\033[2m", "\033[34m", "\033[0m"

Json = dict[str, Any]


@dataclass(slots=True)
class Talk:
    """A device, and what it takes to look inside its turns."""

    kb: KnowledgeBase
    words: Words
    device: Device

    def turn(self, text: str) -> Json:
        """One utterance in, the turn as JSON out."""
        asked = asked_in(self.kb, self.device.attributes) if self.device.open else ()
        heard = hear(self.kb, self.device.recogniser, text, asked)
        if self.device.is_opening(text):
            heard = {
                **heard,
                "intent": "LaunchRequest",
                "act": "launch",
                "slots": {},
                "findings": {},
            }
        return {**look(self.kb, self.words, self.device.say(text)), "heard": heard}


def talk_json(talk: Talk, lines: Iterator[str], out: TextIO) -> None:
    """One JSON object a line for each utterance, until the lines or the session end."""
    for line in lines:
        print(json.dumps(talk.turn(line.strip()), ensure_ascii=False), file=out, flush=True)


def talk_to_person(talk: Talk, *, speak: bool) -> None:
    """A conversation at the prompt; leaves cleanly at the end of input or on Ctrl-C."""
    voice = _Voice(talk.device.locale) if speak else None
    colours = sys.stdout.isatty()
    try:
        _show(look(talk.kb, talk.words, talk.device.launch()), colours, voice)
        while talk.device.open:
            text = input(f"{BOLD}> {PLAIN}" if colours else "> ")
            _show(talk.turn(text), colours, voice)
    except (EOFError, KeyboardInterrupt):
        print()


def _show(turn: Json, colours: bool, voice: _Voice | None) -> None:  # noqa: FBT001
    width = min(shutil.get_terminal_size().columns, 88)
    speech = textwrap.fill(turn["speech"], width)
    print(f"{BLUE}{speech}{PLAIN}" if colours else speech)
    if turn["card"]:
        card = textwrap.indent(turn["card"]["text"], "  | ")
        print(f"{DIM}{card}{PLAIN}" if colours else card)
    if voice:
        voice.say(turn["speech"])


class _Voice:
    """Reads aloud with espeak-ng where it is installed."""

    def __init__(self, locale: str) -> None:
        self._command = shutil.which("espeak-ng")
        self._locale = locale.lower()
        if self._command is None:
            print("espeak-ng is not installed, so there is no sound.", file=sys.stderr)

    def say(self, text: str) -> None:
        if self._command:
            subprocess.run([self._command, "-v", self._locale, "--", text], check=False)
