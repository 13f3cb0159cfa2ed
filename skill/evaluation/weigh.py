"""Learns from labelled sentences how far words and sense are to be believed: four regressions."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from skill.alexa.amounts import LATELY
from skill.alexa.understand import understand
from skill.knowledge.model import Answer
from skill.simulator import envelope
from skill.simulator.recogniser.deciding import recognised
from skill.simulator.recogniser.judging import Candidate, weigh
from skill.simulator.recogniser.recognise import Recogniser
from skill.simulator.recogniser.sums import Features
from skill.simulator.recogniser.timing import TWITCH
from skill.simulator.tables import TableError, read_tables

SMOOTH, ROUNDS, LEAST = 3.0, 30, 1e-9
"""How small the weights are held, features counted by their spread; the steps of the search; and the
spread of a feature that never changes."""

DATED = (TWITCH, "short_sleep", *LATELY)
"""What a length of time tells of where it was asked."""

ANSWERS = tuple(str(answer) for answer in Answer)
SURE = (Answer.YES, Answer.NO)

Goal = tuple[Features, bool]
"""What speaks for something, and whether it is so."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("tables", nargs="+", type=Path, help="tables of sentences, or folders")
    parser.add_argument("--locale", default="en-US")


def run(args: argparse.Namespace) -> int:
    """Print the weights that fit the tables, as `judging`, `wishing` and `timing` have them; 2 if a table
    makes no sense."""
    from skill.simulator.setting_up import make_recogniser

    try:
        rows = [r for path in args.tables for _, some in read_tables(path, _any) for r in some]
    except TableError as error:
        print(error, file=sys.stderr)
        return 2
    recogniser = make_recogniser(args.locale)
    goals: dict[str, list[Goal]] = {"BELIEF": [], "THERE": [], "WISHED": [], "TIMED": []}
    for row in rows:
        for name, some in _goals(recogniser, row).items():
            goals[name] += some
    if not all(goals.values()):
        print(
            "nothing in these tables tells of a finding or a length of time; name others",
            file=sys.stderr,
        )
        return 2
    for name, sums in goals.items():
        print(f"{name} = {{")
        for feature, weight in regress(sums).items():
            print(f'    "{feature}": {weight:.2f},')
        print("}")
    return 0


def _goals(recogniser: Recogniser, row: Mapping[str, Any]) -> dict[str, list[Goal]]:
    """What a sentence teaches each of the sums."""
    seen = recogniser.look(row["text"])
    candidates = weigh(seen.reading, seen.pieces)
    recogniser.keep(seen, candidates)
    labels = list(_labels(candidates, row))
    of_twitch = TWITCH in (row.get("findings") or {})
    times = [] if row.get("after") in DATED else recogniser.timed(seen, candidates)
    wants = recogniser.wanted(seen, candidates)
    return {
        "BELIEF": [(it.for_it, label is not None) for it, label in labels],
        "THERE": [(it.for_there, label == "yes") for it, label in labels if label in SURE],
        "WISHED": [(it.for_it, _act(it.wish.intent) == row["act"]) for it in wants],
        "TIMED": [(it.for_it, of_twitch) for it in times if not it.is_taken],
    }


def _any(_: object) -> bool:
    """Whatever was asked before a sentence will do."""
    return True


def _labels(
    candidates: Iterable[Candidate], row: Mapping[str, Any]
) -> Iterator[tuple[Candidate, str | None]]:
    """Every finding in question in a sentence, and what the table says of it."""
    told = row.get("findings") or {}
    for it in candidates:
        if it.finding != _given(row) and not it.counted:
            yield it, told.get(it.finding)


def _act(intent: str) -> str:
    """The name of the act that an intent means by itself."""
    return understand(envelope.spoken(recognised(intent, {})), ()).name


def _given(row: Mapping[str, Any]) -> str | None:
    """The finding that a yes or a no is about, which says nothing of the rest of the words."""
    return row.get("after") if row["act"] in ANSWERS else None


def regress(rows: Iterable[Goal]) -> dict[str, float]:
    """Logistic regression with a ridge, by Newton's method: weights by the name of their feature."""
    features, goals = zip(*rows, strict=True)
    names = list(features[0])
    plain = np.array([[it[name] for name in names] for it in features])
    spread = plain.std(axis=0)
    spread[spread < LEAST] = 1.0
    rows_, goal = plain / spread, np.array(goals, float)
    ridge = np.diag([0.0 if name == "bias" else SMOOTH for name in names])
    weights = np.zeros(len(names))
    for _ in range(ROUNDS):
        chance = 1 / (1 + np.exp(-rows_ @ weights))
        slope = rows_.T @ (goal - chance) - ridge @ weights
        weights += np.linalg.solve((rows_.T * (chance * (1 - chance))) @ rows_ + ridge, slope)
    return dict(zip(names, (weights / spread).tolist(), strict=True))
