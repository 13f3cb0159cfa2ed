"""Plays cases: aloud through a request's whole path, or quietly through the interview alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from skill.dialogue.answering import record
from skill.dialogue.conversation import Conversation
from skill.evaluation import person
from skill.evaluation.cases import LEVELS, Case
from skill.evaluation.cores import spread
from skill.interview.evidence import Evidence, Origin, Statement
from skill.interview.questions import Question
from skill.interview.step import Ask, Conclude, Profile, next_step
from skill.knowledge.model import Answer, KnowledgeBase, TriageLevel

MOST_TURNS = 40
"""An interview that goes on for longer is taken to be a loop."""


NOTHING: Evidence = ()


class Failure(StrEnum):
    """How a session can fail to reach a result."""

    LOOP = "loop"
    CLOSED = "closed before a result"
    STUCK = "neither a question nor a result"


@dataclass(frozen=True, slots=True)
class Told:
    """A result as it was told; `ranked` holds each cause with its share, the likeliest first."""

    level: TriageLevel
    ranked: tuple[tuple[str, float], ...]
    questions: int


@dataclass(frozen=True, slots=True)
class Exchange:
    """One turn: what the person said (None opens) and what was heard in it, as finding=answer;
    what came back, and what that asked and told.
    """

    said: str | None
    heard: tuple[str, ...]
    speech: str
    asked: tuple[str, ...]
    told: Told | None


@dataclass(frozen=True, slots=True)
class Played:
    """A case with all that came of it."""

    case: Case
    exchanges: tuple[Exchange, ...]
    failure: Failure | None = None
    volunteered: bool = False

    @property
    def told(self) -> Told | None:
        """The last result."""
        return next((e.told for e in reversed(self.exchanges) if e.told), None)

    @property
    def questions(self) -> int:
        """How many questions were asked before the final level was first told."""
        if self.told is None:
            return 0
        same = (e.told for e in self.exchanges if e.told and e.told.level is self.told.level)
        return next(same).questions

    @property
    def to_emergency(self) -> int | None:
        """How many questions were asked before the first emergency; None if there was none."""
        first = (e.told for e in self.exchanges if e.told and e.told.level is TriageLevel.EMERGENCY)
        return next((told.questions for told in first), None)


def play_quietly(kb: KnowledgeBase, case: Case, *, volunteer: bool = False) -> Played:
    """The interview alone, acts in and evidence on: fast, and blind to words.

    Who volunteers tells at the outset what nobody would ask about.
    """
    exchanges: list[Exchange] = []
    flags = case.flags if volunteer else ()
    evidence = tuple(Statement((f,), Answer.YES, Origin.VOLUNTEERED) for f in flags)
    said, heard = None, _heard(evidence)
    while len(exchanges) < MOST_TURNS:
        step = next_step(kb, Profile(), evidence)
        question = step.question if isinstance(step, Ask) else step.settling
        told = _told(step) if isinstance(step, Conclude) else None
        exchanges.append(Exchange(said, heard, "", question.findings if question else (), told))
        if question is None:
            return Played(case, tuple(exchanges), None, volunteer)
        known = len(evidence)
        said, evidence = _answered(case, question, evidence, len(exchanges))
        heard = _heard(evidence[known:])
    return Played(case, tuple(exchanges), Failure.LOOP, volunteer)


def _answered(
    case: Case, question: Question, evidence: Evidence, turn: int
) -> tuple[str, Evidence]:
    act = person.act(case, question)
    now = record(Conversation(evidence=evidence, turn=turn), act, question)
    return act.name, now.evidence


def _heard(evidence: Evidence) -> tuple[str, ...]:
    return tuple(f"{'|'.join(s.findings)}={s.answer}" for s in evidence)


def _told(step: Conclude) -> Told:
    ranked = tuple((r.condition, r.share) for r in step.ranked)
    return Told(step.found.level, ranked, step.questions)


class Speaker:
    """Plays cases aloud: words, recogniser, request envelope, SDK, response."""

    def __init__(self, locale: str = "en-US") -> None:
        # Imported only here: the quiet way needs neither the SDK nor the recogniser.
        from skill.simulator.setting_up import make_talk

        self._talk = make_talk(locale)

    def play(self, case: Case, *, volunteer: bool = False) -> Played:
        """The case from the opening to a result with nothing more asked."""
        exchanges: list[Exchange] = []
        said, evidence = None, NOTHING
        response = self._talk.device.launch()
        opening = case.says if volunteer else ""
        while len(exchanges) < MOST_TURNS:
            seen, known = self._look(response), len(evidence)
            evidence = self._evidence(response)
            exchanges.append(_exchange(said, evidence[known:], seen))
            if not seen["asked"] and not (opening and seen["open"]):
                return Played(case, tuple(exchanges), _failure(seen), volunteer)
            said, opening = opening or person.say(case, seen["asked"]), ""
            response = self._talk.device.say(said)
        return Played(case, tuple(exchanges), Failure.LOOP, volunteer)

    def _evidence(self, response: dict[str, Any]) -> Evidence:
        from skill.simulator.view import conversation_in

        conversation = conversation_in(self._talk.kb, response)
        return conversation.evidence if conversation else ()

    def _look(self, response: dict[str, Any]) -> dict[str, Any]:
        from skill.simulator.view import look

        return look(self._talk.kb, self._talk.words, response)


def _exchange(said: str | None, more: Evidence, seen: dict[str, Any]) -> Exchange:
    heard = _heard(more)
    asked = tuple(seen["asked"]["findings"]) if seen["asked"] else ()
    result = seen["result"]
    if result is None:
        return Exchange(said, heard, seen["speech"], asked, None)
    ranked = tuple((c["id"], c["share"]) for c in result["conditions"])
    told = Told(LEVELS[result["triage"]], ranked, result["questions"])
    return Exchange(said, heard, seen["speech"], asked, told)


def _failure(seen: dict[str, Any]) -> Failure | None:
    if seen["result"]:
        return None
    return Failure.STUCK if seen["open"] else Failure.CLOSED


Player = Callable[[Case], Played]


def make_player(kb: KnowledgeBase, *, aloud: bool, volunteer: bool) -> Player:
    """A player of either kind, for as many cases as are to come."""
    if not aloud:
        return lambda case: play_quietly(kb, case, volunteer=volunteer)
    speaker = Speaker()
    return lambda case: speaker.play(case, volunteer=volunteer)


def play_all(
    kb: KnowledgeBase,
    cases: Sequence[Case],
    *,
    aloud: bool = True,
    volunteer: bool = False,
    jobs: int | None = None,
) -> list[Played]:
    """Every case, on all cores, in the order given."""
    ways = {"aloud": aloud, "volunteer": volunteer}
    return spread(_play_one, cases, setup=_set_up, given=(kb, ways), jobs=jobs)


def _set_up(kb: KnowledgeBase, ways: Mapping[str, bool]) -> Player:
    return make_player(kb, **ways)


def _play_one(player: Player, case: Case) -> Played:
    return player(case)
