"""Walks the paths through the interview and holds each state of it against the claims.

A choice of three can be answered in ten ways, so that all paths are more than a lifetime could
walk. What is walked whole is: every path of yes, no and not sure; every path that departs from
"no" a few times, in each way that there is; and, beside these, single paths by lot through all
that is left. States are reached by the real recorder and the real `next_step`, and remembered:
paths that have led to the same knowledge share one future. That the level is right whatever the
path is shown apart from this, in agreement.py.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from skill.evaluation.claims import Breach, Claims
from skill.evaluation.cores import cores, spread
from skill.evaluation.demand import Oracle
from skill.evaluation.paths import State, Way, follow, odds, pending, state, ways
from skill.evaluation.progress import Progress
from skill.interview.evidence import Evidence, Origin, Statement
from skill.interview.questions import Question
from skill.interview.step import Conclude, Profile, next_step
from skill.knowledge.model import Answer, Group, KnowledgeBase, TriageLevel

TASKS_PER_CORE = 60

Key = tuple[State, int | None, bool]
"""What decides what lies beyond: the state, the departures left, and whether parts are named."""


@dataclass(frozen=True, slots=True)
class Start:
    """Where a walk begins, and where it may go: `departures` is how many answers other than no
    there may be (None: any number), `named` whether the parts of a choice may be named.
    """

    evidence: Evidence = ()
    other: bool = False
    departures: int | None = None
    named: bool = False


@dataclass(frozen=True, slots=True)
class Tally:
    """What lies beyond a state: how many paths end at each level, and the turns of the longest."""

    paths: tuple[int, ...]
    deepest: int

    @property
    def whole(self) -> int:
        """All paths."""
        return sum(self.paths)


@dataclass(frozen=True, slots=True)
class Lot:
    """Paths to walk by lot; `likely` draws answers as often as the interview expects them."""

    seed: str
    starts: tuple[Start, ...]
    walks: int
    likely: bool


@dataclass(slots=True)
class Found:
    """What a walk found; `tally` counts all paths walked whole, `asked` and `ended` the questions
    and the levels of likely ones.
    """

    tallies: dict[Key, Tally] = field(default_factory=dict)
    tally: Tally | None = None
    states: int = 0
    ends: int = 0
    walks: int = 0
    asked: Counter[int] = field(default_factory=Counter)
    ended: Counter[TriageLevel] = field(default_factory=Counter)
    breaches: set[Breach] = field(default_factory=set)
    broken: Counter[str] = field(default_factory=Counter)

    def add(self, other: Found) -> None:
        """Count in what another walk found."""
        self.tallies |= other.tallies
        self.states += other.states
        self.ends += other.ends
        self.walks += other.walks
        self.asked += other.asked
        self.ended += other.ended
        self.breaches |= other.breaches
        self.broken += other.broken


class Walker:
    """Goes from state to state; checks each once, and remembers what lies beyond it."""

    def __init__(self, kb: KnowledgeBase, oracle: Oracle) -> None:
        self.kb = kb
        self._claims = Claims(kb, oracle)
        self._seen: dict[State, tuple[Question | None, TriageLevel | None]] = {}
        self._beyond: dict[Key, Tally] = {}
        self._states = self._ends = 0

    def explore(self, start: Start) -> Tally:
        """All paths from here."""
        key = _key(self.kb, start)
        if key not in self._beyond:
            question, level = self._look(key[0], start)
            beyond = [self.explore(then) for then in onward(start, question)] if question else []
            self._beyond[key] = _deeper(_together(beyond)) if beyond else _end(level)
        return self._beyond[key]

    def remember(self, tallies: Mapping[Key, Tally]) -> None:
        """Take over what others have explored."""
        self._beyond |= tallies

    def roam(self, lot: Lot) -> Found:
        """Single paths by lot."""
        found = Found(walks=lot.walks)
        for number in range(lot.walks):
            chance = random.Random(f"{lot.seed}/{number}")  # noqa: S311  not for secrets
            start = lot.starts[number % len(lot.starts)]
            asked, level = self._roam(start, chance, likely=lot.likely)
            if lot.likely:
                found.asked[asked] += 1
                found.ended[level or TriageLevel.SELF_CARE] += 1
        return self.report(found)

    def report(self, found: Found) -> Found:
        """What was found, with the states that are new and what was wrong since the last report."""
        found.states, found.ends, self._states, self._ends = self._states, self._ends, 0, 0
        found.breaches, found.broken = self._claims.take()
        return found

    def _roam(
        self, start: Start, chance: random.Random, *, likely: bool
    ) -> tuple[int, TriageLevel | None]:
        asked = None
        while True:
            place = state(self.kb, start.evidence, other=start.other)
            question, level = self._look(place, start)
            asked = place[3] if asked is None and level is not None else asked
            if question is None:
                return asked or 0, level
            onwards = ways(question)
            weights = odds(self.kb, start.evidence, question) if likely else None
            (way,) = chance.choices(onwards, weights)
            start = Start(follow(start.evidence, question, way), start.other)

    def _look(self, place: State, start: Start) -> tuple[Question | None, TriageLevel | None]:
        """What is asked here, and the level told here, if any; checked at first sight."""
        if place not in self._seen:
            step = next_step(self.kb, Profile(start.other), start.evidence)
            self._claims.check(start.evidence, step)
            level = step.found.level if isinstance(step, Conclude) else None
            self._seen[place] = pending(step), level
            self._states += 1
            self._ends += pending(step) is None
        return self._seen[place]


def walk_all(
    kb: KnowledgeBase,
    oracle: Oracle,
    starts: Sequence[Start],
    *,
    label: str = "",
    jobs: int | None = None,
) -> Found:
    """Every path from each start, with one tally for all of them; a label shows the progress."""
    jobs = jobs or cores()
    tasks = _frontier(kb, starts, TASKS_PER_CORE * jobs)
    bar = Progress(label, len(tasks)) if label else None
    whole = Found()
    for found in spread(
        _explored, tasks, setup=Walker, given=(kb, oracle), jobs=jobs, progress=bar, chunk=1
    ):
        whole.add(found)
    above = Walker(kb, oracle)
    above.remember(whole.tallies)
    whole.tally = _together([above.explore(start) for start in starts])
    whole.tallies.clear()
    whole.add(above.report(Found()))
    return whole


def draw_lots(
    kb: KnowledgeBase,
    oracle: Oracle,
    starts: Sequence[Start],
    walks: int,
    *,
    likely: bool,
    seed: int = 0,
    label: str = "",
    jobs: int | None = None,
) -> Found:
    """So many single paths, spread evenly over the starts."""
    kind = "likely" if likely else "even"
    parts = max(1, min(walks // 20, TASKS_PER_CORE * (jobs or cores())))
    sizes = [walks // parts + (place < walks % parts) for place in range(parts)]
    lots = [Lot(f"{seed}/{kind}/{n}", tuple(starts), size, likely) for n, size in enumerate(sizes)]
    bar = Progress(label, len(lots)) if label else None
    whole = Found()
    for found in spread(
        Walker.roam, lots, setup=Walker, given=(kb, oracle), jobs=jobs, progress=bar, chunk=1
    ):
        whole.add(found)
    return whole


def volunteered(kb: KnowledgeBase, oracle: Oracle) -> Iterator[Start]:
    """A start from every danger, and every flag, that may be told at the outset."""
    red = set(oracle.red_flags())
    for finding in kb.findings.values():
        if finding.id in red or finding.group is Group.FLAG:
            yield Start((Statement((finding.id,), Answer.YES, Origin.VOLUNTEERED, 1),))


def onward(start: Start, question: Question) -> Iterator[Start]:
    """Where each answer leads, as far as it may be gone."""
    for way in ways(question, named=start.named):
        left = _left(start, way)
        if left is None or left >= 0:
            then = follow(start.evidence, question, way)
            yield Start(then, start.other, left, start.named)


def _left(start: Start, way: Way) -> int | None:
    if start.departures is None:
        return None
    return start.departures - (way.answer is not Answer.NO)


def _frontier(kb: KnowledgeBase, begin: Sequence[Start], wanted: int) -> list[Start]:
    """Different states just deep enough that there are as many as wanted, ends left behind."""
    layer = list(begin)
    while layer and len(layer) < wanted:
        deeper: dict[Key, Start] = {}
        for start in layer:
            question = pending(next_step(kb, Profile(start.other), start.evidence))
            beyond = onward(start, question) if question else iter(())
            deeper |= {_key(kb, then): then for then in beyond}
        layer = list(deeper.values())
    return layer


def _explored(walker: Walker, start: Start) -> Found:
    tally = walker.explore(start)
    return walker.report(Found(tallies={_key(walker.kb, start): tally}))


def _key(kb: KnowledgeBase, start: Start) -> Key:
    return state(kb, start.evidence, other=start.other), start.departures, start.named


def _end(level: TriageLevel | None) -> Tally:
    return Tally(tuple(int(place is level) for place in TriageLevel), 0)


def _deeper(tally: Tally) -> Tally:
    return replace(tally, deepest=tally.deepest + 1)


def _together(tallies: Sequence[Tally]) -> Tally:
    paths = zip(*(t.paths for t in tallies), strict=True)
    return Tally(tuple(map(sum, paths)), max(t.deepest for t in tallies))
