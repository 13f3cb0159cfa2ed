"""The regressions behind the recogniser's judgement, and that its weights are what they give."""

from __future__ import annotations

import pytest

from skill.__main__ import main
from skill.evaluation.weigh import regress
from skill.simulator.recogniser.judging import BELIEF, THERE
from skill.simulator.recogniser.timing import TIMED
from skill.simulator.recogniser.wishing import WISHED

SUMS = {"BELIEF": BELIEF, "THERE": THERE, "WISHED": WISHED, "TIMED": TIMED}

ROWS = [
    ({"bias": 1.0, "said": said, "idle": 2.0}, told)
    for said, told in (
        (3.0, True),
        (2.0, True),
        (2.5, True),
        (0.5, False),
        (0.0, False),
        (1.0, False),
        (1.5, True),
    )
]


def test_what_goes_with_being_told_weighs_and_what_never_changes_does_not():
    weights = regress(ROWS)
    assert weights["said"] > 0
    assert weights["idle"] == pytest.approx(0.0, abs=1e-6)


def test_the_weights_turn_about_with_the_labels():
    turned = regress([(features, not told) for features, told in ROWS])
    assert turned["said"] == pytest.approx(-regress(ROWS)["said"])


def test_the_weights_are_what_the_command_makes_of_the_open_tables(capsys):
    tables = ("open", "fresh/open.yaml", "colloquial/open.yaml", "broad/open.yaml", "own.yaml")
    assert main(["weigh", *(f"tests/utterances/{table}" for table in tables)]) == 0
    printed: dict[str, dict[str, float]] = {}
    exec(capsys.readouterr().out, printed)  # noqa: S102 - what the command prints is Python
    for name, weights in SUMS.items():
        assert printed[name] == pytest.approx(weights, abs=0.1)


def test_a_table_that_is_not_there_is_told_in_a_line(capsys):
    assert main(["weigh", "no/such.yaml"]) == 2
    assert "no/such.yaml: cannot be read" in capsys.readouterr().err


def test_a_table_that_tells_of_nothing_teaches_nothing(tmp_path, capsys):
    table = tmp_path / "idle.yaml"
    idle = '- {text: "what time is it", act: fallback}\n- {text: "", act: fallback}\n'
    table.write_text(idle, encoding="utf-8")
    assert main(["weigh", str(table)]) == 2
    assert "name others" in capsys.readouterr().err
