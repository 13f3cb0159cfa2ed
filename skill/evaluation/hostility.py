"""Attack the endpoint; say what it answered, what memory it kept, whether it slowed down."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from skill.evaluation.arsenal import Arsenal, Envelope, generate
from skill.evaluation.load import percentile
from skill.evaluation.wire import Hit, Target, fire

CLIENTS = 4
TENTHS = 10
SHOWN = 10


@dataclass(slots=True)
class Tenth:
    """A tenth of an attack: what was answered, and the server's memory at its end."""

    answers: Counter[tuple[str, int]] = field(default_factory=Counter)
    good_ms: list[float] = field(default_factory=list)
    memory_kib: int = 0

    def count(self, hit: Hit) -> None:
        """Take in one answer."""
        self.answers[hit.shot.kind, hit.status] += 1
        if hit.shot.kind == "good":
            self.good_ms.append(hit.seconds * 1000)


@dataclass(frozen=True, slots=True)
class Attack:
    """What came of it; memory and the latency of good requests stand for each tenth of it."""

    requests: int
    seconds: float
    statuses: dict[int, int]
    by_kind: dict[str, dict[int, int]]
    faults: tuple[str, ...]
    memory_kib: tuple[int, ...]
    good_p50_ms: tuple[float, ...]
    good_p99_ms: tuple[float, ...]


def attack(
    target: Target, count: int, seconds: float, seed: int = 0, envelopes: Sequence[Envelope] = ()
) -> Attack:
    """Send at most `count` requests for at most `seconds`, the same ones for the same seed.

    `envelopes` are real requests of the skill, to be spoiled beside the generated ones.
    """
    arsenal = Arsenal(target, seed, (*envelopes, *generate(min(5000, 100 + count // 20), seed)))
    tenths = [Tenth() for _ in range(TENTHS)]
    faults: list[str] = []
    began = time.monotonic()
    for number, hit in enumerate(fire(target, arsenal.shots(count), CLIENTS, seconds)):
        tenth = tenths[min(TENTHS - 1, number * TENTHS // count)]
        tenth.count(hit)
        if hit.status >= 500 or hit.status < 0:
            faults.append(f"{hit.status} {hit.shot.kind} {hit.shot.raw[-600:]!r}")
        if number % 100 == 0:
            tenth.memory_kib = resident_kib(target.pid)
    return _sum_up(tenths, faults, time.monotonic() - began)


def resident_kib(pid: int) -> int:
    """The memory that a process holds, where the system tells it; else 0."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return 0
    [line] = [line for line in status.read_text().splitlines() if line.startswith("VmRSS")]
    return int(line.split()[1])


def _sum_up(tenths: list[Tenth], faults: list[str], seconds: float) -> Attack:
    answers = sum((tenth.answers for tenth in tenths), Counter[tuple[str, int]]())
    statuses: Counter[int] = Counter()
    by_kind: dict[str, dict[int, int]] = defaultdict(dict)
    for (kind, status), times in sorted(answers.items()):
        statuses[status] += times
        by_kind[kind][status] = times
    good = [sorted(tenth.good_ms) for tenth in tenths]
    return Attack(
        requests=answers.total(),
        seconds=round(seconds, 1),
        statuses=dict(statuses),
        by_kind=dict(by_kind),
        faults=tuple(faults[:SHOWN]),
        memory_kib=tuple(tenth.memory_kib for tenth in tenths),
        good_p50_ms=tuple(percentile(times, 50) for times in good),
        good_p99_ms=tuple(percentile(times, 99) for times in good),
    )
