"""Meaning to words: a turn as it is spoken, written on a card and shown."""

from __future__ import annotations

from dataclasses import dataclass

from skill.dialogue.explaining import advice_for
from skill.dialogue.reply import Advised, DoctorWhen, Form, Prompt, Put, Turn
from skill.interview.step import Conclude
from skill.knowledge.model import KnowledgeBase, TriageLevel
from skill.speech.phrase import sentences
from skill.speech.screen import Screen, draw
from skill.speech.speaker import Speaker
from skill.speech.ssml import to_plain
from skill.speech.words import Words


@dataclass(frozen=True, slots=True)
class Card:
    """A card for the companion app."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Rendering:
    """Texts with pause marks (ssml.py); `reprompt` is None where the session closes."""

    speech: str
    reprompt: str | None
    slow: bool
    card: Card | None
    screen: Screen | None

    @property
    def open(self) -> bool:
        """Whether the microphone opens after the speech."""
        return self.reprompt is not None


def render(kb: KnowledgeBase, words: Words, turn: Turn, *, with_screen: bool = True) -> Rendering:
    """All that the person hears and sees of a turn."""
    speaker = Speaker.for_conversation(words, turn.conversation)
    reply = turn.reply
    asks = (reply.asks,) if reply.asks else ()
    spoken = [s for prompt in (*reply.says, *asks) for s in sentences(speaker, prompt)]
    advice = advice_for(kb, turn.conversation) if reply.card else ()
    return Rendering(
        speech=" ".join(spoken),
        reprompt=_reprompt(speaker, reply.asks) if reply.asks else None,
        slow=turn.conversation.pace == "slow",
        card=_card(kb, speaker, reply.result, advice) if reply.card and reply.result else None,
        screen=draw(speaker, turn, advice) if with_screen else None,
    )


def _reprompt(speaker: Speaker, asks: Prompt) -> str:
    shorter = Put(asks.question, Form.SHORT) if isinstance(asks, Put) else asks
    return " ".join(sentences(speaker, shorter))


def _card(kb: KnowledgeBase, speaker: Speaker, result: Conclude, advice: tuple[str, ...]) -> Card:
    level = result.found.level
    if level is TriageLevel.EMERGENCY:
        texts = (speaker.say("level", level.id, "action"), speaker.say("card", "disclaimer"))
        return Card(speaker.say("card", "title"), "\n\n".join(map(to_plain, texts)))
    causes = [
        f"{place}. {_named(speaker, r.condition)}" for place, r in enumerate(result.ranked[:5], 1)
    ]
    does = [to_plain(" ".join(sentences(speaker, Advised((a,))))) for a in advice]
    doctor = " ".join(sentences(speaker, DoctorWhen(level, result.ranked[0].condition)))
    paragraphs = [
        to_plain(speaker.say("level", level.id, "action")),
        "\n".join([speaker.say("card", "causes"), *causes]),
        "\n".join([speaker.say("card", "advice"), *(f"- {d}" for d in does)]) if does else "",
        f"{speaker.say('card', 'doctor')} {to_plain(doctor)}",
        "\n".join([speaker.say("card", "sources"), *_sources(kb, result)]),
        speaker.say("card", "version", version=kb.version),
        to_plain(speaker.say("card", "disclaimer")),
    ]
    return Card(speaker.say("card", "title"), "\n\n".join(p for p in paragraphs if p))


def _named(speaker: Speaker, condition: str) -> str:
    """The plain name, and the one that a doctor uses where there is one."""
    name = to_plain(speaker.say("condition", condition, "name"))
    if not speaker.words.has("condition", condition, "term"):
        return name
    return f"{name} ({to_plain(speaker.part('condition', condition, 'term'))})"


def _sources(kb: KnowledgeBase, result: Conclude) -> list[str]:
    rules = [s for rule in result.found.rules for s in rule.sources]
    causes = [s for r in result.ranked[:3] for s in kb.conditions[r.condition].sources]
    ids = [s for s in dict.fromkeys((*rules, *causes)) if not s.startswith("estimate")]
    return [f"- {kb.sources[s].title}" for s in ids[:5]]
