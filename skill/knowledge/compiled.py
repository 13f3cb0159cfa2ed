"""Keeps knowledge as one JSON file: parsing dozens of TOML files would slow a cold start."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from skill.knowledge.model import (
    Advice,
    Answer,
    Answers,
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

DATA = Path(__file__).parent / "data"
COMPILED = "compiled.json"

Json = Mapping[str, Any]


def open_knowledge(path: Path = DATA) -> KnowledgeBase:
    """The compiled knowledge if a build has put it beside the files, else the files."""
    compiled = path / COMPILED
    if compiled.exists():
        return knowledge_from_json(json.loads(compiled.read_text(encoding="utf-8")))
    # Imported only here: a cold start from the compiled file has no use for a TOML parser.
    from skill.knowledge.load import load_knowledge

    return load_knowledge(path)


def knowledge_to_json(kb: KnowledgeBase) -> dict[str, Any]:
    """The base as plain values for json.dumps."""
    return asdict(kb)


def knowledge_from_json(obj: Json) -> KnowledgeBase:
    """The base again from what `knowledge_to_json` made, which was checked before the build."""
    return KnowledgeBase(
        version=obj["version"],
        findings={id: _finding(item) for id, item in obj["findings"].items()},
        gates=tuple(_gate(item) for item in obj["gates"]),
        choices=tuple(_choice(item) for item in obj["choices"]),
        rules={id: _rule(item) for id, item in obj["rules"].items()},
        conditions={id: _condition(item) for id, item in obj["conditions"].items()},
        advice={id: _advice(item) for id, item in obj["advice"].items()},
        numbers={id: _numbers(item) for id, item in obj["numbers"].items()},
        sources={id: _source(item) for id, item in obj["sources"].items()},
    )


def _finding(item: Json) -> Finding:
    return Finding(
        id=item["id"],
        group=Group(item["group"]),
        base=item["base"],
        sensitive=item["sensitive"],
        unless=tuple(item["unless"]),
        beside=tuple(item["beside"]),
        sources=tuple(item["sources"]),
        review=item["review"],
    )


def _gate(item: Json) -> Gate:
    return Gate(item["id"], tuple(item["findings"]), TriageLevel(item["unsure"]))


def _choice(item: Json) -> Choice:
    rest = Group(item["rest"]) if item["rest"] else None
    return Choice(item["id"], tuple(item["findings"]), rest)


def _rule(item: Json) -> Rule:
    return Rule(
        id=item["id"],
        level=TriageLevel(item["level"]),
        every=tuple(item["every"]),
        some=tuple(item["some"]),
        cleared_by=tuple(_answers(answers) for answers in item["cleared_by"]),
        suspects=tuple(item["suspects"]),
        advice=tuple(item["advice"]),
        sources=tuple(item["sources"]),
        review=item["review"],
        fires=tuple(_case(case) for case in item["fires"]),
        spares=tuple(_case(case) for case in item["spares"]),
    )


def _condition(item: Json) -> Condition:
    return Condition(
        id=item["id"],
        kind=Kind(item["kind"]),
        level=TriageLevel(item["level"]),
        prior=item["prior"],
        likelihood=item["likelihood"],
        advice=tuple(item["advice"]),
        grave=item["grave"],
        sources=tuple(item["sources"]),
        review=item["review"],
        examples=tuple(_case(case) for case in item["examples"]),
    )


def _advice(item: Json) -> Advice:
    return Advice(
        id=item["id"],
        present=tuple(item["present"]),
        absent=tuple(item["absent"]),
        sources=tuple(item["sources"]),
        review=item["review"],
    )


def _numbers(item: Json) -> Numbers:
    return Numbers(**{**item, "sources": tuple(item["sources"])})


def _source(item: Json) -> Source:
    return Source(**{**item, "confidence": Confidence(item["confidence"])})


def _case(item: Json) -> Case:
    triage = item["triage"]
    return Case(_answers(item["answers"]), None if triage is None else TriageLevel(triage))


def _answers(item: Json) -> Answers:
    return {finding: Answer(answer) for finding, answer in item.items()}
