"""What is to be seen beside the speech, as plain data for a screen, a page or a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from skill.dialogue.reply import (
    Act,
    Advised,
    Because,
    CauseList,
    Causes,
    DoctorWhen,
    Emergency,
    Phrase,
    Prompt,
    Reply,
    SafetyNet,
    Turn,
)
from skill.interview.questions import Question
from skill.interview.step import Conclude
from skill.knowledge.model import Answer, TriageLevel
from skill.speech.phrase import sentences
from skill.speech.speaker import Speaker
from skill.speech.ssml import to_plain

FOLLOW_UPS: Mapping[str, type[Prompt]] = {
    "self_care": Advised,
    "what_else": CauseList,
    "when_doctor": DoctorWhen,
    "why_result": Because,
}
"""What may be asked after the result, and what it is answered with."""

OFFERS = (Phrase.REMEMBER, Phrase.RESUME)
"""What is asked outside the interview and answered with yes or no."""

CHOSEN = "chosen"
"""The act of a choice that is done; the touched parts are told by their ids."""


@dataclass(frozen=True, slots=True)
class Button:
    """Something to touch: its label, the act it stands for with its arguments, and the ids of
    the options whose state it sends along."""

    label: str
    act: str
    arguments: tuple[str, ...] = ()
    components: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Option:
    """A part of a choice: a finding that is touched if it holds."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A cause with its share (0 to 1), which is 0 and not drawn where a rule decided; the label is
    for who cannot see the bar."""

    name: str
    share: float
    label: str


@dataclass(frozen=True, slots=True)
class Screen:
    """`kind` is question, result, emergency or message; what a kind has no use for is empty.

    `text` is the main thing, `lead` what was said before it, `asks` what follows it: the question
    that the buttons answer, or when to come back to it. `number` is the emergency number and
    `digits` the same to be read aloud. `done` replaces the button's label once an option is
    touched. `causes` and `does` are the headings of the bars and of the advice. `next` is the
    label of what turns the page, for who cannot see the arrow.
    """

    kind: str
    title: str
    text: str
    lead: str = ""
    asks: str = ""
    hint: str = ""
    level: str | None = None
    number: str | None = None
    digits: str | None = None
    causes: str = ""
    bars: tuple[Bar, ...] = ()
    does: str = ""
    advice: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    done: str = ""
    next: str = ""
    buttons: tuple[Button, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Plain lists and dicts, in the order of the fields."""
        plain = {name: getattr(self, name) for name in self.__slots__}
        return plain | {
            "bars": [
                {"name": b.name, "share": round(b.share, 3), "label": b.label} for b in self.bars
            ],
            "advice": list(self.advice),
            "options": [{"id": o.id, "label": o.label} for o in self.options],
            "buttons": [_button_to_json(b) for b in self.buttons],
        }


def _button_to_json(button: Button) -> dict[str, Any]:
    return {
        "label": button.label,
        "arguments": [button.act, *button.arguments],
        "components": list(button.components),
    }


def draw(speaker: Speaker, turn: Turn, advice: tuple[str, ...]) -> Screen:
    """The screen that goes with a turn."""
    reply = turn.reply
    danger = next((p for p in reply.says if isinstance(p, Emergency)), None)
    causes = next((p for p in reply.says if isinstance(p, Causes)), None)
    if danger:
        return _emergency(speaker, danger, reply)
    if reply.question:
        return _question(speaker, reply, reply.question)
    if reply.asks in OFFERS:
        return _offer(speaker, reply)
    if reply.result and causes:
        return _result(speaker, reply, reply.result, causes, advice)
    return _message(speaker, reply)


def _question(speaker: Speaker, reply: Reply, question: Question) -> Screen:
    return Screen(
        "question",
        speaker.say("card", "title"),
        _asked(speaker, reply),
        lead=_seen(speaker, *reply.says),
        hint=speaker.say("screen", "hint"),
        options=_options(speaker, question),
        done=speaker.say("button", "done") if question.choice else "",
        buttons=_answers(speaker, question),
    )


def _offer(speaker: Speaker, reply: Reply) -> Screen:
    return Screen(
        "question",
        speaker.say("card", "title"),
        _asked(speaker, reply),
        lead=_seen(speaker, *reply.says),
        buttons=_buttons(speaker, Answer.YES, Answer.NO),
    )


def _message(speaker: Speaker, reply: Reply) -> Screen:
    said, asked = _seen(speaker, *reply.says), _asked(speaker, reply)
    return Screen(
        "message",
        speaker.say("card", "title"),
        said or asked,
        asks=asked if said else "",
        next=speaker.say("button", "next"),
        buttons=_follow_ups(speaker, reply) if reply.asks else (),
    )


def _emergency(speaker: Speaker, danger: Emergency, reply: Reply) -> Screen:
    action, *reasons = (to_plain(s) for s in sentences(speaker, danger))
    digits = speaker.words.common["emergency"]
    right_or_wrong = _buttons(speaker, Answer.YES, Answer.NO)
    answers = _answers(speaker, reply.question) if reply.question else right_or_wrong
    return Screen(
        "emergency",
        speaker.say("level", TriageLevel.EMERGENCY.id, "title"),
        " ".join(reasons) or action,
        asks=_asked(speaker, reply),
        level=TriageLevel.EMERGENCY.id,
        number=digits.replace(" ", ""),
        digits=digits,
        next=speaker.say("button", "next"),
        buttons=(*answers, *_buttons(speaker, "back")),
    )


def _result(
    speaker: Speaker, reply: Reply, result: Conclude, causes: Causes, advice: tuple[str, ...]
) -> Screen:
    level = result.found.level.id
    cannot_narrow = tuple(p for p in reply.says if p is Phrase.CANNOT_NARROW)
    open_ = () if causes.first else (causes,)
    heading = "suspects" if causes.by_rule else "causes"
    return Screen(
        "result",
        speaker.say("level", level, "title"),
        _seen(speaker, *(p for p in reply.says if isinstance(p, Act))),
        asks=_seen(speaker, *(p for p in reply.says if isinstance(p, SafetyNet))),
        level=level,
        causes=_seen(speaker, *(cannot_narrow or open_)) or speaker.say("screen", heading),
        bars=_bars(speaker, result, causes),
        does=speaker.say("screen", "advice"),
        advice=tuple(_seen(speaker, Advised((a,))) for a in advice),
        next=speaker.say("button", "next"),
        buttons=_follow_ups(speaker, reply),
    )


def _bars(speaker: Speaker, result: Conclude, causes: Causes) -> tuple[Bar, ...]:
    def bar(condition: str, share: float) -> Bar:
        name = speaker.say("condition", condition, "name")
        helps = condition in causes.helpers
        place = "first" if condition == causes.first else "helper" if helps else "also"
        label = name if causes.by_rule else speaker.say("screen", place, name=name)
        return Bar(name, share, label)

    shares = {r.condition: r.share for r in result.ranked}
    if causes.by_rule:
        return tuple(bar(condition, 0.0) for condition in causes.named)
    return tuple(bar(c, shares[c]) for c in shares if c in causes.named)


def _answers(speaker: Speaker, question: Question) -> tuple[Button, ...]:
    if not question.choice:
        return _buttons(speaker, *Answer)
    done = Button(speaker.say("button", "none"), CHOSEN, question.findings, question.findings)
    return (done, *_buttons(speaker, Answer.UNSURE))


def _follow_ups(speaker: Speaker, reply: Reply) -> tuple[Button, ...]:
    """What may be asked next, but for what has just been told."""
    told = {type(prompt) for prompt in reply.says}
    return _buttons(speaker, *(act for act, prompt in FOLLOW_UPS.items() if prompt not in told))


def _options(speaker: Speaker, question: Question) -> tuple[Option, ...]:
    if not question.choice:
        return ()
    return tuple(Option(f, speaker.say("finding", f, "say")) for f in question.findings)


def _buttons(speaker: Speaker, *acts: str) -> tuple[Button, ...]:
    return tuple(Button(speaker.say("button", act), str(act)) for act in acts)


def _asked(speaker: Speaker, reply: Reply) -> str:
    return _seen(speaker, reply.asks) if reply.asks else ""


def _seen(speaker: Speaker, *prompts: Prompt) -> str:
    """What is said for the prompts, for the eye."""
    return to_plain(" ".join(s for p in prompts for s in sentences(speaker, p)))
