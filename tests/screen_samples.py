"""Screens to look at: what the real conversation shows, and the longest that the words allow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from skill.dialogue.acts import (
    Act,
    Answered,
    Asked,
    AskedAboutCondition,
    Launched,
    Reported,
)
from skill.dialogue.conversation import Conversation, Memory
from skill.dialogue.reply import Put
from skill.dialogue.turn import take_turn
from skill.interview.questions import Question
from skill.knowledge.compiled import open_knowledge
from skill.knowledge.model import Answer, KnowledgeBase, TriageLevel
from skill.speech.phrase import sentences
from skill.speech.render import Rendering, render
from skill.speech.speaker import Speaker
from skill.speech.words import Words, load_words

Json = dict[str, Any]

NO = Answered(Answer.NO)
MOST_TURNS = 25


@cache
def knowledge() -> KnowledgeBase:
    return open_knowledge()


@cache
def words(locale: str) -> Words:
    return load_words(knowledge(), locale)


def play(
    *acts: Act, locale: str = "en-US", conversation: Conversation | None = None
) -> Iterator[Rendering]:
    """The rendering of each turn."""
    conversation = conversation or Conversation()
    for act in acts:
        turn = take_turn(knowledge(), conversation, act)
        conversation = turn.conversation
        yield render(knowledge(), words(locale), turn)


def last(*acts: Act, locale: str = "en-US") -> Rendering:
    """The rendering of the last turn."""
    return list(play(*acts, locale=locale))[-1]


def to_the_end(*acts: Act) -> tuple[Act, ...]:
    """The acts, and a no to every question that is left."""
    for count in range(MOST_TURNS):
        said = (*acts, *[NO] * count)
        if last(*said).screen.kind in ("result", "emergency"):
            return said
    raise AssertionError(acts)


def to_each_level() -> Mapping[str, tuple[Act, ...]]:
    """For each level but the emergency, acts that end in a result of it."""
    found: dict[str, tuple[Act, ...]] = {}
    for finding in (None, *knowledge().findings):
        told = (Reported({finding: Answer.YES}),) if finding else ()
        acts = to_the_end(Launched(), NO, NO, NO, *told)
        level = last(*acts).screen.level or ""
        found.setdefault(level, acts)
        if len(found) == len(TriageLevel):
            break
    return {level: acts for level, acts in found.items() if level != "emergency"}


@cache
def samples() -> Mapping[str, Json]:
    """Every kind of screen by name, as the device gets it."""
    result = to_the_end(Launched(), NO, NO, NO, Reported({"caffeine_high": Answer.YES}))
    about = max(
        knowledge().conditions, key=lambda c: len(words("en-US").text("condition", c, "about"))
    )
    asked = Conversation(memory=Memory.UNASKED)
    shown = {
        "opening": last(Launched()),
        "question": last(Launched(), NO),
        "explained": last(Launched(), NO, Asked("help")),
        "choice": last(Launched(), NO, NO, NO),
        "offer": list(play(Launched(), NO, NO, NO, conversation=asked))[-1],
        "emergency": last(Launched(), Reported({"face_droop": Answer.YES})),
        "emergency-plain": last(Launched(), Reported({"breath_or_swelling": Answer.YES})),
        "message": last(*result, AskedAboutCondition(about)),
        "help": last(*result, Asked("help")),
        "goodbye": last(Launched(), Asked("stop")),
        **{f"result-{level}": last(*acts) for level, acts in to_each_level().items()},
    }
    return {name: rendering.screen.to_json() for name, rendering in shown.items()} | longest()


def longest() -> Mapping[str, Json]:
    """Screens of the longest texts that there are, in a locale that spells things out."""
    table = words("en-GB").table
    result = last(*to_the_end(Launched(), NO, NO, NO), locale="en-GB").screen.to_json()
    names = sorted((_text(c["name"]) for c in table["condition"].values()), key=len)[-3:]
    advice = sorted((_text(a["say"]) for a in table["advice"].values()), key=len)[-3:]
    because = max((_text(r["because"]) for r in table["rule"].values() if "because" in r), key=len)
    bars = [{"name": n, "share": 0.4, "label": n} for n in names]
    advised = last(*to_the_end(Launched(), NO, NO, NO), Asked("self_care"), locale="en-GB")
    emergency = last(
        Launched(), Reported({"face_droop": Answer.YES}), locale="en-GB"
    ).screen.to_json()
    return {
        "longest-question": _longest_question(),
        "longest-choice": _longest_choice(),
        "longest-result": result
        | {"bars": bars, "advice": advice, "text": f"{result['text']} {because}"},
        "longest-message": advised.screen.to_json() | {"text": " ".join(advice)},
        "longest-emergency": emergency | {"text": because},
    }


def _longest_question() -> Json:
    speaker = Speaker(words("en-GB"))
    asked = [
        (
            *sentences(speaker, Put(Question(g.id, g.findings))),
            *sentences(speaker, Put(Question(g.id, g.findings, again=True))),
        )
        for g in knowledge().gates
    ] + [
        sentences(speaker, Put(Question(f, (f,))))
        for f in knowledge().findings
        if speaker.words.has("finding", f, "question")
    ]
    text = max((one for each in asked for one in each), key=len)
    return last(Launched(), locale="en-GB").screen.to_json() | {"text": text}


def _longest_choice() -> Json:
    shown = last(Launched(), NO, NO, NO, locale="en-GB").screen.to_json()
    says = sorted(
        (words("en-GB").text("finding", f, "say") for c in knowledge().choices for f in c.findings),
        key=len,
    )[-3:]
    options = [
        {"id": f"option{i}", "label": say[:1].upper() + say[1:]} for i, say in enumerate(says)
    ]
    return shown | {"options": options}


def _text(words_: str | list[str]) -> str:
    text = words_ if isinstance(words_, str) else words_[0]
    return text.replace("{a_gp}", "a GP").replace("{emergency}", "999").replace("{you}", "you")
