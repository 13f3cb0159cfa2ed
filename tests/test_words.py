"""Words and knowledge cover each other: nothing is without words, and no words without use."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any

import pytest
from core_support import KB, NO, UNSURE, WORDS, YES, Talk
from reached import reached

from skill.alexa.understand import understand
from skill.dialogue.acts import (
    Act,
    Answered,
    Asked,
    Corrected,
    Launched,
    Reported,
    SpokeOfOther,
    Unclear,
)
from skill.dialogue.reply import Phrase
from skill.interview.questions import Question
from skill.knowledge.model import Kind, TriageLevel
from skill.simulator import envelope
from skill.simulator.hear import hear
from skill.simulator.recogniser.recognise import Recogniser
from skill.simulator.setting_up import make_recogniser
from skill.speech.phrase import sentences
from skill.speech.render import render
from skill.speech.speaker import Speaker
from skill.speech.words import (
    LOCALES,
    SPOKEN_LOCALES,
    Words,
    WordsError,
    fill,
    known_locale,
    load_words,
    read_table,
    spaced,
)

EVERY_LOCALE = pytest.mark.parametrize("locale", SPOKEN_LOCALES)


def keys(table: Mapping[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every place in a table of words where words are."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from keys(value, (*path, key))
        else:
            yield (*path, key)


# ---- everything known has words


@EVERY_LOCALE
@pytest.mark.parametrize("finding", KB.findings)
def test_a_finding_has_words(locale: str, finding: str) -> None:
    words = WORDS[locale]
    needed = ["name", "define"]
    if KB.findings[finding].asked:
        needed += ["question", "why", "short"]
    if any(finding in choice.findings for choice in KB.choices):
        needed += ["say"]
    assert [n for n in needed if not words.has("finding", finding, n)] == []


@EVERY_LOCALE
def test_questions_conditions_rules_advice_and_sources_have_words(locale: str) -> None:
    words = WORDS[locale]
    needed = [
        *(("gate", g.id, k) for g in KB.gates
          for k in ("question", "short", "retry", "why", "because", "danger")),
        *(("choice", c.id, "why") for c in KB.choices),
        *(("condition", c, k) for c in KB.conditions for k in ("name", "about")),
        *(("rule", r, "because") for r in KB.rules),
        *(("advice", a, "say") for a in KB.advice),
        *(("source", s, "say") for s in KB.sources if not s.startswith("estimate")),
        *(("level", level.id, k) for level in TriageLevel
          for k in ("name", "title", "action")),
        *(("level", level.id, k) for level in TriageLevel if level is not TriageLevel.EMERGENCY
          for k in ("safety_net",)),
        *(("phrase", phrase.value) for phrase in Phrase),
    ]  # fmt: skip
    assert [".".join(key) for key in needed if not words.has(*key)] == []


# ---- every word is used


@pytest.fixture(scope="module")
def used() -> set[tuple[str, ...]]:
    """The keys looked up when all that the dialogue can say is said, shown and put on cards."""
    looked_up: set[tuple[str, ...]] = set()

    class Watched(Words):
        """Words that tell which keys are asked for."""

        __slots__ = ()

        def has(self, *key: str) -> bool:
            return Words.has(self, *key)

        def text(self, *key: str, seed: int = 0) -> str:
            looked_up.add(key)
            return Words.text(self, *key, seed=seed)

    words = Watched(*(getattr(WORDS["en-US"], f.name) for f in fields(Words)))
    for turn in reached().turns.values():
        render(KB, words, turn)
    for prompt in reached().prompts:
        sentences(Speaker(words), prompt)
    return looked_up


AROUND = {("phrase", "lost"), ("phrase", "failed"), ("phrase", "no_advice")}
"""Said by the handler around the dialogue, a lost session, a failed turn; and what a condition
without any advice would be told with."""


def test_every_word_is_used(used: set[tuple[str, ...]]) -> None:
    written = {key for key in keys(read_table("en-US")) if key[0] not in ("person", "fill")}
    dead = written - used - AROUND
    # What is named by id may not have come up in this walk, though the code would say it.
    by_id = {key for key in dead if key[0] in ("finding", "condition", "rule", "advice", "source",
                                               "gate", "choice")}  # fmt: skip
    told = {".".join(key) for key in dead - by_id} | {
        ".".join(key) for key in by_id if not _is_meant(*key)
    }
    assert told == set()


def _is_meant(kind: str, id_: str, part: str = "") -> bool:
    """Whether the thing exists and its part is one that the code says."""
    known = {
        "finding": (
            _ASKED if part in ("why", "short") else KB.findings,
            {"question", "short", "name", "say", "define", "why"},
        ),
        "condition": (KB.conditions, {"name", "term", "about", "unlikely", "doctor"}),
        "rule": (KB.rules, {"because", "window", "then", "action", "safety_net"}),
        "advice": (KB.advice, {"say"}),
        "source": (KB.sources, {"say"}),
        "gate": (
            {g.id for g in KB.gates},
            {"question", "short", "retry", "why", "because", "danger"},
        ),
        "choice": ({c.id for c in KB.choices} | {"any", "which"}, {"why", ""}),
    }[kind]
    return id_ in known[0] and part in known[1]


_ASKED = {f.id for f in KB.findings.values() if f.asked} | {"stroke_ruled_out"}


@EVERY_LOCALE
def test_a_region_says_only_what_it_says_otherwise(locale: str) -> None:
    """An override that equals the language's words, or overrides nothing, is dead."""
    language = tomllib.loads((LOCALES / "en.toml").read_text("utf-8"))
    region = tomllib.loads((LOCALES / f"{locale}.toml").read_text("utf-8"))
    for key in keys(region):
        below: Any = language
        mine: Any = region
        for part in key:
            below = below.get(part) if isinstance(below, dict) else None
            mine = mine[part]
        assert below is not None, f"{locale}.toml: {'.'.join(key)} overrides nothing"
        assert below != mine, f"{locale}.toml: {'.'.join(key)} says what en.toml says"


def test_every_condition_is_reached() -> None:
    """By its own examples, or as what a rule suspects."""
    suspected = {c for rule in KB.rules.values() for c in rule.suspects}
    for condition in KB.conditions.values():
        if condition.kind is Kind.RULE_ONLY:
            assert condition.id in suspected
            continue
        named = set()
        for case in condition.examples:
            present = [f for f, answer in case.answers.items() if answer is YES]
            talk = Talk()
            talk.does(Launched(), Reported(case.answers))
            talk.to_result(*present)
            result = talk.turn.reply.result
            assert result is not None
            named |= {r.condition for r in result.ranked[:3]}
        assert condition.id in named


def test_every_level_is_reached() -> None:
    levels = {t.reply.result.found.level for t in reached().turns.values() if t.reply.result}
    assert levels == set(TriageLevel)


# ---- the words themselves


def test_a_missing_word_names_its_place_and_remedy() -> None:
    with pytest.raises(WordsError, match=r"locales/en-GB.toml: \[phrase.nothing\].*en.toml"):
        WORDS["en-GB"].text("phrase", "nothing")
    with pytest.raises(WordsError):
        WORDS["en-GB"].text("phrase")


def test_of_several_wordings_the_seed_picks_one() -> None:
    said = {WORDS["en-US"].text("phrase", "good", seed=seed) for seed in range(9)}
    assert len(said) > 1


@pytest.mark.parametrize(
    ("asked", "found"),
    [("en-GB", "en-GB"), ("en-ZA", "en-US"), ("de-DE", "en-US"), ("", "en-US"), ("en", "en-US")],
)
def test_a_locale_without_words_gets_the_nearest(asked: str, found: str) -> None:
    assert known_locale(asked) == found


def test_numbers_are_the_locales_own() -> None:
    said = {locale: words.common["emergency"].replace(" ", "") for locale, words in WORDS.items()}
    assert said == {"en-US": "911", "en-CA": "911", "en-GB": "999", "en-AU": "000", "en-IN": "112"}
    assert load_words(KB, "xx-XX").common == WORDS["en-US"].common


@EVERY_LOCALE
def test_every_field_can_be_filled(locale: str) -> None:
    """Whatever stands in braces is a person's, a common or a sentence's own field."""
    words = WORDS[locale]
    own = {"list", "name", "n", "level", "change", "version"}
    known = {*words.common, *words.table["person"]["self"], *own}
    for key in keys(words.table):
        value: Any = words.table
        for part in key:
            value = value[part]
        for text in value if isinstance(value, list) else [value]:
            fill(text, dict.fromkeys(known, "x"))


def test_an_unknown_field_is_an_error() -> None:
    with pytest.raises(KeyError):
        fill("Call {nobody}.", {})


def test_a_number_is_said_digit_by_digit() -> None:
    assert spaced("13 11 14") == "1 3 1 1 1 4"


def test_compiled_words_are_used_where_there_are_some(tmp_path, monkeypatch) -> None:
    import json

    from skill.speech import words as module

    for locale in SPOKEN_LOCALES:
        (tmp_path / f"{locale}.json").write_text(json.dumps(read_table(locale)), "utf-8")
    monkeypatch.setattr(module, "LOCALES", tmp_path)
    assert load_words(KB, "en-GB") == WORDS["en-GB"]


# ---- what a prompt suggests is understood


@pytest.fixture(scope="module", params=SPOKEN_LOCALES)
def recogniser(request: pytest.FixtureRequest) -> Recogniser:
    return make_recogniser(request.param)


SUGGESTED = {
    "yes": "yes", "no": "no", "not sure": "unsure", "why": "why_ask", "repeat": "repeat",
    "skip": "skip", "go back": "back", "stop": "stop", "none": "no", "start over": "start_over",
    "forget me": "forget", "what else": "what_else", "what can I do": "self_care",
    "when should I see a doctor": "when_doctor", "help": "help",
}  # fmt: skip
"""Each phrase that a prompt tells people to say, and the act that it is."""


@pytest.mark.parametrize("phrase", SUGGESTED)
def test_a_suggested_phrase_is_understood(recogniser: Recogniser, phrase: str) -> None:
    heard = hear(KB, recogniser, phrase, ("one_side",))
    also = {"why": {"why_ask", "why_result"}}.get(phrase, {SUGGESTED[phrase]})
    assert heard["act"] in also


def test_no_prompt_suggests_more() -> None:
    """What follows "say" in the phrases is in the table above."""
    import re

    for key in keys(read_table("en-US")):
        if key[0] != "phrase":
            continue
        value: Any = read_table("en-US")["phrase"][key[1]]
        for text in value if isinstance(value, list) else [value]:
            for said in re.findall(r"\b(?:can(?: also)? say|[Ss]ay|or say) ([^.?]+)", text):
                parts = re.split(r", (?:or )?| or |, and ", said)
                for part in (re.sub(r"^(also )?say ", "", p).strip() for p in parts):
                    assert part in SUGGESTED or not _is_phrase(part), f"{'.'.join(key)}: {part!r}"


def _is_phrase(part: str) -> bool:
    """Whether this is something to say, rather than the rest of the sentence."""
    return (
        bool(part)
        and len(part.split()) <= 3
        and not part.startswith(("it ", "and ", "ask ", "skip ", "for ", "in ", "at "))
    )


@pytest.mark.parametrize("choice", KB.choices, ids=lambda c: c.id)
def test_what_names_a_part_of_a_choice_is_understood_as_it(
    recogniser: Recogniser, choice: Question
) -> None:
    words = WORDS["en-US"]
    for finding in choice.findings:
        say = words.text("finding", finding, "say")
        heard = hear(KB, recogniser, say, choice.findings)
        assert heard["findings"].get(finding) == "yes", (say, heard)


def test_the_screens_words_are_acts() -> None:
    """Every button stands for something that a touch is understood as."""
    for turn in reached().turns.values():
        screen = render(KB, WORDS["en-US"], turn).screen
        for button in screen.buttons:
            assert button.label
            act = understand(envelope.touched([button.act, *button.arguments], "t"), ())
            assert act != Unclear(), button


def test_all_wordings_about_somebody_else_are_about_them() -> None:
    """After "it's my son" no question speaks to "you" about the twitch."""
    talk = Talk()
    talk.does(SpokeOfOther(True), Answered(NO), Answered(NO), Answered(NO))
    acts: list[Act] = [Reported({"over_50": NO}), Answered(UNSURE), Corrected(), Asked("repeat")]
    for act in acts:
        talk.does(act)
        if talk.question and not talk.question.choice:
            assert " you " not in f" {talk.rendering.speech.lower()} ".split("?")[0][-60:]
