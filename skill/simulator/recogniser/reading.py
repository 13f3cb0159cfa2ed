"""Reads a sentence for what it tells: an answer, findings, amounts, or only an aside."""

from __future__ import annotations

from skill.simulator.recogniser.amounts import find_amounts
from skill.simulator.recogniser.answers import find_answer
from skill.simulator.recogniser.clauses import Clauses
from skill.simulator.recogniser.hits import Finder, Hit
from skill.simulator.recogniser.lexicon import Lexicon, Phrases
from skill.simulator.recogniser.negation import negated
from skill.simulator.recogniser.telling import TELLING, Reading, Telling
from skill.simulator.recogniser.whom import spoken_for
from skill.simulator.recogniser.words import NEGATIONS, Words

UNKNOWN = 2.5
TIME = 4


def read_sentence(lexicon: Lexicon, phrases: Phrases, clauses: Clauses, words: Words) -> Reading:
    """The reading of some words, in the order in which one part makes the next plain."""
    notions = lexicon.notions.of(words)
    amounts = find_amounts(lexicon, words)
    figures = {p for mark in clauses.marks["Figure"] for p in range(mark.start, mark.end)}
    times = {start for _, start in amounts.durations}
    counted = {p for p in amounts.used if not any(s <= p < s + TIME for s in times)}
    found = Finder(phrases, notions, clauses, counted | figures).hits()
    figured = any(hit.phrase.kind == "Figure" for hit in found)
    hits = [hit for hit in found if hit.phrase.kind != "Figure" and not _in_past(clauses, hit)]
    given = find_answer(lexicon, clauses, hits, amounts.used)
    weights = {n.start: phrases.weights.get(n.name, UNKNOWN) for n in notions}
    denied = negated(hits, notions, clauses, given.words, weights)
    reading = Reading(
        given.answer, given.leading_no, given.whole, amounts=amounts, aside=bool(figures) or figured
    )
    nots = [n.start for n in notions if n.name in NEGATIONS]
    Telling(clauses, given, reading, weights, nots).note(hits, denied)
    of_age = amounts.used if amounts.ages or amounts.baby else frozenset[int]()
    reading.person = reading.person or spoken_for(clauses, of_age)
    first = clauses.skipped(0)
    reading.asks = bool(clauses.at("Question", first))
    reading.supposing = reading.asks or bool(clauses.marks["Hypothetical"])
    reading.denies_first = clauses.denies(first, first + 1)
    reading.hits, reading.given = hits, frozenset(given.words)
    pairs = enumerate(zip(words, clauses.words, strict=True))
    reading.mended = frozenset(place for place, (said, known) in pairs if said != known)
    used = amounts.used | given.words | {p for hit in hits for p in range(hit.start, hit.end)}
    total = sum(weights.values())
    left = (weight for place, weight in weights.items() if place not in amounts.used)
    reading.only_amounts = (
        bool(amounts.durations or amounts.counted)
        and not hits
        and not any(it > TELLING for it in left)
    )
    reading.explained = sum(w for start, w in weights.items() if start in used) / max(total, 0.1)
    return reading


def _in_past(clauses: Clauses, hit: Hit) -> bool:
    """Whether the words only say when: "as a kid"."""
    return any(hit.words <= set(range(m.start, m.end)) for m in clauses.marks["LongAgo"])
