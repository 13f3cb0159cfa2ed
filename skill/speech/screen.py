"""What is to be seen beside the speech, as plain data for a screen, a page or a terminal."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from skill.dialogue.reply import Advised, Causes, Emergency, Turn
from skill.interview.questions import Question
from skill.interview.step import Conclude
from skill.knowledge.model import Answer, TriageLevel
from skill.speech.phrase import Speaker, sentences
from skill.speech.ssml import to_plain

FOLLOW_UPS = ("self_care", "what_else", "when_doctor", "why_result")


@dataclass(frozen=True, slots=True)
class Button:
    """Something to touch: its label, and the act it stands for with its arguments."""

    label: str
    act: str
    arguments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bar:
    """A cause with its share (0 to 1)."""

    name: str
    share: float


@dataclass(frozen=True, slots=True)
class Screen:
    """`kind` is question, result, emergency or message; what a kind has no use for is empty."""

    kind: str
    title: str
    text: str
    level: str | None = None
    number: str | None = None
    bars: tuple[Bar, ...] = ()
    advice: tuple[str, ...] = ()
    buttons: tuple[Button, ...] = field(default=())

    def to_json(self) -> dict[str, Any]:
        """Plain lists and dicts, in the order of the fields."""
        return {
            "kind": self.kind,
            "title": self.title,
            "text": self.text,
            "level": self.level,
            "number": self.number,
            "bars": [{"name": b.name, "share": round(b.share, 3)} for b in self.bars],
            "advice": list(self.advice),
            "buttons": [
                {"label": b.label, "arguments": [b.act, *b.arguments]} for b in self.buttons
            ],
        }


def draw(speaker: Speaker, turn: Turn, advice: tuple[str, ...]) -> Screen:
    """The screen that goes with a turn."""
    reply = turn.reply
    text = to_plain(" ".join(s for p in (reply.asks,) if p for s in sentences(speaker, p)))
    said = to_plain(" ".join(s for p in reply.says for s in sentences(speaker, p)))
    emergency = next((p for p in reply.says if isinstance(p, Emergency)), None)
    if emergency:
        return _emergency(speaker, emergency, reply.question)
    if reply.question:
        return Screen("question", speaker.say("card", "title"), text,
                      buttons=_answers(speaker, reply.question))
    if reply.result and any(isinstance(p, Causes) for p in reply.says):
        return _result(speaker, reply.result, advice)
    buttons = _follow_ups(speaker) if reply.asks else ()
    return Screen("message", speaker.say("card", "title"), said or text, buttons=buttons)


def _answers(speaker: Speaker, question: Question) -> tuple[Button, ...]:
    def button(answer: Answer) -> Button:
        return Button(speaker.say("button", answer), str(answer))

    if not question.choice:
        return tuple(button(answer) for answer in Answer)
    parts = tuple(
        Button(_capital(speaker.part("finding", f, "say")), "findings", (f,))
        for f in question.findings
    )
    return (*parts, Button(speaker.say("button", "none"), "no"))


def _follow_ups(speaker: Speaker) -> tuple[Button, ...]:
    return tuple(Button(speaker.say("button", name), name) for name in FOLLOW_UPS)


def _emergency(speaker: Speaker, prompt: Emergency, question: Question | None) -> Screen:
    action, *reasons = sentences(speaker, prompt)
    buttons = _answers(speaker, question) if question else ()
    return Screen(
        "emergency",
        speaker.say("level", "emergency", "title"),
        to_plain(" ".join((action, *reasons))),
        level=TriageLevel.EMERGENCY.id,
        number=speaker.words.common["emergency"].replace(" ", ""),
        buttons=(*buttons, Button(speaker.say("button", "back"), "back")),
    )


def _result(speaker: Speaker, result: Conclude, advice: tuple[str, ...]) -> Screen:
    level = result.found.level.id
    bars = tuple(
        Bar(_capital(speaker.part("condition", r.condition, "name")), r.share)
        for r in result.ranked[:3]
    )
    said = tuple(to_plain(" ".join(sentences(speaker, Advised((a,))))) for a in advice)
    return Screen(
        "result",
        speaker.say("level", level, "title"),
        speaker.say("level", level, "action"),
        level=level,
        bars=bars,
        advice=said,
        buttons=_follow_ups(speaker),
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
