"""Says whether a rule applies to what is known; what is unknown or unsure is never present."""

from __future__ import annotations

from skill.knowledge.model import Answer, Answers, KnowledgeBase, Rule, TriageLevel


def applies(rule: Rule, answers: Answers) -> bool:
    """Whether all of `every` and one of `some` are present, and nothing clears the rule."""
    if not all(is_present(answers, finding) for finding in rule.every):
        return False
    if rule.some and not any(is_present(answers, finding) for finding in rule.some):
        return False
    return not any(_holds(clearing, answers) for clearing in rule.cleared_by)


def urgency(kb: KnowledgeBase, answers: Answers) -> TriageLevel:
    """The level of the most urgent rule that applies."""
    levels = (rule.level for rule in kb.rules.values() if applies(rule, answers))
    return max(levels, default=TriageLevel.SELF_CARE)


def is_present(answers: Answers, finding: str) -> bool:
    """Whether the answer to a finding is yes."""
    return answers.get(finding) == Answer.YES


def _holds(clearing: Answers, answers: Answers) -> bool:
    return all(answers.get(finding) == answer for finding, answer in clearing.items())
