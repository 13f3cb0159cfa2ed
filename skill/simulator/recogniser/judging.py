"""Weighs the words of a sentence against its sense: what is to be believed of both is told.

A finding comes into question because its phrases were heard, or because a clause is likely to speak
of it (`meaning`). One sum says how far each is to be believed, another whether it is said to be there.
Their weights come of logistic regressions on the open tables (`python -m skill weigh`).
"""

from __future__ import annotations

import math
from collections.abc import Container, Sequence
from dataclasses import dataclass

from skill.simulator.recogniser.hits import Hit
from skill.simulator.recogniser.meaning import ANSWER, ASIDE, FINDING, NO_REPLY, REPLY, WISH, Sense
from skill.simulator.recogniser.pieces import Piece
from skill.simulator.recogniser.sums import Features, belief, total
from skill.simulator.recogniser.telling import Reading

KEPT, KEPT_DANGER = 0.5, 0.1
"""How far what was heard is to be believed to stay, and a danger."""
ADDED, ADDED_BESIDE, ADDED_DANGER, ADDED_ALONE = 0.55, 0.35, 0.25, 0.2
"""The same for what was only meant, to be told; for a danger beside an answer, beside anything else, and
where nothing else is understood. One more found is worth a false alarm or two."""
SPOKEN_OF = 0.02
"""The same for a danger that was told of somebody rather than spoken about."""
SURELY, SURELY_NOT = 0.9, -1.5
"""How far a danger is to be believed to be told in what seems a wish; and below what the other sum
must be for one that was heard to be said not to be there."""
BELIEF = {
    "bias": -7.38,
    "heard": 2.31,
    "heard_present": 0.10,
    "heard_absent": 0.04,
    "heard_danger": 0.34,
    "cover": 1.17,
    "mended": -4.31,
    "set_aside": 1.45,
    "passed": -2.85,
    "aside": -0.51,
    "sense": 1.54,
    "sense_low": 3.51,
    "sense_whole": 7.25,
    "sense_clause": 3.71,
    "other": -1.48,
    "wish": -1.96,
    "wish_whole": -4.81,
    "aside_whole": -3.67,
    "answer_whole": -1.93,
    "past": -0.69,
    "length": 0.71,
    "pieces": 0.14,
    "sense_heard": -2.42,
    "explained": -1.81,
    "answered": -2.13,
}
THERE = {
    "bias": -0.14,
    "heard": 2.09,
    "presence": 0.60,
    "own": 1.46,
    "presence_near": 0.97,
    "own_near": 0.30,
    "presence_whole": 1.06,
    "own_whole": 2.18,
    "feared": -3.99,
    "answered_no": 0.36,
    "denies_first": 0.93,
    "denied_first": 1.83,
}
LOW = 0.25
MEASURED, COUNTED, COUNTED_OFF = ("over_2_weeks", "over_50", "under_16"), 0.25, 0.6
"""What a time or an age tells; where more than this of a piece is one, that is what the piece tells of
them, and where more than that is, all that it tells."""
HEARD_THERE = {"present": 1.0, "danger": 1.0, "absent": -1.0}
HINTED, REPLIED, DENIED = 0.03, 0.1, 0.3
"""How far it is to be believed that a question would be answered so: by what is told elsewhere, by what
is a reply to it, and with a no."""
BABY, BABIES, BIRTH, PARENTS = "baby_under_1", "baby", "pregnant", ("short_sleep", "pregnant")
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
    """Notes what is told by the sense alone: in what seems a wish nothing but a danger that is sure, or
    stated beside it; one that was heard as long past or somebody's history must be sure, too."""
    no_baby = _is_no_baby(reading)
    if no_baby and BABY in reading.danger:
        reading.forget(BABY)
    heard = reading.heard
    meant = [it for it in candidates if it.finding not in heard and not it.counted]
    meant = [it for it in meant if not (no_baby and it.finding == BABY)]
    unlikely = special.dangers if wished else reading.passed
    alone = not (reading.tells or wished or reading.answer or reading.aside or reading.replies)
    alone = alone and all(it.belief <= ADDED for it in meant)
    told = [
        it
        for it in meant
        if it.finding in special.dangers
        and it.belief > _least(it, unlikely, alone=alone, answered=bool(reading.answer))
    ]
    if not wished:
        told += [it for it in meant if it.belief > ADDED and it.finding not in special.dangers]
    for it in told:
        how = "maybe" if it.piece.doubted else _noted(it, special)
        reading.note(how, it.finding)
        reading.of_somebody |= it.finding in reading.danger
        reading.beside |= it.finding in reading.danger and it.piece.beside


def hint(reading: Reading, candidates: Sequence[Candidate], whole: Sense, special: Special) -> None:
    """Notes what will do as an answer to a question about it: what sounds like a reply to that, and, where
    nothing is told, what is too faint to be told unasked. To deny a danger takes more."""
    replies = {id_: much for (kind, id_), much in whole.likely.items() if kind == REPLY}
    denials = {id_: much for (kind, id_), much in whole.likely.items() if kind == NO_REPLY}
    for id_ in replies.keys() | denials.keys():
        there, gone = replies.get(id_, 0.0), denials.get(id_, 0.0)
        if there > REPLIED and there > gone:
            reading.if_asked.append(id_)
        elif gone > (DENIED if id_ in special.dangers else REPLIED):
            reading.not_if_asked.append(id_)
    noted = {*reading.heard, *reading.if_asked, *reading.not_if_asked}
    for it in candidates:
        if it.finding in noted or it.counted or reading.tells:
            continue
        if it.there > 0 and it.belief > HINTED:
            reading.if_asked.append(it.finding)
        elif it.belief > (DENIED if it.finding in special.dangers else HINTED):
            reading.not_if_asked.append(it.finding)


def _is_no_baby(reading: Reading) -> bool:
    """Whether no baby is spoken for: an age in years is told, or the baby is why a parent does not sleep,
    or whom they were pregnant with."""
    if BIRTH in reading.present:
        reading.amounts.baby = False
        return True
    if reading.amounts.baby or reading.person == BABIES:
        return False
    asleep = any(unit == "sleep" for _, unit in reading.amounts.counted)
    return bool(reading.amounts.ages) or asleep or not {*PARENTS}.isdisjoint(reading.present)


def _least(it: Candidate, unlikely: Container[str], *, alone: bool, answered: bool) -> float:
    """How far a danger is to be believed to be told; to be said not to be there takes more."""
    if (it.finding in unlikely or it.piece.past) and not it.piece.beside:
        return SURELY
    if it.there <= 0:
        return ADDED
    return ADDED_ALONE if alone else ADDED_BESIDE if answered else ADDED_DANGER


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
