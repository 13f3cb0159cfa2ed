"""How much hangs on each estimate: every likelihood moved a step either way, each case replayed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from skill.evaluation.cases import Case
from skill.evaluation.cores import spread
from skill.evaluation.play import Told, play_quietly
from skill.evaluation.progress import Progress
from skill.evaluation.score import FIRST_FEW
from skill.knowledge.model import Kind, KnowledgeBase

SCALE = (0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.98)
"""The steps on which the likelihoods were estimated."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A likelihood and what it is moved to."""

    condition: str
    finding: str
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Moved:
    """What moving a cell did: the cases whose first cause, first three or level are others then.

    `lowered` are the cases whose level then lies below their truth, and did not before.
    """

    cell: Cell
    first: tuple[str, ...]
    three: tuple[str, ...]
    level: tuple[str, ...]
    lowered: tuple[str, ...]

    @property
    def influence(self) -> tuple[int, int, int]:
        """How much it did, the weightiest change first."""
        return len(self.level), len(self.three), len(self.first)

    def to_json(self) -> dict[str, Any]:
        """As plain values."""
        return asdict(self)


def measure_sensitivity(
    kb: KnowledgeBase,
    cases: Sequence[Case],
    moves: Sequence[Cell] | None = None,
    *,
    jobs: int | None = None,
    show: bool = True,
) -> list[Moved]:
    """Every cell either way, or the moves given, the most influential first."""
    moves = list(cells(kb)) if moves is None else moves
    bar = Progress("cells", len(moves)) if show else None
    moved = spread(
        _move, moves, setup=_Bench, given=(kb, tuple(cases)), jobs=jobs, progress=bar, chunk=4
    )
    return sorted(moved, key=lambda m: tuple(-n for n in m.influence))


def cells(kb: KnowledgeBase) -> Iterator[Cell]:
    """Each written likelihood of a ranked condition, one step down and one up."""
    for condition in kb.conditions.values():
        if condition.kind is Kind.RULE_ONLY:
            continue
        for finding, p in condition.likelihood.items():
            down = max((step for step in SCALE if step < p), default=None)
            up = min((step for step in SCALE if step > p), default=None)
            for after in (down, up):
                if after is not None:
                    yield Cell(condition.id, finding, p, after)


class _Bench:
    """The cases as they come out with nothing moved."""

    def __init__(self, kb: KnowledgeBase, cases: tuple[Case, ...]) -> None:
        self.kb, self.cases = kb, cases
        self.before = [play_quietly(kb, case).told for case in cases]


def _move(bench: _Bench, cell: Cell) -> Moved:
    kb = _with(bench.kb, cell)
    changes: dict[str, list[str]] = {"first": [], "three": [], "level": [], "lowered": []}
    for case, before in zip(bench.cases, bench.before, strict=True):
        after = play_quietly(kb, case).told
        for kind in _differences(case, before, after):
            changes[kind].append(case.id)
    return Moved(cell, **{kind: tuple(ids) for kind, ids in changes.items()})


def _differences(case: Case, before: Told | None, after: Told | None) -> Iterator[str]:
    if before is None or after is None:
        return
    was, now = ([c for c, _ in told.ranked[:FIRST_FEW]] for told in (before, after))
    if was[0] != now[0]:
        yield "first"
    if set(was) != set(now):
        yield "three"
    if before.level is not after.level:
        yield "level"
    if after.level < min(case.triage, before.level) and after.level not in case.triage_also_ok:
        yield "lowered"


def _with(kb: KnowledgeBase, cell: Cell) -> KnowledgeBase:
    condition = kb.conditions[cell.condition]
    likelihood = {**condition.likelihood, cell.finding: cell.after}
    moved = replace(condition, likelihood=likelihood)
    return replace(kb, conditions={**kb.conditions, cell.condition: moved})
