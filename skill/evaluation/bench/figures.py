"""What the runs amount to: medians, spreads and ratios, as a table and as JSON."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median, quantiles
from typing import Any

from skill.evaluation.bench.contestants import COMPILED, PLAIN, SKILL
from skill.evaluation.bench.measure import Run, Took

_MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything measured of one contestant."""

    name: str
    zip_bytes: int
    runs: tuple[Run, ...]

    @property
    def cold_ms(self) -> float:
        """The median time from a new process to its first response."""
        return median(run.cold_ms for run in self.runs)

    @property
    def cold_cpu_ms(self) -> float:
        """The median of the processor time in it, which a busy machine disturbs less."""
        return median(run.cold_cpu_ms for run in self.runs)

    @property
    def cold_quartiles_ms(self) -> tuple[float, float]:
        """The middle half of the cold starts."""
        low, _, high = quantiles((run.cold_ms for run in self.runs), n=4)
        return low, high

    @property
    def peak_bytes(self) -> float:
        """The median of the memory held at the first response."""
        return median(run.peak_bytes for run in self.runs)

    def turns(self) -> dict[str, tuple[Took, ...]]:
        """All turns of each kind, over all processes."""
        kinds = {kind for run in self.runs for kind in run.turns}
        return {
            kind: tuple(took for run in self.runs for took in run.turns.get(kind, ()))
            for kind in sorted(kinds)
        }

    def all_turns(self) -> tuple[Took, ...]:
        """All turns of all kinds together."""
        return tuple(took for taken in self.turns().values() for took in taken)


def p50(taken: Sequence[Took]) -> float:
    """Give what every other turn exceeds."""
    return median(took.ms for took in taken)


def p99(taken: Sequence[Took]) -> float:
    """Give what one turn in a hundred exceeds."""
    return quantiles((took.ms for took in taken), n=100)[-1]


def cpu_p99(taken: Sequence[Took]) -> float:
    """Give what the processor's part of one turn in a hundred exceeds."""
    return quantiles((took.cpu_ms for took in taken), n=100)[-1]


def as_json(python: str, measured: Mapping[str, Figures]) -> dict[str, Any]:
    """Give all figures, for machines; milliseconds and bytes."""
    return {
        "python": python,
        "contestants": {name: _contestant(it) for name, it in measured.items()},
        "ratios": {
            f"{what} to {yardstick}": round(ratio, 3)
            for what, yardstick, ratio in _ratios(measured)
        },
    }


def _contestant(figures: Figures) -> dict[str, Any]:
    low, high = figures.cold_quartiles_ms
    return {
        "zip_bytes": figures.zip_bytes,
        "peak_bytes": figures.peak_bytes,
        "cold_ms": {
            "runs": len(figures.runs),
            "median": round(figures.cold_ms, 2),
            "quartiles": [round(low, 2), round(high, 2)],
            "processor_median": round(figures.cold_cpu_ms, 2),
        },
        "turns_ms": {
            kind: {
                "n": len(taken),
                "p50": round(p50(taken), 4),
                "p99": round(p99(taken), 4),
                "processor_p99": round(cpu_p99(taken), 4),
            }
            for kind, taken in figures.turns().items()
        },
    }


def _ratios(measured: Mapping[str, Figures]) -> Iterator[tuple[str, str, float]]:
    skill = measured[SKILL]
    for yardstick in (PLAIN, COMPILED):
        other = measured[yardstick]
        yield "cold start", yardstick, skill.cold_ms / other.cold_ms
        yield "cold processor", yardstick, skill.cold_cpu_ms / other.cold_cpu_ms
        turns, theirs = skill.all_turns(), other.all_turns()
        yield "warm turn p50", yardstick, p50(turns) / p50(theirs)
        yield "warm turn p99", yardstick, p99(turns) / p99(theirs)


def as_table(python: str, measured: Mapping[str, Figures]) -> str:
    """Give the figures that matter, for people."""
    return "\n".join(
        [
            f"{python}; milliseconds; cold = new process to first response",
            "",
            *_cold_lines(measured),
            "",
            *_turn_lines(measured),
            "",
            *(
                f"{what:14} {ratio:6.2f} times {yardstick}"
                for what, yardstick, ratio in _ratios(measured)
            ),
        ]
    )


def _cold_lines(measured: Mapping[str, Figures]) -> Iterator[str]:
    yield f"{'':22} {'cold':>8} {'middle half':>17} {'processor':>9} {'memory':>9} {'zip':>9}"
    for name, it in measured.items():
        low, high = it.cold_quartiles_ms
        memory, size = it.peak_bytes / _MEGABYTE, it.zip_bytes / _MEGABYTE
        spread = f"{low:.1f} to {high:.1f}"
        cold = f"{it.cold_ms:8.1f} {spread:>17} {it.cold_cpu_ms:9.1f}"
        yield f"{name:22} {cold} {memory:6.1f} MB {size:6.2f} MB"


def _turn_lines(measured: Mapping[str, Figures]) -> Iterator[str]:
    yield f"{'warm turn':42} {'p50':>8} {'p99':>8} {'processor p99':>14}"
    for name, it in measured.items():
        for kind, taken in {**it.turns(), "all": it.all_turns()}.items():
            times = f"{p50(taken):8.3f} {p99(taken):8.3f} {cpu_p99(taken):14.3f}"
            yield f"{name:22} {kind:19} {times}"
