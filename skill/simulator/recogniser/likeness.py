"""How like the samples of an intent a sentence is: shared words, their order, strange words."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import pairwise

from skill.simulator.recogniser.lexicon import Lexicon

REPORTING = (
    "RedFlagIntent",
    "ReportIntent",
    "AnswerIntent",
    "AmountIntent",
    "DurationIntent",
    "AgeIntent",
)
"""Intents that tell of findings."""
TELLING = {*REPORTING, "AsideIntent", "NameIntent", "WishIntent"}
SAME, PAIR, USUAL = 0.95, 0.45, 0.5
STRANGE, STRANGE_PAIR, UNHEARD, COMMON = 1.6, 0.7, 3.2, 0.4
MOST_OTHER, CONTAINED, CANDIDATES, WORTH = 2.5, 0.3, 5, 0.3
SAYING, TELLING_LEAST = 0.7, 3.0
CARRIED, HALF, LITTLE, NAMED = 2.6, 0.55, 0.3, 0.06
UNNAMED, UNLIKELY = 0.8, 0.8
PLAIN, UNSURE, STRAY = 0.5, 0.7, 0.4


@dataclass(frozen=True, slots=True)
class Likeness:
    """The likest sample: its intent, how alike (0 to 1), and the slots it has."""

    intent: str = ""
    score: float = 0.0
    slots: frozenset[str] = frozenset()
    parts: int = 0


class Samples:
    """The samples of all intents that are wishes."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Arranges the samples by their words and pairs of words."""
        self._lexicon = lexicon
        self._vocabulary = _vocabulary(lexicon)
        self._foreign = set(lexicon.stems(_foreign(lexicon)))
        self._samples: list[tuple[str, dict[str, float]]] = []
        self._index: dict[str, list[int]] = defaultdict(list)
        texts = [
            (name, sample)
            for name, intent in lexicon.intents.items()
            if name not in TELLING
            for sample in intent["samples"]
        ]
        features = [(name, self._sample(text)) for name, text in texts]
        self._weights = _weights(features)
        self._owners: dict[str, set[str]] = defaultdict(set)
        for name, parts in features:
            for part in parts:
                self._owners[part].add(name)
        self._totals: list[float] = []
        for number, (name, parts) in enumerate(features):
            weighed = {part: self._weights[part] for part in parts}
            self._samples.append((name, weighed))
            self._totals.append(sum(weighed.values()))
            for part in parts:
                self._index[part].append(number)

    def _sample(self, text: str) -> tuple[str, ...]:
        tokens: list[str] = []
        for piece in text.replace("{", " {").replace("}", "} ").split():
            if piece.startswith("{"):
                tokens.append(piece)
            else:
                tokens.extend(self._lexicon.stems(self._lexicon.spelling.words(piece)))
        return _features(tokens)

    def likest(self, tokens: Sequence[str]) -> Likeness:
        """The sample that some stems and slots are most like."""
        parts = {part: self._weight(part) for part in _features(tokens)}
        shared: dict[int, float] = defaultdict(float)
        for part, weight in parts.items():
            for number in self._index.get(part, ()):
                shared[number] += weight
        if not shared:
            return Likeness()
        known, totals = self._known(parts)
        best: dict[int, float] = {}
        least = WORTH * max(shared.values())
        for number, weight in shared.items():
            if weight < least:
                continue
            name = self._samples[number][0]
            alike = 2 * weight / (self._totals[number] + totals[name])
            alike += (
                CONTAINED * (1 - alike) * (weight > 0.99 * self._totals[number] > TELLING_LEAST)
            )
            usual = known[name] / totals[name]
            best[number] = alike + USUAL * (usual - alike) * (alike < SAME)
        likest = nlargest(CANDIDATES, best, key=best.__getitem__)
        judged = {n: self._judged(best[n], parts, self._samples[n][1]) for n in likest}
        number = max(likest, key=lambda n: (round(judged[n], 2), best[n]))
        score = judged[number]
        name, sample = self._samples[number]
        slots = frozenset(part.strip("{}") for part in sample if part.startswith("{"))
        return Likeness(name, score, slots, len(parts))

    def has_foreign(self, stems: Sequence[str]) -> bool:
        """Whether there is a word of things that nobody needs here."""
        return not self._foreign.isdisjoint(stems)

    def weight(self, stems: Sequence[str]) -> float:
        """How much some words say."""
        return sum(self._weight(stem) for stem in stems)

    def _judged(
        self, score: float, parts: Mapping[str, float], sample: Mapping[str, float]
    ) -> float:
        """The score of a sample, lower for whatever speaks against it."""
        if score < SAME:
            score *= min(1.0, self._told(parts, sample) / TELLING_LEAST)
        said = [part for part in parts if part.startswith("{") and "+" not in part]
        if said and score < SAME:
            fits = all(slot in sample for slot in said)
            score = self._fitting(score, parts, sample) if fits else score * STRAY
        score *= UNLIKELY ** sum(weight == UNHEARD for weight in parts.values())
        if "{condition}" in sample and "{condition}" not in parts:
            score *= UNNAMED
        return score

    def _fitting(
        self, score: float, parts: Mapping[str, float], sample: Mapping[str, float]
    ) -> float:
        """The score of a sample that has the slots: higher if the words around them say something
        too; the name of a condition is enough to go by, though not to be sure."""
        around = {part: weight for part, weight in sample.items() if "{" not in part}
        said = sum(weight for part, weight in around.items() if part in parts)
        share = said / max(sum(around.values()), said, 0.1)
        if share > HALF and said > CARRIED:
            return score + NAMED
        plain = "{condition}" in parts and share > LITTLE and score >= PLAIN
        return min(score, UNSURE) if plain else score * STRAY

    def _known(self, parts: Mapping[str, float]) -> tuple[dict[str, float], dict[str, float]]:
        """For each intent, how much of what was said any of its samples says, and how much was
        said in all; a word that belongs to another intent counts as little as a strange one."""
        light = {part: min(weight, MOST_OTHER) for part, weight in parts.items()}
        total = sum(light.values())
        known: dict[str, float] = defaultdict(float)
        totals: dict[str, float] = defaultdict(lambda: total)
        for part, weight in parts.items():
            for name in self._owners.get(part, ()):
                known[name] += weight
                totals[name] += weight - light[part]
        return known, totals

    @staticmethod
    def _told(parts: Mapping[str, float], sample: Mapping[str, float]) -> float:
        """How much is said by what both have; a slot says much."""
        both = [(part, weight) for part, weight in sample.items() if part in parts]
        slots = sum(part.startswith("{") and "+" not in part for part, _ in both)
        return sum(weight for _, weight in both if weight > SAYING) + 2 * slots

    def _weight(self, part: str) -> float:
        """What a word counts; one that is in no sample counts much, if nothing at all in the
        model says it."""
        known = self._weights.get(part)
        if known is not None:
            return known
        if "+" in part:
            return STRANGE_PAIR
        if part in self._foreign:
            return UNHEARD
        return self._vocabulary.get(part, UNHEARD)


def _vocabulary(lexicon: Lexicon) -> dict[str, float]:
    """What each word counts that only the phrases of findings and the like have: the less, the
    more of them have it."""
    seen: dict[str, set[str]] = defaultdict(set)
    for kind, pairs in lexicon.types.items():
        for id_, text in pairs:
            for stem in lexicon.stems(lexicon.spelling.words(text)):
                seen[stem].add(f"{kind} {id_}")
    count = len(set().union(*seen.values()))
    return {stem: min(STRANGE, COMMON * math.log(count / len(by))) for stem, by in seen.items()}


def _foreign(lexicon: Lexicon) -> list[str]:
    """Words that nobody needs here: "dog", "film"."""
    stories = [phrase for id_, phrase in lexicon.types["Hypothetical"] if id_ == "story"]
    phrases = (*stories, *(phrase for _, phrase in lexicon.types["Thing"]))
    return [phrase for phrase in phrases if " " not in phrase]


def _features(tokens: Sequence[str]) -> tuple[str, ...]:
    """The tokens and the pairs of neighbours."""
    pairs = (f"{first}+{second}" for first, second in pairwise(tokens))
    return tuple(dict.fromkeys([*tokens, *pairs]))


def _weights(features: Sequence[tuple[str, Sequence[str]]]) -> dict[str, float]:
    owners: dict[str, set[str]] = defaultdict(set)
    for name, parts in features:
        for part in parts:
            owners[part].add(name)
    count = len({name for name, _ in features}) + 1
    return {
        part: math.log(count / len(by)) * (PAIR if "+" in part else 1.0) + 0.05
        for part, by in owners.items()
    }
