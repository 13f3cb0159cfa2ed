"""What the evidence demands, read afresh from the files by a second and deliberately naive reader.

The proof holds the interview against this. It shares no code with the reading, the triage or the
questions that it judges, only the values (levels, answers, statements).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import Any

from skill.interview.evidence import Evidence
from skill.knowledge.load import DATA
from skill.knowledge.model import Answer, TriageLevel

Table = Mapping[str, Any]
World = frozenset[tuple[str, str]]
"""One way in which things may be: (finding, answer) pairs."""


@dataclass(frozen=True, slots=True)
class Demand:
    """The level demanded, and the rules that alone demand it."""

    level: TriageLevel
    rules: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Oracle:
    """The rules and the danger questions as the files have them."""

    rules: tuple[Table, ...]
    unsure: Mapping[str, TriageLevel]
    dangers: frozenset[str]
    clearing: frozenset[str]

    def demand(self, evidence: Evidence) -> Demand:
        """The most urgent level over every way in which the evidence can be meant."""
        fired = {found for world in self.worlds(evidence) for found in _fired(self, world)}
        level = max((level for level, _ in fired), default=TriageLevel.SELF_CARE)
        doubts = (self.unsure[f] for f in _doubted(evidence) if f in self.unsure)
        level = max((level, *doubts))
        return Demand(level, frozenset(rule for found, rule in fired if found is level))

    def worlds(self, evidence: Evidence) -> frozenset[World]:
        """Every way in which the evidence can be meant, as far as a rule looks at it."""
        return frozenset(
            frozenset((f, a) for f, a in world if a == "yes" or f in self.clearing)
            for world in _worlds(evidence)
        )

    def named_by_rules(self, finding: str) -> bool:
        """Whether a yes to the finding is an answer by which a rule may be cleared."""
        return any(way.get(finding) == "yes" for way in _ways(self.rules))

    def red_flags(self) -> tuple[str, ...]:
        """Findings that alone demand help today or now."""
        named = {f for rule in self.rules for f in (*rule.get("every", ()), *rule.get("some", ()))}
        alone = {f: _fired(self, frozenset({(f, "yes")})) for f in named}
        today = TriageLevel.SAME_DAY
        return tuple(sorted(f for f, fired in alone.items() if any(v >= today for v, _ in fired)))


def read_oracle(path: Path = DATA) -> Oracle:
    """Reads rules.toml, questions.toml and findings.toml under the path."""
    rules: tuple[Table, ...] = tuple(_toml(path / "rules.toml")["rule"])
    gates = _toml(path / "questions.toml")["gate"]
    findings = _toml(path / "findings.toml")["finding"]
    unsure = {f: TriageLevel[gate["unsure"].upper()] for gate in gates for f in gate["findings"]}
    dangers = frozenset(f["id"] for f in findings if f["group"] == "gate")
    return Oracle(rules, unsure, dangers, frozenset(f for way in _ways(rules) for f in way))


def _ways(rules: tuple[Table, ...]) -> Iterator[Table]:
    return (way for rule in rules for way in rule.get("cleared_by", ()))


def _toml(file: Path) -> Table:
    return tomllib.loads(file.read_text(encoding="utf-8"))


@lru_cache(maxsize=4_000)
def _fired(oracle: Oracle, world: World) -> frozenset[tuple[TriageLevel, str]]:
    return frozenset(
        (TriageLevel[rule["level"].upper()], rule["id"])
        for rule in oracle.rules
        if all((f, "yes") in world for f in rule.get("every", ()))
        and (not rule.get("some") or any((f, "yes") in world for f in rule["some"]))
        and not any(world.issuperset(way.items()) for way in rule.get("cleared_by", ()))
    )


def _worlds(evidence: Evidence) -> Iterator[World]:
    """The last word on each finding; "yes" to several in one breath may mean any one of them."""
    words, groups = _last_words(evidence)
    unsettled = [
        [f for f in group if words.get(f) != Answer.NO] or list(group)
        for group in groups
        if not any(words.get(f) == Answer.YES for f in group)
    ]
    for meant in product(*unsettled):
        yield frozenset({**words, **dict.fromkeys(meant, "yes")}.items())


def _last_words(evidence: Evidence) -> tuple[dict[str, str], list[tuple[str, ...]]]:
    words: dict[str, str] = {}
    groups = []
    for statement in evidence:
        if len(statement.findings) > 1 and statement.answer == Answer.YES:
            groups.append(statement.findings)
            for finding in statement.findings:
                if words.get(finding) != Answer.YES:
                    words.pop(finding, None)
        else:
            words |= dict.fromkeys(statement.findings, str(statement.answer))
    return words, groups


def _doubted(evidence: Evidence) -> Iterator[str]:
    """Findings on which the last word is the second "not sure"."""
    words, _ = _last_words(evidence)
    for finding, word in words.items():
        if word == Answer.UNSURE:
            doubts = [s for s in evidence if finding in s.findings and s.answer == Answer.UNSURE]
            if len(doubts) > 1:
                yield finding
