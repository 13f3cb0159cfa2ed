"""Meaning to words: a turn as it is spoken, written on a card and shown."""

from __future__ import annotations

from dataclasses import dataclass

from skill.dialogue.advising import advice_for
from skill.dialogue.causes import causes_of
from skill.dialogue.explaining import doctor_when
from skill.dialogue.reply import Advised, Emergency, Form, Prompt, Put, Reply, Turn
from skill.interview.evidence import Evidence
from skill.interview.step import Conclude
from skill.knowledge.model import KnowledgeBase
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
    evidence = turn.conversation.evidence
    advice = advice_for(kb, evidence, reply.result) if reply.card and reply.result else ()
    return Rendering(
        speech=" ".join(spoken),
        reprompt=_reprompt(speaker, reply.asks) if reply.asks else None,
        slow=turn.conversation.pace == "slow",
        card=_card(kb, speaker, reply, evidence, advice),
        screen=draw(speaker, turn, advice) if with_screen else None,
    )


def _reprompt(speaker: Speaker, asks: Prompt) -> str:
    shorter = Put(asks.question, Form.SHORT) if isinstance(asks, Put) else asks
    return " ".join(sentences(speaker, shorter))


def _card(
    kb: KnowledgeBase, speaker: Speaker, reply: Reply, evidence: Evidence, advice: tuple[str, ...]
) -> Card | None:
    result = reply.result
    if not reply.card or result is None:
        return None
    title, disclaimer = speaker.say("card", "title"), to_plain(speaker.say("card", "disclaimer"))
    danger = next((p for p in reply.says if isinstance(p, Emergency)), None)
    if danger:
        return Card(title, f"{_written(speaker, danger)}\n\n{disclaimer}")
    told = causes_of(kb, evidence, result)
    causes = [f"{place}. {_named(speaker, c)}" for place, c in enumerate(told.named, 1)]
    heading = speaker.say("card", "suspects" if told.by_rule else "causes")
    does = [f"- {_written(speaker, Advised((a,)))}" for a in advice]
    sources = _sources(kb, result, told.named)
    doctor = _written(speaker, doctor_when(kb, result, told.first))
    paragraphs = [
        to_plain(speaker.say("level", result.found.level.id, "action")),
        "\n".join([heading, *causes]) if causes else to_plain(speaker.say("phrase", "cause_open")),
        "\n".join([speaker.say("card", "advice"), *does]) if does else "",
        f"{speaker.say('card', 'doctor')} {doctor}",
        "\n".join([speaker.say("card", "sources"), *sources]) if sources else "",
        speaker.say("card", "version", version=kb.version),
        disclaimer,
    ]
    return Card(title, "\n\n".join(p for p in paragraphs if p))


def _written(speaker: Speaker, prompt: Prompt) -> str:
    return to_plain(" ".join(sentences(speaker, prompt)))


def _named(speaker: Speaker, condition: str) -> str:
    """The plain name, and the one that a doctor uses where there is one."""
    name = to_plain(speaker.say("condition", condition, "name"))
    if not speaker.words.has("condition", condition, "term"):
        return name
    return f"{name} ({to_plain(speaker.part('condition', condition, 'term'))})"


def _sources(kb: KnowledgeBase, result: Conclude, told: tuple[str, ...]) -> list[str]:
    rules = [s for rule in result.found.rules for s in rule.sources]
    causes = [s for condition in told for s in kb.conditions[condition].sources]
    ids = [s for s in dict.fromkeys((*rules, *causes)) if not s.startswith("estimate")]
    return [f"- {kb.sources[s].title}" for s in ids[:5]]
