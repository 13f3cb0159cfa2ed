"""The interaction model's JSON, arranged so that what is said can be looked up in it."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from skill.simulator.recogniser.words import (
    NEGATIONS,
    NO,
    NOT,
    Notion,
    Notions,
    Spelling,
    Trie,
    Words,
)

YES_TYPES = ("Danger", "DangerSign", "Present", "Sign", "History", "Modifier", "Figure")
WEAK_TYPES = {"DurationUnit": 0.6, "Number": 0.4, "Filler": 0.05, "Joiner": 0.05, "Subject": 0.05}

NO_TYPES = ("Absent", "AbsentModifier")
TIMES = ("Modifier", "AbsentModifier")
INDEXED, FAINT, TELLING, STRONG = 0.8, 2.4, 1.2, 3.0


@dataclass(frozen=True, slots=True)
class Phrase:
    """A way to tell of a finding: what it says besides "not", and whether it says "not"."""

    finding: str
    present: bool
    kind: str
    notions: tuple[str, ...]
    negative: bool
    weight: float
    faint: bool
    sequence: tuple[str, ...]
    essential: frozenset[str]
    order: tuple[str, ...]
    of_person: bool


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What the model says, by type and by intent."""

    types: Mapping[str, tuple[tuple[str, str], ...]]
    intents: Mapping[str, Mapping[str, Any]]
    spelling: Spelling
    notions: Notions
    _tries: dict[str, Trie] = field(default_factory=dict)
    _ages: dict[str, list[list[str]]] = field(default_factory=dict)

    @staticmethod
    def of(model: Mapping[str, Any]) -> Lexicon:
        """The lexicon of a model's JSON."""
        language = model["interactionModel"]["languageModel"]
        types = {kind["name"]: tuple(_pairs(kind["values"])) for kind in language["types"]}
        spelling = _spelling(types)
        families = _families(types, spelling)
        lexicon = Lexicon(
            types,
            {intent["name"]: intent for intent in language["intents"]},
            spelling,
            Notions(families),
        )
        lexicon.learn_all()
        return lexicon

    def learn_all(self) -> None:
        """Learns every word of the model, so that slips are mended towards it."""
        for pairs in self.types.values():
            for _, phrase in pairs:
                for word in self.spelling.words(phrase):
                    self.notions.learn(word)
        for intent in self.intents.values():
            for sample in intent["samples"]:
                for word in self.spelling.words(sample):
                    self.notions.learn(word)

    def read(self, text: str) -> tuple[Words, tuple[Notion, ...]]:
        """A text's words and notions."""
        words = self.spelling.words(text)
        return words, self.notions.of(words)

    def known(self, words: Iterable[str]) -> Words:
        """The words with their slips mended."""
        return tuple(self.notions.known(word) for word in words)

    def trie(self, *types: str, stems: bool = False) -> Trie:
        """The phrases of some types by their words, or by their stems; each means its value's id."""
        key = "|".join((*types, str(stems)))
        if key not in self._tries:
            self._tries[key] = Trie()
            for kind in types:
                for id_, phrase in self.types.get(kind, ()):
                    words = self.spelling.words(phrase)
                    self._tries[key].add(self.stems(words) if stems else words, id_)
        return self._tries[key]

    @property
    def articles(self) -> set[str]:
        """The words for "one" that mean little by themselves; the model names the plain one first."""
        ones = [phrase for id_, phrase in self.types["Number"] if id_ == "1"]
        return set(ones[1:])

    @property
    def before_age(self) -> list[list[str]]:
        """What stands before a bare age in the samples."""
        return self._heads("{age}")

    @property
    def before_others_age(self) -> list[list[str]]:
        """What stands before the age of a baby, told in weeks or months."""
        return self._heads("{duration}")

    @property
    def after_person(self) -> list[list[str]]:
        """What stands between a person and their age in the samples."""
        samples = self.intents["AgeIntent"]["samples"]
        found = (re.fullmatch(r".*\{person\} (.+) \{age\}", sample) for sample in samples)
        return [list(self.spelling.words(match[1])) for match in found if match]

    def _heads(self, slot: str) -> list[list[str]]:
        if slot not in self._ages:
            samples = self.intents["AgeIntent"]["samples"]
            ending = (text.removesuffix(slot) for text in samples if text.endswith(slot))
            heads = (head for head in ending if head and "{" not in head)
            self._ages[slot] = [list(self.spelling.words(head)) for head in heads]
        return self._ages[slot]

    def stems(self, words: Iterable[str]) -> list[str]:
        """The stems of some words."""
        return [self.notions.stem(word) for word in words]


@dataclass
class Phrases:
    """All ways to tell of findings, found by the notions in them."""

    lexicon: Lexicon

    @cached_property
    def weights(self) -> dict[str, float]:
        """What a notion tells: much if few findings and intents speak of it."""
        seen: dict[str, set[str]] = defaultdict(set)
        for owner, text in self._texts():
            for notion in self.lexicon.read(text)[1]:
                seen[notion.name].add(owner)
        owners = len(set().union(*seen.values()))
        weights = {name: math.log(owners / len(by)) for name, by in seen.items()}
        return {**weights, **self._weak()}

    def _texts(self) -> Iterator[tuple[str, str]]:
        for kind in (*YES_TYPES, *NO_TYPES):
            yield from self.lexicon.types[kind]
        for name, intent in self.lexicon.intents.items():
            for sample in intent["samples"]:
                yield name, sample

    @cached_property
    def limiting(self) -> frozenset[str]:
        """The notions that make little of something: "just", "only", "one"."""
        joiners = (phrase for id_, phrase in self.lexicon.types["Joiner"] if id_ == "just")
        one = next(phrase for id_, phrase in self.lexicon.types["Number"] if id_ == "1")
        found = (self.lexicon.read(phrase)[1] for phrase in (*joiners, one))
        return frozenset(notions[0].name for notions in found if len(notions) == 1)

    @cached_property
    def fillers(self) -> set[str]:
        """The notions that may stand anywhere without meaning anything."""
        notions = (self.lexicon.read(phrase)[1] for _, phrase in self.lexicon.types["Filler"])
        return {found[0].name for found in notions if len(found) == 1}

    def _weak(self) -> dict[str, float]:
        weak: dict[str, float] = {}
        for kind, weight in WEAK_TYPES.items():
            for _, phrase in self.lexicon.types[kind]:
                found = self.lexicon.read(phrase)[1]
                if len(found) == 1 and not found[0].is_family:
                    weak[found[0].name] = weight
        return weak

    @cached_property
    def all(self) -> tuple[Phrase, ...]:
        """Every phrase once, without those that say nothing."""
        made = (
            self._phrase(kind, id_, phrase)
            for kind in (*YES_TYPES, *NO_TYPES)
            for id_, phrase in self.lexicon.types[kind]
        )
        telling = (p for p in made if p.weight > 1.0)
        return tuple(dict.fromkeys(p for p in telling if p.sequence or not p.faint))

    def _phrase(self, kind: str, finding: str, text: str) -> Phrase:
        names = tuple(notion.name for notion in self.lexicon.read(text)[1])
        said = tuple(dict.fromkeys(name for name in names if name not in NEGATIONS))
        weight = sum(self.weights[name] for name in said)
        telling = [self.weights[name] for name in said if self.weights[name] > TELLING]
        faint = weight < FAINT or (len(telling) < 2 and max(telling, default=0.0) < STRONG)
        present, negative = kind not in NO_TYPES, is_negative(names)
        faint = faint or (not present and len(telling) < 2)
        sequence = tuple(_one_not(name) for name in names) if faint else ()
        essential = frozenset(name for name in said if self.weights[name] > TELLING)
        measures = self._measures | self._lengths if kind in TIMES else self._measures
        essential |= measures.intersection(said)
        essential |= frozenset() if present else self.limiting.intersection(said)
        order = tuple(dict.fromkeys(names))
        return Phrase(
            finding,
            present,
            kind,
            said,
            negative,
            weight,
            faint,
            sequence,
            essential,
            order,
            not self._persons.isdisjoint(said),
        )

    @cached_property
    def _measures(self) -> set[str]:
        """The notions of numbers: light, but what a phrase with one of them is about."""
        return self._single("Number") - self.lexicon.articles - {"one"}

    @cached_property
    def _lengths(self) -> set[str]:
        """The notions of days, weeks and so on, each of which counts where a phrase says when."""
        return self._single("DurationUnit")

    @cached_property
    def _persons(self) -> set[str]:
        """The notions of persons: light, but a phrase with one of them is about somebody."""
        return self._single("Person")

    def _single(self, kind: str) -> set[str]:
        notions = (self.lexicon.read(phrase)[1] for _, phrase in self.lexicon.types[kind])
        return {found[0].name for found in notions if len(found) == 1}

    @cached_property
    def by_notion(self) -> dict[str, list[int]]:
        """Where in `all` a telling notion occurs."""
        index: dict[str, list[int]] = defaultdict(list)
        for number, phrase in enumerate(self.all):
            strongest = max(phrase.notions, key=lambda name: self.weights[name])
            for name in phrase.notions:
                if self.weights[name] > INDEXED or name == strongest:
                    index[name].append(number)
        return index


def _one_not(name: str) -> str:
    return NOT if name == NO else name


def is_negative(names: Iterable[str]) -> bool:
    """Whether notions together deny: two "not" cancel out, "not" and "no" do not."""
    said = list(names)
    nots = said.count(NOT)
    return nots % 2 == 1 if nots else NO in said


def _pairs(values: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    for value in values:
        yield value["id"], value["name"]["value"]
        for synonym in value["name"]["synonyms"]:
            yield value["id"], synonym


def _spelling(types: Mapping[str, tuple[tuple[str, str], ...]]) -> Spelling:
    long_forms: dict[str, str] = {}
    for id_, form in types["Spelling"]:
        long = id_.replace("_", " ")
        long_forms.setdefault(form, long)
        if form != long and "'" not in form:
            long_forms.setdefault(form, long)
    numbers = {
        int(id_): form
        for id_, form in reversed(types["Number"])
        if id_.isdigit() and form.isalpha()
    }
    return Spelling(long_forms, numbers)


def _families(
    types: Mapping[str, tuple[tuple[str, str], ...]], spelling: Spelling
) -> dict[str, list[Words]]:
    families: dict[str, list[Words]] = defaultdict(list)
    for kind in ("Negator", "Alike"):
        for id_, phrase in types[kind]:
            families[id_].append(spelling.words(phrase))
    return families
