"""Any acts in any order, in any locale: whatever is done, the promises of the product hold."""

from __future__ import annotations

import copy
from dataclasses import replace
from random import Random

import pytest
from core_support import KB, NO, UNSURE, WORDS, YES, Talk
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from skill.dialogue import acts
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
    Ended,
    Launched,
    Reported,
    SpokeOfOther,
    Unclear,
)
from skill.dialogue.conversation import Conversation, Memory, Offer, Stage
from skill.dialogue.reply import Emergency, Phrase, Turn
from skill.dialogue.turn import MOST_MISSES, take_turn
from skill.evaluation.promises import broken_promises
from skill.evaluation.walk import random_act, tampered, walk
from skill.interview.evidence import Origin, Statement, read
from skill.interview.step import Ask, Conclude, Profile, next_step
from skill.interview.triage import assess
from skill.knowledge.model import Answer, TriageLevel
from skill.speech.words import SPOKEN_LOCALES

FINDINGS = st.sampled_from([*sorted(KB.findings), "no_such_finding"])
CONDITIONS = st.sampled_from([None, *sorted(KB.conditions), "no_such_condition"])
ANSWERS = st.sampled_from(Answer)
TOLD = st.dictionaries(FINDINGS, ANSWERS, max_size=4)

ACTS: st.SearchStrategy[Act] = st.one_of(
    st.builds(Answered, ANSWERS),
    st.builds(Answered, ANSWERS, TOLD),
    st.builds(Reported, TOLD),
    st.builds(Chosen, st.booleans()),
    st.builds(Corrected, st.none() | FINDINGS, st.none() | ANSWERS),
    st.builds(AskedDefinition, st.none() | FINDINGS),
    st.builds(AskedDefinition, st.none(), CONDITIONS),
    st.builds(AskedAboutCondition, CONDITIONS),
    st.builds(AskedWhyNot, CONDITIONS),
    st.builds(AskedWhatIf, st.none() | FINDINGS, st.none() | ANSWERS),
    st.builds(SpokeOfOther, st.booleans(), st.booleans(), TOLD),
    st.builds(Asked, st.sampled_from(SIMPLE_WISHES)),
    st.builds(Unclear, st.sampled_from(["unmatched", "silence", "aside"])),
    st.builds(Launched),
    st.builds(Ended),
)

RED_FLAGS = sorted(
    f
    for f in KB.findings
    if assess(KB, read((Statement((f,), YES, Origin.VOLUNTEERED),))).level is TriageLevel.EMERGENCY
)


class AnyTalk(RuleBasedStateMachine):
    """A person who may do anything; each rule is one turn or one accident."""

    def __init__(self) -> None:
        super().__init__()
        self.conversation = Conversation()
        self.words = WORDS["en-US"]
        self.open = True

    @initialize(
        locale=st.sampled_from(SPOKEN_LOCALES),
        memory=st.sampled_from(Memory),
        seed=st.integers(0, 996),
    )
    def begins(self, locale: str, memory: Memory, seed: int) -> None:
        self.words = WORDS[locale]
        self.conversation = Conversation(memory=memory, seed=seed)

    @rule(act=ACTS)
    def does(self, act: Act) -> None:
        self.take(act)

    @rule(answer=ANSWERS)
    def answers(self, answer: Answer) -> None:
        self.take(Answered(answer))

    @rule(red_flag=st.sampled_from(RED_FLAGS))
    def cries_for_help(self, red_flag: str) -> None:
        turn = self.take(Reported({red_flag: YES}))
        level = assess(KB, read(turn.conversation.evidence)).level
        if level is TriageLevel.EMERGENCY:
            assert isinstance(turn.reply.says[0], Emergency)

    @rule()
    def comes_back_another_day(self) -> None:
        """As the handler does it: a stored conversation that had not ended is offered again."""
        if self.conversation.stage is not Stage.TOLD:
            self.conversation = replace(
                self.conversation, stage=Stage.NEW, offer=Offer.RESUME, returning=True
            )

    @rule(random=st.randoms(use_true_random=False))
    def is_tampered_with(self, random: Random) -> None:
        stored = tampered(random, self.conversation.to_json())
        self.conversation = Conversation.from_json(KB, stored) or Conversation()

    def take(self, act: Act) -> Turn:
        before = copy.deepcopy(self.conversation)
        turn = take_turn(KB, self.conversation, act)
        assert take_turn(KB, before, act) == turn, "the same act, another turn"
        assert broken_promises(KB, self.words, before, act, turn) == []
        self.conversation = turn.conversation
        return turn

    def teardown(self) -> None:
        """Wherever this has led, plain answers lead to a result, and within the limit."""
        for turns in range(40):
            if self.conversation.stage is Stage.TOLD:
                break
            assert turns < 34, "the interview does not end"
            self.take(Answered(NO if turns % 3 else YES))


AnyTalk.TestCase.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
TestAnyTalk = AnyTalk.TestCase


def test_every_kind_of_act_is_walked() -> None:
    """An act added to the dialogue must be added to the walk and to the machine above."""
    kinds = {kind.__name__ for kind in acts.Act.__args__}
    random = Random(3)
    walked = {type(random_act(KB, random, calm=False)).__name__ for _ in range(3000)}
    assert walked == kinds


def test_a_short_walk_breaks_no_promise() -> None:
    walked = walk(1500, seed=2026, processes=1)
    assert walked.turns == 1500
    assert walked.stories == {}
    assert walked.results > 30
    assert walked.emergencies > 30


def test_the_same_seed_walks_the_same_way() -> None:
    assert walk(300, seed=5, processes=1) == walk(300, seed=5, processes=1)


@settings(max_examples=300, deadline=None)
@given(
    stored=st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.sampled_from(["v", "e", "stage", "told", "turn"]) | st.text(max_size=4),
                inner,
                max_size=5,
            )
        ),
        max_leaves=12,
    )
)
def test_what_is_no_session_of_ours_is_none(stored: object) -> None:
    found = Conversation.from_json(KB, stored)
    assert found is None or isinstance(found, Conversation)


@settings(max_examples=300, deadline=None)
@given(random=st.randoms(use_true_random=False))
def test_a_tampered_session_is_taken_up_or_dropped(random: Random) -> None:
    """Whatever survives tampering can be talked on with."""
    talk = Talk()
    for _ in range(random.randrange(8)):
        talk.conversation = take_turn(
            KB, talk.conversation, random_act(KB, random, calm=True)
        ).conversation
    stored = tampered(random, talk.conversation.to_json())
    found = Conversation.from_json(KB, stored) or Conversation()
    for act in (Answered(YES), Unclear(), Asked("help"), Corrected(), Asked("back")):
        turn = take_turn(KB, found, act)
        assert broken_promises(KB, WORDS["en-GB"], found, act, turn) == []
        found = turn.conversation


@settings(max_examples=150, deadline=None)
@given(answers=st.lists(ANSWERS, min_size=20, max_size=20), other=st.booleans())
def test_an_interview_ends_and_asks_nothing_twice(answers: list[Answer], *, other: bool) -> None:
    talk = Talk()
    talk.does(SpokeOfOther(other))
    asked: list[tuple[str, bool]] = []
    for answer in answers:
        question = talk.question
        if question is None or question.settles:
            break
        asked += [(f, question.again) for f in question.findings]
        talk.does(
            Answered(
                answer, {question.findings[0]: YES} if question.choice and answer is YES else {}
            )
        )
    assert talk.conversation.stage is Stage.TOLD
    assert len(asked) == len(set(asked))


@pytest.mark.parametrize("flag", RED_FLAGS)
def test_a_red_flag_wins_in_every_state(flag: str) -> None:
    """At the start, at a gate, in a choice, after a miss, with an offer open, after the result."""
    states = [
        Talk(),
        *(Talk() for _ in range(3)),
        Talk(Conversation(memory=Memory.UNASKED)).past_gates(),
        Talk().to_result(),
    ]
    states[1].does(Launched())
    states[2].past_gates()
    states[3].does(Launched(), Unclear(), Unclear())
    for talk in states:
        talk.does(Reported({flag: YES, "caffeine_high": YES}))
        assert isinstance(talk.turn.reply.says[0], Emergency)
        talk.does(Answered(UNSURE))
        assert (
            isinstance(talk.turn.reply.says[0], Emergency) or talk.conversation.told != "emergency"
        )


@settings(max_examples=200, deadline=None)
@given(
    told=st.dictionaries(st.sampled_from(sorted(KB.findings)), ANSWERS, max_size=8),
    more=st.sampled_from(sorted(KB.findings)),
    other=st.booleans(),
)
def test_more_findings_never_lower_a_level(
    told: dict[str, Answer], more: str, *, other: bool
) -> None:
    """Unless it is an answer that a rule names."""
    before = tuple(Statement((f,), a, Origin.VOLUNTEERED) for f, a in told.items() if f != more)
    after = (*before, Statement((more,), YES, Origin.VOLUNTEERED))
    clearing = {
        f for r in KB.rules.values() for way in r.cleared_by for f, a in way.items() if a is YES
    }
    if more not in clearing:
        assert assess(KB, read(after)).level >= assess(KB, read(before)).level
    step = next_step(KB, Profile(other), after)
    assert step == next_step.__wrapped__(KB, Profile(other), after)
    assert isinstance(step, Ask | Conclude)


def test_after_many_misses_it_says_what_to_do_in_danger_and_ends() -> None:
    talk = Talk()
    talk.does(Launched(), *[Unclear()] * MOST_MISSES)
    assert talk.turn.reply.says == (Phrase.GIVING_UP,)
    assert talk.turn.reply.asks is None
