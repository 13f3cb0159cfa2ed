"""Finds the phrases of the model that a sentence comes close to, the most telling first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from skill.simulator.recogniser.clauses import Clauses
from skill.simulator.recogniser.kinds import DANGERS, WHOLE
from skill.simulator.recogniser.lexicon import Phrase, Phrases
from skill.simulator.recogniser.words import FAMILY, NEGATIONS, NO, NOT, Notion

REACH = 9
ENOUGH, MOST, ALONE = 0.76, 0.84, 0.9
MISSING, STRANGE, CROSSING, DANGER = 0.9, 0.3, 2.2, 0.4
SHARED = 0.9
SPARED, SPARED_DANGER = 4, 5
SMALL, BESIDE, LEAST = 0.5, 1, 0.35
LIKELY, THIN = 0.55, 1.2


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase found at some places (counted in notions), from one word to another."""

    phrase: Phrase
    places: tuple[int, ...]
    start: int
    end: int
    share: float
    score: float
    words: frozenset[int]

    @property
    def finding(self) -> str:
        """What is told of."""
        return self.phrase.finding


class Finder:
    """Finds hits in one sentence."""

    def __init__(
        self, phrases: Phrases, notions: Sequence[Notion], clauses: Clauses, taken: set[int]
    ) -> None:
        """`taken` are the words that already mean something else."""
        self._phrases = phrases
        self._notions = notions
        self._clauses = clauses
        self._names = {NOT if notion.name == NO else notion.name for notion in notions}
        self._taken = {p for p, n in enumerate(notions) if taken & set(range(n.start, n.end))}

    def hits(self) -> list[Hit]:
        """The hits that explain the sentence best, none of whose telling words another hit used;
        only a danger may share what says how it came: "my face went weak slowly over days"."""
        used, lent = set(self._taken), set[int]()
        found: list[Hit] = []
        for hit in sorted(self._all(), key=lambda hit: -hit.score):
            if self._is_wrong(hit):
                continue
            telling = {place for place in hit.places if self._weight(place) > SHARED}
            telling = telling or set(hit.places)
            borrows = hit.phrase.kind == "Danger" and hit.share > WHOLE and telling <= lent
            if borrows or not telling & used:
                used |= telling
                lent = telling if hit.phrase.kind == "Modifier" else lent - telling
                found.append(hit)
        return sorted(found, key=lambda hit: (hit.start, hit.end))

    def _is_wrong(self, hit: Hit) -> bool:
        """Whether it comes close in words only."""
        if self._is_thin(hit) or (hit.phrase.negative and not self._denied(hit)):
            return True
        if hit.phrase.kind == "Figure" and not self._in_order(hit):
            return True
        if hit.phrase.kind == "History" and self._is_now(hit):
            return True
        return hit.phrase.of_person and not self._clauses.marks["Person"]

    def _in_order(self, hit: Hit) -> bool:
        """Whether the telling words stand as in the phrase: not "i was laughing and passed out"."""
        said = [self._notions[place].name for place in hit.places]
        said = [name for name in said if name in hit.phrase.essential]
        return said == [name for name in hit.phrase.order if name in said]

    def _is_now(self, hit: Hit) -> bool:
        """Whether what would be history is news: "i stopped drinking and i have just had a fit"."""
        _, ends = self._clauses.clause(hit.end - 1)
        ands = [m for m in self._clauses.marks["Joiner"] if m.id == "and"]
        marks = self._clauses.within("Recent", hit.start, ends)
        recent = [mark.start for mark in marks if mark.id == "recent"]
        return any(not any(a.start <= place < a.end for a in ands) for place in recent)

    @staticmethod
    def _is_thin(hit: Hit) -> bool:
        """Whether too little was said in too many words; a danger needs less."""
        return hit.score < THIN and hit.phrase.kind not in DANGERS

    def _denied(self, hit: Hit) -> bool:
        """Whether a "not" stands where a phrase with "not" in it may have it."""
        begins, ends = self._clauses.clause(hit.start)
        doubts = {p for mark in self._clauses.marks["Doubt"] for p in range(mark.start, mark.end)}
        nots = {n.start for n in self._notions if n.name in NEGATIONS} - doubts
        begins = begins if hit.end <= ends else hit.start
        return any(begins <= place < hit.end for place in nots)

    def _weight(self, place: int) -> float:
        return self._phrases.weights.get(self._notions[place].name, 1.0)

    def _all(self) -> Iterator[Hit]:
        bounds = [*self._clauses.hard, len(self._clauses.words)]
        for begins, ends in pairwise(bounds):
            places: dict[str, list[int]] = defaultdict(list)
            for place, notion in enumerate(self._notions):
                inside = begins <= notion.start < ends and place not in self._taken
                if inside and notion.name not in NEGATIONS:
                    places[notion.name].append(place)
            yield from self._within(places)

    def _within(self, places: dict[str, list[int]]) -> Iterator[Hit]:
        found: dict[int, float] = defaultdict(float)
        for name in places:
            for number in self._phrases.by_notion.get(name, ()):
                found[number] += self._phrases.weights[name]
        for number, weight in found.items():
            phrase = self._phrases.all[number]
            if phrase.faint or weight > LIKELY * phrase.weight:
                yield from self._best(phrase, places)

    def _best(self, phrase: Phrase, places: dict[str, list[int]]) -> Iterator[Hit]:
        """The phrase where its notions stand closest together."""
        if phrase.faint:
            yield from self._exact(phrase)
            return
        here = [name for name in phrase.notions if name in places]
        anchor = max(here, key=lambda name: self._phrases.weights[name])
        hits = (self._around(phrase, places, here, at) for at in places[anchor])
        best = max((hit for hit in hits if hit), key=lambda hit: hit.score, default=None)
        if best:
            yield best

    def _exact(self, phrase: Phrase) -> Iterator[Hit]:
        """A phrase that says little by itself: only word for word, but for fillers."""
        if not self._names.issuperset(phrase.sequence):
            return
        for at in range(len(self._notions)):
            own = self._aligned(phrase.sequence, at)
            if own:
                yield self._hit(phrase, own, 1.0, phrase.weight)

    def _aligned(self, sequence: Sequence[str], at: int) -> list[int]:
        """The places where a sequence is said from a place on; fillers may come between."""
        own: list[int] = []
        for name in sequence:
            while own and at < len(self._notions) and self._is_filler(at, name):
                at += 1
            if at >= len(self._notions) or self._name(at) != name:
                return []
            own.append(at)
            at += 1
        return own

    def _name(self, place: int) -> str:
        name = self._notions[place].name
        return NOT if name == NO else name

    def _is_filler(self, place: int, wanted: str) -> bool:
        return self._name(place) != wanted and self._name(place) in self._phrases.fillers

    def _around(
        self, phrase: Phrase, places: dict[str, list[int]], here: Sequence[str], at: int
    ) -> Hit | None:
        near = {name: min(places[name], key=lambda place: abs(place - at)) for name in here}
        own = sorted(place for place in near.values() if abs(place - at) <= REACH)
        own = self._telling_span(own)
        matched = sum(self._weight(place) for place in own)
        share = matched / phrase.weight
        if share < self._needed(phrase) or self._lacks(phrase, own):
            return None
        between = set(range(own[0], own[-1])) - set(own)
        strange = sum(self._weight(place) for place in between)
        crossed = sum(
            self._notions[own[0]].start < start <= self._notions[own[-1]].start
            for start in self._clauses.starts
        )
        if not phrase.negative:
            crossed += sum(self._lists_anew(place) for place in between)
        missing = phrase.weight - matched
        score = matched - MISSING * missing - STRANGE * strange - CROSSING * crossed
        if score < LEAST * phrase.weight:
            return None
        score += DANGER if phrase.kind.startswith("Danger") else 0.0
        return self._hit(phrase, own, share, score)

    def _lists_anew(self, place: int) -> bool:
        """Whether another thing is denied from here on: "no shakes no stiffness"; not "nor"."""
        notion = self._notions[place]
        return notion.name == NO and not self._clauses.at("Joiner", notion.start)

    @staticmethod
    def _needed(phrase: Phrase) -> float:
        """How much of a phrase must be said: nearly all where one word tells."""
        if len(phrase.essential) == 1:
            return ALONE
        return ENOUGH if phrase.present else MOST

    def _telling_span(self, own: list[int]) -> list[int]:
        """The places without small words far before those that tell, or after them."""
        telling = [place for place in own if self._weight(place) > SMALL]
        if not telling:
            return own
        return [place for place in own if telling[0] - BESIDE <= place <= telling[-1]]

    def _lacks(self, phrase: Phrase, own: Sequence[int]) -> bool:
        """Whether too many of the words that matter are missing: one in four may be, of a danger
        one in five; and beside the only one of a danger none of a family: "my sight went"."""
        said = {self._notions[place].name for place in own}
        lone = phrase.kind == "Danger" and len(phrase.essential) == 1
        if lone and any(n.startswith(FAMILY) for n in phrase.notions if n not in self._names):
            return True
        every = SPARED_DANGER if phrase.kind.startswith("Danger") else SPARED
        spared = 0 if phrase.kind == "Figure" else len(phrase.essential) // every
        return len(phrase.essential - said) > spared

    def _last(self, phrase: Phrase, own: Sequence[int]) -> int:
        """Where a phrase ends, with the "not" that it ends in: "better off without me"."""
        behind = own[-1] + 1
        weights = self._phrases.weights
        said = [n for n in phrase.order if n in NEGATIONS or weights[n] > SMALL]
        trails = bool(said) and said[-1] in NEGATIONS and behind < len(self._notions)
        return behind if trails and self._notions[behind].name in NEGATIONS else own[-1]

    def _hit(self, phrase: Phrase, own: list[int], share: float, score: float) -> Hit:
        start, end = self._notions[own[0]].start, self._notions[self._last(phrase, own)].end
        words = frozenset(
            p for n in own for p in range(self._notions[n].start, self._notions[n].end)
        )
        return Hit(phrase, tuple(own), start, end, share, score, words)
