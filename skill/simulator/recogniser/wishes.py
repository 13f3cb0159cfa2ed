"""Wishes such as "say that again": the sample of the model that a sentence is most like."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from skill.simulator.recogniser.clauses import Clauses, marks_of
from skill.simulator.recogniser.lexicon import Lexicon
from skill.simulator.recogniser.likeness import Samples
from skill.simulator.recogniser.mentions import (
    ABOUTS,
    MENTIONED,
    Mention,
    Slots,
    choices,
    filled,
    find_mentions,
    replaced,
)
from skill.simulator.recogniser.words import Words

PART, PART_LIKE, PART_WEIGHT, PART_LEAST, MOST_CUTS = 0.94, 0.75, 3.5, 5, 6
CUTTING = ("but", "because", "and")


@dataclass(frozen=True, slots=True)
class Wish:
    """The likest intent, how alike (0 to 1), and what its slots hold."""

    intent: str = ""
    score: float = 0.0
    slots: Slots = field(default_factory=dict)
    more: Slots = field(default_factory=dict)
    parts: int = 0

    @property
    def rank(self) -> tuple[float, int, int]:
        """Of wishes that are equally alike, the one that explains more comes first."""
        return round(self.score, 2), len(self.slots), self.parts


class Wishes:
    """What can be wished for."""

    def __init__(self, lexicon: Lexicon, whole: Mapping[Words, str]) -> None:
        """Arranges the samples for look-up; `whole` is what is known to the letter."""
        self._lexicon = lexicon
        self._whole = {words: name for words, name in whole.items() if len(words) > 1}
        self._samples = Samples(lexicon)
        small = (*lexicon.types["Filler"], *lexicon.types["Subject"])
        self._small = {phrase for id_, phrase in small if id_ in ("filler", "bound")}
        self._slots_of = {
            name: {slot["name"] for slot in intent.get("slots", ())}
            for name, intent in lexicon.intents.items()
        }

    def best(
        self, words: Sequence[str], told: Sequence[Mention] = (), *, in_part: bool = True
    ) -> Wish:
        """The wish that the words are most like, or `in_part` some of the words; `told` may also
        be read as topics."""
        wishes = self._either(words, told)
        best = max(wishes, key=lambda wish: wish.rank, default=Wish())
        if in_part and best.score < PART_LIKE:
            best = max([best, *self._of_parts(words)], key=lambda wish: wish.rank)
        return self._filled(best, words, told)

    def _of_parts(self, words: Sequence[str]) -> Iterator[Wish]:
        """Wishes that only a part of the sentence makes: "the bell rang what was the question"."""
        answer = self._lexicon.trie("Answer").longest(words, 0)
        clauses = Clauses(self._lexicon, self._lexicon.known(words))
        for start, end in _parts(clauses, answer[1] if answer else 0):
            part = tuple(words[start:end])
            if part in self._whole:
                yield Wish(self._whole[part], PART * PART_LIKE, parts=end - start)
            stems = self._lexicon.stems(part)
            if self._samples.weight(stems) < PART_WEIGHT:
                continue
            for wish in self._either(part, ()):
                if wish.score >= PART_LIKE and wish.parts >= PART_LEAST + 2 * len(wish.slots):
                    yield replace(wish, score=PART * min(wish.score, PART_LIKE), parts=end - start)

    def asked_about(self, words: Sequence[str]) -> Slots:
        """The cause that a sentence names, if it names one and nobody who may have had it."""
        mentions = list(find_mentions(self._lexicon, words))
        causes = [mention for mention in mentions if mention.slot == "condition"]
        persons = any(mention.slot == "person" for mention in mentions)
        return {} if persons else filled(causes[:1])

    def named(self, words: Sequence[str]) -> Slots:
        """What a sentence that is nothing but a name names, such as "the coffee"."""
        said = self._lexicon.stems([word for word in words if word not in self._small])
        slots: Slots = {}
        for slot, kind in MENTIONED[:2]:
            found = self._lexicon.trie(kind, stems=True).longest(said, 0)
            if found and found[1] == len(said):
                slots[slot] = {"value": found[0], "id": found[0]}
        return slots

    def is_foreign(self, words: Sequence[str]) -> bool:
        """Whether a sentence has a word that nobody needs here, such as "weather"."""
        return self._samples.has_foreign(self._lexicon.stems(words))

    def meant(self, intent: str, words: Sequence[str]) -> Wish:
        """A wish that no sample is like, with what the sentence says that its intent has a slot for."""
        return self._filled(Wish(intent), words, ())

    def _filled(self, wish: Wish, words: Sequence[str], told: Sequence[Mention]) -> Wish:
        """The wish with what else was said that its intent has a slot for."""
        had = set(ABOUTS) if set(ABOUTS) & set(wish.slots) else set(wish.slots)
        wanted = self._slots_of.get(wish.intent, set()) - had - set(wish.slots)
        mentions = [*told, *find_mentions(self._lexicon, words)]
        said = [m for m in mentions if m.slot in wanted and m.is_plain]
        return replace(wish, more=filled(said))

    def _either(self, words: Sequence[str], told: Sequence[Mention]) -> list[Wish]:
        """The likest wishes for the words as they are, and without fillers."""
        bare, moved = self._bare(words, told)
        without = self._likely(bare, moved) if len(bare) < len(words) else ()
        return [*self._likely(words, told), *without]

    def _likely(self, words: Sequence[str], told: Sequence[Mention]) -> Iterator[Wish]:
        stems = self._lexicon.stems(words)
        mentions = [
            *find_mentions(self._lexicon, words),
            *told,
            *self._without_article(words, told),
        ]
        for chosen in choices(self._lexicon, words, mentions):
            like = self._samples.likest(replaced(stems, chosen))
            slots = filled([m for m in chosen if m.slot in like.slots])
            yield Wish(like.intent, like.score, slots, parts=like.parts)

    def _without_article(self, words: Sequence[str], told: Sequence[Mention]) -> Iterator[Mention]:
        """What is told, after its article: "what is a seizure" asks for a word, not for a name."""
        for mention in told:
            if words[mention.start] in self._lexicon.articles and mention.end - mention.start > 1:
                yield replace(mention, start=mention.start + 1)

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


def _parts(clauses: Clauses, answered: int) -> Iterator[tuple[int, int]]:
    """The stretches of a sentence that may be a wish by themselves: they begin with a clause or
    a question or after an answer, and end where the next clause begins."""
    joiners = [mark for mark in clauses.marks["Joiner"] if mark.id in CUTTING]
    begins = {answered, *clauses.starts, *(mark.start for mark in clauses.marks["Question"])}
    begins |= {mark.end for role in ("Filler", "Rewind") for mark in clauses.marks[role]}
    begins |= {mark.end for mark in joiners}
    length = len(clauses.words)
    tags = [mark.start for mark in clauses.marks["Question"] if mark.end >= length - 1]
    ends = {*clauses.starts, *tags, *(mark.start for mark in joiners), length} - {0}
    for start in sorted(begins)[:MOST_CUTS]:
        for end in sorted(ends)[:MOST_CUTS]:
            if start < end and (start, end) != (0, length):
                yield start, end
