"""Wishes such as "say that again": the sample of the model that a sentence is most like."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from skill.simulator.answers import FIRM
from skill.simulator.clauses import marks_of
from skill.simulator.lexicon import Lexicon
from skill.simulator.words import Words

TELLING = {
    "RedFlagIntent",
    "ReportIntent",
    "AnswerIntent",
    "AmountIntent",
    "DurationIntent",
    "AgeIntent",
    "AsideIntent",
    "NameIntent",
}
MENTIONED = (
    ("topic", "Topic"),
    ("condition", "Condition"),
    ("answer", "Answer"),
    ("person", "Person"),
)
STRANGE, STRANGE_PAIR = 1.6, 0.7
PAIR = 0.45
USUAL = 0.5
ABOUTS = ("topic", "condition")
CARRIED, HALF, LITTLE = 2.6, 0.55, 0.3
SAME, NAMED = 0.95, 0.06
UNNAMED, UNLIKELY, UNHEARD = 0.8, 0.8, 3.2
PLAIN, UNSURE, STRAY = 0.5, 0.7, 0.4
SAYING, TELLING_LEAST = 0.7, 3.0

Slots = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Wish:
    """The likest intent, how alike (0 to 1), and what its slots hold."""

    intent: str = ""
    score: float = 0.0
    slots: Slots = field(default_factory=dict)
    more: Slots = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Mention:
    """A slot's value where it is said."""

    slot: str
    id: str
    start: int
    end: int


class Wishes:
    """The samples of all intents that are wishes."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Arranges the samples by their words and pairs of words."""
        self._lexicon = lexicon
        small = (*lexicon.types["Filler"], *lexicon.types["Subject"])
        self._small = {phrase for id_, phrase in small if id_ in ("filler", "bound")}
        phrases = (phrase for pairs in lexicon.types.values() for _, phrase in pairs)
        self._vocabulary = {
            stem for text in phrases for stem in self._stems(lexicon.spelling.words(text))
        }
        self._slots_of = {
            name: {slot["name"] for slot in intent.get("slots", ())}
            for name, intent in lexicon.intents.items()
        }
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
                tokens.extend(self._stems(self._lexicon.spelling.words(piece)))
        return _features(tokens)

    def _stems(self, words: Sequence[str]) -> list[str]:
        return self._lexicon.stems(words)

    def best(self, words: Sequence[str], told: Sequence[Mention] = ()) -> Wish:
        """The wish that the words are most like; `told` may also be read as topics."""
        wishes = [*self._likely(words, told), *self._likely(*self._bare(words, told))]
        best = max(wishes, key=lambda wish: (round(wish.score, 2), len(wish.slots)), default=Wish())
        return self._filled(best, words, told)

    def _filled(self, wish: Wish, words: Sequence[str], told: Sequence[Mention]) -> Wish:
        """The wish with what else was said that its intent has a slot for."""
        had = set(ABOUTS) if set(ABOUTS) & set(wish.slots) else set(wish.slots)
        wanted = self._slots_of.get(wish.intent, set()) - had - set(wish.slots)
        mentions = [*told, *self._mentions(self._stems(words), self._lexicon.known(words))]
        said = {m.slot: m.id for m in mentions if m.slot in wanted and _is_plain(m)}
        return replace(wish, more={slot: {"value": id_, "id": id_} for slot, id_ in said.items()})

    def _likely(self, words: Sequence[str], told: Sequence[Mention]) -> Iterator[Wish]:
        stems = self._stems(words)
        mentions = [*self._mentions(stems, self._lexicon.known(words)), *told]
        yield from (self._likest(stems, chosen) for chosen in _choices(mentions))

    def _bare(
        self, words: Sequence[str], told: Sequence[Mention]
    ) -> tuple[Sequence[str], Sequence[Mention]]:
        """The same without fillers: "could you talk a bit slower my dear"."""
        fillers = marks_of(self._lexicon, "Filler", words)
        out = {place for mark in fillers for place in range(mark.start, mark.end)}
        kept = [place for place in range(len(words)) if place not in out]
        place_of = {place: number for number, place in enumerate(kept)}
        moved = [
            Mention(m.slot, m.id, place_of[m.start], place_of[m.end - 1] + 1)
            for m in told
            if m.start in place_of and m.end - 1 in place_of
        ]
        return [words[place] for place in kept], moved

    def named(self, words: Sequence[str]) -> Slots:
        """What a sentence that is nothing but a name names, such as "the coffee"."""
        said = self._stems([word for word in words if word not in self._small])
        slots: Slots = {}
        for slot, kind in MENTIONED[:2]:
            found = self._lexicon.trie(kind, stems=True).longest(said, 0)
            if found and found[1] == len(said):
                slots[slot] = {"value": found[0], "id": found[0]}
        return slots

    def _mentions(self, stems: Sequence[str], known: Words) -> Iterator[Mention]:
        subjects, articles = self._lexicon.trie("Subject"), self._lexicon.articles
        for slot, kind in MENTIONED:
            named = slot in ("topic", "condition")
            trie = self._lexicon.trie(kind, stems=named)
            said = stems if named else known
            place = 0
            while place < len(said):
                found = trie.longest(said, place)
                if found and not (slot == "answer" and subjects.longest(known, place)):
                    article = slot == "condition" and place and known[place - 1] in articles
                    yield Mention(slot, found[0], place - bool(article), found[1])
                place = found[1] if found else place + 1

    def _likest(self, stems: Sequence[str], mentions: Sequence[Mention]) -> Wish:
        tokens = _replaced(stems, mentions)
        parts = {part: self._weights.get(part, self._strange(part)) for part in _features(tokens)}
        total = sum(parts.values())
        shared: dict[int, float] = defaultdict(float)
        for part, weight in parts.items():
            for number in self._index.get(part, ()):
                shared[number] += weight
        if not shared:
            return Wish()
        known = self._known(parts, total)
        best: dict[int, float] = {}
        for number, weight in shared.items():
            alike = 2 * weight / (self._totals[number] + total)
            best[number] = alike + USUAL * (known[self._samples[number][0]] - alike) * (
                alike < SAME
            )
        number = max(best, key=lambda n: best[n])
        score = best[number]
        name, sample = self._samples[number]
        if score < SAME:
            score *= min(1.0, self._told(parts, sample) / TELLING_LEAST)
        if mentions and score < SAME:
            fits = all(f"{{{m.slot}}}" in sample for m in mentions)
            score = self._fitting(score, parts, sample) if fits else score * STRAY
        score *= UNLIKELY ** sum(weight == UNHEARD for weight in parts.values())
        if "{condition}" in sample and "{condition}" not in parts:
            score *= UNNAMED
        slots = {m.slot: {"value": m.id, "id": m.id} for m in mentions if f"{{{m.slot}}}" in sample}
        return Wish(name, score, slots)

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

    def _known(self, parts: Mapping[str, float], total: float) -> dict[str, float]:
        """For each intent, how much of what was said any of its samples says."""
        known: dict[str, float] = defaultdict(float)
        for part, weight in parts.items():
            for name in self._owners.get(part, ()):
                known[name] += weight / total
        return known

    @staticmethod
    def _told(parts: Mapping[str, float], sample: Mapping[str, float]) -> float:
        """How much is said by what both have; a slot says much."""
        both = [(part, weight) for part, weight in sample.items() if part in parts]
        slots = sum(part.startswith("{") and "+" not in part for part, _ in both)
        return sum(weight for _, weight in both if weight > SAYING) + 2 * slots

    def _strange(self, part: str) -> float:
        """What a word counts that is in no sample: much, if nothing at all in the model says it."""
        if "+" in part:
            return STRANGE_PAIR
        return STRANGE if part in self._vocabulary else UNHEARD


def _is_plain(mention: Mention) -> bool:
    """Whether a mention is no word that only may be an answer, such as "right"."""
    return mention.slot in ABOUTS or mention.id in FIRM


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


def _choices(mentions: Sequence[Mention]) -> Iterator[tuple[Mention, ...]]:
    """Which mentions may be read as slots together."""
    yield ()
    for mention in mentions:
        yield (mention,)
    answers = tuple(mention for mention in mentions if mention.slot == "answer")
    if len(answers) > 1:
        yield answers
    for topic in mentions:
        if topic.slot in ("topic", "condition", "person"):
            apart = tuple(a for a in answers if a.end <= topic.start or topic.end <= a.start)
            if apart:
                yield (topic, *apart)


def _replaced(stems: Sequence[str], mentions: Sequence[Mention]) -> list[str]:
    tokens: list[str] = []
    starts = {mention.start: mention for mention in mentions}
    place = 0
    while place < len(stems):
        mention = starts.get(place)
        tokens.append(f"{{{mention.slot}}}" if mention else stems[place])
        place = mention.end if mention else place + 1
    return tokens
