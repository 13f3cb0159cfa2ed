"""The committed interaction models, one by one and as one for each language."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from skill.speech.words import SPOKEN_LOCALES, known_locale

MODELS = Path(__file__).parents[2] / "interaction_models"

Json = dict[str, Any]


def read_model(locale: str) -> Json:
    """The committed model of a locale, or of the one nearest to it."""
    return dict(json.loads((MODELS / f"{known_locale(locale)}.json").read_text("utf-8")))


def read_language(locale: str) -> Json:
    """What the models of a locale's language say together: people talk as they do at home, wherever
    their device was bought."""
    language = known_locale(locale).partition("-")[0]
    return together([read_model(one) for one in SPOKEN_LOCALES if one.startswith(language)])


def together(models: Sequence[Json]) -> Json:
    """Some models as one: the first, and in each type what the others have beside it; a phrase
    stays with the value that claims it first."""
    languages = [model["interactionModel"]["languageModel"] for model in models]
    names = dict.fromkeys(kind["name"] for language in languages for kind in language["types"])
    types = [{"name": name, "values": _values(_kinds(languages, name))} for name in names]
    return {"interactionModel": {"languageModel": {**languages[0], "types": types}}}


def _kinds(languages: Iterable[Json], name: str) -> Iterable[Json]:
    return (kind for language in languages for kind in language["types"] if kind["name"] == name)


def _values(kinds: Iterable[Json]) -> list[Json]:
    phrases: dict[str, list[str]] = {}
    taken: set[str] = set()
    for kind in kinds:
        for value in kind["values"]:
            said = (value["name"]["value"], *value["name"]["synonyms"])
            phrases.setdefault(value["id"], []).extend(it for it in said if it not in taken)
            taken.update(said)
    return [
        {"id": id_, "name": {"value": said[0], "synonyms": said[1:]}}
        for id_, said in phrases.items()
        if said
    ]
