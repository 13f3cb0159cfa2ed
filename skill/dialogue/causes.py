"""Which causes are worth telling, and in which order: never a habit that was not spoken of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from skill.dialogue.reply import Causes
from skill.interview.differential import Ranked
from skill.interview.evidence import Evidence, read
from skill.interview.explain import Outlook
from skill.interview.step import Conclude, model_of
from skill.knowledge.model import Kind, KnowledgeBase, TriageLevel

WORTH_NAMING = 0.1
"""A disease with a smaller share than this is told only on request (estimate)."""

WORTH_ADDING = 0.02
"""A habit that was spoken of is named from this share on (estimate)."""

UNCLEAR_BELOW = 0.22
"""If even the first cause has a smaller share, we say that we cannot narrow it down (estimate)."""

MOST_CAUSES = 3


def causes_of(kb: KnowledgeBase, evidence: Evidence, found: Conclude | Outlook) -> Causes:
    """At most three causes worth naming."""
    named: list[str] = []
    for ranked in _tellable(kb, evidence, found):
        bar = WORTH_ADDING if _is_habit(kb, ranked.condition) else WORTH_NAMING
        if ranked.share >= bar or not named:
            named.append(ranked.condition)
    first, *rest = named[:MOST_CAUSES]
    helpers = tuple(c for c in rest if _is_habit(kb, c))
    return Causes(first, tuple(c for c in rest if c not in helpers), helpers)


def spoken(causes: Causes, level: TriageLevel) -> Causes:
    """What of the causes is said at once: the more urgent, the more room the action needs."""
    if level >= TriageLevel.SOON or causes.helpers:
        return replace(causes, also=())
    return causes


def in_order(kb: KnowledgeBase, evidence: Evidence, found: Conclude | Outlook) -> tuple[str, ...]:
    """All causes that may be told of, the likelier first."""
    return tuple(r.condition for r in _tellable(kb, evidence, found))


def _tellable(kb: KnowledgeBase, evidence: Evidence, found: Conclude | Outlook) -> Iterator[Ranked]:
    known = read(evidence)
    owners = model_of(kb).owner
    shown = {owners[f] for f in known.answers if known.present(f) and f in owners}
    for ranked in found.ranked:
        if not _is_habit(kb, ranked.condition) or ranked.condition in shown:
            yield ranked


def _is_habit(kb: KnowledgeBase, condition: str) -> bool:
    return kb.conditions[condition].kind is Kind.CONTRIBUTOR
