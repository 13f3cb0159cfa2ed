"""What a turn comes to for somebody looking on: plain speech, what was asked, the result."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from typing import Any

from skill.dialogue.answering import asked_findings, awaited
from skill.dialogue.conversation import Conversation, Stage
from skill.interview.questions import Question
from skill.interview.step import Conclude, next_step
from skill.knowledge.model import KnowledgeBase
from skill.speech.words import Words

Json = dict[str, Any]

CONVERSATION = "conversation"


def look(kb: KnowledgeBase, words: Words, response: Mapping[str, Any]) -> Json:
    """The turn as `talk --json` writes it, all but what was heard."""
    body = response["response"]
    conversation = conversation_in(kb, response)
    directives = body.get("directives") or [{}]
    screen = directives[0].get("datasources", {}).get("payload")
    return {
        "speech": plain(body.get("outputSpeech")),
        "reprompt": plain((body.get("reprompt") or {}).get("outputSpeech")) or None,
        "open": not body.get("shouldEndSession", True),
        "card": _card(body.get("card")),
        "screen": screen,
        "asked": asked(kb, words, conversation) if conversation else None,
        "result": result(kb, conversation) if conversation else None,
    }


def conversation_in(kb: KnowledgeBase, response: Mapping[str, Any]) -> Conversation | None:
    """The conversation that the response carries on, if it does."""
    return Conversation.from_json(kb, (response.get("sessionAttributes") or {}).get(CONVERSATION))


def asked_in(kb: KnowledgeBase, attributes: Mapping[str, Any]) -> tuple[str, ...]:
    """The findings of the question that a session is waiting on."""
    conversation = Conversation.from_json(kb, attributes.get(CONVERSATION))
    return asked_findings(kb, conversation) if conversation else ()


def plain(output: Mapping[str, Any] | None) -> str:
    """Speech without its tags."""
    text = unescape(re.sub(r"<[^>]+>", "", (output or {}).get("ssml") or ""))
    return re.sub(r" +", " ", text).strip()


def asked(kb: KnowledgeBase, words: Words, conversation: Conversation) -> Json | None:
    """The question that waits for an answer; `say` names each part of a choice alone."""
    question = awaited(kb, conversation)
    if not isinstance(question, Question):
        return None
    say = {f: words.text("finding", f, "say") for f in question.findings if question.choice}
    kind = "choice" if question.choice else "yes_no"
    return {"kind": kind, "findings": list(question.findings), "say": say}


def result(kb: KnowledgeBase, conversation: Conversation) -> Json | None:
    """What has been concluded, once it has been told."""
    if conversation.stage is not Stage.TOLD:
        return None
    step = next_step(kb, conversation.profile, conversation.evidence)
    if not isinstance(step, Conclude):
        return None
    conditions = [{"id": r.condition, "share": round(r.share, 4)} for r in step.ranked]
    return {
        "triage": step.found.level.id,
        "conditions": conditions,
        "questions": step.questions,
    }


def _card(card: Mapping[str, Any] | None) -> Json | None:
    return {"title": card["title"], "text": card["content"]} if card else None
