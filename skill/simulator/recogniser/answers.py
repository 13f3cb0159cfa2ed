"""Finds the yes, no or not sure in a sentence, and leaves alone what only looks like one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from skill.simulator.recogniser.clauses import Clauses
from skill.simulator.recogniser.hits import Hit
from skill.simulator.recogniser.lexicon import Lexicon
from skill.simulator.recogniser.words import Trie

FIRM = ("yes", "no", "unsure")
LONG = 2
ACTING = ("free", "speaker")
"""Subjects that begin a statement: "i", "they"; not "it" after a verb."""
JOINED = ("and", "but")


@dataclass(slots=True)
class Given:
    """The answer, which words gave it, and whether a "no" in front belongs to what is told."""

    answer: str | None = None
    words: set[int] = field(default_factory=set)
    leading_no: bool = False
    denials: set[int] = field(default_factory=set)
    whole: bool = False


def find_answer(
    lexicon: Lexicon, clauses: Clauses, hits: Sequence[Hit], counted: set[int]
) -> Given:
    """The last answer given; `counted` are the words of amounts."""
    return _Search(lexicon.trie("Answer"), clauses, hits, counted).given()


class _Search:
    def __init__(
        self, trie: Trie, clauses: Clauses, hits: Sequence[Hit], counted: set[int]
    ) -> None:
        self._trie = trie
        self._clauses = clauses
        self._hits = hits
        self._counted = counted
        self._told = {place for hit in hits for place in range(hit.start, hit.end)} | counted
        self._telling = {place for hit in hits for place in hit.words} | counted
        self._length = len(clauses.words)
        self._covered: set[int] | None = None

    def given(self) -> Given:
        given = Given()
        for start in self._places():
            found = self._longest(start)
            firm = self._firm(start)
            if not found or self._rounds(start, firm) or self._goes_on(*found, start):
                continue
            id_, end = found
            if firm and (start == 0 or not self._before(start)) and self._belongs(start, firm):
                given.leading_no = True
            elif firm and not self._belongs(start, firm):
                given.answer = id_ if not self._follows(end) else self._id(start)
                given.words |= set(range(start, end if not self._follows(end) else firm))
            elif self._heads(start, id_, end) or (
                id_ == "unsure" and end - start > 1 and start in (0, self._clauses.skipped(0))
            ):
                given.answer = id_
                given.words |= set(range(start, end))
            elif self._denies(start, id_, end):
                given.denials.add(start)
            elif self._alone(start, end) and not self._firmly(given, start):
                given.answer = id_
                given.words |= set(range(start, end))
        begun = self._clauses.skipped(0) in given.words
        given.whole = bool(given.answer) and begun and self._only_small(0, self._length)
        return given

    def _heads(self, start: int, id_: str, end: int) -> bool:
        """Whether an answer of several words stands before what is told: "mm hmm my left side";
        a "not at all" must be followed by a clause of its own, or it belongs to what follows."""
        if end - start == 1 or start not in (0, self._clauses.skipped(0)) or not self._follows(end):
            return False
        if self._clauses.at("Subject", start) or set(range(start, end)) & self._told:
            return False
        anew = bool(self._clauses.at("Subject", self._clauses.skipped(end)))
        return id_ == "yes" or (id_ == "no" and anew)

    def _rounds(self, start: int, end: int) -> bool:
        """Whether a "maybe" only makes a number rough: "maybe four hours a night"."""
        return (
            bool(end)
            and self._id(start) == "unsure"
            and self._clauses.skipped(end) in self._counted
        )

    def _goes_on(self, id_: str, end: int, start: int) -> bool:
        """Whether an "i have" goes on to say the contrary: "i have never paid attention"."""
        following = self._trie.longest(self._clauses.words, end)
        other = following[0] if following else id_
        own = bool(self._clauses.at("Subject", start))
        return own and id_ == "yes" and other not in (id_, "mostly")

    def _firmly(self, given: Given, start: int) -> bool:
        """Whether a firm answer was given, which "okay" does not change."""
        rewinds = any(mark.end <= start for mark in self._clauses.marks["Rewind"] if mark.start)
        return given.answer in FIRM and not self._firm(start) and not rewinds

    def _denies(self, start: int, id_: str, end: int) -> bool:
        """Whether "but it is not" takes back what was told before."""
        contrasts = start in {self._clauses.skipped(place) for place in self._clauses.hard[1:]}
        subject = self._clauses.at("Subject", start)
        return (
            contrasts
            and bool(subject)
            and id_ == "no"
            and self._before(start)
            and not self._follows(end)
        )

    def _places(self) -> Iterator[int]:
        """Heads of clauses, the places after fillers and answers there, and the last word."""
        skips = {
            mark.start: mark.end
            for role in ("Filler", "Rewind", "Joiner")
            for mark in self._clauses.marks[role]
        }
        rewinds = self._clauses.marks["Rewind"]
        skips |= {p: mark.end for mark in rewinds for p in range(mark.start + 1, mark.end)}
        seen: set[int] = set()
        said: set[int] = set()
        for begin in self._clauses.starts:
            place = begin
            while place < self._length and place not in seen:
                seen.add(place)
                found = self._longest(place)
                if found:
                    yield place
                    said |= set(range(place, found[1]))
                    place = self._after(place, found[1], skips.get(place, 0))
                elif place in skips:
                    place = skips[place]
        yield from (place for place in self._closing() if place not in seen | said)
        yield from (place for place in self._amid() if place not in seen | said)

    def _amid(self) -> Iterator[int]:
        """A "yes" amid what is told, and a "no" before a clause of its own: "most nights yeah a
        bottle", "cheeky no i am twenty two"."""
        for place in range(self._length):
            end = self._firm(place)
            if end and (self._id(place) == "yes" or self._ends_clause(end)):
                yield place

    def _ends_clause(self, end: int) -> bool:
        """Whether a clause of its own begins here, or after what joins it: "so no but i do smoke"."""
        joined = self._clauses.at("Joiner", end)
        return bool({end, joined.end if joined else end} & {*self._clauses.starts})

    def _closing(self) -> Iterator[int]:
        """The last firm word, if nothing but answers follows it: "i misheard you no i have not"."""
        for place in reversed(range(self._length)):
            if self._firm(place):
                yield place
                return
            if not self._small(place):
                return

    def _after(self, place: int, end: int, filled: int) -> int:
        """Where to look after an answer: inside it too, if it begins with a filler ("god no")
        and more is said, or with a firm word and something is told."""
        if self._firm(filled) and not self._only_small(end, self._length):
            return filled
        return self._firm(place) or end if self._follows(end) else end

    def _longest(self, start: int) -> tuple[str, int] | None:
        """The longest answer that begins here; a filler may come inside: "i can not rightly say"."""
        node, found, place = self._trie, None, start
        while place < self._length:
            filler = self._clauses.at("Filler", place)
            if self._clauses.words[place] in node.next:
                node, place = node.next[self._clauses.words[place]], place + 1
            elif filler and place > start:
                place = filler.end
                continue
            else:
                break
            found = (node.ends[0], place) if node.ends else found
        return found

    def _firm(self, start: int) -> int:
        """Where the one firm word that stands here ends, or 0: "yes", "nope", "maybe"."""
        found = self._trie.longest(self._clauses.words[: start + 1], start)
        return found[1] if found and found[0] in FIRM else 0

    def _id(self, start: int) -> str:
        found = self._trie.longest(self._clauses.words[: start + 1], start)
        return found[0] if found else ""

    def _follows(self, end: int) -> bool:
        """Whether something is told right after, in the same clause."""
        stop = self._clauses.clause(max(0, end - 1))[1]
        return any(place in self._told for place in range(end, stop))

    def _before(self, start: int) -> bool:
        return any(place in self._told for place in range(start))

    def _belongs(self, start: int, end: int) -> bool:
        """Whether the word denies what follows it: "no cramps"; not "no my eye is fine"."""
        if self._id(start) != "no":
            return start in self._telling
        if start in self._told:
            return True
        limited = self._clauses.at("Joiner", end)
        if limited and limited.id == "just":
            return False
        stop = self._clauses.clause(start)[1]
        following = [hit for hit in self._hits if end <= hit.start < stop]
        if not following or self._trie.longest(self._clauses.words[: end + 1], end):
            return False
        first = following[0]
        if not first.phrase.present or first.phrase.negative:
            return False
        return not self._clauses.within("Subject", end, first.start + 1)

    def _alone(self, start: int, end: int) -> bool:
        """Whether nothing but small words stands beside a phrase such as "it is"."""
        if any(place in self._told for place in range(start, end)):
            return False
        if self._follows(end) and not self._is_joined(start, end):
            return False
        if self._clauses.at("Subject", start) and not self._only_small(0, start):
            return self._concludes(start, end)
        if self._runs_on(start, end):
            return False
        if self._only_small(end, self._length) or self._begins_anew(start, end):
            return True
        return self._small(end) and not self._clauses.at("Subject", start)

    def _is_joined(self, start: int, end: int) -> bool:
        """Whether what follows an "it does" is joined to it: "it does when i blink"."""
        joined = self._clauses.at("Joiner", end)
        return bool(self._clauses.at("Subject", start) and joined and joined.id == "and")

    def _concludes(self, start: int, end: int) -> bool:
        """Whether a sentence that tells nothing ends so: "i never looked so i have no idea"."""
        unsure = (self._longest(start) or ("", 0))[0] == "unsure"
        return unsure and end - start > LONG and end == self._length

    def _runs_on(self, start: int, end: int) -> bool:
        """Whether "i have" goes on as another answer: "i have never noticed"."""
        following = self._longest(end)
        if not following or following[0] in ("yes", "mostly") or self._firm(end):
            return False
        return bool(self._clauses.at("Subject", start)) and not self._firm(start)

    def _begins_anew(self, start: int, end: int) -> bool:
        """Whether a clause of its own explains it: "you could say that my mum has just died"."""
        if end - start == 1 or self._clauses.skipped(0) != start:
            return False
        place = self._clauses.skipped(end)
        behind = self._clauses.at("Subject", place)
        if behind and (end - start > LONG or not self._clauses.at("Subject", start)):
            return True
        joined = self._clauses.at("Joiner", place)
        return bool((behind and behind.id in ACTING) or (joined and joined.id in JOINED))

    def _only_small(self, begins: int, ends: int) -> bool:
        return all(self._small(place) for place in range(begins, ends))

    def _small(self, place: int) -> bool:
        roles = ("Filler", "Rewind", "Joiner", "Recent")
        covered = any(
            mark.start <= place < mark.end for role in roles for mark in self._clauses.marks[role]
        )
        return covered or place in self._answers

    @property
    def _answers(self) -> set[int]:
        if self._covered is None:
            self._covered = set()
            for place in range(self._length):
                found = self._longest(place)
                self._covered |= set(range(place, found[1])) if found else set()
        return self._covered
