"""What people say, from the locale files: the words that interaction models are made of."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from skill.interaction.phrases import expand, expand_fully, rules_of, varied

LOCALES = ("en-US", "en-GB", "en-CA", "en-AU", "en-IN")
MOST = 56
"""Samples an intent; sixty intents then stay within the platform's bounds."""
FOLDER = Path(__file__).parent / "locales"

PARTS = ("present", "absent", "sign", "topic", "if_asked", "not_if_asked", "told", "not_told")

Phrases = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HeardFinding:
    """How people tell of a finding.

    `danger`: it leads to urgent help by itself. `history`: it is about the past, so that
    "years ago" does not make it an aside. `modifier`: its words also say when or where
    something else is. `if_asked` and `not_if_asked` tell of it only as an answer. `told` and
    `not_told` are whole sentences that people said, examples of what it sounds like.
    """

    present: Phrases
    absent: Phrases
    sign: Phrases
    topic: Phrases
    if_asked: Phrases
    not_if_asked: Phrases
    told: Phrases
    not_told: Phrases
    danger: bool = False
    history: bool = False
    modifier: bool = False

    @property
    def plain(self) -> bool:
        """Whether nothing is special about it."""
        return not (self.danger or self.history or self.modifier)


@dataclass(frozen=True, slots=True)
class Heard:
    """Everything that is understood in one locale."""

    findings: Mapping[str, HeardFinding]
    conditions: Mapping[str, Phrases]
    intents: Mapping[str, Phrases]
    lists: Mapping[str, Mapping[str, Phrases]]
    spoken: Mapping[str, str]
    light: Phrases


def load_heard(locale: str, folder: Path = FOLDER) -> Heard:
    """The words of a locale: those of its language, with its own laid over them."""
    tables = _read(folder / f"{locale.split('-', maxsplit=1)[0]}.toml")
    for more in sorted((folder / locale.split("-", maxsplit=1)[0]).glob("*.toml")):
        _lay_over(tables, _read(more))
    overlay = folder / f"{locale}.toml"
    if overlay.exists():
        _lay_over(tables, _read(overlay))
    return _heard(tables)


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _lay_over(base: dict[str, Any], more: Mapping[str, Any]) -> None:
    """Adds the overlay's phrases before those of the base; single values are replaced."""
    for key, value in more.items():
        match value:
            case dict():
                _lay_over(base.setdefault(key, {}), value)
            case list():
                base[key] = [*value, *base.get(key, [])]
            case _:
                base[key] = value


def _heard(tables: Mapping[str, Any]) -> Heard:
    rules = rules_of(tables["rules"])

    def phrases(templates: list[str]) -> Phrases:
        return tuple(expand(templates, rules))

    def table(name: str) -> dict[str, Phrases]:
        return {key: phrases(value) for key, value in tables[name].items()}

    def every(name: str) -> dict[str, Phrases]:
        return {key: tuple(expand_fully(value, rules)) for key, value in tables[name].items()}

    return Heard(
        findings={id_: _finding(said, phrases) for id_, said in tables["finding"].items()},
        conditions=table("condition"),
        intents={
            name: tuple(varied(said, tables["most"].get(name, MOST)))
            for name, said in table("intent").items()
        },
        lists={
            name: table(name) if name == "figure" else every(name)
            for name in tables["lists"]["names"]
        },
        spoken=tables["spoken"],
        light=tuple(tables["lists"]["light"]),
    )


def _finding(said: Mapping[str, Any], phrases: Any) -> HeardFinding:
    parts = {part: phrases(said.get(part, [])) for part in PARTS}
    flags = {flag: said.get(flag, False) for flag in ("danger", "history", "modifier")}
    return HeardFinding(**parts, **flags)
