"""What asking about a finding is worth: how much its answer is expected to change what is said.

First to how urgently, then to which causes. What would change neither enough is not asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import prod

from skill.interview.differential import UNDER_DISEASE, Belief, Model, chance
from skill.interview.evidence import Known
from skill.interview.triage import Assessment
from skill.knowledge.model import KnowledgeBase, Rule, TriageLevel

URGENCY_WORTH = {
    TriageLevel.ROUTINE: 1.0,
    TriageLevel.SOON: 8.0,
    TriageLevel.SAME_DAY: 16.0,
    TriageLevel.EMERGENCY: 32.0,
}
"""What it is worth to find out that a level applies (estimate)."""

TOLD = 0.1
"""A cause with this share is as likely to be told as not (estimate): that one rare disease grows
out of nothing matters, though it moves little belief."""

FEARED_EXCESS = 0.4
"""So much likelier than in others a sign must be for it to tell of a condition (estimate)."""


@dataclass(frozen=True, slots=True)
class Worth:
    """The expected change (0 and up) to how urgently, and to which causes, something is told."""

    urgency: float
    causes: float

    @property
    def total(self) -> float:
        """Both together."""
        return self.urgency + self.causes


def worth_of_each(
    kb: KnowledgeBase,
    model: Model,
    known: Known,
    found: Assessment,
    belief: Belief,
    findings: Iterable[str],
    feared: str | None = None,
) -> dict[str, Worth]:
    """Finding -> the worth of asking about it alone, also to somebody who fears a condition."""
    chances = _Chances(model, known, belief)
    urgent = _urgency_worth(kb, known, found, chances)
    telling = _telling_of(kb, feared) if feared else {}
    return {
        f: Worth(
            urgent.get(f, 0.0),
            _cause_worth(model, belief, f, chances[f]) + telling.get(f, 0.0),
        )
        for f in findings
    }


def _telling_of(kb: KnowledgeBase, condition: str) -> dict[str, float]:
    """Finding -> what asking about it is worth to somebody who fears the condition: a no to what
    mostly comes with it puts them at ease."""
    likelihood = kb.conditions[condition].likelihood
    excess = {f: p - kb.findings[f].base for f, p in likelihood.items()}
    return {f: e for f, e in excess.items() if e >= FEARED_EXCESS}


class _Chances(dict[str, float]):
    """Finding -> the probability that it is present, each worked out once a turn."""

    def __init__(self, model: Model, known: Known, belief: Belief) -> None:
        super().__init__()
        self._model, self._belief = model, belief
        for group in known.unnamed():
            each = {f: chance(model, belief, f) for f in group}
            some = 1 - prod(1 - p for p in each.values())
            self |= {f: p / some for f, p in each.items()}

    def __missing__(self, finding: str) -> float:
        self[finding] = p = chance(self._model, self._belief, finding)
        return p


def _urgency_worth(
    kb: KnowledgeBase, known: Known, found: Assessment, chances: _Chances
) -> dict[str, float]:
    """Finding -> its part in the rules that could still raise the level: the chance that all that
    a rule lacks is there, shared out among it."""
    values: dict[str, float] = {}
    possible = known.possible()
    closed = known.answers.keys() - possible
    so_far = URGENCY_WORTH.get(found.level, 0.0)
    for rule in _reachable(kb, found.level):
        if not rule.heard <= possible or not rule.every_one.isdisjoint(closed):
            continue
        lacking = [f for f in rule.every if f not in possible]
        value = URGENCY_WORTH[rule.level] - so_far
        for finding in lacking:
            value *= chances[finding]
        if rule.any_some and possible.isdisjoint(rule.any_some):
            some = [f for f in rule.some if f not in known.answers]
            value /= 1 + len(lacking)
            for finding in some:
                values[finding] = max(values.get(finding, 0.0), value * chances[finding])
            value *= chances[some[0]] if some else 0.0
        elif lacking:
            value /= len(lacking)
        for finding in lacking:
            values[finding] = max(values.get(finding, 0.0), value)
    return values


@dataclass(frozen=True, slots=True)
class _Reachable:
    """A rule as seen from the interview: what it needs that is only ever heard, and what may be
    asked: all of `every`, and one of `some`."""

    level: TriageLevel
    heard: frozenset[str]
    every: tuple[str, ...]
    every_one: frozenset[str]
    some: tuple[str, ...]
    any_some: frozenset[str]


@lru_cache(maxsize=32)
def _reachable(kb: KnowledgeBase, level: TriageLevel) -> tuple[_Reachable, ...]:
    """The rules above a level."""
    flags = frozenset(f.id for f in kb.findings.values() if not f.asked)

    def seen(rule: Rule) -> _Reachable:
        every = tuple(f for f in rule.every if f not in flags)
        some = tuple(f for f in rule.some if f not in flags)
        heard = flags.intersection(rule.every)
        return _Reachable(rule.level, heard, every, frozenset(every), some, frozenset(rule.some))

    return tuple(seen(rule) for rule in kb.rules.values() if rule.level > level)


def _cause_worth(model: Model, belief: Belief, finding: str, p: float) -> float:
    """How much the causes that will be told are expected to change, over yes and no."""
    disease, contributor = belief.disease, belief.contributor
    everyday = disease[model.everyday.id]
    weight = everyday + (1 - everyday) * UNDER_DISEASE
    change = 0.0
    for condition, own in model.cells.get(finding, ()):
        share = disease[condition]
        change += _shift(p, share, share * own / p, share * (1 - own) / (1 - p))
    for condition, excess in model.excess.get(finding, {}).items():
        odds = contributor[condition]
        yes = min(odds * (1 - (1 - p) * (1 - excess)) / p, 1.0)
        no = odds * (1 - excess) / (1 - odds * excess)
        change += _shift(p, odds * weight, yes * weight, no * weight)
    return change


def _shift(p: float, now: float, yes: float, no: float) -> float:
    """The expected change in whether a cause is told, from its shares now and after yes and no."""
    told = now / (now + TOLD)
    return p * abs(yes / (yes + TOLD) - told) + (1 - p) * abs(no / (no + TOLD) - told)
