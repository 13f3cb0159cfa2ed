"""How soon help is needed. Rules decide, never a score, and the most urgent one wins.

A rule looks only at what is present, so that more evidence can never lower a level; the one
exception is an answer that the rule itself names (`cleared_by`). Ties keep every rule, and the
order of the files never matters.
"""

from __future__ import annotations

from dataclasses import dataclass

from skill.interview.evidence import Known
from skill.knowledge.model import Answer, Answers, Gate, KnowledgeBase, Rule, TriageLevel


@dataclass(frozen=True, slots=True)
class Assessment:
    """The level, the rules that demand it, and the gates that doubt alone holds at it."""

    level: TriageLevel
    rules: tuple[Rule, ...]
    doubtful: tuple[Gate, ...]


def assess(kb: KnowledgeBase, known: Known) -> Assessment:
    """The most urgent level that the evidence demands."""
    possible = known.possible()
    fired = [r for r in kb.rules.values() if _matches(r, possible) and not _cleared(r, known)]
    doubtful = [g for g in kb.gates if in_doubt(g, known)]
    level = max(
        TriageLevel.SELF_CARE,
        *(r.level for r in fired),
        *(g.unsure for g in doubtful),
        key=int,
    ) if fired or doubtful else TriageLevel.SELF_CARE
    return Assessment(
        level,
        tuple(r for r in fired if r.level is level),
        tuple(g for g in doubtful if g.unsure is level),
    )


def in_doubt(gate: Gate, known: Known) -> bool:
    """Whether the person was asked about a danger twice and could not tell."""
    return any(
        known.answers.get(f) is Answer.UNSURE and known.doubts.get(f, 0) > 1 for f in gate.findings
    )


def _matches(rule: Rule, possible: frozenset[str]) -> bool:
    return possible.issuperset(rule.every) and (
        not rule.some or not possible.isdisjoint(rule.some)
    )


def _cleared(rule: Rule, known: Known) -> bool:
    return any(_holds(answers, known) for answers in rule.cleared_by)


def _holds(answers: Answers, known: Known) -> bool:
    return all(known.answers.get(f) == answer for f, answer in answers.items())
