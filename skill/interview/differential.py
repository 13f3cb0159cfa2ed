"""Which causes fit the evidence, and how well.

Two kinds of cause, two kinds of sum. Diseases and the everyday twitch compete: exactly one of
them is taken to be at work, and Bayes' rule weighs them. Contributors (coffee, short sleep,
stress, a medicine) act together and beside any disease: each has its own odds. The two meet by
explaining away, as in the two-level noisy-or networks of diagnosis (Shwe et al. 1991, Methods
Inf Med 30:241, PMID 1762578): a finding may be due to the background, to the disease or to any
contributor at work, and the contributors' odds are a mean-field estimate, one pass each way.

Every prior and likelihood is an estimate; the report's sensitivity table moves each by a step.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import prod

from skill.interview.evidence import Known
from skill.knowledge.model import Answer, Condition, Kind, KnowledgeBase, TriageLevel

CERTAIN = 0.98
"""No estimate is trusted beyond this."""

HABITS_CAP = 3.0
"""Coffee, sleep and stress travel together: all of them at once speak for an everyday cause
at most this many times as strongly as for a disease (estimate; clinical.md C, caution 1)."""

UNDER_DISEASE = 0.5
"""How much of a contributor's share is left where a disease explains the twitch (estimate)."""


SUSPECTED = {TriageLevel.SOON: 8.0, TriageLevel.SAME_DAY: 30.0, TriageLevel.EMERGENCY: 30.0}
"""How strongly a rule speaks for what it suspects, as a likelihood ratio (estimate); much of
what the urgent rules look at is in no likelihood."""


FEARED = 0.1
"""What an urgent rule suspects keeps at least this weight, however little else fits (estimate)."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A cause and its share of all that could explain the twitch; shares add up to 1."""

    condition: str
    share: float


class Model:
    """The knowledge laid out for quick sums; made once for a knowledge base."""

    def __init__(self, kb: KnowledgeBase) -> None:
        ranked = [c for c in kb.conditions.values() if c.kind is not Kind.RULE_ONLY]
        self.base = {f.id: f.base for f in kb.findings.values()}
        self.everyday = next(c for c in ranked if c.kind is Kind.EVERYDAY)
        self.contributors = tuple(c for c in ranked if c.kind is Kind.CONTRIBUTOR)
        self.diseases = tuple(c for c in ranked if c.kind is Kind.DISEASE)
        self.competing = (self.everyday, *self.diseases)
        self.priors = {c.id: c.prior for c in self.diseases}
        self.priors[self.everyday.id] = self.everyday.prior + sum(
            c.prior for c in self.contributors
        )

    @cached_property
    def owner(self) -> Mapping[str, str]:
        """For each sign of a contributor, the one contributor it speaks for most."""
        best: dict[str, tuple[float, str]] = {}
        for condition in self.contributors:
            for finding, p in condition.likelihood.items():
                if p >= 0.7 and p > best.get(finding, (0.0, ""))[0]:
                    best[finding] = (p, condition.id)
        return {finding: owner for finding, (_, owner) in best.items()}

    @cached_property
    def excess(self) -> Mapping[str, Mapping[str, float]]:
        """Finding -> contributor -> the chance that the contributor at work brings it about."""
        table: dict[str, dict[str, float]] = {}
        for condition in self.contributors:
            for finding, p in condition.likelihood.items():
                owner = self.owner.get(finding, condition.id)
                floor = self.everyday.likelihood.get(finding, self.base[finding])
                strong = owner == condition.id or p >= 0.7
                if p > floor and strong:
                    table.setdefault(finding, {})[condition.id] = (p - floor) / (1 - floor)
        return table

    @cached_property
    def cells(self) -> Mapping[str, tuple[tuple[str, float], ...]]:
        """Finding -> the competing conditions in which it is not at its base, and how likely."""
        table: dict[str, list[tuple[str, float]]] = {}
        for condition in self.competing:
            for finding, p in condition.likelihood.items():
                table.setdefault(finding, []).append((condition.id, p))
        return {finding: tuple(cells) for finding, cells in table.items()}

    @cached_property
    def ratios(self) -> Mapping[tuple[str, Answer], tuple[tuple[str, float], ...]]:
        """The likelihood ratios to the base of a finding present or absent, where it is due to no
        contributor."""
        table: dict[tuple[str, Answer], tuple[tuple[str, float], ...]] = {}
        for finding, cells in self.cells.items():
            base = self.base[finding]
            table[finding, Answer.YES] = tuple((c, min(p, CERTAIN) / base) for c, p in cells)
            table[finding, Answer.NO] = tuple(
                (c, max(1 - p, 1 - CERTAIN) / (1 - base)) for c, p in cells
            )
        return table

    @cached_property
    def by_id(self) -> Mapping[str, Condition]:
        """The competing conditions by id."""
        return {c.id: c for c in self.competing}


_NO_CAUSES: Mapping[str, float] = {}


@dataclass(frozen=True, slots=True)
class Belief:
    """`disease`: probability of each competing condition, adding up to 1.
    `contributor`: probability that each contributor is at work."""

    disease: Mapping[str, float]
    contributor: Mapping[str, float]


def believe(model: Model, known: Known) -> Belief:
    """What the evidence makes of the priors."""
    idle = dict.fromkeys((c.id for c in model.contributors), 0.0)
    first = _compete(model, known, idle)
    at_work = _act(model, known, first)
    return Belief(_compete(model, known, at_work), at_work)


def rank(
    model: Model, belief: Belief, level: TriageLevel, suspects: frozenset[str]
) -> tuple[Ranked, ...]:
    """All causes, the likeliest first; ties go by id, so that the order is always the same.

    `suspects` are the conditions that the rules of this level point to.
    """
    everyday = belief.disease[model.everyday.id]
    weight = everyday + (1 - everyday) * UNDER_DISEASE
    values = {c.id: belief.disease[c.id] for c in model.diseases}
    values |= {c: p * weight for c, p in belief.contributor.items()}
    values[model.everyday.id] = everyday * prod(1 - p for p in belief.contributor.values())
    floor = FEARED if level >= TriageLevel.SAME_DAY else 0.0
    for condition in suspects & values.keys():
        values[condition] = floor + values[condition] * SUSPECTED.get(level, 1.0)
    total = sum(values.values())
    ranked = (Ranked(c, value / total) for c, value in values.items())
    return tuple(sorted(ranked, key=lambda r: (-r.share, r.condition)))


def chance(model: Model, belief: Belief, finding: str) -> float:
    """The probability (0 to 1) that a finding not yet spoken of is present."""
    p = _ground(model, belief.disease, finding)
    return 1 - (1 - p) * _none_at_work(model, belief.contributor, finding)


def likelihood(model: Model, condition: str, finding: str) -> float:
    """P(finding | condition), the finding's base where the condition does not change it."""
    return model.by_id[condition].likelihood.get(finding, model.base[finding])


def _none_at_work(model: Model, at_work: Mapping[str, float], finding: str) -> float:
    quiet = 1.0
    for condition, excess in model.excess.get(finding, _NO_CAUSES).items():
        quiet *= 1 - at_work[condition] * excess
    return quiet


def _ground(model: Model, disease: Mapping[str, float], finding: str) -> float:
    """How likely a finding is by the diseases alone."""
    ground = base = model.base[finding]
    for condition, p in model.cells.get(finding, ()):
        ground += disease[condition] * (p - base)
    return ground


def _compete(model: Model, known: Known, at_work: Mapping[str, float]) -> dict[str, float]:
    scores = dict(model.priors)
    habits = dict.fromkeys(scores, 1.0)
    for finding, answer in known.answers.items():
        cells = model.cells.get(finding)
        if cells is None or answer is Answer.UNSURE:
            continue
        into = habits if finding in model.owner else scores
        if finding not in model.excess:
            for condition, ratio in model.ratios[finding, answer]:
                into[condition] *= ratio
            continue
        quiet = _none_at_work(model, at_work, finding)
        ground = 1 - (1 - model.base[finding]) * quiet
        if answer is Answer.YES:
            for condition, p in cells:
                into[condition] *= min(1 - (1 - p) * quiet, CERTAIN) / ground
        else:
            for condition, p in cells:
                into[condition] *= max((1 - p) * quiet, 1 - CERTAIN) / (1 - ground)
    for group in known.unnamed():
        _weigh_either(model, scores, group, at_work)
    return _shares(model, scores, habits)


def _shares(
    model: Model, scores: dict[str, float], habits: Mapping[str, float]
) -> dict[str, float]:
    """Scores with the habits' capped weight, adding up to 1."""
    everyday = habits[model.everyday.id]
    for condition, weight in habits.items():
        if weight != everyday:
            scores[condition] *= min(max(weight / everyday, 1 / HABITS_CAP), HABITS_CAP**2)
    total = sum(scores.values())
    return {condition: score / total for condition, score in scores.items()}


def _weigh_either(
    model: Model, scores: dict[str, float], group: Iterable[str], at_work: Mapping[str, float]
) -> None:
    """Multiply in the likelihood of any of the findings, relative to the base's."""
    findings = tuple(group)
    quiet = prod(_none_at_work(model, at_work, f) for f in findings)
    ground = 1 - prod(1 - model.base[f] for f in findings) * quiet
    for condition in {c for f in findings for c, _ in model.cells.get(f, ())}:
        none = prod(1 - likelihood(model, condition, f) for f in findings) * quiet
        scores[condition] *= min(1 - none, CERTAIN) / ground


def _act(model: Model, known: Known, disease: Mapping[str, float]) -> dict[str, float]:
    """How likely each contributor is at work, against a background of the diseases as they stand.

    A contributor with a sign of its own vies with the plain twitch and with contributors that
    have none, but not with others that have: those may act together. One without keeps its odds.
    """
    scores = {c.id: c.prior for c in model.contributors}
    for finding, causes in model.excess.items():
        answer = known.answers.get(finding)
        if answer is Answer.YES:
            ground = _ground(model, disease, finding)
            for condition, excess in causes.items():
                scores[condition] *= (1 - (1 - ground) * (1 - excess)) / ground
        elif answer is Answer.NO:
            for condition, excess in causes.items():
                scores[condition] *= 1 - excess
    shown = {owner for finding, owner in model.owner.items() if known.present(finding)}
    plain = model.everyday.prior + sum(s for c, s in scores.items() if c not in shown)
    rest = {c.id: 1 - c.prior for c in model.contributors}
    return {c: s / (s + (plain if c in shown else rest[c])) for c, s in scores.items()}
