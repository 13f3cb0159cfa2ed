"""Why a cause stands where it stands: what speaks for it, what against, what was not asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from skill.interview.differential import Ranked, believe, rank
from skill.interview.evidence import Evidence, read
from skill.interview.step import model_of, suspects
from skill.interview.triage import Assessment, assess
from skill.knowledge.model import Answer, Kind, KnowledgeBase, Rule

SPEAKS = 1.5
"""A likelihood ratio from which a finding is worth naming (estimate)."""

TELLING = 0.7
"""A finding at least this likely under a condition would have been worth asking (estimate)."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Finding ids, the weightiest first. `for_it` holds what is present; against it speak the absent
    that one would expect (`denied`) and the present that do not fit (`misfits`)."""

    condition: str
    for_it: tuple[str, ...]
    denied: tuple[str, ...]
    misfits: tuple[str, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outlook:
    """What would be told on this evidence, were the interview to end here."""

    found: Assessment
    ranked: tuple[Ranked, ...]


def explain(kb: KnowledgeBase, evidence: Evidence, condition: str) -> Explanation:
    """The findings that move this condition up or down, by likelihood ratio to the base; and those
    by which a rule points to it, where it is not weighed or the rule has decided."""
    known = read(evidence)
    ratios: dict[str, float] = {}
    unknown: dict[str, float] = {}
    for finding, p in kb.conditions[condition].likelihood.items():
        base = kb.findings[finding].base
        match known.answers.get(finding):
            case Answer.YES:
                ratios[finding] = p / base
            case Answer.NO:
                ratios[finding] = (1 - p) / (1 - base)
            case _ if p >= TELLING and kb.findings[finding].asked:
                unknown[finding] = p
    ruled = tuple(f for f in _looked_at(assess(kb, known).rules, condition) if known.present(f))
    speaks = sorted((f for f, r in ratios.items() if r >= SPEAKS), key=lambda f: -ratios[f])
    against = sorted((f for f, r in ratios.items() if r <= 1 / SPEAKS), key=lambda f: ratios[f])
    open_ = sorted(unknown, key=lambda f: -unknown[f])
    if kb.conditions[condition].kind is Kind.RULE_ONLY:
        signs = _looked_at(kb.rules.values(), condition)
        against = [f for f in signs if known.absent(f)]
        open_ = [f for f in signs if not known.spoken_of(f)]
    return Explanation(
        condition,
        tuple(dict.fromkeys((*ruled, *(f for f in speaks if known.present(f))))),
        tuple(f for f in against if known.absent(f)),
        tuple(f for f in against if known.present(f) and f not in ruled),
        tuple(open_),
    )


def _looked_at(rules: Iterable[Rule], condition: str) -> tuple[str, ...]:
    """The findings by which these rules point to the condition."""
    pointing = (rule for rule in rules if condition in rule.suspects)
    return tuple(dict.fromkeys(f for rule in pointing for f in (*rule.every, *rule.some)))


def outlook(kb: KnowledgeBase, evidence: Evidence) -> Outlook:
    """The level and the causes as they stand now."""
    known = read(evidence)
    model = model_of(kb)
    found = assess(kb, known)
    return Outlook(found, rank(model, believe(model, known), found.level, suspects(kb, found)))
