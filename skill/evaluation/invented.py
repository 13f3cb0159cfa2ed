"""Cases invented from the likelihoods, to see how the interview does beyond written ones.

A cause is drawn by its prior; contributors may join it, as they do in life; findings are drawn from
the likelihoods of all that is at work, each having its own chance to bring a finding about. Flags
are left out: nobody is asked for them.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

from skill.evaluation.cases import Case
from skill.evaluation.demand import Oracle
from skill.interview.evidence import Origin, Statement
from skill.knowledge.model import Answer, Condition, Kind, KnowledgeBase


def invent(
    kb: KnowledgeBase, oracle: Oracle, count: int, *, seed: int = 0, evenly: bool = False
) -> tuple[Case, ...]:
    """So many cases; `evenly` draws each cause equally often, rather than by its prior."""
    chance = random.Random(seed)  # noqa: S311  not for secrets
    ranked = [c for c in kb.conditions.values() if c.kind is not Kind.RULE_ONLY]
    weights = [1.0 if evenly else c.prior for c in ranked]
    causes = chance.choices(ranked, weights, k=count)
    return tuple(
        _invent(kb, oracle, chance, f"invented-{number}", cause)
        for number, cause in enumerate(causes, start=1)
    )


def _invent(
    kb: KnowledgeBase, oracle: Oracle, chance: random.Random, name: str, cause: Condition
) -> Case:
    beside = [
        c
        for c in kb.conditions.values()
        if c.kind is Kind.CONTRIBUTOR and c is not cause and chance.random() < c.prior
    ]
    if cause.kind is Kind.EVERYDAY:
        beside = []
    alone = next(c for c in kb.conditions.values() if c.kind is Kind.EVERYDAY)
    acting = [cause, *beside] if cause.kind is Kind.CONTRIBUTOR else beside
    ground = alone if cause.kind is Kind.CONTRIBUTOR else cause
    answers = {
        f.id: Answer.YES if chance.random() < _present(kb, f.id, ground, acting) else Answer.NO
        for f in kb.findings.values()
        if f.asked and not f.beside
    }
    truth = tuple(c.id for c in acting) if cause.kind is Kind.CONTRIBUTOR else (cause.id,)
    told = tuple(Statement((f,), a, Origin.VOLUNTEERED) for f, a in answers.items())
    return Case(name, "", answers, truth, (), oracle.demand(told).level, (), about=cause.id)


def _present(
    kb: KnowledgeBase, finding: str, ground: Condition, acting: Sequence[Condition]
) -> float:
    base = kb.findings[finding].base
    p = ground.likelihood.get(finding, base)
    for contributor in acting:
        cell = contributor.likelihood.get(finding, base)
        if cell > base:
            p = 1 - (1 - p) * (1 - cell) / (1 - base)
        elif cell < base:
            p *= cell / base
    return p
