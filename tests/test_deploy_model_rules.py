"""Every rule for an interaction model finds the model that breaks it, and passes the real ones."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from skill.deploy.checkout import MODELS
from skill.deploy.manifest_rules import LOCALES
from skill.deploy.model_rules import model_faults

Json = dict[str, Any]


def a_model() -> Json:
    """The smallest model with one of everything."""
    return {
        "interactionModel": {
            "languageModel": {
                "invocationName": "lip twitch guide",
                "intents": [
                    {"name": "AMAZON.StopIntent", "samples": []},
                    {
                        "name": "ReportIntent",
                        "slots": [
                            {"name": "sign", "type": "Sign"},
                            {"name": "count", "type": "AMAZON.NUMBER"},
                        ],
                        "samples": ["i have {sign}", "it's been {count} days", "{sign}"],
                    },
                ],
                "types": [
                    {
                        "name": "Sign",
                        "values": [
                            {"id": "one", "name": {"value": "a droop", "synonyms": ["drooping"]}},
                            {"id": "two", "name": {"value": "a twitch"}},
                        ],
                    }
                ],
            }
        }
    }


def intent(language: Json) -> Json:
    found: Json = language["intents"][1]
    return found


def sample(text: str) -> Callable[[Json], None]:
    return lambda language: intent(language)["samples"].append(text)


def values(language: Json) -> list[Json]:
    found: list[Json] = language["types"][0]["values"]
    return found


def named(name: str) -> Callable[[Json], None]:
    return lambda language: language.update(invocationName=name)


SPOILT: dict[str, tuple[str, Callable[[Json], Any]]] = {
    "one word": ("two lower-case words", named("twitch")),
    "a capital": ("two lower-case words", named("Lip twitch guide")),
    "a digit": ("two lower-case words", named("lip twitch 2")),
    "a long invocation": ("two lower-case words", named("lip " * 12 + "twitch")),
    "a launch word": ("'start' is reserved", named("start twitch guide")),
    "a wake word": ("'echo' is reserved", named("echo twitch guide")),
    "a connecting word": ("'for' is reserved", named("guide for lips")),
    "too many intents": (
        "61 intents",
        lambda it: it["intents"].extend(
            {"name": f"Wish{'x' * n}Intent", "samples": []} for n in range(59)
        ),
    ),
    "too many samples": (
        "2001 samples",
        lambda it: intent(it)["samples"].extend(
            "so " * (n // 26) + "and " + chr(97 + n % 26) for n in range(1998)
        ),
    ),
    "nothing to say": ("no custom intent has a sample", lambda it: intent(it).update(samples=[])),
    "a built-in with samples": (
        "a built-in with samples",
        lambda it: it["intents"][0]["samples"].append("halt"),
    ),
    "a sample with a digit": ("no digits", sample("it's been 2 days")),
    "a sample with a comma": ("no marks", sample("well, it twitches")),
    "a sample with a question mark": ("no marks", sample("does it twitch?")),
    "a long sample": ("over 120 characters", sample("so " * 40 + "it twitches")),
    "a wake word inside": ("wake word", sample("hey alexa it twitches")),
    "an undeclared slot": ("'place' is in a sample", sample("on my {place}")),
    "an unknown type": (
        "unknown type 'Place'",
        lambda it: intent(it)["slots"].append({"name": "place", "type": "Place"}),
    ),
    "a slot of two types": (
        "'sign': of two types",
        lambda it: it["intents"].append(
            {
                "name": "OtherIntent",
                "slots": [{"name": "sign", "type": "AMAZON.NUMBER"}],
                "samples": ["other {sign}"],
            }
        ),
    ),
    "a sample twice": ("also in ReportIntent", sample("I  have {sign}")),
    "a built-in's phrase": ("also in AMAZON.StopIntent", sample("stop")),
    "an intent twice": (
        "ReportIntent: declared twice",
        lambda it: it["intents"].append({"name": "ReportIntent", "samples": []}),
    ),
    "a name with a digit": (
        "letters and underscores",
        lambda it: it["intents"].append({"name": "Wish2Intent", "samples": []}),
    ),
    "an empty type": ("without values", lambda it: values(it).clear()),
    "an id twice": ("id 'one' twice", lambda it: values(it)[1].update(id="one")),
    "a synonym under two values": (
        "under 'a droop' and 'a twitch'",
        lambda it: values(it)[1]["name"].update(synonyms=["Drooping"]),
    ),
    "a long value": (
        "over 80 characters",
        lambda it: values(it)[1]["name"].update(value="x" * 81),
    ),
}


def test_a_sound_model_has_no_faults() -> None:
    assert model_faults("en-US", a_model()) == []


@pytest.mark.parametrize("case", SPOILT)
def test_a_model_that_amazon_would_refuse(case: str) -> None:
    expected, spoil = SPOILT[case]
    model = a_model()
    spoil(model["interactionModel"]["languageModel"])
    faults = model_faults("en-US", model)
    assert any(expected in fault for fault in faults), faults
    assert all(fault.startswith("en-US ") for fault in faults)


def test_a_model_that_is_too_large() -> None:
    model = a_model()
    values(model["interactionModel"]["languageModel"]).extend(
        {"id": f"v{n}", "name": {"value": f"value {n} {'x' * 60}"}} for n in range(6000)
    )
    (fault,) = model_faults("en-US", model)
    assert "bytes; at most 500000" in fault


@pytest.mark.parametrize("locale", LOCALES)
def test_the_committed_models_are_sound(locale: str) -> None:
    model = json.loads((MODELS / f"{locale}.json").read_text("utf-8"))
    assert model_faults(locale, model) == []
