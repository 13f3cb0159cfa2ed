"""Which intent a sentence has, of what it tells and what it seems to wish for: danger first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from skill.simulator.recogniser.kinds import MODIFIERS
from skill.simulator.recogniser.mentions import Slots
from skill.simulator.recogniser.telling import Reading
from skill.simulator.recogniser.wishes import Wish
from skill.simulator.recogniser.wishing import CORRECTING, LOSING, Wanted

FALLBACK = "AMAZON.FallbackIntent"
SURELY, TRUSTED, MAYBE, LITTLE = 0.9, 0.9, 0.3, 0.4
"""How far a wish is to be believed to win over a danger that is only spoken about, over a reply to what was
asked, and where nothing else is understood or it only tells whom it is about; and how little is explained
of a sentence that is about something else."""
ABOUT_CAUSES = ("ConditionInfoIntent", "WhyNotIntent", "WhyResultIntent", "DefineIntent")
SPEAKING = (
    *ABOUT_CAUSES,
    "WorriedIntent",
    "WhatIfIntent",
    CORRECTING,
    "WhyAskIntent",
    "ListCausesIntent",
    "WhenDoctorIntent",
)
"""Wishes that may speak of a danger without telling of it."""
YOUNG = ("child", "baby")

Recognised = dict[str, Any]


def decide(wanted: Wanted, reading: Reading, cause: Slots) -> Recognised:
    """Danger first; then a wish; then what is told; then the cause that a question is about."""
    wish = wanted.wish
    spoken_of = wanted.belief > SURELY and wish.intent in SPEAKING
    if reading.danger and (reading.of_somebody or reading.beside or not spoken_of):
        return recognised("RedFlagIntent", _slots(reading))
    if wish.intent == "OtherPersonIntent" and wanted.belief > MAYBE and _tells_age(wish, reading):
        whom = {name: it for name, it in wish.slots.items() if name == "person"}
        return recognised("AgeIntent", {**whom, **_slots(reading)})
    if wanted.is_enough and not _may_reply(wanted, reading):
        slots = {**wish.more, **wish.slots}
        if wish.intent == CORRECTING and "answer" not in wish.slots:
            slots |= _put_right(wish, reading)
        measured = _counted(reading) if wish.intent == CORRECTING and not slots else None
        return measured or recognised(wish.intent, slots)
    if reading.answer:
        return recognised("AnswerIntent", _slots(reading))
    if only_when(reading) and reading.supposing:
        return recognised(FALLBACK, {})
    if reading.tells:
        return recognised("ReportIntent", _slots(reading))
    counted = _counted(reading)
    if counted:
        return counted
    if reading.supposed:
        slots = {"topic": {"value": reading.supposed, "id": reading.supposed}}
        return recognised("WhatIfIntent", slots)
    if cause:
        intent = wish.intent if wish.intent in ABOUT_CAUSES else ABOUT_CAUSES[0]
        return recognised(intent, cause)
    return recognised("AsideIntent", {}) if reading.aside else _faint(wanted, reading)


def _faint(wanted: Wanted, reading: Reading) -> Recognised:
    """What a sentence that is nothing else may be: a wish, or a reply to whatever was asked."""
    wish, wished = wanted.wish, wanted.is_enough
    wished |= wanted.belief > MAYBE and wanted.wish.intent not in LOSING
    if _may_reply(wanted, reading) or (_replies(reading) and not wished):
        either = {"wish": {"value": wish.intent, "id": wish.intent}} if wished else {}
        return recognised("ReportIntent", {**_slots(reading), **either})
    if wished:
        return recognised(wish.intent, {**wish.more, **wish.slots})
    return recognised(FALLBACK, {})


def _replies(reading: Reading) -> bool:
    """Whether it will do as a reply to some question."""
    return bool(reading.if_asked or reading.not_if_asked)


def _may_reply(wanted: Wanted, reading: Reading) -> bool:
    """Whether what seems a wish is rather a reply, if its question was asked: "it hardly lets up"."""
    wish = wanted.wish
    bare = not (wish.slots or wish.more or reading.tells or reading.answer)
    return bare and MAYBE < wanted.belief < TRUSTED and _replies(reading)


def _tells_age(wish: Wish, reading: Reading) -> bool:
    """Whether an age is told that the person's name does not give: "my daughter is twelve"."""
    named = wish.slots.get("person", {}).get("id") in YOUNG
    return bool(reading.amounts.ages or reading.amounts.baby) and not named


def _put_right(wish: Wish, reading: Reading) -> Slots:
    """What is so after all, if the sentence ends in it: "i made a mistake i do smoke"; what else it
    tells may be what was wrong ("i told you i smoke but change that"), so that is asked again."""
    stated = reading.stated
    topic = wish.slots.get("topic", wish.more.get("topic", {"id": stated and stated[0]}))
    if not stated or topic["id"] != stated[0]:
        return {}
    answer = "yes" if stated[1] else "no"
    return {
        "topic": {"value": stated[0], "id": stated[0]},
        "answer": {"value": answer, "id": answer},
    }


def only_when(reading: Reading) -> bool:
    """Whether all that is told is when or where, in a sentence about something else: "what can
    i do today"."""
    kinds = {hit.phrase.kind for hit in reading.hits}
    return bool(kinds) and kinds <= {*MODIFIERS} and reading.explained < LITTLE


def _counted(reading: Reading) -> Recognised | None:
    amounts = reading.amounts
    for found, intent in (
        (amounts.counted, "AmountIntent"),
        (amounts.ages or amounts.baby, "AgeIntent"),
        (amounts.durations or amounts.since, "DurationIntent"),
    ):
        if found:
            return recognised(intent, _slots(reading))
    return None


def _slots(reading: Reading) -> dict[str, Any]:
    amounts = reading.amounts
    if_asked, not_if_asked = (
        ([], []) if reading.answer else (reading.if_asked, reading.not_if_asked)
    )
    slots = {
        "answer": _many([reading.answer] if reading.answer else []),
        "danger": _many(reading.danger),
        "present": _many(reading.present),
        "absent": _many(reading.absent),
        "maybe_sign": _many(reading.maybe),
        "if_asked": _many(if_asked),
        "not_if_asked": _many(not_if_asked),
        "amount": _values([_number(number) for number, _ in amounts.counted]),
        "unit": _units([unit for _, unit in amounts.counted if unit]),
        "period": _many([amounts.period] if amounts.period else []),
        "compared": _many([amounts.compared] if amounts.compared else []),
        "duration": _values([iso for iso, _ in amounts.durations][:1]),
        "since": _values(amounts.since[:1]),
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


def recognised(intent: str, slots: Mapping[str, Any]) -> Recognised:
    """An intent with its slots."""
    return {"intent": intent, "slots": dict(slots)}
