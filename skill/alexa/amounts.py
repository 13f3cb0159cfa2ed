"""What amounts, ages and lengths of time say of findings: six cups a day, sixty, three weeks."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest

from skill.alexa.heard import NO, YES, Heard
from skill.knowledge.model import Answer

CHILD_UNTIL, OLDER_FROM = 16, 50
DAYS_OF_TWO_WEEKS = 14
LATELY: Mapping[str, float] = {
    "drink_stopped": 7.0,
    "new_medicine": 31.0,
    "stimulant_med": 7.0,
    "pregnant": 300.0,
    "neck_op": math.inf,
    "face_past": math.inf,
}
"""Findings of which a length of time says how long ago they were, and the most days of it for
which they hold, as their questions put it: "in the last few days", "this week" (estimate)."""
DAYS_IN = {"Y": 365.0, "M": 30.0, "W": 7.0, "D": 1.0}
COMPARED = {"more": 1, "less": -1}
"""What "more than" and "almost" before an amount add to it: enough to be on the other side of a limit."""
HARDLY = 0.01
PERIODS = {"day": 1.0, "week": 7.0, "month": 30.0}


@dataclass(frozen=True, slots=True)
class Measure:
    """What an amount says of a finding: present above or below a limit, by the day."""

    finding: str
    above: float | None = None
    below: float | None = None

    def answer(self, a_day: float) -> Answer:
        """Whether so much of it a day makes the finding present."""
        over = self.above is not None and a_day > self.above
        under = self.below is not None and a_day < self.below
        return YES if over or under else NO


MEASURES = {
    "coffee": Measure("caffeine_high", above=4),
    "sleep": Measure("short_sleep", below=6),
    "drinks": Measure("drink_heavy", above=0.55),
    "smokes": Measure("smoke_vape", above=0),
}


def measured(heard: Heard) -> Iterator[tuple[str, Answer]]:
    """The findings that an utterance's numbers tell of, with their answers."""
    share = PERIODS.get(heard.id("period") or "", 1.0)
    more = COMPARED.get(heard.id("compared") or "", 0)
    texts, units = heard.texts("amount"), heard.ids("unit")
    for text, unit in zip_longest(texts, [*[""] * (len(texts) - len(units)), *units]):
        measure = MEASURES.get(unit) if unit else _asked_measure(heard)
        if measure and _is_number(text or ""):
            yield measure.finding, measure.answer((float(text) + more * HARDLY) / share)
    bare = heard.texts("amount") if set(heard.asked) & {"over_50", "under_16"} else []
    for text in heard.texts("age") or bare:
        if _is_number(text):
            yield from _of_age(float(text), heard.asked)
    for slot in ("duration", "since"):
        for text in heard.texts(slot):
            yield from _of_time(text, heard, more, of_twitch=slot == "duration")


def _of_time(
    text: str, heard: Heard, more: int, *, of_twitch: bool
) -> Iterator[tuple[str, Answer]]:
    """A length of time tells of what was asked: hours of sleep, how long ago the last drink was; else
    of the twitch, if it is said to be of that or was asked about. It may be a little `more`, or less."""
    days = _days(text)
    hours = re.fullmatch(r"PT(\d+)H", text)
    dated = [id_ for id_ in heard.asked if id_ in LATELY]
    if hours and "short_sleep" in heard.asked:
        yield "short_sleep", MEASURES["sleep"].answer(float(hours[1]) + more * HARDLY)
    elif days is None:
        return
    elif len(dated) == len(heard.asked) == 1:
        if not heard.answer:
            yield dated[0], YES if days + more <= LATELY[dated[0]] else NO
    elif of_twitch or "over_2_weeks" in heard.asked:
        yield "over_2_weeks", YES if days + more > DAYS_OF_TWO_WEEKS else NO


def _asked_measure(heard: Heard) -> Measure | None:
    """What a bare number measures: what was asked about."""
    return next((m for m in MEASURES.values() if m.finding in heard.asked), None)


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"\d+(\.\d+)?", text))


def _of_age(age: float, asked: tuple[str, ...]) -> Iterator[tuple[str, Answer]]:
    """A child's age tells of a child; any age answers the question about age."""
    if age < CHILD_UNTIL:
        yield "under_16", YES
    else:
        yield "over_50", YES if age >= OLDER_FROM else NO
        if "under_16" in asked:
            yield "under_16", NO


def _days(duration: str) -> float | None:
    """The days of an ISO 8601 duration: P3D, P8W, PT10M."""
    match = re.fullmatch(r"P((?:\d+[YMWD])*)(?:T(?:\d+[HMS])+)?", duration)
    if not match or duration == "P":
        return None
    parts = re.findall(r"(\d+)([YMWD])", match[1])
    return float(sum(int(count) * DAYS_IN[unit] for count, unit in parts))
