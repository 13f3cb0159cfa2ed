"""Why a cause stands where it stands: what speaks for it, what against, what was not asked."""

from __future__ import annotations

from dataclasses import dataclass

from skill.interview.differential import Ranked, believe, rank
from skill.interview.evidence import Evidence, read
from skill.interview.step import model_of, suspects
from skill.interview.triage import Assessment, assess
from skill.knowledge.model import Answer, KnowledgeBase

SPEAKS = 1.5
"""A likelihood ratio from which a finding is worth naming (estimate)."""

TELLING = 0.7
"""A finding at least this likely under a condition would have been worth asking (estimate)."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Finding ids, the weightiest first. `for_it` holds what is present; `against` both the absent
    that one would expect and the present that do not fit."""

    condition: str
    for_it: tuple[str, ...]
    against: tuple[str, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outlook:
    """What would be told on this evidence, were the interview to end here."""

    found: Assessment
    ranked: tuple[Ranked, ...]


def explain(kb: KnowledgeBase, evidence: Evidence, condition: str) -> Explanation:
    """The findings that move this condition up or down, by likelihood ratio to the base."""
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
    return Explanation(
        condition,
        tuple(
            sorted(
                (f for f, r in ratios.items() if r >= SPEAKS and known.present(f)),
                key=lambda f: -ratios[f],
            )
        ),
        tuple(sorted((f for f, r in ratios.items() if r <= 1 / SPEAKS), key=lambda f: ratios[f])),
        tuple(sorted(unknown, key=lambda f: -unknown[f])),
    )


def outlook(kb: KnowledgeBase, evidence: Evidence) -> Outlook:
    """The level and the causes as they stand now."""
    known = read(evidence)
    model = model_of(kb)
    found = assess(kb, known)
    return Outlook(found, rank(model, believe(model, known), found.level, suspects(kb, found)))
