"""What to do now: by what the rules say where they decide, else by the causes that are told."""

from __future__ import annotations

from skill.dialogue.causes import causes_of, closest_first
from skill.interview.evidence import Evidence, read
from skill.interview.explain import Outlook
from skill.interview.step import Conclude
from skill.knowledge.model import Kind, KnowledgeBase, TriageLevel

MOST_ADVICE = 3


def advice_for(kb: KnowledgeBase, evidence: Evidence, found: Conclude | Outlook) -> tuple[str, ...]:
    """Ids of the advice that fits: the rules' own where they decide; else the first causes' own,
    then what holds for any twitch."""
    known = read(evidence)
    fitting = {
        a.id
        for a in kb.advice.values()
        if all(known.present(f) for f in a.present) and not any(known.present(f) for f in a.absent)
    }
    named = causes_of(kb, evidence, found)
    if named.by_rule:
        rules = closest_first(found.found)
        ruled = (a for rule in rules for a in rule.advice if a in fitting)
        return tuple(dict.fromkeys(ruled))[:MOST_ADVICE]
    first, *also = [c for c in named.named if c not in named.also]
    habits_first = _habits_come_first(kb, first, found.found.level)
    causes = (*also, first) if habits_first else (first, *also)
    lists = [[a for a in kb.conditions[c].advice if a in fitting] for c in causes]
    firsts = [advice for group in lists for advice in group[:1]]
    rest = [advice for group in lists for advice in group[1:]]
    return tuple(dict.fromkeys((*firsts, *rest)))[:MOST_ADVICE]


def _habits_come_first(kb: KnowledgeBase, first: str, level: TriageLevel) -> bool:
    """Whether what can be done about habits comes before the first cause, which is no habit."""
    return kb.conditions[first].kind is not Kind.CONTRIBUTOR and level <= TriageLevel.ROUTINE
