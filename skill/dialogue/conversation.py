"""The whole talk so far as one small frozen value that travels in the session."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from skill.interview.evidence import Evidence, Origin, Statement, read
from skill.interview.step import Ask, Profile, next_step
from skill.knowledge.model import Answer, KnowledgeBase, TriageLevel

VERSION = 1

MOST_STORED = 150
"""A session with more statements than this is none of ours."""

MOST_JOINED = 3
"""No question joins more findings than this."""

MOST_OPEN = 8
"""More either-ors than this no conversation leaves open; each multiplies what must be weighed."""


class Stage(StrEnum):
    """How far the talk has come."""

    NEW = "new"
    ASKING = "asking"
    TOLD = "told"


class Offer(StrEnum):
    """A yes/no offer that is waiting for an answer, outside the interview."""

    SELF_CARE = "self_care"
    WHEN_DOCTOR = "when_doctor"
    WHAT_ELSE = "what_else"
    RESUME = "resume"
    REMEMBER = "remember"


class Memory(StrEnum):
    """Whether answers may outlive the session: switched off, or what the person said to it."""

    OFF = "off"
    UNASKED = "unasked"
    GRANTED = "granted"
    REFUSED = "refused"


class Pace(StrEnum):
    """How the person wants to be spoken to."""

    USUAL = "usual"
    SLOW = "slow"
    SHORT = "short"


@dataclass(frozen=True, slots=True)
class Conversation:
    """`turn` numbers the exchanges, `misses` counts misunderstandings in a row, `seed` picks
    among wordings, `topic` is the cause last spoken of, `named_at` the turn in which it was named,
    `feared` the one asked about before the result, `which` marks a choice answered by a bare yes,
    `disputed` an emergency that the person says was heard wrong, `told` is the level last spoken,
    `heard` what of the offers has been taken up."""

    evidence: Evidence = ()
    stage: Stage = Stage.NEW
    other: bool = False
    offer: Offer | None = None
    memory: Memory = Memory.OFF
    pace: Pace = Pace.USUAL
    topic: str | None = None
    named_at: int = 0
    feared: str | None = None
    told: str | None = None
    heard: tuple[Offer, ...] = ()
    which: bool = False
    disputed: bool = False
    returning: bool = False
    misses: int = 0
    turn: int = 0
    seed: int = 0

    @property
    def profile(self) -> Profile:
        """Whom it is about, and what they fear."""
        return Profile(self.other, self.feared)

    def taken_up(self) -> Conversation:
        """The talk as it opens when the person comes back after it was cut off."""
        return replace(
            self, stage=Stage.NEW, offer=Offer.RESUME, returning=True, memory=Memory.GRANTED
        )

    def to_json(self) -> dict[str, Any]:
        """A small JSON value; what is at its default is left out."""
        evidence = " ".join(_statement_to_text(s) for s in self.evidence)
        said: dict[str, Any] = {"v": VERSION, "e": evidence}
        return said | {
            key: getattr(self, key) for key in _PLAIN if getattr(self, key) != getattr(_FRESH, key)
        }

    @staticmethod
    def from_json(kb: KnowledgeBase, stored: object) -> Conversation | None:
        """The conversation, or None if this is no conversation of ours (old, cut, tampered)."""
        try:
            return _from_json(kb, stored)
        except (AttributeError, KeyError, TypeError, ValueError):
            return None


def _offers(stored: Any) -> tuple[Offer, ...]:
    return tuple(Offer(item) for item in stored)


_FRESH = Conversation()

_PLAIN: Mapping[str, Any] = {
    "stage": Stage,
    "other": bool,
    "offer": Offer,
    "memory": Memory,
    "pace": Pace,
    "topic": str,
    "named_at": int,
    "feared": str,
    "told": str,
    "heard": _offers,
    "which": bool,
    "disputed": bool,
    "returning": bool,
    "misses": int,
    "turn": int,
    "seed": int,
}


def _statement_to_text(statement: Statement) -> str:
    """One word a statement: the platform carries a text faster than nested lists."""
    findings = "+".join(statement.findings)
    return f"{findings}:{statement.answer}:{statement.origin}:{statement.turn}"


def _from_json(kb: KnowledgeBase, stored: Any) -> Conversation:
    statements = stored["e"].split()
    if stored["v"] != VERSION or len(statements) > MOST_STORED:
        raise ValueError(stored["v"])
    evidence = tuple(_statement_from_text(kb, word) for word in statements)
    plain = {key: _typed(kind, stored[key]) for key, kind in _PLAIN.items() if key in stored}
    conversation = replace(_FRESH, evidence=evidence, **plain)
    if not {conversation.topic, conversation.feared} <= {None, *kb.conditions}:
        raise ValueError(conversation.topic)
    if conversation.misses < 0:
        raise ValueError(conversation.misses)
    if not _is_coherent(kb, conversation):
        raise ValueError(conversation.stage)
    return conversation


def _is_coherent(kb: KnowledgeBase, conversation: Conversation) -> bool:
    """Whether stage and level are those that the evidence leads to."""
    if len(read(conversation.evidence).either) > MOST_OPEN:
        return False
    told = conversation.told
    if told is not None and told.upper() not in TriageLevel.__members__:
        return False
    if conversation.disputed and told != TriageLevel.EMERGENCY.id:
        return False
    step = next_step(kb, conversation.profile, conversation.evidence)
    match conversation.stage:
        case Stage.NEW:
            resuming = conversation.offer is Offer.RESUME
            return told != TriageLevel.EMERGENCY.id and (resuming or not conversation.evidence)
        case Stage.ASKING:
            asking = isinstance(step, Ask) or conversation.offer is Offer.RESUME
            return asking and told != TriageLevel.EMERGENCY.id
        case _:
            offering = conversation.offer is not None and told == TriageLevel.EMERGENCY.id
            return not isinstance(step, Ask) and told == step.found.level.id and not offering


def _statement_from_text(kb: KnowledgeBase, word: str) -> Statement:
    joined, answer, origin, turn = word.split(":")
    findings = tuple(joined.split("+"))
    if len(findings) > MOST_JOINED or any(f not in kb.findings for f in findings):
        raise ValueError(joined)
    return Statement(findings, Answer(answer), Origin(origin), int(turn))


def _typed(kind: Any, value: Any) -> Any:
    if kind in (bool, int, str):
        if type(value) is not kind:
            raise TypeError(value)
        return value
    return kind(value)
