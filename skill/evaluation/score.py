"""Measures played cases against their truth."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from statistics import mean
from typing import Any

from skill.evaluation.play import Played

FIRST_FEW = 3
EMERGENCY_WITHIN = 3


class Verdict(StrEnum):
    """What is to be said of the level reached; UNDER is unsafe."""

    EXACT = "exact"
    ACCEPTABLE = "acceptable"
    OVER = "over"
    UNDER = "under"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Score:
    """One case judged. The cause figures are None where the case has no cause that is ranked."""

    verdict: Verdict
    rank: int | None
    first: bool | None
    top_three: bool | None
    all_truths: bool | None

    @property
    def bad(self) -> bool:
        """Whether this belongs among the failures."""
        fine = (Verdict.EXACT, Verdict.ACCEPTABLE)
        return self.verdict not in fine or self.top_three is False


@dataclass(frozen=True, slots=True)
class Figures:
    """All cases together. Fractions are 0 to 1, None where there is nothing to count.

    `under_unheard` is the part of `under` where the person has a sign that is never asked about
    and did not speak of it; `emergencies` are the cases that are one in truth.
    """

    cases: int
    first: float | None
    top_three: float | None
    all_truths: float | None
    exact: float | None
    acceptable: float | None
    under: int
    under_unheard: int
    over: int
    failed: int
    questions_mean: float
    questions_most: int
    emergencies: int
    emergencies_found: int
    emergencies_within: int

    def to_json(self) -> dict[str, Any]:
        """As plain values."""
        return asdict(self)


def score(played: Played) -> Score:
    """Compare what was told last with the truth."""
    case, told = played.case, played.told
    if told is None:
        return Score(Verdict.NONE, None, *((False if case.truth else None),) * 3)
    order = [condition for condition, _ in told.ranked]
    few = order[:FIRST_FEW]
    if not case.truth:
        return Score(_verdict(played), None, None, None, None)
    return Score(
        verdict=_verdict(played),
        rank=min((order.index(c) + 1 for c in case.truth if c in order), default=None),
        first=order[0] in case.truth,
        top_three=any(c in few for c in (*case.truth, *case.top3_ok)),
        all_truths=all(c in few for c in case.truth),
    )


def figures(played: Sequence[Played]) -> Figures:
    """The figures of several cases."""
    scores = [score(p) for p in played]
    verdicts = [s.verdict for s in scores]
    asked = [p.questions for p in played if p.told]
    urgent = [p for p in played if p.case.triage.id == "emergency"]
    found = [p.to_emergency for p in urgent if p.to_emergency is not None]
    return Figures(
        cases=len(played),
        first=_share(s.first for s in scores),
        top_three=_share(s.top_three for s in scores),
        all_truths=_share(s.all_truths for s in scores),
        exact=_share(v is Verdict.EXACT for v in verdicts),
        acceptable=_share(v in (Verdict.EXACT, Verdict.ACCEPTABLE) for v in verdicts),
        under=verdicts.count(Verdict.UNDER),
        under_unheard=sum(1 for p in played if _verdict(p) is Verdict.UNDER and _unheard(p)),
        over=verdicts.count(Verdict.OVER),
        failed=verdicts.count(Verdict.NONE) + sum(1 for p in played if p.told and p.failure),
        questions_mean=mean(asked) if asked else 0.0,
        questions_most=max(asked, default=0),
        emergencies=len(urgent),
        emergencies_found=len(found),
        emergencies_within=sum(1 for asked in found if asked <= EMERGENCY_WITHIN),
    )


def by_part(played: Sequence[Played]) -> dict[str, Figures]:
    """The figures of each part where there is more than one, then of all."""
    parts = sorted({p.case.part for p in played}, reverse=True)
    each = {part or "other": figures([p for p in played if p.case.part == part]) for part in parts}
    return {**(each if len(parts) > 1 else {}), "all": figures(played)}


def _verdict(played: Played) -> Verdict:
    told, case = played.told, played.case
    if told is None:
        return Verdict.NONE
    if told.level is case.triage:
        return Verdict.EXACT
    if told.level in case.triage_also_ok:
        return Verdict.ACCEPTABLE
    return Verdict.UNDER if told.level < case.triage else Verdict.OVER


def _unheard(played: Played) -> bool:
    asked = {finding for e in played.exchanges for finding in e.asked}
    return not played.volunteered and not asked.issuperset(played.case.flags)


def _share(judged: Iterable[bool | None]) -> float | None:
    known = [j for j in judged if j is not None]
    return sum(known) / len(known) if known else None
