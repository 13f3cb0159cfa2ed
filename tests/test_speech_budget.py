"""Everything that can be said is short, plain and sayable; a fault names its key and file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from core_support import KB, WORDS
from reached import reached
from reading import grade

from skill.alexa.respond import respond
from skill.dialogue.reply import Causes, Cited, Phrase, Prompt
from skill.speech.phrase import sentences
from skill.speech.render import render
from skill.speech.speaker import Speaker
from skill.speech.ssml import PAUSE, to_plain, to_ssml
from skill.speech.words import LOCALES, SPOKEN_LOCALES, Words

MOST_IN_SENTENCE = 20
MOST_IN_RESULT = 75
MOST_IN_TURN = 75
"""A voice says some 150 words a minute, so this is half a minute: two long breaths, the second of
them the question. Nothing may be longer than the result."""
QUESTION_GRADE, GRADE = 6.0, 8.0
MOST_SPEECH, MOST_RESPONSE, MOST_CARD = 8_000, 24_000, 8_000
TAGS = {"speak", "p", "s", "break", "say-as", "sub", "emphasis", "prosody"}

BANNED = {
    "you have": r"(?<!do )(?<!did )(?<!if )(?<!what )\byou have\b"
    r"(?! (had|drunk|felt|slept|ever|used|become))",
    "diagnosis": r"diagnos",
    "cure": r"\bcure[sd]?\b",
    "rare or common": r"\b(rare|rarely|common|commonly)\b",
    "should": r"\b(should|must)\b",
    "stop your medicine": r"\bstop (taking|your)\b",
    "a dose": r"\b\d+ ?(mg|milligrams?|mcg|grams?|ml|units|pills|tablets)\b",
    "an offer to call": r"\b(shall|can|will) I call\b|\bI('ll| will| can) call\b",
}
MAY_SAY = {"diagnosis": {("card", "disclaimer")}}
"""Where a banned word is meant: the disclaimer says that this is no diagnosis."""


@dataclass(frozen=True, slots=True)
class Listening(Words):
    """Words that remember which keys were looked up."""

    heard: list[tuple[str, ...]] = field(default_factory=list)

    def text(self, *key: str, seed: int = 0) -> str:
        self.heard.append(key)
        return Words.text(self, *key, seed=seed)


@dataclass(frozen=True)
class Spoken:
    """A sentence as it is said, and the keys that it is made of."""

    text: str
    keys: tuple[tuple[str, ...], ...]
    prompt: Prompt
    locale: str

    @property
    def is_question(self) -> bool:
        return self.text.endswith("?")

    def __str__(self) -> str:
        keys = ", ".join(f"[{'.'.join(k)}] in {_file(self.locale, k)}" for k in self.keys)
        return f"{self.text!r} ({keys})"


@cache
def _files(locale: str) -> tuple[tuple[str, Mapping[str, Any]], ...]:
    import tomllib

    names = (f"{locale}.toml", f"{locale.split('-', maxsplit=1)[0]}.toml")
    return tuple((name, tomllib.loads((LOCALES / name).read_text("utf-8"))) for name in names)


def _file(locale: str, key: tuple[str, ...]) -> str:
    """The locale file that a key's words are written in."""
    for name, table in _files(locale):
        found: Any = table
        for part in key:
            found = found.get(part) if isinstance(found, dict) else None
        if found is not None:
            return name
    return "no file"


@cache
def spoken(locale: str) -> tuple[Spoken, ...]:
    """Every sentence of a locale once, in every wording, about oneself and about others."""
    words = WORDS[locale]
    said: dict[str, Spoken] = {}
    for other in (False, True):
        for seed in range(3):
            for prompt in reached().prompts:
                listening = Listening(*(getattr(words, f.name) for f in fields(Words)))
                for text in sentences(Speaker(listening, other, seed=seed), prompt):
                    for sentence in re.split(r"(?<=[.?!]) ", text):
                        keys = tuple(dict.fromkeys(listening.heard))
                        said.setdefault(sentence, Spoken(sentence, keys, prompt, locale))
    return tuple(said.values())


def told(faults: Iterator[str]) -> None:
    """Fail with all faults, one a line."""
    found = list(dict.fromkeys(faults))
    assert found == [], "\n" + "\n".join(found)


def graded(spoken: Spoken) -> Iterator[str]:
    """The texts to grade. Names of conditions and sources are what they are, so they count as
    easy; a list of findings is heard item by item, so each item is graded in the sentence."""
    text, items = spoken.text, []
    for key in spoken.keys:
        name = WORDS[spoken.locale].text(*key) if key[-1] in ("name", "say") else ""
        if key[0] in ("condition", "source") and name:
            text = re.sub(re.escape(name), "that one", text, flags=re.IGNORECASE)
        elif key[0] == "finding" and name.lower() in text.lower():
            items.append(name)
    if len(items) < 2:
        yield text
        return
    inner = re.compile("|".join(map(re.escape, items)), re.IGNORECASE)
    found = list(inner.finditer(text))
    for item in items:
        yield text[: found[0].start()] + item + text[found[-1].end() :]


@pytest.mark.parametrize("locale", SPOKEN_LOCALES)
def test_a_sentence_has_at_most_twenty_words(locale: str) -> None:
    told(
        f"{count} words: {s}"
        for s in spoken(locale)
        if (count := len(to_plain(s.text).split())) > MOST_IN_SENTENCE
    )


@pytest.mark.parametrize("locale", SPOKEN_LOCALES)
def test_a_sentence_is_plain(locale: str) -> None:
    told(
        f"grade {found}: {s}"
        for s in spoken(locale)
        for text in graded(s)
        if (found := grade(to_plain(text))) > (QUESTION_GRADE if s.is_question else GRADE)
    )


@pytest.mark.parametrize("locale", SPOKEN_LOCALES)
def test_no_banned_word_is_said(locale: str) -> None:
    told(
        f"{name}: {s}"
        for s in spoken(locale)
        for name, pattern in BANNED.items()
        if re.search(pattern, to_plain(s.text), re.IGNORECASE)
        and not MAY_SAY.get(name, set()) & set(s.keys)
    )


@pytest.mark.parametrize("locale", SPOKEN_LOCALES)
def test_a_sentence_is_whole(locale: str) -> None:
    """A capital, an end, no field left open, no doubled stop or space."""
    for s in spoken(locale):
        plain = to_plain(s.text)
        assert re.fullmatch(r"[A-Z0-9].*[.?!]", plain), str(s)
        assert not re.search(r"[{}<>]|  |\.\.|,[.?!,]|\ba (?!one)[aeio]\w", plain), str(s)


@pytest.mark.parametrize("locale", SPOKEN_LOCALES)
def test_a_list_has_at_most_three_items_with_pauses(locale: str) -> None:
    for s in spoken(locale):
        assert s.text.count(PAUSE) <= 2, str(s)
        kinds = [key[0] for key in s.keys if key[-1] == "name" and _says(s, key)]
        for kind in ("finding", "condition"):
            assert kinds.count(kind) <= 3, str(s)
        if kinds.count("finding") == 3 and {"noted", "review"} & {key[0] for key in s.keys}:
            assert s.text.count(PAUSE) == 2, str(s)


def _says(spoken: Spoken, key: tuple[str, ...]) -> bool:
    name = WORDS[spoken.locale].text(*key)
    return bool(re.search(rf"\b{re.escape(name)}\b", spoken.text, re.IGNORECASE))


@pytest.mark.parametrize("locale", SPOKEN_LOCALES)
def test_a_turn_is_at_most_two_breaths(locale: str) -> None:
    faults = []
    for turn in reached().turns.values():
        rendering = render(KB, WORDS[locale], turn)
        result = any(isinstance(p, Causes) for p in turn.reply.says)
        most = MOST_IN_RESULT if result else MOST_IN_TURN
        count = len(to_plain(rendering.speech).split())
        if count > most:
            faults.append(f"{count} words: {to_plain(rendering.speech)}")
    told(iter(faults))


@pytest.mark.parametrize("locale", SPOKEN_LOCALES)
def test_a_response_is_what_the_platform_takes(locale: str) -> None:
    """SSML of the allowed tags, within 8,000 characters; card and response within their sizes;
    an open microphone only after a question, with a reprompt."""
    for turn in reached().turns.values():
        rendering = render(KB, WORDS[locale], turn)
        for text in filter(None, (rendering.speech, rendering.reprompt)):
            ssml = f"<speak>{to_ssml(text, slow=rendering.slow)}</speak>"
            assert {e.tag for e in ET.fromstring(ssml).iter()} <= TAGS  # noqa: S314
            assert len(ssml) < MOST_SPEECH
        assert rendering.open == (turn.reply.asks is not None)
        assert not rendering.open or (rendering.speech.endswith("?") and rendering.reprompt)
        if rendering.card:
            assert len(rendering.card.title + rendering.card.text) < MOST_CARD
        response = respond(rendering).to_dict()
        whole = {"response": response, "sessionAttributes": turn.conversation.to_json()}
        assert len(json.dumps(whole, default=str)) < MOST_RESPONSE


def test_prompts_of_every_kind_are_reached() -> None:
    """The walk meets every phrase and every kind of prompt, so that what it checks is all."""
    met = reached().prompts
    kinds = {type(p) for p in met}
    assert {k for k in Prompt.__args__ if k is not Phrase} <= kinds
    said_elsewhere = {Phrase.LOST, Phrase.FAILED}
    assert set(Phrase) - set(met) == said_elsewhere


def test_sources_are_named() -> None:
    cited = {s for p in reached().prompts if isinstance(p, Cited) for s in p.sources}
    assert len(cited) > 20
