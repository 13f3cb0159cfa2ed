"""Which causes are worth telling, and in which order: never one that an answer rules out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from skill.dialogue.reply import Causes
from skill.interview.differential import Ranked
from skill.interview.evidence import Evidence, Known, read
from skill.interview.explain import Outlook
from skill.interview.step import Conclude, model_of
from skill.interview.triage import Assessment
from skill.knowledge.model import Group, Kind, KnowledgeBase, Rule, TriageLevel

WORTH_NAMING = 0.1
"""A disease with a smaller share than this is told only on request (estimate)."""

WORTH_ADDING = 0.02
"""A habit that was spoken of is named from this share on (estimate)."""

UNCLEAR_BELOW = 0.22
"""If even the first cause has a smaller share, we say that we cannot narrow it down (estimate)."""

NEVER_WITHOUT = 0.9
"""What was taken or done in at least so many of those with a cause has to be there for it: with no
insulin and no pills for diabetes, low sugar is not told (estimate)."""

MOST_CAUSES = 3


def causes_of(kb: KnowledgeBase, evidence: Evidence, found: Conclude | Outlook) -> Causes:
    """At most three causes worth naming; none where only a grave one, or nothing, is known."""
    if _rules_decide(kb, found):
        most = 0 if _is_open(kb, found) else MOST_CAUSES
        suspects = _suspected(kb, evidence, found, grave=False)[:most]
        return Causes(next(iter(suspects), None), suspects[1:], (), by_rule=True)
    named: list[str] = []
    for ranked in _tellable(kb, evidence, found):
        bar = WORTH_ADDING if _is_habit(kb, ranked.condition) else WORTH_NAMING
        if (ranked.share >= bar or not named) and not kb.conditions[ranked.condition].grave:
            named.append(ranked.condition)
    first, *rest = named[:MOST_CAUSES]
    helpers = tuple(c for c in rest if _is_habit(kb, c))
    return Causes(first, tuple(c for c in rest if c not in helpers), helpers)


def spoken(causes: Causes, level: TriageLevel) -> Causes:
    """What of the causes is said at once: the more urgent, the more room the action needs."""
    if not causes.by_rule and (level >= TriageLevel.SOON or causes.helpers):
        return replace(causes, also=())
    return causes


def in_order(kb: KnowledgeBase, evidence: Evidence, found: Conclude | Outlook) -> tuple[str, ...]:
    """All causes that may be told of, the likelier first; a grave one only where a rule points to
    it."""
    if _rules_decide(kb, found):
        named = _suspected(kb, evidence, found, grave=False)
        return (*named, *_suspected(kb, evidence, found, grave=True))
    return tuple(r.condition for r in _tellable(kb, evidence, found))


def closest_first(found: Assessment) -> tuple[Rule, ...]:
    """The rules that demand the level, what fits this person most closely first."""
    return tuple(sorted(found.rules, key=lambda rule: -(len(rule.every) + bool(rule.some))))


def _rules_decide(kb: KnowledgeBase, found: Conclude | Outlook) -> bool:
    """Whether the causes are what the rules suspect, and no sum: for whoever is to be seen today,
    and within days where the sums have nothing better to tell."""
    if found.found.level is not TriageLevel.SOON:
        return found.found.level > TriageLevel.SOON
    weighed = {r.condition for r in found.ranked if not kb.conditions[r.condition].grave}
    return weighed.isdisjoint(_suspects(found.found)) or _is_open(kb, found)


def _is_open(kb: KnowledgeBase, found: Conclude | Outlook) -> bool:
    """Whether no cause may be told within days: the sums, which are built on estimates, put a grave
    one first, or a harmless one where a rule points to a grave one."""
    if found.found.level is not TriageLevel.SOON:
        return False
    first = kb.conditions[found.ranked[0].condition]
    grave = any(kb.conditions[c].grave for c in _suspects(found.found))
    return first.grave or (grave and first.kind is not Kind.DISEASE)


def _suspects(found: Assessment) -> tuple[str, ...]:
    """What the rules that decided the level point to, the closest rule's first."""
    return tuple(dict.fromkeys(c for rule in closest_first(found) for c in rule.suspects))


def _suspected(
    kb: KnowledgeBase, evidence: Evidence, found: Conclude | Outlook, *, grave: bool
) -> tuple[str, ...]:
    """The suspects that are grave, or that are not, without those that an answer rules out."""
    known = read(evidence)
    return tuple(
        c
        for c in _suspects(found.found)
        if kb.conditions[c].grave is grave and not _is_ruled_out(kb, known, c)
    )


def _tellable(kb: KnowledgeBase, evidence: Evidence, found: Conclude | Outlook) -> Iterator[Ranked]:
    known = read(evidence)
    owners = model_of(kb).owner
    shown = {owners[f] for f in known.answers if known.present(f) and f in owners}
    suspects = _suspects(found.found)
    for ranked in found.ranked:
        cause = ranked.condition
        if (
            (cause in shown or not _is_habit(kb, cause))
            and (cause in suspects or not kb.conditions[cause].grave)
            and not _is_ruled_out(kb, known, cause)
        ):
            yield ranked


def _is_ruled_out(kb: KnowledgeBase, known: Known, condition: str) -> bool:
    """Whether something that has to be taken or done for this cause was denied."""
    return any(
        p >= NEVER_WITHOUT and kb.findings[finding].group is Group.CAUSE and known.absent(finding)
        for finding, p in kb.conditions[condition].likelihood.items()
    )


def _is_habit(kb: KnowledgeBase, condition: str) -> bool:
    return kb.conditions[condition].kind is Kind.CONTRIBUTOR
