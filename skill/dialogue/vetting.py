"""Keeps out of a turn whatever the knowledge does not hold: slots and touches may name anything."""

from __future__ import annotations

from dataclasses import replace

from skill.dialogue.acts import (
    SIMPLE_WISHES,
    Act,
    Answered,
    Asked,
    AskedAboutCondition,
    AskedDefinition,
    AskedWhatIf,
    AskedWhyNot,
    Corrected,
    Reported,
    SpokeOfOther,
    Unclear,
)
from skill.knowledge.model import Answers, KnowledgeBase


def vetted(kb: KnowledgeBase, act: Act) -> Act:
    """The act without ids that nobody knows; nothing left of it means that it was unclear."""
    match act:
        case Reported(findings):
            known = _known(kb, findings)
            return Reported(known) if known else Unclear()
        case Answered(_, findings) | SpokeOfOther(_, _, findings):
            return replace(act, findings=_known(kb, findings))
        case Corrected(finding) | AskedWhatIf(finding):
            return act if finding is None or finding in kb.findings else Unclear()
        case AskedDefinition(finding, condition):
            return act if _is_known(kb, finding, condition) else Unclear()
        case AskedAboutCondition(condition) | AskedWhyNot(condition):
            return act if _is_known(kb, None, condition) else Unclear()
        case Asked(name):
            return act if name in SIMPLE_WISHES else Unclear()
        case _:
            return act


def _known(kb: KnowledgeBase, findings: Answers) -> Answers:
    return {f: answer for f, answer in findings.items() if f in kb.findings}


def _is_known(kb: KnowledgeBase, finding: str | None, condition: str | None) -> bool:
    return finding in (None, *kb.findings) and condition in (None, *kb.conditions)
