"""Cuts a sentence into the pieces whose sense is looked at: its clauses, and last the whole of it."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from skill.simulator.recogniser.clauses import Clauses
from skill.simulator.recogniser.hits import Hit
from skill.simulator.recogniser.meaning import Meaning, Sense
from skill.simulator.recogniser.words import Words


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a sentence, its sense, and whether it is about long ago, what somebody else once had
    or a job, about what the person does not know, about what was feared before a "but", or stated beside a
    question."""

    start: int
    end: int
    sense: Sense
    past: bool
    doubted: bool
    feared: bool
    beside: bool

    def meets(self, hit: Hit) -> bool:
        """Whether a hit reaches into it."""
        return self.start < hit.end and hit.start < self.end

    def share(self, places: AbstractSet[int]) -> float:
        """How much of it stands at some places."""
        return len(places & {*range(self.start, self.end)}) / (self.end - self.start)


def pieces_of(
    meaning: Meaning, clauses: Clauses, words: Words, given: AbstractSet[int]
) -> list[Piece]:
    """The clauses of a sentence, cut at what joins them too, without the words in `given` that answer
    in front, and last the whole of it; their sense is that of the words as they were heard, slips and
    all."""
    if not words:
        return []
    whole = (0, len(words))
    spans = [(_begin(clauses, given, a), b) for a, b in clauses.pieces()]
    spans = [(a, b) for a, b in spans if a < b and (a, b) != whole]
    senses = meaning.senses([words[a:b] for a, b in (*spans, whole)])
    return [
        Piece(
            a,
            b,
            sense,
            _is_past(clauses, a, b),
            _in_doubt(clauses, a, b),
            _is_feared(clauses, a),
            clauses.is_beside(a),
        )
        for (a, b), sense in zip((*spans, whole), senses, strict=True)
    ]


def _begin(clauses: Clauses, given: AbstractSet[int], place: int) -> int:
    """The first place from here on that is neither a filler nor an answer."""
    start = clauses.skipped(place)
    if start not in given or _denies_a_thing(clauses, given, start):
        return start
    return _begin(clauses, given, start + 1)


def _denies_a_thing(clauses: Clauses, given: AbstractSet[int], place: int) -> bool:
    """Whether a "no" may belong to what follows: "no blisters but ..."; not if that has a subject."""
    after = clauses.skipped(place + 1)
    if not clauses.denies(place, place + 1) or after in given or after >= len(clauses.words):
        return False
    return not (clauses.at("Subject", after) or clauses.at("Joiner", after))


def _is_past(clauses: Clauses, start: int, end: int) -> bool:
    ago, past, persons, recent = (
        clauses.within(role, start, end) for role in ("LongAgo", "AsPast", "Person", "Recent")
    )
    return bool(ago or (past and persons and not recent)) or clauses.is_job(start, end)


def _in_doubt(clauses: Clauses, start: int, end: int) -> bool:
    """Whether it is said not to be known: "i can't say whether it does"."""
    begins, _ = clauses.stretch(start)
    return any(mark.id == "unsure" for mark in clauses.within("Doubt", begins, end))


def _is_feared(clauses: Clauses, place: int) -> bool:
    """Whether it was only feared, as a denial tells: "i thought i would faint but i never did"; not
    if it came and went."""
    _, ends = clauses.stretch(place)
    if not clauses.within("Feared", *clauses.clause(place)):
        return False
    _, until = clauses.stretch(ends)
    return clauses.denies(ends, until) and not clauses.within("Ended", ends, until)
