"""Turns prompt values into sentences; the only place where a prompt meets its words."""

from __future__ import annotations

from typing import assert_never

from skill.dialogue.reply import (
    AboutCause,
    Act,
    Advised,
    Because,
    CauseList,
    Causes,
    Cited,
    DoctorWhen,
    Emergency,
    Form,
    Grounds,
    LevelNow,
    Meaning,
    Noted,
    NotFound,
    Phrase,
    Prompt,
    Put,
    ReadBack,
    Remaining,
    Reviewed,
    SafetyNet,
    Summary,
    WhatIfOutcome,
    WhyAsked,
    WhyNot,
)
from skill.interview.questions import Question
from skill.knowledge.model import TriageLevel
from skill.speech.read_back import read_back
from skill.speech.reasons import give_reasons
from skill.speech.speaker import Speaker, capital
from skill.speech.words import Words


def sentences(speaker: Speaker, prompt: Prompt) -> tuple[str, ...]:
    """What is said for a prompt, one or more sentences to an item."""
    match prompt:
        case Phrase():
            return (speaker.say("phrase", prompt.value),)
        case Put(question, form):
            return _question(speaker, question, form)
        case Noted() | ReadBack() | Reviewed() | Summary():
            return read_back(speaker, prompt)
        case Emergency() | Act() | LevelNow() | SafetyNet() | DoctorWhen():
            return _urgency(speaker, prompt)
        case Causes() | NotFound() | AboutCause() | CauseList() | Advised():
            return _findings_told(speaker, prompt)
        case WhyAsked() | Meaning() | Remaining() | Cited():
            return _asked_back(speaker, prompt)
        case Grounds(rules, doubts):
            return _because(speaker, rules, doubts)
        case Because() | WhyNot() | WhatIfOutcome():
            return give_reasons(speaker, prompt)
        case _:
            assert_never(prompt)


def _question(speaker: Speaker, question: Question, form: Form) -> tuple[str, ...]:
    if question.choice:
        return (_choice(speaker, question, form),)
    home = question_home(speaker.words, question)
    if question.again:
        return (speaker.say(*home, "retry"),)
    if form is Form.SHORT and speaker.words.has(*home, "short"):
        return (speaker.say(*home, "short"),)
    return (speaker.say(*home, "question"),)


def _choice(speaker: Speaker, question: Question, form: Form) -> str:
    """A choice by the names of its parts; to find which it is, by what one would say."""
    if form is Form.NAMED:
        return speaker.say("choice", "named")
    if form is Form.WHICH:
        names = [speaker.part("finding", f, "say") for f in question.findings]
        return speaker.say("choice", "which", list=speaker.listed(names, "or"))
    return speaker.say("choice", "any", list=speaker.findings(question.findings, "or"))


def question_home(words: Words, question: Question) -> tuple[str, str]:
    """Where the words of a question are."""
    return next(
        ((kind, question.id) for kind in ("gate", "choice") if words.has(kind, question.id)),
        ("finding", question.id),
    )


def _urgency(
    speaker: Speaker, prompt: Emergency | Act | LevelNow | SafetyNet | DoctorWhen
) -> tuple[str, ...]:
    match prompt:
        case Emergency(reasons, doubts):
            return (speaker.say("level", "emergency", "action"), *_danger(speaker, reasons, doubts))
        case Act(level, rules, doubts):
            action = _action(speaker, level.id, rules)
            window = speaker.some("rule", rules[0], "window") if rules else ()
            return (action, *_because(speaker, rules, doubts), *window)
        case LevelNow(level, rules, doubts):
            now = speaker.say("level", level.id, "now")
            then = speaker.some("level", level.id, "go_on")
            return (now, *_because(speaker, rules, doubts), *then)
        case SafetyNet(level, rules):
            return (_net(speaker, level.id, rules),)
        case DoctorWhen(level, condition, rules):
            own = speaker.some("condition", condition, "doctor") if condition else ()
            if _net_home(speaker, level.id, rules)[0] == "rule":
                own = ()  # the rule says what to do, and would only say again what to look out for
            if level is TriageLevel.SELF_CARE:
                return own or (_net(speaker, level.id, rules),)
            return (*(own or (_action(speaker, level.id, rules),)), _net(speaker, level.id, rules))
        case _:
            assert_never(prompt)


def _danger(speaker: Speaker, reasons: tuple[str, ...], doubts: tuple[str, ...]) -> tuple[str, ...]:
    if reasons and speaker.words.has("gate", reasons[0]):
        return speaker.some("gate", reasons[0], "danger")
    then = speaker.some("rule", reasons[0], "then") if reasons else ()
    return (*_because(speaker, reasons, doubts), *then)


def _action(speaker: Speaker, level: str, rules: tuple[str, ...]) -> str:
    own = ("rule", rules[0], "action") if rules else ("rule", "", "action")
    return speaker.say(*(own if speaker.words.has(*own) else ("level", level, "action")))


def _net(speaker: Speaker, level: str, rules: tuple[str, ...]) -> str:
    return speaker.say(*_net_home(speaker, level, rules))


def _net_home(speaker: Speaker, level: str, rules: tuple[str, ...]) -> tuple[str, str, str]:
    """What to look out for: as the closest rule that says so has it, else what holds at the level."""
    own = (("rule", rule, "safety_net") for rule in rules)
    return next((key for key in own if speaker.words.has(*key)), ("level", level, "safety_net"))


def _because(speaker: Speaker, rules: tuple[str, ...], doubts: tuple[str, ...]) -> tuple[str, ...]:
    home = ("rule", rules[0]) if rules else ("gate", doubts[0]) if doubts else ()
    return speaker.some(*home, "because") if home else ()


def _findings_told(
    speaker: Speaker, prompt: Causes | NotFound | AboutCause | CauseList | Advised
) -> tuple[str, ...]:
    match prompt:
        case Causes():
            return _causes(speaker, prompt)
        case NotFound(findings):
            return (speaker.say("not_found", "say", list=speaker.findings(findings, "or")),)
        case AboutCause(condition):
            return _about(speaker, "condition", condition)
        case CauseList(conditions, more):
            key = "list_first" if more else "list_more" if len(conditions) > 1 else "also"
            return (speaker.say("causes", key, list=speaker.conditions(conditions, "then")),)
        case Advised(advice):
            if not advice:
                return (speaker.say("phrase", "no_advice"),)
            return tuple(speaker.say("advice", a, "say") for a in advice)
        case _:
            assert_never(prompt)


def _causes(speaker: Speaker, causes: Causes) -> tuple[str, ...]:
    if causes.first is None:
        return (speaker.say("phrase", "cause_open"),)
    if causes.by_rule:
        return (speaker.say("causes", "by_rule", list=speaker.conditions(causes.named, "or")),)
    said = [speaker.say("causes", "first", name=speaker.part("condition", causes.first, "name"))]
    if causes.helpers:
        key = "helper" if len(causes.helpers) == 1 else "helpers"
        said.append(speaker.say("causes", key, list=capital(speaker.conditions(causes.helpers))))
    if causes.also:
        said.append(speaker.say("causes", "also", list=speaker.conditions(causes.also, "or")))
    return tuple(said)


def _about(speaker: Speaker, kind: str, name: str) -> tuple[str, ...]:
    """What something is, after its name: who listens cannot look up what was spoken of."""
    text, opening = ("about", "about") if kind == "condition" else ("define", "named")
    named = speaker.say("because", opening, name=speaker.part(kind, name, "name"))
    return (named, speaker.say(kind, name, text))


def _asked_back(
    speaker: Speaker, prompt: WhyAsked | Meaning | Remaining | Cited
) -> tuple[str, ...]:
    match prompt:
        case WhyAsked(question):
            return (speaker.say(*question_home(speaker.words, question), "why"),)
        case Meaning(finding, condition):
            if finding:
                return _about(speaker, "finding", finding)
            return _about(speaker, "condition", condition or "")
        case Remaining(questions):
            key = "none" if questions == 0 else "one" if questions == 1 else "several"
            return (speaker.say("remaining", key, n=str(questions)),)
        case Cited(sources):
            if not sources:
                return (speaker.say("cited", "estimate"),)
            return tuple(
                speaker.say("cited", key, name=speaker.part("source", s, "say"))
                for key, s in zip(("say", "more"), sources, strict=False)
            )
        case _:
            assert_never(prompt)
