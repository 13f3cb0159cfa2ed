"""The evaluation as it is read in a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from skill.evaluation.play import Played
from skill.evaluation.score import FIRST_FEW, Figures, score
from skill.evaluation.sensitivity import Moved

MOST_CELLS = 15

FIGURES: dict[str, Callable[[Figures], str]] = {
    "cases": lambda f: str(f.cases),
    "cause first": lambda f: percent(f.first),
    "cause in the first three": lambda f: percent(f.top_three),
    "all causes in the first three": lambda f: percent(f.all_truths),
    "level exact": lambda f: percent(f.exact),
    "level exact or acceptable": lambda f: percent(f.acceptable),
    "under-triaged (unsafe)": lambda f: str(f.under),
    "  of these, a sign only heard, not asked": lambda f: str(f.under_unheard),
    "over-triaged": lambda f: str(f.over),
    "no result, or a loop": lambda f: str(f.failed),
    "questions, mean": lambda f: f"{f.questions_mean:.1f}",
    "questions, most": lambda f: str(f.questions_most),
    "emergencies found": lambda f: f"{f.emergencies_found} of {f.emergencies}",
    "  of these, within 3 questions": lambda f: f"{f.emergencies_within} of {f.emergencies_found}",
}
"""What each row of the summary shows."""


def percent(fraction: float | None) -> str:
    """A fraction as a percentage."""
    return "-" if fraction is None else f"{100 * fraction:.1f} %"


def case_lines(played: Sequence[Played]) -> Iterator[str]:
    """One line for each case."""
    wide = max((len(p.case.id) for p in played), default=4)
    yield f"{'case':<{wide}}  {'level':<10} {'truth':<10} {'verdict':<10} asked  first three"
    for each in played:
        judged, told = score(each), each.told
        level = told.level.id if told else "-"
        few = ", ".join(_marked(each)) if told else each.failure or ""
        yield (
            f"{each.case.id:<{wide}}  {level:<10} {each.case.triage.id:<10} "
            f"{judged.verdict:<10} {each.questions:>5}  {few}"
        )


def figure_lines(figures: Mapping[str, Figures]) -> Iterator[str]:
    """The summary, one column for each part."""
    wide = max(map(len, FIGURES))
    yield f"{'':<{wide}}" + "".join(f"{part:>12}" for part in figures)
    for name, show in FIGURES.items():
        yield f"{name:<{wide}}" + "".join(f"{show(f):>12}" for f in figures.values())


def cell_lines(moved: Sequence[Moved]) -> Iterator[str]:
    """The likelihoods on which most hangs."""
    yield f"{'one likelihood moved by a step':<52}{'level':>7}{'three':>7}{'first':>7}"
    for each in moved[:MOST_CELLS]:
        cell = each.cell
        name = f"{cell.condition}.{cell.finding} {cell.before:g} to {cell.after:g}"
        yield f"{name:<52}{len(each.level):>7}{len(each.three):>7}{len(each.first):>7}"
    quiet = sum(1 for each in moved if not any(each.influence))
    lowered = sum(len(each.lowered) for each in moved)
    yield f"{quiet} of {len(moved)} moves change no case; {lowered} levels fell below the truth"


def _marked(played: Played) -> Iterator[str]:
    """The first causes, those that are true with a star."""
    told = played.told
    for condition, share in told.ranked[:FIRST_FEW] if told else ():
        star = "*" if condition in played.case.truth else ""
        yield f"{condition}{star} {share:.2f}"
