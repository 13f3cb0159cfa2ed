"""Judges a knowledge base as a whole: what each part owes to the others, and what awaits review."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from skill.knowledge.faults import Fault
from skill.knowledge.model import (
    Answer,
    Answers,
    Condition,
    Confidence,
    Finding,
    Group,
    Kind,
    KnowledgeBase,
    Rule,
    TriageLevel,
)
from skill.knowledge.parts import Part, file_of, parts
from skill.knowledge.references import references, unresolved
from skill.knowledge.rules import applies, urgency

LOCALE = re.compile(r"[a-z]{2}-[A-Z]{2}")
TELEPHONE = re.compile(r"#?[0-9]{2,15}")
PRIOR_TOLERANCE = 0.001
UNSOUND = {Confidence.WEAK, Confidence.ESTIMATE}


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """A part that a clinician must look at, and why."""

    file: str
    path: str
    sources: tuple[str, ...]
    why: str

    def __str__(self) -> str:
        return f"{self.file}: {self.path}: {self.why} ({', '.join(self.sources)})"


def check_knowledge(kb: KnowledgeBase) -> tuple[Fault, ...]:
    """Every fault of the base; none means that it may be used."""
    dangling = tuple(unresolved(kb))
    # The other rules follow references, so they must resolve first.
    return dangling or (
        *_sourced(kb),
        *_unused(kb),
        *_questions(kb),
        *_findings(kb),
        *_rules(kb),
        *_conditions(kb),
        *_priors(kb),
        *_numbers(kb),
    )


def review_list(kb: KnowledgeBase) -> tuple[ReviewItem, ...]:
    """All that awaits a clinician, in the order of the files."""
    return tuple(
        ReviewItem(part.file, part.path, part.sources, _why(kb, part))
        for part in parts(kb)
        if part.review
    )


def _why(kb: KnowledgeBase, part: Part) -> str:
    if _is_sound(kb, part):
        return "goes beyond its sources or holds an estimate"
    return "rests only on weak pages or estimates"


def _is_sound(kb: KnowledgeBase, part: Part) -> bool:
    return any(kb.sources[id].confidence not in UNSOUND for id in part.sources)


def _sourced(kb: KnowledgeBase) -> Iterator[Fault]:
    for part in parts(kb):
        if not part.sources:
            yield Fault(part.file, f"{part.path}.sources", "is empty", "name a source or estimate")
        elif not part.review and not _is_sound(kb, part):
            wrong = "rests only on weak sources or estimates"
            yield Fault(part.file, part.path, wrong, "add a sound source, or review = true")


def _unused(kb: KnowledgeBase) -> Iterator[Fault]:
    used = {(kind, id) for _, _, kind, ids in references(kb) for id in ids}
    for kind, file, known in (
        ("source", "sources.toml", kb.sources),
        ("advice", "advice.toml", kb.advice),
    ):
        for id in known:
            if (kind, id) not in used:
                yield Fault(file, f"{kind}[{id}]", "is used nowhere", "use it or delete it")


def _questions(kb: KnowledgeBase) -> Iterator[Fault]:
    together = [*(gate.findings for gate in kb.gates), *(choice.findings for choice in kb.choices)]
    asked = Counter(id for findings in together for id in findings)
    for id, count in asked.items():
        if count > 1:
            yield _in_questions(id, "is part of two questions", "leave it in one of them")
        if not kb.findings[id].asked:
            wrong = "is a flag that is asked beside nothing, so never"
            yield _in_questions(id, wrong, "take it out, or give it `beside` in findings.toml")
    for question in kb.gates:
        levels = {urgency(kb, {id: Answer.YES}) for id in question.findings}
        if len(levels) > 1:
            wrong = f"leads to different levels ({', '.join(level.id for level in sorted(levels))})"
            yield _in_questions(question.id, wrong, "join only findings of one level")


def _in_questions(id: str, wrong: str, remedy: str) -> Fault:
    return Fault("questions.toml", id, wrong, remedy)


def _findings(kb: KnowledgeBase) -> Iterator[Fault]:
    in_gates = {id for gate in kb.gates for id in gate.findings}
    matters = {id for condition in kb.conditions.values() for id in condition.likelihood}
    for rule in kb.rules.values():
        matters.update(rule.every, rule.some, *rule.cleared_by)
    for finding in kb.findings.values():
        if (finding.group is Group.GATE) != (finding.id in in_gates):
            remedy = "put it in a gate, or in another group"
            yield _in_findings(finding, "has group gate without a gate, or the reverse", remedy)
        if finding.id not in matters:
            remedy = "give it a cell or a rule, or delete it"
            yield _in_findings(finding, "changes no condition and no rule", remedy)


def _in_findings(finding: Finding, wrong: str, remedy: str) -> Fault:
    return Fault("findings.toml", f"finding[{finding.id}]", wrong, remedy)


def _rules(kb: KnowledgeBase) -> Iterator[Fault]:
    for rule in kb.rules.values():
        if not rule.every and not rule.some:
            yield _in_rules(rule, "asks for nothing and always applies", "write every or some")
        if not rule.fires or not rule.spares:
            yield _in_rules(rule, "lacks a case", "write one [[rule.fires]] and [[rule.spares]]")
        if rule.level is TriageLevel.SAME_DAY and not rule.advice:
            yield _in_rules(rule, "says nothing to do until help is there", "write its advice")
        for case in rule.fires:
            if not applies(rule, case.answers):
                yield _in_rules(rule, f"does not fire for {_said(case.answers)}", "mend either")
        for case in rule.spares:
            if applies(rule, case.answers):
                yield _in_rules(rule, f"does not spare {_said(case.answers)}", "mend either")
        for case in (*rule.fires, *rule.spares):
            level = urgency(kb, case.answers)
            if case.triage not in (None, level):
                yield _in_rules(rule, f"{_said(case.answers)} leads to {level.id}", "mend either")


def _in_rules(rule: Rule, wrong: str, remedy: str) -> Fault:
    return Fault("rules.toml", f"rule[{rule.id}]", wrong, remedy)


def _said(answers: Answers) -> str:
    return ", ".join(f"{finding} {answer}" for finding, answer in answers.items())


def _conditions(kb: KnowledgeBase) -> Iterator[Fault]:
    suspected = {id for rule in kb.rules.values() for id in rule.suspects}
    for condition in kb.conditions.values():
        if not condition.examples:
            yield _in_condition(condition, "example", "has none", "write an [[example]]")
        for case in condition.examples:
            level = urgency(kb, case.answers)
            if case.triage not in (None, level):
                wrong = f"{_said(case.answers)} leads to {level.id}"
                yield _in_condition(condition, "example", wrong, "mend the example or the rules")
        for id, chance in condition.likelihood.items():
            if chance == kb.findings[id].base:
                remedy = "write only the cells that differ"
                yield _in_condition(condition, f"likelihood.{id}", "equals the base", remedy)
        if condition.kind is Kind.RULE_ONLY:
            yield from _rule_only(condition, suspected=condition.id in suspected)
        elif not any(_raises(kb, id, condition) for id in condition.likelihood):
            wrong = "is above the base for no finding"
            yield _in_condition(condition, "likelihood", wrong, "add what speaks for it")


def _rule_only(condition: Condition, *, suspected: bool) -> Iterator[Fault]:
    if condition.prior or condition.likelihood:
        remedy = "give it prior = 0 and no [likelihood]"
        yield _in_condition(condition, "kind", "is rule_only, yet it takes part", remedy)
    if not suspected:
        yield _in_condition(condition, "kind", "is suspected by no rule", "name it in a rule")


def _in_condition(condition: Condition, path: str, wrong: str, remedy: str) -> Fault:
    return Fault(file_of(condition.id), path, wrong, remedy)


def _raises(kb: KnowledgeBase, finding: str, condition: Condition) -> bool:
    return condition.likelihood.get(finding, 0.0) > kb.findings[finding].base


def _priors(kb: KnowledgeBase) -> Iterator[Fault]:
    total = sum(condition.prior for condition in kb.conditions.values())
    if abs(total - 1) > PRIOR_TOLERANCE:
        yield Fault("conditions", "prior", f"add up to {total:.3f}", "make them add up to 1")


def _numbers(kb: KnowledgeBase) -> Iterator[Fault]:
    for locale, numbers in kb.numbers.items():
        path = f"numbers[{locale}]"
        if not LOCALE.fullmatch(locale):
            yield Fault("numbers.toml", path, "is not a locale", "write one such as en-GB")
        for number in (numbers.emergency, numbers.urgent, numbers.poison, numbers.crisis):
            if number is not None and not TELEPHONE.fullmatch(number):
                remedy = "write the digits alone"
                yield Fault("numbers.toml", path, f"{number!r} is not a number", remedy)
