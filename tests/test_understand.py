"""What each request means: the one table from intents to acts, and the trust in what slots hold."""

from __future__ import annotations

import json

import pytest

from skill.alexa.amounts import MEASURES
from skill.alexa.understand import IMPLIED, MEANINGS, understand
from skill.dialogue.acts import (
    SIMPLE_WISHES,
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
from skill.interaction.build import MODELS
from skill.interaction.heard import LOCALES
from skill.knowledge.load import load_knowledge
from skill.knowledge.model import Answer
from skill.simulator import envelope

YES, NO, UNSURE = Answer.YES, Answer.NO, Answer.UNSURE


def act(intent, asked=(), **slots):
    filled = {}
    for name, said in slots.items():
        ids = said if isinstance(said, list) else [said]
        values = [_value(name, id_) for id_ in ids]
        filled[name] = {**values[0], "values": values}
    return understand(envelope.spoken({"intent": intent, "slots": filled}), asked)


def _value(name, said):
    builtin = name in ("amount", "age", "duration", "since")
    return {"value": said, "id": None if builtin else said, "builtin": builtin}


@pytest.mark.parametrize("locale", LOCALES)
def test_the_table_knows_exactly_the_intents_of_every_model(locale):
    model = json.loads((MODELS / f"{locale}.json").read_text("utf-8"))
    intents = model["interactionModel"]["languageModel"]["intents"]
    assert {intent["name"] for intent in intents} == set(MEANINGS)


def test_every_simple_wish_can_be_wished():
    wishes = {act(name).name for name in MEANINGS}
    assert set(SIMPLE_WISHES) <= wishes


def test_what_amounts_measure_is_known():
    assert {measure.finding for measure in MEASURES.values()} <= set(load_knowledge().findings)


ARM = "arm_joins__slow_limb_weak__limb_or_speech"
PAINS = "chest_pain__ear_pain__shock_pain"

SAID = [
    (("RedFlagIntent",), {"danger": "face_droop"}, Reported({"face_droop": YES})),
    (
        ("RedFlagIntent", ("face_droop",)),
        {"answer": "no", "danger": "limb_or_speech"},
        Answered(NO, {"face_droop": NO, "limb_or_speech": YES}),
    ),
    (
        ("ReportIntent",),
        {"present": ["stressed"], "absent": ["cramps"], "maybe_sign": ["hand_shake"]},
        Reported({"hand_shake": UNSURE, "cramps": NO, "stressed": YES}),
    ),
    (("AnswerIntent", ("stressed",)), {"answer": "yes"}, Answered(YES, {"stressed": YES})),
    (("AnswerIntent", ("stressed",)), {"answer": ["yes", "no"]}, Answered(NO, {"stressed": NO})),
    (
        ("AnswerIntent", ("stressed",)),
        {"answer": "no", "present": ["stressed", "cramps"]},
        Answered(NO, {"stressed": NO, "cramps": YES}),
    ),
    (
        ("AnswerIntent", ("face_droop",)),
        {"answer": "no", "danger": "face_droop"},
        Answered(NO, {"face_droop": YES}),
    ),
    (
        ("AnswerIntent", ("face_droop",)),
        {"answer": "no", "danger_sign": "face_droop"},
        Answered(NO, {"face_droop": YES}),
    ),
    (
        ("AnswerIntent", ("face_droop",)),
        {"answer": "no", "danger_told": "face_droop"},
        Answered(NO, {"face_droop": YES}),
    ),
    (("AnswerIntent", ("stressed",)), {"answer": "mostly"}, Answered(YES, {"stressed": YES})),
    (("AnswerIntent", ("a", "b")), {"answer": "every"}, Chosen(True)),
    (("AnswerIntent", ("a", "b")), {"answer": "neither"}, Chosen(False)),
    (("AnswerIntent", ("a", "b")), {"answer": "yes"}, Answered(YES, {})),
    (("AMAZON.YesIntent", ("cramps",)), {}, Answered(YES, {"cramps": YES})),
    (("AMAZON.NoIntent",), {}, Answered(NO, {})),
    (
        ("AmountIntent",),
        {"amount": "6", "unit": "coffee", "period": "day"},
        Reported({"caffeine_high": YES}),
    ),
    (("AmountIntent",), {"amount": "4", "unit": "coffee"}, Reported({"caffeine_high": NO})),
    (
        ("AmountIntent",),
        {"amount": "6", "unit": "coffee", "period": "week"},
        Reported({"caffeine_high": NO}),
    ),
    (("AmountIntent",), {"amount": "4", "unit": "sleep"}, Reported({"short_sleep": YES})),
    (("AmountIntent", ("caffeine_high",)), {"amount": "6"}, Reported({"caffeine_high": YES})),
    (("AmountIntent", ("over_50",)), {"amount": "64"}, Reported({"over_50": YES})),
    (("AmountIntent",), {"amount": "?"}, Unclear()),
    (("DurationIntent",), {"duration": "P3D"}, Reported({"over_2_weeks": NO})),
    (("DurationIntent",), {"duration": "P2W"}, Reported({"over_2_weeks": NO})),
    (("DurationIntent",), {"duration": "P15D"}, Reported({"over_2_weeks": YES})),
    (("DurationIntent",), {"duration": "P8W"}, Reported({"over_2_weeks": YES})),
    (("DurationIntent",), {"duration": "P1Y2M"}, Reported({"over_2_weeks": YES})),
    (("DurationIntent",), {"duration": "PT10M"}, Reported({"over_2_weeks": NO})),
    (("DurationIntent", ("short_sleep",)), {"duration": "PT4H"}, Reported({"short_sleep": YES})),
    (("DurationIntent",), {"duration": "?"}, Unclear()),
    (("DurationIntent",), {"since": "P3W"}, Unclear()),
    (("DurationIntent", ("over_2_weeks",)), {"since": "P3W"}, Reported({"over_2_weeks": YES})),
    (("DurationIntent", ("drink_stopped",)), {"since": "P3D"}, Reported({"drink_stopped": YES})),
    (
        ("AnswerIntent", ("eyelid_too",)),
        {"answer": "yes", "duration": "P3W"},
        Answered(YES, {"eyelid_too": YES, "over_2_weeks": YES}),
    ),
    (
        ("AnswerIntent", ("eyelid_too",)),
        {"answer": "yes", "since": "P3W"},
        Answered(YES, {"eyelid_too": YES}),
    ),
    (
        ("AmountIntent", ("caffeine_high",)),
        {"amount": ["8", "4"], "unit": "sleep"},
        Reported({"caffeine_high": YES, "short_sleep": YES}),
    ),
    (
        ("AnswerIntent", ("fluid_loss",)),
        {"answer": "yes", "absent": "fluid_loss"},
        Answered(YES, {"fluid_loss": YES}),
    ),
    (("ReportIntent", ("ear_pain",)), {"not_if_asked": PAINS}, Reported({"ear_pain": NO})),
    (("ReportIntent", ("eyelid_too",)), {"not_if_asked": PAINS}, Unclear()),
    (("DurationIntent",), {"duration": "P2W", "compared": "more"}, Reported({"over_2_weeks": YES})),
    (("DurationIntent",), {"duration": "P15D", "compared": "less"}, Reported({"over_2_weeks": NO})),
    (
        ("AmountIntent",),
        {"amount": "6", "unit": "sleep", "compared": "less"},
        Reported({"short_sleep": YES}),
    ),
    (
        ("AmountIntent",),
        {"amount": "4", "unit": "coffee", "compared": "more"},
        Reported({"caffeine_high": YES}),
    ),
    (
        ("AnswerIntent", ("nonstop_ripple",)),
        {"answer": "mostly", "not_if_asked": "nonstop_ripple"},
        Reported({"nonstop_ripple": NO}),
    ),
    (
        ("AnswerIntent", ("one_side",)),
        {"answer": "mostly", "present": "one_side"},
        Answered(YES, {"one_side": YES}),
    ),
    (("ChoiceIntent", ("a", "b", "c")), {"which": "first"}, Reported({"a": YES})),
    (("ChoiceIntent", ("a", "b", "c")), {"which": "last"}, Reported({"c": YES})),
    (("ChoiceIntent", ("a", "b", "c")), {"which": "last_two"}, Reported({"b": YES, "c": YES})),
    (
        ("ChoiceIntent", ("a", "b", "c")),
        {"which": "first", "which_two": "third"},
        Reported({"a": YES, "c": YES}),
    ),
    (
        ("ChoiceIntent", ("a", "b", "c")),
        {"but_which": "last"},
        Reported({"a": YES, "b": YES, "c": NO}),
    ),
    (("ChoiceIntent", ("a", "b")), {"but": "a"}, Reported({"a": NO, "b": YES})),
    (("ChoiceIntent", ("a", "b")), {"but": "c"}, Unclear()),
    (("ChoiceIntent",), {"but": "a"}, Unclear()),
    (("ChoiceIntent", ("a", "b")), {"which": "third"}, Unclear()),
    (("ChoiceIntent", ("a",)), {"which": "first"}, Unclear()),
    (("ChoiceIntent",), {"which": "first"}, AskedAboutCondition(None)),
    (("ChoiceIntent",), {"which": "second"}, Asked("next_cause")),
    (("NameIntent", ("slow_limb_weak",)), {"topic": ARM}, Reported({"slow_limb_weak": YES})),
    (("NameIntent",), {"topic": ARM}, Reported({"arm_joins": YES})),
    (("AgeIntent",), {"age": "62"}, Reported({"over_50": YES})),
    (("AgeIntent",), {"age": "8"}, Reported({"under_16": YES})),
    (
        ("OtherPersonIntent",),
        {"person": "baby"},
        SpokeOfOther(True, True, {"under_16": YES, "baby_under_1": YES}),
    ),
    (("OtherPersonIntent",), {"person": "other"}, SpokeOfOther(True, False, {})),
    (("MyselfIntent",), {}, SpokeOfOther(other=False)),
    (
        ("CorrectIntent",),
        {"topic": "caffeine_high", "answer": ["yes", "no"]},
        Corrected("caffeine_high", NO),
    ),
    (("CorrectIntent",), {}, Corrected()),
    (("WhatIfIntent",), {"topic": "cramps"}, AskedWhatIf("cramps", YES)),
    (("WhatIfIntent",), {"topic": "cramps", "answer": "no"}, AskedWhatIf("cramps", NO)),
    (("WhyNotIntent",), {"condition": "als_mnd"}, AskedWhyNot("als_mnd")),
    (("ConditionInfoIntent",), {}, AskedAboutCondition(None)),
    (("DefineIntent",), {"topic": "spreading"}, AskedDefinition("spreading", None)),
    (("NameIntent", ("stressed",)), {"topic": "stressed"}, Reported({"stressed": YES})),
    (("NameIntent",), {"condition": "caffeine"}, AskedAboutCondition("caffeine")),
    (("AsideIntent",), {}, Unclear("aside")),
    (("AMAZON.FallbackIntent",), {}, Unclear()),
    (("ReportIntent",), {}, Unclear()),
    (("NoSuchIntent",), {}, Unclear()),
]


@pytest.mark.parametrize(("intent", "slots", "meant"), SAID)
def test_what_an_intent_means(intent, slots, meant):
    assert act(*intent, **slots) == meant


def test_a_phrase_counts_only_where_it_was_asked():
    assert act("ReportIntent", ("cramps",), if_asked="cramps") == Reported({"cramps": YES})
    assert act("ReportIntent", ("spreading",), if_asked="cramps") == Unclear()


def test_what_came_on_over_days_is_a_droop_and_a_baby_a_child():
    both = {"droop_over_days": YES, "face_droop": YES}
    assert act("ReportIntent", present="droop_over_days") == Reported(both)
    over_days = {"droop_over_days": YES}
    assert act("ReportIntent", (*over_days,), present=[*over_days]) == Reported(over_days)
    baby = Reported({"baby_under_1": YES, "under_16": YES})
    assert act("ReportIntent", present="baby_under_1") == baby
    assert act("ReportIntent", absent="droop_over_days") == Reported({"droop_over_days": NO})
    said = act("ReportIntent", present="droop_over_days", absent="face_droop")
    assert said == Reported({"droop_over_days": YES, "face_droop": NO})
    assert {*IMPLIED, *IMPLIED.values()} <= {*load_knowledge().findings}


def test_a_value_that_was_not_matched_is_not_trusted():
    slot = {"value": "my face is drooping", "id": None, "values": [{"value": "x", "id": None}]}
    request = envelope.spoken({"intent": "RedFlagIntent", "slots": {"danger": slot}})
    assert understand(request, ()) == Unclear()


def test_slots_may_lack_everything():
    slots = {"danger": {"name": "danger"}, "amount": {"name": "amount", "value": None}}
    intent = {"name": "RedFlagIntent", "confirmationStatus": "NONE", "slots": slots}
    assert understand({"type": "IntentRequest", "intent": intent}, ()) == Unclear()
    assert understand({"type": "IntentRequest", "intent": {"name": "HelpWishIntent"}}, ()) == Asked(
        "help"
    )


def test_what_is_no_speech():
    assert understand(envelope.launch(), ()) == Launched()
    assert understand(envelope.ended(), ()) == Ended()
    assert understand(envelope.touched(["why_not", "als_mnd"], "t"), ()) == AskedWhyNot("als_mnd")
    assert understand(envelope.touched(["yes"], "t"), ("cramps",)) == Answered(YES, {"cramps": YES})
    assert understand(envelope.touched(["no", "cramps"], "t"), ()) == Answered(NO, {"cramps": NO})
    assert understand(envelope.touched(["repeat"], "t"), ()) == Asked("repeat")
    assert understand(envelope.touched([], "t"), ()) == Unclear()
