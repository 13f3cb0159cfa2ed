"""Who speaks: the words of a locale, bent to whom it is about and how they want to be spoken to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from skill.dialogue.conversation import Conversation, Pace
from skill.speech.ssml import PAUSE
from skill.speech.words import Words, fill

MOST_ITEMS = 3


@dataclass(frozen=True, slots=True)
class Speaker:
    """The words of a locale, bent to whom it is about and how they want to be spoken to."""

    words: Words
    other: bool = False
    pace: Pace = Pace.USUAL
    seed: int = 0

    @staticmethod
    def for_conversation(words: Words, conversation: Conversation) -> Speaker:
        """Wordings vary from turn to turn, yet a transcript replays exactly."""
        seed = conversation.seed + conversation.turn
        return Speaker(words, conversation.other, conversation.pace, seed)

    def say(self, *key: str, **fields: str) -> str:
        """The words at a key, filled in, its first letter a capital."""
        return capital(self.part(*key, **fields))

    def part(self, *key: str, **fields: str) -> str:
        """The words at a key, filled in, to stand inside a sentence."""
        text = self.words.text(*key, seed=self.seed)
        known = self.words.persons[self.other]
        return fill(text, {**known, **fields} if fields else known)

    def some(self, *key: str, **fields: str) -> tuple[str, ...]:
        """The words at a key, or nothing where the locale has none, or no such telephone line."""
        if not self.words.has(*key):
            return ()
        try:
            return (self.say(*key, **fields),)
        except KeyError:
            return ()

    def listed(self, items: Sequence[str], link: str = "and") -> str:
        """Up to three items with the pauses of a spoken list."""
        *first, last = items[:MOST_ITEMS]
        if not first:
            return last
        joined = f",{PAUSE} ".join(first)
        joined_inside = any(" or " in item or " and " in item for item in items)
        comma = f",{PAUSE}" if len(first) > 1 else "," if joined_inside else ""
        return f"{joined}{comma} {self.part('list', link)} {last}"

    def findings(self, ids: Sequence[str], link: str = "and") -> str:
        """The names of findings as a spoken list."""
        return self.listed([self.part("finding", f, "name") for f in ids], link)

    def conditions(self, ids: Sequence[str], link: str = "and") -> str:
        """The names of conditions as a spoken list."""
        return self.listed([self.part("condition", c, "name") for c in ids], link)


def capital(text: str) -> str:
    """The text, its first letter a capital."""
    return text[:1].upper() + text[1:]
