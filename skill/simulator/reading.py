"""Reads a sentence for what it tells: an answer, findings, amounts, or only an aside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from skill.simulator.amounts import Amounts, find_amounts
from skill.simulator.answers import Given, find_answer
from skill.simulator.clauses import Clauses, Mark
from skill.simulator.hits import Finder, Hit
from skill.simulator.lexicon import Lexicon, Phrases
from skill.simulator.negation import negated
from skill.simulator.words import Words

DANGERS = ("Danger", "DangerSign")
IF_ASKED = ("IfAsked", "NotIfAsked")
MODIFIERS = ("Modifier", "AbsentModifier", *IF_ASKED)
OWN = ("speaker", "mine")
WHOLE = 0.97
UNKNOWN, TELLING, LEFT_OVER = 2.5, 2.2, 1
TIME = 4


@dataclass(slots=True)
class Reading:
    """What a sentence tells."""

    answer: str | None = None
    leading_no: bool = False
    only_answers: bool = False
    present: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    danger: list[str] = field(default_factory=list)
    of_somebody: bool = False
    maybe: list[str] = field(default_factory=list)
    if_asked: list[str] = field(default_factory=list)
    not_if_asked: list[str] = field(default_factory=list)
    amounts: Amounts = field(default_factory=Amounts)
    person: str | None = None
    aside: bool = False
    supposed: str | None = None
    supposing: bool = False
    explained: float = 0.0
    hits: list[Hit] = field(default_factory=list)

    @property
    def tells(self) -> bool:
        """Whether any finding was told of."""
        told = (
            self.present,
            self.absent,
            self.danger,
            self.maybe,
            self.if_asked,
            self.not_if_asked,
        )
        return any(told)


def read_sentence(lexicon: Lexicon, phrases: Phrases, words: Words) -> Reading:
    """The reading of some words, in the order in which one part makes the next plain."""
    notions = lexicon.notions.of(words)
    clauses = Clauses(lexicon, lexicon.known(words))
    amounts = find_amounts(lexicon, words)
    figures = {p for mark in clauses.marks["Figure"] for p in range(mark.start, mark.end)}
    times = {start for _, start in amounts.durations}
    counted = {p for p in amounts.used if not any(s <= p < s + TIME for s in times)}
    found = Finder(phrases, notions, clauses, counted | figures).hits()
    figured = any(hit.phrase.kind == "Figure" for hit in found)
    hits = [hit for hit in found if hit.phrase.kind != "Figure" and not _in_past(clauses, hit)]
    given = find_answer(lexicon, clauses, hits, amounts.used)
    denied = negated(hits, notions, clauses, given.words)
    reading = Reading(
        given.answer, given.leading_no, given.whole, amounts=amounts, aside=bool(figures) or figured
    )
    weights = {n.start: phrases.weights.get(n.name, UNKNOWN) for n in notions}
    _Noting(clauses, given, reading, weights).note(hits, denied)
    asks = clauses.at("Question", clauses.skipped(0))
    reading.supposing = bool(asks or clauses.marks["Hypothetical"])
    reading.hits = hits
    used = amounts.used | given.words | {p for hit in hits for p in range(hit.start, hit.end)}
    total = sum(weights.values())
    reading.explained = sum(w for start, w in weights.items() if start in used) / max(total, 0.1)
    return reading


def _in_past(clauses: Clauses, hit: Hit) -> bool:
    """Whether the words only say when: "as a kid"."""
    return any(hit.words <= set(range(m.start, m.end)) for m in clauses.marks["LongAgo"])


class _Noting:
    """Takes note of what each hit tells, unless it is an aside or only says when or where."""

    def __init__(
        self, clauses: Clauses, given: Given, reading: Reading, weights: dict[int, float]
    ) -> None:
        self._weights = weights
        self._clauses = clauses
        self._given = given
        self._reading = reading

    def note(self, hits: Sequence[Hit], denied: dict[int, bool]) -> None:
        """Notes all hits; after a change of mind the last word on a finding counts."""
        said: dict[str, tuple[Hit, bool]] = {}
        for number, hit in enumerate(hits):
            present = _present(hit, denied=denied[number])
            if present is None or self._only_modifies(hit, hits):
                continue
            if self._is_aside(hit):
                self._reading.aside = True
                self._suppose(hit)
                continue
            before = said.get(hit.finding)
            if before and hit.phrase.kind in IF_ASKED and before[0].phrase.kind not in IF_ASKED:
                continue
            if before and before[1] and not self._clauses.marks["Rewind"] and not present:
                continue
            said[hit.finding] = (hit, present and not self._taken_back(hit))
        urgent = any(present and hit.phrase.kind in DANGERS for hit, present in said.values())
        for hit, present in said.values():
            if not (urgent and hit.phrase.kind == "AbsentModifier"):
                self._tell(hit, present=present)
        self._drop_times(hits)
        if urgent:
            self._reading.amounts.durations.clear()

    def _tell(self, hit: Hit, *, present: bool) -> None:
        reading = self._reading
        self._see_person(hit)
        if hit.phrase.kind in IF_ASKED:
            (reading.if_asked if present else reading.not_if_asked).append(hit.finding)
        elif self._doubted(hit):
            reading.maybe.append(hit.finding)
        elif not present:
            reading.absent.append(hit.finding)
        elif hit.phrase.kind in DANGERS:
            reading.danger.append(hit.finding)
            reading.of_somebody |= self._is_of_somebody(hit)
        else:
            reading.present.append(hit.finding)

    def _is_of_somebody(self, hit: Hit) -> bool:
        """Whether a danger is told of somebody, "my throat", rather than spoken about."""
        subjects = [mark for mark in self._clauses.marks["Subject"] if mark.id != "bound"]
        marks = (*subjects, *self._clauses.marks["Person"])
        return any(mark.start in hit.words or mark.end == hit.start for mark in marks)

    def _see_person(self, hit: Hit) -> None:
        """Whom it is about: a person at the head of the clause, with no "i" or "my" after them."""
        begins, _ = self._clauses.clause(hit.start)
        dangerous = hit.phrase.kind in DANGERS
        within = self._clauses.within("Person", begins, hit.end)
        persons = within if dangerous else self._persons(begins, hit)
        if persons and not self._speaks_of_self(persons[0], begins, hit):
            self._reading.person = persons[0].id

    def _persons(self, begins: int, hit: Hit) -> list[Mark]:
        """The persons before the hit ends who are not part of what it tells."""
        marks = self._clauses.within("Person", begins, hit.end)
        return [mark for mark in marks if mark.start not in hit.words]

    def _speaks_of_self(self, person: Mark, begins: int, hit: Hit) -> bool:
        """Whether "i" comes before the person, or "i" or "my" after: "i had my baby"."""
        fillers = [range(m.start, m.end) for m in self._clauses.marks["Filler"]]
        marks = self._clauses.within("Subject", begins, hit.end)
        said = [m for m in marks if not any(m.start in filler for filler in fillers)]
        before = any(m.id == "speaker" and m.start < person.start for m in said)
        return before or any(m.id in OWN and m.start >= person.end for m in said)

    def _doubted(self, hit: Hit) -> bool:
        """Danger needs a plain "not sure"; for the rest "maybe" is enough."""
        doubts = self._before("Doubt", hit)
        enough = ("unsure",) if hit.phrase.kind in DANGERS else ("unsure", "maybe")
        return any(mark.id in enough for mark in doubts)

    def _before(self, role: str, hit: Hit) -> list[Mark]:
        """The marks of a role in the hit's stretch, before the hit ends."""
        begins, _ = self._clauses.stretch(hit.start)
        return self._clauses.within(role, begins, hit.end)

    def _only_modifies(self, hit: Hit, hits: Sequence[Hit]) -> bool:
        """Whether a time or a side belongs to something else that is told: "earache on that side"."""
        if hit.phrase.kind not in MODIFIERS:
            return False
        begins, ends = self._part(hit)
        others = [other for other in hits if begins <= other.start < ends]
        if any(other.phrase.kind not in MODIFIERS for other in others):
            return True
        return self._unexplained(begins, ends, others) > LEFT_OVER

    def _part(self, hit: Hit) -> tuple[int, int]:
        """The clause of a hit, up to an "and" after it: "it has not spread and i have no cramps"."""
        begins, ends = self._clauses.clause(hit.start)
        ands = self._clauses.within("Joiner", hit.end, ends)
        return begins, min([ends, *(mark.start for mark in ands if mark.id == "and")])

    def _unexplained(self, begins: int, ends: int, others: Sequence[Hit]) -> int:
        """How many telling words of a clause say something else."""
        said = {p for hit in others for p in range(hit.start, hit.end)}
        said |= self._given.words | self._reading.amounts.used
        left = (
            w for place, w in self._weights.items() if begins <= place < ends and place not in said
        )
        return sum(weight > TELLING for weight in left)

    def _drop_times(self, hits: Sequence[Hit]) -> None:
        """Forgets a length of time that belongs to something else that is told."""
        kept = []
        for iso, place in self._reading.amounts.durations:
            begins, ends = self._clauses.clause(place)
            others = [
                h for h in hits if begins <= h.start < ends and h.phrase.kind not in MODIFIERS
            ]
            past = self._clauses.within("LongAgo", begins, ends) and self._clauses.marks["Person"]
            if (
                not others
                and not past
                and self._unexplained(begins, ends, [h for h in hits if begins <= h.start < ends])
                <= LEFT_OVER
            ):
                kept.append((iso, place))
        self._reading.amounts.durations = kept

    def _taken_back(self, hit: Hit) -> bool:
        """Whether the next clause only denies: "i thought it was drooping but it is not"."""
        _, ends = self._clauses.stretch(hit.start)
        return self._clauses.skipped(ends) in self._given.denials

    # ---- asides

    def _is_aside(self, hit: Hit) -> bool:
        """Whether it is not about the person now: supposed, told, long past, somebody's history."""
        before = [m for m in self._before("Hypothetical", hit) if m.id != "story"]
        supposed = [m for m in before if not self._in_doubt(m)]
        if supposed or self._is_story(hit) or self._is_of_thing(hit):
            return True
        if self._is_history_of_other(hit):
            return True
        if hit.phrase.kind == "DangerSign" and self._asks(hit):
            return True
        return hit.phrase.kind in DANGERS and self._is_past(hit)

    def _is_story(self, hit: Hit) -> bool:
        """Whether it is out of a story; not "i was watching the match and my arm went numb"."""
        stories = [m for m in self._clauses.marks["Hypothetical"] if m.id == "story"]
        begins, ends = self._clauses.clause(hit.start)
        subjects = self._clauses.within("Subject", begins, hit.end)
        own = any(mark.id in OWN for mark in subjects)
        apart = not any(begins <= mark.start < ends for mark in stories)
        return bool(stories) and not (own and apart and hit.phrase.kind in DANGERS)

    def _suppose(self, hit: Hit) -> None:
        """Takes note of what the person only supposes: "what if my face drooped"."""
        if any(mark.id == "suppose" for mark in self._before("Hypothetical", hit)):
            self._reading.supposed = hit.finding

    def _asks(self, hit: Hit) -> bool:
        """Whether a question speaks of a sign, rather than the person of their own."""
        first = self._clauses.skipped(0)
        begins, _ = self._clauses.clause(hit.start)
        own = self._clauses.within("Subject", first, hit.end)
        asks = self._clauses.at("Question", first)
        return bool(asks) and not any(
            m.id in OWN and m.start > first for m in own if m.start >= begins
        )

    def _is_of_thing(self, hit: Hit) -> bool:
        """Whether the clause is about "my dog" or "my car"; not "a horse kicked me"."""
        begins, _ = self._clauses.clause(hit.start)
        things = self._clauses.within("Thing", begins, begins + 3)
        speaker = self._clauses.at("Subject", begins)
        if not things or (speaker and speaker.id == "speaker"):
            return False
        behind = self._clauses.within("Subject", things[0].end, hit.end)
        return not any(mark.id in OWN for mark in behind)

    def _in_doubt(self, mark: Mark) -> bool:
        return any(d.start <= mark.start < d.end for d in self._clauses.marks["Doubt"])

    def _is_past(self, hit: Hit) -> bool:
        begins, ends = self._clauses.clause(hit.start)
        ago = self._clauses.marks["LongAgo"]
        past = [mark for mark in ago if mark.start < ends and begins < mark.end]
        own = range(hit.start, hit.end)
        return any(not (m.start in own and hit.share > WHOLE) for m in past)

    def _is_history_of_other(self, hit: Hit) -> bool:
        begins, ends = self._clauses.stretch(hit.start)
        persons = self._persons(begins, hit)
        own = (m for m in self._clauses.within("Subject", begins, hit.end) if m.id in OWN)
        if not persons or any(mark.start >= persons[0].end for mark in own):
            return False
        pasts = self._clauses.within("AsPast", persons[0].start, hit.end)
        ago = self._clauses.within("LongAgo", begins, ends)
        return bool(ago or (pasts and not self._clauses.within("Recent", begins, ends)))


def _present(hit: Hit, *, denied: bool) -> bool | None:
    """Whether the finding is said to be there; None if a "not" is missing where it matters."""
    if denied == hit.phrase.negative:
        return hit.phrase.present
    if hit.phrase.negative:
        return None
    return not hit.phrase.present
