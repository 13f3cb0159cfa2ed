"""Turns prompt values into sentences; the only place where a prompt meets its words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

from skill.dialogue.conversation import Conversation, Pace
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
from skill.interview.explain import Explanation
from skill.interview.questions import Question
from skill.speech.ssml import PAUSE
from skill.speech.words import Words, fill

MOST_ITEMS = 3


@dataclass(frozen=True, slots=True)
class Speaker:
    """The words of a locale, bent to whom it is about and how they want to be spoken to."""

    words: Words
    other: bool = False
    pace: Pace = Pace.USUAL
    seed: int = 0

    @staticmethod
    def for_conversation(words: Words, conversation: Conversation) -> Speaker:
        """Wordings vary from turn to turn, yet a transcript replays exactly."""
        seed = conversation.seed + conversation.turn
        return Speaker(words, conversation.other, conversation.pace, seed)

    def say(self, *key: str, **fields: str) -> str:
        """The words at a key, filled in, its first letter a capital."""
        return _capital(self.part(*key, **fields))

    def part(self, *key: str, **fields: str) -> str:
        """The words at a key, filled in, to stand inside a sentence."""
        text = self.words.text(*key, seed=self.seed)
        known = self.words.persons[self.other]
        return fill(text, {**known, **fields} if fields else known)

    def some(self, *key: str, **fields: str) -> tuple[str, ...]:
        """The words at a key, or nothing where the locale has none, or no such telephone line."""
        if not self.words.has(*key):
            return ()
        try:
            return (self.say(*key, **fields),)
        except KeyError:
            return ()

    def listed(self, items: Sequence[str], link: str = "and") -> str:
        """Up to three items with the pauses of a spoken list."""
        *first, last = items[:MOST_ITEMS]
        if not first:
            return last
        joined = f",{PAUSE} ".join(first)
        joined_inside = any(" or " in item or " and " in item for item in items)
        comma = f",{PAUSE}" if len(first) > 1 else "," if joined_inside else ""
        return f"{joined}{comma} {self.part('list', link)} {last}"

    def findings(self, ids: Sequence[str], link: str = "and") -> str:
        """The names of findings as a spoken list."""
        return self.listed([self.part("finding", f, "name") for f in ids], link)

    def conditions(self, ids: Sequence[str], link: str = "and") -> str:
        """The names of conditions as a spoken list."""
        return self.listed([self.part("condition", c, "name") for c in ids], link)


def sentences(speaker: Speaker, prompt: Prompt) -> tuple[str, ...]:
    """What is said for a prompt, one or more sentences to an item."""
    match prompt:
        case Phrase():
            return (speaker.say("phrase", prompt.value),)
        case Put(question, form):
            return _question(speaker, question, form)
        case Noted() | ReadBack() | Reviewed() | Summary():
            return _read_back(speaker, prompt)
        case Emergency() | Act() | LevelNow() | SafetyNet() | DoctorWhen():
            return _urgency(speaker, prompt)
        case Causes() | NotFound() | AboutCause() | CauseList() | Advised():
            return _findings_told(speaker, prompt)
        case WhyAsked() | Meaning() | Remaining() | Cited():
            return _asked_back(speaker, prompt)
        case Because() | WhyNot() | WhatIfOutcome():
            return _reasons(speaker, prompt)
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


def _read_back(speaker: Speaker, prompt: Noted | ReadBack | Reviewed | Summary) -> tuple[str, ...]:
    match prompt:
        case Noted(present):
            if not present:
                return (speaker.say("noted", "absent"),)
            return _in_threes(speaker, "noted", "present", present)
        case ReadBack(None, answer):
            return (speaker.say("read_back", "joined", answer),)
        case ReadBack(finding, answer):
            name = speaker.part("finding", finding or "", "name")
            return (speaker.say("read_back", answer, name=name),)
        case Reviewed(present, absent, unsure, one_of):
            either = tuple(
                speaker.say("review", "one_of", list=speaker.findings(group, "or"))
                for group in one_of
            )
            return (
                *_in_threes(speaker, "review", "present", present),
                *either,
                *_in_threes(speaker, "review", "unsure", unsure),
                *_noes(speaker, absent, alone=not present),
            )
        case Summary(present, absent, level, causes):
            return (
                speaker.say("summary", "opening"),
                *_summed_up(speaker, "present", present),
                *_clear(speaker, absent),
                speaker.say("summary", "causes", list=speaker.conditions(causes)),
                speaker.say("summary", "level", level=speaker.part("level", level.id, "name")),
            )
        case _:
            assert_never(prompt)


def _noes(speaker: Speaker, absent: tuple[str, ...], *, alone: bool) -> tuple[str, ...]:
    """A few noes are named; many would only tire."""
    if len(absent) <= MOST_ITEMS:
        return _in_threes(speaker, "review", "absent", absent)
    return (speaker.say("review", "all_absent" if alone else "rest_absent"),)


def _clear(speaker: Speaker, absent: tuple[str, ...]) -> tuple[str, ...]:
    """The danger signs that are absent: named where they are few."""
    if len(absent) > MOST_ITEMS:
        return (speaker.say("summary", "clear"),)
    return _summed_up(speaker, "absent", absent)


def _summed_up(speaker: Speaker, key: str, findings: tuple[str, ...]) -> tuple[str, ...]:
    starts = range(0, len(findings), MOST_ITEMS)
    link = "and" if key == "present" else "or"
    groups = (speaker.findings(findings[start : start + MOST_ITEMS], link) for start in starts)
    return tuple(speaker.say("summary", key, list=group) for group in groups)


def _in_threes(
    speaker: Speaker, table: str, key: str, findings: tuple[str, ...]
) -> tuple[str, ...]:
    """Sentences of at most three findings each, so that each is said in a breath."""
    starts = range(0, len(findings), MOST_ITEMS)
    link = "and" if key == "present" else "or"
    return tuple(
        speaker.say(
            table,
            key if start == 0 else f"{key}_more",
            list=speaker.findings(findings[start : start + MOST_ITEMS], link),
        )
        for start in starts
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
        case SafetyNet(level):
            return (speaker.say("level", level.id, "safety_net"),)
        case DoctorWhen(level, condition):
            own = speaker.some("condition", condition, "doctor") if condition else ()
            if own and level.id != "self_care":
                return (*own, speaker.say("level", level.id, "safety_net"))
            return own or (speaker.say("level", level.id, "doctor"),)
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


def _because(speaker: Speaker, rules: tuple[str, ...], doubts: tuple[str, ...]) -> tuple[str, ...]:
    home = ("rule", rules[0]) if rules else ("gate", doubts[0]) if doubts else ()
    return speaker.some(*home, "because") if home else ()


def _findings_told(
    speaker: Speaker, prompt: Causes | NotFound | AboutCause | CauseList | Advised
) -> tuple[str, ...]:
    match prompt:
        case Causes(first, also, helpers):
            said = [speaker.say("causes", "first", name=speaker.part("condition", first, "name"))]
            if helpers:
                key = "helper" if len(helpers) == 1 else "helpers"
                said.append(speaker.say("causes", key, list=_capital(speaker.conditions(helpers))))
            if also:
                said.append(speaker.say("causes", "also", list=speaker.conditions(also, "or")))
            return tuple(said)
        case NotFound(findings):
            return (speaker.say("not_found", "say", list=speaker.findings(findings, "or")),)
        case AboutCause(condition):
            return _about(speaker, "condition", condition)
        case CauseList(conditions, more):
            key = "list_first" if more else "list_more"
            return (speaker.say("causes", key, list=speaker.conditions(conditions, "then")),)
        case Advised(advice):
            if not advice:
                return (speaker.say("phrase", "no_advice"),)
            return tuple(speaker.say("advice", a, "say") for a in advice)
        case _:
            assert_never(prompt)


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


def _reasons(speaker: Speaker, prompt: Because | WhyNot | WhatIfOutcome) -> tuple[str, ...]:
    match prompt:
        case Because(explanation):
            name = speaker.part("condition", explanation.condition, "name")
            about = speaker.say("because", "about", name=name)
            speaks = _reason(speaker, "for", explanation.for_it)
            return (
                *((about, *speaks) if speaks else (speaker.say("because", "pattern", name=name),)),
                *_reason(speaker, "against", explanation.against),
                *_reason(speaker, "unknown", explanation.unknown),
            )
        case WhyNot(explanation, place):
            name = speaker.part("condition", explanation.condition, "name")
            where = "ranked" if place and place <= MOST_ITEMS else "low"
            return (
                speaker.say("why_not", where, name=_capital(name)),
                *_reason(speaker, "for", explanation.for_it),
                *_reason(speaker, "against", explanation.against[:2]),
                *_unlikely(speaker, explanation),
            )
        case WhatIfOutcome():
            return _what_if(speaker, prompt)
        case _:
            assert_never(prompt)


def _unlikely(speaker: Speaker, explanation: Explanation) -> tuple[str, ...]:
    """Why it is unlikely in most people, unless something this person told speaks for it."""
    if explanation.for_it:
        return ()
    return speaker.some("condition", explanation.condition, "unlikely")


def _reason(speaker: Speaker, key: str, findings: tuple[str, ...]) -> tuple[str, ...]:
    if not findings:
        return ()
    return (speaker.say("because", key, list=speaker.findings(findings)),)


def _what_if(speaker: Speaker, outcome: WhatIfOutcome) -> tuple[str, ...]:
    name = speaker.part("finding", outcome.finding, "name")
    changes = []
    if outcome.level_after is not outcome.level_before:
        level = speaker.part("level", outcome.level_after.id, "name")
        changes.append(speaker.part("what_if", "level", level=level))
    if outcome.first_after != outcome.first_before:
        cause = speaker.part("condition", outcome.first_after, "name")
        changes.append(speaker.part("what_if", "first", name=cause))
    elif outcome.joins:
        cause = speaker.part("condition", outcome.joins, "name")
        changes.append(speaker.part("what_if", "joins", name=cause))
    first, *rest = changes or [speaker.part("what_if", "same")]
    return (
        speaker.say("what_if", outcome.answer, name=name, change=first),
        *(f"{_capital(change)}." for change in rest),
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
