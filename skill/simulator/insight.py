"""What is behind a turn, for the curious: what was heard, the evidence, the causes, the rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from skill.alexa.understand import understand
from skill.dialogue.acts import Act
from skill.dialogue.conversation import Conversation
from skill.interview.explain import Outlook, outlook
from skill.knowledge.model import KnowledgeBase, Rule, Source
from skill.simulator.hear import hear
from skill.simulator.recogniser.recognise import Recogniser
from skill.speech.speaker import Speaker
from skill.speech.words import Words

Json = dict[str, Any]

MOST_CAUSES = 8


def heard_text(
    kb: KnowledgeBase, recogniser: Recogniser, text: str, asked: tuple[str, ...]
) -> Json:
    """What was understood of a sentence."""
    return {"text": text, **hear(kb, recogniser, text, asked)}


def heard_request(request: Mapping[str, Any], asked: tuple[str, ...]) -> Json:
    """What was understood of a request without words: a touch, an opening, an end."""
    act = understand(request, asked)
    return {
        "text": None,
        "intent": request["type"],
        "slots": {},
        "act": act.name,
        "findings": {id_: str(answer) for id_, answer in _findings(act).items()},
        "condition": getattr(act, "condition", None),
        "level": None,
    }


def _findings(act: Act) -> Mapping[str, str]:
    findings: Mapping[str, str] = getattr(act, "findings", {})
    return findings


def insight(kb: KnowledgeBase, words: Words, conversation: Conversation) -> Json:
    """The evidence so far, and what would be told on it if the interview ended here."""
    view = outlook(kb, conversation.evidence)
    speaker = Speaker.for_conversation(words, conversation)
    level = view.found.level.id
    return {
        "evidence": [
            {
                "names": [speaker.part("finding", f, "name") for f in statement.findings],
                "findings": list(statement.findings),
                "answer": str(statement.answer),
                "origin": str(statement.origin),
                "turn": statement.turn,
            }
            for statement in conversation.evidence
        ],
        "causes": _causes(speaker, view),
        "level": {"id": level, "name": speaker.say("level", level, "title")},
        "rules": [_rule(kb, speaker, rule) for rule in view.found.rules],
        "doubts": [gate.id for gate in view.found.doubtful],
    }


def _causes(speaker: Speaker, view: Outlook) -> list[Json]:
    return [
        {
            "id": ranked.condition,
            "name": speaker.say("condition", ranked.condition, "name"),
            "share": round(ranked.share, 4),
        }
        for ranked in view.ranked[:MOST_CAUSES]
    ]


def _rule(kb: KnowledgeBase, speaker: Speaker, rule: Rule) -> Json:
    return {
        "id": rule.id,
        "level": rule.level.id,
        "because": " ".join(speaker.some("rule", rule.id, "because")),
        "every": list(rule.every),
        "some": list(rule.some),
        "sources": [_source(kb.sources[id_]) for id_ in rule.sources],
    }


def _source(source: Source) -> Json:
    return {
        "title": source.title,
        "reference": source.reference,
        "confidence": str(source.confidence),
    }
