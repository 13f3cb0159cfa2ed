"""Tells what is said about the person now from what is supposed, told, past or somebody's history."""

from __future__ import annotations

from skill.simulator.recogniser.clauses import ASKING, JOB, Clauses, Mark
from skill.simulator.recogniser.hits import Hit
from skill.simulator.recogniser.kinds import DANGERS, OWN, WHOLE

SIGNS = ("DangerSign", "Sign")
NAMING = 2
"""So many words name what somebody had: "a stroke"."""


class Asides:
    """Looks around each hit of a sentence."""

    def __init__(self, clauses: Clauses) -> None:
        """`clauses` are those of the sentence."""
        self._clauses = clauses

    def is_aside(self, hit: Hit) -> bool:
        """Whether it is not about the person now: supposed, told, long past, somebody's history."""
        supposed = [m for m in self._supposed(hit) if not self._in_doubt(m)]
        if supposed or self._is_story(hit) or self._is_of_thing(hit):
            return True
        begins, _ = self._clauses.clause(hit.start)
        if self._is_history_of_other(hit) or self._clauses.is_job(begins, hit.end):
            return True
        if hit.phrase.kind in SIGNS and self._asks(hit):
            return True
        if hit.phrase.kind == "Absent" and self._asks(hit, denying=True):
            return True
        return hit.phrase.kind in DANGERS and self._is_past(hit)

    def is_supposed(self, hit: Hit) -> bool:
        """Whether the person asks to suppose it: "what if my face drooped"."""
        return any(mark.id == "suppose" for mark in self._supposed(hit))

    def doubted(self, hit: Hit) -> bool:
        """Danger needs a plain "not sure"; for the rest "maybe" is enough."""
        enough = ("unsure",) if hit.phrase.kind in DANGERS else ("unsure", "maybe")
        return any(mark.id in enough for mark in self._before("Doubt", hit))

    def persons(self, begins: int, hit: Hit) -> list[Mark]:
        """The persons before the hit ends who are not part of what it tells."""
        marks = self._clauses.within("Person", begins, hit.end)
        return [mark for mark in marks if mark.start not in hit.words]

    def _before(self, role: str, hit: Hit) -> list[Mark]:
        """The marks of a role in the hit's stretch, before the hit ends."""
        begins, _ = self._clauses.stretch(hit.start)
        return self._clauses.within(role, begins, hit.end)

    def _supposed(self, hit: Hit) -> list[Mark]:
        """What supposes it; not the "if" in "it twitches if i smile", which is told, nor a question that a
        statement follows."""
        marks = [m for m in self._before("Hypothetical", hit) if m.id not in ("story", JOB)]
        marks = [
            m for m in marks if m.id != ASKING or not self._clauses.is_beside(hit.start, m.end)
        ]
        if hit.phrase.kind in DANGERS:
            return marks
        return [
            mark for mark in marks if mark.id not in ("if", ASKING) or mark.start not in hit.words
        ]

    def _is_story(self, hit: Hit) -> bool:
        """Whether it is out of a story; not "i was watching the match and my arm went numb", nor what
        befell somebody who watched: "my dad had the telly on and his arm went weak"."""
        stories = [m for m in self._clauses.marks["Hypothetical"] if m.id == "story"]
        stories = [mark for mark in stories if not self._in_doubt(mark)]
        begins, ends = self._clauses.clause(hit.start)
        subjects = self._clauses.within("Subject", begins, hit.end)
        own = any(mark.id in OWN for mark in subjects)
        own = own or (bool(stories) and not subjects and self._joins_on(stories[0], begins))
        watched = stories and self._clauses.within("Person", 0, stories[0].start)
        apart = not any(begins <= mark.start < ends for mark in stories)
        return bool(stories) and not (apart and (own or watched))

    def _joins_on(self, story: Mark, place: int) -> bool:
        """Whether the person who watched goes on: "i was watching tv and fell on my head"."""
        first = self._clauses.at("Subject", self._clauses.skipped(0))
        joined = any(mark.end == place for mark in self._clauses.marks["Joiner"])
        return first is not None and first.id in OWN and joined and story.start < place

    def _asks(self, hit: Hit, *, denying: bool = False) -> bool:
        """Whether a question speaks of a sign, rather than the person of their own; one that
        begins with a "not" denies nothing: "could it not be a palsy"."""
        first = self._clauses.skipped(0)
        begins, _ = self._clauses.clause(hit.start)
        own = self._clauses.within("Subject", first, hit.end)
        asks = self._clauses.at("Question", first)
        if asks and asks.end in self._clauses.nots and hit.phrase.kind == "Sign":
            return False
        if denying and asks and not self._clauses.nots & set(range(asks.start, asks.end)):
            return False
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
        past = [m for m in past if not self._compares(hit, m) and not self._is_before_now(hit, m)]
        own = range(hit.start, hit.end)
        return any(not (m.start in own and hit.share > WHOLE) for m in past)

    def _compares(self, hit: Hit, mark: Mark) -> bool:
        """Whether the time is that of somebody else, to whom it is likened: "my face has dropped like
        my dad's did years ago"."""
        persons = self._clauses.within("Person", hit.end, mark.start)
        linkers = self._clauses.within("Linker", hit.end, mark.start)
        return bool(persons) and any(linker.id == "like" for linker in linkers)

    def _is_before_now(self, hit: Hit, mark: Mark) -> bool:
        """Whether what is told comes after a "now": "i had covid last year and now my face droops"."""
        return bool(self._clauses.within("Recent", mark.end, hit.start))

    def _is_history_of_other(self, hit: Hit) -> bool:
        begins, ends = self._clauses.stretch(hit.start)
        persons = self.persons(begins, hit)
        own = (m for m in self._clauses.within("Subject", begins, hit.end) if m.id in OWN)
        if not persons or any(mark.start >= persons[0].end for mark in own):
            return False
        ago = self._clauses.within("LongAgo", begins, ends)
        return bool(ago) or self._names_history(persons[0], hit)

    def _names_history(self, person: Mark, hit: Hit) -> bool:
        """Whether it only names what somebody once had: "my uncle had a stroke"; what happened to
        them is told as now: "my son was bitten by a snake"."""
        begins, ends = self._clauses.clause(hit.start)
        if begins > person.start or self._clauses.within("Recent", begins, ends):
            return False
        pasts = self._clauses.within("AsPast", person.start, hit.end)
        had = self._clauses.at("AsPast", hit.start)
        named = had is not None and had.id == "had" and hit.end - had.end <= NAMING
        return bool(pasts) and (hit.phrase.kind in SIGNS or named)
