"""Understands a sentence by the interaction model alone, as the platform would: the stand-in for Alexa."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from skill.simulator.lexicon import Lexicon, Phrases
from skill.simulator.reading import Reading, read_sentence
from skill.simulator.wishes import Wish, Wishes

FALLBACK = "AMAZON.FallbackIntent"
BUILT_IN_WORDS = {
    "AMAZON.YesIntent": "yes",
    "AMAZON.NoIntent": "no",
}
SURE, LIKELY = 0.8, 0.56

Recognised = dict[str, Any]


class Recogniser:
    """A loaded model."""

    def __init__(self, model: Mapping[str, Any]) -> None:
        """Arranges the model for look-up; this takes a moment, recognising does not."""
        self._lexicon = Lexicon.of(model)
        self._phrases = Phrases(self._lexicon)
        self._wishes = Wishes(self._lexicon)
        _ = self._phrases.by_notion

    def recognise(self, text: str) -> Recognised:
        """The intent and slots of a sentence."""
        words = self._lexicon.spelling.words(text)
        if not words:
            return _recognised(FALLBACK, {})
        wish = self._wishes.best(words)
        reading = read_sentence(self._lexicon, self._phrases, words)
        return _decide(wish, reading)


def load_recogniser(model: Mapping[str, Any]) -> Recogniser:
    """A recogniser for a model's JSON."""
    return Recogniser(model)


def _decide(wish: Wish, reading: Reading) -> Recognised:
    """Danger first; then a sure wish; then what is told; then a likely wish."""
    if reading.danger and wish.score < SURE:
        return _recognised("RedFlagIntent", _slots(reading))
    if wish.score >= SURE and wish.score > reading.explained * 0.8:
        return _recognised(wish.intent, wish.slots)
    if wish.score >= LIKELY and wish.score > reading.explained and not reading.answer:
        return _recognised(wish.intent, wish.slots)
    if reading.answer:
        return _recognised("AnswerIntent", _slots(reading))
    if reading.tells:
        return _recognised("ReportIntent", _slots(reading))
    counted = _counted(reading)
    if counted:
        return counted
    if reading.aside:
        return _recognised("AsideIntent", {})
    if wish.score >= LIKELY:
        return _recognised(wish.intent, wish.slots)
    return _recognised(FALLBACK, {})


def _counted(reading: Reading) -> Recognised | None:
    amounts = reading.amounts
    for found, intent in (
        (amounts.counted, "AmountIntent"),
        (amounts.ages, "AgeIntent"),
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
        "amount": _values([_number(number) for number, _ in amounts.counted]),
        "unit": _many([unit for _, unit in amounts.counted]),
        "period": _many([amounts.period] if amounts.period else []),
        "duration": _values([iso for iso, _ in amounts.durations][:1] if not reading.tells else []),
        "age": _values([_number(age) for age in amounts.ages][:1]),
        "person": _many([reading.person] if reading.person else []),
    }
    return {name: slot for name, slot in slots.items() if slot}


def _number(number: float) -> str:
    return str(int(number)) if number == int(number) else str(number)


def _many(ids: Iterable[str]) -> dict[str, Any] | None:
    unique = list(dict.fromkeys(ids))
    values = [{"value": id_.replace("_", " "), "id": id_} for id_ in unique]
    return {**values[0], "values": values} if values else None


def _values(texts: Iterable[str]) -> dict[str, Any] | None:
    values = [{"value": text, "id": None, "builtin": True} for text in texts]
    return {**values[0], "values": values} if values else None


def _recognised(intent: str, slots: Mapping[str, Any]) -> Recognised:
    return {"intent": intent, "slots": dict(slots)}
