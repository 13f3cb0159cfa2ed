"""The benchmarks of the endpoint run, are bounded, and find what they are meant to find."""

from __future__ import annotations

import json
import time
from random import Random

import pytest
from hello_skill import make_broken_turn, make_turn

from skill.evaluation.arsenal import generate
from skill.evaluation.envelopes import request_types
from skill.evaluation.hostility import attack
from skill.evaluation.load import measure, table
from skill.evaluation.mutation import spoil_text, spoil_tree
from skill.web.rehearsal import rehearse_hello, rehearse_skill


def test_a_small_attack_gets_no_5xx_and_an_answer_to_everything() -> None:
    with rehearse_skill(make_turn) as stage:
        result = attack(stage, 1500, 60)
    assert result.requests == 1500
    assert result.faults == ()
    assert set(result.statuses) == {200, 400, 404, 405}
    assert set(result.by_kind["good"]) == {200}
    for kind in ("bytes", "unsigned", "headers", "large"):
        assert set(result.by_kind[kind]) == {400}, kind
    assert result.by_kind["generated"][200] > 100


def test_an_attack_tells_of_a_skill_that_breaks() -> None:
    with rehearse_skill(make_broken_turn) as stage:
        result = attack(stage, 100, 60)
    assert result.statuses[500] > 0
    assert result.faults[0].startswith("500 ")


def test_an_attack_ends_when_its_time_is_up() -> None:
    with rehearse_skill(make_turn) as stage:
        began = time.monotonic()
        result = attack(stage, 10_000, 0.2)
    assert 0 < result.requests < 10_000
    assert time.monotonic() - began < 60


def test_load_stands_beside_hello_world() -> None:
    with rehearse_skill(make_turn) as skill, rehearse_hello() as hello:
        rows = measure([skill, hello], (1, 8), 0.3)
    assert [(row.name, row.clients) for row in rows] == [
        ("skill", 1),
        ("hello", 1),
        ("skill", 8),
        ("hello", 8),
    ]
    assert all(set(row.statuses) == {200} and row.per_second > 10 for row in rows)
    assert len(table(rows).splitlines()) == 6


def test_request_types_of_the_sdk_are_generated() -> None:
    types = {envelope["request"]["type"] for envelope in generate(400, 1)}
    assert types <= set(request_types())
    assert len(types) > 30


@pytest.mark.parametrize("number", range(5))
def test_the_same_seed_spoils_in_the_same_way(number: int) -> None:
    envelope = {"request": {"type": "X", "intent": {"name": "Y", "slots": {}}}, "session": {}}
    before = json.dumps(envelope)
    once, again = Random(number), Random(number)
    spoiled = spoil_tree(once, envelope)
    assert spoil_tree(again, envelope) == spoiled
    assert spoil_text(once, spoiled) == spoil_text(again, spoiled)
    assert json.dumps(envelope) == before
