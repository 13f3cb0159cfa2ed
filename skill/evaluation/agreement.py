"""Shows that the level is the demanded one whatever the path: triage and oracle agree on rules.

The level is the most urgent of what the rules demand, and each rule looks at a few findings only.
So it is enough to try every rule with all that can be known of its own findings, and every two
rules together, to see that the most urgent wins; what else is known cannot matter to either.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, product
from typing import Any

from skill.evaluation.claims import Breach, as_text
from skill.evaluation.demand import Oracle
from skill.evaluation.proof import Found
from skill.interview.evidence import Evidence, Origin, Statement, read
from skill.interview.triage import assess
from skill.knowledge.model import Answer, KnowledgeBase

CLAIM = "triage and the files agree"
Rule = Mapping[str, Any]

FEW = 6
"""A rule with more findings is tried with yes, or nothing said, of each that cannot clear it."""


def compare(kb: KnowledgeBase, oracle: Oracle) -> Found:
    """Every rule alone, with every state of its findings, and every two rules together."""
    told = (e for rule in oracle.rules for e in about(oracle, rule))
    return check(kb, oracle, (*told, *_pairs(oracle.rules)))


def check(kb: KnowledgeBase, oracle: Oracle, told: Iterable[Evidence]) -> Found:
    """Whether triage and oracle are of one mind about each of these."""
    found = Found()
    for evidence in told:
        found.states += 1
        got, wanted = assess(kb, read(evidence)), oracle.demand(evidence)
        rules = frozenset(rule.id for rule in got.rules)
        if (got.level, rules) != (wanted.level, wanted.rules):
            wanted_by = _list(wanted.rules)
            wrong = f"{got.level.id} ({_list(rules)}), not {wanted.level.id} ({wanted_by})"
            found.breaches.add(Breach(CLAIM, as_text(evidence), wrong))
    found.broken = Counter({CLAIM: len(found.breaches)} if found.breaches else {})
    return found


def about(oracle: Oracle, rule: Rule) -> Iterator[Evidence]:
    """All that can be known of a rule's findings, and the rule beside whatever clears another."""
    clearing = {f for way in rule.get("cleared_by", ()) for f in way}
    findings = dict.fromkeys((*rule.get("every", ()), *rule.get("some", ()), *clearing))
    few = len(findings) <= FEW
    yes: tuple[Answer | None, ...] = (None, Answer.YES)
    answers = [(None, *Answer) if few or f in clearing else yes for f in findings]
    for chosen in product(*answers):
        yield _told({f: a for f, a in zip(findings, chosen, strict=True) if a})
    for other in oracle.rules:
        for way in other.get("cleared_by", ()):
            yield _told({**{f: Answer(a) for f, a in way.items()}, **_least(rule)})


def _pairs(rules: Sequence[Rule]) -> Iterator[Evidence]:
    """Each two rules, by the least that makes each apply."""
    for one, other in combinations(rules, 2):
        yield _told(_least(one) | _least(other))


def _least(rule: Rule) -> dict[str, Answer]:
    return dict.fromkeys((*rule.get("every", ()), *rule.get("some", ())[:1]), Answer.YES)


def _told(answers: Mapping[str, Answer]) -> Evidence:
    return tuple(Statement((f,), a, Origin.VOLUNTEERED) for f, a in answers.items())


def _list(ids: frozenset[str]) -> str:
    return ", ".join(sorted(ids)) or "no rule"
