"""How it is said and shown: prompts become words, marks become SSML, a result becomes a card."""

from __future__ import annotations

import re

import pytest
from core_support import KB, NO, UNSURE, WORDS, YES, Talk

from skill.dialogue.acts import Answered, Asked, AskedWhyNot, Launched, Reported, SpokeOfOther
from skill.dialogue.reply import (
    AboutCause,
    Act,
    Advised,
    Because,
    Cited,
    DoctorWhen,
    Emergency,
    Form,
    LevelNow,
    Noted,
    Put,
    ReadBack,
    Remaining,
    Summary,
    WhatIfOutcome,
    WhyAsked,
)
from skill.interview.explain import Explanation
from skill.interview.questions import Question
from skill.knowledge.model import TriageLevel
from skill.speech.phrase import sentences
from skill.speech.render import render
from skill.speech.speaker import Speaker
from skill.speech.ssml import PAUSE, to_plain, to_ssml
from skill.speech.words import Words

US = WORDS["en-US"]


def say(prompt, *, locale: str = "en-US", other: bool = False, seed: int = 0) -> str:
    spoken = sentences(Speaker(WORDS[locale], other, seed=seed), prompt)
    return to_plain(" ".join(spoken))


# ---- SSML


def test_text_is_escaped_and_pauses_are_breaks() -> None:
    assert to_ssml(f"salt & <vinegar>,{PAUSE} too") == (
        'salt &amp; &lt;vinegar&gt;,<break time="350ms"/> too'
    )


def test_slow_speech_is_prosody() -> None:
    assert to_ssml("So.", slow=True).startswith('<prosody rate="slow">')


def test_plain_text_has_no_marks() -> None:
    assert to_plain(f" one,{PAUSE} two  three ") == "one, two three"


# ---- prompts


def test_an_emergency_says_the_number_first_digit_by_digit() -> None:
    for locale, number in (("en-US", "9 1 1"), ("en-GB", "9 9 9"), ("en-AU", "0 0 0")):
        first = sentences(Speaker(WORDS[locale]), Emergency(("face_droop_new",)))[0]
        assert first.startswith(f"Call {number} now")


def test_what_nobody_could_answer_is_a_reason_too() -> None:
    assert "stroke" in say(Emergency((), ("stroke",)))
    assert say(LevelNow(TriageLevel.SAME_DAY, (), ("head",))) != say(
        LevelNow(TriageLevel.SAME_DAY, ())
    )


def test_a_line_that_a_land_has_not_is_left_out() -> None:
    """Where there is no poison line, the sentence about it is not said."""
    bare = Words(
        US.locale,
        US.table,
        {k: v for k, v in US.common.items() if k != "poison"},
        {who: {k: v for k, v in f.items() if k != "poison"} for who, f in US.persons.items()},
    )
    prompt = Emergency(("bite_sting_or_poison",))
    with_line, without = sentences(Speaker(US), prompt), sentences(Speaker(bare), prompt)
    assert len(with_line) == len(without) + 1


@pytest.mark.parametrize(("locale", "number"), [("en-GB", "111"), ("en-CA", "811")])
def test_help_today_names_the_line_of_the_land(locale: str, number: str) -> None:
    assert number in say(Act(TriageLevel.SAME_DAY, ()), locale=locale)
    assert number in say(DoctorWhen(TriageLevel.SAME_DAY, None), locale=locale)


def test_a_list_pauses_between_its_items() -> None:
    speaker = Speaker(US)
    assert speaker.listed(["a"]) == "a"
    assert speaker.listed(["a", "b"]).replace(PAUSE, "") == "a and b"
    assert speaker.listed(["a", "b", "c"]).count(PAUSE) == 2


def test_more_than_three_are_said_in_more_sentences() -> None:
    found = sentences(Speaker(US), Noted(("cramps", "bursts", "one_side", "hand_shake")))
    assert len(found) == 2


@pytest.mark.parametrize("form", Form)
def test_a_choice_has_a_wording_for_each_form(form: Form) -> None:
    for choice in KB.choices:
        whole = Question(choice.id, choice.findings, choice=True)
        part = Question(choice.id, choice.findings[:2], choice=True)
        assert say(Put(whole, form)).endswith("?")
        assert say(Put(part, form)).endswith("?")


def test_a_gate_has_a_wording_for_each_time() -> None:
    for gate in KB.gates:
        first, again = (Question(gate.id, gate.findings, again=a) for a in (False, True))
        wordings = {say(Put(first)), say(Put(first, Form.SHORT)), say(Put(again))}
        assert len(wordings) == 3


def test_a_part_of_a_question_is_explained_by_its_finding() -> None:
    assert say(WhyAsked(Question("limb_or_speech", ("limb_or_speech",))))
    assert say(WhyAsked(Question("habits", ("caffeine_high", "short_sleep"), choice=True)))


@pytest.mark.parametrize(("count", "said"), [(0, "No more"), (1, "one more"), (5, "5")])
def test_how_much_is_left(count: int, said: str) -> None:
    assert said in say(Remaining(count))


def test_a_source_or_its_absence_is_named() -> None:
    assert say(Cited(())) == say(Cited(()), seed=4)
    assert len(sentences(Speaker(US), Cited(("nhs-stroke", "fast-tia")))) == 2


def test_a_change_is_read_back_with_its_answer() -> None:
    said = {say(ReadBack("cramps", answer)) for answer in (YES, NO, UNSURE)}
    assert len(said) == 3
    assert len({say(ReadBack(None, answer)) for answer in (YES, NO, UNSURE)}) == 3


def test_no_advice_is_still_something_to_do() -> None:
    assert say(Advised(()))


def test_without_reasons_the_pattern_is_the_reason() -> None:
    assert "benign" not in say(Because(Explanation("benign_twitch", (), (), (), ())))
    assert say(Because(Explanation("caffeine", ("caffeine_high",), (), (), ("short_sleep",))))


def test_what_if_says_every_change_or_none() -> None:
    care, urgent = TriageLevel.SELF_CARE, TriageLevel.EMERGENCY
    same = say(WhatIfOutcome("cramps", YES, care, care, "caffeine", "caffeine"))
    both = say(WhatIfOutcome("face_droop", YES, care, urgent, "caffeine", "stroke_tia"))
    assert same.count(".") == 1
    assert both.count(".") == 2


def test_when_to_see_a_doctor_is_about_level_and_cause() -> None:
    for level in (TriageLevel.SELF_CARE, TriageLevel.SOON):
        assert say(DoctorWhen(level, None))
        assert say(DoctorWhen(level, "caffeine"))


def test_a_summary_leaves_out_nothing_that_is_present() -> None:
    present = ("cramps", "bursts", "in_sleep", "hand_shake")
    said = say(Summary(present, ("face_droop",), TriageLevel.SOON, ("caffeine",)))
    assert all(US.text("finding", f, "name") in said for f in present)


def test_a_summary_says_how_long_which_side_what_age_and_the_dangers_denied() -> None:
    noes = [f for gate in KB.gates for f in gate.findings]
    talk = Talk().to_result("caffeine_high", "one_side", "over_50")
    talk.does(Reported({"one_side": YES, "over_50": YES, "over_2_weeks": NO}), Asked("summary"))
    said = to_plain(talk.rendering.speech)
    for told in (("one_side", "yes"), ("over_50", "yes"), ("over_2_weeks", "no")):
        assert US.text("summary", *told) in said
    assert all(US.text("finding", f, "name") in said for f in noes[:3])


def test_a_summary_says_nothing_of_what_was_never_asked() -> None:
    said = say(Summary(("caffeine_high",), ("head_event",), TriageLevel.ROUTINE, ("caffeine",)))
    assert US.text("finding", "head_event", "name") in said
    unsaid = ("over_2_weeks", "one_side", "over_50")
    assert not any(US.text("summary", f, a) in said for f in unsaid for a in ("yes", "no"))
    assert US.text("finding", "face_droop", "name") not in said


def test_about_somebody_else_the_words_follow() -> None:
    droop = Put(Question("face_droop", ("face_droop",)))
    assert "your face" in say(droop)
    assert "their face" in say(droop, other=True)


def test_about_a_cause() -> None:
    assert say(AboutCause("caffeine"), locale="en-GB")


# ---- cards and screens


def test_a_result_card_holds_all_that_it_must() -> None:
    talk = Talk().to_result("caffeine_high", "over_2_weeks", "one_side", "eyelid_too")
    card = talk.rendering.card
    assert card is not None
    for part in ("cause", "doctor", "ource", KB.version, "not a diagnosis", "911"):
        assert part in card.text
    assert PAUSE not in card.text


def test_a_cause_on_the_card_bears_its_medical_name_too() -> None:
    talk = Talk()
    talk.does(Launched(), Reported({"face_droop": YES, "stroke_ruled_out": YES}))
    talk.to_result("eye_wont_close")
    card = talk.rendering.card
    assert card is not None
    assert "Bell's palsy" in card.text


def test_an_emergency_card_is_short_and_sent_once() -> None:
    talk = Talk()
    talk.does(Launched(), Answered(YES))
    card = talk.rendering.card
    assert card is not None
    assert "911" in card.text.replace(" ", "")
    talk.does(Asked("repeat"))
    assert talk.rendering.card is None


@pytest.mark.parametrize(
    ("acts", "kind"),
    [
        ([Launched()], "question"),
        ([Launched(), Answered(YES)], "emergency"),
        ([Launched(), Reported({"face_droop": YES})], "emergency"),
        ([Launched(), Asked("stop")], "message"),
    ],
    ids=["question", "emergency", "settling", "goodbye"],
)
def test_a_screen_has_its_kind(acts, kind: str) -> None:
    talk = Talk()
    talk.does(*acts)
    screen = talk.rendering.screen
    assert screen is not None
    assert screen.to_json()["kind"] == kind


def test_a_result_screen_has_bars_and_follow_ups() -> None:
    screen = Talk().to_result("caffeine_high").rendering.screen
    assert screen is not None
    assert screen.kind == "result"
    assert 1 <= len(screen.bars) <= 3
    assert all(0 < bar.share <= 1 for bar in screen.bars)
    assert screen.buttons


def test_without_a_screen_none_is_drawn() -> None:
    talk = Talk().to_result()
    assert render(KB, US, talk.turn, with_screen=False).screen is None


def test_a_cause_that_is_never_ranked_is_explained_too() -> None:
    talk = Talk().to_result()
    talk.does(AskedWhyNot("tetanus"))
    assert "low on my list" in to_plain(talk.rendering.speech) or talk.rendering.speech


def test_wordings_vary_with_the_turn_and_replay_exactly() -> None:
    def transcript() -> list[str]:
        talk = Talk(locale="en-GB")
        said = []
        for act in (Launched(), Answered(NO), SpokeOfOther(), Answered(NO)):
            talk.does(act)
            said.append(talk.rendering.speech)
        return said

    assert transcript() == transcript()
    assert not any(re.search(r"[{}]", text) for text in transcript())
