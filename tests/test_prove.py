"""Does the proof hold, in a bounded form, and does it break where the interview is broken?"""

from __future__ import annotations

import argparse
from dataclasses import replace

import pytest

from skill.evaluation import prove
from skill.evaluation.agreement import CLAIM, about, check, compare
from skill.evaluation.demand import read_oracle
from skill.evaluation.paths import ways
from skill.evaluation.proof import Found, Start, Walker, draw_lots, volunteered, walk_all
from skill.interview.evidence import Evidence, Origin, Statement, read
from skill.interview.questions import Question
from skill.interview.triage import assess
from skill.knowledge.load import load_knowledge
from skill.knowledge.model import Answer, KnowledgeBase, TriageLevel

KB = load_knowledge()
ORACLE = read_oracle()
TOLD = list(volunteered(KB, ORACLE))
YES, NO, UNSURE = Answer.YES, Answer.NO, Answer.UNSURE


def told(*statements: tuple[str, Answer]) -> Evidence:
    """Evidence from pairs of findings (joined by +) and an answer."""
    return tuple(
        Statement(tuple(joined.split("+")), answer, Origin.ASKED, turn)
        for turn, (joined, answer) in enumerate(statements)
    )


def walk(kb: KnowledgeBase, *starts: Start, walks: int = 30) -> Found:
    """A few paths by lot, in this process."""
    return draw_lots(kb, ORACLE, starts or (Start(),), walks, likely=False, jobs=1)


def test_triage_agrees_with_the_files() -> None:
    found = compare(KB, ORACLE)
    assert found.states > 10_000
    assert not found.breaches


def test_paths_by_lot_hold_every_claim() -> None:
    found = walk(KB, Start(), Start(other=True), walks=100)
    assert found.states > 100
    assert not found.breaches


def test_every_path_with_one_departure_holds_every_claim() -> None:
    found = walk_all(KB, ORACLE, [Start(departures=1, named=True)], jobs=1)
    assert found.tally is not None
    assert found.tally.whole > 30
    assert not found.breaches


@pytest.mark.parametrize("start", TOLD, ids=lambda start: start.evidence[0].findings[0])
def test_flag_told_first_holds_its_level(start: Start) -> None:
    demanded = ORACLE.demand(start.evidence).level
    assert assess(KB, read(start.evidence)).level is demanded
    assert not draw_lots(KB, ORACLE, [start], 3, likely=True, jobs=1).breaches


@pytest.mark.parametrize("rule", KB.rules)
def test_lost_rule_is_noticed(rule: str) -> None:
    without = replace(KB, rules={name: r for name, r in KB.rules.items() if name != rule})
    (own,) = (r for r in ORACLE.rules if r["id"] == rule)
    assert check(without, ORACLE, about(ORACLE, own)).broken[CLAIM]


def test_lost_rule_breaks_the_walk() -> None:
    without = replace(KB, rules={name: r for name, r in KB.rules.items() if "face" not in name})
    assert walk(without, walks=60).broken["no level below the evidence"]


@pytest.mark.parametrize("gate", KB.gates, ids=lambda gate: gate.id)
def test_lost_gate_breaks_the_walk(gate: object) -> None:
    without = replace(KB, gates=tuple(g for g in KB.gates if g is not gate))
    broken = walk(without, walks=60).broken
    assert {"dangers in the first three questions", "every danger is asked about"} & broken.keys()


def test_doubt_taken_lightly_breaks_the_walk() -> None:
    light = replace(KB, gates=tuple(replace(g, unsure=TriageLevel.SELF_CARE) for g in KB.gates))
    assert walk(light, walks=60).broken["no level below the evidence"]


def test_missing_advice_breaks_the_walk() -> None:
    bare = {name: replace(c, advice=()) for name, c in KB.conditions.items()}
    found = draw_lots(replace(KB, conditions=bare), ORACLE, [Start()], 20, likely=True, jobs=1)
    assert found.broken["each ending has advice"]


@pytest.mark.parametrize(
    "change", [{"advice": ("rest_and_relax",)}, {"suspects": ("benign_twitch",)}], ids=str
)
def test_what_talks_a_day_down_breaks_the_walk(change: dict[str, tuple[str, ...]]) -> None:
    calm = {
        name: replace(r, **change) if r.level is TriageLevel.SAME_DAY else r
        for name, r in KB.rules.items()
    }
    assert walk(replace(KB, rules=calm), walks=300).broken["from today on the rules tell"]


@pytest.mark.parametrize(
    ("statements", "level"),
    [
        ([], "self_care"),
        ([("face_droop", YES)], "emergency"),
        ([("face_droop", YES), ("stroke_ruled_out", YES)], "same_day"),
        ([("face_droop+limb_or_speech", YES)], "emergency"),
        ([("face_droop+limb_or_speech", YES), ("stroke_ruled_out", YES)], "emergency"),
        ([("face_droop+limb_or_speech", NO), ("over_2_weeks", YES)], "routine"),
        ([("face_droop+limb_or_speech", UNSURE)], "self_care"),
        ([("face_droop+limb_or_speech", UNSURE)] * 2, "emergency"),
        ([("head_event+hot_sweaty_jumpy", UNSURE)] * 2, "same_day"),
        ([("face_droop", UNSURE), ("face_droop", NO)], "self_care"),
    ],
)
def test_oracle_reads_the_rules(statements: list[tuple[str, Answer]], level: str) -> None:
    assert ORACLE.demand(told(*statements)).level.id == level


def test_a_choice_is_answered_in_every_way() -> None:
    choice = Question("habits", ("caffeine_high", "short_sleep", "stressed"), choice=True)
    assert len(ways(choice)) == 3 + 7
    assert len(ways(choice, named=False)) == len(ways(Question("one", ("one_side",)))) == 3


def test_each_state_is_looked_at_once() -> None:
    walker = Walker(KB, ORACLE)
    first = walker.explore(Start(departures=0))
    states = walker.report(Found()).states
    assert walker.explore(Start(departures=0)) == first
    assert states > 3
    assert walker.report(Found()).states == 0


def test_command_tells_figures(capsys: pytest.CaptureFixture[str]) -> None:
    parser = argparse.ArgumentParser()
    prove.add_arguments(parser)
    status = prove.run(parser.parse_args(["--limit", "20", "--jobs", "1"]))
    out = capsys.readouterr().out
    assert "questions on average over the prior" in out
    assert ("every claim holds" in out) == (status == 0)
