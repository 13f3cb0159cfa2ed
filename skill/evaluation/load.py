"""How many requests a second, and how long each: the endpoint beside Flask's own hello world."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from skill.evaluation.wire import Hit, Target, fire, good_shot

CLIENTS = (1, 8, 64)
WARM_UP = 0.5


@dataclass(frozen=True, slots=True)
class Load:
    """One row: a server under so many clients."""

    name: str
    clients: int
    per_second: float
    p50_ms: float
    p99_ms: float
    statuses: dict[int, int]


def measure(targets: Sequence[Target], clients: Iterable[int], seconds: float) -> list[Load]:
    """Press every target with every number of clients, one after the other, bounded in time."""
    return [press(target, count, seconds) for count in clients for target in targets]


def press(target: Target, clients: int, seconds: float) -> Load:
    """Repeat a good request from so many clients."""
    shot = good_shot(target)
    for _ in fire(target, itertools.repeat(shot), clients, WARM_UP):
        pass
    hits = list(fire(target, itertools.repeat(shot), clients, seconds))
    times = latencies(hits)
    return Load(
        target.name,
        clients,
        per_second=round(len(hits) / seconds, 1),
        p50_ms=percentile(times, 50),
        p99_ms=percentile(times, 99),
        statuses=dict(Counter(hit.status for hit in hits)),
    )


def latencies(hits: Iterable[Hit]) -> list[float]:
    """Milliseconds in order."""
    return sorted(hit.seconds * 1000 for hit in hits)


def percentile(ordered: Sequence[float], percent: float) -> float:
    """The value below which so many percent lie (nearest rank); 0 for nothing."""
    if not ordered:
        return 0.0
    return round(ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))], 2)


def table(rows: Iterable[Load]) -> str:
    """The rows as a Markdown table."""
    head = ["| server | clients | requests/s | p50 ms | p99 ms |", "|---|--:|--:|--:|--:|"]
    lines = [
        f"| {row.name} | {row.clients} | {row.per_second:.0f} "
        f"| {row.p50_ms:.1f} | {row.p99_ms:.1f} |"
        for row in rows
    ]
    return "\n".join([*head, *lines])
