"""Amazon's rules for an interaction model that its own typed model does not know."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

MOST_INTENTS = 60
MOST_SAMPLES = 2000
LONGEST_SAMPLE = 120
LONGEST_VALUE = 80
MOST_BYTES = 500_000
LONGEST_INVOCATION = 50

_LAUNCH = {"launch", "ask", "tell", "open", "load", "begin", "enable", "start", "play", "run"}
_WAKE = {"alexa", "amazon", "echo", "computer", "ziggy"}
_CONNECT = {"to", "from", "in", "using", "with", "about", "for", "that", "by", "if", "and"}
_NOT_IN_INVOCATION = {*_LAUNCH, *_WAKE, *_CONNECT, "use", "resume", "whether", "skill", "app"}
_NOT_IN_SAMPLE = re.compile(r"\b(alexa|amazon|ziggy|computer)\b")
_WORD = r"(?:[A-Za-z]+(?:['-][A-Za-z]+)*'?\.?|(?:[A-Za-z]\.)+|\{[A-Za-z_]+\}(?:'s)?)"
_SAMPLE = re.compile(rf"{_WORD}(?: {_WORD})*")
_INVOCATION = re.compile(r"[a-z]+(?:'s|s')?\.?(?: [a-z]+(?:'s|s')?\.?)+")
_NAME = re.compile(r"[A-Za-z][A-Za-z_]*")
_SLOT = re.compile(r"\{(\w+)\}")

BUILT_IN_PHRASES = {
    "AMAZON.CancelIntent": ("cancel", "never mind", "forget it"),
    "AMAZON.HelpIntent": ("help", "help me", "can you help me"),
    "AMAZON.NoIntent": ("no", "no thanks"),
    "AMAZON.RepeatIntent": ("repeat", "say that again", "repeat that"),
    "AMAZON.StartOverIntent": ("start over", "restart", "start again"),
    "AMAZON.StopIntent": ("stop", "off", "shut up"),
    "AMAZON.YesIntent": ("yes", "yes please", "sure"),
}

Tree = Mapping[str, Any]


def model_faults(locale: str, model: Tree) -> list[str]:
    """List what Amazon would refuse in one locale's model."""
    language = model["interactionModel"]["languageModel"]
    found = [
        *_size(model, language),
        *_invocation(language["invocationName"]),
        *_names(language),
        *_slots(language),
        *(fault for it in language["intents"] for fault in _samples(it)),
        *_repeated(language),
        *(fault for it in language["types"] for fault in _values(it)),
    ]
    return [f"{locale} {fault}" for fault in found]


def _size(model: Tree, language: Tree) -> Iterator[str]:
    sizes = {
        "intents": (len(language["intents"]), MOST_INTENTS),
        "samples": (sum(len(it["samples"]) for it in language["intents"]), MOST_SAMPLES),
        # as small as it can be written: the committed file is measured by `check`
        "bytes": (len(json.dumps(model, ensure_ascii=False, separators=(",", ":"))), MOST_BYTES),
    }
    for what, (size, most) in sizes.items():
        if size > most:
            yield f"model: {size} {what}; at most {most}"
    if not any(it["samples"] for it in language["intents"] if not _is_amazons(it["name"])):
        yield "model: no custom intent has a sample; sessions would end early"


def _invocation(name: str) -> Iterator[str]:
    if not _INVOCATION.fullmatch(name) or len(name) > LONGEST_INVOCATION:
        yield f"invocation {name!r}: two lower-case words or more, {LONGEST_INVOCATION} characters"
    for word in sorted(_NOT_IN_INVOCATION & set(name.split())):
        yield f"invocation {name!r}: {word!r} is reserved; leave it out"


def _names(language: Tree) -> Iterator[str]:
    intents = [it["name"] for it in language["intents"]]
    slots = {slot["name"] for it in language["intents"] for slot in it.get("slots", ())}
    types = [it["name"] for it in language["types"]]
    for name in {*(it for it in intents if not _is_amazons(it)), *slots, *types}:
        if not _NAME.fullmatch(name):
            yield f"{name}: letters and underscores only, a letter first"
    for name in (it for names in (intents, types) for it, n in Counter(names).items() if n > 1):
        yield f"{name}: declared twice"


def _slots(language: Tree) -> Iterator[str]:
    declared = {it["name"] for it in language["types"]}
    types: dict[str, set[str]] = defaultdict(set)
    for intent in language["intents"]:
        own = {slot["name"]: slot["type"] for slot in intent.get("slots", ())}
        used = {name for sample in intent["samples"] for name in _SLOT.findall(sample)}
        for name in sorted(used - own.keys()):
            yield f"{intent['name']}: slot {name!r} is in a sample and not declared"
        for name, kind in own.items():
            types[name].add(kind)
            if kind not in declared and not _is_amazons(kind):
                yield f"{intent['name']}: slot {name!r} has the unknown type {kind!r}"
    for name in (it for it, kinds in types.items() if len(kinds) > 1):
        yield f"slot {name!r}: of two types; give it one"


def _samples(intent: Tree) -> Iterator[str]:
    if _is_amazons(intent["name"]) and intent["samples"]:
        yield f"{intent['name']}: a built-in with samples; put them into a custom intent"
    for sample in intent["samples"]:
        if not _SAMPLE.fullmatch(sample):
            yield f"{intent['name']} {sample!r}: words and slots only, no digits, no marks"
        if len(sample) > LONGEST_SAMPLE:
            yield f"{intent['name']} {sample!r}: over {LONGEST_SAMPLE} characters"
        if _NOT_IN_SAMPLE.search(sample.lower()):
            yield f"{intent['name']} {sample!r}: a wake word inside; leave it out"


def _repeated(language: Tree) -> Iterator[str]:
    """Find utterances that are in the model twice, when slots are read as their types."""
    heard: dict[str, str] = {
        phrase: name for name, phrases in BUILT_IN_PHRASES.items() for phrase in phrases
    }
    for intent in language["intents"]:
        types = {slot["name"]: slot["type"] for slot in intent.get("slots", ())}
        for sample in intent["samples"]:
            plain = _plain(sample, types)
            if plain in heard:
                yield f"{intent['name']} {sample!r}: also in {heard[plain]}; keep one"
            heard[plain] = intent["name"]


def _plain(sample: str, types: Mapping[str, str]) -> str:
    named = _SLOT.sub(lambda slot: f"{{{types.get(slot[1], slot[1])}}}", sample)
    return " ".join(named.lower().split())


def _values(kind: Tree) -> Iterator[str]:
    values = kind["values"]
    if not values:
        yield f"{kind['name']}: a type without values"
    ids = Counter(it["id"] for it in values if "id" in it)
    yield from (f"{kind['name']}: id {it!r} twice" for it, n in ids.items() if n > 1)
    said: dict[str, str] = {}
    for value in values:
        name = value["name"]["value"]
        for phrase in (name, *value["name"].get("synonyms", ())):
            if len(phrase) > LONGEST_VALUE:
                yield f"{kind['name']} {phrase!r}: over {LONGEST_VALUE} characters"
            if phrase.lower() in said:
                yield f"{kind['name']} {phrase!r}: under {said[phrase.lower()]!r} and {name!r}"
            said[phrase.lower()] = name


def _is_amazons(name: str) -> bool:
    return name.startswith("AMAZON.")
