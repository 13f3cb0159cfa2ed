"""Finds the ids that knowledge names but nobody has written down."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from skill.knowledge.faults import Fault
from skill.knowledge.model import Case, KnowledgeBase
from skill.knowledge.parts import file_of, parts


class Reference(NamedTuple):
    """Ids named in one place, and what they should be ids of."""

    file: str
    path: str
    kind: str
    ids: Iterable[str]


def unresolved(kb: KnowledgeBase) -> Iterator[Fault]:
    """A fault for every id that is named and does not exist."""
    known = {
        "finding": kb.findings,
        "condition": kb.conditions,
        "advice": kb.advice,
        "source": kb.sources,
    }
    for file, path, kind, ids in references(kb):
        for id in ids:
            if id not in known[kind]:
                wrong = f"names the {kind} {id!r}, which does not exist"
                yield Fault(file, path, wrong, f"correct it, or write that {kind} down")


def references(kb: KnowledgeBase) -> Iterator[Reference]:
    """Everything that one part of the base says of another."""
    for part in parts(kb):
        yield Reference(part.file, f"{part.path}.sources", "source", part.sources)
    for finding in kb.findings.values():
        for key, others in (("unless", finding.unless), ("beside", finding.beside)):
            yield Reference("findings.toml", f"finding[{finding.id}].{key}", "finding", others)
    yield from _of_questions(kb)
    yield from _of_rules(kb)
    yield from _of_conditions(kb)
    for advice in kb.advice.values():
        path = f"advice[{advice.id}]"
        yield Reference("advice.toml", f"{path}.present", "finding", advice.present)
        yield Reference("advice.toml", f"{path}.absent", "finding", advice.absent)


def _of_questions(kb: KnowledgeBase) -> Iterator[Reference]:
    for name, questions in (("gate", kb.gates), ("choice", kb.choices)):
        for question in questions:
            path = f"{name}[{question.id}].findings"
            yield Reference("questions.toml", path, "finding", question.findings)


def _of_rules(kb: KnowledgeBase) -> Iterator[Reference]:
    for rule in kb.rules.values():
        path = f"rule[{rule.id}]"
        yield Reference("rules.toml", f"{path}.every", "finding", rule.every)
        yield Reference("rules.toml", f"{path}.some", "finding", rule.some)
        for answers in rule.cleared_by:
            yield Reference("rules.toml", f"{path}.cleared_by", "finding", answers)
        yield Reference("rules.toml", f"{path}.suspects", "condition", rule.suspects)
        yield Reference("rules.toml", f"{path}.advice", "advice", rule.advice)
        yield _of_cases("rules.toml", f"{path}.fires", rule.fires)
        yield _of_cases("rules.toml", f"{path}.spares", rule.spares)


def _of_conditions(kb: KnowledgeBase) -> Iterator[Reference]:
    for condition in kb.conditions.values():
        file = file_of(condition.id)
        yield Reference(file, "likelihood", "finding", condition.likelihood)
        yield Reference(file, "advice", "advice", condition.advice)
        yield _of_cases(file, "example", condition.examples)


def _of_cases(file: str, path: str, cases: tuple[Case, ...]) -> Reference:
    named = dict.fromkeys(id for case in cases for id in case.answers)
    return Reference(file, path, "finding", named)
