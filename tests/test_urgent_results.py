"""Who is to be seen today hears what the rules suspect and say to do, and nothing talks it down."""

from __future__ import annotations

import pytest
from core_support import KB, NO, WORDS, YES, Talk

from skill.dialogue.acts import Answered, Asked, AskedWhatIf, AskedWhyNot, Launched, Reported
from skill.dialogue.causes import causes_of
from skill.dialogue.reply import Advised, Causes, DoctorWhen, Phrase, SafetyNet, Summary, WhyNot
from skill.interview.evidence import read
from skill.interview.explain import outlook
from skill.knowledge.model import Answer, Kind, Rule, TriageLevel
from skill.knowledge.rules import urgency
from skill.speech.ssml import to_plain

TODAY = TriageLevel.SAME_DAY
HARMLESS = [
    c
    for c in KB.conditions.values()
    if c.level is TriageLevel.SELF_CARE and c.kind in (Kind.EVERYDAY, Kind.CONTRIBUTOR)
]
SELF_CARE = {a for condition in HARMLESS for a in condition.advice}
WISHES = (
    "self_care",
    "why_result",
    "when_doctor",
    "list_causes",
    "what_else",
    "next_cause",
    "summary",
)
EVERY_RULE = pytest.mark.parametrize(
    "rule", [r for r in KB.rules.values() if r.level is TODAY], ids=lambda rule: rule.id
)


def told(answers: dict[str, Answer]) -> Talk:
    """A talk that came to its result with these answers, everything else being absent."""
    talk = Talk()
    talk.does(Launched(), Reported(answers))
    return talk.to_result(*(f for f, answer in answers.items() if answer is YES))


def seen_today(rule: Rule) -> Talk:
    """A talk that this rule sends to a doctor today."""
    case = next(c for c in rule.fires if urgency(KB, c.answers) is TODAY)
    talk = told(dict(case.answers))
    result = talk.turn.reply.result
    assert result is not None
    assert result.found.level is TODAY
    assert rule in result.found.rules
    return talk


@EVERY_RULE
def test_what_is_told_comes_from_the_rules(rule: Rule) -> None:
    talk = seen_today(rule)
    result = talk.turn.reply.result
    assert result is not None
    suspects = {c for decided in result.found.rules for c in decided.suspects}
    to_do = {a for decided in result.found.rules for a in decided.advice}
    causes = next(p for p in talk.turn.reply.says if isinstance(p, Causes))
    assert set(causes.named) <= suspects
    for wish in WISHES:
        for prompt in talk.does(Asked(wish)).says:
            if isinstance(prompt, Advised):
                assert prompt.advice
                assert set(prompt.advice) <= to_do
            if isinstance(prompt, Summary):
                assert set(prompt.causes) <= suspects
            if isinstance(prompt, Causes):
                assert set(prompt.named) <= suspects


@EVERY_RULE
def test_nothing_talks_it_down(rule: Rule) -> None:
    """No harmless cause by name and no self-care, spoken, on the card or on the screen."""
    talk = seen_today(rule)
    words = WORDS["en-US"]
    banned = [words.text("condition", c.id, "name") for c in HARMLESS if c.id != "stimulant_med"]
    banned += [words.text("advice", a, "say").split(".")[0] for a in SELF_CARE]
    texts = [talk.rendering.speech, talk.rendering.card.text, str(talk.rendering.screen)]
    for wish in WISHES:
        talk.does(Asked(wish))
        texts.append(talk.rendering.speech)
    said = to_plain(" ".join(texts)).lower()
    assert [b for b in banned if b.lower() in said] == []
    assert "most likely" not in said


@EVERY_RULE
def test_when_to_see_a_doctor_is_the_rules(rule: Rule) -> None:
    """Whatever was spoken of last."""
    talk = seen_today(rule)
    net = next(p for p in talk.turn.reply.says if isinstance(p, SafetyNet))
    talk.does(Asked("when_doctor"))
    assert talk.said(DoctorWhen(TODAY, None, net.rules))


def test_where_the_rule_suspects_nothing_no_cause_is_named() -> None:
    talk = told({"drowsy": YES})
    assert talk.said(Causes(None, (), (), by_rule=True))
    for wish in ("list_causes", "what_else", "next_cause"):
        talk.does(Asked(wish))
        assert talk.said(Phrase.CAUSE_OPEN) or talk.said(Causes(None, (), (), by_rule=True))


def test_a_suspect_that_an_answer_rules_out_is_not_named() -> None:
    talk = told({"hot_sweaty_jumpy": YES, "serotonin_med": NO, "drink_stopped": NO})
    causes = next(p for p in talk.turn.reply.says if isinstance(p, Causes))
    assert "serotonin_syndrome" not in causes.named


def test_what_is_taken_as_told_is_not_advised_against() -> None:
    """A new medicine that may be the cause: its prescriber says how to go on."""
    talk = told(dict.fromkeys(("serotonin_med", "new_medicine", "hand_shake"), YES))
    talk.does(Asked("self_care"))
    speech = to_plain(talk.rendering.speech)
    assert "prescriber" in speech
    assert "Keep taking" not in speech


def test_who_has_stopped_drinking_is_not_told_to_cut_down() -> None:
    talk = told({"drink_stopped": YES, "hand_shake": YES})
    talk.does(Asked("self_care"))
    speech = to_plain(talk.rendering.speech)
    assert "alone" in speech
    assert "cut down" not in speech
    assert "do not stop" not in speech


def test_what_takes_most_signs_is_said_first() -> None:
    talk = told({"pregnant": YES, "eye_wont_close": YES})
    assert "pregnancy today" in to_plain(talk.rendering.speech)


def test_what_if_it_were_for_today_names_no_likeliest_cause() -> None:
    talk = told({})
    talk.does(AskedWhatIf("tick_bite_rash", YES))
    assert "help today" in to_plain(talk.rendering.speech)
    assert "most likely" not in to_plain(talk.rendering.speech)


def test_another_reason_for_today_is_told_afresh() -> None:
    talk = told({"drowsy": YES})
    talk.does(Reported({"tick_bite_rash": YES}))
    assert talk.said(SafetyNet(TODAY, ("drowsy", "tick_bite_or_both_sides")))


def test_low_sugar_is_checked_at_once_whatever_else_is_told() -> None:
    for signs in (("mouth_tingle", "cramps"), ("thirst_pee",), ("takes_lithium", "hand_shake")):
        talk = told(dict.fromkeys(("diabetes_med", *signs), YES))
        talk.does(Asked("self_care"))
        assert "Check the blood sugar now." in to_plain(talk.rendering.speech)


# ---- a droop that came over days


OVER_DAYS = {"face_droop": YES, "droop_over_days": YES, "eye_wont_close": YES}


def test_a_droop_over_days_is_lowered_with_what_to_look_out_for() -> None:
    talk = Talk()
    talk.does(Launched(), Reported(OVER_DAYS))
    talk.does(Reported({"limb_or_speech": NO, "sight_balance_sudden": NO}))
    assert talk.said(Phrase.LOWERED)
    speech = to_plain(talk.rendering.speech)
    assert "If it came on suddenly, or anything else changes, call 911." in speech


@pytest.mark.parametrize(
    "sign", ["slow_limb_weak", "slow_speech_swallow", "vision_numb_days", "unsteady_walk"]
)
def test_a_droop_over_days_with_another_sign_stays_an_emergency(sign: str) -> None:
    talk = Talk()
    signs = {"limb_or_speech": NO, "sight_balance_sudden": NO, sign: YES}
    talk.does(Launched(), Reported(OVER_DAYS), Reported(signs))
    assert talk.conversation.told == "emergency"


# ---- what to look out for


@pytest.mark.parametrize(
    ("answers", "sign", "not_said"),
    [
        ({"drink_stopped": YES, "hand_shake": YES}, "confusion", "an arm"),
        ({"takes_lithium": YES, "fluid_loss": YES}, "drowsy", "an arm"),
        ({"baby_under_1": YES}, "limp", "an arm"),
        ({"thirst_pee": YES}, "hard to wake", "an arm"),
        ({"diabetes_med": YES, "mouth_tingle": YES}, "swallow", "droops"),
        ({"spreading": YES}, "feels weak", "if it spreads"),
        ({"new_medicine": YES}, "swollen", "if it spreads"),
    ],
    ids=str,
)
def test_what_to_look_out_for_is_the_rules_own(
    answers: dict[str, Answer], sign: str, not_said: str
) -> None:
    talk = told(answers)
    (net,) = (p for p in talk.turn.reply.says if isinstance(p, SafetyNet))
    speech = to_plain(talk.rendering.speech)
    assert net.rules
    assert sign in speech
    assert not_said not in speech


# ---- grave names


@pytest.mark.parametrize("grave", [c.id for c in KB.conditions.values() if c.grave])
def test_a_grave_cause_is_never_told_first(grave: str) -> None:
    for case in KB.conditions[grave].examples:
        talk = told(dict(case.answers))
        view = outlook(KB, talk.conversation.evidence)
        assert grave not in causes_of(KB, talk.conversation.evidence, view).named
        name = WORDS["en-US"].text("condition", grave, "name")
        assert name not in talk.rendering.speech
        assert name not in talk.rendering.card.text.split("Sources:", maxsplit=1)[0]
        talk.does(AskedWhyNot(grave))
        assert name.lower() in talk.rendering.speech.lower()


@pytest.mark.parametrize("sign", ["slow_limb_weak", "slow_speech_swallow", "unsteady_walk"])
def test_nothing_harmless_is_told_where_a_rule_points_to_something_grave(sign: str) -> None:
    for habit in ((), ("caffeine_high", "short_sleep")):
        talk = told(dict.fromkeys((sign, *habit), YES))
        assert talk.said(Causes(None, (), (), by_rule=True))
        talk.does(Asked("self_care"))
        assert "Most harmless" not in to_plain(talk.rendering.speech)


# ---- why not


@pytest.mark.parametrize("condition", KB.conditions)
@pytest.mark.parametrize("present", [(), ("caffeine_high",), ("over_2_weeks", "elsewhere")])
def test_only_what_was_denied_speaks_against_a_cause(
    condition: str, present: tuple[str, ...]
) -> None:
    talk = Talk().to_result(*present)
    (why,) = (p for p in talk.does(AskedWhyNot(condition)).says if isinstance(p, WhyNot))
    known = read(talk.conversation.evidence)
    assert all(known.absent(f) for f in why.explanation.denied)
    assert all(known.present(f) for f in why.explanation.misfits)
    assert not any(known.spoken_of(f) for f in why.explanation.unknown)
    if KB.conditions[condition].kind is Kind.RULE_ONLY:
        asked = why.explanation.denied or why.explanation.for_it
        assert asked or "I did not ask about" in to_plain(talk.rendering.speech)


@pytest.mark.parametrize("locale", WORDS)
def test_what_is_said_of_everybody_claims_no_answer(locale: str) -> None:
    """Why a cause is unlikely in most people says "without" and "if", never "no pain speaks
    against it": nobody may have asked."""
    for condition in KB.conditions:
        if WORDS[locale].has("condition", condition, "unlikely"):
            text = WORDS[locale].text("condition", condition, "unlikely")
            assert not any(s.startswith("No ") for s in text.split(". ")), condition


# ---- cards and advice


def test_a_card_names_no_cause_that_was_not_told() -> None:
    talk = Talk().to_result("caffeine_high")
    causes = next(p for p in talk.turn.reply.says if isinstance(p, Causes))
    words = WORDS["en-US"]
    named = [c for c in KB.conditions if f". {words.text('condition', c, 'name')}".lower()
             in talk.rendering.card.text.lower()]  # fmt: skip
    view = outlook(KB, talk.conversation.evidence)
    assert set(named) == set(causes_of(KB, talk.conversation.evidence, view).named)
    assert causes.first in named


def test_a_card_denies_nothing_that_it_names() -> None:
    talk = Talk().to_result()
    for habit in ("moking", "affeine"):
        assert habit not in talk.rendering.card.text.split("What you can do")[0]


def test_a_fact_that_changes_the_advice_is_not_said_to_change_nothing() -> None:
    talk = Talk().to_result("caffeine_high")
    talk.does(Reported({"pregnant": YES}))
    assert talk.said(Phrase.CHANGED_ADVICE)
    assert not talk.said(Phrase.CHANGED_NOTHING)


def test_no_limit_is_told_without_the_one_in_pregnancy() -> None:
    for locale, words in WORDS.items():
        for advice in ("caffeine_limit", "alcohol_cut_down"):
            assert "pregnancy" in words.text("advice", advice, "say"), (locale, advice)


def test_an_emergency_card_says_why() -> None:
    talk = Talk()
    talk.does(Launched(), Answered(NO), Answered(YES))
    card = talk.rendering.card
    assert card is not None
    assert WORDS["en-US"].text("gate", "airway", "danger") in card.text
