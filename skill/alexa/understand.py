"""Makes an act of a request: the only place that knows which intent means what."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, cast

from ask_sdk_core.serialize import DefaultSerializer
from ask_sdk_model import (
    IntentRequest,
    LaunchRequest,
    Request,
    SessionEndedRequest,
)
from ask_sdk_model.interfaces.alexa.presentation.apl import UserEvent

from skill.alexa.amounts import measured
from skill.alexa.heard import AMONG, ANSWERS, NO, UNSURE, YES, Heard
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
from skill.knowledge.model import Answer, Answers

WHOLE = {"every": True, "neither": False}
SAYS_DANGER = ("danger", "danger_sign", "danger_told")
SAYS_YES = (
    *SAYS_DANGER,
    "present",
    "sign",
    "history",
    "modifier",
    "told",
)
SAYS_NO = (
    "absent",
    "no_sign",
    "no_danger",
    "no_history",
    "no_modifier",
    "not_modifier",
    "not_told",
)
IF_ASKED = {"if_asked": YES, "not_if_asked": NO}
FAINT = ("mostly", "hardly")
"""Answers such as "now and then", which may be the contrary to a question such as "is it all day"."""
OVER = "over"
COUNTS_WHEN_OVER = ("face_droop", "limb_or_speech", "fit_blackout_confused", "sight_balance_sudden")
"""The answer that something is no longer so, and the findings that are there even if they have passed."""
SAYS_UNSURE = ("maybe_sign", "maybe_danger", "maybe_history", "maybe_modifier")
NAMED, ORDERED = ("named", "named_two", "named_three"), ("which", "which_two")
WHICH = {
    "first": slice(1),
    "second": slice(1, 2),
    "third": slice(2, 3),
    "last": slice(-1, None),
    "first_two": slice(2),
    "last_two": slice(-2, None),
}
"""Which of what was asked in one breath an ordinal picks."""

AGES = {"child": "under_16", "baby": "baby_under_1"}
IMPLIED = {"baby_under_1": "under_16", "droop_over_days": "face_droop"}
"""What it says of another finding that one is there, if that one was not asked about: what came on over
days is a droop, a baby is a child."""

Meaning = Callable[[Heard], Act]


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


# ---- telling of findings


def _findings(heard: Heard) -> dict[str, Answer]:
    """All findings of an utterance; present beats absent, and a name beats an amount."""
    findings: dict[str, Answer] = {}
    for name, answer in IF_ASKED.items():
        ids = [id_ for several in heard.ids(name) for id_ in several.split(AMONG)]
        findings.update({id_: answer for id_ in ids if id_ in heard.asked})
    for names, answer in ((SAYS_UNSURE, UNSURE), (SAYS_NO, NO), (SAYS_YES, YES)):
        findings.update({id_: answer for name in names for id_ in heard.ids(name)})
    findings.update(measured(heard))
    return _with_implied(findings, heard)


def _with_implied(findings: dict[str, Answer], heard: Heard) -> dict[str, Answer]:
    """The findings, and what those that are there imply; what is said itself counts more."""
    there = [id_ for id_, said in findings.items() if said is YES and id_ not in heard.asked]
    return {**{IMPLIED[id_]: YES for id_ in there if id_ in IMPLIED}, **findings}


def _told(heard: Heard) -> Act:
    """Findings, with the answer in front of them if there was one."""
    findings = _findings(heard)
    if heard.id("answer") == OVER and not {*COUNTS_WHEN_OVER}.isdisjoint(heard.asked):
        return Answered(YES, {**_own(heard, YES), **findings})
    denied = heard.id("negator") and any(findings.get(id_) is NO for id_ in heard.asked)
    if denied and not heard.answer:
        return Answered(NO, findings)
    whole = WHOLE.get(heard.id("answer") or "")
    if whole is not None and len(heard.asked) > 1 and not findings:
        return Chosen(whole)
    contrary = (findings.get(id_, heard.answer) is not heard.answer for id_ in heard.asked)
    if heard.id("answer") in FAINT and any(contrary):
        return Reported(findings)
    if heard.answer and (heard.asked or not findings):
        own = _own(heard, heard.answer)
        return Answered(heard.answer, {**own, **_beside(own, findings, heard)})
    if heard.id("person"):
        return _other(heard)
    return Reported(findings) if findings else _wished(heard)


def _own(heard: Heard, answer: Answer) -> Answers:
    """What an answer says of the one finding that was asked about."""
    return {id_: answer for id_ in heard.asked if len(heard.asked) == 1}


def _beside(own: Answers, findings: Answers, heard: Heard) -> Answers:
    """What is told beside an answer: that counts more than a name that seems to contradict it ("no, I
    use lip balm"), though not more than a danger or an amount."""
    dangers = (id_ for name in SAYS_DANGER for id_ in heard.ids(name))
    firm = {*dangers, *measured(heard)}
    return {id_: said for id_, said in findings.items() if id_ not in own or id_ in firm}


def _picked(heard: Heard) -> Act:
    """What is picked of a choice, by name or by its place in it, or all but that. With nothing asked, a
    place is that of a cause."""
    several = heard.asked if len(heard.asked) > 1 else ()
    places = [place for slot in ORDERED for place in heard.ids(slot)]
    ids = [own for slot in NAMED for own in heard.own(slot)]
    ids += [id_ for place in places for id_ in several[WHICH[place]]]
    left = [*heard.own("but"), *(f for p in heard.ids("but_which") for f in several[WHICH[p]])]
    if left:
        told = {id_: NO if id_ in left else YES for id_ in several}
        return Reported(told) if NO in told.values() else Unclear()
    if ids:
        return Reported(dict.fromkeys(ids, YES))
    if places and not heard.asked:
        return AskedAboutCondition() if places == ["first"] else Asked("next_cause")
    return Unclear()


def _other(heard: Heard) -> Act:
    who = heard.id("person") or ""
    age = {AGES[who]: YES} if who in AGES else {}
    return SpokeOfOther(True, who in AGES, _with_implied({**age, **_findings(heard)}, heard))


def _answered(answer: Answer) -> Meaning:
    def meaning(heard: Heard) -> Act:
        return Answered(answer, _own(heard, answer))

    return meaning


def _corrected(heard: Heard) -> Act:
    return Corrected(heard.topic, heard.answer)


def _named(heard: Heard) -> Act:
    """A bare name: it picks from what was asked, or asks for more about a cause."""
    topics = heard.own("topic") or [id_ for id_ in heard.ids("condition") if id_ in heard.asked]
    if topics and (heard.asked or not heard.id("condition")):
        return Reported(dict.fromkeys(topics, YES))
    return AskedAboutCondition(heard.id("condition"))


def _supposed(heard: Heard) -> Act:
    """What is supposed without a yes or no is supposed to be so."""
    topic = heard.topic
    return AskedWhatIf(topic, heard.answer or (YES if topic else None))


# ---- wishes


def _wish(name: str) -> Meaning:
    act = Asked(name)
    return lambda _: act


def _aside(_: Heard) -> Act:
    return Unclear("aside")


def _wished(heard: Heard) -> Act:
    """A wish in other words than the samples of its intent: the slot names the intent."""
    meaning = MEANINGS.get(heard.id("wish") or "")
    return meaning(heard) if meaning else Unclear()


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
    "WishIntent": _wished,
    "OtherPersonIntent": _other,
    "MyselfIntent": _myself,
    "CorrectIntent": _corrected,
    "WhatIfIntent": _supposed,
    "DefineIntent": lambda heard: AskedDefinition(heard.topic, heard.id("condition")),
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
