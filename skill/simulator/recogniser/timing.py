"""Weighs whose length of time is told: how long the twitch has been there, or something else.

One sum says how far it is to be believed to be the twitch's. Its weights come of a logistic
regression on the open tables (`python -m skill weigh`), as those of findings do.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from skill.simulator.recogniser.judging import Candidate
from skill.simulator.recogniser.meaning import ANSWER, ASIDE, FINDING, WISH
from skill.simulator.recogniser.pieces import Piece
from skill.simulator.recogniser.sums import Features, belief
from skill.simulator.recogniser.telling import Reading

TWITCH = "over_2_weeks"
"""The finding that a length of time tells, if it is that of the twitch."""
ENOUGH = 0.5
TIMED = {
    "bias": -2.37,
    "own": 2.72,
    "own_whole": 6.68,
    "other": -1.39,
    "others": -0.34,
    "fellows": 1.43,
    "elsewhere": 0.60,
    "heard": -0.12,
    "wish": -2.22,
    "aside": 1.51,
    "answer": -9.03,
    "counted": -1.24,
    "answered": -0.41,
    "past": -0.45,
    "danger": -2.10,
    "apart": 0.54,
    "hours": -0.55,
    "length": 0.23,
}


@dataclass(frozen=True, slots=True)
class Timed:
    """A length of time, whether something else was heard in the same breath, so that it is the time of
    that, and what speaks for its being that of the twitch."""

    iso: str
    is_taken: bool
    for_it: Features

    @property
    def is_enough(self) -> bool:
        """Whether it is believed to be the twitch's."""
        return belief(self.for_it, TIMED) > ENOUGH


def timed(
    reading: Reading,
    pieces: Sequence[Piece],
    candidates: Sequence[Candidate],
    modifiers: AbstractSet[str],
) -> list[Timed]:
    """The lengths of time in a sentence; `modifiers` are the findings that say when or where."""
    return [
        _timed(iso, at, reading, pieces, candidates, modifiers)
        for iso, at in reading.amounts.durations
    ]


def _timed(
    iso: str,
    at: int,
    reading: Reading,
    pieces: Sequence[Piece],
    candidates: Sequence[Candidate],
    modifiers: AbstractSet[str],
) -> Timed:
    around = [piece for piece in pieces if piece.start <= at < piece.end]
    piece, whole = min(around, key=lambda it: it.end - it.start), pieces[-1]
    hits = [hit for hit in reading.hits if piece.meets(hit)]
    there = {hit.finding for hit in hits if hit.finding in reading.heard}
    near = [it for it in candidates if it.piece is piece or it.finding in there]
    others = [it for it in near if it.finding not in modifiers]
    fellows = [it for it in near if it.finding in modifiers and it.finding != TWITCH]
    said = {place for hit in hits if hit.finding not in modifiers for place in hit.words}
    for_it = {
        "bias": 1.0,
        "own": piece.sense.of(TWITCH),
        "own_whole": whole.sense.of(TWITCH),
        "other": piece.sense.most(FINDING, but=TWITCH)[1],
        "others": _most(others),
        "fellows": _most(fellows),
        "elsewhere": _most([it for it in candidates if it not in near]),
        "heard": float(TWITCH in reading.heard),
        "wish": piece.sense.most(WISH)[1],
        "aside": piece.sense.most(ASIDE)[1],
        "answer": piece.sense.most(ANSWER)[1],
        "counted": piece.share(reading.amounts.used),
        "answered": float(reading.answer is not None),
        "past": float(piece.past),
        "danger": float(bool(reading.danger)),
        "apart": float(piece is not whole),
        "hours": float(iso.startswith("PT")),
        "length": math.log(piece.end - piece.start),
    }
    return Timed(iso, piece.share(said) > 0, for_it)


def _most(candidates: Iterable[Candidate]) -> float:
    return max((it.belief for it in candidates), default=0.0)
