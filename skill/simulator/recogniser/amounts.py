"""Numbers with what they count, lengths of time and ages, found among words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from skill.simulator.recogniser.lexicon import Lexicon
from skill.simulator.recogniser.words import Words

BETWEEN = 3
TEN, HUNDRED = 10, 100

OF_THINGS = ("mine", "bound")
"""Subjects that are things, or somebody's."""
SMALLER = {"W": (7, "D"), "M": (30, "D"), "Y": (12, "M"), "D": (12, "H")}


@dataclass(slots=True)
class Amounts:
    """What was counted, and which words said so; `since` are lengths of time that are not the twitch's;
    `compared` is whether it is "more" or "less" than that."""

    counted: list[tuple[float, str]] = field(default_factory=list)
    durations: list[tuple[str, int]] = field(default_factory=list)
    since: list[str] = field(default_factory=list)
    ages: list[float] = field(default_factory=list)
    baby: bool = False
    period: str | None = None
    compared: str | None = None
    used: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Number:
    """A number where it stands; an article ("a", "an") is a weak one."""

    value: float
    start: int
    end: int
    article: bool


def find_amounts(lexicon: Lexicon, words: Words) -> Amounts:
    """The amounts, durations and ages in a sentence."""
    return _Counting(lexicon, words).amounts()


class _Counting:
    def __init__(self, lexicon: Lexicon, words: Words) -> None:
        self._lexicon = lexicon
        self._words = words
        self._known = lexicon.known(words)
        self._found = Amounts()
        self._places: list[int] = []
        self._counting = -BETWEEN
        self._periods = [p for p in range(len(words)) if self._period(p)]

    def amounts(self) -> Amounts:
        for number in self._numbers():
            if number.start not in self._found.used:
                self._count(number)
                self._compare(number.start)
        self._found.counted = self._summed()
        if self._periods and self._found.counted:
            start = self._periods[-1]
            self._found.period, end = self._period(start) or ("", start)
            self._use(start, end)
        return self._found

    def _summed(self) -> list[tuple[float, str]]:
        """What was counted, like things added up: "two coffees and three energy drinks"."""
        summed: list[tuple[float, str]] = []
        for (number, unit), place in zip(self._found.counted, self._places, strict=True):
            if summed and summed[-1][1] == unit and self._adds(place):
                summed[-1] = (summed[-1][0] + number, unit)
            else:
                summed.append((number, unit))
        return summed

    def _adds(self, place: int) -> bool:
        """Whether the number at a place comes on top of the one before."""
        joiner = (
            self._lexicon.trie("Joiner").longest(self._known, at) for at in (place - 1, place - 2)
        )
        return any(found and found[0] == "and" and found[1] == place for found in joiner if found)

    def _period(self, place: int) -> tuple[str, int] | None:
        return self._lexicon.trie("Period").longest(self._words, place)

    def _use(self, start: int, end: int) -> None:
        self._found.used |= set(range(start, end))

    # ---- numbers

    def _numbers(self) -> Iterator[Number]:
        """Each number where it stands; "twenty five" is one."""
        trie = self._lexicon.trie("Number")
        place = 0
        while place < len(self._words):
            found = trie.longest(self._words, place)
            if not found:
                place += 1
                continue
            value, end = _value(found[0]), found[1]
            following = trie.longest(self._words, end)
            if following and _joins(value, _value(following[0])):
                value, end = _joined(value, _value(following[0])), following[1]
            article = " ".join(self._words[place:end]) in self._lexicon.articles
            yield Number(value, place, end, article)
            place = end

    # ---- what they count

    def _compare(self, start: int) -> None:
        """Takes note of what says that it is more, or less, before the amount or behind it."""
        used = self._found.used
        if start not in used:
            return
        end = next(place for place in range(start, len(self._words) + 1) if place not in used)
        trie = self._lexicon.trie("Compared")
        before = ((trie.longest(self._known, place), place) for place in range(start))
        found = [(it, place) for it, place in before if it and it[1] == start]
        behind = trie.longest(self._known, end)
        found += [(behind, end)] if behind else []
        if found:
            (self._found.compared, until), begin = found[0]
            self._use(begin, until)

    def _count(self, number: Number) -> None:
        """Takes note of what the number counts, if anything."""
        if not number.article and self._period(number.end):
            self._note_count(number, self._unit_before())
            self._use(number.start, number.end)
            return
        reach = 1 if number.article else BETWEEN
        for place in range(number.end, min(number.end + reach, len(self._words))):
            if self._lexicon.trie("Subject", "Joiner").longest(self._known, place):
                break
            if self._note_unit(number, place) or self._note_time(number, place):
                return
        self._note_age(number)
        self._counting = self._counting if number.article else number.end

    def _note_count(self, number: Number, unit: str) -> None:
        self._found.counted.append((number.value, unit))
        self._places.append(number.start)

    def _unit_before(self) -> str:
        return self._found.counted[-1][1] if self._found.counted else ""

    def _note_unit(self, number: Number, place: int) -> bool:
        unit = self._lexicon.trie("Unit").longest(self._known, place)
        time = self._lexicon.trie("DurationUnit").longest(self._known, place)
        if not unit or (time and time[1] >= unit[1]) or (number.article and not self._periods):
            return False
        match unit[0]:
            case "years":
                self._found.ages.append(number.value)
            case "months" if time and self._is_of_thing(number.start):
                self._found.durations.append((_iso(number.value, time[0]), number.start))
            case "months":
                self._found.baby = True
            case name:
                self._note_count(number, name)
        self._use(number.start, unit[1])
        return True

    def _is_of_thing(self, place: int) -> bool:
        """Whether it is the age of a thing: "the twitch is four days old", with nobody spoken of."""
        subject = self._lexicon.trie("Subject")
        found = (subject.longest(self._known, at) for at in range(place))
        owned = {mark[0] for mark in found if mark}
        return bool(owned) and owned <= {*OF_THINGS} and not self._of_persons()

    def _of_persons(self) -> bool:
        person = self._lexicon.trie("Person")
        return any(person.longest(self._known, place) for place in range(len(self._known)))

    def _note_time(self, number: Number, place: int) -> bool:
        """A length of time; after "she is" it is the age of a baby, and in "i turned fifty last
        week" and "i sleep maybe three hours" it is none."""
        time = self._lexicon.trie("DurationUnit").longest(self._known, place)
        apart = place > number.end + 1 or (place > number.end and self._period(place - 1))
        if not time or apart or (self._counts(number.start) and self._period(number.start)):
            return False
        if self._stands_as_age(self._lexicon.before_others_age, number.start, time[1]):
            self._found.baby = True
        elif place > number.end and self._follows_age(number.start):
            self._found.ages.append(number.value)
            time = ("", number.end)
        elif self._unit_behind(number.start, place):
            self._note_count(number, self._unit_behind(number.start, place))
        else:
            self._found.durations.append((_iso(number.value, time[0]), number.start))
        self._use(number.start, time[1])
        return True

    def _counts(self, place: int) -> bool:
        """Whether something was counted before, so that "a day" says how often."""
        return bool(self._found.counted) or place - self._counting < BETWEEN

    def _note_age(self, number: Number) -> None:
        if number.article:
            return
        if self._stands_as_age(self._lexicon.before_age, number.start, number.end):
            self._found.ages.append(number.value)
            self._use(number.start, number.end)
        elif self._is_filler(0, number.start) and self._is_filler(number.end, len(self._words)):
            self._note_count(number, "")
            self._use(number.start, number.end)

    def _is_filler(self, start: int, end: int) -> bool:
        """Whether nothing but fillers stands between two places: "about six at least"."""
        while start < end:
            found = self._lexicon.trie("Filler").longest(self._known, start)
            if not found:
                return False
            start = found[1]
        return start == end

    def _stands_as_age(self, heads: list[list[str]], start: int, end: int) -> bool:
        """Whether it stands as in the model's samples of an age, at the end of a clause."""
        ending = self._lexicon.trie("Joiner", "Subject", "Filler", "Negator")
        if end < len(self._known) and not ending.longest(self._known, end):
            return False
        return any(self._precedes(head, start) for head in heads) or self._persons_age(start)

    def _follows_age(self, start: int) -> bool:
        """Whether what stands before is said before ages: "i turned"."""
        return any(self._precedes(head, start) for head in self._lexicon.before_age)

    def _unit_behind(self, start: int, place: int) -> str:
        """The unit whose other word was said before: "sleeping maybe three hours"."""
        for word in self._known[max(0, start - BETWEEN) : start]:
            unit = self._lexicon.trie("Unit").longest((self._known[place], word), 0)
            if unit and unit[1] > 1:
                return unit[0]
        return ""

    def _precedes(self, head: list[str], start: int) -> bool:
        return list(self._known[max(0, start - len(head)) : start]) == head

    def _persons_age(self, start: int) -> bool:
        """Whether it stands as in "my son is seven" or "my son's seven"."""
        trie = self._lexicon.trie("Person")
        for head in ([], *self._lexicon.after_person):
            if self._precedes(head, start):
                ends = start - len(head)
                found = (
                    trie.longest(self._known, place) for place in range(max(0, ends - 3), ends)
                )
                if any(person and person[1] == ends for person in found):
                    return True
        return False


def _value(id_: str) -> float:
    return float(id_.replace("_", "."))


def _joins(head: float, rest: float) -> bool:
    return (head >= 2 * TEN and head % TEN == 0 and 0 < rest < TEN) or rest == HUNDRED


def _joined(head: float, rest: float) -> float:
    return head * rest if rest == HUNDRED else head + rest


def _iso(value: float, unit: str) -> str:
    """A duration as the platform writes it; half a week is written in days."""
    head, size, kind = unit[:-2], int(unit[-2]), unit[-1]
    if value != int(value):
        size, kind = SMALLER.get(kind, (size, kind))
        head = "PT" if kind == "H" else head
    return f"{head}{max(1, round(value * size))}{kind}"
