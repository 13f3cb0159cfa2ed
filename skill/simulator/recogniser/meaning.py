"""What a stretch of words means when no phrase says it: a classifier that learns from the model.

Every phrase, answer and sample of the model is an example of what it stands for. An unheard
sentence is compared with them by its words and by the meaning that a sentence encoder for general
English sees in it; the encoder knows nothing of this skill.

A kernel machine (least squares on a Nyström map of a Gaussian kernel) does the comparing: a sum
over a few thousand of the examples, learned in closed form, the same each time.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from skill.simulator.recogniser.encoder import encode, kept, one_thread
from skill.simulator.recogniser.kinds import AMONG
from skill.simulator.recogniser.lexicon import NO_TYPES, YES_TYPES, Lexicon
from skill.simulator.recogniser.likeness import TELLING
from skill.simulator.recogniser.words import Words

FINDING, WISH, ANSWER, ASIDE = "finding", "wish", "answer", "aside"
REPLY, NO_REPLY = "reply", "no_reply"
"""What only the question makes plain; each is about a finding."""
REPLIES = {"IfAsked": REPLY, "NotIfAsked": NO_REPLY}
SIGNS = ("DangerSign", "Sign")
TOLD = ("Told", "DangerTold", "NotTold")
ASIDES = ("Figure", "Aside")
JOINING = "and"
"""What joins two sentences, by its id."""
STAND_INS = {
    "{condition}": "bell's palsy",
    "{topic}": "coffee",
    "{person}": "son",
    "{answer}": "yes",
    "{age}": "ten",
    "{unit}": "years",
}
"""What stands in a sample's slots while its meaning is learned."""

LANDMARKS, SENTENCES, OF_PAIRS = 6_000, 0.8, 1_500
"""How many examples the sum goes over, the share of whole sentences, and how many are of two of them."""
WORDS_COUNT, RIDGE, TOLD_COUNTS, PAIR_COUNTS, STEADY = 0.6, 0.05, 3.0, 3.0, 1e-2
"""How much words count beside meaning, how smooth the classifier is, how much more a whole sentence teaches
than a phrase, and two in one (set on examples that were left out of the learning), and what keeps the
sum stable."""
APART = 0.38
"""How far apart, of all whole sentences, the two of a pair are: what they tell is as good as unrelated."""
LEAST = 0.15
"""A sense that is less likely counts as this where something is measured by it."""
AT_ONCE = 2_000
"""So many examples are learned from at once, to need less memory."""

Matrix = NDArray[np.float32]
Label = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Example:
    """Words of the model and what they stand for; `present` is whether a finding is there."""

    kind: str
    id: str
    text: str
    present: bool = True
    told: bool = False


@dataclass(frozen=True, slots=True)
class Sense:
    """What a stretch of words may mean: how likely each label is (about 0 to 1), how surely it says
    that something is there (above 0) or not (below), and that each finding is."""

    likely: dict[Label, float]
    presence: float
    present: dict[str, float]

    def of(self, id_: str, kind: str = FINDING) -> float:
        """How likely it speaks of a finding, or of another kind of label."""
        return self.likely.get((kind, id_), 0.0)

    def there(self, finding: str) -> float:
        """How surely it says that a finding is there (to 1), or that it is not (to -1)."""
        return math.tanh(self.present.get(finding, 0.0) / max(self.of(finding), LEAST))

    def foremost(self, kind: str, count: int, least: float) -> list[str]:
        """The likeliest of a kind, so many at most, that are likelier than a bound."""
        ids = [(much, id_) for (k, id_), much in self.likely.items() if k == kind and much > least]
        return [id_ for _, id_ in sorted(ids, reverse=True)[:count]]

    def most(self, kind: str, *, but: str | None = None) -> tuple[str, float]:
        """The likeliest of a kind and how likely it is, one left out."""
        ids = ((id_, much) for (k, id_), much in self.likely.items() if k == kind and id_ != but)
        return max(ids, key=lambda pair: pair[1], default=("", 0.0))


class Meaning:
    """The classifier, learned from a model's lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Learns at first, which takes about a minute; what was learned is kept on disk."""
        self._lexicon = lexicon
        examples = list(dict.fromkeys(_examples(lexicon)))
        self._labels = list(dict.fromkeys((e.kind, e.id) for e in examples))
        self._findings = [id_ for kind, id_ in self._labels if kind == FINDING]
        spoken = [self._notions(e.text) for e in examples]
        self._rarity = _rarity(spoken)
        self._place = {name: place for place, name in enumerate(self._rarity)}
        key = [repr((e, said)) for e, said in zip(examples, spoken, strict=True)]
        learned = kept(key, lambda: self._learned(examples, spoken))
        self._meanings, self._words = learned["meanings"], learned["words"]
        self._weights = learned["weights"]

    def senses(self, pieces: Sequence[Words]) -> list[Sense]:
        """What each piece of a sentence may mean."""
        if not pieces:
            return []
        texts = [" ".join(words) for words in pieces]
        with one_thread():
            seen = self._seen(encode(texts), [self._notions(text) for text in texts])
            sums = _near(_alike(seen, self._meanings, self._words)) @ self._weights
        labels, findings = len(self._labels), len(self._findings)
        return [
            Sense(
                dict(zip(self._labels, row[:labels], strict=True)),
                row[-1],
                dict(zip(self._findings, row[-1 - findings : -1], strict=True)),
            )
            for row in sums.tolist()
        ]

    def _notions(self, text: str) -> list[str]:
        return [notion.name for notion in self._lexicon.read(text)[1]]

    def _seen(self, meanings: Matrix, spoken: Sequence[Sequence[str]]) -> Matrix:
        """One row a text, of length one: its meaning, and its notions by how rare they are."""
        said = np.zeros((len(spoken), len(self._place)), np.float32)
        for row, names in enumerate(spoken):
            for name in names:
                if name in self._place:
                    said[row, self._place[name]] += self._rarity[name]
        return _unit(np.hstack([_unit(meanings), WORDS_COUNT * _unit(said)]))

    def _learned(
        self, examples: Sequence[Example], spoken: Sequence[Sequence[str]]
    ) -> dict[str, Matrix]:
        seen, goals = self._seen(encode([e.text for e in examples]), spoken), self._goals(examples)
        counts = np.array([TOLD_COUNTS if e.told else 1.0 for e in examples])
        firsts, seconds, joined = self._pairs(examples)
        both = self._seen(encode(joined), [self._notions(text) for text in joined])
        landmarks = np.vstack([_landmarks(seen, examples), both[_spread(len(both), OF_PAIRS)]])
        seen = np.vstack([seen, both])
        goals = np.vstack([goals, np.clip(goals[firsts] + goals[seconds], -1, 1)])
        counts = np.append(counts, np.full(len(both), PAIR_COUNTS))
        much = np.sqrt(counts)[:, None]
        within = RIDGE * _near(landmarks @ landmarks.T) + STEADY * np.eye(len(landmarks))
        wanted = np.zeros((len(landmarks), goals.shape[1]))
        width = landmarks.shape[1] - len(self._place)
        meanings, words = landmarks[:, :width], np.ascontiguousarray(landmarks[:, width:].T)
        for start in range(0, len(seen), AT_ONCE):
            rows = slice(start, start + AT_ONCE)
            near = much[rows] * _near(_alike(seen[rows], meanings, words))
            within += near.T @ near
            wanted += near.T @ (much[rows] * goals[rows])
        weights: Matrix = np.linalg.solve(within, wanted).astype(np.float32)
        return {"meanings": meanings, "words": words, "weights": weights}

    def _pairs(self, examples: Sequence[Example]) -> tuple[list[int], list[int], list[str]]:
        """Every second whole sentence with another, as people tell two things in one breath: the rows
        of both, and what is said."""
        told = [row for row, it in enumerate(examples) if it.told and it.kind == FINDING]
        apart = int(len(told) * APART)
        firsts, seconds = told[::2], [*told[apart:], *told[:apart]][::2]
        joiner = next(said for id_, said in self._lexicon.types["Joiner"] if id_ == JOINING)
        joined = [
            f"{examples[one].text} {joiner} {examples[two].text}"
            for one, two in zip(firsts, seconds, strict=True)
        ]
        return firsts, seconds, joined

    def _goals(self, examples: Sequence[Example]) -> Matrix:
        """One row an example: 1 for its label; then whether its finding is there (1, -1), for each
        finding and last for any; 0 where the question does not arise."""
        place = {label: number for number, label in enumerate(self._labels)}
        own = {id_: len(place) + number for number, id_ in enumerate(self._findings)}
        goals = np.zeros((len(examples), len(place) + len(own) + 1), np.float32)
        for row, example in enumerate(examples):
            goals[row, place[example.kind, example.id]] = 1.0
            if example.kind == FINDING:
                goals[row, [own[example.id], -1]] = 1.0 if example.present else -1.0
        return goals


def _examples(lexicon: Lexicon) -> Iterator[Example]:
    """All that a model says, in its order."""
    for kind in (*YES_TYPES, *NO_TYPES, *TOLD):
        for id_, phrase in lexicon.types[kind] if kind not in ASIDES else ():
            text = f"i have {phrase}" if kind in SIGNS else phrase
            present = kind not in NO_TYPES and kind != "NotTold"
            yield _example(lexicon, FINDING, id_, text, present=present, told=kind in TOLD)
    for kind, what in REPLIES.items():
        for several, phrase in lexicon.types[kind]:
            for id_ in several.split(AMONG):
                yield _example(lexicon, what, id_, phrase)
    for kind in ASIDES:
        for _, phrase in lexicon.types[kind]:
            yield _example(lexicon, ASIDE, ASIDE, phrase, told=kind == "Aside")
    for id_, phrase in lexicon.types["Answer"]:
        yield _example(lexicon, ANSWER, id_, phrase)
    for name, sentence in lexicon.types["Wish"]:
        yield _example(lexicon, WISH, name, sentence, told=True)
    for name, intent in lexicon.intents.items():
        for sample in intent["samples"] if name not in (*TELLING, "ChoiceIntent") else ():
            for slot, word in STAND_INS.items():
                sample = sample.replace(slot, word)  # noqa: PLW2901 - one slot after the other
            yield _example(lexicon, WISH, name, sample)


def _example(
    lexicon: Lexicon, kind: str, id_: str, text: str, *, present: bool = True, told: bool = False
) -> Example:
    return Example(kind, id_, " ".join(lexicon.spelling.words(text)), present, told)


def _rarity(spoken: Sequence[Sequence[str]]) -> dict[str, float]:
    """What each notion tells that is in two examples or more: the rarer, the more. Their order is
    that of the columns of what was learned, so it may not depend on the order of a set."""
    counts = Counter(name for names in spoken for name in set(names))
    return {name: math.log(len(spoken) / n) for name, n in sorted(counts.items()) if n > 1}


def _landmarks(seen: Matrix, examples: Sequence[Example]) -> Matrix:
    """What stands for all the examples: the middles of those that are alike, by one step of k-means
    in each label; three in four are middles of whole sentences."""
    groups: dict[Example, list[int]] = {}
    for row, example in enumerate(examples):
        groups.setdefault(replace(example, text=""), []).append(row)
    sizes = Counter(example.told for example in examples)
    shares = {True: LANDMARKS * SENTENCES, False: LANDMARKS * (1 - SENTENCES)}
    middles = (
        _middles(seen[rows], round(len(rows) * shares[group.told] / sizes[group.told]))
        for group, rows in groups.items()
    )
    return np.vstack(list(middles))


def _middles(rows: Matrix, count: int) -> Matrix:
    """At most so many rows, at least one, that others are near to."""
    first = _spread(len(rows), max(1, count))
    nearest = (rows @ rows[first].T).argmax(axis=1)
    sums = np.zeros((len(first), rows.shape[1]), np.float32)
    np.add.at(sums, nearest, rows)
    return _unit(sums[np.unique(nearest)])


def _spread(length: int, count: int) -> NDArray[np.intp]:
    """At most so many of the places of a row, evenly spread."""
    return np.linspace(0, length - 1, min(count, length)).astype(np.intp)


def _alike(seen: Matrix, meanings: Matrix, words: Matrix) -> Matrix:
    """How like each landmark some rows are; of the notions, only those said are looked at."""
    width = meanings.shape[1]
    alike: Matrix = seen[:, :width] @ meanings.T
    for row, said in enumerate(seen[:, width:]):
        places = np.flatnonzero(said)
        alike[row] += said[places] @ words[places]
    return alike


def _near(alike: Matrix) -> Matrix:
    """A Gaussian kernel of rows of length one, from their products."""
    near: Matrix = np.exp(2 * alike - 2).astype(np.float32)
    return near


def _unit(rows: Matrix) -> Matrix:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: Matrix = (rows / np.maximum(lengths, 1e-6)).astype(np.float32)
    return unit
