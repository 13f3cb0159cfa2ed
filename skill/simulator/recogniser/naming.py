"""Hears the names that a choice offered, and nothing else: "coffee", "coffee and stress"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from skill.simulator.recogniser.words import Spelling, Words

INTENT, TYPE = "ChoiceIntent", "Named"
SLOTS = ("named", "named_two", "named_three")


class Naming:
    """Matches whole sentences against the samples of the intent that answers a choice."""

    def __init__(self, model: Mapping[str, Any], spelling: Spelling) -> None:
        """Arranges the names and what may stand around them."""
        language = model["interactionModel"]["languageModel"]
        values: list[Any] = next((t["values"] for t in language["types"] if t["name"] == TYPE), [])
        self._names = {
            spelling.words(text): str(value["id"])
            for value in values
            for text in (value["name"]["value"], *value["name"].get("synonyms", ()))
        }
        samples: list[str] = next(
            (i["samples"] for i in language["intents"] if i["name"] == INTENT), []
        )
        self._samples = [tuple(_parts(sample, spelling)) for sample in samples]

    def read(self, words: Words) -> dict[str, str]:
        """The slots and their findings, empty where the sentence is anything else."""
        for sample in self._samples:
            found = self._match(sample, words)
            if found is not None:
                return found
        return {}

    def _match(self, sample: tuple[str | Words, ...], words: Words) -> dict[str, str] | None:
        if not sample:
            return None if words else {}
        first, *rest = sample
        if isinstance(first, tuple):
            if words[: len(first)] != first:
                return None
            return self._match(tuple(rest), words[len(first) :])
        for end in range(len(words), 0, -1):
            finding = self._names.get(words[:end])
            after = self._match(tuple(rest), words[end:]) if finding else None
            if finding and after is not None:
                return {first: finding, **after}
        return None


def _parts(sample: str, spelling: Spelling) -> Iterator[str | Words]:
    """A sample as slot names and runs of words."""
    for piece in sample.replace("}", "{").split("{"):
        if piece in SLOTS:
            yield piece
        elif piece.strip():
            yield spelling.words(piece)
