"""What a sentence names that a sample has a slot for: topics, causes, answers, persons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from skill.simulator.recogniser.answers import FIRM
from skill.simulator.recogniser.lexicon import Lexicon

MENTIONED = (
    ("topic", "Topic"),
    ("condition", "Condition"),
    ("answer", "Answer"),
    ("person", "Person"),
)
ABOUTS = ("topic", "condition")
LISTING = ("and", "or")

Slots = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Mention:
    """A slot's value where it is said."""

    slot: str
    id: str
    start: int
    end: int

    @property
    def is_plain(self) -> bool:
        """Whether it is no word that only may be an answer, such as "right"."""
        return self.slot in ABOUTS or self.id in FIRM


def find_mentions(lexicon: Lexicon, words: Sequence[str]) -> Iterator[Mention]:
    """Every mention in some words; a cause with an article before it, and without."""
    stems, known = lexicon.stems(words), lexicon.known(words)
    subjects, articles = lexicon.trie("Subject"), lexicon.articles
    for slot, kind in MENTIONED:
        named = slot in ABOUTS
        trie = lexicon.trie(kind, stems=named)
        said = stems if named else known
        place = 0
        while place < len(said):
            found = trie.longest(said, place)
            if found and not (slot == "answer" and subjects.longest(known, place)):
                yield Mention(slot, found[0], place, found[1])
                if slot == "condition" and place and known[place - 1] in articles:
                    yield Mention(slot, found[0], place - 1, found[1])
            place = found[1] if found else place + 1


def choices(
    lexicon: Lexicon, words: Sequence[str], found: Sequence[Mention]
) -> Iterator[tuple[Mention, ...]]:
    """Which mentions may be read as slots together."""
    yield ()
    mentions = [*found, *_listed(lexicon, words, found)]
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


def _listed(lexicon: Lexicon, words: Sequence[str], found: Sequence[Mention]) -> Iterator[Mention]:
    """Two causes named in one breath, "cold sores and dry lips", as one: the first."""
    joiners = lexicon.trie("Joiner")
    for first in found:
        joiner = joiners.longest(words, first.end)
        if first.slot == "condition" and joiner and joiner[0] in LISTING:
            for second in found:
                if second.slot == "condition" and second.start == joiner[1]:
                    yield Mention(first.slot, first.id, first.start, second.end)


def replaced(stems: Sequence[str], mentions: Sequence[Mention]) -> list[str]:
    """The stems with each mention as its slot."""
    tokens: list[str] = []
    starts = {mention.start: mention for mention in mentions}
    place = 0
    while place < len(stems):
        mention = starts.get(place)
        tokens.append(f"{{{mention.slot}}}" if mention else stems[place])
        place = mention.end if mention else place + 1
    return tokens


def filled(mentions: Sequence[Mention]) -> Slots:
    """The slots that mentions fill."""
    return {mention.slot: {"value": mention.id, "id": mention.id} for mention in mentions}
