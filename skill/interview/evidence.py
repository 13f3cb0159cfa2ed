"""What the person has told us, in order, and what follows from it.

Evidence only grows by appending; going back, what-if and audit are replays of a shorter or
changed tuple.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from skill.knowledge.model import Answer


class Origin(StrEnum):
    """How a statement came about."""

    ASKED = "asked"
    VOLUNTEERED = "volunteered"
    CORRECTED = "corrected"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Statement:
    """One answer. Over several findings, YES says that at least one of them is present,
    NO that none is. Statements of one exchange share its number in `turn`."""

    findings: tuple[str, ...]
    answer: Answer
    origin: Origin
    turn: int = 0


Evidence = tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """Evidence read as a whole.

    `answers` has the last word on each finding; `either` holds the sets of findings of which
    at least one is present, and others may be; `doubts` counts how often a finding was unsure.
    """

    answers: Mapping[str, Answer]
    either: tuple[frozenset[str], ...]
    doubts: Mapping[str, int]

    def present(self, finding: str) -> bool:
        """Whether the finding is known to be present."""
        return self.answers.get(finding) is Answer.YES

    def absent(self, finding: str) -> bool:
        """Whether the finding is known to be absent."""
        return self.answers.get(finding) is Answer.NO

    def spoken_of(self, finding: str) -> bool:
        """Whether anything was said of the finding, be it that nobody knows."""
        return finding in self.answers

    def unnamed(self) -> tuple[frozenset[str], ...]:
        """The open sets of which no finding is known to be present."""
        return tuple(g for g in self.either if not any(self.present(f) for f in g))

    def possible(self) -> frozenset[str]:
        """All findings that are present, or may be the one that is."""
        sure = (f for f, answer in self.answers.items() if answer is Answer.YES)
        return frozenset(sure).union(*self.either)


def read(evidence: Evidence) -> Known:
    """Everything that follows from the evidence; a later statement overrides an earlier one."""
    answers: dict[str, Answer] = {}
    doubts: dict[str, int] = {}
    either: list[frozenset[str]] = []
    for statement in evidence:
        if statement.answer is Answer.YES and len(statement.findings) > 1:
            either.append(frozenset(statement.findings))
            _forget(answers, statement.findings)
            continue
        for finding in statement.findings:
            answers[finding] = statement.answer
            if statement.answer is Answer.UNSURE:
                doubts[finding] = doubts.get(finding, 0) + 1
    return Known(answers, _narrowed(either, answers), doubts)


def questions_asked(evidence: Evidence) -> int:
    """How many questions were put; asking the same thing once more is not another one."""
    by_turn: dict[int, set[str]] = {}
    for statement in evidence:
        if statement.origin in (Origin.ASKED, Origin.SKIPPED):
            by_turn.setdefault(statement.turn, set()).update(statement.findings)
    return len({frozenset(findings) for findings in by_turn.values()})


def without_last_turn(evidence: Evidence) -> Evidence:
    """The evidence as it was before the last exchange that added to it."""
    last = evidence[-1].turn if evidence else 0
    return tuple(s for s in evidence if s.turn != last)


def _forget(answers: dict[str, Answer], findings: Iterable[str]) -> None:
    for finding in findings:
        if answers.get(finding) is not Answer.YES:
            answers.pop(finding, None)


def _narrowed(
    groups: Iterable[frozenset[str]], answers: dict[str, Answer]
) -> tuple[frozenset[str], ...]:
    """Groups still open; where all but one are absent, the last one must be present.

    A group with one finding named stays open for those not known to be absent: they may be
    there too.
    """
    still_open = []
    for group in groups:
        left = frozenset(f for f in group if answers.get(f) is not Answer.NO)
        if any(answers.get(f) is Answer.YES for f in group):
            if any(answers.get(f) is not Answer.YES for f in left):
                still_open.append(left)
            continue
        if len(left) == 1:
            answers[next(iter(left))] = Answer.YES
        elif left:
            still_open.append(left)
    return tuple(still_open)
