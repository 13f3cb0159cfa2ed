"""Every prompt that the dialogue can say, found by talking, not by listing."""

from __future__ import annotations

from functools import cache
from random import Random

from core_support import GATES, KB, NO, YES, Talk

from skill.dialogue.acts import (
    SIMPLE_WISHES,
    Act,
    Answered,
    Asked,
    AskedAboutCondition,
    AskedDefinition,
    AskedWhatIf,
    AskedWhyNot,
    Chosen,
    Corrected,
    Launched,
    Reported,
    SpokeOfOther,
    Unclear,
)
from skill.dialogue.conversation import Conversation, Memory, Offer, Stage
from skill.dialogue.reply import Form, Phrase, Prompt, Put, Turn, WhyAsked
from skill.dialogue.turn import take_turn
from skill.evaluation.walk import random_act
from skill.interview.questions import Question
from skill.knowledge.model import Answer

SESSIONS, LONGEST = 250, 25

FOUR = ("cramps", "hand_shake", "mouth_tingle", "bursts")
"""More findings than one breath names."""


class Reached:
    """All turns and prompts met on the way, each once."""

    def __init__(self) -> None:
        self.turns: dict[tuple[tuple[Prompt, ...], Prompt | None], Turn] = {}
        self.prompts: dict[Prompt, Turn] = {}

    def go(self, conversation: Conversation, *acts: Act) -> Conversation:
        """Take turns, noting what is said."""
        for act in acts:
            turn = take_turn(KB, conversation, act)
            conversation = turn.conversation
            self.note(turn)
        return conversation

    def note(self, turn: Turn) -> None:
        """Remember a turn and its prompts, and what is said after a silence."""
        reply = turn.reply
        self.turns.setdefault((reply.says, reply.asks), turn)
        for prompt in (*reply.says, *([reply.asks] if reply.asks else [])):
            self.prompts.setdefault(prompt, turn)
        if isinstance(reply.asks, Put):
            self.prompts.setdefault(Put(reply.asks.question, Form.SHORT), turn)

    def alone(self, finding: str, turn: Turn) -> None:
        """A finding asked by itself, as it is where the others of its question are known."""
        question = Question(finding, (finding,))
        for prompt in (Put(question), Put(question, Form.SHORT), WhyAsked(question)):
            self.prompts.setdefault(prompt, turn)


@cache
def reached() -> Reached:
    """The walk: every finding, condition, rule and wish in turn, then many random sessions."""
    so_far = Reached()
    asking, told = Talk().past_gates().conversation, Talk().to_result("caffeine_high").conversation
    wishes = [Asked(name) for name in SIMPLE_WISHES if name not in ("stop", "forget", "start_over")]
    for name in SIMPLE_WISHES:
        for state in (Conversation(), asking, told):
            so_far.go(state, Asked(name))
    so_far.go(asking, *[Unclear()] * 4)
    so_far.go(Conversation(), Launched(), *[Unclear()] * 3)
    seen = Reported({"face_droop": YES, "stroke_ruled_out": YES})
    doubtful = [Answered(Answer.UNSURE)] * 2
    so_far.go(
        Conversation(),
        *(Launched(), seen, Answered(NO), Answered(NO), *doubtful, *[Answered(NO)] * 12),
        Asked("summary"),
    )
    child = Talk()
    child.does(SpokeOfOther(True, True, {"under_16": YES}))
    so_far.go(child.to_result().conversation, Asked("summary"))
    so_far.go(asking, AskedDefinition())
    so_far.go(told, *[Asked("next_cause")] * 7)
    _puzzled(so_far, asking)
    so_far.go(asking, Reported(dict.fromkeys(FOUR, NO)))
    so_far.go(asking, Reported(dict.fromkeys(FOUR, Answer.UNSURE)), Asked("review"))
    doubt = [Answered(NO)] * 2 + [Answered(Answer.UNSURE)] * 2 + [Chosen(False)] * 12
    so_far.go(Conversation(), Launched(), *doubt, *wishes)
    ruled_out = Reported({"face_droop": YES, "stroke_ruled_out": YES})
    so_far.go(Conversation(), Launched(), ruled_out, *doubt, *wishes)
    so_far.go(Conversation(), Launched(), Answered(NO), Corrected(None, Answer.UNSURE))
    so_far.go(
        Conversation(memory=Memory.UNASKED), Launched(), *[Answered(NO)] * 3, Asked("why_ask")
    )
    for finding in KB.findings:
        _about_finding(so_far, finding, asking, told)
    for condition in KB.conditions.values():
        so_far.go(told, AskedAboutCondition(condition.id), AskedWhyNot(condition.id), *wishes)
        so_far.go(asking, AskedDefinition(None, condition.id), AskedAboutCondition(condition.id))
    for rule in KB.rules.values():
        for case in rule.fires:
            so_far.go(asking, Reported(case.answers))
            so_far.go(Conversation(), Reported(case.answers), *_to_the_end(so_far, case.answers))
    for condition in KB.conditions.values():
        for case in condition.examples:
            present = [f for f, answer in case.answers.items() if answer is YES]
            talk = Talk().to_result(*present)
            so_far.note(talk.turn)
            so_far.go(talk.conversation, *wishes)
            so_far.go(talk.conversation, AskedWhyNot(condition.id))
    _unsure(so_far)
    _at_random(so_far)
    return so_far


def _about_finding(so_far: Reached, finding: str, asking: Conversation, told: Conversation) -> None:
    for state in (asking, told):
        for answer in Answer:
            so_far.go(state, Reported({finding: answer}), Asked("summary"))
            so_far.go(state, Corrected(finding, answer))
            so_far.go(state, AskedWhatIf(finding, answer))
        so_far.go(state, AskedDefinition(finding))
    if KB.findings[finding].asked:
        so_far.alone(finding, next(iter(so_far.turns.values())))


def _to_the_end(so_far: Reached, answers: dict[str, Answer]) -> list[Act]:
    del so_far
    no = [Answered(NO)] * 12
    wishes = (
        "why_result",
        "self_care",
        "when_doctor",
        "what_else",
        "list_causes",
        "source",
        "summary",
    )
    return [*no, Reported(answers), *map(Asked, wishes)]


def _unsure(so_far: Reached) -> None:
    """Not sure about everything; whichever it was; for somebody else; back after a break."""
    unsure = Answered(Answer.UNSURE)
    for opening in ((Launched(),), (Launched(), SpokeOfOther())):
        for yes_at in range(12):
            acts = [Answered(NO) if i < yes_at else unsure for i in range(24)]
            so_far.go(Conversation(), *opening, *acts)
            which = [Answered(NO)] * yes_at + [Answered(YES), Asked("review"), Answered(YES)]
            so_far.go(Conversation(), *opening, *which, Asked("review"), Chosen(False), Unclear())
            so_far.go(Conversation(), *opening, *which, Corrected(None, YES))
    stored = Conversation(
        stage=Stage.NEW, offer=Offer.RESUME, memory=Memory.GRANTED, returning=True
    )
    for act in (
        Answered(YES),
        Answered(NO),
        Asked("help"),
        Asked("privacy"),
        Asked("why_ask"),
        Unclear(),
    ):
        so_far.go(stored, Launched(), act)
        so_far.go(Conversation(memory=Memory.UNASKED), Launched(), *[Answered(NO)] * 3, act)


def _puzzled(so_far: Reached, asking: Conversation) -> None:
    """Signs that together point to nothing in particular: tried until some do."""
    random = Random(5)
    signs = [f for f in KB.findings if f not in GATES]
    for _ in range(800):
        told = Reported(dict.fromkeys(random.sample(signs, random.randrange(3, 9)), YES))
        so_far.go(asking, told, *[Answered(Answer.UNSURE)] * 14)
        if Phrase.CANNOT_NARROW in so_far.prompts:
            return


def _at_random(so_far: Reached) -> None:
    random = Random(7)
    for seed in range(SESSIONS):
        conversation = Conversation(memory=random.choice(tuple(Memory)), seed=seed)
        calm = random.random() < 0.5
        for _ in range(LONGEST):
            turn = take_turn(KB, conversation, random_act(KB, random, calm=calm))
            so_far.note(turn)
            conversation = turn.conversation
            if turn.reply.asks is None:
                break
