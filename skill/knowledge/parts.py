"""Lists the sourced parts of a knowledge base with the place where each is written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from skill.knowledge.model import KnowledgeBase


class Part(NamedTuple):
    """A part that rests on sources: where it is written, on what, and whether it awaits review."""

    file: str
    path: str
    sources: tuple[str, ...]
    review: bool


def parts(kb: KnowledgeBase) -> Iterator[Part]:
    """Every part of the base that must say where it comes from."""
    for finding in kb.findings.values():
        yield Part("findings.toml", f"finding[{finding.id}]", finding.sources, finding.review)
    for rule in kb.rules.values():
        yield Part("rules.toml", f"rule[{rule.id}]", rule.sources, rule.review)
    for condition in kb.conditions.values():
        yield Part(file_of(condition.id), "condition", condition.sources, condition.review)
    for advice in kb.advice.values():
        yield Part("advice.toml", f"advice[{advice.id}]", advice.sources, advice.review)
    for numbers in kb.numbers.values():
        yield Part("numbers.toml", f"numbers[{numbers.locale}]", numbers.sources, numbers.review)


def file_of(condition: str) -> str:
    """The file that a condition is written in."""
    return f"conditions/{condition}.toml"
