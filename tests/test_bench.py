"""The bench measures what it says: real archives, real processes, honest sums."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path

import pytest

from skill.deploy.bytecode import find_interpreter
from skill.evaluation.bench.command import add_arguments, run
from skill.evaluation.bench.contestants import COMPILED, PLAIN, SKILL
from skill.evaluation.bench.figures import Figures, as_json, as_table, p99
from skill.evaluation.bench.measure import Run, Took, run_once
from skill.evaluation.bench.turns import ASIDES, FOLLOW_UPS, hello_world_turns, skill_turns


def figures(name: str, cold: float, turn: float) -> Figures:
    runs = tuple(
        Run(cold + step, cold / 2, 20_000_000, {"launch": (Took(turn, turn), Took(turn * 2, turn))})
        for step in range(-2, 3)
    )
    return Figures(name, 1_000_000, runs)


MEASURED = {
    SKILL: figures(SKILL, 100, 0.5),
    PLAIN: figures(PLAIN, 400, 0.25),
    COMPILED: figures(COMPILED, 80, 0.25),
}


def test_ratios_are_of_medians() -> None:
    ratios = as_json("python3.13", MEASURED)["ratios"]
    assert ratios["cold start to hello_world"] == 0.25
    assert ratios["cold start to hello_world_compiled"] == 1.25
    assert ratios["warm turn p50 to hello_world"] == 2.0


def test_the_table_names_every_contestant_and_every_kind_of_turn() -> None:
    table = as_table("python3.13", MEASURED)
    for name in MEASURED:
        assert f"\n{name} " in table
    assert table.count(" launch ") == 3
    assert table.count(" all ") == 3
    assert "0.25 times hello_world" in table


def test_p99_is_what_one_in_a_hundred_exceeds() -> None:
    assert 98 < p99([Took(it, 0) for it in range(100)]) < 100


def test_no_two_timed_turns_are_alike_and_every_kind_is_there() -> None:
    turns = skill_turns(12)
    sessions = [json.dumps((event["session"], event["request"])) for _, event in turns]
    assert len(set(sessions)) == len(sessions)
    kinds = {kind for kind, _ in turns}
    assert kinds >= {"launch", "no", "yes", "result", *FOLLOW_UPS.values()}
    assert len(kinds & set(ASIDES.values())) > 4


def test_a_contestant_that_fails_is_an_error(tmp_path: Path) -> None:
    from skill.evaluation.bench.contestants import Contestant

    (tmp_path / "lambda_function.py").write_text("raise SystemExit(3)\n")
    events = tmp_path / "events"
    events.write_text("launch\t{}\n")
    contestant = Contestant("broken", tmp_path / "none.zip", tmp_path)
    with pytest.raises(ChildProcessError, match="broken"):
        run_once(contestant, find_interpreter(sys.executable), events, {}, 0.0)


def test_the_command_prints_its_table_and_keeps_its_figures(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    parser = ArgumentParser()
    add_arguments(parser)
    path = tmp_path / "bench.json"
    options = ["--starts", "2", "--seconds", "0.05", "--python", sys.executable]
    assert run(parser.parse_args([*options, "--json", str(path)])) == 0
    assert "cold start" in capsys.readouterr().out
    kept = json.loads(path.read_text("utf-8"))
    assert set(kept["contestants"]) == {SKILL, PLAIN, COMPILED}
    skill = kept["contestants"][SKILL]
    assert skill["zip_bytes"] < 6_000_000
    assert set(skill["turns_ms"]) >= {"launch", "no", "result", "why not"}
    assert kept["contestants"][PLAIN]["turns_ms"].keys() == dict(hello_world_turns()).keys()
    assert kept["ratios"]["cold processor to hello_world"] < 1
