"""Is the written knowledge whole, do its cases hold, and is every kind of fault caught?"""

from __future__ import annotations

import json
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from skill.knowledge.check import check_knowledge, review_list
from skill.knowledge.compiled import COMPILED, knowledge_to_json, open_knowledge
from skill.knowledge.faults import Fault, KnowledgeError
from skill.knowledge.load import DATA, load_knowledge
from skill.knowledge.model import Case
from skill.knowledge.rules import applies, urgency

FAULTS = Path(__file__).parent / "faults"
KB = load_knowledge()


def rule_cases() -> Iterator[object]:
    """Every case of every rule, and what the rule must do."""
    for rule in KB.rules.values():
        for does, cases in (("fires", rule.fires), ("spares", rule.spares)):
            for place, case in enumerate(cases, start=1):
                yield pytest.param(rule.id, does, case, id=f"{rule.id}-{does}-{place}")


def examples() -> Iterator[object]:
    """Every example of every condition."""
    for condition in KB.conditions.values():
        for place, case in enumerate(condition.examples, start=1):
            yield pytest.param(case, id=f"{condition.id}-{place}")


def faults_of(path: Path) -> tuple[Fault, ...]:
    """What is wrong with the knowledge under the path, whether loading or checking finds it."""
    try:
        return check_knowledge(load_knowledge(path))
    except KnowledgeError as error:
        return error.faults


@pytest.mark.parametrize(("rule", "does", "case"), list(rule_cases()))
def test_rule_case_holds(rule: str, does: str, case: Case) -> None:
    assert applies(KB.rules[rule], case.answers) is (does == "fires")
    assert case.triage in (None, urgency(KB, case.answers))


@pytest.mark.parametrize("case", list(examples()))
def test_example_leads_to_its_level(case: Case) -> None:
    assert urgency(KB, case.answers) is case.triage


@pytest.mark.parametrize("condition", KB.conditions)
def test_condition_has_two_examples(condition: str) -> None:
    assert len(KB.conditions[condition].examples) == 2


@pytest.mark.parametrize("fault", sorted(FAULTS.glob("*.toml")), ids=lambda path: path.stem)
def test_fault_is_told(fault: Path, tmp_path: Path) -> None:
    """Each file says what to spoil in the base that is whole, and how every fault must begin."""
    spoil = tomllib.loads(fault.read_text(encoding="utf-8"))
    knowledge = shutil.copytree(FAULTS / "base", tmp_path / "base")
    file = knowledge / spoil["file"]
    whole = file.read_text(encoding="utf-8")
    find = spoil.get("find", whole)
    assert find in whole
    file.unlink()
    if "write" in spoil:
        file.write_text(whole.replace(find, spoil["write"], 1), encoding="utf-8")
    told = [str(found) for found in faults_of(knowledge)]
    assert len(told) == len(spoil["faults"])
    assert [
        text for text, begin in zip(told, spoil["faults"], strict=True) if begin not in text
    ] == []


@pytest.mark.parametrize("path", [DATA, FAULTS / "base"], ids=["real", "base"])
def test_knowledge_is_whole(path: Path) -> None:
    assert faults_of(path) == ()


def test_compiled_knowledge_is_the_same(tmp_path: Path) -> None:
    """A compiled file beside the data is used, and nothing is lost on the way."""
    written = json.dumps(knowledge_to_json(KB))
    (tmp_path / COMPILED).write_text(written, encoding="utf-8")
    assert json.dumps(knowledge_to_json(open_knowledge())) == written
    assert repr(open_knowledge(tmp_path)) == repr(KB)


def test_version_follows_the_content(tmp_path: Path) -> None:
    copy = shutil.copytree(FAULTS / "base", tmp_path / "base")
    before = load_knowledge(copy).version
    assert load_knowledge(FAULTS / "base").version == before
    with (copy / "numbers.toml").open("a", encoding="utf-8") as file:
        file.write("# verified\n")
    assert load_knowledge(copy).version != before


def test_review_list_says_where_and_why() -> None:
    weak = "rests only on weak pages or estimates"
    beyond = "goes beyond its sources or holds an estimate"
    told = [str(item) for item in review_list(load_knowledge(FAULTS / "base"))]
    assert told == [
        f"findings.toml: finding[wound]: {weak} (guess)",
        f"conditions/caffeine.toml: condition: {beyond} (guideline, guess)",
        f"conditions/tetanus.toml: condition: {weak} (guess)",
    ]
