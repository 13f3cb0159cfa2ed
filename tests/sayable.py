"""What makes a turn unsayable: the platform's limits and the manners of this skill."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from skill.dialogue.reply import Causes, Turn
from skill.speech.render import Rendering
from skill.speech.ssml import to_plain, to_ssml

TAGS = {"speak", "p", "s", "break", "say-as", "sub", "emphasis", "prosody"}
MOST_CHARACTERS, MOST_WORDS, MOST_RESULT_WORDS, MOST_SENTENCE_WORDS = 8000, 80, 75, 20
BANNED = (
    r"(?<!do )(?<!if )(?<!what )\byou have\b(?! had)"
    r"|diagnos|\bcure\b|stop taking|\brare\b|\bcommon\b"
)


def faults_of(turn: Turn, rendering: Rendering) -> list[str]:
    """Everything wrong with the turn as it is spoken; empty where it can be said."""
    texts = [rendering.speech, *([rendering.reprompt] if rendering.reprompt else [])]
    most = MOST_RESULT_WORDS if any(isinstance(p, Causes) for p in turn.reply.says) else MOST_WORDS
    faults = [f"{fault}: {text}" for text in texts for fault in _faults(text, most)]
    if rendering.open and not to_plain(rendering.speech).endswith("?"):
        faults.append(f"the microphone opens without a question: {rendering.speech}")
    if rendering.open != (turn.reply.asks is not None):
        faults.append("a reprompt and a question go together")
    return faults


def _faults(text: str, most: int) -> Iterator[str]:
    ssml = f"<speak>{to_ssml(text)}</speak>"
    if {element.tag for element in ET.fromstring(ssml).iter()} - TAGS:  # noqa: S314
        yield "a tag that is not allowed"
    plain = to_plain(text)
    if len(ssml) > MOST_CHARACTERS or len(plain.split()) > most:
        yield f"{len(plain.split())} words"
    if not plain or not re.search(r"[.?!]$", plain) or re.search(r"[{}<>]|  |\.\.|,[.?]", plain):
        yield "not a whole sentence"
    if re.search(BANNED, plain, re.IGNORECASE):
        yield "a banned word"
    for sentence in re.split(r"(?<=[.?!]) ", plain):
        if len(sentence.split()) > MOST_SENTENCE_WORDS:
            yield f"a sentence of {len(sentence.split())} words ({sentence})"
        if not sentence[0].isupper() and not sentence[0].isdigit():
            yield f"a sentence without a capital ({sentence})"
