"""The interview as one pure function: all evidence in, the next question or the conclusion out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from skill.interview.differential import Belief, Model, Ranked, believe, rank
from skill.interview.evidence import Evidence, Known, questions_asked, read
from skill.interview.questions import (
    Question,
    gate_question,
    makes_sense,
    settling_question,
    worth_of_questions,
)
from skill.interview.triage import Assessment, assess
from skill.knowledge.model import Answer, KnowledgeBase, TriageLevel
from skill.knowledge.rules import applies

MOST_QUESTIONS = 14
"""No interview asks more than this."""

WORTH_ASKING = 0.6
"""A question worth less than this changes too little (estimate, set on the open cases)."""

WORTH_FOR_URGENCY = 0.15
"""The same, for what it may change about how urgent it is alone (estimate): so low that each sign
which by itself means a doctor within days is asked about before the end."""

SEEN_ANYWAY = 1.5
"""So much more a question must be worth once somebody is to be seen within days (estimate)."""

PATIENT_FOR = 8
IMPATIENCE = 0.5
"""From so many questions on, each further one that only sorts the causes must be worth this much
more (estimate)."""


@dataclass(frozen=True, slots=True)
class Profile:
    """Whom the interview is about, the speaker or somebody else, and the condition that they fear."""

    other: bool = False
    feared: str | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """The next question."""

    question: Question


@dataclass(frozen=True, slots=True)
class Conclude:
    """What to tell: the level and its reasons, the causes in order, and, in an emergency, the
    question that may yet lower it."""

    found: Assessment
    ranked: tuple[Ranked, ...]
    questions: int
    settling: Question | None = None


Step = Ask | Conclude


@lru_cache(maxsize=64)
def next_step(kb: KnowledgeBase, profile: Profile, evidence: Evidence) -> Step:
    """Ask or conclude; the same evidence always gives the same step."""
    known = read(evidence)
    found = assess(kb, known)
    asked = questions_asked(evidence)
    may_ask = found.level is not TriageLevel.EMERGENCY and asked < MOST_QUESTIONS
    gate = gate_question(kb, known) if may_ask else None
    if gate:
        return Ask(gate)
    model = model_of(kb)
    belief = believe(model, known)
    if may_ask:
        patience = max(1.0, 1 + IMPATIENCE * (asked - PATIENT_FOR))
        question = _best(kb, model, profile, known, found, belief, patience)
        if question:
            return Ask(question)
    settles = found.level is TriageLevel.EMERGENCY and asked < MOST_QUESTIONS
    settling = settling_question(kb, known, found) if settles else None
    return Conclude(found, rank(model, belief, found.level, suspects(kb, found)), asked, settling)


@lru_cache(maxsize=8)
def model_of(kb: KnowledgeBase) -> Model:
    """The knowledge laid out for sums, once for each knowledge base."""
    return Model(kb)


def suspects(kb: KnowledgeBase, found: Assessment) -> frozenset[str]:
    """What the rules point to; in doubt, what they would point to."""
    doubted = [{f: Answer.YES} for gate in found.doubtful for f in gate.findings]
    feared = (r for r in kb.rules.values() if any(applies(r, answers) for answers in doubted))
    return frozenset(c for rule in (*found.rules, *feared) for c in rule.suspects)


def _best(
    kb: KnowledgeBase,
    model: Model,
    profile: Profile,
    known: Known,
    found: Assessment,
    belief: Belief,
    patience: float,
) -> Question | None:
    """The question most worth asking; a sensitive one only when no other is worth it."""
    young = "under_16"
    if profile.other and not known.spoken_of(young) and makes_sense(kb, known, young):
        return Question("under_16", ("under_16",))
    factor = SEEN_ANYWAY if found.level >= TriageLevel.SOON else 1.0
    worthy = {
        question: value.total
        for question, value in worth_of_questions(
            kb, model, known, found, belief, profile.feared
        ).items()
        if value.urgency >= WORTH_FOR_URGENCY * factor
        or value.total >= WORTH_ASKING * factor * patience
    }
    plain = {
        q: v for q, v in worthy.items() if not any(kb.findings[f].sensitive for f in q.findings)
    }
    return min(plain or worthy, key=lambda q: (-worthy[q], q.id), default=None)
