"""The interaction model as values, and as the JSON that the platform and the simulator read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a sample. `many` lets the person fill it several times in one breath."""

    name: str
    type: str
    many: bool = False

    def as_json(self) -> dict[str, Any]:
        """The slot as the platform writes it."""
        plain: dict[str, Any] = {"name": self.name, "type": self.type}
        return {**plain, "multipleValues": {"enabled": True}} if self.many else plain


@dataclass(frozen=True, slots=True)
class Intent:
    """A wish of the person, with sentences that express it."""

    name: str
    samples: tuple[str, ...] = ()
    slots: tuple[Slot, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The intent as the platform writes it."""
        slots = {"slots": [slot.as_json() for slot in self.slots]} if self.slots else {}
        return {"name": self.name, **slots, "samples": list(self.samples)}


@dataclass(frozen=True, slots=True)
class Value:
    """Something that can stand in a slot, by its name or any synonym."""

    id: str
    name: str
    synonyms: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The value as the platform writes it."""
        return {"id": self.id, "name": {"value": self.name, "synonyms": list(self.synonyms)}}


@dataclass(frozen=True, slots=True)
class SlotType:
    """What can stand in a slot."""

    name: str
    values: tuple[Value, ...]

    def as_json(self) -> dict[str, Any]:
        """The type as the platform writes it."""
        return {"name": self.name, "values": [value.as_json() for value in self.values]}


@dataclass(frozen=True, slots=True)
class Model:
    """All that is understood in one locale."""

    invocation: str
    intents: tuple[Intent, ...]
    types: tuple[SlotType, ...] = field(default=())

    def as_json(self) -> dict[str, Any]:
        """The model as the platform writes it."""
        language = {
            "invocationName": self.invocation,
            "modelConfiguration": {"fallbackIntentSensitivity": {"level": "MEDIUM"}},
            "intents": [intent.as_json() for intent in self.intents],
            "types": [kind.as_json() for kind in self.types],
        }
        return {"interactionModel": {"languageModel": language}}


def dumps(model: dict[str, Any]) -> str:
    """The model's text: one sample, one slot and one value a line, so that a change shows alone."""
    language = model["interactionModel"]["languageModel"]
    return "\n".join(["{", ' "interactionModel": {', '  "languageModel": {', *_body(language)])


def _body(language: dict[str, Any]) -> Iterator[str]:
    yield f'   "invocationName": {_line(language["invocationName"])},'
    yield f'   "modelConfiguration": {_line(language["modelConfiguration"])},'
    yield '   "intents": ['
    yield from _joined(_intent(intent) for intent in language["intents"])
    yield '   ],\n   "types": ['
    yield from _joined(_type(kind) for kind in language["types"])
    yield "   ]\n  }\n }\n}\n"


def _intent(intent: dict[str, Any]) -> str:
    head = f'    {{"name": {_line(intent["name"])},'
    slots = f' "slots": [\n{_rows(intent["slots"])}\n    ],' if intent.get("slots") else ""
    samples = f"[\n{_rows(intent['samples'])}\n    ]" if intent["samples"] else "[]"
    return f'{head}{slots} "samples": {samples}}}'


def _type(kind: dict[str, Any]) -> str:
    return f'    {{"name": {_line(kind["name"])}, "values": [\n{_rows(kind["values"])}\n    ]}}'


def _rows(items: list[Any]) -> str:
    return ",\n".join(f" {_line(item)}" for item in items)


def _joined(blocks: Iterator[str]) -> Iterator[str]:
    yield ",\n".join(blocks)


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
