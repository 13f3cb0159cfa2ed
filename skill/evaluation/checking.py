"""The command `check`: knowledge, words and interaction models are valid and in step."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator

from skill.interaction.build import MODELS, build_models
from skill.interaction.lint import lint
from skill.interaction.model import dumps
from skill.knowledge.check import check_knowledge
from skill.knowledge.load import load_knowledge
from skill.knowledge.model import Kind, KnowledgeBase
from skill.speech.words import SPOKEN_LOCALES, load_words


def check_all() -> int:
    """Print every fault, or what is sound; 1 if there is a fault."""
    kb = load_knowledge()
    faults = [*map(str, check_knowledge(kb)), *_words(kb), *_models()]
    if faults:
        print(*faults, sep="\n", file=sys.stderr)
        return 1
    print(
        f"knowledge {kb.version}: {len(kb.conditions)} conditions, {len(kb.findings)} findings, "
        f"{len(kb.rules)} rules; words and models of {len(SPOKEN_LOCALES)} locales: in step"
    )
    return 0


def _words(kb: KnowledgeBase) -> Iterator[str]:
    for locale in SPOKEN_LOCALES:
        words = load_words(kb, locale)
        for key in _needed(kb):
            if not words.has(*key):
                yield f"locales/{locale}.toml: [{'.'.join(key)}] is missing; add it"


def _needed(kb: KnowledgeBase) -> Iterator[tuple[str, ...]]:
    for finding in kb.findings.values():
        parts = ("name", "define") if not finding.asked else ("name", "question")
        yield from (("finding", finding.id, part) for part in parts)
    yield from (("finding", f, "say") for choice in kb.choices for f in choice.findings)
    yield from (("gate", gate.id, part) for gate in kb.gates for part in ("question", "retry"))
    yield from (("condition", c, part) for c in kb.conditions for part in ("name", "about"))
    yield from (("rule", rule, "because") for rule in kb.rules)
    yield from (("advice", advice, "say") for advice in kb.advice)
    scored = (c for c in kb.conditions.values() if c.kind is not Kind.RULE_ONLY)
    yield from (("source", s, "say") for c in scored for s in c.sources if "estimate" not in s)


def _models() -> Iterator[str]:
    for locale, model in build_models().items():
        text = dumps(model.as_json())
        path = MODELS / f"{locale}.json"
        if not path.exists() or path.read_text("utf-8") != text:
            yield f"{path.name}: is not what the words make; run python -m skill build --models"
        yield from map(str, lint(locale, json.loads(text), len(text.encode())))
