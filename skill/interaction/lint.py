"""The platform's rules for interaction models, each fault with its place and remedy."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from skill.interaction.build import BUILT_IN
from skill.interaction.platform import built_in_phrases

MOST_INTENTS, MOST_SAMPLES, LONGEST_SAMPLE, LONGEST_VALUE = 60, 2_000, 120, 80
MOST_BYTES = 500_000
SHORTEST_NAME, LONGEST_NAME = 2, 50

NAME = re.compile(r"(AMAZON\.)?[A-Za-z][A-Za-z_]*")
SAMPLE = re.compile(r"[^\W\d_'-]+(?:['-][^\W\d_]+)*'?|\{[a-z_]+\}(?:'s)?|[^\W\d_]\.(?:[^\W\d_]\.)*")
SLOT = re.compile(r"\{(\w+)\}")
LAUNCH = {"launch", "ask", "tell", "open", "load", "begin", "enable", "start", "play", "run", "use"}
LAUNCH |= {"resume"}
WAKE = {"alexa", "amazon", "echo", "computer", "ziggy"}
CONNECTING = {"to", "from", "in", "using", "with", "about", "for", "that", "by", "if", "and"}
CONNECTING |= {"whether"}
GENERIC = {"skill", "app"}

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, where, and how to mend it."""

    place: str
    fault: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.place}: {self.fault}. {self.remedy}"


def lint(locale: str, model: Json, size: int | None = None) -> list[Fault]:
    """Every fault of a model. `size` is the size of its file, if it has one."""
    language = model["interactionModel"]["languageModel"]
    checks = (
        _invocation(language),
        _names(language),
        _built_ins(language),
        _slots(language),
        _samples(language),
        _repeats(language, locale),
        _claims(language),
        _values(language),
        _bounds(language, size or len(json.dumps(model, ensure_ascii=False).encode())),
    )
    return [
        Fault(f"{locale} {fault.place}", fault.fault, fault.remedy)
        for check in checks
        for fault in check
    ]


# ---- names


def _invocation(language: Json) -> Iterator[Fault]:
    name = language["invocationName"]
    place = f"invocationName '{name}'"
    words = name.replace("'s", "").split()
    if not SHORTEST_NAME <= len(name) <= LONGEST_NAME or len(words) < 2:
        yield Fault(
            place, "is not two words or more of 2 to 50 characters", "Lengthen or shorten it"
        )
    if not re.fullmatch(r"[a-z' .]+", name):
        yield Fault(place, "has other than small letters, spaces, periods", "Spell it in letters")
    for word in words:
        if word in LAUNCH | WAKE | CONNECTING | GENERIC:
            yield Fault(
                place, f"contains '{word}', which the platform keeps", "Choose another word"
            )


def _names(language: Json) -> Iterator[Fault]:
    named = [("intent", i["name"]) for i in language["intents"]]
    named += [("type", t["name"]) for t in language["types"]]
    named += [("slot", s["name"]) for i in language["intents"] for s in i.get("slots", ())]
    for kind, name in dict.fromkeys(named):
        if not NAME.fullmatch(name):
            yield Fault(f"{kind} {name}", "has other than letters and underscores", "Rename it")
    for kind in ("intents", "types"):
        for name, count in Counter(item["name"] for item in language[kind]).items():
            if count > 1:
                yield Fault(f"{kind} {name}", "is declared twice", "Merge the two")


def _built_ins(language: Json) -> Iterator[Fault]:
    intents = {intent["name"]: intent for intent in language["intents"]}
    for name in BUILT_IN:
        if name not in intents:
            yield Fault(f"intent {name}", "is missing", "Declare it with samples []")
        elif intents[name]["samples"]:
            yield Fault(f"intent {name}", "has samples of its own", "Put them in a custom intent")
    if not any(i["samples"] for i in language["intents"] if not i["name"].startswith("AMAZON.")):
        yield Fault("intents", "no custom intent has a sample", "Add a sample to one")


# ---- slots and samples


def _slots(language: Json) -> Iterator[Fault]:
    types = {kind["name"] for kind in language["types"]}
    type_of: dict[str, str] = {}
    for intent in language["intents"]:
        declared = {slot["name"]: slot["type"] for slot in intent.get("slots", ())}
        used = {name for sample in intent["samples"] for name in SLOT.findall(sample)}
        place = f"intent {intent['name']}"
        for name in sorted(used - set(declared)):
            yield Fault(f"{place} slot {name}", "is used but not declared", "Declare it")
        for name in sorted(set(declared) - used):
            yield Fault(f"{place} slot {name}", "is in no sample", "Use it or drop it")
        for name, kind in declared.items():
            if type_of.setdefault(name, kind) != kind:
                yield Fault(
                    f"{place} slot {name}",
                    f"is {kind} here, {type_of[name]} elsewhere",
                    "Rename one",
                )
            if kind not in types and not kind.startswith("AMAZON."):
                yield Fault(f"{place} slot {name}", f"has no type {kind}", "Declare the type")
            if kind == "AMAZON.SearchQuery":
                yield Fault(f"{place} slot {name}", "takes free text", "Use a custom type")
    for name in sorted(types - set(type_of.values())):
        yield Fault(f"type {name}", "no slot has it", "Use it or drop it")


def _samples(language: Json) -> Iterator[Fault]:
    for intent in language["intents"]:
        for sample in intent["samples"]:
            place = f"intent {intent['name']} sample '{sample}'"
            if len(sample) > LONGEST_SAMPLE:
                yield Fault(place, f"is longer than {LONGEST_SAMPLE}", "Shorten it")
            for word in sample.split():
                if not SAMPLE.fullmatch(word):
                    yield Fault(place, f"'{word}' is not plain letters", "Spell it in letters")
                if word in WAKE:
                    yield Fault(place, f"contains the wake word '{word}'", "Leave it out")


def _repeats(language: Json, locale: str) -> Iterator[Fault]:
    """Utterances that are in two intents, twice in one, or in one of the platform's own."""
    types = {s["name"]: s["type"] for i in language["intents"] for s in i.get("slots", ())}
    built_in = built_in_phrases(locale.split("-", maxsplit=1)[0])
    owner: dict[str, str] = {}
    for intent in language["intents"]:
        for sample in intent["samples"]:
            place = f"intent {intent['name']} sample '{sample}'"
            plain = _normal(sample, types)
            if plain in built_in:
                yield Fault(place, f"belongs to {built_in[plain]}", "Remove it")
            first = owner.setdefault(plain, intent["name"])
            if first != intent["name"]:
                yield Fault(place, f"is in {first} too", "Keep it in one of them")
            elif sum(_normal(other, types) == plain for other in intent["samples"]) > 1:
                yield Fault(place, "is there twice", "Remove one")


def _normal(sample: str, types: Mapping[str, str]) -> str:
    """A sample as the platform compares it: slot names do not matter, only their types."""
    typed = SLOT.sub(lambda match: f"{{{types.get(match[1], match[1])}}}", sample.lower())
    return " ".join(typed.split())


def _claims(language: Json) -> Iterator[Fault]:
    """Utterances that one intent has as a sample and another as the value of a lone slot."""
    types = {kind["name"]: kind for kind in language["types"]}
    slots = {s["name"]: s["type"] for i in language["intents"] for s in i.get("slots", ())}
    alone: dict[str, tuple[str, str]] = {}
    for intent in language["intents"]:
        for sample in intent["samples"]:
            lone = re.fullmatch(r"\{(\w+)\}", sample)
            kind = types.get(slots.get(lone[1], "")) if lone else None
            for phrase in _phrases(kind):
                yield from _claim(alone, phrase, intent["name"], str(kind and kind["name"]))
    for intent in language["intents"]:
        for sample in intent["samples"]:
            other = alone.get(sample)
            if other and other[0] != intent["name"]:
                place = f"intent {intent['name']} sample '{sample}'"
                yield Fault(place, f"is a {other[1]} in {other[0]} too", "Keep it in one of them")


def _claim(
    alone: dict[str, tuple[str, str]], phrase: str, intent: str, kind: str
) -> Iterator[Fault]:
    first, other = alone.setdefault(phrase, (intent, kind))
    if first != intent:
        place = f"type {kind} '{phrase}'"
        yield Fault(place, f"is claimed by {intent}, and as {other} by {first}", "Keep one")


def _phrases(kind: Json | None) -> Iterator[str]:
    for value in kind["values"] if kind else ():
        yield value["name"]["value"]
        yield from value["name"]["synonyms"]


# ---- values


def _values(language: Json) -> Iterator[Fault]:
    for kind in language["types"]:
        if not kind["values"]:
            yield Fault(f"type {kind['name']}", "has no value", "Give it one")
        owners: dict[str, list[str]] = defaultdict(list)
        for value in kind["values"]:
            yield from _value(kind["name"], value)
            for phrase in (value["name"]["value"], *value["name"]["synonyms"]):
                owners[phrase.lower()].append(value["id"])
        for phrase, ids in owners.items():
            if len(ids) > 1:
                place = f"type {kind['name']} '{phrase}'"
                yield Fault(place, f"is under {' and '.join(ids)}", "Keep it under one value")
        for id_, count in Counter(value["id"] for value in kind["values"]).items():
            if count > 1:
                yield Fault(f"type {kind['name']} id {id_}", "is there twice", "Rename one")


def _value(kind: str, value: Json) -> Iterator[Fault]:
    for phrase in (value["name"]["value"], *value["name"]["synonyms"]):
        place = f"type {kind} '{phrase}'"
        if len(phrase) > LONGEST_VALUE:
            yield Fault(place, f"is longer than {LONGEST_VALUE}", "Shorten it")
        for word in phrase.split():
            if not SAMPLE.fullmatch(word) or "{" in word:
                yield Fault(place, f"'{word}' is not plain letters", "Spell it in letters")


# ---- bounds


def _bounds(language: Json, size: int) -> Iterator[Fault]:
    counts = (
        ("intents", len(language["intents"]), MOST_INTENTS),
        ("samples", sum(len(i["samples"]) for i in language["intents"]), MOST_SAMPLES),
        ("bytes", size, MOST_BYTES),
    )
    for what, count, most in counts:
        if count > most:
            yield Fault("model", f"has {count} {what}, more than {most}", "Remove some")
