"""What a turn means: by acts in and prompts out, no words and no platform."""

from __future__ import annotations

from dataclasses import replace

import pytest
from core_support import GATES, KB, NO, UNSURE, YES, Talk

from skill.dialogue.acts import (
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
from skill.dialogue.answering import MOST_STATEMENTS
from skill.dialogue.conversation import Conversation, Memory, Offer, Pace, Stage
from skill.dialogue.reply import (
    AboutCause,
    CauseList,
    Causes,
    DoctorWhen,
    Emergency,
    Form,
    LevelNow,
    Meaning,
    Noted,
    Phrase,
    Put,
    ReadBack,
    Reviewed,
    WhatIfOutcome,
    WhyAsked,
    WhyNot,
)
from skill.dialogue.vetting import vetted
from skill.interview.evidence import Origin, Statement, read
from skill.interview.step import Conclude, Profile, next_step
from skill.interview.triage import assess
from skill.knowledge.model import TriageLevel


@pytest.fixture
def asking() -> Talk:
    return Talk().past_gates()


@pytest.fixture
def told() -> Talk:
    return Talk().to_result("caffeine_high")


# ---- beginning and ending


def test_a_launch_welcomes_and_asks_the_first_danger() -> None:
    reply = Talk().does(Launched())
    assert reply.says == (Phrase.WELCOME, Phrase.DISCLAIMER, Phrase.SAFETY_FIRST)
    assert reply.question is not None
    assert reply.question.id == KB.gates[0].id


def test_the_end_of_a_session_says_nothing(asking: Talk) -> None:
    reply = asking.does(Ended())
    assert reply.says == ()
    assert reply.asks is None


@pytest.mark.parametrize("before", [[], [Launched()], [Launched(), Answered(YES)]], ids=len)
def test_stop_stops_at_once(before) -> None:
    talk = Talk()
    talk.does(*before)
    assert talk.does(Asked("stop")).says == (Phrase.GOODBYE,)
    assert talk.turn.reply.asks is None


def test_a_yes_before_anything_was_asked_is_a_launch() -> None:
    assert Phrase.WELCOME in Talk().does(Answered(YES)).says


def test_launched_again_it_goes_on(asking: Talk) -> None:
    pending = asking.question
    assert asking.does(Launched()).question == pending


# ---- answers


def test_a_danger_is_told_at_once_and_may_be_taken_back() -> None:
    talk = Talk()
    talk.does(Launched())
    assert isinstance(talk.does(Answered(YES)).says[0], Emergency)
    reply = talk.does(Asked("back"))
    assert reply.question is not None
    assert reply.question.id == KB.gates[0].id
    assert talk.conversation.evidence == ()


def test_the_answer_that_its_rule_names_lowers_an_emergency() -> None:
    talk = Talk()
    talk.does(Launched(), Reported({"face_droop": YES}))
    reply = talk.does(Answered(YES))
    assert Phrase.LOWERED in reply.says
    assert assess(KB, read(talk.conversation.evidence)).level is TriageLevel.SAME_DAY


@pytest.mark.parametrize("no", [Answered(NO), Chosen(False), Answered(NO, {"cramps": YES})])
def test_a_no_to_an_emergency_asks_about_its_sign_and_a_second_takes_it_back(no) -> None:
    talk = Talk()
    talk.does(Launched(), Reported({"breath_or_swelling": YES}))
    first = talk.turn.reply.says
    reply = talk.does(no)
    assert reply.says == first
    assert reply.question is not None
    assert reply.question.findings == ("breath_or_swelling",)
    talk.does(Answered(NO))
    assert talk.said(Phrase.LOWERED)
    assert read(talk.conversation.evidence).absent("breath_or_swelling")


@pytest.mark.parametrize(
    "act",
    [
        Answered(YES),
        Answered(UNSURE, {"breath_or_swelling": UNSURE}),
        Reported({"breath_or_swelling": UNSURE}),
        Reported({"cramps": YES}),
        Chosen(True),
        Unclear(),
        Asked("skip"),
        Asked("why_ask"),
    ],
    ids=repr,
)
def test_only_a_no_takes_an_emergency_back(act) -> None:
    talk = Talk()
    talk.does(Launched(), Reported({"breath_or_swelling": YES}), Answered(NO), act)
    assert isinstance(talk.turn.reply.says[0], Emergency)
    assert talk.conversation.told == "emergency"
    assert talk.turn.reply.asks is not None


def test_a_no_to_an_emergency_that_both_signs_of_a_gate_may_be_asks_about_both() -> None:
    talk = Talk()
    talk.does(Launched(), Answered(NO), Answered(YES), Answered(NO))
    assert talk.question is not None
    assert talk.question.id == "airway"
    talk.does(Answered(NO))
    assert talk.said(Phrase.LOWERED)


def test_a_no_to_a_sign_that_is_never_asked_about_says_how_to_take_it_back() -> None:
    talk = Talk()
    talk.does(Launched(), Reported({"self_harm": YES}))
    for _ in range(2):
        talk.does(Answered(NO))
        assert talk.said(Emergency)
        assert talk.said(Phrase.HELP_EMERGENCY)
        assert talk.turn.reply.asks == Phrase.CORRECT_ME


def test_what_an_emergency_rests_on_may_be_denied_by_name() -> None:
    """One of two signs denied leaves the other; the no to it answers nothing else."""
    talk = Talk()
    talk.does(Launched(), Answered(YES))
    asked = talk.question
    talk.does(Answered(NO, {"face_droop": NO}))
    assert talk.said(Emergency)
    assert asked is not None
    assert not read(talk.conversation.evidence).spoken_of(asked.id)
    talk.does(Answered(NO, {"limb_or_speech": NO}))
    assert talk.said(Phrase.LOWERED)
    assert talk.said(ReadBack("limb_or_speech", NO))


def test_a_denied_emergency_may_leave_another() -> None:
    talk = Talk()
    talk.does(Launched(), Reported({"breath_or_swelling": YES, "head_event": YES}), Answered(NO))
    talk.does(Answered(NO))
    assert isinstance(talk.turn.reply.says[0], Emergency)
    assert talk.turn.reply.asks == Phrase.CORRECT_ME


@pytest.mark.parametrize("wish", ["help", "repeat", "why_ask", "review", "self_care", "slower"])
def test_in_an_emergency_every_wish_brings_back_the_emergency(wish: str) -> None:
    talk = Talk()
    talk.does(Launched(), Reported({"breath_or_swelling": YES}), Asked(wish))
    assert talk.said(Emergency)
    assert talk.said(Phrase.HELP_EMERGENCY) == (wish == "help")


def test_doubt_about_a_danger_is_asked_once_more_then_acted_on() -> None:
    talk = Talk()
    talk.does(Launched(), Answered(UNSURE))
    assert talk.question is not None
    assert talk.question.again
    assert isinstance(talk.does(Answered(UNSURE)).says[0], Emergency)


def test_doubt_about_the_head_is_told_and_the_questions_go_on() -> None:
    talk = Talk()
    talk.does(Launched(), Answered(NO), Answered(NO), Answered(UNSURE), Answered(UNSURE))
    assert talk.said(LevelNow)
    assert talk.question is not None


def test_a_choice_is_answered_by_naming(asking: Talk) -> None:
    question = asking.question
    assert question is not None
    assert question.choice
    first, *others = question.findings
    asking.does(Reported({first: YES}))
    known = read(asking.conversation.evidence)
    assert known.present(first)
    assert all(known.absent(f) for f in others)


def test_a_bare_yes_to_a_choice_asks_which_and_a_second_means_one_of_them(asking: Talk) -> None:
    question = asking.question
    assert question is not None
    assert asking.does(Answered(YES)).asks == Put(question, Form.WHICH)
    asking.does(Answered(YES))
    assert read(asking.conversation.evidence).either == (frozenset(question.findings),)


@pytest.mark.parametrize("every", [True, False])
def test_all_or_none_of_a_choice(asking: Talk, *, every: bool) -> None:
    question = asking.question
    assert question is not None
    asking.does(Chosen(every))
    known = read(asking.conversation.evidence)
    assert all(known.answers[f] is (YES if every else NO) for f in question.findings)


def test_news_beside_a_bare_yes_to_a_choice_is_taken_in(asking: Talk) -> None:
    asking.does(Answered(YES, {"ear_blisters": YES}))
    assert read(asking.conversation.evidence).present("ear_blisters")


def test_a_yes_explained_by_what_is_told_beside_it_is_noted_and_no_yes_to_the_choice(
    asking: Talk,
) -> None:
    question = asking.question
    assert question is not None
    for _ in range(2):
        asking.does(Answered(YES, {"dry_sore_lips": YES}))
        assert isinstance(asking.turn.reply.asks, Put)
        assert asking.turn.reply.asks.form is not Form.WHICH
    assert read(asking.conversation.evidence).either == ()
    other = Talk().past_gates()
    other.does(Answered(YES, {"dry_sore_lips": YES}))
    assert other.said(Noted(("dry_sore_lips",)))


def test_news_beside_a_bare_yes_may_bring_another_question_first(asking: Talk) -> None:
    before = asking.question
    asking.does(Answered(YES, {"slow_limb_weak": YES}))
    assert asking.question != before
    assert not asking.conversation.which


def test_what_is_volunteered_is_noted(asking: Talk) -> None:
    asking.does(Reported({"dry_sore_lips": YES}))
    assert asking.said(Noted)
    assert read(asking.conversation.evidence).present("dry_sore_lips")


def test_skipping_leaves_a_question_unsure(asking: Talk) -> None:
    question = asking.question
    assert question is not None
    reply = asking.does(Asked("skip"))
    assert reply.question != question
    assert all(not read(asking.conversation.evidence).present(f) for f in question.findings)


def test_there_is_nothing_to_skip_after_the_result(told: Talk) -> None:
    before = told.conversation.evidence
    told.does(Asked("skip"))
    assert told.conversation.evidence == before


def test_another_fear_does_not_end_the_questions() -> None:
    """A question that only the first fear made worth asking stays."""
    stayed = 0
    for feared in ("alcohol_withdrawal", "serotonin_syndrome", "als_mnd"):
        talk = Talk().past_gates()
        talk.does(Reported({"drink_stopped": YES}), AskedWhyNot(feared))
        while talk.question:
            calm = next_step(KB, Profile(), talk.conversation.evidence)
            if isinstance(calm, Conclude):
                before = talk.question
                talk.does(AskedAboutCondition("benign_twitch"))
                assert talk.question == before
                stayed += 1
            talk.does(Answered(NO))
    assert stayed


def test_danger_in_answer_to_resuming_comes_first() -> None:
    talk = Talk(replace(Conversation(), offer=Offer.RESUME, returning=True))
    assert isinstance(talk.does(Reported({"face_droop": YES})).says[0], Emergency)


# ---- correcting


def test_an_emergency_taken_back_after_the_result_tells_the_result_again(told: Talk) -> None:
    told.does(Reported({"face_droop": YES}))
    assert isinstance(told.turn.reply.says[0], Emergency)
    told.does(Corrected("face_droop", NO))
    assert told.said(Phrase.LOWERED)
    assert told.turn.reply.result is not None


def test_a_change_by_name_is_read_back(told: Talk) -> None:
    told.does(Corrected("caffeine_high", NO))
    assert told.said(ReadBack)
    assert read(told.conversation.evidence).absent("caffeine_high")


@pytest.mark.parametrize("denied", [{}, {"breath_or_swelling": NO, "fit_blackout_confused": NO}])
def test_an_answer_that_changes_the_record_does_not_answer_a_danger(denied) -> None:
    talk = Talk()
    talk.does(Launched(), Answered(NO), Reported({"arm_joins": YES}))
    pending = talk.question
    reply = talk.does(Answered(NO, {**denied, "arm_joins": NO}))
    assert reply.says == (ReadBack("arm_joins", NO),)
    assert read(talk.conversation.evidence).absent("arm_joins")
    assert reply.question == pending


def test_nor_does_it_answer_a_single_question_or_a_choice(asking: Talk) -> None:
    while asking.question and asking.question.choice:
        asking.does(Reported({"hand_shake": YES}))
        pending = asking.question
        asking.does(Answered(NO, {"hand_shake": NO}))
        assert asking.said(ReadBack("hand_shake", NO))
        known = read(asking.conversation.evidence)
        assert pending is not None
        assert not any(known.spoken_of(f) for f in pending.findings)
        asking.does(Chosen(False))
    single = Talk()
    single.does(Launched(), SpokeOfOther(), *[Answered(NO)] * 3)
    assert single.question is not None
    assert single.question.findings == ("under_16",)
    single.does(Answered(NO, {"under_16": NO, "head_event": NO}))
    assert read(single.conversation.evidence).absent("under_16")
    single.does(Reported({"cramps": YES}), Answered(YES, {"cramps": NO}))
    assert single.said(ReadBack("cramps", NO))


@pytest.mark.parametrize("beside", [{"arm_joins": YES}, {"cramps": NO}, {"cramps": YES}], ids=repr)
def test_what_repeats_the_record_or_adds_to_it_leaves_the_answer_one(beside) -> None:
    talk = Talk()
    talk.does(Launched(), Reported({"arm_joins": YES}))
    pending = talk.question
    talk.does(Answered(NO, beside))
    assert talk.question != pending
    assert read(talk.conversation.evidence).absent("face_droop")


def test_named_parts_answer_a_choice_whatever_else_changes(asking: Talk) -> None:
    question = asking.question
    assert question is not None
    part = question.findings[0]
    asking.does(Reported({"hand_shake": YES}))
    asking.does(Answered(YES, {part: YES, "hand_shake": NO}))
    known = read(asking.conversation.evidence)
    assert known.present(part)
    assert known.absent("hand_shake")


def test_a_yes_to_a_danger_is_taken_at_its_word_whatever_it_changes() -> None:
    talk = Talk()
    talk.does(Launched(), Reported({"arm_joins": YES}), Answered(YES, {"arm_joins": NO}))
    assert isinstance(talk.turn.reply.says[0], Emergency)
    assert read(talk.conversation.evidence).absent("arm_joins")


def test_a_change_without_a_name_turns_the_last_answer_round(asking: Talk) -> None:
    asking.does(Reported({"dry_sore_lips": YES}), Corrected())
    assert read(asking.conversation.evidence).absent("dry_sore_lips")


def test_there_is_nothing_to_change_at_the_start() -> None:
    talk = Talk()
    talk.does(Launched(), Corrected())
    assert talk.said(Phrase.NOTHING_BEFORE)
    talk.does(Asked("back"))
    assert talk.said(Phrase.NOTHING_BEFORE)


def test_starting_over_forgets_the_answers_and_keeps_the_pace(told: Talk) -> None:
    told.does(Asked("shorter"), Asked("start_over"))
    assert told.conversation.evidence == ()
    assert told.conversation.pace is Pace.SHORT


def test_forget_me_forgets_and_closes(told: Talk) -> None:
    reply = told.does(Asked("forget"))
    assert reply.asks is None
    assert told.conversation.evidence == ()
    assert told.conversation.memory is Memory.REFUSED


def test_a_long_talk_keeps_the_last_word_on_everything(told: Talk) -> None:
    """Statements that later ones override are dropped in time, and nothing changes by it."""
    for turn in range(MOST_STATEMENTS):
        told.does(Corrected("caffeine_high", NO if turn % 2 else YES))
    assert len(told.conversation.evidence) <= MOST_STATEMENTS
    assert read(told.conversation.evidence).absent("caffeine_high")
    assert all(read(told.conversation.evidence).absent(f) for f in GATES)


# ---- asking back


def test_why_do_you_ask(asking: Talk) -> None:
    pending = asking.question
    assert asking.does(Asked("why_ask")).says == (WhyAsked(pending),)
    assert asking.question == pending


def test_what_does_that_mean_is_about_the_question(asking: Talk) -> None:
    question = asking.question
    assert question is not None
    asking.does(AskedDefinition())
    assert [p.finding for p in asking.turn.reply.says if isinstance(p, Meaning)] == list(
        question.findings
    )


def test_what_does_that_mean_is_about_the_topic_after_the_result(told: Talk) -> None:
    told.does(AskedAboutCondition("als_mnd"), AskedDefinition())
    assert told.said(Meaning(None, "als_mnd"))


def test_what_a_cause_is_may_be_asked_at_any_time(asking: Talk) -> None:
    asking.does(AskedAboutCondition("als_mnd"))
    assert asking.said(AboutCause("als_mnd"))
    assert asking.question is not None


@pytest.mark.parametrize("act", [AskedAboutCondition(), AskedWhyNot(), AskedWhatIf()], ids=repr)
def test_without_a_name_and_a_topic_it_says_so(asking: Talk, act) -> None:
    asking.does(act)
    assert asking.said(Phrase.UNKNOWN_TOPIC)


def test_what_if_changes_nothing(told: Talk) -> None:
    before = told.conversation.evidence
    told.does(AskedWhatIf("face_droop", YES))
    outcome = told.turn.reply.says[0]
    assert isinstance(outcome, WhatIfOutcome)
    assert outcome.level_after is TriageLevel.EMERGENCY
    assert told.conversation.evidence == before


def test_what_if_without_an_answer_is_the_other_one(told: Talk) -> None:
    told.does(AskedWhatIf("caffeine_high"))
    outcome = told.turn.reply.says[0]
    assert isinstance(outcome, WhatIfOutcome)
    assert outcome.answer is NO


def test_why_not_places_a_cause(told: Talk) -> None:
    told.does(AskedWhyNot("benign_twitch"))
    why = told.turn.reply.says[0]
    assert isinstance(why, WhyNot)
    assert why.place is not None
    told.does(AskedWhyNot("tetanus"))
    why = told.turn.reply.says[0]
    assert isinstance(why, WhyNot)
    assert why.place is None


def test_the_next_cause_and_the_next_until_the_first_again(told: Talk) -> None:
    said = []
    for _ in range(8):
        told.does(Asked("next_cause"))
        said += [p for p in told.turn.reply.says if isinstance(p, AboutCause)]
        if told.said(Phrase.LAST_CAUSE):
            break
    assert told.said(Phrase.LAST_CAUSE)
    assert len(said) == len(set(said))


def test_review_says_what_was_told(told: Talk) -> None:
    told.does(Asked("review"))
    assert told.said(Reviewed)
    talk = Talk()
    talk.does(Launched(), Asked("review"))
    assert talk.said(Phrase.NOTHING_TOLD)


@pytest.mark.parametrize("wish", ["list_causes", "what_else", "summary", "send_card"])
def test_the_result_is_not_told_before_it_is_there(asking: Talk, wish: str) -> None:
    asking.does(Asked(wish))
    assert asking.said(Phrase.NOT_YET)
    assert asking.question is not None


EARLY = [
    ("when_doctor", (DoctorWhen(TriageLevel.SELF_CARE, None),)),
    ("self_care", (Phrase.EARLY_CARE,)),
    ("worried", (Phrase.WORRIED_CLEAR, DoctorWhen(TriageLevel.SELF_CARE, None))),
]


@pytest.mark.parametrize(("wish", "says"), EARLY, ids=str)
def test_before_the_result_the_general_rule_is_told(asking: Talk, wish: str, says) -> None:
    pending = asking.question
    asking.does(Reported({"cramps": YES}))
    assert asking.does(Asked(wish)).says == says
    assert pending is not None
    assert asking.question is not None


@pytest.mark.parametrize("wish", ["when_doctor", "self_care", "worried"])
@pytest.mark.parametrize("gates_past", [True, False])
def test_before_the_result_an_urgent_level_is_told(wish: str, *, gates_past: bool) -> None:
    talk = Talk().past_gates() if gates_past else Talk()
    talk.does(Reported({"eye_wont_close": YES}), Asked(wish))
    assert talk.said(DoctorWhen(TriageLevel.SAME_DAY, None, ("eye_wont_close",)))
    assert talk.question is not None


def test_a_worry_at_a_danger_question_hears_that_it_is_asked_first() -> None:
    talk = Talk()
    talk.does(Launched())
    assert talk.does(Asked("worried")).says == (Phrase.WORRIED_UNASKED,)


@pytest.mark.parametrize("wish", ["when_doctor", "why_result", "source", "why_ask"])
def test_a_cause_named_just_before_is_what_is_meant_and_no_longer_after_that(
    told: Talk, wish: str
) -> None:
    of_result = told.does(Asked(wish)).says
    told.does(AskedAboutCondition("als_mnd"))
    assert told.does(Asked(wish)).says != of_result
    told.does(AskedAboutCondition("als_mnd"), Asked("review"))
    assert told.does(Asked(wish)).says == of_result


@pytest.mark.parametrize("wish", ["send_card", "summary"])
def test_a_card_is_sent_when_asked_for(told: Talk, wish: str) -> None:
    assert told.does(Asked(wish)).card


def test_more_causes_come_at_most_three_at_a_time(told: Talk) -> None:
    for wish in ("list_causes", "what_else"):
        told.does(Asked(wish))
        listed = next(p for p in told.turn.reply.says if isinstance(p, CauseList))
        assert len(listed.conditions) <= 3


# ---- after the result


def test_the_result_names_causes_and_offers_more(told: Talk) -> None:
    assert told.conversation.stage is Stage.TOLD
    assert told.conversation.offer is not None


def test_accepting_offers_goes_round_and_ends_politely(told: Talk) -> None:
    for _ in range(6):
        told.does(Answered(YES))
    assert told.turn.reply.asks is not None
    assert told.does(Answered(NO)).asks is None
    assert told.said(Phrase.TAKE_CARE)


def test_after_the_offers_a_yes_is_met_with_more_and_unsure_with_help(told: Talk) -> None:
    told.does(AskedAboutCondition("caffeine"))
    for answer in (YES, UNSURE, YES):
        assert told.does(Answered(answer)).asks is not None
        told.does(AskedAboutCondition("caffeine"))


def test_all_offers_taken_up_a_yes_is_met_with_help() -> None:
    talk = Talk().to_result()
    for wish in ("self_care", "when_doctor", "what_else"):
        talk.does(Asked(wish))
    talk.does(AskedAboutCondition("caffeine"), Answered(YES))
    assert talk.turn.reply.asks is not None


def test_news_beside_an_accepted_offer_changes_the_result(told: Talk) -> None:
    """ "Yes, and my arm is getting weaker" is heard before the offer is taken up."""
    told.does(Answered(YES, {"slow_limb_weak": YES}))
    assert told.conversation.told != "self_care"


def test_what_changes_nothing_is_said_to_change_nothing(told: Talk) -> None:
    told.does(Reported({"over_50": NO}))
    assert told.said(Phrase.CHANGED_NOTHING)


# ---- somebody else, pace, misunderstanding


def test_about_somebody_else_and_back(asking: Talk) -> None:
    asking.does(SpokeOfOther())
    assert asking.said(Phrase.ABOUT_OTHER)
    assert asking.conversation.other
    asking.does(SpokeOfOther(other=False))
    assert asking.said(Phrase.ABOUT_SELF)
    assert not asking.conversation.other


def test_misunderstanding_escalates_and_resets(asking: Talk) -> None:
    pending = asking.question
    for phrase in (Phrase.MISSED_ONCE, Phrase.MISSED_TWICE_CHOICE, Phrase.MISSED_THRICE):
        asking.does(Unclear())
        assert asking.said(phrase)
        assert asking.question == pending
    asking.does(Chosen(False))
    asking.does(Unclear())
    assert asking.said(Phrase.MISSED_ONCE)


def test_an_aside_is_no_misunderstanding(asking: Talk) -> None:
    asking.does(Unclear("aside"))
    assert asking.said(Phrase.ASIDE)
    assert asking.conversation.misses == 0


def test_slower_and_shorter(asking: Talk) -> None:
    asking.does(Asked("slower"))
    assert asking.conversation.pace is Pace.SLOW
    asking.does(Asked("shorter"))
    assert asking.conversation.pace is Pace.SHORT


# ---- what nobody knows, and memory


@pytest.mark.parametrize(
    "act",
    [
        Reported({"nothing": YES}),
        Corrected("nothing", YES),
        AskedWhatIf("nothing", YES),
        AskedDefinition("nothing"),
        AskedDefinition(None, "nothing"),
        AskedAboutCondition("nothing"),
        AskedWhyNot("nothing"),
        Asked("nothing"),
    ],
    ids=repr,
)
def test_an_id_that_nobody_knows_is_unclear(asking: Talk, act) -> None:
    assert vetted(KB, act) == Unclear()
    asking.does(act)
    assert asking.said(Phrase.MISSED_ONCE)


def test_what_is_known_beside_it_is_kept() -> None:
    act = Answered(YES, {"nothing": YES, "cramps": NO})
    assert vetted(KB, act) == Answered(YES, {"cramps": NO})
    assert vetted(KB, Launched()) == Launched()


@pytest.mark.parametrize(
    "spoil",
    [
        {"v": 2},
        {"topic": "nothing"},
        {"misses": -1},
        {"told": "soonish"},
        {"disputed": True},
        {"told": "emergency"},
        {"stage": "told"},
        {"turn": "1"},
        {"stage": "nowhere"},
        {"stage": "new", "e": "cramps:yes:asked:1"},
        {"e": "nothing:yes:asked:1"},
        {"e": "face_droop:yes:asked"},
        {"e": "+".join(GATES) + ":yes:asked:1"},
        {"e": " ".join(["cramps:yes:asked:1"] * 200)},
        {"e": " ".join(f"{a}+{b}:yes:asked:{i}" for i, (a, b) in enumerate(
            zip(list(KB.findings)[20:60:2], list(KB.findings)[21:60:2], strict=False)))},
    ],
    ids=lambda spoil: str(spoil)[:40],
)  # fmt: skip
def test_a_session_that_cannot_be_ours_is_none(spoil) -> None:
    stored = replace(Conversation(), stage=Stage.ASKING).to_json()
    assert Conversation.from_json(KB, stored) is not None
    assert Conversation.from_json(KB, stored | spoil) is None


def test_memory_is_asked_for_once_the_dangers_are_past() -> None:
    talk = Talk(Conversation(memory=Memory.UNASKED))
    talk.does(Launched(), Answered(NO), Answered(NO), Answered(NO))
    assert talk.conversation.offer is Offer.REMEMBER
    talk.does(Answered(YES))
    assert talk.conversation.memory is Memory.GRANTED


def test_taken_up_again_it_offers_to_go_on() -> None:
    earlier = Talk().past_gates().conversation
    talk = Talk(earlier.taken_up())
    assert talk.does(Launched()).asks == Phrase.RESUME
    talk.does(Answered(YES))
    assert talk.conversation.evidence == earlier.evidence


@pytest.mark.parametrize("wish", ["forget", "start_over"])
def test_what_was_kept_may_be_dropped_at_once(wish: str) -> None:
    talk = Talk(Talk().past_gates().conversation.taken_up())
    talk.does(Asked(wish))
    assert talk.conversation.evidence == ()


def test_an_act_has_a_name() -> None:
    names = [act.name for act in (Answered(YES), Chosen(True), Chosen(False))]
    assert names == ["yes", "yes", "no"]


def test_a_conclusion_has_causes() -> None:
    talk = Talk().to_result("caffeine_high", "short_sleep")
    causes = next(p for p in talk.turn.reply.says if isinstance(p, Causes))
    assert {causes.first, *causes.helpers} & {"caffeine", "tiredness"}
    assert Statement(("caffeine_high",), YES, Origin.ASKED, 1).answer is YES


def test_next_cause_where_no_cause_is_known() -> None:
    talk = Talk()
    talk.does(Launched(), Reported({"drowsy": YES}))
    talk.to_result()
    assert talk.does(Asked("next_cause")).says == (Phrase.CAUSE_OPEN,)


def test_repeat_right_after_the_result_tells_it_again() -> None:
    talk = Talk().to_result("caffeine_high")
    told = [prompt for prompt in talk.turn.reply.says if isinstance(prompt, Causes)]
    assert told
    again = talk.does(Asked("repeat")).says
    assert [prompt for prompt in again if isinstance(prompt, Causes)] == told


def test_the_same_danger_told_twice_has_the_same_words() -> None:
    talk = Talk()
    first = talk.does(Reported({"face_droop": YES})).says
    assert talk.does(Reported({"face_droop": YES})).says == first


def test_repeat_after_a_follow_up_tells_that_again() -> None:
    talk = Talk().to_result("caffeine_high")
    told = talk.does(Asked("self_care")).says
    assert talk.does(Asked("repeat")).says == told
