"""Weighs the words of a sentence against its sense: what is to be believed of both is told.

A finding comes into question because its phrases were heard, or because a clause is likely to speak
of it (`meaning`). One sum says how far each is to be believed, another whether it is said to be there.
Their weights come of logistic regressions on the open tables (`python -m skill weigh`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from skill.simulator.recogniser.hits import Hit
from skill.simulator.recogniser.meaning import ANSWER, ASIDE, FINDING, WISH
from skill.simulator.recogniser.pieces import Piece
from skill.simulator.recogniser.sums import Features, belief, total
from skill.simulator.recogniser.telling import Reading

KEPT, KEPT_DANGER, ADDED, ADDED_DANGER = 0.5, 0.1, 0.55, 0.35
"""How far what was heard is to be believed to stay, and a danger; and what was only meant, to be told,
and a danger."""
SPOKEN_OF = 0.01
"""The same for a danger that was told of somebody rather than spoken about."""
SURELY, SURELY_NOT = 0.9, -1.5
"""How far a danger is to be believed to be told in what seems a wish; and below what the other sum
must be for one that was heard to be said not to be there."""
BELIEF = {
    "bias": -8.19,
    "heard": 2.46,
    "heard_present": -0.12,
    "heard_absent": -0.30,
    "heard_danger": 0.11,
    "cover": 1.50,
    "mended": -4.06,
    "set_aside": 1.26,
    "passed": -2.23,
    "aside": -0.51,
    "sense": 1.15,
    "sense_low": 5.68,
    "sense_whole": 7.09,
    "sense_clause": 3.95,
    "other": -1.54,
    "wish": -1.32,
    "wish_whole": -6.23,
    "aside_whole": -4.43,
    "answer_whole": -2.82,
    "past": -0.93,
    "length": 0.89,
    "pieces": 0.15,
    "sense_heard": -2.46,
    "explained": -2.08,
    "answered": -0.68,
}
THERE = {
    "bias": -0.25,
    "heard": 2.15,
    "presence": 1.08,
    "own": 1.70,
    "presence_near": 0.78,
    "own_near": 0.09,
    "presence_whole": 1.06,
    "own_whole": 1.96,
    "feared": -4.02,
    "answered_no": 0.67,
    "denies_first": 1.47,
    "denied_first": 1.76,
}
LOW = 0.25
MEASURED, COUNTED, COUNTED_OFF = ("over_2_weeks", "over_50", "under_16"), 0.25, 0.6
"""What a time or an age tells; where more than this of a piece is one, that is what the piece tells of
them, and where more than that is, all that it tells."""
HEARD_THERE = {"present": 1.0, "danger": 1.0, "absent": -1.0}
LIKELY, FOREMOST = 0.1, 3
"""A sense that is less likely is not looked at, nor more than so many of a piece."""


@dataclass(frozen=True, slots=True)
class Special:
    """The findings that are dangers, and those that may say when or where something else is."""

    dangers: frozenset[str]
    modifiers: frozenset[str]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A finding that may be told of: what speaks for it and for its being there, whether it is rather an
    amount that is told, and the piece that speaks of it."""

    finding: str
    for_it: Features
    for_there: Features
    counted: bool
    piece: Piece

    @property
    def belief(self) -> float:
        """How far it is to be believed, 0 to 1."""
        return belief(self.for_it, BELIEF)

    @property
    def there(self) -> float:
        """How surely it is there (above 0) or not (below)."""
        return total(self.for_there, THERE)


def weigh(reading: Reading, pieces: Sequence[Piece]) -> list[Candidate]:
    """Every finding in question, and what speaks for it."""
    heard = reading.heard
    said = [hit for hit in reading.hits if hit.finding in heard]
    meant = (it for piece in pieces for it in piece.sense.foremost(FINDING, FOREMOST, LIKELY))
    findings = dict.fromkeys([*(hit.finding for hit in said), *meant])
    return [_candidate(id_, heard.get(id_), said, reading, pieces) for id_ in findings]


def keep_believed(reading: Reading, candidates: Sequence[Candidate], special: Special) -> None:
    """Takes back what was heard where the sense says otherwise, or that it is not so."""
    heard = reading.heard
    for it in candidates:
        how = None if it.finding in reading.sure else heard.get(it.finding)
        least = SPOKEN_OF if reading.of_somebody else KEPT_DANGER
        if how and it.belief < (least if how == "danger" else KEPT):
            reading.forget(it.finding)
        elif how and _is_contrary(it, how):
            reading.forget(it.finding)
            reading.note(_noted(it, special), it.finding)


def _is_contrary(it: Candidate, how: str) -> bool:
    if how == "absent":
        return it.there > 0
    return how != "maybe" and it.there < (SURELY_NOT if how == "danger" else 0)


def add_meant(
    reading: Reading,
    candidates: Sequence[Candidate],
    special: Special,
    *,
    wished: bool,
) -> None:
    """Notes what is told by the sense alone: in what seems a wish nothing but a danger that is sure; so
    must be one that was heard as long past or somebody's history."""
    heard = reading.heard
    meant = [it for it in candidates if it.finding not in heard and not it.counted]
    urgent = [it for it in meant if it.finding in special.dangers]
    unlikely = special.dangers if wished else reading.passed
    told = [it for it in urgent if it.belief > (SURELY if it.finding in unlikely else _added(it))]
    if not wished:
        told += [it for it in meant if it.belief > ADDED and it.finding not in special.dangers]
    for it in told:
        how = "maybe" if it.piece.doubted else _noted(it, special)
        reading.note(how, it.finding)
        reading.of_somebody |= it.finding in reading.danger


def _added(it: Candidate) -> float:
    """How far a danger is to be believed to be told; to be said not to be there takes more."""
    return ADDED_DANGER if it.there > 0 else ADDED


def _noted(it: Candidate, special: Special) -> str:
    if it.there <= 0:
        return "absent"
    return "danger" if it.finding in special.dangers else "present"


def _candidate(
    finding: str, how: str | None, said: Sequence[Hit], reading: Reading, pieces: Sequence[Piece]
) -> Candidate:
    """`how` is how it was heard, `said` are the hits of all that was."""
    hits = [hit for hit in reading.hits if hit.finding == finding]
    near = [piece for piece in pieces if any(piece.meets(hit) for hit in hits)]
    best, nearest = _best(finding, pieces), _best(finding, near or pieces)
    shortest = min(near or [nearest], key=lambda piece: piece.end - piece.start)
    others = (hit for hit in said if hit.finding != finding)
    elsewhere = {place for hit in others for place in range(hit.start, hit.end)}
    for_it = {
        "bias": 1.0,
        **_words_for(how, hits, nearest, reading),
        **_sense_for(finding, best, pieces),
        "sense_heard": nearest.sense.of(finding) if near else 0.0,
        "explained": 0.0 if how else best.share(elsewhere),
        "answered": 0.0 if how else best.share(reading.given),
    }
    for_there = {
        "bias": 1.0,
        "heard": HEARD_THERE.get(how or "", 0.0),
        "presence": nearest.sense.presence,
        "own": nearest.sense.there(finding),
        "presence_near": shortest.sense.presence,
        "own_near": shortest.sense.there(finding),
        "presence_whole": pieces[-1].sense.presence,
        "own_whole": pieces[-1].sense.there(finding),
        "feared": float(shortest.feared),
        "answered_no": float(reading.answer == "no"),
        "denies_first": float(reading.denies_first and shortest.start == pieces[0].start),
        "denied_first": float(reading.denies_first and shortest.start != pieces[0].start),
    }
    most = COUNTED if finding in MEASURED else COUNTED_OFF
    counted = how is None and best.share(reading.amounts.used) > most
    return Candidate(finding, for_it, for_there, counted, nearest)


def _words_for(
    how: str | None, hits: Sequence[Hit], nearest: Piece, reading: Reading
) -> dict[str, float]:
    """What the words heard say of a finding, or that they were set aside."""
    heard = hits if how else []
    return {
        "heard": float(how is not None),
        "heard_present": float(how == "present"),
        "heard_absent": float(how == "absent"),
        "heard_danger": float(how == "danger"),
        "cover": max((nearest.share(hit.words) for hit in heard), default=0.0),
        "mended": min((len(hit.words & reading.mended) for hit in heard), default=0),
        "set_aside": float(how is None and bool(hits)),
        "passed": float(how is None and any(hit.finding in reading.passed for hit in hits)),
        "aside": float(how is None and reading.aside),
    }


def _sense_for(finding: str, best: Piece, pieces: Sequence[Piece]) -> dict[str, float]:
    """What the sense of the pieces says of a finding, and what else they may be about."""
    sense, whole = best.sense.of(finding), pieces[-1].sense
    return {
        "sense": sense,
        "sense_low": min(sense, LOW),
        "sense_whole": whole.of(finding),
        "sense_clause": _best(finding, pieces[:-1] or pieces).sense.of(finding),
        "other": best.sense.most(FINDING, but=finding)[1],
        "wish": best.sense.most(WISH)[1],
        "wish_whole": whole.most(WISH)[1],
        "aside_whole": whole.most(ASIDE)[1],
        "answer_whole": whole.most(ANSWER)[1],
        "past": float(best.past),
        "length": math.log(best.end - best.start),
        "pieces": float(len(pieces)),
    }


def _best(finding: str, pieces: Sequence[Piece]) -> Piece:
    return max(pieces, key=lambda piece: piece.sense.of(finding))
