"""The committed interaction models: in step with the words, and within the platform's rules."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import jsonschema
import pytest
from ask_sdk_core.serialize import DefaultSerializer
from ask_smapi_model.v1.skill.interaction_model.interaction_model_data import InteractionModelData

from skill.interaction.build import MODELS, build_models
from skill.interaction.heard import LOCALES
from skill.interaction.lint import lint
from skill.interaction.model import dumps
from skill.knowledge.load import load_knowledge

SCHEMA = json.loads(Path("skill/interaction/schema.json").read_text("utf-8"))

each_locale = pytest.mark.parametrize("locale", LOCALES)


def committed(locale):
    return (MODELS / f"{locale}.json").read_text("utf-8")


@cache
def built():
    return build_models()


def values(model, kind):
    types = model["interactionModel"]["languageModel"]["types"]
    return {v["id"] for t in types if t["name"] == kind for v in t["values"]}


def types_of(model, prefix):
    """The types of all slots whose names begin so."""
    intents = model["interactionModel"]["languageModel"]["intents"]
    slots = (slot for intent in intents for slot in intent.get("slots", ()))
    return {slot["type"] for slot in slots if slot["name"].startswith(prefix)}


@each_locale
def test_the_committed_model_is_what_the_words_make(locale):
    assert committed(locale) == dumps(built()[locale].as_json())


@each_locale
def test_no_rule_of_the_platform_is_broken(locale):
    text = committed(locale)
    assert lint(locale, json.loads(text), len(text.encode())) == []


@each_locale
def test_it_fits_our_schema(locale):
    jsonschema.validate(json.loads(committed(locale)), SCHEMA)


@each_locale
def test_the_platforms_own_reader_loses_nothing(locale):
    serializer = DefaultSerializer()
    model = json.loads(committed(locale))
    again = serializer.serialize(serializer.deserialize(committed(locale), InteractionModelData))
    assert again == model


@each_locale
def test_every_finding_and_condition_can_be_spoken_of(locale):
    kb = load_knowledge()
    model = json.loads(committed(locale))
    told = set().union(*(values(model, k) for k in ("Danger", "Present", "History", "Modifier")))
    assert set(kb.findings) == told
    assert set(kb.findings) <= values(model, "Topic")
    for doing in ("no_", "maybe_"):
        signs = set().union(*(values(model, kind) for kind in types_of(model, doing)))
        assert set(kb.findings) - signs == {"stroke_ruled_out"}
    assert set(kb.conditions) <= values(model, "Condition")
