"""Weighs what the words say against what the sentence means: doubtful hits go, likely ones come.

A hit was found by its words; a stretch of a sentence has a sense besides (`meaning`). Two sums, one
for hits and one for what only the sense tells, say how far each is to be believed. Their weights
come of logistic regressions on the open tables; whoever changes them reads the held ones after it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from skill.simulator.recogniser.clauses import Clauses
from skill.simulator.recogniser.hits import Hit
from skill.simulator.recogniser.kinds import MODIFIERS, WHOLE
from skill.simulator.recogniser.meaning import ANSWER, ASIDE, FINDING, WISH, Meaning, Sense
from skill.simulator.recogniser.telling import Reading

KEPT, KEPT_WHOLE, KEPT_DANGER, ADDED, UNSAID = 0.4, 0.2, 0.1, 0.55, 0.5
"""How far a hit is to be believed to stay, one that is a whole phrase, and a danger; how far a sense
is to be told, and how much of its piece nothing else may have told."""
HIT_WEIGHTS = {
    "bias": -13.88,
    "sense": -1.18,
    "ahead": 7.01,
    "aside": -1.17,
    "wish": -5.0,
    "presence": 1.39,
    "score": 0.27,
    "share": 9.86,
    "modifies": -0.73,
    "faint": -0.92,
}
SENSE_WEIGHTS = {
    "bias": -10.23,
    "sense": 12.44,
    "more": 1.23,
    "aside": 0.13,
    "answers": -1.85,
    "presence": 1.71,
    "unexplained": 0.92,
    "in_aside": -1.19,
    "alone": 0.93,
    "length": 1.37,
    "supposing": -0.82,
}
LOW, PLAIN, MOST_SCORE, LEAST, FEWEST = 0.25, 0.4, 6.0, 0.05, 2
PLAINLY, CONTRARY = 0.6, 0.8
"""Where the sense is plainly of a finding, and so much of its contrary, it is the contrary."""
LIKELY = 0.15
"""A sense that is less likely than this is not looked at."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a sentence and its sense."""

    start: int
    end: int
    sense: Sense


@dataclass(frozen=True, slots=True)
class Candidate:
    """A finding that a piece may tell of, and how far it is to be believed, 0 to 1."""

    finding: str
    present: bool
    piece: Piece
    belief: float


def pieces_of(meaning: Meaning, clauses: Clauses) -> list[Piece]:
    """The clauses of a sentence, cut at what joins them too, and the whole of it."""
    spans = [(clauses.skipped(a), b) for a, b in clauses.pieces()]
    spans = [(a, b) for a, b in spans if b - a >= FEWEST]
    whole = (0, len(clauses.words))
    spans += [whole] if whole not in spans else []
    senses = meaning.senses([tuple(clauses.words[a:b]) for a, b in spans])
    return [Piece(a, b, sense) for (a, b), sense in zip(spans, senses, strict=True)]


def drop_doubtful(reading: Reading, pieces: Sequence[Piece]) -> None:
    """Takes back what was found by its words where the sense says otherwise."""
    for ids, id_, features in _told_features(reading, pieces):
        if features["contrary"] > CONTRARY:
            ids.remove(id_)
            (reading.present if ids is reading.absent else reading.absent).append(id_)
        elif _belief(features, HIT_WEIGHTS) < _needed(features, danger=ids is reading.danger):
            ids.remove(id_)
            reading.doubted.add(id_)


def _needed(features: Mapping[str, float], *, danger: bool) -> float:
    """How far a hit is to be believed to stay: a danger hardly, a whole phrase a little."""
    if danger:
        return KEPT_DANGER
    return KEPT_WHOLE if features["share"] > WHOLE else KEPT


def _told_features(
    reading: Reading, pieces: Sequence[Piece]
) -> list[tuple[list[str], str, dict[str, float]]]:
    """What speaks for each finding that was told in so many words, and where it is noted."""
    told = [(ids, id_, present) for ids, present in _told(reading) for id_ in ids]
    found = []
    for ids, id_, present in told:
        hits = [hit for hit in reading.hits if hit.finding == id_]
        near = [p for p in pieces if any(p.start < h.end and h.start < p.end for h in hits)]
        if near:
            found.append((ids, id_, _hit_features(id_, hits, near, present=present)))
    return found


def _told(reading: Reading) -> Iterator[tuple[list[str], bool]]:
    yield reading.danger, True
    yield reading.present, True
    yield reading.absent, False


def _hit_features(
    id_: str, hits: Sequence[Hit], near: Sequence[Piece], *, present: bool
) -> dict[str, float]:
    """What speaks for a hit: its own words, and the sense of the piece that it stands in."""
    piece = max(near, key=lambda piece: piece.sense.of(id_))
    mine = max(piece.sense.of(id_), 0.0)
    presence = piece.sense.presence if present else -piece.sense.presence
    return {
        "sense": min(mine, LOW),
        "ahead": _ratio(mine, piece.sense.most(FINDING, but=id_)[1]),
        "aside": max(piece.sense.most(ASIDE)[1], 0.0),
        "wish": max(piece.sense.most(WISH)[1], 0.0),
        "presence": math.tanh(2 * presence),
        "score": min(max(hit.score for hit in hits), MOST_SCORE),
        "share": max(hit.share for hit in hits),
        "modifies": float(any(hit.phrase.kind in MODIFIERS[:2] for hit in hits)),
        "faint": float(any(hit.phrase.faint for hit in hits)),
        "contrary": -presence if mine > PLAINLY else 0.0,
    }


def likely(
    reading: Reading, pieces: Sequence[Piece], *, alone: bool, in_aside: bool
) -> list[Candidate]:
    """What the sense of the pieces tells besides, the likeliest first; `alone` is whether nothing
    else was understood, `in_aside` whether the sentence seemed to be about nobody here."""
    known = {id_ for ids, _ in _told(reading) for id_ in ids}
    known |= {*reading.maybe, *reading.if_asked, *reading.not_if_asked}
    hits = [hit for hit in reading.hits if hit.finding not in reading.doubted]
    said = {place for hit in hits for place in range(hit.start, hit.end)} | reading.amounts.used
    found = []
    for piece in pieces:
        id_, mine = piece.sense.most(FINDING)
        if id_ in known or mine < LIKELY:
            continue
        unsaid = 1 - len(said & {*range(piece.start, piece.end)}) / (piece.end - piece.start)
        if unsaid < UNSAID:
            continue
        features = {
            "sense": min(mine, PLAIN),
            "more": mine,
            "aside": _ratio(piece.sense.most(ASIDE)[1], mine),
            "answers": _ratio(piece.sense.most(ANSWER)[1], mine),
            "presence": math.tanh(2 * abs(piece.sense.presence)),
            "unexplained": unsaid,
            "in_aside": float(in_aside),
            "alone": float(alone),
            "length": math.log(piece.end - piece.start),
            "supposing": float(reading.supposing),
        }
        belief = _belief(features, SENSE_WEIGHTS)
        found.append(Candidate(id_, piece.sense.presence > 0, piece, belief))
    return sorted(found, key=lambda candidate: -candidate.belief)


def is_past(clauses: Clauses, piece: Piece) -> bool:
    """Whether a piece is about long ago, or about what somebody else once had."""
    ago, past, persons, recent = (
        clauses.within(role, piece.start, piece.end)
        for role in ("LongAgo", "AsPast", "Person", "Recent")
    )
    return bool(ago or (past and persons and not recent))


def _ratio(mine: float, other: float) -> float:
    return max(mine, 0.0) / (max(mine, 0.0) + max(other, LEAST))


def _belief(features: Mapping[str, float], weights: Mapping[str, float]) -> float:
    total = weights["bias"] + sum(weights.get(name, 0.0) * it for name, it in features.items())
    return 1 / (1 + math.exp(-total))
