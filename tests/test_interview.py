"""What to ask next, when to stop, how urgent it is, and why: the pure interview by itself."""

from __future__ import annotations

import pytest
from core_support import GATES, KB, NO, UNSURE, YES

from skill.interview.differential import believe, chance, rank
from skill.interview.evidence import (
    Evidence,
    Origin,
    Statement,
    questions_asked,
    read,
    without_last_turn,
)
from skill.interview.explain import explain, outlook
from skill.interview.step import MOST_QUESTIONS, Ask, Conclude, Profile, model_of, next_step
from skill.interview.triage import assess
from skill.knowledge.model import Answer, Finding, Kind, TriageLevel
from skill.knowledge.rules import urgency

MYSELF, SOMEBODY = Profile(), Profile(other=True)


def said(finding: str, answer: Answer = YES, turn: int = 1) -> Statement:
    return Statement((finding,), answer, Origin.VOLUNTEERED, turn)


def clear() -> Evidence:
    """All dangers asked and absent."""
    return tuple(
        Statement(gate.findings, NO, Origin.ASKED, turn) for turn, gate in enumerate(KB.gates, 1)
    )


def level(*statements: Statement) -> TriageLevel:
    return assess(KB, read(statements)).level


# ---- evidence


def test_the_last_word_counts() -> None:
    known = read((said("cramps"), said("cramps", NO)))
    assert known.absent("cramps")
    assert not known.present("cramps")


def test_a_yes_to_a_joined_question_is_one_or_the_other() -> None:
    known = read((Statement(("face_droop", "limb_or_speech"), YES, Origin.ASKED),))
    assert known.either == (frozenset({"face_droop", "limb_or_speech"}),)
    assert not known.spoken_of("face_droop")
    assert known.possible() >= {"face_droop", "limb_or_speech"}


def test_a_yes_to_both_takes_back_an_earlier_no_and_keeps_a_yes() -> None:
    both = Statement(("face_droop", "limb_or_speech"), YES, Origin.ASKED)
    known = read((said("face_droop"), said("limb_or_speech", NO), both))
    assert known.present("face_droop")
    assert not known.absent("limb_or_speech")


def test_what_is_left_of_either_or_is_it() -> None:
    both = Statement(("face_droop", "limb_or_speech"), YES, Origin.ASKED)
    known = read((both, said("limb_or_speech", NO)))
    assert known.present("face_droop")
    assert known.either == ()


def test_doubt_is_counted() -> None:
    assert read((said("cramps", UNSURE), said("cramps", UNSURE))).doubts == {"cramps": 2}


def test_the_same_question_again_is_no_other_question() -> None:
    first = Statement(("head_event",), UNSURE, Origin.ASKED, 1)
    again = Statement(("head_event",), UNSURE, Origin.SKIPPED, 2)
    other = Statement(("cramps",), NO, Origin.ASKED, 3)
    assert questions_asked((first, again, other, said("bursts", YES, 4))) == 2


def test_going_back_drops_the_last_exchange_whole() -> None:
    evidence = (said("cramps", NO, 1), said("bursts", YES, 2), said("one_side", YES, 2))
    assert without_last_turn(evidence) == evidence[:1]
    assert without_last_turn(()) == ()


# ---- triage


def test_nothing_known_is_looked_after_at_home() -> None:
    assert level() is TriageLevel.SELF_CARE


def test_either_sign_of_a_joined_question_is_an_emergency() -> None:
    assert level(Statement(("face_droop", "limb_or_speech"), YES, Origin.ASKED)) is (
        TriageLevel.EMERGENCY
    )


@pytest.mark.parametrize("gate", KB.gates, ids=lambda gate: gate.id)
def test_one_doubt_is_asked_again_and_two_act(gate) -> None:
    doubt = Statement(gate.findings, UNSURE, Origin.ASKED)
    assert level(doubt) is TriageLevel.SELF_CARE
    assert level(doubt, doubt) is gate.unsure


def test_a_droop_is_lowered_only_by_the_answer_that_its_rule_names() -> None:
    assert level(said("face_droop")) is TriageLevel.EMERGENCY
    assert level(said("face_droop"), said("stroke_ruled_out", NO)) is TriageLevel.EMERGENCY
    assert level(said("face_droop"), said("stroke_ruled_out")) is TriageLevel.SAME_DAY


def test_a_benign_yes_lowers_nothing() -> None:
    for finding in ("caffeine_high", "short_sleep", "stressed"):
        assert level(said("face_droop"), said(finding)) is TriageLevel.EMERGENCY


# ---- questions and the end


def test_dangers_come_first_and_in_order() -> None:
    evidence: Evidence = ()
    for gate in KB.gates:
        step = next_step(KB, MYSELF, evidence)
        assert isinstance(step, Ask)
        assert step.question.findings == gate.findings
        evidence = (*evidence, Statement(gate.findings, NO, Origin.ASKED, len(evidence) + 1))


def test_of_a_danger_half_told_the_other_half_is_asked() -> None:
    step = next_step(KB, MYSELF, (said("face_droop", NO),))
    assert isinstance(step, Ask)
    assert step.question.findings == ("limb_or_speech",)
    assert step.question.id == "limb_or_speech"


def test_an_emergency_ends_it_and_may_ask_what_lowers_it() -> None:
    step = next_step(KB, MYSELF, (said("face_droop"),))
    assert isinstance(step, Conclude)
    assert step.settling is not None
    assert step.settling.findings == ("stroke_ruled_out",)


def test_no_question_can_lower_what_nothing_lowers() -> None:
    step = next_step(KB, MYSELF, (said("breath_or_swelling"),))
    assert isinstance(step, Conclude)
    assert step.settling is None


def test_a_child_is_asked_about_first_for_somebody_else() -> None:
    step = next_step(KB, SOMEBODY, clear())
    assert isinstance(step, Ask)
    assert step.question.findings == ("under_16",)


def test_what_was_volunteered_is_not_asked() -> None:
    evidence = (*clear(), said("over_2_weeks", NO, 4), said("caffeine_high", YES, 4))
    for _ in range(MOST_QUESTIONS):
        step = next_step(KB, MYSELF, evidence)
        if not isinstance(step, Ask):
            break
        assert not {"over_2_weeks", "caffeine_high"} & set(step.question.findings)
        evidence = (*evidence, Statement(step.question.findings, NO, Origin.ASKED, len(evidence)))
    assert isinstance(next_step(KB, MYSELF, evidence), Conclude)


def test_at_the_limit_it_concludes() -> None:
    askable = [f.id for f in KB.findings.values() if f.id not in GATES][:MOST_QUESTIONS]
    evidence = (
        *clear(),
        *(Statement((f,), UNSURE, Origin.ASKED, 10 + i) for i, f in enumerate(askable)),
    )
    assert isinstance(next_step(KB, MYSELF, evidence), Conclude)


# ---- causes


def test_shares_add_up_and_the_order_is_settled() -> None:
    ranked = outlook(KB, (said("caffeine_high"), said("short_sleep"))).ranked
    assert sum(r.share for r in ranked) == pytest.approx(1)
    assert list(ranked) == sorted(ranked, key=lambda r: (-r.share, r.condition))


def test_every_cause_but_the_rule_only_is_ranked() -> None:
    named = {r.condition for r in outlook(KB, ()).ranked}
    assert named == {c.id for c in KB.conditions.values() if c.kind is not Kind.RULE_ONLY}


@pytest.mark.parametrize(
    ("finding", "condition"), [("caffeine_high", "caffeine"), ("short_sleep", "tiredness")]
)
def test_a_habit_raises_its_own_cause(finding: str, condition: str) -> None:
    def share(evidence: Evidence) -> float:
        return next(r.share for r in outlook(KB, evidence).ranked if r.condition == condition)

    assert share((said(finding),)) > share(()) > share((said(finding, NO),))
    assert share((said(finding, UNSURE),)) == pytest.approx(share(()))


def test_a_disease_and_a_habit_do_not_hide_each_other() -> None:
    spasm = tuple(map(said, ("one_side", "eyelid_too", "spreading", "bursts", "over_2_weeks")))
    top = [r.condition for r in outlook(KB, (*clear(), *spasm, said("caffeine_high"))).ranked[:3]]
    assert {"hemifacial_spasm", "caffeine"} <= set(top)


def test_a_chance_lies_between_none_and_all() -> None:
    model = model_of(KB)
    belief = believe(model, read((said("caffeine_high"),)))
    assert all(0 < chance(model, belief, f) < 1 for f in KB.findings)
    assert sum(belief.disease.values()) == pytest.approx(1)


def test_what_the_rules_suspect_weighs_more() -> None:
    model = model_of(KB)
    belief = believe(model, read(()))

    def share(suspects: frozenset[str]) -> float:
        ranked = rank(model, belief, TriageLevel.SAME_DAY, suspects)
        return next(r.share for r in ranked if r.condition == "bells_palsy")

    assert share(frozenset({"bells_palsy"})) > share(frozenset())


def test_a_doubted_danger_names_what_it_may_be() -> None:
    doubt = Statement(("face_droop", "limb_or_speech"), UNSURE, Origin.ASKED)
    step = next_step(KB, MYSELF, (doubt, doubt))
    assert isinstance(step, Conclude)
    assert "stroke_tia" in [r.condition for r in step.ranked[:3]]


# ---- why


def test_an_explanation_says_for_against_and_not_asked() -> None:
    why = explain(KB, (said("eyelid_too"), said("one_side", NO)), "hemifacial_spasm")
    assert "eyelid_too" in why.for_it
    assert "one_side" in why.denied
    assert "over_2_weeks" in why.unknown or why.unknown
    assert not set(why.for_it) & {*why.denied, *why.misfits}


def test_a_flag_is_never_missed_as_unasked() -> None:
    """But for what only rules point to: there flags are all there is to ask about."""
    flags = {f.id for f in KB.findings.values() if f.group == "flag"}
    for condition in KB.conditions.values():
        if condition.kind is not Kind.RULE_ONLY:
            assert not flags & set(explain(KB, (), condition.id).unknown)


def test_what_a_rule_saw_speaks_for_what_it_suspects() -> None:
    seen = (said("takes_lithium"), said("fluid_loss"), said("hand_shake", NO))
    why = explain(KB, seen, "lithium_toxicity")
    assert set(why.for_it) == {"takes_lithium", "fluid_loss"}
    assert why.denied == ("hand_shake",)
    assert "drowsy" in why.unknown


# ---- whom, and what they fear


def asked_by(profile: Profile, *told: Statement) -> list[str]:
    """The findings that somebody with nothing else is asked about."""
    evidence: Evidence = told
    asked: list[str] = []
    while isinstance(step := next_step(KB, profile, evidence), Ask):
        asked += step.question.findings
        no = Statement(step.question.findings, Answer.NO, Origin.ASKED, len(evidence) + 1)
        evidence = (*evidence, no)
    return asked


@pytest.mark.parametrize("feared", [c.id for c in KB.conditions.values() if c.kind is Kind.DISEASE])
def test_who_fears_a_disease_is_asked_for_its_main_sign(feared: str) -> None:
    condition = KB.conditions[feared]
    excess = {f: p - KB.findings[f].base for f, p in condition.likelihood.items()}
    assert max(excess, key=lambda f: excess[f]) in asked_by(Profile(feared=feared))


@pytest.mark.parametrize("flag", [f for f in KB.findings.values() if f.beside], ids=lambda f: f.id)
def test_some_dangers_are_asked_beside_what_makes_them_matter(flag: Finding) -> None:
    assert flag.id not in asked_by(MYSELF)
    for other in flag.beside:
        told = Statement((other,), Answer.YES, Origin.VOLUNTEERED)
        assert flag.id in asked_by(MYSELF, told)


def test_a_set_of_which_all_are_named_is_closed() -> None:
    evidence = (
        Statement(("cramps", "mouth_tingle"), YES, Origin.ASKED, 1),
        Statement(("cramps",), YES, Origin.VOLUNTEERED, 2),
        Statement(("mouth_tingle",), YES, Origin.VOLUNTEERED, 2),
    )
    assert read(evidence).either == ()


def test_a_calm_person_is_asked_for_every_sign_that_by_itself_means_a_doctor_within_days() -> None:
    urgent = {
        f.id
        for f in KB.findings.values()
        if f.asked and not f.beside and urgency(KB, {f.id: YES}) >= TriageLevel.SOON
    }
    assert urgent - set(asked_by(MYSELF)) == set()
