"""Walks every path through the interview and holds each state of it against the claims.

States are reached by the real recorder and the real `next_step`, and remembered: paths that have
led to the same knowledge share one future. The claims stand in claims.py; the oracle that knows
the level demanded, demand.py, reads the files anew and shares no code with what it judges.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from skill.evaluation.claims import Breach, Claims
from skill.evaluation.cores import cores, spread
from skill.evaluation.demand import Oracle
from skill.evaluation.paths import State, follow, odds, pending, state, ways
from skill.evaluation.progress import Progress
from skill.interview.evidence import Evidence, Origin, Statement
from skill.interview.questions import Question
from skill.interview.step import Conclude, Profile, next_step
from skill.knowledge.model import Answer, Group, KnowledgeBase, TriageLevel

TASKS_PER_CORE = 60
LEVELS = len(TriageLevel)


@dataclass(frozen=True, slots=True)
class Start:
    """Where an interview may begin: something volunteered, perhaps about somebody else."""

    evidence: Evidence = ()
    other: bool = False

    @property
    def name(self) -> str:
        """What is special about it."""
        said = ", ".join(f for s in self.evidence for f in s.findings)
        return said or ("about somebody else" if self.other else "from nothing")


@dataclass(frozen=True, slots=True)
class Tally:
    """What lies beyond a state. By level: how many paths end there, and how likely that is;
    `deepest` and `questions` (the mean over the prior, to the first result) count from here."""

    paths: tuple[int, ...]
    chance: tuple[float, ...]
    deepest: int
    questions: float


@dataclass(frozen=True, slots=True)
class Found:
    """What a walk found: tallies of states, how many states it saw, how many of them are ends."""

    tallies: dict[State, Tally]
    states: int
    ends: int
    breaches: tuple[Breach, ...]
    counted: dict[str, int]


@dataclass(slots=True)
class Proof:
    """All of it together; it holds if there is no breach."""

    tallies: dict[str, Tally] = field(default_factory=dict)
    states: int = 0
    ends: int = 0
    breaches: list[Breach] = field(default_factory=list)
    counted: dict[str, int] = field(default_factory=dict)
    walks: int = 0

    @property
    def holds(self) -> bool:
        """Whether every claim held everywhere."""
        return not self.counted

    def add(self, found: Found) -> None:
        """Count in what one walk found."""
        self.states += found.states
        self.ends += found.ends
        self.breaches = sorted({*self.breaches, *found.breaches})
        for claim, times in found.counted.items():
            self.counted[claim] = self.counted.get(claim, 0) + times


class Walker:
    """Explores states, each once, and remembers what lies beyond it."""

    def __init__(self, kb: KnowledgeBase, oracle: Oracle) -> None:
        self.kb = kb
        self.claims = Claims(kb, oracle)
        self.known: dict[State, Tally] = {}
        self.ends = 0

    def explore(self, evidence: Evidence, *, other: bool = False) -> Tally:
        """What lies beyond this evidence."""
        place = state(self.kb, evidence, other=other)
        if place not in self.known:
            self.known[place] = self._explore(evidence, other)
        return self.known[place]

    def visit(self, evidence: Evidence, *, other: bool) -> Question | None:
        """Check this state; what is asked in it, None at an end."""
        step = next_step(self.kb, Profile(other), evidence)
        self.claims.check(evidence, step)
        return pending(step)

    def _explore(self, evidence: Evidence, other: bool) -> Tally:
        step = next_step(self.kb, Profile(other), evidence)
        self.claims.check(evidence, step)
        question = pending(step)
        if question is None:
            self.ends += 1
            return _end(step.found.level) if isinstance(step, Conclude) else _end(TriageLevel(0))
        beyond = [self.explore(follow(evidence, question, w), other=other) for w in ways(question)]
        settled = isinstance(step, Conclude)
        asks = 0 if settled or question.again else 1
        return _together(beyond, odds(self.kb, evidence, question), asks, settled=settled)

    def found(self, tallies: dict[State, Tally], states: int, ends: int) -> Found:
        """What has been found since the breaches were last taken."""
        out = Found(tallies, states, ends, tuple(self.claims.breaches), dict(self.claims.counted))
        self.claims.breaches.clear()
        self.claims.counted.clear()
        return out


def prove(
    kb: KnowledgeBase, oracle: Oracle, *, jobs: int | None = None, show: bool = True
) -> Proof:
    """Every path of the interview, from nothing and from each finding that may be volunteered."""
    jobs = jobs or cores()
    tasks = _frontier(kb, starts(kb, oracle), TASKS_PER_CORE * jobs)
    bar = Progress("states", len(tasks)) if show else None
    proof = Proof()
    whole = Walker(kb, oracle)
    for found in spread(
        _explored, tasks, setup=Walker, given=(kb, oracle), jobs=jobs, progress=bar, chunk=1
    ):
        whole.known |= found.tallies
        proof.add(found)
    for start in starts(kb, oracle):
        proof.tallies[start.name] = whole.explore(start.evidence, other=start.other)
    above = len(whole.known) - len({state(kb, t.evidence, other=t.other) for t in tasks})
    proof.add(whole.found({}, above, whole.ends))
    return proof


def sample(
    kb: KnowledgeBase, oracle: Oracle, walks: int, *, seed: int = 0, show: bool = False
) -> Proof:
    """So many single paths, spread evenly over the starts and over the first answers."""
    walker, proof = Walker(kb, oracle), Proof(walks=walks)
    begin = starts(kb, oracle)
    bar = Progress("walks", walks) if show else None
    seen: set[State] = set()
    for number in range(walks):
        _walk(walker, begin[number % len(begin)], number // len(begin), seed, seen)
        if bar:
            bar.advance()
    proof.add(walker.found({}, len(seen), walker.ends))
    return proof


def starts(kb: KnowledgeBase, oracle: Oracle) -> list[Start]:
    """From nothing, about somebody else, and from every danger or flag told at the outset."""
    red = set(oracle.red_flags())
    told = [f.id for f in kb.findings.values() if f.id in red or f.group is Group.FLAG]
    first = (Statement((f,), Answer.YES, Origin.VOLUNTEERED, 1) for f in told)
    return [Start(), Start(other=True), *(Start((statement,)) for statement in first)]


def _walk(walker: Walker, start: Start, number: int, seed: int, seen: set[State]) -> None:
    chance = random.Random(f"{seed}/{start.name}/{number}")
    evidence = start.evidence
    while True:
        seen.add(state(walker.kb, evidence, other=start.other))
        question = walker.visit(evidence, other=start.other)
        if question is None:
            walker.ends += 1
            return
        choices = ways(question)
        number, place = divmod(number, len(choices))
        way = choices[place] if number or place else chance.choice(choices)
        evidence = follow(evidence, question, way)


def _frontier(kb: KnowledgeBase, begin: Iterable[Start], wanted: int) -> list[Start]:
    """Different states just deep enough that there are as many as wanted."""
    layer = list(begin)
    while len(layer) < wanted:
        deeper: dict[State, Start] = {}
        for start in layer:
            step = next_step(kb, Profile(start.other), start.evidence)
            question = pending(step)
            if question is None:
                continue
            for way in ways(question):
                then = Start(follow(start.evidence, question, way), start.other)
                deeper[state(kb, then.evidence, other=then.other)] = then
        if not deeper:
            break
        layer = list(deeper.values())
    return layer


def _explored(walker: Walker, start: Start) -> Found:
    states, ends = len(walker.known), walker.ends
    tally = walker.explore(start.evidence, other=start.other)
    place = state(walker.kb, start.evidence, other=start.other)
    return walker.found({place: tally}, len(walker.known) - states, walker.ends - ends)


def _end(level: TriageLevel) -> Tally:
    there = tuple(int(place == level) for place in range(LEVELS))
    return Tally(there, tuple(float(n) for n in there), 0, 0.0)


def _together(beyond: Sequence[Tally], odds: list[float], asks: int, *, settled: bool) -> Tally:
    """Joins the ways on; a result that is already told ends the count of questions."""
    mean = asks + sum(p * tally.questions for p, tally in zip(odds, beyond, strict=True))
    return Tally(
        paths=tuple(sum(t.paths[level] for t in beyond) for level in range(LEVELS)),
        chance=tuple(
            sum(p * t.chance[level] for p, t in zip(odds, beyond, strict=True))
            for level in range(LEVELS)
        ),
        deepest=1 + max(t.deepest for t in beyond),
        questions=0.0 if settled else mean,
    )


