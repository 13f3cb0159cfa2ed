"""Whether what is told is denied: "not" counts, "no" and "never" agree with it, "or" carries it on."""

from __future__ import annotations

from collections.abc import Sequence

from skill.simulator.clauses import Clauses
from skill.simulator.hits import Hit
from skill.simulator.lexicon import is_negative
from skill.simulator.words import NO, NOT, Notion


def negated(
    hits: Sequence[Hit], notions: Sequence[Notion], clauses: Clauses, free: set[int]
) -> dict[int, bool]:
    """For each hit by number, whether it is denied; the words in `free` are answers, not denials."""
    result: dict[int, bool] = {}
    for number, hit in enumerate(hits):
        before = _before(hits, number, clauses)
        begins = clauses.clause(hit.start)[0] if before is None else hits[before].end
        said = [n.name for n in notions if begins <= n.start < hit.end and n.start not in free]
        own = is_negative(said)
        if before is not None and not own and not set(said) & {NOT, NO}:
            own = result[before] and _carried(hits[before], hit, clauses)
        result[number] = own
    return result


def _before(hits: Sequence[Hit], number: int, clauses: Clauses) -> int | None:
    """The hit before in the same clause."""
    begins, _ = clauses.clause(hits[number].start)
    earlier = [n for n in range(number) if begins <= hits[n].start and hits[n].end <= hits[number].start]
    return max(earlier, key=lambda n: hits[n].end, default=None)


def _carried(before: Hit, hit: Hit, clauses: Clauses) -> bool:
    """Whether a denial goes on: "no cramps or tingling", but not "no cramps my hands shake"."""
    if any(mark.id == "or" for mark in clauses.within("Joiner", before.end, hit.end)):
        return True
    return not clauses.within("Subject", before.end, hit.start + 1)
