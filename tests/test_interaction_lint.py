"""Each rule for interaction models, shown by the smallest model that breaks it."""

from __future__ import annotations

from copy import deepcopy

import pytest

from skill.interaction.build import BUILT_IN
from skill.interaction.lint import lint


def value(id_, name, *synonyms):
    return {"id": id_, "name": {"value": name, "synonyms": list(synonyms)}}


def sound():
    intents = [{"name": name, "samples": []} for name in BUILT_IN]
    slots = [{"name": "fruit", "type": "Fruit"}]
    intents.append({"name": "EatIntent", "slots": slots, "samples": ["eat {fruit}", "eat now"]})
    types = [{"name": "Fruit", "values": [value("apple", "apple", "pippin")]}]
    language = {
        "invocationName": "fruit bowl guide",
        "modelConfiguration": {"fallbackIntentSensitivity": {"level": "MEDIUM"}},
        "intents": intents,
        "types": types,
    }
    return {"interactionModel": {"languageModel": language}}


def broken(change):
    model = deepcopy(sound())
    change(model["interactionModel"]["languageModel"])
    return [str(fault) for fault in lint("en-US", model)]


def samples(*texts):
    return lambda language: language["intents"][-1].update(samples=["eat {fruit}", *texts])


def another(name, *texts, slots=()):
    intent = {"name": name, "slots": list(slots), "samples": list(texts)}
    return lambda language: language["intents"].append(intent)


def fruits(*values_):
    return lambda language: language["types"][0].update(values=list(values_))


FAULTS = [
    (lambda language: language.update(invocationName="fruit"), "not two words"),
    (lambda language: language.update(invocationName="fruit bowl 2"), "other than small letters"),
    (lambda language: language.update(invocationName="open fruit"), "contains 'open'"),
    (lambda language: language["intents"].pop(0), "is missing"),
    (lambda language: language["intents"][0].update(samples=["drop it"]), "samples of its own"),
    (another("Eat2Intent", "munch"), "other than letters and underscores"),
    (another("EatIntent", "munch"), "declared twice"),
    (samples("eat {nut}"), "used but not declared"),
    (lambda language: language["intents"][-1].update(samples=["eat"]), "is in no sample"),
    (
        another("PickIntent", "pick {fruit}", slots=[{"name": "fruit", "type": "AMAZON.NUMBER"}]),
        "elsewhere",
    ),
    (
        another("PickIntent", "pick {nut}", slots=[{"name": "nut", "type": "Nut"}]),
        "has no type Nut",
    ),
    (
        another("PickIntent", "pick {nut}", slots=[{"name": "nut", "type": "AMAZON.SearchQuery"}]),
        "takes free text",
    ),
    (lambda language: language["types"].append({"name": "Nut", "values": []}), "no slot has it"),
    (samples("eat 2 apples"), "not plain letters"),
    (samples("eat, now"), "not plain letters"),
    (samples("alexa eat"), "wake word"),
    (samples("eat " * 40), "longer than 120"),
    (samples("say that again"), "belongs to AMAZON.RepeatIntent"),
    (samples("munch", "Munch"), "there twice"),
    (another("MunchIntent", "eat now"), "is in EatIntent too"),
    (
        another("MunchIntent", "{food}", slots=[{"name": "food", "type": "Fruit"}]),
        None,
    ),
    (fruits(), "has no value"),
    (fruits(value("apple", "apple"), value("pear", "apple")), "under apple and pear"),
    (fruits(value("apple", "apple"), value("apple", "pear")), "there twice"),
    (fruits(value("apple", "apple 2")), "not plain letters"),
    (fruits(value("apple", "a" * 81)), "longer than 80"),
]


def test_a_sound_model_has_no_fault():
    assert lint("en-US", sound()) == []


@pytest.mark.parametrize(("change", "fault"), FAULTS)
def test_each_fault_is_found_and_says_how_to_mend_it(change, fault):
    found = broken(change)
    if fault is None:
        assert found == []
    else:
        assert any(fault in line for line in found), found
        assert all(line.startswith("en-US ") and ". " in line for line in found)


def test_a_sentence_may_not_be_a_sample_here_and_a_lone_value_there():
    def both(language):
        slot = {"name": "food", "type": "Fruit"}
        language["intents"].append({"name": "NameIntent", "slots": [slot], "samples": ["{food}"]})
        language["intents"].append({"name": "PipIntent", "samples": ["pippin"]})

    assert any("is a Fruit in NameIntent too" in line for line in broken(both))


def test_the_bounds_are_counted():
    def many(language):
        more = [f"eat {chr(97 + n % 26)} {'a' * (n // 26 + 1)}" for n in range(2100)]
        language["intents"][-1]["samples"] += more

    assert any("samples, more than 2000" in line for line in broken(many))
