"""Tells which phrases only say again what another has said, so that a model stays small."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from skill.interaction.heard import Phrases

SMALL = ("filler", "subject")
SHORT = 3


class Sameness:
    """Compares phrases by what their words mean, as the `alike` words of a language have it."""

    def __init__(self, lists: Mapping[str, Mapping[str, Phrases]], light: Phrases = ()) -> None:
        """`light` are words that change nothing."""
        alike = {
            phrase: f"={name}" for name, phrases in lists["alike"].items() for phrase in phrases
        }
        self._alike = alike
        longest_first = sorted(alike, key=len, reverse=True)
        self._pattern = re.compile(rf"\b({'|'.join(map(re.escape, longest_first))})\b")
        small = (phrases for name in SMALL for phrases in lists[name].values())
        self._small = {*light, *(phrase for phrases in small for phrase in phrases)}

    def distinct(self, phrases: Iterable[str], again: int) -> Phrases:
        """The phrases in order, of those that say the same only the first so many; of short ones
        all, for there each word counts."""
        seen: Counter[frozenset[str]] = Counter()
        kept = []
        for phrase in phrases:
            meaning = self._meaning(phrase)
            seen[meaning] += 1
            if seen[meaning] <= again or len(phrase.split()) <= SHORT:
                kept.append(phrase)
        return tuple(kept)

    def _meaning(self, phrase: str) -> frozenset[str]:
        plain = self._pattern.sub(lambda match: self._alike[match[1]], phrase)
        words = plain.split()
        return frozenset(word for word in words if word not in self._small) or frozenset(words)
