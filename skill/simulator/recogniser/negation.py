"""Whether what is told is denied: "not" counts, "no" agrees with it, "or" carries it on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from skill.simulator.recogniser.clauses import Clauses
from skill.simulator.recogniser.hits import Hit
from skill.simulator.recogniser.lexicon import TELLING, is_negative
from skill.simulator.recogniser.words import NEGATIONS, NO, NOT, Notion

LEADING = ("Linker", "Joiner", "Filler")
AUXILIARY = 1
"""So many words may stand between "and" and the "not" that it leads to: "and can not"."""


def negated(
    hits: Sequence[Hit],
    notions: Sequence[Notion],
    clauses: Clauses,
    free: set[int],
    weights: Mapping[int, float],
) -> dict[int, bool]:
    """For each hit by number, whether it is denied; the words in `free` are answers, `weights` are
    what the notions tell, by place."""
    result: dict[int, bool] = {}
    spent = free | _elsewhere(notions, hits, clauses, weights)
    plain = [n for n in _plain(notions, hits, clauses) if n.start not in spent]
    for number, hit in enumerate(hits):
        before = _before(hits, number, clauses)
        begins = clauses.clause(hit.start)[0] if before is None else hits[before].end
        begins = max([begins, *(place for place in clauses.resets if place <= hit.start)])
        begins = hit.start if _begins_anew(begins, hit, notions, clauses) else begins
        parts = _parts(begins, hit, clauses, weights)
        heard = ([n for n in plain if a <= n.start < b] for a, b in parts)
        said = [_said(_without_others(part, hit, weights), clauses) for part in heard]
        enough = any if hit.phrase.negative else all
        own = enough(_denies(part, hit) for part in said)
        if before is not None and not own and not set(said[0]) & {NOT, NO}:
            own = result[before] and hit.phrase.present and _carried(hits[before], hit, clauses)
        result[number] = own
    return result


def _elsewhere(
    notions: Sequence[Notion], hits: Sequence[Hit], clauses: Clauses, weights: Mapping[int, float]
) -> set[int]:
    """Where a "not" after an "and" in the midst of what is told denies something else: "talks
    gibberish and can not find her words" denies the finding, not the gibberish."""
    spent = set()
    ands = [mark.end for mark in clauses.marks["Joiner"] if mark.id == "and"]
    for at, notion in enumerate(notions):
        joined = any(0 <= notion.start - end <= AUXILIARY for end in ands)
        behind = next((n for n in notions[at + 1 :] if weights[n.start] > TELLING), None)
        if notion.name in NEGATIONS and joined and behind:
            within = (h for h in hits if h.start < notion.start < h.end and not h.phrase.negative)
            spent |= {notion.start for hit in within if behind.start not in hit.words}
    return spent


def _plain(notions: Sequence[Notion], hits: Sequence[Hit], clauses: Clauses) -> Iterator[Notion]:
    """The notions, with a "not" in place of words that tell nothing here but have one in them:
    "i can not feel any urge" is about an urge, not about feeling."""
    told = {place for hit in hits for place in hit.words}
    for n in notions:
        idle = n.start not in told and bool(clauses.nots & set(range(n.start, n.end)))
        yield Notion(NOT, n.start, n.end) if idle and n.is_family else n


def _without_others(
    notions: Sequence[Notion], hit: Hit, weights: Mapping[int, float]
) -> list[Notion]:
    """The notions without a "not" that denies something else, as more is said before the next:
    "playing is not a problem eating does not set it off", but not "i do not think it is not"."""
    kept: list[Notion] = []
    apart = True
    for notion in reversed(notions):
        if notion.name == NOT and apart and any(n.name == NOT for n in kept):
            continue
        kept.append(notion)
        other = notion.start not in hit.words and notion.name not in NEGATIONS
        told = other and weights.get(notion.start, 0.0) > TELLING
        apart = (apart or told) if notion.name != NOT else False
    return kept[::-1]


def _said(notions: Sequence[Notion], clauses: Clauses) -> list[str]:
    """The notions of a part, without a "not" that only agrees with one before it:
    "nothing is swollen not my mouth", but not "i do not think it is not swollen"."""
    said: list[str] = []
    linked = {mark.end for mark in clauses.marks["Linker"]}
    linked -= {mark.end for mark in clauses.marks["Joiner"]}
    for n in notions:
        agrees = n.name == NOT and n.start not in linked and bool({NOT, NO} & set(said))
        said += [] if agrees else [n.name]
    return said


def _begins_anew(begins: int, hit: Hit, notions: Sequence[Notion], clauses: Clauses) -> bool:
    """Whether "my leg is weak" is a statement of its own after "i can not walk", not what is
    denied: something is said after the "not", and no word leads on from it."""
    subject = clauses.at("Subject", hit.start)
    if not subject or hit.phrase.negative or not hit.phrase.present:
        return False
    if any(mark.end == hit.start for role in LEADING for mark in clauses.marks[role]):
        return False
    said = [n for n in notions if begins <= n.start < hit.start]
    nots = [place for place, n in enumerate(said) if n.name in (NOT, NO)]
    behind = said[nots[-1] + 1 :] if nots else []
    return any(not clauses.at("Subject", n.start) for n in behind)


def _denies(said: Sequence[str], hit: Hit) -> bool:
    """Whether what is said denies; a mere "no" before "my breathing is fine" agrees with it."""
    agrees = not hit.phrase.present and not hit.phrase.negative
    return is_negative(name for name in said if not (agrees and name == NO))


def _parts(
    begins: int, hit: Hit, clauses: Clauses, weights: Mapping[int, float]
) -> list[tuple[int, int]]:
    """The pieces of clauses that a hit reaches over: "i am not hot and i am not sweating"; what
    tells nothing by itself is none: "my arm does not jerk with it"."""
    telling = max((p for p in hit.words if weights.get(p, 0.0) > TELLING), default=hit.end)
    cuts = [start for start in clauses.starts if hit.start < start <= telling]
    return list(zip([begins, *cuts], [*cuts, hit.end], strict=True))


def _before(hits: Sequence[Hit], number: int, clauses: Clauses) -> int | None:
    """The hit before in the same clause."""
    begins, _ = clauses.clause(hits[number].start)
    earlier = [
        n for n in range(number) if begins <= hits[n].start and hits[n].end <= hits[number].start
    ]
    return max(earlier, key=lambda n: hits[n].end, default=None)


def _carried(before: Hit, hit: Hit, clauses: Clauses) -> bool:
    """Whether a denial goes on: "no cramps or tingling", but not "no cramps my hands shake"."""
    if (before.phrase.negative and before.phrase.present) or not hit.phrase.present:
        return False
    if any(before.end <= place <= hit.start for place in clauses.resets):
        return False
    if any(mark.id == "or" for mark in clauses.within("Joiner", before.end, hit.end)):
        return True
    return not before.phrase.negative and not clauses.within("Subject", before.end, hit.start + 1)
