"""Hears the names that a choice offered, and nothing else: "coffee", "coffee and stress"."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from typing import Any

from skill.simulator.recogniser.words import Spelling, Words

INTENT = "ChoiceIntent"
NAMES = dict.fromkeys(("named", "named_two", "named_three", "but"), ("Named", "Topic"))
SLOTS = {**NAMES, **dict.fromkeys(("which", "which_two", "but_which"), ("Which",))}
"""The slots, and the types of what they hold; a name alone is left to the intent for that."""


class Naming:
    """Matches whole sentences against the samples of the intent that answers a choice."""

    def __init__(
        self, model: Mapping[str, Any], spelling: Spelling, articles: Container[str]
    ) -> None:
        """Arranges the names and what may stand around them."""
        language = model["interactionModel"]["languageModel"]
        self._articles = articles
        self._ids = {
            kind: {
                spelling.words(text): str(value["id"])
                for it in language["types"]
                if it["name"] == kind
                for value in it["values"]
                for text in (value["name"]["value"], *value["name"].get("synonyms", ()))
            }
            for kind in dict.fromkeys(kind for kinds in SLOTS.values() for kind in kinds)
        }
        samples: list[str] = next(
            (i["samples"] for i in language["intents"] if i["name"] == INTENT), []
        )
        self._samples = [tuple(_parts(sample, spelling)) for sample in samples]

    def read(self, words: Words) -> dict[str, str]:
        """The slots and what they hold, empty where the sentence is anything else."""
        for sample in self._samples:
            found = self._match(sample, words, alone=len(sample) == 1)
            if found is not None:
                return found
        return {}

    def _match(
        self, sample: tuple[str | Words, ...], words: Words, *, alone: bool
    ) -> dict[str, str] | None:
        if not sample:
            return None if words else {}
        first, *rest = sample
        if isinstance(first, tuple):
            if words[: len(first)] != first:
                return None
            return self._match(tuple(rest), words[len(first) :], alone=alone)
        for end in range(len(words), 0, -1):
            id_ = self._id(SLOTS[first][: 1 if alone else None], words[:end])
            after = self._match(tuple(rest), words[end:], alone=alone) if id_ else None
            if id_ and after is not None:
                return {first: id_, **after}
        return None

    def _id(self, kinds: Iterable[str], words: Words) -> str | None:
        """What some words name, with or without an article."""
        bare = words[1:] if words[0] in self._articles else words
        return next(
            (i for kind in kinds for w in (words, bare) if (i := self._ids[kind].get(w))), None
        )


def _parts(sample: str, spelling: Spelling) -> Iterator[str | Words]:
    """A sample as slot names and runs of words."""
    for piece in sample.replace("}", "{").split("{"):
        if piece in SLOTS:
            yield piece
        elif piece.strip():
            yield spelling.words(piece)
