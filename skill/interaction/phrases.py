"""Sentence templates become phrases: enough of them that each alternative is said at least once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice, pairwise

from hassil.expression import Sentence
from hassil.parse_expression import parse_sentence
from hassil.sample import sample_sentence

MOST_COMBINATIONS = 20_000


def rules_of(templates: Mapping[str, str]) -> dict[str, Sentence]:
    """The named pieces that templates refer to as <name>."""
    return {name: parse_sentence(text) for name, text in templates.items()}


def expand(templates: Iterable[str], rules: Mapping[str, Sentence]) -> Iterator[str]:
    """The phrases of some templates, each once, in the order of the templates."""
    seen: set[str] = set()
    for template in templates:
        for phrase in _telling(template, rules):
            if phrase not in seen:
                seen.add(phrase)
                yield phrase


def expand_fully(templates: Iterable[str], rules: Mapping[str, Sentence]) -> Iterator[str]:
    """Every phrase of some templates, each once, where wording is all there is to go by."""
    phrases = (phrase for template in templates for phrase in _every(template, rules))
    return iter(dict.fromkeys(phrase for phrase in phrases if phrase))


def varied(phrases: Iterable[str], most: int) -> list[str]:
    """At most so many phrases: first those that bring pairs of words not yet heard."""
    fresh: list[str] = []
    stale: list[str] = []
    heard: set[tuple[str, str]] = set()
    for phrase in phrases:
        words = ["", *phrase.split(), ""]
        pairs = set(pairwise(words))
        (stale if pairs <= heard else fresh).append(phrase)
        heard |= pairs
    return [*fresh, *sorted(stale, key=_length)][:most]


def _telling(template: str, rules: Mapping[str, Sentence]) -> Iterator[str]:
    """The phrases of one template, short ones first, that say a word which those before did not."""
    said: set[str] = set()
    for phrase in sorted(_every(template, rules), key=_length):
        words = set(phrase.split())
        if phrase and (not said or not words <= said):
            said |= words
            yield phrase


def _every(template: str, rules: Mapping[str, Sentence]) -> Iterator[str]:
    sentence = parse_sentence(template)
    phrases = sample_sentence(sentence, expansion_rules=dict(rules), expand_lists=False)
    return (" ".join(phrase.split()) for phrase in islice(phrases, MOST_COMBINATIONS))


def _length(phrase: str) -> int:
    return len(phrase.split())
