"""Shows that the level is the demanded one whatever the path: triage and oracle agree on every rule.

The level is the most urgent of what the rules demand, and each rule looks at a few findings only.
So it is enough to try every rule with all that can be known of its own findings, and every two
rules together, to see that the most urgent wins; what else is known cannot matter to either.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, product
from typing import Any

from skill.evaluation.claims import Breach, as_text
from skill.evaluation.demand import Oracle
from skill.evaluation.proof import Found
from skill.interview.evidence import Evidence, Origin, Statement, read
from skill.interview.triage import assess
from skill.knowledge.model import Answer, KnowledgeBase

CLAIM = "triage and the files agree"
FEW = 6
"""A rule with more findings than this is tried with two answers to each that it only needs one of."""


def compare(kb: KnowledgeBase, oracle: Oracle) -> Found:
    """Every rule alone, with every state of its findings, and every two rules together."""
    found = Found()
    for evidence in (*_alone(oracle.rules), *_pairs(oracle.rules)):
        found.states += 1
        level, wanted = assess(kb, read(evidence)), oracle.demand(evidence)
        named = {rule.id for rule in level.rules}
        if level.level is not wanted.level or named != wanted.rules:
            wrong = f"{level.level.id} by {_list(named)} for {wanted.level.id} by {_list(wanted.rules)}"
            found.breaches.add(Breach(CLAIM, as_text(evidence), wrong))
    found.broken = Counter({CLAIM: len(found.breaches)} if found.breaches else {})
    return found


def _alone(rules: Sequence[Mapping[str, Any]]) -> Iterator[Evidence]:
    for rule in rules:
        clearing = {f for way in rule.get("cleared_by", ()) for f in way}
        findings = dict.fromkeys((*rule.get("every", ()), *rule.get("some", ()), *clearing))
        few = len(findings) <= FEW
        answers = [(None, *Answer) if few or f in clearing else (None, Answer.YES) for f in findings]
        for chosen in product(*answers):
            yield _told({f: a for f, a in zip(findings, chosen, strict=True) if a})


def _pairs(rules: Sequence[Mapping[str, Any]]) -> Iterator[Evidence]:
    """Each two rules, by the least that makes each apply."""
    for one, other in combinations(rules, 2):
        needed = [*one.get("every", ()), *other.get("every", ())]
        needed += [f for rule in (one, other) for f in rule.get("some", ())[:1]]
        yield _told(dict.fromkeys(needed, Answer.YES))


def _told(answers: Mapping[str, Answer]) -> Evidence:
    return tuple(Statement((f,), a, Origin.VOLUNTEERED) for f, a in answers.items())


def _list(ids: set[str] | frozenset[str]) -> str:
    return ", ".join(sorted(ids)) or "no rule"
