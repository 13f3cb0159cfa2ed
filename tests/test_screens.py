"""The screens: sound documents, and data that says what the speech says."""

from __future__ import annotations

import copy
import json
import subprocess
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from apl_lint import faults
from browser_needs import NODE_MODULES, need
from screen_samples import NO, knowledge, last, play, samples, to_each_level, to_the_end

from skill.alexa.apl import document_of, render_directive
from skill.alexa.respond import respond
from skill.alexa.understand import understand
from skill.dialogue.acts import Act, Answered, Asked, Launched, Reported
from skill.dialogue.conversation import Conversation, Memory
from skill.knowledge.model import Answer
from skill.simulator.envelope import touched
from skill.speech.screen import Screen
from skill.speech.ssml import to_plain
from skill.speech.words import SPOKEN_LOCALES

Json = dict[str, Any]

KINDS = ("question", "result", "emergency", "message")
LARGEST_RESPONSE = 24_000
VALIDATE = Path(__file__).parent / "apl_validate.cjs"


def fields() -> set[str]:
    return set(Screen("message", "", "").to_json())


# ---- the documents


@pytest.mark.parametrize("kind", KINDS)
def test_document_names_only_what_there_is(kind: str) -> None:
    assert faults(document_of(kind), fields()) == []


def _break(document: Json, change: Callable[[Json], None]) -> Json:
    broken = copy.deepcopy(document)
    change(broken)
    return broken


def _asked(document: Json) -> Json:
    text: Json = document["layouts"]["Asked"]["items"][0]["items"][-1]
    return text


BREAKS: Mapping[str, Callable[[Json], None]] = {
    "type": lambda d: d["mainTemplate"]["items"][0].update(type="Frane"),
    "property": lambda d: d["mainTemplate"]["items"][0].update(backgroundColour="red"),
    "resource": lambda d: d["mainTemplate"]["items"][0].update(backgroundColor="@grund"),
    "name": lambda d: d["resources"][0].update(dimensions={"ink": 1}),
    "page": lambda d: d.update(onMount=[{"type": "SetPages"}]),
    "field": lambda d: _asked(d).update(text="${screen.txet}"),
    "parameter": lambda d: _asked(d).update(text="${sreen.text}"),
    "version": lambda d: d.update(version="1.6"),
    "command": lambda d: d["layouts"]["Touchable"]["items"][0]["onPress"][0].update(
        type="SndEvent"
    ),
}


@pytest.mark.parametrize("fault", BREAKS)
def test_lint_finds_a_planted_fault(fault: str) -> None:
    assert faults(_break(document_of("question"), BREAKS[fault]), fields())


def test_amazons_validator_finds_nothing() -> None:
    need((NODE_MODULES / "apl-suggester").is_dir(), "apl-suggester is not installed: npm ci")
    documents = {kind: document_of(kind) for kind in KINDS}
    told = subprocess.run(
        ["node", str(VALIDATE)],
        input=json.dumps(documents), capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    assert json.loads(told.stdout) == {kind: [] for kind in KINDS}


@pytest.mark.parametrize("kind", KINDS)
def test_what_can_be_touched_has_a_label(kind: str) -> None:
    wrappers = [c for c in _components(document_of(kind)) if c.get("type") == "TouchWrapper"]
    assert wrappers
    assert all(wrapper.get("accessibilityLabel") for wrapper in wrappers)


def _components(value: object) -> Iterator[Json]:
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _components(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _components(inner)


# ---- the data


@pytest.mark.parametrize("name", samples())
def test_every_screen_has_a_document_and_plain_data(name: str) -> None:
    screen = samples()[name]
    assert screen["kind"] in KINDS
    assert json.loads(json.dumps(screen)) == screen
    assert set(screen) == fields()


TALKS = {
    "opening": (Launched(),),
    "emergency": (Launched(), Reported({"face_droop": Answer.YES})),
    "help": (Launched(), Asked("help")),
    **to_each_level(),
}


@pytest.mark.parametrize("locale", SPOKEN_LOCALES)
@pytest.mark.parametrize("name", TALKS)
def test_nothing_is_only_on_the_screen(name: str, locale: str) -> None:
    for rendering in play(*TALKS[name], locale=locale):
        screen, said = rendering.screen, to_plain(rendering.speech).lower()
        texts = (screen.text, screen.lead, screen.asks, *(bar.name for bar in screen.bars))
        assert all(text.lower() in said for text in texts), name
        assert screen.number is None or screen.number in said
        named = {o.id: o for o in screen.options}
        assert all(id_ in knowledge().findings for id_ in named)


def test_bars_are_the_causes_spoken_of() -> None:
    screen = last(
        *to_the_end(Launched(), NO, NO, NO, Reported({"caffeine_high": Answer.YES}))
    ).screen
    assert "Too much caffeine" in {bar.name for bar in screen.bars}
    assert 1 <= len(screen.bars) <= 3
    assert [bar.share for bar in screen.bars] == sorted(
        (b.share for b in screen.bars), reverse=True
    )
    assert all(bar.name in bar.label for bar in screen.bars)


def test_number_of_the_land_is_shown_and_spelt() -> None:
    screen = last(Launched(), Reported({"face_droop": Answer.YES}), locale="en-GB").screen
    assert (screen.number, screen.digits) == ("999", "9 9 9")
    assert "9 9 9" not in screen.text


def test_offer_is_answered_with_yes_or_no() -> None:
    asking = Conversation(memory=Memory.UNASKED)
    screen = list(play(Launched(), NO, NO, NO, conversation=asking))[-1].screen
    assert [button.act for button in screen.buttons] == ["yes", "no"]


def test_whether_an_emergency_was_heard_right_is_answered_by_touch() -> None:
    screen = last(Launched(), Reported({"breath_or_swelling": Answer.YES})).screen
    assert [button.act for button in screen.buttons] == ["yes", "no", "back"]


@pytest.mark.parametrize("told", ["self_care", "what_else", "when_doctor", "why_result"])
def test_what_was_just_told_is_not_offered_again(told: str) -> None:
    result = to_the_end(Launched(), NO, NO, NO)
    before = {button.act for button in last(*result).screen.buttons}
    after = {button.act for button in last(*result, Asked(told)).screen.buttons}
    assert before - after == {told}


def test_choice_can_be_left_open() -> None:
    assert touch(samples()["choice"]["buttons"][-1]["arguments"]) == Answered(Answer.UNSURE)


def test_closed_session_has_nothing_to_touch() -> None:
    assert last(Launched(), Asked("stop")).screen.buttons == ()


@pytest.mark.parametrize("name", TALKS)
def test_response_stays_small(name: str) -> None:
    response = respond(last(*TALKS[name]))
    assert len(json.dumps(response.to_dict(), default=str)) < LARGEST_RESPONSE


def test_directive_carries_the_whole_document() -> None:
    directive = render_directive(last(Launched()).screen)
    assert directive.document["version"] == "1.4"
    assert {"Touchables", "Options"} <= set(directive.document["layouts"])
    assert directive.datasources["payload"]["kind"] == "question"


# ---- touching


def touch(arguments: list[str], components: Mapping[str, bool] | None = None) -> Act:
    return understand(touched(list(arguments), "t", components), ())


@pytest.mark.parametrize("name", samples())
def test_every_button_is_understood(name: str) -> None:
    for button in samples()[name]["buttons"]:
        assert touch(button["arguments"]).name != "fallback"


def test_touched_parts_of_a_choice_hold() -> None:
    arguments = samples()["choice"]["buttons"][0]["arguments"]
    ids = samples()["choice"]["buttons"][0]["components"]
    held = {ids[0]: True, ids[1]: False, ids[2]: True}
    assert touch(arguments, held) == Reported({ids[0]: Answer.YES, ids[2]: Answer.YES})
    assert touch(arguments, dict.fromkeys(ids, False)) == Answered(Answer.NO)
    assert touch(arguments) == Answered(Answer.NO)
