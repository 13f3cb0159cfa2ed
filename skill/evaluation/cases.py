"""Clinical cases: what the scripted person knows, and the truth to measure against."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from skill.knowledge.model import (
    Answer,
    Answers,
    Condition,
    Group,
    Kind,
    KnowledgeBase,
    TriageLevel,
)

LEVELS = {level.id: level for level in TriageLevel}
PARTS = ("open", "held")
"""Folders that keep the cases one tunes on apart from those held back."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with a case: where, what, and how to mend it."""

    file: str
    case: str
    field: str
    wrong: str
    remedy: str

    def __str__(self) -> str:
        """All of it in a line."""
        return f"{self.file}: case {self.case}: {self.field} {self.wrong}; {self.remedy}"


class CasesError(ValueError):
    """Cases that cannot be played; tells every fault at once."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class Case:
    """A person with known findings; what `answers` lacks is absent."""

    id: str
    part: str
    answers: Answers
    truth: tuple[str, ...]
    top3_ok: tuple[str, ...]
    triage: TriageLevel
    triage_also_ok: tuple[TriageLevel, ...]
    rule_only: tuple[str, ...] = ()
    says: str = ""
    about: str = ""
    flags: tuple[str, ...] = ()
    """What the person has that is never asked about, only heard."""

    def answer(self, finding: str) -> Answer:
        """What the person says when asked about one finding."""
        return self.answers.get(finding, Answer.NO)


def load_cases(kb: KnowledgeBase, path: Path) -> tuple[Case, ...]:
    """The cases of a file, or of every JSON file under a folder; CasesError tells all faults."""
    reading = _Reading(kb)
    for file in _files(path, reading):
        reading.read(file, _part(file))
    if reading.faults:
        raise CasesError(reading.faults)
    return tuple(reading.cases)


def _files(path: Path, reading: _Reading) -> list[Path]:
    files = sorted(path.rglob("*.json")) if path.is_dir() else [path]
    if not files:
        reading.blame(str(path), "-", "the folder", "has no .json file", "name one that has")
    return files


def _part(file: Path) -> str:
    return next((part for part in PARTS if part in file.resolve().parts[:-1]), "")


@dataclass(slots=True)
class _Reading:
    """Cases and faults as they are found."""

    kb: KnowledgeBase
    cases: list[Case] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    seen: dict[str, str] = field(default_factory=dict)

    def blame(self, file: str, case: str, field: str, wrong: str, remedy: str) -> None:
        self.faults.append(Fault(file, case, field, wrong, remedy))

    def read(self, file: Path, part: str) -> None:
        try:
            listed = json.loads(file.read_text(encoding="utf-8"))
        except OSError as error:
            wrong = f"cannot be read ({error.strerror})"
            self.blame(str(file), "-", "the file", wrong, "check its name")
            return
        except ValueError as error:
            self.blame(str(file), "-", "the file", f"is not JSON ({error})", "mend its syntax")
            return
        if not isinstance(listed, list):
            self.blame(str(file), "-", "the file", "is not a list", "put the cases in [ ]")
            return
        for place, raw in enumerate(listed, start=1):
            self._case(str(file), part, place, raw)

    def _case(self, file: str, part: str, place: int, raw: object) -> None:
        fields = _Fields(self, file, f"number {place}", raw if isinstance(raw, dict) else {})
        if not isinstance(raw, dict):
            fields.blame("the case", "is not an object", "write it as { }")
            return
        fields.case = fields.text("id") or fields.case
        if fields.case in self.seen:
            fields.blame("id", f"is also in {self.seen[fields.case]}", "give each case its own")
        self.seen[fields.case] = file
        before = len(self.faults)
        case = fields.whole(part)
        if len(self.faults) == before:
            self.cases.append(case)


@dataclass(slots=True)
class _Fields:
    """One raw case, read field by field; faults go to the reading."""

    reading: _Reading
    file: str
    case: str
    raw: Mapping[str, Any]

    def blame(self, field: str, wrong: str, remedy: str) -> None:
        self.reading.blame(self.file, self.case, field, wrong, remedy)

    def whole(self, part: str) -> Case:
        kb = self.reading.kb
        triage = self._level("triage", self.raw.get("triage"))
        answers = self._answers()
        also = [self._level("triage_also_ok", item) for item in self._items("triage_also_ok")]
        return Case(
            id=self.case,
            part=part,
            answers=answers,
            truth=self._ids("truth", kb.conditions),
            top3_ok=self._ids("top3_ok", kb.conditions),
            triage=triage,
            triage_also_ok=tuple(also),
            rule_only=self._ids("rule_only", kb.conditions),
            says=self.text("says", wanted=False),
            about=self.text("about", wanted=False),
            flags=tuple(f for f, a in answers.items() if a is Answer.YES and _is_flag(kb, f)),
        )

    def text(self, name: str, *, wanted: bool = True) -> str:
        found = self.raw.get(name, "")
        if not isinstance(found, str) or (wanted and not found):
            self.blame(name, "is no text" if found else "is missing", "write it in quotes")
            return ""
        return found

    def _level(self, name: str, found: object) -> TriageLevel:
        if isinstance(found, str) and found in LEVELS:
            return LEVELS[found]
        self.blame(name, f"is {found!r}, which is no level", f"use one of {', '.join(LEVELS)}")
        return TriageLevel.SELF_CARE

    def _items(self, name: str) -> list[Any]:
        found = self.raw.get(name) or []
        if isinstance(found, list):
            return found
        self.blame(name, "is not a list", "put it in [ ]")
        return []

    def _ids(self, name: str, known: Mapping[str, Condition]) -> tuple[str, ...]:
        ids = self._items(name)
        for named in ids:
            if named not in known:
                self.blame(name, f"names {named!r}, which is no condition", "correct the id")
            elif name == "truth" and known[named].kind is Kind.RULE_ONLY:
                self.blame(name, f"names {named!r}, which is never ranked", "put it in rule_only")
        return tuple(ids)

    def _answers(self) -> Answers:
        found = self.raw.get("answers")
        if not isinstance(found, dict):
            self.blame("answers", "is not an object", "write {finding id: yes, no or unsure}")
            return {}
        answers: dict[str, Answer] = {}
        for finding, said in found.items():
            if finding not in self.reading.kb.findings:
                self.blame(f"answers.{finding}", "is no finding", "correct the id")
            elif said not in list(Answer):
                self.blame(f"answers.{finding}", f"is {said!r}", "use yes, no or unsure")
            else:
                answers[finding] = Answer(said)
        return {**dict(self._by_age(answers)), **answers}

    def _by_age(self, answers: Answers) -> Iterator[tuple[str, Answer]]:
        age = self.raw.get("age")
        if age is None:
            return
        if isinstance(age, bool) or not isinstance(age, int | float) or not 0 <= age <= 130:
            self.blame("age", f"is {age!r}", "write a number of years, or leave it out")
            return
        for finding, holds in _AGES.items():
            if finding in self.reading.kb.findings and finding not in answers:
                yield finding, Answer.YES if holds(age) else Answer.NO


def _is_flag(kb: KnowledgeBase, finding: str) -> bool:
    return kb.findings[finding].group is Group.FLAG


_AGES: Mapping[str, Callable[[float], bool]] = {
    "over_50": lambda age: age >= 50,
    "under_16": lambda age: age < 16,
}
