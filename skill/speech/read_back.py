"""Says what the person told us: noted, read back, reviewed, and summed up for a doctor."""

from __future__ import annotations

from typing import assert_never

from skill.dialogue.reply import (
    Noted,
    ReadBack,
    Reviewed,
    Summary,
)
from skill.knowledge.model import Answer
from skill.speech.speaker import MOST_ITEMS, Speaker


def read_back(speaker: Speaker, prompt: Noted | ReadBack | Reviewed | Summary) -> tuple[str, ...]:
    """The sentences of a prompt that says again what was told."""
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
        case Summary(present, absent, level, causes, denied):
            told = {**dict.fromkeys(present, Answer.YES), **dict.fromkeys(denied, Answer.NO)}
            own = {f for f, answer in told.items() if speaker.words.has("summary", f, answer)}
            return (
                speaker.say("summary", "opening"),
                *(speaker.say("summary", f, answer) for f, answer in told.items() if f in own),
                *_summed_up(speaker, "present", tuple(f for f in present if f not in own)),
                *_summed_up(speaker, "absent", absent[:MOST_ITEMS]),
                *_fitting(speaker, causes),
                speaker.say("summary", "level", level=speaker.part("level", level.id, "name")),
            )
        case _:
            assert_never(prompt)


def _fitting(speaker: Speaker, causes: tuple[str, ...]) -> tuple[str, ...]:
    return (speaker.say("summary", "causes", list=speaker.conditions(causes)),) if causes else ()


def _noes(speaker: Speaker, absent: tuple[str, ...], *, alone: bool) -> tuple[str, ...]:
    """A few noes are named; many would only tire."""
    if len(absent) <= MOST_ITEMS:
        return _in_threes(speaker, "review", "absent", absent)
    return (speaker.say("review", "all_absent" if alone else "rest_absent"),)


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
