"""How soon help is needed. Rules decide, never a score, and the most urgent one wins.

A rule looks only at what is present, so that more evidence can never lower a level; the one
exception is an answer that the rule itself names (`cleared_by`). Where one of several findings
is present and nobody knows which, a rule applies if it would with any one of them. Ties keep
every rule, and the order of the files never matters.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from skill.interview.evidence import Known
from skill.knowledge.model import Answer, Answers, Gate, KnowledgeBase, Rule, TriageLevel
from skill.knowledge.rules import applies


@dataclass(frozen=True, slots=True)
class Assessment:
    """The level, the rules that demand it, and the gates that doubt alone holds at it."""

    level: TriageLevel
    rules: tuple[Rule, ...]
    doubtful: tuple[Gate, ...]


def assess(kb: KnowledgeBase, known: Known) -> Assessment:
    """The most urgent level that the evidence demands."""
    worlds = possible_worlds(known)
    about = _rules_about(kb)
    touched = dict.fromkeys(r.id for f in known.possible() for r in about.get(f, ()))
    fired = [
        rule
        for rule in (kb.rules[id] for id in sorted(touched))
        if any(applies(rule, world) for world in worlds)
    ]
    doubtful = [g for g in kb.gates if in_doubt(g, known)]
    levels = (*(r.level for r in fired), *(g.unsure for g in doubtful))
    level = max(levels, default=TriageLevel.SELF_CARE)
    return Assessment(
        level,
        tuple(r for r in fired if r.level is level),
        tuple(g for g in doubtful if g.unsure is level),
    )


@lru_cache(maxsize=8)
def _rules_about(kb: KnowledgeBase) -> Mapping[str, tuple[Rule, ...]]:
    """Finding -> the rules that look whether it is present."""
    table: dict[str, list[Rule]] = {}
    for rule in kb.rules.values():
        for finding in (*rule.every, *rule.some):
            table.setdefault(finding, []).append(rule)
    return {finding: tuple(rules) for finding, rules in table.items()}


def possible_worlds(known: Known) -> Sequence[Answers]:
    """The answers with, for each open either-or, each of its findings in turn taken as present."""
    if not known.either:
        return (known.answers,)
    return [
        {**known.answers, **dict.fromkeys(chosen, Answer.YES)} for chosen in product(*known.either)
    ]


def in_doubt(gate: Gate, known: Known) -> bool:
    """Whether the person was asked about a danger twice and could not tell."""
    return any(
        known.answers.get(f) is Answer.UNSURE and known.doubts.get(f, 0) > 1 for f in gate.findings
    )
