"""Says why: what speaks for a cause, what against it, and what another answer would change."""

from __future__ import annotations

from typing import assert_never

from skill.dialogue.reply import (
    Because,
    WhatIfOutcome,
    WhyNot,
)
from skill.interview.explain import Explanation
from skill.speech.speaker import MOST_ITEMS, Speaker, capital

MOST_AGAINST = 2
"""So many answers are named that speak against a cause, or that were not given."""


def give_reasons(speaker: Speaker, prompt: Because | WhyNot | WhatIfOutcome) -> tuple[str, ...]:
    """The sentences of a prompt that gives reasons."""
    match prompt:
        case Because(explanation):
            name = speaker.part("condition", explanation.condition, "name")
            about = speaker.say("because", "about", name=name)
            speaks = _reason(speaker, "for", explanation.for_it)
            return (
                *((about, *speaks) if speaks else (speaker.say("because", "pattern", name=name),)),
                *_against(speaker, explanation),
                *_reason(speaker, "unknown", explanation.unknown),
            )
        case WhyNot(explanation, place):
            name = speaker.part("condition", explanation.condition, "name")
            where = "ranked" if place and place <= MOST_ITEMS else "low"
            return (
                speaker.say("why_not", where, name=capital(name)),
                *_reason(speaker, "for", explanation.for_it),
                *_against(speaker, explanation),
                *_unlikely(speaker, explanation),
                *_unasked(speaker, explanation),
            )
        case WhatIfOutcome():
            return _what_if(speaker, prompt)
        case _:
            assert_never(prompt)


def _against(speaker: Speaker, explanation: Explanation) -> tuple[str, ...]:
    """What was denied, and what is there that does not fit; nothing that was not spoken of."""
    denied = explanation.denied[:MOST_AGAINST]
    return (
        *_reason(speaker, "denied", denied, "or"),
        *_reason(speaker, "misfits", explanation.misfits[: MOST_AGAINST - len(denied)]),
    )


def _unasked(speaker: Speaker, explanation: Explanation) -> tuple[str, ...]:
    """What would speak for it and nobody has asked about, where nothing asked says how it is."""
    if explanation.for_it or explanation.denied:
        return ()
    return _reason(speaker, "unasked", explanation.unknown[:MOST_AGAINST], "or")


def _unlikely(speaker: Speaker, explanation: Explanation) -> tuple[str, ...]:
    """Why it is unlikely in most people, unless something this person told speaks for it."""
    if explanation.for_it:
        return ()
    return speaker.some("condition", explanation.condition, "unlikely")


def _reason(
    speaker: Speaker, key: str, findings: tuple[str, ...], link: str = "and"
) -> tuple[str, ...]:
    if not findings:
        return ()
    return (speaker.say("because", key, list=speaker.findings(findings, link)),)


def _what_if(speaker: Speaker, outcome: WhatIfOutcome) -> tuple[str, ...]:
    name = speaker.part("finding", outcome.finding, "name")
    changes = []
    if outcome.level_after is not outcome.level_before:
        level = speaker.part("level", outcome.level_after.id, "name")
        changes.append(speaker.part("what_if", "level", level=level))
    if outcome.first_after and outcome.first_after != outcome.first_before:
        cause = speaker.part("condition", outcome.first_after, "name")
        changes.append(speaker.part("what_if", "first", name=cause))
    elif outcome.joins:
        cause = speaker.part("condition", outcome.joins, "name")
        changes.append(speaker.part("what_if", "joins", name=cause))
    first, *rest = changes or [speaker.part("what_if", "same")]
    return (
        speaker.say("what_if", outcome.answer, name=name, change=first),
        *(f"{capital(change)}." for change in rest),
    )
