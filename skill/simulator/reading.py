"""Reads a sentence for what it tells: an answer, findings present or absent, amounts, or an aside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from skill.simulator.amounts import Amounts, find_amounts
from skill.simulator.hits import Hit, find_hits
from skill.simulator.lexicon import Lexicon, Phrases
from skill.simulator.words import NOT, Notion, Words

STRONG = ("yes", "no", "unsure")
DANGERS = ("Danger", "DangerSign")


@dataclass(frozen=True, slots=True)
class Mark:
    """A word or several with a part in the sentence, such as a joiner."""

    kind: str
    id: str
    start: int
    end: int


@dataclass(slots=True)
class Reading:
    """What a sentence tells."""

    answer: str | None = None
    present: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    danger: list[str] = field(default_factory=list)
    maybe: list[str] = field(default_factory=list)
    amounts: Amounts = field(default_factory=Amounts)
    person: str | None = None
    aside: bool = False
    explained: float = 0.0
    hits: list[Hit] = field(default_factory=list)

    @property
    def tells(self) -> bool:
        """Whether any finding was told of."""
        return bool(self.present or self.absent or self.danger or self.maybe)


MARKS = (
    ("Joiner", "joiner"),
    ("Rewind", "rewind"),
    ("Subject", "subject"),
    ("Hypothetical", "hypothetical"),
    ("LongAgo", "longago"),
    ("AsPast", "aspast"),
    ("Recent", "recent"),
    ("Person", "person"),
    ("Thing", "thing"),
    ("Figure", "figure"),
    ("Doubt", "doubt"),
    ("Filler", "filler"),
)


def read_sentence(lexicon: Lexicon, phrases: Phrases, words: Words) -> Reading:
    """The reading of some words."""
    return _Reader(lexicon, phrases, words).read()


class _Reader:
    """One sentence while it is read."""

    def __init__(self, lexicon: Lexicon, phrases: Phrases, words: Words) -> None:
        self.lexicon = lexicon
        self.phrases = phrases
        self.words = words
        self.stems = lexicon.stems(words)
        self.notions = lexicon.notions.of(words)
        self.marks = {kind: list(self._marks(type_, kind)) for type_, kind in MARKS}
        self.reading = Reading()

    def _marks(self, type_: str, kind: str) -> Iterator[Mark]:
        trie = self.lexicon.trie(type_)
        place = 0
        while place < len(self.stems):
            found = trie.longest(self.stems, place)
            if found:
                yield Mark(kind, found[0], place, found[1])
            place = found[1] if found else place + 1

    def read(self) -> Reading:
        """Reads in the order in which one part makes the next plain."""
        self.reading.amounts = find_amounts(self.lexicon, self.words)
        taken = self.reading.amounts.used | self._figures()
        places = {p for p, n in enumerate(self.notions) if set(range(n.start, n.end)) & taken}
        hits = find_hits(self.phrases, self.notions, places)
        self.boundaries = self._boundaries(hits)
        self._answer(hits)
        for hit in self._last_said(hits):
            self._note(hit)
        self._explain(places, hits)
        return self.reading

    def _figures(self) -> set[int]:
        used = {place for mark in self.marks["figure"] for place in range(mark.start, mark.end)}
        self.reading.aside = bool(used)
        return used

    # ---- clauses

    def _boundaries(self, hits: Sequence[Hit]) -> list[int]:
        """Where a clause begins, counted in words."""
        starts = {0}
        inside = {p for hit in hits for p in range(self._word(hit.start) + 1, self._last(hit))}
        for joiner in self.marks["joiner"]:
            if joiner.start in inside:
                continue
            if joiner.id == "but" or (joiner.id == "and" and self._subject_at(joiner.end)):
                starts.add(joiner.end)
        starts |= {mark.end for mark in self.marks["rewind"] if mark.start not in inside}
        return sorted(starts)

    def _subject_at(self, place: int) -> bool:
        fillers = {mark.start: mark.end for mark in self.marks["filler"]}
        while place in fillers:
            place = fillers[place]
        return any(mark.start == place for mark in self.marks["subject"])

    def _clause(self, place: int) -> tuple[int, int]:
        """The clause that a word is in: where it begins and where the next begins."""
        begins = max(start for start in self.boundaries if start <= place)
        ends = min((s for s in self.boundaries if s > place), default=len(self.words))
        return begins, ends

    def _word(self, place: int) -> int:
        return self.notions[place].start

    def _last(self, hit: Hit) -> int:
        return self.notions[hit.end].end

    # ---- yes and no

    def _answer(self, hits: Sequence[Hit]) -> None:
        """The last answer that is given at the head of a clause, or at the very end."""
        trie = self.lexicon.trie("Answer")
        told = [self._word(hit.start) for hit in hits] + list(self.reading.amounts.used)
        first_hit = min(told, default=len(self.words))
        self.answered = 0
        for start in self._answer_starts():
            found = trie.longest(self.stems, start)
            if found and self._is_answer(found, start, hits, first_hit):
                self.reading.answer = found[0]
                if start <= first_hit:
                    self.answered = found[1]

    def _answer_starts(self) -> Iterator[int]:
        """Heads of clauses, and the places after fillers and earlier answers."""
        trie = self.lexicon.trie("Answer")
        skips = {m.start: m.end for kind in ("filler", "rewind", "joiner") for m in self.marks[kind]}
        for begin in self.boundaries:
            place = begin
            while place < len(self.words):
                found = trie.longest(self.stems, place)
                if found:
                    yield place
                    place = found[1]
                elif place in skips:
                    place = skips[place]
                else:
                    break

    def _is_answer(
        self, found: tuple[str, int], start: int, hits: Sequence[Hit], first_hit: int
    ) -> bool:
        """Not if it is part of what is told: "no cramps", "i do not sleep", "sometimes it tingles"."""
        id_, end = found
        covered = any(self._word(hit.start) < end and self._last(hit) > start for hit in hits)
        told = [self._word(hit.start) for hit in hits] + list(self.reading.amounts.used)
        following = any(end <= place < self._clause(start)[1] for place in told)
        if covered and id_ not in STRONG:
            return False
        if not following and not covered:
            return True
        if id_ not in STRONG or any(m.start == start for m in self.marks["subject"]):
            return False
        only_not = all(n.name == f"={NOT}" for n in self.notions if start <= n.start < end)
        return not (only_not and not self._fresh_clause(end, first_hit))

    def _fresh_clause(self, end: int, first_hit: int) -> bool:
        """Whether a subject stands between the answer and what is told."""
        return any(end <= mark.start <= first_hit for mark in self.marks["subject"])

    # ---- findings

    def _last_said(self, hits: Sequence[Hit]) -> list[Hit]:
        """The hits without those that were taken back."""
        latest = {hit.phrase.finding: hit for hit in hits}
        kept = [hit for hit in hits if latest[hit.phrase.finding] is hit or not self.marks["rewind"]]
        return kept

    def _note(self, hit: Hit) -> None:
        present = self._present(hit)
        if present is None or self._is_aside(hit):
            self.reading.aside = self.reading.aside or present is not None
            return
        finding = hit.phrase.finding
        self.reading.hits.append(hit)
        person = self._before("person", hit)
        if person:
            self.reading.person = person.id
        if self._before("doubt", hit) and hit.phrase.kind not in DANGERS:
            self.reading.maybe.append(finding)
        elif not present:
            self.reading.absent.append(finding)
        elif hit.phrase.kind in DANGERS:
            self.reading.danger.append(finding)
        else:
            self.reading.present.append(finding)

    def _present(self, hit: Hit) -> bool | None:
        """Whether the finding is said to be there; None if "not" is missing where it matters."""
        said = self._negated(hit)
        if said == hit.phrase.negative:
            return hit.phrase.present
        if hit.phrase.negative and (hit.share < 0.99 or not hit.phrase.present):
            return None
        return not hit.phrase.present

    def _negated(self, hit: Hit) -> bool:
        begins, _ = self._clause(self._word(hit.start))
        begins = max(begins, self._after_bare_answer(begins, hit))
        nots = [
            notion
            for notion in self.notions
            if notion.name == f"={NOT}" and begins <= notion.start < self._last(hit)
        ]
        return len(nots) % 2 == 1

    def _after_bare_answer(self, begins: int, hit: Hit) -> int:
        """Where the clause begins after a "no" that is an answer and not part of what is told."""
        if not self.reading.answer or begins > self.answered:
            return begins
        place = begins
        bare = self.lexicon.trie("Answer")
        while place < self.answered:
            found = bare.longest(self.stems, place)
            one = bare.longest(self.stems[: place + 1], place)
            if one:
                place += 1
            elif found and found[1] <= self._word(hit.start) and not self._starts_subject(place):
                place = found[1]
            else:
                break
        return place

    def _starts_subject(self, place: int) -> bool:
        return any(mark.start == place for mark in self.marks["subject"])

    def _before(self, kind: str, hit: Hit) -> Mark | None:
        """The last mark of a kind in the hit's clause before the hit ends."""
        begins, _ = self._clause(self._word(hit.start))
        marks = [m for m in self.marks[kind] if begins <= m.start < self._last(hit)]
        return marks[-1] if marks else None

    # ---- asides

    def _is_aside(self, hit: Hit) -> bool:
        """Whether it is not about the person now: supposed, long past, or somebody's history."""
        if self._before("hypothetical", hit) or self._before("thing", hit):
            return True
        if hit.phrase.kind == "History":
            return False
        begins, ends = self._clause(self._word(hit.start))
        own = {self._word(place) for place in hit.places}
        past = [m for m in self.marks["longago"] if begins <= m.start < ends and m.start not in own]
        if past and not (hit.share > 0.99 and hit.phrase.kind not in DANGERS):
            return True
        return self._is_history_of_other(hit)

    def _is_history_of_other(self, hit: Hit) -> bool:
        person, past = self._before("person", hit), self._before("aspast", hit)
        if not person or not past or past.start < person.start:
            return False
        return not self.marks["recent"]

    # ---- how much of the sentence has been explained

    def _explain(self, places: set[int], hits: Sequence[Hit]) -> None:
        used = places | {place for hit in hits for place in hit.places}
        used |= {p for p, n in enumerate(self.notions) if n.start < self.answered}
        weights = [self.phrases.weights.get(notion.name, 2.0) for notion in self.notions]
        total = sum(weights)
        self.reading.explained = sum(weights[place] for place in used) / total if total else 0.0
