"""Makes an act of a request: the only place that knows which intent means what."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, cast

from ask_sdk_core.serialize import DefaultSerializer
from ask_sdk_model import (
    IntentRequest,
    LaunchRequest,
    Request,
    SessionEndedRequest,
    Slot,
)
from ask_sdk_model.interfaces.alexa.presentation.apl import UserEvent

from skill.dialogue.acts import (
    SIMPLE_WISHES,
    Act,
    Answered,
    Asked,
    AskedAboutCondition,
    AskedDefinition,
    AskedWhatIf,
    AskedWhyNot,
    Chosen,
    Corrected,
    Ended,
    Launched,
    Reported,
    SpokeOfOther,
    Unclear,
)
from skill.knowledge.model import Answer

YES, NO, UNSURE = Answer.YES, Answer.NO, Answer.UNSURE

MATCHED = "ER_SUCCESS_MATCH"
ANSWERS = {
    "yes": YES,
    "mostly": YES,
    "every": YES,
    "no": NO,
    "hardly": NO,
    "neither": NO,
    "unsure": UNSURE,
}
WHOLE = {"every": True, "neither": False}
SAYS_YES = ("danger", "danger_sign", "present", "sign", "history", "modifier")
SAYS_NO = ("absent", "no_sign", "not_modifier")
IF_ASKED = {"if_asked": YES, "not_if_asked": NO}
SAYS_UNSURE = ("maybe_sign",)
NAMED = ("named", "named_two", "named_three")

CHILD_UNTIL, OLDER_FROM = 16, 50
DAYS_OF_TWO_WEEKS = 14
LATELY: Mapping[str, float] = {
    "drink_stopped": 7.0,
    "new_medicine": 31.0,
    "stimulant_med": 7.0,
    "pregnant": 300.0,
    "neck_op": math.inf,
    "face_past": math.inf,
}
"""Findings of which a length of time says how long ago they were, and the most days of it for
which they hold."""
DAYS_IN = {"Y": 365.0, "M": 30.0, "W": 7.0, "D": 1.0}
AGES = {"child": ("under_16",), "baby": ("under_16", "baby_under_1")}
PERIODS = {"day": 1.0, "week": 7.0, "month": 30.0}


@dataclass(frozen=True, slots=True)
class Measure:
    """What an amount says of a finding: present above or below a limit, by the day."""

    finding: str
    above: float | None = None
    below: float | None = None

    def answer(self, a_day: float) -> Answer:
        """Whether so much of it a day makes the finding present."""
        over = self.above is not None and a_day > self.above
        under = self.below is not None and a_day < self.below
        return YES if over or under else NO


MEASURES = {
    "coffee": Measure("caffeine_high", above=4),
    "sleep": Measure("short_sleep", below=6),
    "drinks": Measure("drink_heavy", above=0.55),
    "smokes": Measure("smoke_vape", above=0),
}

Meaning = Callable[["Heard"], Act]


@dataclass(frozen=True, slots=True)
class Heard:
    """An intent's slots, and the findings that were just asked about."""

    slots: Mapping[str, Slot]
    asked: tuple[str, ...]

    def ids(self, name: str) -> list[str]:
        """The ids that a slot's values were resolved to; what was not resolved is left out."""
        slot = self.slots.get(name)
        values = _values(slot.slot_value) if slot and slot.slot_value else []
        found = (_resolved(value) for value in values or ([slot] if slot else []))
        return [id_ for id_ in found if id_]

    def id(self, name: str) -> str | None:
        """The last id of a slot."""
        return next(reversed(self.ids(name)), None)

    def texts(self, name: str) -> list[str]:
        """What was said in a slot, as it was heard."""
        slot = self.slots.get(name)
        values = _values(slot.slot_value) if slot and slot.slot_value else []
        said = [value.value for value in values] or ([slot.value] if slot else [])
        return [text for text in said if text and text != "?"]

    @property
    def answer(self) -> Answer | None:
        """The last answer that was given: who says "yes, no wait, no" means no."""
        return ANSWERS.get(self.id("answer") or "")


def understand(request: Request | Mapping[str, Any], asked: tuple[str, ...]) -> Act:
    """The act of a request, given the findings that were just asked about."""
    if isinstance(request, Mapping):
        request = _deserialised(request)
    match request:
        case LaunchRequest():
            return Launched()
        case SessionEndedRequest():
            return Ended()
        case UserEvent():
            touched = cast("Mapping[str, object]", request.components or {})
            return _touched(request.arguments or [], touched, asked)
        case IntentRequest():
            return _intended(request, asked)
        case _:
            return Unclear()


def _deserialised(request: Mapping[str, Any]) -> Request:
    return cast("Request", DefaultSerializer().deserialize(json.dumps(request), Request))


def _intended(request: IntentRequest, asked: tuple[str, ...]) -> Act:
    intent = request.intent
    meaning = MEANINGS.get(intent.name or "") if intent else None
    return meaning(Heard(intent.slots or {}, asked)) if intent and meaning else Unclear()


# ---- what slots hold


def _values(value: Any) -> list[Any]:
    """The simple values in a slot value, however deep the list."""
    if value.object_type == "List":
        return [simple for part in value.values or [] for simple in _values(part)]
    return [value]


def _resolved(value: Any) -> str | None:
    resolutions = value.resolutions
    for authority in (resolutions.resolutions_per_authority or []) if resolutions else []:
        if authority.status and authority.status.code.value == MATCHED and authority.values:
            return str(authority.values[0].value.id)
    return None


# ---- telling of findings


def _findings(heard: Heard) -> dict[str, Answer]:
    """All findings of an utterance; present beats absent, and a name beats an amount."""
    findings: dict[str, Answer] = dict(_measured(heard))
    for name, answer in IF_ASKED.items():
        findings.update({id_: answer for id_ in heard.ids(name) if id_ in heard.asked})
    for names, answer in ((SAYS_UNSURE, UNSURE), (SAYS_NO, NO), (SAYS_YES, YES)):
        findings.update({id_: answer for name in names for id_ in heard.ids(name)})
    return findings


def _measured(heard: Heard) -> Iterator[tuple[str, Answer]]:
    share = PERIODS.get(heard.id("period") or "", 1.0)
    for text, unit in zip_longest(heard.texts("amount"), heard.ids("unit")):
        measure = MEASURES.get(unit) if unit else _asked_measure(heard)
        if measure and _is_number(text or ""):
            yield measure.finding, measure.answer(float(text) / share)
    bare = heard.texts("amount") if set(heard.asked) & {"over_50", "under_16"} else []
    for text in heard.texts("age") or bare:
        if _is_number(text):
            yield from _of_age(float(text), heard.asked)
    for text in heard.texts("duration"):
        yield from _of_time(text, heard)


def _of_time(text: str, heard: Heard) -> Iterator[tuple[str, Answer]]:
    """A length of time is that of the twitch, unless what was asked makes it another: hours of
    sleep, how long ago the last drink was. A yes or no to another question leaves it open."""
    days = _days(text)
    hours = re.fullmatch(r"PT(\d+)H", text)
    dated = [id_ for id_ in heard.asked if id_ in LATELY]
    if hours and "short_sleep" in heard.asked:
        yield "short_sleep", MEASURES["sleep"].answer(float(hours[1]))
    elif days is None:
        return
    elif len(dated) == len(heard.asked) == 1:
        if not heard.answer:
            yield dated[0], YES if days <= LATELY[dated[0]] else NO
    elif not heard.answer or not heard.asked or "over_2_weeks" in heard.asked:
        yield "over_2_weeks", YES if days > DAYS_OF_TWO_WEEKS else NO


def _asked_measure(heard: Heard) -> Measure | None:
    """What a bare number measures: what was asked about."""
    return next((m for m in MEASURES.values() if m.finding in heard.asked), None)


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"\d+(\.\d+)?", text))


def _of_age(age: float, asked: tuple[str, ...]) -> Iterator[tuple[str, Answer]]:
    """A child's age tells of a child; any age answers the question about age."""
    if age < CHILD_UNTIL:
        yield "under_16", YES
    else:
        yield "over_50", YES if age >= OLDER_FROM else NO
        if "under_16" in asked:
            yield "under_16", NO


def _days(duration: str) -> float | None:
    """The days of an ISO 8601 duration: P3D, P8W, PT10M."""
    match = re.fullmatch(r"P((?:\d+[YMWD])*)(?:T(?:\d+[HMS])+)?", duration)
    if not match or duration == "P":
        return None
    parts = re.findall(r"(\d+)([YMWD])", match[1])
    return float(sum(int(count) * DAYS_IN[unit] for count, unit in parts))


def _told(heard: Heard) -> Act:
    """Findings, with the answer in front of them if there was one."""
    findings = _findings(heard)
    denied = heard.id("negator") and any(findings.get(id_) is NO for id_ in heard.asked)
    if denied and not heard.answer:
        return Answered(NO, findings)
    whole = WHOLE.get(heard.id("answer") or "")
    if whole is not None and len(heard.asked) > 1 and not findings:
        return Chosen(whole)
    if heard.answer and (heard.asked or not findings):
        own = {id_: heard.answer for id_ in heard.asked if len(heard.asked) == 1}
        return Answered(heard.answer, {**own, **findings})
    if heard.id("person"):
        return _other(heard)
    return Reported(findings) if findings else Unclear()


def _picked(heard: Heard) -> Act:
    """The names that a choice offered; only what is named is told."""
    ids = [id_ for slot in NAMED for id_ in heard.ids(slot)]
    return Reported(dict.fromkeys(ids, YES)) if ids else Unclear()


def _other(heard: Heard) -> Act:
    who = heard.id("person") or ""
    age = dict.fromkeys(AGES.get(who, ()), YES)
    return SpokeOfOther(True, who in AGES, {**age, **_findings(heard)})


def _answered(answer: Answer) -> Meaning:
    def meaning(heard: Heard) -> Act:
        own = {id_: answer for id_ in heard.asked if len(heard.asked) == 1}
        return Answered(answer, own)

    return meaning


def _corrected(heard: Heard) -> Act:
    return Corrected(heard.id("topic"), heard.answer)


def _named(heard: Heard) -> Act:
    """A bare name: it picks from what was asked, or asks for more about a cause."""
    topics = heard.ids("topic")
    if topics and (heard.asked or not heard.id("condition")):
        return Reported(dict.fromkeys(topics, YES))
    return AskedAboutCondition(heard.id("condition"))


def _supposed(heard: Heard) -> Act:
    """What is supposed without a yes or no is supposed to be so."""
    topic = heard.id("topic")
    return AskedWhatIf(topic, heard.answer or (YES if topic else None))


# ---- wishes


def _wish(name: str) -> Meaning:
    act = Asked(name)
    return lambda _: act


def _aside(_: Heard) -> Act:
    return Unclear("aside")


def _myself(_: Heard) -> Act:
    return SpokeOfOther(other=False)


MEANINGS: Mapping[str, Meaning] = {
    "AMAZON.YesIntent": _answered(YES),
    "AMAZON.NoIntent": _answered(NO),
    "AMAZON.CancelIntent": _wish("stop"),
    "AMAZON.StopIntent": _wish("stop"),
    "AMAZON.NavigateHomeIntent": _wish("stop"),
    "AMAZON.HelpIntent": _wish("help"),
    "AMAZON.RepeatIntent": _wish("repeat"),
    "AMAZON.StartOverIntent": _wish("start_over"),
    "AMAZON.NextIntent": _wish("skip"),
    "AMAZON.PreviousIntent": _wish("back"),
    "AMAZON.FallbackIntent": lambda _: Unclear(),
    "RedFlagIntent": _told,
    "ReportIntent": _told,
    "AnswerIntent": _told,
    "AmountIntent": _told,
    "DurationIntent": _told,
    "AgeIntent": _told,
    "ChoiceIntent": _picked,
    "AsideIntent": _aside,
    "OtherPersonIntent": _other,
    "MyselfIntent": _myself,
    "CorrectIntent": _corrected,
    "WhatIfIntent": _supposed,
    "DefineIntent": lambda heard: AskedDefinition(heard.id("topic"), heard.id("condition")),
    "ConditionInfoIntent": lambda heard: AskedAboutCondition(heard.id("condition")),
    "NameIntent": _named,
    "WhyNotIntent": lambda heard: AskedWhyNot(heard.id("condition")),
    "RepeatWishIntent": _wish("repeat"),
    "BackIntent": _wish("back"),
    "WhyAskIntent": _wish("why_ask"),
    "ReviewIntent": _wish("review"),
    "SkipIntent": _wish("skip"),
    "StartOverWishIntent": _wish("start_over"),
    "HelpWishIntent": _wish("help"),
    "EndWishIntent": _wish("stop"),
    "ListCausesIntent": _wish("list_causes"),
    "NextCauseIntent": _wish("next_cause"),
    "WhyResultIntent": lambda heard: Asked("why_result", heard.id("condition")),
    "SelfCareIntent": _wish("self_care"),
    "WhenDoctorIntent": _wish("when_doctor"),
    "WhatElseIntent": _wish("what_else"),
    "WorriedIntent": lambda heard: Asked("worried", heard.id("condition")),
    "SourceIntent": _wish("source"),
    "SendCardIntent": _wish("send_card"),
    "RemindIntent": _wish("remind"),
    "ForgetIntent": _wish("forget"),
    "ResumeIntent": _wish("resume"),
    "SlowerIntent": _wish("slower"),
    "ShorterIntent": _wish("shorter"),
    "HowLongIntent": _wish("how_long"),
    "SummaryIntent": _wish("summary"),
    "PrivacyIntent": _wish("privacy"),
}


# ---- a touch on the screen


def _touched(
    arguments: list[object], components: Mapping[str, object], asked: tuple[str, ...]
) -> Act:
    """Arguments are an act's name and, where it has one, the finding or condition it is about;
    components tell which parts of a choice were touched."""
    name, *rest = [str(argument) for argument in arguments] or [""]
    about = rest[0] if rest else None
    if name in ANSWERS:
        answer = ANSWERS[name]
        return Answered(answer, dict.fromkeys(rest or asked[: len(asked) == 1], answer))
    if name == "findings":
        return Reported(dict.fromkeys(rest, YES))
    if name == "chosen":
        touched = [id_ for id_ in rest if components.get(id_)]
        return Reported(dict.fromkeys(touched, YES)) if touched else Answered(NO)
    if name == "condition_info":
        return AskedAboutCondition(about)
    if name == "why_not":
        return AskedWhyNot(about)
    if name == "define":
        return AskedDefinition(about)
    return Asked(name) if name in SIMPLE_WISHES else Unclear()
