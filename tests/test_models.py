"""The models of a language, read as one."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import pytest
import yaml

from skill.bootstrap import build_turn
from skill.settings import Settings
from skill.simulator import setting_up
from skill.simulator.device import Device
from skill.simulator.models import read_language, read_model, together
from skill.simulator.recogniser.deciding import decide
from skill.simulator.recogniser.telling import Reading
from skill.simulator.recogniser.wishing import NOTHING
from skill.simulator.setting_up import make_recogniser
from skill.speech.words import SPOKEN_LOCALES

TABLES = Path("tests/utterances")


def model(*types):
    return {"interactionModel": {"languageModel": {"intents": [], "types": list(types)}}}


def kind(name, **values):
    return {
        "name": name,
        "values": [
            {"id": id_, "name": {"value": said[0], "synonyms": said[1:]}}
            for id_, said in values.items()
        ],
    }


def phrases(model, name):
    types = model["interactionModel"]["languageModel"]["types"]
    return {
        value["id"]: [value["name"]["value"], *value["name"]["synonyms"]]
        for kind in types
        if kind["name"] == name
        for value in kind["values"]
    }


def test_models_together_say_what_each_says_once():
    ours = model(kind("Told", cramps=["a cramp", "my foot cramps"]))
    theirs = model(kind("Told", cramps=["a cramp", "a charley horse"], drowsy=["i'm dozy"]))
    both = phrases(together([ours, theirs]), "Told")
    assert both == {
        "cramps": ["a cramp", "my foot cramps", "a charley horse"],
        "drowsy": ["i'm dozy"],
    }


def test_a_phrase_stays_with_the_value_that_claims_it_first():
    ours, theirs = (
        model(kind("Told", cramps=["it grips"])),
        model(kind("Told", bursts=["it grips"])),
    )
    assert phrases(together([ours, theirs]), "Told") == {"cramps": ["it grips"]}


@pytest.mark.parametrize("locale", SPOKEN_LOCALES)
def test_a_language_says_all_that_each_of_its_models_says(locale):
    whole, own = phrases(read_language(locale), "Told"), phrases(read_model(locale), "Told")
    assert all(set(said) <= set(whole[id_]) for id_, said in own.items())
    assert sum(map(len, own.values())) < sum(map(len, whole.values())) / 3


def test_no_sentence_that_is_held_back_is_taught():
    held = [path for path in TABLES.rglob("*.yaml") if "held" in (path.stem, path.parent.name)]
    rows = [row for path in held for row in yaml.safe_load(path.read_text("utf-8"))]
    whole = read_language("en-US")
    taught = {
        phrase
        for name in ("Told", "DangerTold", "NotTold", "Aside")
        for said in phrases(whole, name).values()
        for phrase in said
    }
    assert len(rows) > 1700
    assert not taught & {row["text"] for row in rows}


def test_the_locales_of_a_language_share_one_recogniser():
    assert make_recogniser("en-IN") is make_recogniser("en-US")


def test_who_comes_while_a_recogniser_is_made_waits_for_it(monkeypatch):
    made = []

    def make(language):
        time.sleep(0.2)
        made.append(object())
        return made[-1]

    monkeypatch.setattr(setting_up, "_recogniser", cache(make))
    setting_up.warm_up("en-GB")
    with ThreadPoolExecutor(3) as several:
        had = list(several.map(make_recogniser, ("en-US", "en-AU", "en-IN")))
    assert [had[0]] * 3 == had == made * 3


def test_nothing_is_learned_before_something_is_said():
    def ears():
        raise AssertionError("not yet")

    device = Device(build_turn(Settings()), ears, "lip twitch guide")
    device.launch()
    device.touch(["answer", "no"])
    with pytest.raises(AssertionError, match="not yet"):
        device.say("no")


def test_a_danger_is_acted_on_where_nothing_is_wished_for():
    assert decide(NOTHING, Reading(danger=["face_droop"]), {})["intent"] == "RedFlagIntent"
    assert decide(NOTHING, Reading(), {})["intent"] == "AMAZON.FallbackIntent"
