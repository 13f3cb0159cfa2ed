"""Where the clauses of a sentence begin, and which words play a part: joiners, persons, times."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from skill.simulator.recogniser.lexicon import Lexicon

ROLES = (
    "Joiner",
    "Rewind",
    "Subject",
    "Linker",
    "Hypothetical",
    "Feared",
    "LongAgo",
    "AsPast",
    "Recent",
    "Person",
    "Thing",
    "Figure",
    "Doubt",
    "Filler",
    "Question",
    "Verb",
    "Begun",
    "Ended",
    "Turned",
    "Quoted",
    "Part",
    "Unless",
)


RESETS = ("just", "because")
CUTTING = ("and", "but", "because")
ASKING, JOINING = "ask", ("and", "or")
LEADING_ON = ("Linker", "Joiner", "Subject", "Filler", "Question")
OWNERS, JOB = ("mine", "bound"), "job"
BACK, SHORT, NOUN = 3, 2, 5
"""How far back a subject may be taken up again, how long a short answer is, and within how many words of
"my" its verb comes."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A word or several with a part in the sentence; `start` and `end` count words."""

    id: str
    start: int
    end: int


class Clauses:
    """The marks and clauses of a sentence."""

    def __init__(self, lexicon: Lexicon, words: Sequence[str]) -> None:
        self._lexicon = lexicon
        self.words = words
        self.marks = {role: list(marks_of(lexicon, role, words)) for role in ROLES}
        self.marks["Hypothetical"] = [*self._supposing()]
        self.nots = frozenset(self._nots())
        self.medicines = {id_ for id_, _ in lexicon.types["Medicine"]}
        self.hard = sorted({0, *self._hard()})
        self._asking = sorted(self._asks())
        self.starts = sorted({*self.hard, *self._soft()})
        resets = (mark for mark in self.marks["Joiner"] if mark.id in RESETS)
        self.resets = [mark.end for mark in resets if mark.start - 1 not in self.nots]

    def _supposing(self) -> Iterator[Mark]:
        """What supposes something, unless it is part of a mere phrase: "if you ask me", "i suppose"."""
        for mark in self.marks["Hypothetical"]:
            fillers = (
                m for m in self.marks["Filler"] if m.start <= mark.start and mark.end <= m.end
            )
            if not any(m.end - m.start > mark.end - mark.start for m in fillers):
                yield mark

    def _nots(self) -> Iterator[int]:
        """Where a word says "not", if only as a part of others: "can not feel"."""
        trie = self._lexicon.trie("Negator")
        for place, word in enumerate(self.words):
            found = trie.longest((word,), 0)
            if found and found[0] == "not":
                yield place

    def _hard(self) -> Iterator[int]:
        """Where a contrast or a change of mind begins: nothing said spans such a place."""
        yield from (mark.end for mark in self.marks["Joiner"] if mark.id == "but")
        yield from (mark.end for mark in self.marks["Rewind"] if mark.start)

    def _soft(self) -> Iterator[int]:
        """Where a new subject begins, with or without "and" before it."""
        for joiner in self.marks["Joiner"]:
            if joiner.id in ("and", "because") and self.at("Subject", self.skipped(joiner.end)):
                yield joiner.end
        for subject in self.marks["Subject"]:
            free = subject.id in ("free", "speaker") and not self._linked(subject.start)
            again = self._repeats(subject.start) or self._explains(subject)
            if free or again or self._tells_beside(subject):
                yield subject.start

    def _asks(self) -> Iterator[int]:
        """Where a question, or what only asks, has been begun: "is it", "i am scared it is"."""
        heads = {self.skipped(place) for place in self.hard}
        yield from (mark.end for mark in self.marks["Question"] if mark.start in heads)
        yield from (mark.end for mark in self.marks["Hypothetical"] if mark.id == ASKING)

    def _tells_beside(self, subject: Mark) -> bool:
        """Whether "my face is" begins a statement after a question: "is it a stroke my face is numb"."""
        verbs = self.within("Verb", subject.end + 1, subject.end + NOUN)
        asked = any(end < subject.start for end in self._asking)
        return asked and subject.id in OWNERS and bool(verbs) and not self._linked(subject.start)

    def _explains(self, subject: Mark) -> bool:
        """Whether a statement follows a short answer: "they do they smack", "it is i tape it"."""
        short = self.skipped(0) + SHORT
        answer = self.at("Subject", self.skipped(0))
        return bool(answer) and subject.start == short and subject.id in ("free", "speaker")

    def _repeats(self, place: int) -> bool:
        """Whether a subject is taken up again after a denial: "no it is not it swaps sides"."""
        again = place >= BACK and self.words[place - BACK] == self.words[place]
        return again and place - 1 in self.nots

    def _linked(self, place: int) -> bool:
        return any(mark.end == place for mark in (*self.marks["Linker"], *self.marks["Joiner"]))

    def at(self, role: str, place: int) -> Mark | None:
        """The mark of a role that begins at a place."""
        return next((mark for mark in self.marks[role] if mark.start == place), None)

    def skipped(self, place: int) -> int:
        """The first place from here on that is not a filler."""
        filler = self.at("Filler", place)
        return self.skipped(filler.end) if filler else place

    def is_beside(self, place: int, end: int | None = None) -> bool:
        """Whether a place lies in a statement of its own behind a question (that which ends at `end`, or
        any): "could it be withdrawal i stopped drinking on friday"."""
        joined = {mark.end for mark in self.marks["Joiner"] if mark.id in JOINING}
        begun = [start for start in self.starts if start <= place and start not in joined]
        asking = self._asking if end is None else [end]
        return any(self.skipped(ended) < start for ended in asking for start in begun)

    def is_job(self, start: int, end: int) -> bool:
        """Whether what stands between two places is met at work: "i am a nurse on a stroke ward"; not what is
        joined to that, or is of now: "i work at a desk and can not feel my arm"."""
        jobs = [m for m in self.within("Hypothetical", start, end) if m.id == JOB]
        return any(not self._is_apart(job.end, end) for job in jobs)

    def _is_apart(self, start: int, end: int) -> bool:
        """Whether a joiner, a time of now or a subject of their own stands between two places."""
        own = (
            mark for mark in self.within("Subject", start, end) if mark.id in ("speaker", "mine")
        )
        return any((*own, *self.within("Joiner", start, end), *self.within("Recent", start, end)))

    def clause(self, place: int) -> tuple[int, int]:
        """Where the clause of a place begins, and where the next one does."""
        return _around(self.starts, place, len(self.words))

    def stretch(self, place: int) -> tuple[int, int]:
        """The same for the stretch between contrasts."""
        return _around(self.hard, place, len(self.words))

    def pieces(self) -> list[tuple[int, int]]:
        """The clauses, cut also where "and", "but" or "because" joins two parts, without those; where
        "just" tells what there is after a denial ("no pills just a load of stress"); and where another
        "no" begins ("no pain no tingling")."""
        joiners = [mark for mark in self.marks["Joiner"] if mark.id in CUTTING]
        cuts = {0, len(self.words), *self.starts, *self._limits(), *self._denials()}
        cuts |= {place for mark in joiners for place in (mark.start, mark.end)}
        spans = pairwise(sorted(cuts))
        return [span for span in spans if span not in {(m.start, m.end) for m in joiners}]

    def _limits(self) -> Iterator[int]:
        """Where "just" follows something denied in its clause."""
        for mark in (mark for mark in self.marks["Joiner"] if mark.id == "just"):
            begins, _ = self.clause(mark.start)
            if self.denies(begins, mark.start) and mark.start - 1 not in self.nots:
                yield mark.start

    def denies(self, start: int, end: int) -> bool:
        """Whether a "no" or a "not" stands between two places."""
        negator = self._lexicon.trie("Negator")
        return any(negator.longest(self.words, place) for place in range(start, end))

    def _denials(self) -> Iterator[int]:
        """Where a "no" begins something else: not in "i have no pain" or "there is no pain"."""
        negator = self._lexicon.trie("Negator")
        marks = [mark for role in LEADING_ON for mark in self.marks[role]]
        leading = {place for mark in marks for place in range(mark.start, mark.end)}
        for place in range(1, len(self.words) - 1):
            found = negator.longest((self.words[place],), 0)
            if found and found[0] != "not" and place - 1 not in leading:
                yield place

    def within(self, role: str, start: int, end: int) -> list[Mark]:
        """The marks of a role that begin between two places."""
        return [mark for mark in self.marks[role] if start <= mark.start < end]


def marks_of(lexicon: Lexicon, role: str, words: Sequence[str]) -> Iterator[Mark]:
    """The phrases of a type in a sentence, the longest at each place."""
    trie = lexicon.trie(role)
    place = 0
    while place < len(words):
        found = trie.longest(words, place)
        if found:
            yield Mark(found[0], place, found[1])
        place = found[1] if found else place + 1


def _around(starts: Sequence[int], place: int, length: int) -> tuple[int, int]:
    begins = max((start for start in starts if start <= place), default=0)
    return begins, min((start for start in starts if start > place), default=length)
