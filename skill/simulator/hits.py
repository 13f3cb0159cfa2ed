"""Finds the phrases of the model that a sentence comes close to, the most telling first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from skill.simulator.lexicon import Phrase, Phrases
from skill.simulator.words import NOT, Notion

REACH = 9
ENOUGH = 0.74
CANDIDATES = 80
SHARED = 0.5
FAINT, WHOLE = 3.0, 0.97


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase found at some places of the sentence."""

    phrase: Phrase
    places: tuple[int, ...]
    share: float
    score: float

    @property
    def start(self) -> int:
        """The first place."""
        return self.places[0]

    @property
    def end(self) -> int:
        """The last place."""
        return self.places[-1]


def find_hits(phrases: Phrases, notions: Sequence[Notion], taken: set[int]) -> list[Hit]:
    """The hits that explain the sentence best, none of whose telling words another hit used."""
    candidates = sorted(_hits(phrases, notions, taken), key=lambda hit: -hit.score)
    used = set(taken)
    found: list[Hit] = []
    for hit in candidates:
        telling = {
            place for place in hit.places if phrases.weights[notions[place].name] > SHARED
        }
        if telling and not telling & used:
            used |= telling
            found.append(hit)
    return sorted(found, key=lambda hit: hit.start)


def _hits(phrases: Phrases, notions: Sequence[Notion], taken: set[int]) -> Iterator[Hit]:
    places: dict[str, list[int]] = defaultdict(list)
    for place, notion in enumerate(notions):
        if place not in taken and notion.name != f"={NOT}":
            places[notion.name].append(place)
    for number in _candidates(phrases, places):
        hit = _best(phrases, phrases.all[number], notions, places)
        if hit:
            yield hit


def _candidates(phrases: Phrases, places: dict[str, list[int]]) -> Iterator[int]:
    """Phrases whose telling notions mostly occur somewhere in the sentence."""
    found: dict[int, float] = defaultdict(float)
    for name in places:
        for number in phrases.by_notion.get(name, ()):
            found[number] += phrases.weights[name]
    for number, weight in found.items():
        if weight > 0.6 * phrases.all[number].weight:
            yield number


def _best(
    phrases: Phrases, phrase: Phrase, notions: Sequence[Notion], places: dict[str, list[int]]
) -> Hit | None:
    """The phrase where its notions stand closest together."""
    here = [name for name in phrase.notions if name in places]
    anchor = max(here, key=lambda name: phrases.weights[name])
    hits = (_around(phrases, phrase, notions, places, here, at) for at in places[anchor])
    return max((hit for hit in hits if hit), key=lambda hit: hit.score, default=None)


def _around(
    phrases: Phrases,
    phrase: Phrase,
    notions: Sequence[Notion],
    places: dict[str, list[int]],
    here: list[str],
    at: int,
) -> Hit | None:
    near = {name: min(places[name], key=lambda place: abs(place - at)) for name in here}
    near = {name: place for name, place in near.items() if abs(place - at) <= REACH}
    matched = sum(phrases.weights[name] for name in near)
    share = matched / phrase.weight
    if share < ENOUGH:
        return None
    own = sorted(near.values())
    if phrase.weight < FAINT and (share < WHOLE or own[-1] - own[0] > len(own)):
        return None
    strange = sum(
        phrases.weights.get(notions[place].name, 1.0)
        for place in range(own[0], own[-1])
        if place not in own
    )
    return Hit(phrase, tuple(own), share, matched * share * share - 0.15 * strange)
