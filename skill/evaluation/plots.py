"""The plots of the report, as SVG text."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from skill.evaluation.play import Played
from skill.evaluation.score import score
from skill.knowledge.model import TriageLevel

if TYPE_CHECKING:
    from matplotlib.axes import Axes

INK, FILL, WARN = "#1f2937", "#2563eb", "#b91c1c"
BINS = 10


class PlotsError(RuntimeError):
    """The plotting library is missing: says how to get it."""


def draw(size: tuple[float, float], fill: Callable[[Axes], None]) -> str:
    """A figure with one set of axes, as SVG."""
    matplotlib, figure_class = _library()
    with matplotlib.rc_context({"svg.hashsalt": "report", "svg.fonttype": "path", "font.size": 9}):
        figure = figure_class(figsize=size, layout="constrained")
        axes = figure.add_subplot()
        axes.spines[["top", "right"]].set_visible(False)
        fill(axes)
        out = io.StringIO()
        figure.savefig(out, format="svg", metadata={"Date": None})
    return out.getvalue()


def confusion(played: Sequence[Played]) -> str:
    """Levels told against levels in truth."""
    levels = list(TriageLevel)
    counted = Counter((p.case.triage, p.told.level) for p in played if p.told)

    def fill(axes: Axes) -> None:
        grid = [[counted[true, told] for told in levels] for true in levels]
        axes.imshow(grid, cmap="Blues", vmax=2 * max(map(max, grid)))
        for true in levels:
            for told in levels:
                number = str(counted[true, told] or "")
                colour = WARN if told < true else INK
                axes.text(told, true, number, ha="center", va="center", color=colour)
        names = [level.id for level in levels]
        axes.set_xticks(levels, names, rotation=30)
        axes.set_yticks(levels, names)
        axes.set_xlabel("told")
        axes.set_ylabel("true")

    return draw((5, 4.2), fill)


def ranks(played: Sequence[Played]) -> str:
    """Where the first of the true causes stands."""
    found = [score(p).rank for p in played if p.case.truth and p.told]
    counted = Counter(min(rank or 99, 10) for rank in found)

    def fill(axes: Axes) -> None:
        places = range(1, 11)
        colours = [FILL if place <= 3 else WARN for place in places]
        bars = axes.bar(places, [counted[place] for place in places], color=colours)
        axes.bar_label(bars)
        axes.set_xticks(list(places), [*map(str, range(1, 10)), "10+"])
        axes.set_xlabel("place of the best placed true cause")
        axes.set_ylabel("cases")

    return draw((5, 3), fill)


def questions(played: Sequence[Played]) -> str:
    """How many questions were asked."""
    counted = Counter(p.questions for p in played if p.told)

    def fill(axes: Axes) -> None:
        most = max((14, *counted))
        axes.bar(range(most + 1), [counted[n] for n in range(most + 1)], color=FILL)
        axes.axvline(14.5, color=WARN, linewidth=1, linestyle="--")
        axes.set_xlabel("questions to the final level (limit 14)")
        axes.set_ylabel("cases")

    return draw((5, 3), fill)


def calibration(played: Sequence[Played]) -> str:
    """How often a cause with a given share was true."""
    points = calibrated(played)

    def fill(axes: Axes) -> None:
        axes.plot([0, 1], [0, 1], color=INK, linewidth=0.8, linestyle=":")
        axes.scatter(
            [p for p, _, _ in points],
            [t for _, t, _ in points],
            s=[12 + 4 * n**0.5 for _, _, n in points],
            color=FILL,
        )
        for share, true, number in points:
            axes.text(share + 0.01, true + 0.01, str(number), fontsize=7)
        axes.set_xlabel("share given to a cause (mean of the bin)")
        axes.set_ylabel("part of these that were true")

    return draw((5, 3.6), fill)


def calibrated(played: Sequence[Played]) -> list[tuple[float, float, int]]:
    """For each tenth of the share: its mean, how often the cause was true, and of how many."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    for each in played:
        if each.told and each.case.truth:
            for condition, share in each.told.ranked:
                place = min(int(share * BINS), BINS - 1)
                bins.setdefault(place, []).append((share, condition in each.case.truth))
    return [
        (sum(s for s, _ in b) / len(b), sum(t for _, t in b) / len(b), len(b))
        for _, b in sorted(bins.items())
    ]


def _library() -> tuple[Any, Any]:
    # Imported only here: only a report with plots needs it, and it is slow to load.
    try:
        import matplotlib as mpl
        from matplotlib.figure import Figure
    except ImportError as error:
        raise PlotsError(
            "the HTML report needs matplotlib; install the development dependencies (make setup)"
        ) from error
    return mpl, Figure
