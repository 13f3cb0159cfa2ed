"""The scripted person: how somebody with known findings answers what is asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from skill.dialogue.acts import Act, Answered, Reported
from skill.evaluation.cases import Case
from skill.interview.questions import Question
from skill.knowledge.model import Answer

WORDS = {Answer.YES: "yes", Answer.NO: "no", Answer.UNSURE: "not sure"}
NONE_OF_THEM = "none"


def say(case: Case, asked: Mapping[str, Any]) -> str:
    """The words in answer to what `talk --json` shows as asked."""
    findings = asked["findings"]
    if asked["kind"] != "choice":
        return WORDS[joined(case, findings)]
    named = [asked["say"][f] for f in findings if case.answer(f) is Answer.YES]
    if named:
        return " and ".join(named)
    return NONE_OF_THEM if joined(case, findings) is Answer.NO else WORDS[Answer.UNSURE]


def act(case: Case, question: Question) -> Act:
    """The same answer as an act, for playing without words."""
    present = {f: Answer.YES for f in question.findings if case.answer(f) is Answer.YES}
    if question.choice and present:
        return Reported(present)
    return Answered(joined(case, question.findings))


def joined(case: Case, findings: list[str] | tuple[str, ...]) -> Answer:
    """Yes if any part is, no if all are, else not sure."""
    answers = {case.answer(f) for f in findings}
    if Answer.YES in answers:
        return Answer.YES
    return Answer.UNSURE if Answer.UNSURE in answers else Answer.NO
