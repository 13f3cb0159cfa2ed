"""Reads the TOML files into one knowledge base, or says all that is wrong with them at once."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from skill.knowledge.faults import Fault, KnowledgeError
from skill.knowledge.model import (
    Advice,
    Case,
    Choice,
    Condition,
    Confidence,
    Finding,
    Gate,
    Group,
    Kind,
    KnowledgeBase,
    Numbers,
    Rule,
    Source,
    TriageLevel,
)
from skill.knowledge.references import unresolved
from skill.knowledge.table import Table

DATA = Path(__file__).parent / "data"

LEVELS = {level.id: level for level in TriageLevel}
GROUPS = {group.value: group for group in Group}
KINDS = {kind.value: kind for kind in Kind}
CONFIDENCES = {confidence.value: confidence for confidence in Confidence}

# A cell of 0 or 1 would let one answer outweigh all others together.
LEAST_CELL, MOST_CELL = 0.001, 0.999

T = TypeVar("T")


def load_knowledge(path: Path = DATA) -> KnowledgeBase:
    """The knowledge under the path; a KnowledgeError tells every fault in it."""
    faults: list[Fault] = []
    files = {name: _read(path / name, name, faults) for name in _names(path)}
    kb = _assemble(files, _version(path))
    faults.extend(unresolved(kb))
    if faults:
        raise KnowledgeError(faults)
    return kb


def _names(path: Path) -> list[str]:
    plain = ["findings", "questions", "rules", "advice", "numbers", "sources"]
    conditions = sorted((path / "conditions").glob("*.toml"))
    return [f"{name}.toml" for name in plain] + [f"conditions/{file.name}" for file in conditions]


def _read(file: Path, name: str, faults: list[Fault]) -> Table:
    try:
        return Table(tomllib.loads(file.read_text(encoding="utf-8")), name, "", faults)
    except FileNotFoundError:
        faults.append(Fault(name, "-", "is missing", "write it, if need be empty"))
    except ValueError as error:
        faults.append(Fault(name, "-", f"is not TOML ({error})", "mend its syntax"))
    return Table({}, name, "", faults)


def _version(path: Path) -> str:
    digest = hashlib.sha256()
    for file in sorted(path.rglob("*.toml")):
        digest.update(file.relative_to(path).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:12]


def _assemble(files: dict[str, Table], version: str) -> KnowledgeBase:
    conditions = [table for name, table in files.items() if name.startswith("conditions/")]
    questions = files["questions.toml"]
    findings = files["findings.toml"].tables("finding")
    for table in conditions:
        findings += table.tables("finding")
    known = _keyed(findings, _finding)
    choices = _keyed(questions.tables("choice"), _choice)
    kb = KnowledgeBase(
        version=version,
        findings=known,
        gates=tuple(_keyed(questions.tables("gate"), _gate).values()),
        choices=_with_rest(choices.values(), known),
        rules=_keyed(files["rules.toml"].tables("rule"), _rule),
        conditions=_keyed(conditions, _condition),
        advice=_keyed(files["advice.toml"].tables("advice"), _advice),
        numbers=_keyed(files["numbers.toml"].tables("numbers", "locale"), _numbers, "locale"),
        sources=_keyed(files["sources.toml"].tables("source"), _source),
    )
    for table in files.values():
        table.close()
    return kb


def _keyed(tables: list[Table], read: Callable[[Table], T], key: str = "id") -> Mapping[str, T]:
    """What the tables hold, by id, in their order; a second one of the same id is a fault."""
    items: dict[str, T] = {}
    for table in tables:
        item = read(table)
        table.close()
        match table.values.get(key):
            case str(id) if id in items:
                table.fault(key, f"{id!r} is written twice", "rename or delete one of them")
            case str(id):
                items[id] = item
    return items


def _finding(table: Table) -> Finding:
    return Finding(
        id=table.text("id"),
        group=table.option("group", GROUPS),
        base=table.number("base", LEAST_CELL, MOST_CELL),
        sensitive=table.flag("sensitive"),
        unless=table.texts("unless"),
        beside=table.texts("beside"),
        sources=table.texts("sources"),
        review=table.flag("review"),
    )


def _gate(table: Table) -> Gate:
    return Gate(table.text("id"), table.texts("findings"), table.option("unsure", LEVELS))


def _choice(table: Table) -> Choice:
    rest = table.option("rest", GROUPS) if "rest" in table.values else None
    return Choice(table.text("id"), table.texts("findings"), rest)


def _with_rest(choices: Iterable[Choice], findings: Mapping[str, Finding]) -> tuple[Choice, ...]:
    """The choices with the findings of their `rest` group that no choice lists: a new finding needs
    no line of its own. What is sensitive keeps to itself."""
    listed = {f for choice in choices for f in choice.findings}
    free = [f for f in findings.values() if f.id not in listed and not f.sensitive]
    return tuple(
        replace(c, findings=(*c.findings, *(f.id for f in free if f.group is c.rest)))
        for c in choices
    )


def _rule(table: Table) -> Rule:
    return Rule(
        id=table.text("id"),
        level=table.option("level", LEVELS),
        every=table.texts("every"),
        some=table.texts("some"),
        cleared_by=tuple(inner.all_answers() for inner in table.tables("cleared_by")),
        suspects=table.texts("suspects"),
        advice=table.texts("advice"),
        sources=table.texts("sources"),
        review=table.flag("review"),
        fires=_cases(table, "fires"),
        spares=_cases(table, "spares"),
    )


def _advice(table: Table) -> Advice:
    return Advice(
        id=table.text("id"),
        present=table.texts("present"),
        absent=table.texts("absent"),
        sources=table.texts("sources"),
        review=table.flag("review"),
    )


def _numbers(table: Table) -> Numbers:
    return Numbers(
        locale=table.text("locale"),
        emergency=table.text("emergency"),
        urgent=table.optional_text("urgent"),
        poison=table.optional_text("poison"),
        crisis=table.optional_text("crisis"),
        sources=table.texts("sources"),
        review=table.flag("review"),
    )


def _source(table: Table) -> Source:
    return Source(
        id=table.text("id"),
        title=table.text("title"),
        reference=table.text("reference"),
        confidence=table.option("confidence", CONFIDENCES),
    )


def _condition(table: Table) -> Condition:
    id = table.text("id")
    if id and table.file != f"conditions/{id}.toml":
        table.fault("id", f"{id!r} is not the file's name", "give both the same name")
    likelihood = table.numbers("likelihood", LEAST_CELL, MOST_CELL)
    return Condition(
        id=id,
        kind=table.option("kind", KINDS),
        level=table.option("level", LEVELS),
        prior=table.number("prior", 0, 1),
        likelihood=likelihood,
        advice=table.texts("advice"),
        grave=table.flag("grave"),
        sources=_with_evidence(table, likelihood),
        review=table.flag("review"),
        examples=_cases(table, "example"),
    )


def _with_evidence(table: Table, likelihood: Mapping[str, float]) -> tuple[str, ...]:
    """The condition's sources, and those of its single cells after them."""
    sources = dict.fromkeys(table.texts("sources"))
    evidence = table.table("evidence")
    for finding in evidence.values:
        sources |= dict.fromkeys(evidence.texts(finding))
        if finding not in likelihood:
            evidence.fault(finding, "has no cell in [likelihood]", "add the cell or delete this")
    return tuple(sources)


def _cases(table: Table, key: str) -> tuple[Case, ...]:
    cases = []
    for inner in table.tables(key):
        case = Case(inner.answers("answers"), inner.optional_option("triage", LEVELS))
        inner.close()
        cases.append(case)
    return tuple(cases)
