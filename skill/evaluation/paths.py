"""The ways through the interview: what can be answered to a question, and where that leads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from math import prod

from skill.dialogue.acts import Act, Answered, Reported
from skill.dialogue.answering import record
from skill.dialogue.conversation import Conversation
from skill.interview.differential import Belief, Model, believe, chance
from skill.interview.evidence import Evidence, Known, questions_asked, read
from skill.interview.questions import Question
from skill.interview.step import Ask, Conclude, Step, model_of
from skill.knowledge.model import Answer, KnowledgeBase

State = tuple[int, tuple[frozenset[str], ...], frozenset[tuple[str, int]], int, bool]

_CODE = {Answer.YES: 1, Answer.NO: 2, Answer.UNSURE: 3}


@dataclass(frozen=True, slots=True)
class Way:
    """One answer to a question: which findings it names as present (for a choice), the act, and
    whether it answers "which of them?" once more with a plain yes.
    """

    answer: Answer
    named: tuple[str, ...]
    act: Act
    which: bool = False


def ways(question: Question, *, named: bool = True) -> tuple[Way, ...]:
    """No, yes and not sure (for a choice: none, plain yes and not sure); `named` adds to a choice
    each subset of its parts by name.
    """
    is_choice = question.choice
    plain = tuple(
        Way(answer, (), Answered(answer), is_choice and answer is Answer.YES)
        for answer in (Answer.NO, Answer.YES, Answer.UNSURE)
    )
    if not is_choice or not named:
        return plain
    sizes = range(1, len(question.findings) + 1)
    subsets = [s for size in sizes for s in combinations(question.findings, size)]
    told = (Way(Answer.YES, s, Reported(dict.fromkeys(s, Answer.YES))) for s in subsets)
    return (*plain, *told)


def follow(evidence: Evidence, question: Question, way: Way) -> Evidence:
    """The evidence after the answer, recorded just as a turn records it."""
    turn = evidence[-1].turn + 1 if evidence else 1
    before = Conversation(evidence=evidence, which=way.which, turn=turn)
    return record(before, way.act, question).evidence


def pending(step: Step) -> Question | None:
    """What is asked at this step, be it only the question that may lower an emergency."""
    match step:
        case Ask(question):
            return question
        case Conclude():
            return step.settling


def state(kb: KnowledgeBase, evidence: Evidence, *, other: bool = False) -> State:
    """All that the interview looks at: paths that meet here have one future.

    That somebody was once unsure of a danger matters only as long as no answer has settled it.
    """
    known = read(evidence)
    places = _places(kb)
    answers = sum(_CODE[answer] << 2 * places[f] for f, answer in known.answers.items())
    gates = [f for gate in kb.gates for f in gate.findings]
    open_doubts = (f for f in gates if known.answers.get(f) not in (Answer.YES, Answer.NO))
    doubts = frozenset((f, known.doubts[f]) for f in open_doubts if f in known.doubts)
    return answers, known.either, doubts, questions_asked(evidence), other


@lru_cache(maxsize=4)
def _places(kb: KnowledgeBase) -> Mapping[str, int]:
    return {finding: place for place, finding in enumerate(kb.findings)}


def odds(kb: KnowledgeBase, evidence: Evidence, question: Question) -> list[float]:
    """How likely each of the ways is, as the interview itself believes; doubt is given none."""
    model, known = model_of(kb), read(evidence)
    belief = believe(model, known)
    present = {f: _chance(model, belief, known, f) for f in question.findings}
    none = prod(1 - p for p in present.values())
    return [_odds(way, question, present, none) for way in ways(question)]


def _odds(way: Way, question: Question, present: Mapping[str, float], none: float) -> float:
    if way.answer is Answer.UNSURE or way.which:
        return 0.0
    if way.answer is Answer.NO:
        return none
    if not question.choice:
        return 1 - none
    return prod(p if f in way.named else 1 - p for f, p in present.items())


def _chance(model: Model, belief: Belief, known: Known, finding: str) -> float:
    """How likely the finding is; where one of several is known to be present, given that."""
    p = chance(model, belief, finding)
    for group in known.either:
        if finding in group:
            return p / (1 - prod(1 - chance(model, belief, f) for f in group))
    return p
