"""Reads a TOML table strictly: a slip of the pen becomes a fault, never a silent default."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from skill.knowledge.faults import Fault
from skill.knowledge.model import Answer

T = TypeVar("T")

ANSWERS = {answer.value: answer for answer in Answer}


class Table:
    """A table, its place, and the faults found so far; a reader goes on after a fault.

    Each read marks its key as known; `close` notes the keys that nobody read.
    """

    def __init__(
        self, values: Mapping[str, object], file: str, path: str, faults: list[Fault]
    ) -> None:
        self.values = values
        self.file = file
        self.path = path
        self.faults = faults
        self.known: set[str] = set()

    def text(self, key: str) -> str:
        """A text that must be there and not be empty."""
        return self.optional_text(key, required=True) or ""

    def optional_text(self, key: str, *, required: bool = False) -> str | None:
        """A text, or None where it may be missing and is."""
        value = self._take(key)
        if value is None and not required:
            return None
        if isinstance(value, str) and value.strip():
            return value
        self.fault(key, f"is {_shown(value)}", "write a text that is not empty")
        return None

    def flag(self, key: str) -> bool:
        """True or false; false when it is not written."""
        value = self._take(key)
        if value is None or isinstance(value, bool):
            return bool(value)
        self.fault(key, f"is {_shown(value)}", "write true or false")
        return False

    def number(self, key: str, least: float, most: float) -> float:
        """A number from least to most."""
        value = self._take(key)
        if (
            isinstance(value, int | float)
            and not isinstance(value, bool)
            and least <= value <= most
        ):
            return float(value)
        self.fault(key, f"is {_shown(value)}", f"write a number from {least} to {most}")
        return least

    def numbers(self, key: str, least: float, most: float) -> dict[str, float]:
        """A table of numbers from least to most; empty when it is not written."""
        inner = self.table(key)
        return {name: inner.number(name, least, most) for name in inner.values}

    def option(self, key: str, options: Mapping[str, T]) -> T:
        """One of the named options."""
        value = self._take(key)
        if isinstance(value, str) and value in options:
            return options[value]
        self.fault(key, f"is {_shown(value)}", f"write one of {', '.join(options)}")
        return next(iter(options.values()))

    def optional_option(self, key: str, options: Mapping[str, T]) -> T | None:
        """One of the named options, or None when it is not written."""
        self.known.add(key)
        return self.option(key, options) if key in self.values else None

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, none of them twice; empty when it is not written."""
        value = self._take(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self.fault(key, f"is {_shown(value)}", "write a list of texts")
            return ()
        if len(set(value)) < len(value):
            self.fault(key, "names something twice", "name each one once")
        return tuple(value)

    def answers(self, key: str) -> dict[str, Answer]:
        """A table of yes, no and unsure by finding; empty when it is not written."""
        return self.table(key).all_answers()

    def all_answers(self) -> dict[str, Answer]:
        """The whole table as yes, no and unsure by finding."""
        return {name: self.option(name, ANSWERS) for name in self.values}

    def table(self, key: str) -> Table:
        """The table within; empty when it is not written."""
        value = self._take(key, {})
        if isinstance(value, dict):
            return Table(value, self.file, self.join(key), self.faults)
        self.fault(key, f"is {_shown(value)}", "write a table")
        return Table({}, self.file, self.join(key), self.faults)

    def tables(self, key: str, name: str = "id") -> list[Table]:
        """The list of tables within, each known by its `name` in the path of a fault."""
        value = self._take(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.fault(key, f"is {_shown(value)}", f"write [[{key}]] tables")
            return []
        return [
            Table(item, self.file, self.join(f"{key}[{item.get(name, place)}]"), self.faults)
            for place, item in enumerate(value, start=1)
        ]

    def close(self) -> None:
        """Notes every key that nobody asked for."""
        for key in self.values:
            if key not in self.known:
                known = ", ".join(sorted(self.known))
                self.fault(key, "is not a key known here", f"use one of {known}")

    def fault(self, key: str, wrong: str, remedy: str) -> None:
        """Notes a fault at the key."""
        self.faults.append(Fault(self.file, self.join(key), wrong, remedy))

    def join(self, key: str) -> str:
        """The path of a key of this table."""
        return f"{self.path}.{key}" if self.path else key

    def _take(self, key: str, default: object = None) -> object:
        self.known.add(key)
        return self.values.get(key, default)


def _shown(value: object) -> str:
    return "missing" if value is None else repr(value)
