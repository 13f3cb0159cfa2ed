"""Which question is worth asking next, given everything known.

The worth of a question is the change that its answer is expected to make to what will be said:
first to how urgently, then to which causes. A question that would change neither enough is not
asked, and the interview ends.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import prod

from skill.interview.differential import UNDER_DISEASE, Belief, Model, chance
from skill.interview.evidence import Known
from skill.interview.triage import Assessment, in_doubt, possible_worlds
from skill.knowledge.model import (
    Answer,
    Answers,
    Finding,
    Gate,
    KnowledgeBase,
    Rule,
    TriageLevel,
)
from skill.knowledge.rules import applies

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


@dataclass(frozen=True, slots=True)
class Worth:
    """The expected change (0 and up) to how urgently, and to which causes, something is told."""

    urgency: float
    causes: float

    @property
    def total(self) -> float:
        """Both together."""
        return self.urgency + self.causes


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


def worth(
    kb: KnowledgeBase,
    model: Model,
    known: Known,
    found: Assessment,
    belief: Belief,
    feared: str | None = None,
) -> dict[Question, Worth]:
    """How much each question that could be asked now is expected to change what will be said, and
    what it does for somebody who fears a condition."""
    chances = _Chances(model, known, belief)
    urgent = _urgency_worth(kb, known, found, chances)
    telling = _telling_of(kb, feared) if feared else {}
    each = {
        f: Worth(
            urgent.get(f, 0.0),
            _cause_worth(model, belief, f, chances.of(f)) + telling.get(f, 0.0),
        )
        for f in _unasked(kb, known)
    }
    return {
        question: Worth(
            sum(each[f].urgency for f in question.findings),
            sum(each[f].causes for f in question.findings),
        )
        for question in _questions(kb, known, each)
    }


def _telling_of(kb: KnowledgeBase, condition: str) -> dict[str, float]:
    """Finding -> what asking about it is worth to somebody who fears the condition: a no to what
    mostly comes with it puts them at ease."""
    likelihood = kb.conditions[condition].likelihood
    excess = {f: p - kb.findings[f].base for f, p in likelihood.items()}
    return {f: e for f, e in excess.items() if e >= FEARED_EXCESS}


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


class _Chances:
    """The probability of each finding, worked out once a turn."""

    def __init__(self, model: Model, known: Known, belief: Belief) -> None:
        self._model, self._belief = model, belief
        self._known: dict[str, float] = {}
        for group in known.unnamed():
            each = {f: chance(model, belief, f) for f in group}
            some = 1 - prod(1 - p for p in each.values())
            self._known |= {f: p / some for f, p in each.items()}

    def of(self, finding: str) -> float:
        if finding not in self._known:
            self._known[finding] = chance(self._model, self._belief, finding)
        return self._known[finding]


def _urgency_worth(
    kb: KnowledgeBase, known: Known, found: Assessment, chances: _Chances
) -> dict[str, float]:
    """Finding -> its part in the rules that could still raise the level."""
    values: dict[str, float] = {}
    possible = known.possible()
    so_far = URGENCY_WORTH.get(found.level, 0.0)
    for rule in _reachable(kb, found.level):
        if not rule.heard <= possible:
            continue
        gain = URGENCY_WORTH[rule.level] - so_far
        for needed, others in _missing(rule, known, possible):
            value = gain * chances.of(needed)
            for other in others:
                value *= chances.of(other)
            value /= 1 + len(others)
            if value > values.get(needed, 0.0):
                values[needed] = value
    return values


@dataclass(frozen=True, slots=True)
class _Reachable:
    """A rule as seen from the interview: what it needs that is only ever heard, and what may be
    asked: all of `every`, and one of `some`; `alone` is the finding that would do by itself."""

    level: TriageLevel
    heard: frozenset[str]
    every: tuple[str, ...]
    some: tuple[str, ...]
    any_some: frozenset[str]
    alone: str | None


@lru_cache(maxsize=32)
def _reachable(kb: KnowledgeBase, level: TriageLevel) -> tuple[_Reachable, ...]:
    """The rules above a level."""
    flags = frozenset(f.id for f in kb.findings.values() if not f.asked)

    def seen(rule: Rule) -> _Reachable:
        every = tuple(f for f in rule.every if f not in flags)
        some = tuple(f for f in rule.some if f not in flags)
        alone = every[0] if len(every) == 1 and not rule.some else None
        heard = flags.intersection(rule.every)
        return _Reachable(rule.level, heard, every, some, frozenset(rule.some), alone)

    return tuple(seen(rule) for rule in kb.rules.values() if rule.level > level)


def _missing(
    rule: _Reachable, known: Known, possible: frozenset[str]
) -> list[tuple[str, tuple[str, ...]]]:
    """Each finding that the rule still lacks, with the others lacked beside it; empty if it
    cannot apply any more."""
    if rule.alone:
        spoken_of = rule.alone in known.answers or rule.alone in possible
        return [] if spoken_of else [(rule.alone, ())]
    every = tuple(f for f in rule.every if f not in possible)
    if any(f in known.answers for f in every):
        return []
    if not rule.any_some or not possible.isdisjoint(rule.any_some):
        return [(f, tuple(o for o in every if o != f)) for f in every]
    some = tuple(f for f in rule.some if f not in known.answers)
    alone = [(f, every) for f in some]
    return alone + [(f, (*(o for o in every if o != f), some[0])) for f in every if some]


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


def _hit(gate: Gate, known: Known) -> bool:
    return any(g.issuperset(gate.findings) for g in known.either)
