"""Whom a finding belongs to: the person who speaks, or somebody they speak of."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from skill.simulator.recogniser.asides import Asides
from skill.simulator.recogniser.clauses import Clauses, Mark
from skill.simulator.recogniser.hits import Hit
from skill.simulator.recogniser.kinds import DANGERS, OWN

OTHER, THEIRS, NEAR = "other", "theirs", 2
"""Who is not named, what is said to be theirs, and within how many words of somebody their lip is named."""
BETWEEN = 2
"""So many words may stand between a person and what befalls them: "my son is having a fit"."""


def spoken_for(clauses: Clauses, counted: AbstractSet[int]) -> str | None:
    """The person whose face it is about: "her lip", "my son's mouth", "my mum she's seventy two"; nobody if
    the speaker's own is spoken of. `counted` are the words of an age, if one is told."""
    persons, marks = clauses.marks["Person"], clauses.marks["Part"]
    parts = [mark for mark in marks if mark.id != THEIRS]
    whose = [*persons, *(mark for mark in marks if mark.id == THEIRS)]
    own = [mark for mark in clauses.marks["Subject"] if mark.id in OWN]
    own = [mark for mark in own if not any(mark.end == it.start for it in persons)]
    if any(_is_near(mark, part) for part in parts for mark in own):
        return None
    theirs = any(_is_near(mark, part) for part in parts for mark in whose)
    aged = not own and any(place > person.start for person in persons[:1] for place in counted)
    if not theirs and not aged:
        return None
    return persons[0].id if persons else OTHER


def _is_near(mark: Mark, part: Mark) -> bool:
    """Whether a part of the face is that of who stands before it: "my lower lip"."""
    return 0 <= part.start - mark.end < NEAR


class Whom:
    """Looks for persons around each hit of a sentence."""

    def __init__(self, clauses: Clauses, asides: Asides) -> None:
        """Both are those of the sentence."""
        self._clauses = clauses
        self._asides = asides

    def is_of_somebody(self, hit: Hit) -> bool:
        """Whether a danger is told of somebody, "my throat", rather than spoken about."""
        subjects = [mark for mark in self._clauses.marks["Subject"] if mark.id != "bound"]
        persons = self._clauses.marks["Person"]
        named = any(0 <= hit.start - mark.end <= BETWEEN for mark in persons)
        marks = (*subjects, *persons)
        return named or any(mark.start in hit.words or mark.end == hit.start for mark in marks)

    def person(self, hit: Hit) -> str | None:
        """Whom it is about: a person at the head of the clause, with no "i" or "my" after them."""
        begins, _ = self._clauses.clause(hit.start)
        dangerous = hit.phrase.kind in DANGERS
        within = self._clauses.within("Person", begins, hit.end)
        persons = within if dangerous else self._asides.persons(begins, hit)
        own = not persons or self._speaks_of_self(persons[0], begins, hit)
        return None if own else persons[0].id

    def _speaks_of_self(self, person: Mark, begins: int, hit: Hit) -> bool:
        """Whether "i" comes before the person, or "i" or "my" after: "i had my baby"."""
        fillers = [range(m.start, m.end) for m in self._clauses.marks["Filler"]]
        marks = self._clauses.within("Subject", begins, hit.end)
        said = [m for m in marks if not any(m.start in filler for filler in fillers)]
        before = any(m.id == "speaker" and m.start < person.start for m in said)
        return before or any(m.id in OWN and m.start >= person.end for m in said)
