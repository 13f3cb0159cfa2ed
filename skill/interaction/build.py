"""Interaction models from the words that people say: one pure function for all locales."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path

from skill.interaction.heard import LOCALES, Heard, HeardFinding, Phrases, load_heard
from skill.interaction.model import Intent, Model, Slot, SlotType, Value, dumps
from skill.interaction.platform import built_in_phrases
from skill.interaction.sameness import Sameness
from skill.speech.words import read_table

MODELS = Path(__file__).parents[2] / "interaction_models"

AGAIN = 1
"""How many phrases of a finding may say the same in other words."""

INVOCATION = "lip twitch guide"

BUILT_IN = (
    "AMAZON.CancelIntent",
    "AMAZON.FallbackIntent",
    "AMAZON.HelpIntent",
    "AMAZON.NavigateHomeIntent",
    "AMAZON.NextIntent",
    "AMAZON.NoIntent",
    "AMAZON.PreviousIntent",
    "AMAZON.RepeatIntent",
    "AMAZON.StartOverIntent",
    "AMAZON.StopIntent",
    "AMAZON.YesIntent",
)

SLOTS = {
    slot.name: slot
    for slot in (
        Slot("answer", "Answer", many=True),
        Slot("present", "Present", many=True),
        Slot("absent", "Absent", many=True),
        Slot("history", "History", many=True),
        Slot("modifier", "Modifier", many=True),
        Slot("not_modifier", "AbsentModifier", many=True),
        Slot("danger", "Danger", many=True),
        Slot("danger_sign", "DangerSign", many=True),
        Slot("sign", "Sign", many=True),
        Slot("no_sign", "Sign", many=True),
        Slot("no_danger", "DangerSign", many=True),
        Slot("no_history", "History", many=True),
        Slot("no_modifier", "Modifier", many=True),
        Slot("if_asked", "IfAsked"),
        Slot("not_if_asked", "NotIfAsked"),
        Slot("told", "Told"),
        Slot("danger_told", "DangerTold"),
        Slot("not_told", "NotTold"),
        Slot("maybe_sign", "Sign", many=True),
        Slot("maybe_danger", "DangerSign", many=True),
        Slot("maybe_history", "History", many=True),
        Slot("maybe_modifier", "Modifier", many=True),
        Slot("topic", "Topic"),
        Slot("condition", "Condition"),
        Slot("person", "Person"),
        Slot("amount", "AMAZON.NUMBER", many=True),
        Slot("unit", "Unit", many=True),
        Slot("period", "Period"),
        Slot("age", "AMAZON.NUMBER"),
        Slot("duration", "AMAZON.DURATION"),
        Slot("since", "AMAZON.DURATION"),
        Slot("word", "Alike"),
        Slot("time_unit", "DurationUnit"),
        Slot("named", "Named"),
        Slot("named_two", "Named"),
        Slot("named_three", "Named"),
        Slot("but", "Named"),
        Slot("which_two", "Which"),
        Slot("but_which", "Which"),
    )
}

# Types whose phrases can be whole sentences, and those whose phrases name something.
WHOLE_SENTENCES = (
    "Present",
    "History",
    "Modifier",
    "Absent",
    "AbsentModifier",
    "IfAsked",
    "NotIfAsked",
    "Told",
    "DangerTold",
    "NotTold",
)
PLENTY = ("Present",)
"""Types with so many phrases that those which differ in light words alone can go."""

LONGEST = {
    "Danger": 36,
    "Present": 34,
    "History": 32,
    "Modifier": 32,
    "Absent": 33,
    "AbsentModifier": 32,
    "Answer": 33,
}
LONGEST_VALUE = 80
"""Of phrases made from templates, those with more characters are left out: nobody says them to the
letter, and examples of whole sentences need the room. The other bound is the platform's."""

AMONG = "__"
"""Stands between the findings that one phrase may be about."""

WORDS_ALIKE = 4
"""What says the same as one word has no more words than this."""

NAMES = ("Topic", "Condition", "Answer", "Named")

# The lists that become types as they are; their slots are named after them.
LISTS = {
    "alike": "Alike",
    "answer": "Answer",
    "aside": "Aside",
    "aspast": "AsPast",
    "doubt": "Doubt",
    "duration": "DurationUnit",
    "feared": "Feared",
    "figure": "Figure",
    "begun": "Begun",
    "compared": "Compared",
    "ended": "Ended",
    "medicine": "Medicine",
    "filler": "Filler",
    "hypothetical": "Hypothetical",
    "joiner": "Joiner",
    "linker": "Linker",
    "longago": "LongAgo",
    "negator": "Negator",
    "number": "Number",
    "part": "Part",
    "period": "Period",
    "person": "Person",
    "question": "Question",
    "quoted": "Quoted",
    "recent": "Recent",
    "rewind": "Rewind",
    "spelling": "Spelling",
    "subject": "Subject",
    "thing": "Thing",
    "turned": "Turned",
    "unit": "Unit",
    "unless": "Unless",
    "verb": "Verb",
    "which": "Which",
    "wish": "Wish",
}
OURS = ("alike", "feared", "part", "quoted", "spelling", "turned", "unless", "verb")
"""Lists that only our own recogniser reads, and from all models of a language together: they stand in
the last of them, so that the others have room for what people say."""


def build_models(locales: Iterable[str] = LOCALES) -> dict[str, Model]:
    """The model of each locale."""
    return {locale: _build(locale) for locale in locales}


def _build(locale: str) -> Model:
    language = locale.partition("-")[0]
    last = [other for other in LOCALES if other.startswith(language)][-1]
    lists = [name for name in LISTS if name not in OURS or locale == last]
    return build_model(load_heard(locale), names_offered(locale), language, lists)


def write_models(folder: Path = MODELS) -> list[Path]:
    """Write the model of each locale to its committed file."""
    written = []
    for locale, model in build_models().items():
        path = folder / f"{locale}.json"
        path.write_text(dumps(model.as_json()), encoding="utf-8")
        written.append(path)
    return written


def build_model(
    heard: Heard, offered: Mapping[str, Phrases], language: str, lists: Iterable[str] = LISTS
) -> Model:
    """The model that understands what people say, and the names that our questions offer; of the
    lists it has those named."""
    named = _slot_type("Named", offered.items(), {})
    types = (*_apart([*_types(heard, lists), named]),)
    known = {kind.name for kind in types}
    intents = (
        _of_known(it, known) for it in _intents(heard, frozenset(built_in_phrases(language)))
    )
    return Model(INVOCATION, tuple(intents), types)


def names_offered(locale: str) -> dict[str, Phrases]:
    """Finding -> the names by which a choice offers it, in a locale's own words."""
    spoken = read_table(locale)["finding"]
    return {
        finding: tuple(dict.fromkeys((words["say"].lower(), words["name"].lower())))
        for finding, words in spoken.items()
        if "say" in words
    }


def _intents(heard: Heard, claimed: frozenset[str]) -> Iterator[Intent]:
    """The platform's own intents, and ours without the sentences that those claim."""
    yield from (Intent(name) for name in BUILT_IN)
    for name, samples in heard.intents.items():
        spoken = dict.fromkeys(_as_spoken(sample, heard.spoken) for sample in samples)
        own = tuple(sample for sample in spoken if sample not in claimed)
        yield Intent(name, own, _slots_of(own))


def _of_known(intent: Intent, known: Container[str]) -> Intent:
    """The intent without the samples that need a type which is not there."""
    gone = [
        slot
        for slot in intent.slots
        if not slot.type.startswith("AMAZON.") and slot.type not in known
    ]
    samples = [it for it in intent.samples if not any(f"{{{slot.name}}}" in it for slot in gone)]
    return Intent(intent.name, tuple(samples), _slots_of(samples)) if gone else intent


def _apart(types: list[SlotType]) -> Iterator[SlotType]:
    """The types without phrases by which two intents could claim a sentence: names come first,
    then danger, then the rest, each of which can be a whole sentence."""
    taken = _phrases(types, NAMES)
    danger = taken | _phrases(types, ("Danger",))
    for kind in types:
        if kind.name == "Danger":
            yield _without(kind, taken)
        elif kind.name in WHOLE_SENTENCES:
            yield _without(kind, danger)
            danger |= _phrases([kind], (kind.name,))
        else:
            yield kind


def _phrases(types: Iterable[SlotType], names: tuple[str, ...]) -> frozenset[str]:
    values = (value for kind in types if kind.name in names for value in kind.values)
    return frozenset(phrase for value in values for phrase in (value.name, *value.synonyms))


def _without(kind: SlotType, taken: frozenset[str]) -> SlotType:
    values = (_left(value, taken) for value in kind.values)
    return SlotType(kind.name, tuple(value for value in values if value))


def _left(value: Value, taken: frozenset[str]) -> Value | None:
    phrases = [phrase for phrase in (value.name, *value.synonyms) if phrase not in taken]
    return Value(value.id, phrases[0], tuple(phrases[1:])) if phrases else None


def _slots_of(samples: Iterable[str]) -> tuple[Slot, ...]:
    names = dict.fromkeys(re.findall(r"\{(\w+)\}", " ".join(samples)))
    return tuple(SLOTS.get(name) or Slot(name, LISTS[name]) for name in names)


def _types(heard: Heard, lists: Iterable[str]) -> Iterator[SlotType]:
    strictly, roughly = Sameness(heard.lists), Sameness(heard.lists, heard.light)

    def kind(name: str, choose: Callable[[HeardFinding], Phrases]) -> SlotType:
        same = roughly if name in PLENTY else strictly
        chosen = (
            (id_, _no_longer(name, same.distinct(choose(s), AGAIN)))
            for id_, s in heard.findings.items()
        )
        return _slot_type(name, chosen, heard.spoken)

    yield kind("Danger", lambda said: said.present if said.danger else ())
    yield kind("DangerSign", lambda said: said.sign if said.danger else ())
    yield kind("Present", lambda said: said.present if said.plain else ())
    yield kind("Sign", lambda said: said.sign if said.plain else ())
    yield kind("History", lambda said: said.present + said.sign if said.history else ())
    yield kind("Modifier", lambda said: said.present + said.sign if said.modifier else ())
    yield kind("Absent", lambda said: () if said.modifier else said.absent)
    yield kind("AbsentModifier", lambda said: said.absent if said.modifier else ())
    for name, part in (("IfAsked", "if_asked"), ("NotIfAsked", "not_if_asked")):
        yield _slot_type(
            name,
            _shared((id_, getattr(said, part)) for id_, said in heard.findings.items()),
            heard.spoken,
        )
    yield kind("Told", lambda said: () if said.danger else said.told)
    yield kind("DangerTold", lambda said: said.told if said.danger else ())
    yield kind("NotTold", lambda said: said.not_told)
    yield kind("Topic", lambda said: said.topic)
    yield _slot_type("Condition", heard.conditions.items(), heard.spoken)
    for name in lists:
        named = _named(name, heard.lists[name])
        short = ((id_, _no_longer(LISTS[name], phrases)) for id_, phrases in named)
        yield _slot_type(LISTS[name], short, {})


def _no_longer(name: str, phrases: Iterable[str]) -> Phrases:
    """The phrases that are short enough for a type."""
    longest = LONGEST.get(name, LONGEST_VALUE)
    return tuple(phrase for phrase in phrases if len(phrase) <= longest)


def _shared(said: Iterable[tuple[str, Phrases]]) -> Iterator[tuple[str, Phrases]]:
    """The same phrases, each under all the findings whose question it answers: "steady"."""
    claimed: dict[str, dict[str, None]] = {}
    for several, phrases in said:
        for phrase in phrases:
            claimed.setdefault(phrase, {}).update(dict.fromkeys(several.split(AMONG)))
    values: dict[str, list[str]] = {}
    for phrase, findings in claimed.items():
        values.setdefault(AMONG.join(sorted(findings)), []).append(phrase)
    return ((id_, tuple(phrases)) for id_, phrases in values.items())


def _named(name: str, table: Mapping[str, Phrases]) -> Iterator[tuple[str, Phrases]]:
    """The list's values; in lists of words the key is itself one of the words."""
    if name == "alike":
        table = {
            key: tuple(p for p in phrases if len(p.split()) <= WORDS_ALIKE)
            for key, phrases in table.items()
        }
    for key, phrases in table.items():
        yield key, (key, *phrases) if name in ("alike", "negator", "spelling") else phrases


def _slot_type(
    name: str, values: Iterable[tuple[str, Phrases]], spoken: Mapping[str, str]
) -> SlotType:
    """A type whose phrases belong to one value each: the first that claims them."""
    taken: set[str] = set()
    return SlotType(name, tuple(_values(values, spoken, taken)))


def _values(
    values: Iterable[tuple[str, Phrases]], spoken: Mapping[str, str], taken: set[str]
) -> Iterator[Value]:
    for id_, phrases in values:
        free = [_as_spoken(phrase, spoken) for phrase in phrases]
        own = [phrase for phrase in dict.fromkeys(free) if phrase not in taken]
        taken.update(own)
        if own:
            yield Value(id_.replace(" ", "_"), own[0], tuple(islice(own, 1, None)))


def _as_spoken(phrase: str, spoken: Mapping[str, str]) -> str:
    """The phrase with the short forms of speech: "it is" becomes "it's"."""
    for long, short in spoken.items():
        phrase = re.sub(rf"\b{long}\b(?! (?:not)\b)", short, phrase)
    return phrase
