"""Takes note of what a sentence tells, unless it is an aside or only says when or where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from skill.simulator.recogniser.amounts import Amounts
from skill.simulator.recogniser.answers import Given
from skill.simulator.recogniser.asides import Asides
from skill.simulator.recogniser.clauses import Clauses, Mark
from skill.simulator.recogniser.hits import Hit
from skill.simulator.recogniser.kinds import DANGERS, MODIFIERS, OWN
from skill.simulator.recogniser.whom import Whom

TELLING, LEFT_OVER, NEAR = 2.2, 1, 3
HEARD = ("maybe", "absent", "present", "danger")
"""How a finding can be told of; the last counts most."""
NOT_OWN = ("free", "bound")
"""Kinds of subjects that are not the speaker."""


@dataclass(slots=True)
class Reading:
    """What a sentence tells."""

    answer: str | None = None
    leading_no: bool = False
    only_answers: bool = False
    only_amounts: bool = False
    replies: bool = False
    present: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    danger: list[str] = field(default_factory=list)
    of_somebody: bool = False
    beside: bool = False
    maybe: list[str] = field(default_factory=list)
    if_asked: list[str] = field(default_factory=list)
    not_if_asked: list[str] = field(default_factory=list)
    amounts: Amounts = field(default_factory=Amounts)
    person: str | None = None
    aside: bool = False
    supposed: str | None = None
    asks: bool = False
    denies_first: bool = False
    supposing: bool = False
    stated: tuple[str, bool] | None = None
    explained: float = 0.0
    given: frozenset[int] = frozenset()
    mended: frozenset[int] = frozenset()
    hits: list[Hit] = field(default_factory=list)
    passed: set[str] = field(default_factory=set)
    sure: set[str] = field(default_factory=set)

    @property
    def told(self) -> tuple[str, ...]:
        """The findings that were told of, present or absent."""
        return (*self.danger, *self.present, *self.absent)

    @property
    def heard(self) -> dict[str, str]:
        """How each finding was heard: "maybe", "absent", "present" or "danger"."""
        return {id_: how for how in HEARD for id_ in getattr(self, how)}

    def note(self, how: str, finding: str) -> None:
        """Notes how a finding is told of."""
        getattr(self, how).append(finding)

    def forget(self, finding: str) -> None:
        """Takes a finding back."""
        for how in HEARD:
            getattr(self, how)[:] = [id_ for id_ in getattr(self, how) if id_ != finding]

    @property
    def tells(self) -> bool:
        """Whether any finding was told of."""
        told = (self.present, self.absent, self.danger, self.maybe)
        return any(told)


class Telling:
    """Fills a reading from the hits of a sentence."""

    def __init__(
        self,
        clauses: Clauses,
        given: Given,
        reading: Reading,
        weights: Mapping[int, float],
        nots: Sequence[int],
    ) -> None:
        """`weights` are those of the words by their place, `nots` the places of each "not"."""
        self._weights = weights
        self._clauses = clauses
        self._given = given
        self._reading = reading
        self._nots = nots
        self._asides = Asides(clauses)
        self._whom = Whom(clauses, self._asides)

    def note(self, hits: Sequence[Hit], denied: Mapping[int, bool]) -> None:
        """Notes all hits; after a change of mind the last word on a finding counts."""
        said: dict[str, tuple[Hit, bool]] = {}
        for number, hit in enumerate(hits):
            present = _present(hit, denied=denied[number])
            if present is None or self._only_modifies(hit, hits) or self._is_corrected(hit):
                continue
            if self._asides.is_aside(hit):
                self._reading.aside = True
                self._reading.passed.add(hit.finding)
                if self._asides.is_supposed(hit):
                    self._reading.supposed = hit.finding
                continue
            if self._is_old_news(hit, said.get(hit.finding), present=present):
                continue
            back = present and (self._taken_back(hit) or self._is_over(hit))
            said[hit.finding] = (hit, present and not back)
            if self._is_stated(hit):
                self._reading.stated = (hit.finding, present)
        urgent = any(present and hit.phrase.kind in DANGERS for hit, present in said.values())
        for hit, present in said.values():
            if not (urgent and self._is_small(hit, said)) and not self._is_rest(hit, said):
                self._tell(hit, present=present)
        self._note_begun(hits)
        self._drop_corrected()

    def _note_begun(self, hits: Sequence[Hit]) -> None:
        """A medicine that has just been started, or raised, is also a new one: "they doubled my
        prozac"; not one of years ago."""
        present = self._clauses.medicines & set(self._reading.present)
        for hit in (hit for hit in hits if hit.finding in present):
            begins, ends = self._clauses.clause(hit.start)
            begun = [*self._clauses.within("Begun", begins, hit.end), *self._begun_since(hit)]
            if not self._clauses.within("LongAgo", begins, ends):
                new = [mark.id for mark in begun if mark.id not in self._reading.present]
                self._reading.present += new[:1]
                self._reading.sure.update(new[:1])

    def _begun_since(self, hit: Hit) -> list[Mark]:
        """What says behind it that it was begun: "prozac for years and they have doubled it", "prozac
        and it was put up"."""
        marks = self._clauses.within("Begun", hit.end, len(self._clauses.words))
        return [mark for mark in marks if self._is_of_it(mark)]

    def _is_of_it(self, mark: Mark) -> bool:
        """Whether an "it" stands behind what says that it was begun, or right before."""
        behind = self._clauses.at("Subject", mark.end)
        before = self._clauses.marks["Subject"]
        led = any(it.start < mark.start <= it.end and it.id in NOT_OWN for it in before)
        return led or (behind is not None and behind.id == "bound")

    def _is_stated(self, hit: Hit) -> bool:
        """Whether the sentence ends in a statement of it: "i do smoke", not "the smoking"."""
        if hit.phrase.kind.endswith("Sign"):
            return False
        begins = max(1, hit.start - NEAR)
        own = any(m.id in OWN for m in self._clauses.within("Subject", begins, hit.end))
        return own and hit.end + 1 >= len(self._clauses.words)

    def _is_old_news(self, hit: Hit, before: tuple[Hit, bool] | None, *, present: bool) -> bool:
        """Whether what was said of the finding before weighs more."""
        if not before:
            return False
        if self._is_limited(hit):
            return True
        return before[1] and not present and not self._clauses.marks["Rewind"]

    def _tell(self, hit: Hit, *, present: bool) -> None:
        reading = self._reading
        reading.person = self._whom.person(hit) or reading.person
        if self._asides.doubted(hit):
            reading.maybe.append(hit.finding)
        elif not present:
            reading.absent.append(hit.finding)
        elif hit.phrase.kind in DANGERS:
            reading.danger.append(hit.finding)
            reading.of_somebody |= self._whom.is_of_somebody(hit)
            reading.beside |= self._clauses.is_beside(hit.start)
        else:
            reading.present.append(hit.finding)

    def _taken_back(self, hit: Hit) -> bool:
        """Whether the next clause only denies: "i thought it was drooping but it is not"; a
        danger needs a "not", for one that passed is one still."""
        _, ends = self._clauses.stretch(hit.start)
        if self._clauses.skipped(ends) not in self._given.denials:
            return False
        _, until = self._clauses.clause(ends)
        return any(ends <= place < until for place in self._nots)

    def _is_over(self, hit: Hit) -> bool:
        """Whether it is said to be no longer so: "i used to smoke not any more"; a danger that has
        passed is one still."""
        if hit.phrase.kind in DANGERS:
            return False
        return bool(self._clauses.at("Ended", self._clauses.skipped(hit.end)))

    def _is_rest(self, hit: Hit, said: Mapping[str, tuple[Hit, bool]]) -> bool:
        """Whether it only says what is left beside something denied: "not the eye just the lip"."""
        denied = any(not present for other, present in said.values() if other is not hit)
        return self._is_limited(hit) and bool(self._given.answer or denied)

    def _is_limited(self, hit: Hit) -> bool:
        """Whether it only says what there is: "just the lip"."""
        faint = hit.phrase.faint and not hit.phrase.present
        return faint and bool(self._clauses.within("Joiner", hit.start, hit.start + 1))

    def _is_small(self, hit: Hit, said: Mapping[str, tuple[Hit, bool]]) -> bool:
        """Whether it only says when or where a danger is: "my mouth drops when i talk"."""
        kind = hit.phrase.kind
        if kind == "AbsentModifier" or (kind == "Modifier" and hit.phrase.faint):
            return True
        clauses = [self._clauses.clause(place) for place in (hit.start, hit.end - 1)]
        led = self._clauses.at("Linker", hit.start) and kind not in DANGERS
        return bool(led) and any(
            other.phrase.kind in DANGERS and self._clauses.clause(other.start) in clauses
            for other, _ in said.values()
        )

    # ---- when and where

    def _only_modifies(self, hit: Hit, hits: Sequence[Hit]) -> bool:
        """Whether a time or a side belongs to something else: "earache on that side"."""
        if hit.phrase.kind not in MODIFIERS:
            return False
        begins, ends = self._part(hit)
        amounts = self._reading.amounts
        if hit.phrase.faint and amounts.counted and amounts.used & set(range(begins, ends)):
            return True
        others = [other for other in hits if other.start < ends and begins < other.end]
        others = [o for o in others if o is hit or hit.phrase.faint or not o.words & hit.words]
        if any(other.phrase.kind not in MODIFIERS for other in others):
            return True
        others = [other for other in others if begins <= other.start]
        if hit.phrase.kind == "AbsentModifier" and hit.phrase.faint and self._questions(begins):
            return True
        return self._unexplained(begins, ends, others) > LEFT_OVER

    def _questions(self, begins: int) -> bool:
        """Whether a clause asks: "what is the weather like today"."""
        return bool(self._clauses.at("Question", self._clauses.skipped(begins)))

    def _part(self, hit: Hit) -> tuple[int, int]:
        """The clause of a hit, up to an "and" after it: "it has not spread and i have no cramps";
        a time right before a clause belongs to that: "and since monday i have had cramps"."""
        begins, ends = self._clauses.clause(hit.start)
        ands = [m for m in self._clauses.within("Joiner", begins, ends) if m.id == "and"]
        before = [mark.end for mark in ands if mark.end <= hit.start]
        if hit.end == ends < len(self._clauses.words) and hit.start in (begins, *before):
            return hit.start, self._clauses.clause(ends)[1]
        begins = begins if hit.phrase.faint else max([begins, *before])
        return begins, min([ends, *(mark.start for mark in ands if mark.start >= hit.end)])

    def _unexplained(self, begins: int, ends: int, others: Sequence[Hit]) -> int:
        """How many telling words of a clause say something else."""
        said = {p for hit in others for p in range(hit.start, hit.end)}
        said |= self._given.words | self._reading.amounts.used
        left = (
            w for place, w in self._weights.items() if begins <= place < ends and place not in said
        )
        return sum(weight > TELLING for weight in left)

    def _drop_corrected(self) -> None:
        """Forgets a length of time that was taken back: "two weeks no hang on three weeks"."""
        times = self._reading.amounts.durations
        del times[: len(self._corrected())]

    def _corrected(self) -> list[int]:
        """The places of lengths of time that another was put in place of."""
        places = [place for _, place in self._reading.amounts.durations]
        rewinds = [mark.start for mark in self._clauses.marks["Rewind"]]
        changed = max((p for p in rewinds if places and p < places[-1]), default=0)
        if places and self._clauses.marks["Quoted"]:
            changed = places[-1]
        return [place for place in places if place < changed]

    def _is_corrected(self, hit: Hit) -> bool:
        """Whether it says how long, and that was corrected: "for a month no sorry a week"."""
        return any(hit.start <= place < hit.end for place in self._corrected())


def _present(hit: Hit, *, denied: bool) -> bool | None:
    """Whether the finding is said to be there; None if a "not" is missing where it matters."""
    if denied == hit.phrase.negative:
        return hit.phrase.present
    if hit.phrase.negative:
        return None
    return not hit.phrase.present
