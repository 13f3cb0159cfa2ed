"""Numbers with what they count, lengths of time and ages, found among words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from skill.simulator.lexicon import Lexicon
from skill.simulator.words import Words

BETWEEN = 3
TEN, HUNDRED = 10, 100
SLOT = "{age}"
YEARS, MONTHS = "years", "months"


@dataclass(slots=True)
class Amounts:
    """What was counted, and which words said so."""

    counted: list[tuple[float, str]] = field(default_factory=list)
    durations: list[tuple[str, int]] = field(default_factory=list)
    ages: list[float] = field(default_factory=list)
    baby: bool = False
    period: str | None = None
    used: set[int] = field(default_factory=set)


def find_amounts(lexicon: Lexicon, words: Words) -> Amounts:
    """The amounts, durations and ages in a sentence."""
    stems = lexicon.stems(words)
    amounts = Amounts()
    for number, start, end in _numbers(lexicon, words):
        if start not in amounts.used:
            _count(lexicon, stems, amounts, (number, start, end))
    period = _first(lexicon, stems, "Period")
    if period and amounts.counted:
        amounts.period = period[0]
        amounts.used |= set(range(period[1], period[2]))
    return amounts


def _numbers(lexicon: Lexicon, words: Words) -> Iterator[tuple[float, int, int]]:
    """Each number with where it begins and ends; "twenty five" is one number."""
    trie = lexicon.trie_of_words("Number")
    place = 0
    while place < len(words):
        found = trie.longest(words, place)
        if not found:
            place += 1
            continue
        value, end = _value(found[0]), found[1]
        following = trie.longest(words, end)
        if following and _joins(value, _value(following[0])):
            value, end = _joined(value, _value(following[0])), following[1]
        yield value, place, end
        place = end


def _value(id_: str) -> float:
    return float(id_.replace("_", "."))


def _joins(head: float, rest: float) -> bool:
    return (head >= 2 * TEN and head % TEN == 0 and 0 < rest < TEN) or rest == HUNDRED


def _joined(head: float, rest: float) -> float:
    return head * rest if rest == HUNDRED else head + rest


def _count(
    lexicon: Lexicon, stems: list[str], amounts: Amounts, number: tuple[float, int, int]
) -> None:
    """Takes note of what the number counts, if anything."""
    value, start, end = number
    article = end - start == 1 and value == 1 and stems[start] in lexicon.articles
    between = 1 if article else BETWEEN
    if not article and lexicon.trie("Period").longest(stems, end):
        amounts.counted.append((value, amounts.counted[-1][1] if amounts.counted else ""))
        amounts.used |= set(range(start, end))
        return
    for place in range(end, min(end + between, len(stems))):
        if lexicon.trie("Subject", "Joiner").longest(stems, place):
            break
        unit = lexicon.trie("Unit").longest(stems, place)
        time = lexicon.trie("DurationUnit").longest(stems, place)
        if unit and (not time or unit[1] > time[1]):
            if article and not _first(lexicon, stems, "Period"):
                return
            _note_unit(amounts, value, unit[0])
            amounts.used |= set(range(start, unit[1]))
            return
        if time and not (amounts.counted and _is_period(lexicon, stems, start)):
            _note_time(lexicon, stems, amounts, (_iso(value, time[0]), start, end, time[1]))
            return
    if _is_age(lexicon, stems, start, end):
        amounts.ages.append(value)
        amounts.used |= set(range(start, end))


def _is_period(lexicon: Lexicon, stems: list[str], start: int) -> bool:
    """Whether "a day" says how often rather than how long."""
    return lexicon.trie("Period").longest(stems, start) is not None


def _note_time(
    lexicon: Lexicon, stems: list[str], amounts: Amounts, time: tuple[str, int, int, int]
) -> None:
    """A length of time; after "she is" it is the age of a baby."""
    iso, start, number_end, end = time
    if _is_age(lexicon, stems, start, number_end, end):
        amounts.baby = True
    else:
        amounts.durations.append((iso, start))
    amounts.used |= set(range(start, end))


def _note_unit(amounts: Amounts, value: float, unit: str) -> None:
    if unit == YEARS:
        amounts.ages.append(value)
    elif unit == MONTHS:
        amounts.baby = True
    else:
        amounts.counted.append((value, unit))


def _iso(value: float, unit: str) -> str:
    """A duration as the platform writes it; half a week is written in days."""
    head, size, kind = unit[:-2], int(unit[-2]), unit[-1]
    if value != int(value):
        size, kind = {"W": (7, "D"), "M": (30, "D"), "Y": (12, "M"), "D": (12, "H")}.get(
            kind, (size, kind)
        )
        head = "PT" if kind == "H" else head
    return f"{head}{max(1, round(value * size))}{kind}"


def _is_age(
    lexicon: Lexicon, stems: list[str], start: int, number_end: int, end: int | None = None
) -> bool:
    """Whether a number stands as in the model's samples of an age, at the end of a clause."""
    last = end or number_end
    if last < len(stems) and not lexicon.trie("Joiner", "Subject", "Filler").longest(stems, last):
        return False
    heads = lexicon.before_age if end is None else lexicon.before_others_age
    return any(stems[max(0, start - len(head)) : start] == head for head in heads)


def _first(lexicon: Lexicon, stems: list[str], kind: str) -> tuple[str, int, int] | None:
    for place in range(len(stems)):
        found = lexicon.trie(kind).longest(stems, place)
        if found:
            return found[0], place, found[1]
    return None
