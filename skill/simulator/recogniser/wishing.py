"""Weighs what a sentence may wish for: how like a sample it is against what it means and tells.

One sum says how far a wish is to be believed. Its weights come of a logistic regression on the open
tables (`python -m skill weigh`), as those of findings do.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from skill.simulator.recogniser.judging import Candidate
from skill.simulator.recogniser.meaning import ANSWER, ASIDE, WISH, Sense
from skill.simulator.recogniser.pieces import Piece
from skill.simulator.recogniser.sums import Features, belief
from skill.simulator.recogniser.telling import Reading
from skill.simulator.recogniser.wishes import Wish, Wishes
from skill.simulator.recogniser.words import Words

LOSING = ("EndWishIntent", "StartOverWishIntent", "ForgetIntent")
"""What is said is lost by these, so they are to be believed more."""
CORRECTING = "CorrectIntent"
"""Speaks of what was told, so that telling it again speaks less against it."""
ENOUGH, ENOUGH_LOSING = 0.5, 0.7
EXACT, LOW, LIKELY, FOREMOST = 0.95, 0.3, 0.1, 2
"""So alike is as good as a sample; a sense that is less likely than `LIKELY` is not looked at, nor more
than so many of a piece."""
WISHED = {
    "bias": -4.44,
    "aside": -2.91,
    "answer": -1.13,
    "told": -0.95,
    "explained": -2.64,
    "answered": -1.49,
    "only_answers": -3.61,
    "maybe": -1.98,
    "asks": -0.58,
    "foreign": -1.27,
    "length": -0.05,
    "score": 3.69,
    "score_square": 3.48,
    "exact": -0.86,
    "slots": 0.72,
    "sense": 0.25,
    "sense_low": 10.10,
    "sense_whole": 5.40,
    "other": -2.68,
    "losing": -0.89,
    "correcting": 1.64,
    "like": -1.12,
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A wish that a sentence may have, and what speaks for it."""

    wish: Wish
    for_it: Features

    @property
    def belief(self) -> float:
        """How far it is to be believed, 0 to 1."""
        return belief(self.for_it, WISHED) if self.wish.intent else 0.0

    @property
    def is_enough(self) -> bool:
        """Whether that is enough to take it for what was wished."""
        losing = self.wish.intent in LOSING
        return bool(self.wish.intent) and self.belief > (ENOUGH_LOSING if losing else ENOUGH)


NOTHING = Wanted(Wish(), {})


def wanted(
    likest: Wish,
    wishes: Wishes,
    words: Words,
    reading: Reading,
    pieces: Sequence[Piece],
    candidates: Sequence[Candidate],
) -> list[Wanted]:
    """The wish whose sample is likest and those that the sense speaks of; none without words."""
    senses = [piece.sense for piece in pieces]
    if not senses:
        return []
    meant = [intent for sense in senses for intent in sense.foremost(WISH, FOREMOST, LIKELY)]
    intents = dict.fromkeys([likest.intent, *meant] if likest.intent else meant)
    around = {
        "bias": 1.0,
        "aside": senses[-1].most(ASIDE)[1],
        "answer": max(sense.most(ANSWER)[1] for sense in senses),
        "told": max((it.belief for it in candidates if not it.counted), default=0.0),
        "explained": reading.explained,
        "answered": float(bool(reading.answer)),
        "only_answers": float(reading.only_answers),
        "maybe": float(bool(reading.maybe)),
        "asks": float(reading.asks),
        "foreign": float(wishes.is_foreign(words)),
        "length": math.log(len(words)),
    }
    wished = [likest if it == likest.intent else wishes.meant(it, words) for it in intents]
    return [
        Wanted(wish, {**around, **_own(wish, senses), "like": float(wish is likest)})
        for wish in wished
    ]


def _own(wish: Wish, senses: Sequence[Sense]) -> dict[str, float]:
    """What speaks for this wish, and for others."""
    label = (WISH, wish.intent)
    most = max(sense.likely.get(label, 0.0) for sense in senses)
    return {
        "score": wish.score,
        "score_square": wish.score**2,
        "exact": float(wish.score >= EXACT),
        "slots": float(bool(wish.slots)),
        "sense": most,
        "sense_low": min(most, LOW),
        "sense_whole": senses[-1].likely.get(label, 0.0),
        "other": max(sense.most(WISH, but=wish.intent)[1] for sense in senses),
        "losing": float(wish.intent in LOSING),
        "correcting": float(wish.intent == CORRECTING),
    }
