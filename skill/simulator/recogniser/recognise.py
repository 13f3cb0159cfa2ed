"""Understands a sentence by the interaction model alone: the stand-in for Alexa."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from skill.interaction.platform import built_in_phrases
from skill.simulator.recogniser.answers import FIRM
from skill.simulator.recogniser.clauses import Clauses
from skill.simulator.recogniser.judging import (
    ADDED,
    Piece,
    drop_doubtful,
    is_past,
    likely,
    pieces_of,
)
from skill.simulator.recogniser.kinds import MODIFIERS, WHOLE
from skill.simulator.recogniser.lexicon import Lexicon, Phrases
from skill.simulator.recogniser.likeness import TELLING
from skill.simulator.recogniser.meaning import ANSWER, ASIDE, FINDING, WISH, Meaning
from skill.simulator.recogniser.mentions import Mention, Slots
from skill.simulator.recogniser.naming import INTENT as CHOICE_INTENT
from skill.simulator.recogniser.naming import Naming
from skill.simulator.recogniser.reading import read_sentence
from skill.simulator.recogniser.telling import Reading
from skill.simulator.recogniser.wishes import Wish, Wishes
from skill.simulator.recogniser.words import Words

PLAIN = ("AMAZON.YesIntent", "AMAZON.NoIntent")
FALLBACK = "AMAZON.FallbackIntent"
NEVER, EXACTLY, SURE, FIRMLY, ABOUT, PLAINLY, LIKELY = 2.0, 0.95, 0.79, 0.7, 0.6, 0.55, 0.52
LITTLE = 0.4
WISHED, WISHED_ASIDE, WISHED_TOLD, WISHED_ANSWER = 0.3, 0.35, 0.45, 0.55
SURELY_LOSING, AHEAD = 0.45, 1.3
"""How likely a wish must be that only the sense tells of, by what was understood else; to lose what was
said; and how much likelier than anything else."""
ABOUT_ANSWERS = ("CorrectIntent", "WhatIfIntent")
ABOUT_CAUSES = ("ConditionInfoIntent", "WhyNotIntent", "WhyResultIntent", "DefineIntent")
YOUNG = ("child", "baby")
OPEN = {*TELLING, FALLBACK, "OtherPersonIntent"} - {"NameIntent"}
"""Intents that leave room for what only the sense tells."""
LOSING = ("EndWishIntent", "StartOverWishIntent", "ForgetIntent")

GAP = 3
"""How many other words may stand between those that name a topic."""

Recognised = dict[str, Any]


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
        self._answers = {
            self._lexicon.spelling.words(phrase): id_
            for id_, phrase in self._lexicon.types["Answer"]
        }
        moving = {
            words: name
            for words, name in {**self._exact, **self._built_in}.items()
            if name not in (*TELLING, *PLAIN)
        }
        self._wishes = Wishes(self._lexicon, moving)
        self._meaning = Meaning(self._lexicon)
        self._dangers = {id_ for id_, _ in self._lexicon.types["Danger"]}
        self._naming = Naming(model, self._lexicon.spelling)
        _ = self._phrases.by_notion

    def _samples_without_slots(self) -> dict[Words, str]:
        """What is said to the letter needs no guess."""
        return {
            self._lexicon.spelling.words(sample): name
            for name, intent in self._lexicon.intents.items()
            for sample in intent["samples"]
            if "{" not in sample
        }

    def recognise(self, text: str) -> Recognised:
        """The intent and slots of a sentence."""
        words = self._lexicon.spelling.words(text)
        plain = self._to_the_letter(words)
        if plain:
            return plain
        seen = self._seen(words)
        drop_doubtful(seen.reading, seen.pieces)
        decided = self.decide(seen)
        if decided["intent"] in OPEN and self._add_likely(decided["intent"], seen):
            decided = self.decide(seen)
        return self._wished(decided, seen) or decided

    def look(self, text: str) -> Seen | None:
        """What is seen in a sentence before anything is weighed; None if it is known to the letter."""
        words = self._lexicon.spelling.words(text)
        return None if self._to_the_letter(words) else self._seen(words)

    def _to_the_letter(self, words: Words) -> Recognised | None:
        """What needs no guess."""
        if not words:
            return _recognised(FALLBACK, {})
        if words in self._built_in:
            return _recognised(self._built_in[words], {})
        picked = self._naming.read(words)
        if picked:
            slots = {
                slot: {"value": id_.replace("_", " "), "id": id_} for slot, id_ in picked.items()
            }
            return _recognised(CHOICE_INTENT, slots)
        if words in self._answers:
            answer = self._answers[words]
            return _recognised("AnswerIntent", {"answer": {"value": answer, "id": answer}})
        if words in self._exact:
            return _recognised(self._exact[words], {})
        return None

    def _seen(self, words: Words) -> Seen:
        clauses = Clauses(self._lexicon, self._lexicon.known(words))
        reading = read_sentence(self._lexicon, self._phrases, clauses, words)
        return Seen(words, clauses, reading, pieces_of(self._meaning, clauses))

    def decide(self, seen: Seen) -> Recognised:
        """The intent and slots, as the reading now stands."""
        words, reading = seen.words, seen.reading
        told = [
            Mention("topic", hit.finding, hit.start, hit.end)
            for hit in reading.hits
            if hit.end - hit.start - len(hit.words) <= GAP
        ]
        in_part = not reading.tells or _only_when(reading)
        wish = self._wishes.best(words, told, in_part=in_part)
        named = self._wishes.named(words)
        if named and not reading.danger and not reading.only_answers:
            return _recognised("NameIntent", named)
        cause = self._wishes.asked_about(words) if reading.asks else {}
        return _decide(wish, reading, cause)

    def _wished(self, decided: Recognised, seen: Seen) -> Recognised | None:
        """A wish that no sample is like enough, where the sense is of nothing else."""
        needed = self._needed(decided, seen.reading)
        if needed == NEVER or self._wishes.is_foreign(seen.words):
            return None
        for piece in seen.pieces:
            intent, much = piece.sense.most(WISH)
            others = [piece.sense.most(kind)[1] for kind in (FINDING, ASIDE, ANSWER)]
            rival = max(*others, piece.sense.most(WISH, but=intent)[1])
            if much > max(needed, AHEAD * rival) and (intent not in LOSING or much > SURELY_LOSING):
                return _recognised(intent, self._wishes.filled(intent, seen.words))
        return None

    @staticmethod
    def _needed(decided: Recognised, reading: Reading) -> float:
        """How likely a wish must be to take the place of what was decided."""
        if decided["intent"] == FALLBACK:
            return WISHED_TOLD if reading.doubted else WISHED
        if decided["intent"] == "AsideIntent":
            return WISHED_ASIDE
        if decided["intent"] == "ReportIntent" and not (reading.danger or reading.absent):
            return WISHED_TOLD
        if decided["intent"] == "AnswerIntent" and not reading.told:
            return WISHED_ANSWER
        return NEVER

    def _add_likely(self, intent: str, seen: Seen) -> bool:
        """Notes what the sense of the pieces tells besides; whether there was any."""
        reading, before = seen.reading, seen.reading.told
        alone, in_aside = intent == FALLBACK, intent == "AsideIntent"
        for it in likely(reading, seen.pieces, alone=alone, in_aside=in_aside):
            if it.belief <= ADDED or it.finding in reading.told:
                continue
            if it.finding in self._dangers and is_past(seen.clauses, it.piece):
                continue
            if not it.present:
                reading.absent.append(it.finding)
            elif it.finding in self._dangers:
                reading.danger.append(it.finding)
                reading.of_somebody = True
            else:
                reading.present.append(it.finding)
        return reading.told != before


def load_recogniser(model: Mapping[str, Any]) -> Recogniser:
    """A recogniser for a model's JSON."""
    return Recogniser(model)


def _decide(wish: Wish, reading: Reading, cause: Slots) -> Recognised:
    """Danger first; then a sure wish; then what is told; then a likely wish; then the cause that
    a question is about."""
    if reading.danger and (reading.of_somebody or wish.score < _surely(reading)):
        return _recognised("RedFlagIntent", _slots(reading))
    if wish.intent == "OtherPersonIntent" and _tells_age(wish, reading):
        return _recognised("AgeIntent", _slots(reading))
    if wish.score >= _enough(wish, reading):
        if wish.intent == "CorrectIntent" and not wish.slots.keys() & {"answer"}:
            return _recognised(
                wish.intent, {**wish.more, **wish.slots, **_put_right(wish, reading)}
            )
        return _recognised(wish.intent, {**wish.more, **wish.slots})
    if reading.answer:
        return _recognised("AnswerIntent", _slots(reading))
    if _only_when(reading) and reading.supposing:
        return _recognised(FALLBACK, {})
    if reading.tells:
        return _recognised("ReportIntent", _slots(reading))
    counted = _counted(reading)
    if counted:
        return counted
    if reading.supposed:
        slots = {"topic": {"value": reading.supposed, "id": reading.supposed}}
        return _recognised("WhatIfIntent", slots)
    if wish.score >= (PLAINLY if reading.aside else LIKELY) and wish.intent not in LOSING:
        return _recognised(wish.intent, {**wish.more, **wish.slots})
    if cause:
        intent = wish.intent if wish.intent in ABOUT_CAUSES else ABOUT_CAUSES[0]
        return _recognised(intent, cause)
    if reading.aside:
        return _recognised("AsideIntent", {})
    return _recognised(FALLBACK, {})


def _tells_age(wish: Wish, reading: Reading) -> bool:
    """Whether an age is told that the person's name does not give: "my daughter is twelve"."""
    named = wish.slots.get("person", {}).get("id") in YOUNG
    return bool(reading.amounts.ages or reading.amounts.baby) and not named


def _surely(reading: Reading) -> float:
    """How alike a wish must be to win over a danger that is only spoken about."""
    return SURE if reading.supposing else EXACTLY


def _enough(wish: Wish, reading: Reading) -> float:
    """How alike a wish must be to win over what is told."""
    tells = reading.tells and not _only_when(reading)
    told = reading.answer or tells or reading.amounts.counted or reading.amounts.ages
    if reading.only_answers or (wish.intent == "WhatIfIntent" and not reading.supposing):
        return NEVER
    if reading.maybe:
        return SURE
    if wish.intent in LOSING:
        return SURE if told else ABOUT
    if wish.intent in ABOUT_ANSWERS:
        return _enough_about(wish, reading)
    if reading.answer in FIRM and reading.explained > WHOLE and not tells:
        return EXACTLY
    if reading.answer:
        return max(FIRMLY, min(SURE, reading.explained))
    if tells and not wish.slots:
        return SURE if _tells_unasked(reading) else FIRMLY
    if told:
        return max(LIKELY, min(SURE, reading.explained))
    return PLAINLY if reading.aside else LIKELY


def _enough_about(wish: Wish, reading: Reading) -> float:
    """The same for a wish about an answer, which names what may look told."""
    if "topic" in wish.slots:
        return NEVER if reading.taken_back else ABOUT
    if "topic" in wish.more:
        return FIRMLY
    if wish.intent == "WhatIfIntent" and wish.slots:
        return SURE
    if reading.answer in FIRM and reading.explained > WHOLE and not reading.tells:
        return EXACTLY
    return SURE if reading.tells else LIKELY


def _put_right(wish: Wish, reading: Reading) -> Slots:
    """What is so after all, if the sentence ends in it: "i made a mistake i do smoke"."""
    stated = reading.stated
    topic = wish.slots.get("topic", wish.more.get("topic", {"id": stated and stated[0]}))
    if not stated or topic["id"] != stated[0]:
        return {}
    answer = "yes" if stated[1] else "no"
    return {
        "topic": {"value": stated[0], "id": stated[0]},
        "answer": {"value": answer, "id": answer},
    }


def _only_when(reading: Reading) -> bool:
    """Whether all that is told is when or where, in a sentence about something else: "what can
    i do today"."""
    kinds = {hit.phrase.kind for hit in reading.hits}
    return bool(kinds) and kinds <= {*MODIFIERS} and reading.explained < LITTLE


def _tells_unasked(reading: Reading) -> bool:
    """Whether more is told than what would only count as an answer."""
    return any((reading.present, reading.absent, reading.danger, reading.maybe))


def _counted(reading: Reading) -> Recognised | None:
    amounts = reading.amounts
    for found, intent in (
        (amounts.counted, "AmountIntent"),
        (amounts.ages or amounts.baby, "AgeIntent"),
        (amounts.durations, "DurationIntent"),
    ):
        if found:
            return _recognised(intent, _slots(reading))
    return None


def _slots(reading: Reading) -> dict[str, Any]:
    amounts = reading.amounts
    slots = {
        "answer": _many([reading.answer] if reading.answer else []),
        "danger": _many(reading.danger),
        "present": _many(reading.present),
        "absent": _many(reading.absent),
        "maybe_sign": _many(reading.maybe),
        "if_asked": _many(reading.if_asked),
        "not_if_asked": _many(reading.not_if_asked),
        "amount": _values([_number(number) for number, _ in amounts.counted]),
        "unit": _units([unit for _, unit in amounts.counted if unit]),
        "period": _many([amounts.period] if amounts.period else []),
        "duration": _values([iso for iso, _ in amounts.durations][:1]),
        "age": _values([_number(age) for age in amounts.ages][:1]),
        "person": _many(_whom(reading)),
        "negator": _many(["no"] if reading.leading_no else []),
    }
    return {name: slot for name, slot in slots.items() if slot}


def _whom(reading: Reading) -> list[str]:
    if reading.amounts.baby:
        return ["baby"]
    return [reading.person] if reading.person else []


def _number(number: float) -> str:
    return str(int(number)) if number == int(number) else str(number)


def _many(ids: Iterable[str]) -> dict[str, Any] | None:
    unique = list(dict.fromkeys(ids))
    values = [{"value": id_.replace("_", " "), "id": id_} for id_ in unique]
    return {**values[0], "values": values} if values else None


def _units(ids: list[str]) -> dict[str, Any] | None:
    values = [{"value": id_, "id": id_} for id_ in ids]
    return {**values[0], "values": values} if values else None


def _values(texts: Iterable[str]) -> dict[str, Any] | None:
    values = [{"value": text, "id": None, "builtin": True} for text in texts]
    return {**values[0], "values": values} if values else None


def _recognised(intent: str, slots: Mapping[str, Any]) -> Recognised:
    return {"intent": intent, "slots": dict(slots)}
