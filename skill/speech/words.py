"""The words of a locale: one TOML a language, a small one over it for each region."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from skill.knowledge.model import KnowledgeBase, Numbers
from skill.speech.ssml import PAUSE

LOCALES = Path(__file__).parent / "locales"

SPOKEN_LOCALES = ("en-US", "en-GB", "en-CA", "en-AU", "en-IN")

_FIELD = re.compile(r"\{(\w+)\}")


class WordsError(LookupError):
    """A word that the locale's file lacks: names the key, the locale and the remedy."""

    def __init__(self, locale: str, key: tuple[str, ...]) -> None:
        super().__init__(
            f"{LOCALES.name}/{locale}.toml: [{'.'.join(key)}] is missing; "
            f"add it there or to {locale.split('-', maxsplit=1)[0]}.toml"
        )


@dataclass(frozen=True, slots=True)
class Words:
    """All that can be said in a locale; `common` are the fields that any text may hold, `persons`
    the same with the pronouns for whom it is about: somebody else (True) or not."""

    locale: str
    table: Mapping[str, Any]
    common: Mapping[str, str]
    persons: Mapping[bool, Mapping[str, str]]

    def has(self, *key: str) -> bool:
        """Whether the locale has this word."""
        return _at(self.table, key) is not None

    def text(self, *key: str, seed: int = 0) -> str:
        """The words at a key; of several wordings, the one that the seed picks."""
        found = _at(self.table, key)
        if isinstance(found, list):
            found = found[seed % len(found)]
        if not isinstance(found, str):
            raise WordsError(self.locale, key)
        return found


def load_words(kb: KnowledgeBase, locale: str) -> Words:
    """The words of a locale, or of the first one of its language, or of en-US; the numbers are
    those of the locale itself wherever they are known."""
    table = _table(known_locale(locale))
    numbers = kb.numbers.get(locale) or kb.numbers[known_locale(locale)]
    fill: dict[str, str] = table["fill"]
    common = {**fill, **_lines(numbers), "pause": PAUSE}
    persons = {who == "other": {**common, **words} for who, words in table["person"].items()}
    return Words(locale, table, common, persons)


def known_locale(locale: str) -> str:
    """The spoken locale nearest to the one asked for."""
    if locale in SPOKEN_LOCALES:
        return locale
    language = locale.split("-", maxsplit=1)[0]
    return next((known for known in SPOKEN_LOCALES if known.startswith(language)), "en-US")


def fill(text: str, fields: Mapping[str, str]) -> str:
    """The text with its {fields} filled in; an unknown field is an error."""
    if "{" not in text:
        return text
    return _FIELD.sub(lambda match: fields[match[1]], text)


def spaced(number: str) -> str:
    """A telephone number to be said digit by digit."""
    return " ".join(re.sub(r"\D", "", number))


def _table(locale: str) -> dict[str, Any]:
    compiled = LOCALES / f"{locale}.json"
    if compiled.exists():
        return dict(json.loads(compiled.read_text("utf-8")))
    return read_table(locale)


def read_table(locale: str) -> dict[str, Any]:
    """The words of a locale from its TOML files, the region's over the language's."""
    import tomllib  # the packaged skill reads compiled words and never needs it

    spoken = locale.split("-", maxsplit=1)[0]
    language = tomllib.loads((LOCALES / f"{spoken}.toml").read_text("utf-8"))
    region = tomllib.loads((LOCALES / f"{locale}.toml").read_text("utf-8"))
    return _merged(language, region)


def _merged(under: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    both = dict(under)
    for key, value in over.items():
        below = both.get(key)
        both[key] = _merged(below, value) if isinstance(below, dict) else value
    return both


def _lines(numbers: Numbers) -> dict[str, str]:
    lines = {
        "emergency": numbers.emergency,
        "urgent": numbers.urgent,
        "poison": numbers.poison,
        "crisis": numbers.crisis,
    }
    return {name: spaced(number) for name, number in lines.items() if number}


def _at(table: Mapping[str, Any], key: tuple[str, ...]) -> Any:
    found: Any = table
    for part in key:
        found = found.get(part) if isinstance(found, Mapping) else None
    return found
