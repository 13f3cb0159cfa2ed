"""Are cases played to an end, both ways alike, and are unsafe ones found and shown?"""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from pathlib import Path

import pytest

from skill.evaluation import evaluate, play
from skill.evaluation.cases import Case, load_cases
from skill.evaluation.demand import read_oracle
from skill.evaluation.invented import invent
from skill.evaluation.play import Failure, Played, Speaker, play_all, play_quietly
from skill.evaluation.score import Verdict, figures, score
from skill.evaluation.sensitivity import SCALE, cells, measure_sensitivity
from skill.knowledge.load import load_knowledge
from skill.knowledge.model import Answer, TriageLevel

FOLDER = Path(__file__).parent / "cases"
KB = load_knowledge()
OPEN = load_cases(KB, FOLDER / "open")
COFFEE = next(c for c in OPEN if "caffeine" in c.truth)
URGENT = next(c for c in OPEN if c.triage is TriageLevel.EMERGENCY and not c.flags)
EVERY_TENTH = OPEN[::10]


@pytest.fixture(scope="module")
def speaker() -> Speaker:
    """One device for all; each case opens a new session."""
    return Speaker()


def command(*args: str) -> int:
    """The command, as from the command line."""
    parser = argparse.ArgumentParser()
    evaluate.add_arguments(parser)
    return evaluate.run(parser.parse_args(args))


@pytest.mark.parametrize("case", OPEN, ids=lambda case: case.id)
def test_open_case_is_never_under_triaged(case: Case) -> None:
    played = play_quietly(KB, case, volunteer=True)
    assert played.failure is None
    assert played.questions <= 14
    assert score(played).verdict is not Verdict.UNDER


@pytest.mark.parametrize("case", EVERY_TENTH, ids=lambda case: case.id)
def test_aloud_and_quietly_come_to_the_same(speaker: Speaker, case: Case) -> None:
    aloud, quiet = speaker.play(case), play_quietly(KB, case)
    assert aloud.told
    assert quiet.told
    assert aloud.told.level is quiet.told.level
    assert [e.asked for e in aloud.exchanges] == [e.asked for e in quiet.exchanges]
    assert [c for c, _ in aloud.told.ranked] == [c for c, _ in quiet.told.ranked]
    assert all(e.speech for e in aloud.exchanges)


def test_volunteering_opens_with_what_the_case_says(speaker: Speaker) -> None:
    played = speaker.play(COFFEE, volunteer=True)
    assert [e.said for e in played.exchanges[:2]] == [None, COFFEE.says]
    assert played.told


def test_order_does_not_depend_on_the_number_of_processes() -> None:
    one, two = (play_all(KB, OPEN[:6], aloud=False, jobs=jobs) for jobs in (1, 2))
    assert one == two


def test_loop_is_a_failure_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(play, "MOST_TURNS", 2)
    played = play_quietly(KB, COFFEE)
    assert played.failure is Failure.LOOP
    assert figures([played]).failed == 1


def test_questions_count_to_the_first_time_of_the_final_level() -> None:
    played = play_quietly(KB, URGENT)
    assert played.to_emergency == played.questions <= 3


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        ({}, Verdict.EXACT),
        ({"triage": TriageLevel.EMERGENCY}, Verdict.UNDER),
        (
            {"triage": TriageLevel.EMERGENCY, "triage_also_ok": (TriageLevel.SELF_CARE,)},
            Verdict.ACCEPTABLE,
        ),
    ],
    ids=["exact", "under", "acceptable"],
)
def test_level_is_judged(change: dict[str, object], verdict: Verdict) -> None:
    played = calm()
    assert score(replace(played, case=replace(played.case, **change))).verdict is verdict


def test_over_triage_is_no_failure_of_safety() -> None:
    played = play_quietly(KB, URGENT)
    low = replace(played, case=replace(URGENT, triage=TriageLevel.SELF_CARE, triage_also_ok=()))
    assert score(low).verdict is Verdict.OVER
    assert figures([low]).under == 0


def test_case_without_a_ranked_cause_is_left_out_of_the_cause_figures() -> None:
    played = calm()
    none = replace(played, case=replace(played.case, truth=(), top3_ok=()))
    assert figures([none, played]).first == figures([played]).first


def test_unsafe_case_makes_the_command_fail(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    raw = {"id": "x", "answers": {}, "truth": [], "triage": "emergency"}
    (tmp_path / "x.json").write_text(json.dumps([raw]), encoding="utf-8")
    assert command(str(tmp_path), "--quiet") == 1
    assert "under-triaged (unsafe)" in capsys.readouterr().out
    (tmp_path / "x.json").write_text(json.dumps([{**raw, "triage": "self_care"}]), encoding="utf-8")
    assert command(str(tmp_path), "--quiet") == 0
    assert command(str(tmp_path / "none.json"), "--quiet") == 2
    assert command() == 2


def test_held_cases_stay_hidden(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    raw = {"answers": {}, "truth": [], "triage": "self_care"}
    for part in ("open", "held"):
        (tmp_path / part).mkdir()
        text = json.dumps([{"id": f"case-{part}", **raw}])
        (tmp_path / part / "some.json").write_text(text, encoding="utf-8")
    out = tmp_path / "out"
    command(str(tmp_path), "--quiet", "--json", str(out))
    assert "case-held" not in capsys.readouterr().out + out.read_text()
    assert json.loads(out.read_text())["figures"].keys() == {"open", "held", "all"}
    command(str(tmp_path), "--quiet", "--held-details")
    assert "case-held" in capsys.readouterr().out


def test_report_needs_nothing_from_elsewhere(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    raw = {"id": "<x>", "answers": {"stressed": "yes"}, "truth": ["stress_emotion"]}
    (tmp_path / "x.json").write_text(json.dumps([{**raw, "triage": "emergency"}]), encoding="utf-8")
    command(str(tmp_path), "--html", str(tmp_path / "report.html"))
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert page.count("data:image/svg+xml;base64,") == 4
    assert "&lt;x&gt;" in page
    assert "Three safety questions" in page
    assert not any(word in page for word in ("http:", "https:", "<script", "url("))


def test_each_likelihood_moves_a_step() -> None:
    moves = list(cells(KB))
    assert all(SCALE.index(move.after) >= 0 and move.before != move.after for move in moves)
    strong = [m for m in moves if (m.condition, m.finding) == ("caffeine", "caffeine_high")]
    moved = measure_sensitivity(KB, [COFFEE], strong, jobs=1, show=False)
    assert {m.cell for m in moved} == set(strong)
    assert not any(m.lowered for m in moved)


def test_invented_cases_are_the_same_again() -> None:
    oracle = read_oracle()
    cases = invent(KB, oracle, 60, seed=1, evenly=True)
    assert cases == invent(KB, oracle, 60, seed=1, evenly=True)
    assert len({c.about for c in cases}) > 15
    assert all(play_quietly(KB, case).told for case in cases[:10])


def calm() -> Played:
    """Somebody with nothing but coffee."""
    case = replace(COFFEE, answers={"caffeine_high": Answer.YES})
    plain = replace(case, triage=TriageLevel.SELF_CARE, triage_also_ok=(), flags=())
    return play_quietly(KB, plain)
