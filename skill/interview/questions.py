"""Which questions there are, given everything known: dangers first, then findings by their worth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from skill.interview.differential import Belief, Model
from skill.interview.evidence import Known
from skill.interview.triage import Assessment, in_doubt, possible_worlds
from skill.interview.worth import Worth, worth_of_each
from skill.knowledge.model import (
    Answer,
    Answers,
    Finding,
    Gate,
    KnowledgeBase,
    Rule,
)
from skill.knowledge.rules import applies

URGENT_FIRST = 2.0
"""Within a choice, what may change the level counts this much more (estimate): fewer questions
then cover all of it."""

MOST_AT_ONCE = 3
"""So many findings are asked in one breath, no more."""


@dataclass(frozen=True, slots=True)
class Question:
    """Something to ask: one finding, several in one breath, or a choice of several.

    `id` names its words: a finding's, a gate's or a choice's. `again` marks the second
    time, with something to try; `settles` the question that may lower an emergency.
    """

    id: str
    findings: tuple[str, ...]
    choice: bool = False
    again: bool = False
    settles: bool = False


def gate_question(kb: KnowledgeBase, known: Known) -> Question | None:
    """The next danger to ask about, once more where the person was unsure; None when all are clear."""
    for gate in kb.gates:
        left = tuple(f for f in gate.findings if not known.spoken_of(f))
        if left and not _hit(gate, known):
            return Question(gate.id if left == gate.findings else left[0], left)
        unsure = tuple(f for f in gate.findings if known.answers.get(f) is Answer.UNSURE)
        if unsure and not in_doubt(gate, known) and not _hit(gate, known):
            return Question(gate.id, unsure, again=True)
    return None


def settling_question(kb: KnowledgeBase, known: Known, found: Assessment) -> Question | None:
    """The question that may yet lower an emergency: an answer that its rules name.

    First a yes that clears a rule, then which of two signs it was, then a no that clears.
    """
    emergencies = [r for r in kb.rules.values() if r.level is found.level]
    ways_out = {r.id: [way for way in r.cleared_by if _is_open(way, known)] for r in emergencies}
    firm = [r for r in emergencies if not ways_out[r.id]]
    grave = [any(applies(r, world) for r in firm) for world in possible_worlds(known)]
    if found.doubtful or all(grave):
        return None
    ways = [way for rule in found.rules for way in ways_out[rule.id]]
    yes = [f for way in ways for f, a in way.items() if len(way) == 1 and a is Answer.YES]
    parts = _grave_parts(known, firm) if any(grave) else []
    noes = [way for way in ways if all(a is Answer.NO for a in way.values())]
    left = (f for f in (*yes, *parts, *(f for way in noes for f in way)) if not known.spoken_of(f))
    finding = next(left, None)
    return Question(finding, (finding,), settles=True) if finding else None


def _is_open(way: Answers, known: Known) -> bool:
    """Whether we ask for this way out, and no answer has closed it yet."""
    plain = len(way) == 1 or all(a is Answer.NO for a in way.values())
    return plain and all(known.answers.get(f, a) is a for f, a in way.items())


def _grave_parts(known: Known, firm: list[Rule]) -> list[str]:
    """The findings that, if they are the ones present, make the emergency certain."""
    return sorted(
        f
        for group in known.either
        for f in group
        if any(applies(r, {**known.answers, f: Answer.YES}) for r in firm)
    )


def worth_of_questions(
    kb: KnowledgeBase,
    model: Model,
    known: Known,
    found: Assessment,
    belief: Belief,
    feared: str | None = None,
) -> dict[Question, Worth]:
    """How much each question that could be asked now is expected to change what will be said, and
    what it does for somebody who fears a condition."""
    each = worth_of_each(kb, model, known, found, belief, _unasked(kb, known), feared)
    return {
        question: Worth(
            sum(each[f].urgency for f in question.findings),
            sum(each[f].causes for f in question.findings),
        )
        for question in _questions(kb, known, each)
    }


def _unasked(kb: KnowledgeBase, known: Known) -> Iterator[str]:
    """The findings that may be asked about and that nobody has spoken of."""
    for finding in _askable(kb):
        bound = finding.unless or finding.beside
        if not known.spoken_of(finding.id) and (not bound or makes_sense(kb, known, finding.id)):
            yield finding.id


@lru_cache(maxsize=8)
def _askable(kb: KnowledgeBase) -> tuple[Finding, ...]:
    return tuple(finding for finding in kb.findings.values() if finding.asked)


def makes_sense(kb: KnowledgeBase, known: Known, finding: str) -> bool:
    """Whether nothing known makes it odd to ask, and what it is asked beside is there."""
    asked = kb.findings[finding]
    odd = any(known.present(other) for other in asked.unless)
    return not odd and (not asked.beside or any(known.present(other) for other in asked.beside))


def _questions(kb: KnowledgeBase, known: Known, each: Mapping[str, Worth]) -> Iterator[Question]:
    """Of each choice the findings that are worth most, up to three in one breath; all other
    findings by themselves, and so are those of which one is known to be present."""
    covered: set[str] = set()
    open_groups = frozenset().union(*known.either)
    for choice in kb.choices:
        members = [f for f in choice.findings if f in each and f not in open_groups]
        covered.update(members)
        best = sorted(members, key=lambda f: (-_priority(each[f]), f))[:MOST_AT_ONCE]
        if len(best) > 1:
            ordered = tuple(f for f in choice.findings if f in best)
            yield Question(choice.id, ordered, choice=True)
        elif best:
            yield Question(best[0], (best[0],))
    for finding in each:
        if finding not in covered:
            yield Question(finding, (finding,))


def _priority(worth: Worth) -> float:
    return URGENT_FIRST * worth.urgency + worth.causes


def _hit(gate: Gate, known: Known) -> bool:
    return any(g.issuperset(gate.findings) for g in known.either)
