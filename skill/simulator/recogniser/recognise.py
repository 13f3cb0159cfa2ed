"""Understands a sentence by the interaction model alone: the stand-in for Alexa."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from skill.interaction.platform import built_in_phrases
from skill.simulator.recogniser.clauses import Clauses
from skill.simulator.recogniser.deciding import (
    FALLBACK,
    Recognised,
    decide,
    only_when,
    recognised,
)
from skill.simulator.recogniser.judging import (
    Candidate,
    Special,
    add_meant,
    hint,
    keep_believed,
    weigh,
)
from skill.simulator.recogniser.lexicon import Lexicon, Phrases
from skill.simulator.recogniser.likeness import REPORTING, TELLING
from skill.simulator.recogniser.meaning import ANSWER, Meaning
from skill.simulator.recogniser.mentions import ABOUTS, Mention
from skill.simulator.recogniser.naming import INTENT as CHOICE_INTENT
from skill.simulator.recogniser.naming import Naming
from skill.simulator.recogniser.pieces import Piece, pieces_of
from skill.simulator.recogniser.reading import read_sentence
from skill.simulator.recogniser.telling import Reading
from skill.simulator.recogniser.timing import Timed, timed
from skill.simulator.recogniser.turning import answer_after_all, came, put_right, turn_round
from skill.simulator.recogniser.wishes import Wishes
from skill.simulator.recogniser.wishing import CORRECTING, EXACT, NOTHING, Wanted, wanted
from skill.simulator.recogniser.words import Words

PLAIN = ("AMAZON.YesIntent", "AMAZON.NoIntent")
SENTENCES = {
    "Danger": ("RedFlagIntent", "danger"),
    "DangerTold": ("RedFlagIntent", "danger_told"),
    "Told": ("ReportIntent", "told"),
    "NotTold": ("ReportIntent", "not_told"),
}
"""Types whose values are whole sentences: the intent and the slot that take them alone."""
REPLIES = {"if_asked": "IfAsked", "not_if_asked": "NotIfAsked"}
"""Slots of what only the question makes plain, and their types."""
DENYING = ("absent", "not_told")
"""Slots by which a finding is said not to be there."""

OF_PERSONS = ("OtherPersonIntent", "AgeIntent")
"""Intents that tell of a baby or a child by whom it is about."""

YES, NO, UNSURE, AT_A_LOSS = "yes", "no", "unsure", 0.5
"""The answers, and how likely a clause has to mean that somebody does not know."""

GAP = 3
"""How many other words may stand between those that name a topic."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A sentence as it was read, and the sense of its pieces."""

    words: Words
    clauses: Clauses
    reading: Reading
    pieces: Sequence[Piece]


class Recogniser:
    """A loaded model."""

    def __init__(self, model: Mapping[str, Any]) -> None:
        """Arranges the model for look-up; this takes a moment, recognising does not."""
        self._lexicon = Lexicon.of(model)
        self._phrases = Phrases(self._lexicon)
        self._built_in = {
            self._lexicon.spelling.words(phrase): intent
            for phrase, intent in built_in_phrases().items()
        }
        self._exact = self._samples_without_slots()
        self._whole = self._sentences()
        self._answers, self._asked = self._named("Answer"), self._named("Wish")
        self._replies = {slot: self._named(kind) for slot, kind in REPLIES.items()}
        moving = {
            words: name
            for words, name in {**self._exact, **self._built_in}.items()
            if name not in (*TELLING, *PLAIN)
        }
        self._wishes = Wishes(self._lexicon, moving)
        self._meaning = Meaning(self._lexicon)
        self._special = Special(self._findings("Danger"), self._findings("Modifier"))
        self._naming = Naming(model, self._lexicon.spelling, self._lexicon.articles)
        _ = self._phrases.by_notion

    def _named(self, kind: str) -> dict[Words, str]:
        """The phrases of a type, and what each names."""
        return {self._lexicon.spelling.words(said): id_ for id_, said in self._lexicon.types[kind]}

    def _findings(self, kind: str) -> frozenset[str]:
        return frozenset(id_ for id_, _ in self._lexicon.types[kind])

    def _samples_without_slots(self) -> dict[Words, str]:
        """What is said to the letter needs no guess."""
        return {
            self._lexicon.spelling.words(sample): name
            for name, intent in self._lexicon.intents.items()
            for sample in intent["samples"]
            if "{" not in sample
        }

    def _sentences(self) -> dict[Words, tuple[str, str, str]]:
        """What alone is the whole of a sample: its intent, slot and finding."""
        return {
            self._lexicon.spelling.words(phrase): (intent, slot, id_)
            for kind, (intent, slot) in reversed(SENTENCES.items())
            for id_, phrase in reversed(self._lexicon.types[kind])
        }

    def recognise(self, text: str) -> Recognised:
        """The intent and slots of a sentence."""
        words = self._lexicon.spelling.words(text)
        read = self._to_the_letter(words) or self._settle(self._look(words))
        return self._with_reply(read, words)

    def _with_reply(self, read: Recognised, words: Words) -> Recognised:
        """What was read, and what else it says to the letter if it is a reply to some question; that
        weighs more than a wish."""
        replied = {slot: _value(ids[words]) for slot, ids in self._replies.items() if words in ids}
        if not replied:
            return read
        if read["intent"] == "AnswerIntent" and words not in self._answers:
            denied = {"negator": _value("no")} if read["slots"]["answer"]["id"] == "no" else {}
            return recognised("ReportIntent", {**replied, **denied})
        if read["intent"] not in REPORTING:
            return recognised("ReportIntent", replied)
        return recognised(read["intent"], {**read["slots"], **replied})

    def _settle(self, seen: Seen) -> Recognised:
        """The intent and slots of a sentence that needs weighing."""
        seen.reading.replies = any(seen.words in ids for ids in self._replies.values())
        candidates = weigh(seen.reading, seen.pieces)
        self.keep(seen, candidates)
        likeliest = max(self.wanted(seen, candidates), key=lambda it: it.belief, default=NOTHING)
        of_person = likeliest.wish.intent in OF_PERSONS
        if not (of_person and likeliest.wish.score >= EXACT):
            wished = likeliest.is_enough and not of_person
            add_meant(seen.reading, candidates, self._special, wished=wished)
        turn_round(seen.reading, candidates, seen.clauses, self._special)
        put_right(seen.reading, candidates, seen.clauses, self._special)
        self._sort_times(seen, candidates)
        hint(seen.reading, candidates, seen.pieces[-1].sense, self._special)
        if seen.reading.answer == NO and not seen.reading.tells and came(seen.clauses):
            seen.reading.answer = YES
        if not (likeliest.is_enough or seen.reading.answer or seen.reading.tells):
            seen.reading.answer = UNSURE if self._is_at_a_loss(seen) else None
        decided = self._decide(seen, likeliest)
        return self._unheard(decided, seen.words) or decided

    def _is_at_a_loss(self, seen: Seen) -> bool:
        """Whether a part of the sentence says that the person does not know, and no more is understood:
        "i take a few things but i'm not sure what they're for"."""
        starts = (piece.start for piece in seen.pieces[:-1])
        doubts = any(mark.id == UNSURE for mark in seen.clauses.marks["Doubt"])
        return (
            doubts
            or any(piece.sense.of(UNSURE, ANSWER) > AT_A_LOSS for piece in seen.pieces[:-1])
            or any(self._begins_unsure(seen.words, start) for start in starts)
        )

    def _begins_unsure(self, words: Words, start: int) -> bool:
        found = self._lexicon.trie("Answer").longest(words, start)
        return found is not None and found[0] == UNSURE and found[1] > start + 1

    def keep(self, seen: Seen, candidates: Sequence[Candidate]) -> None:
        """Keeps of what was heard what is to be believed."""
        keep_believed(seen.reading, candidates, self._special)

    def timed(self, seen: Seen, candidates: Sequence[Candidate]) -> list[Timed]:
        """The lengths of time that are told, after what else is told was weighed."""
        return timed(seen.reading, seen.pieces, candidates, self._special.modifiers)

    def _sort_times(self, seen: Seen, candidates: Sequence[Candidate]) -> None:
        """Forgets the lengths of time of what else is told, and puts aside those that are not to be
        believed to be the twitch's."""
        amounts, times = seen.reading.amounts, self.timed(seen, candidates)
        pairs = [
            (at, it) for at, it in zip(amounts.durations, times, strict=True) if not it.is_taken
        ]
        amounts.since = [it.iso for _, it in pairs if not it.is_enough]
        amounts.durations = [duration for duration, it in pairs if it.is_enough]

    def wanted(self, seen: Seen, candidates: Sequence[Candidate]) -> list[Wanted]:
        """What a sentence may wish for, after what it tells was weighed."""
        reading = seen.reading
        if reading.only_amounts:
            return []
        told = [
            Mention("topic", hit.finding, hit.start, hit.end)
            for hit in reading.hits
            if hit.end - hit.start - len(hit.words) <= GAP
        ]
        in_part = not reading.tells or only_when(reading)
        likest = self._wishes.best(seen.words, told, in_part=in_part)
        return wanted(likest, self._wishes, seen.words, reading, seen.pieces, candidates)

    def _unheard(self, decided: Recognised, words: Words) -> Recognised | None:
        """A sentence of the model, if what it tells was not heard in it."""
        intent, slot, id_ = self._whole.get(words, ("", "", ""))
        told = {
            (name in DENYING, value.get("id"))
            for name, it in decided["slots"].items()
            if name not in (*ABOUTS, *REPLIES)
            for value in it.get("values", [it])
        }
        if not intent or (slot in DENYING, id_) in told or decided["intent"] in OF_PERSONS:
            return None
        return recognised(intent, {slot: _value(id_)})

    def _to_the_letter(self, words: Words) -> Recognised | None:
        """What needs no guess."""
        if not words:
            return recognised(FALLBACK, {})
        if words in self._built_in:
            return recognised(self._built_in[words], {})
        picked = self._naming.read(words)
        if picked:
            return recognised(CHOICE_INTENT, {slot: _value(id_) for slot, id_ in picked.items()})
        if words in self._answers:
            return recognised("AnswerIntent", {"answer": _value(self._answers[words])})
        if words in self._asked:
            return self._asked_for(words)
        if words in self._exact:
            return recognised(self._exact[words], {})
        return None

    def _asked_for(self, words: Words) -> Recognised:
        """A wish of the model; one that names what it is about, as that intent: "tell us more about
        hemifacial spasm"."""
        intent = self._asked[words]
        about = self._wishes.meant(intent, words).more
        return (
            recognised(intent, about)
            if about
            else recognised("WishIntent", {"wish": _value(intent)})
        )

    def look(self, text: str) -> Seen:
        """A sentence as it was read, before it is weighed."""
        return self._look(self._lexicon.spelling.words(text))

    def _look(self, words: Words) -> Seen:
        clauses = Clauses(self._lexicon, self._lexicon.known(words))
        reading = read_sentence(self._lexicon, self._phrases, clauses, words)
        return Seen(
            words, clauses, reading, pieces_of(self._meaning, clauses, words, reading.given)
        )

    def _decide(self, seen: Seen, likeliest: Wanted) -> Recognised:
        """The intent and slots, as the reading now stands."""
        reading = seen.reading
        named = {} if reading.amounts.durations else self._wishes.named(seen.words)
        if named and not reading.danger and not reading.only_answers:
            return recognised("NameIntent", named)
        cause = self._wishes.asked_about(seen.words) if reading.asks else {}
        return decide(_after_all(likeliest, seen), reading, cause)


def _after_all(wanted: Wanted, seen: Seen) -> Wanted:
    """A correction with the answer that it comes to: "i said no to the swelling but it is"."""
    slots = wanted.wish.slots
    if wanted.wish.intent != CORRECTING or "answer" not in slots:
        return wanted
    answer = answer_after_all(slots["answer"]["id"], seen.reading, seen.clauses)
    return replace(wanted, wish=replace(wanted.wish, slots={**slots, "answer": _value(answer)}))


def _value(id_: str) -> dict[str, str]:
    """What a slot holds that names an id."""
    return {"value": id_.replace("_", " "), "id": id_}


def load_recogniser(model: Mapping[str, Any]) -> Recogniser:
    """A recogniser for a model's JSON."""
    return Recogniser(model)
