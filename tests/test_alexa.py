"""Real request envelopes, odd and hostile ones too, through the whole skill to the response."""

from __future__ import annotations

import copy
import json
import logging
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from ask_sdk_core.attributes_manager import AbstractPersistenceAdapter
from ask_sdk_core.exceptions import PersistenceException
from ask_sdk_core.serialize import DefaultSerializer
from ask_sdk_model import RequestEnvelope
from core_support import KB, YES
from hypothesis import given, settings
from hypothesis import strategies as st

from skill.alexa.heard import AMONG
from skill.alexa.skill import make_skill
from skill.alexa.understand import MEANINGS, understand
from skill.bootstrap import NotForUsError, build_turn
from skill.dialogue.acts import Asked, AskedAboutCondition, Launched, Reported, Unclear
from skill.interaction.build import build_models
from skill.settings import Settings
from skill.simulator import envelope
from skill.storage import open_memory

REQUESTS = Path(__file__).parent / "requests"
SKILL_ID = "amzn1.ask.skill.00000000-0000-0000-0000-000000000000"
MODELS = Path(__file__).parent.parent / "interaction_models"

Json = dict[str, Any]

SAYS = {
    "launch": "Welcome",
    "launch_with_screen": "Welcome",
    "no_locale": "Welcome",
    "other_locale": "Welcome",
    "timestamp_odd": "Welcome",
    "no_session": "Welcome",
    "tampered_session": "I lost track",
    "old_session": "I lost track",
    "foreign_session": "I lost track",
    "yes": "Call 9 1 1 now",
    "red_flag": "Call 9 1 1 now",
    "no": "Is it hard to breathe",
    "touch_yes": "Is it hard to breathe",
    "unknown_properties": "Is it hard to breathe",
    "help": "You can say",
    "fallback": "Sorry",
    "unlisted_intent": "Sorry",
    "intent_without_intent": "Sorry",
    "slot_without_match": "Sorry",
    "slot_with_unknown_id": "Sorry",
    "touch_nonsense": "Sorry",
    "touch_without_arguments": "Sorry",
    "connections_response": "Sorry",
    "slot_empty": "mouth hangs lower",
    "report_several": "lots of coffee and short sleep",
    "report_one_shot": "lots of coffee",
}
"""What is heard; each of these leaves the microphone open."""

GOODBYE = ("stop", "cancel")
FAILED = ("no_request",)
SILENT = (
    "session_ended",
    "session_ended_error",
    "skill_disabled",
    "unknown_type",
    "request_without_type",
    "dialog_state_unknown",
    "intent_with_odd_slots",
)
REFUSED = ("wrong_skill", "no_context", "empty")

TURN = build_turn(replace(Settings(), skill_id=SKILL_ID))


def request(name: str) -> Json:
    return dict(json.loads((REQUESTS / f"{name}.json").read_text("utf-8")))


def speech(response: Mapping[str, Any]) -> str:
    return str((response["response"].get("outputSpeech") or {}).get("ssml", ""))


def test_every_request_is_expected() -> None:
    """A new envelope in the folder must be told what becomes of it."""
    names = {file.stem for file in REQUESTS.glob("*.json")}
    assert names == {*SAYS, *GOODBYE, *FAILED, *SILENT, *REFUSED}


@pytest.mark.parametrize("name", SAYS)
def test_it_answers_and_listens(name: str) -> None:
    response = TURN(request(name))
    assert SAYS[name] in speech(response)
    assert response["response"]["shouldEndSession"] is False
    assert response["response"]["reprompt"]["outputSpeech"]["ssml"].startswith("<speak>")


@pytest.mark.parametrize("name", GOODBYE)
def test_it_says_goodbye_and_nothing_more(name: str) -> None:
    response = TURN(request(name))
    assert speech(response) == "<speak>Goodbye.</speak>"
    assert response["response"]["shouldEndSession"] is True
    assert "reprompt" not in response["response"]
    assert not response.get("sessionAttributes")


@pytest.mark.parametrize("name", FAILED)
def test_what_fails_inside_ends_with_the_emergency_hint(
    name: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, "skill"):
        response = TURN(request(name))
    assert "something went wrong" in speech(response)
    assert "9 1 1" in speech(response)
    assert response["response"]["shouldEndSession"] is True
    assert not response.get("sessionAttributes")
    assert "turn failed" in caplog.text


@pytest.mark.parametrize("name", SILENT)
def test_nothing_is_said_where_nothing_may_be_said(name: str) -> None:
    response = TURN(request(name))
    for key in ("outputSpeech", "card", "reprompt", "directives"):
        assert not response["response"].get(key)


@pytest.mark.parametrize("name", REFUSED)
def test_a_request_for_another_skill_is_refused(name: str) -> None:
    with pytest.raises(NotForUsError):
        TURN(request(name))


def test_without_a_skill_id_every_skill_is_ours() -> None:
    assert "Welcome" in speech(build_turn(Settings())(request("wrong_skill")))


def test_the_sdk_checks_the_skill_id_too() -> None:
    """The skill by itself, as the Lambda package holds it."""
    envelope_ = DefaultSerializer().deserialize(json.dumps(request("wrong_skill")), RequestEnvelope)
    with pytest.raises(Exception, match=r"[Ss]kill"):
        make_skill(KB, skill_id=SKILL_ID).invoke(envelope_, None)


@pytest.mark.parametrize(
    ("name", "has_screen"), [("launch", False), ("launch_with_screen", True), ("touch_yes", True)]
)
def test_a_screen_is_drawn_where_there_is_one(name: str, *, has_screen: bool) -> None:
    directives = TURN(request(name))["response"].get("directives") or []
    assert [d["type"] for d in directives] == (
        ["Alexa.Presentation.APL.RenderDocument"] if has_screen else []
    )
    for directive in directives:
        assert directive["datasources"]["payload"]["kind"] == "question"


@pytest.mark.parametrize("name", ["tampered_session", "old_session", "foreign_session"])
def test_a_spoilt_session_is_admitted_once_and_goes_on(name: str) -> None:
    first = TURN(request(name))
    again = request("no")
    again["session"]["attributes"] = first["sessionAttributes"]
    assert "lost track" not in speech(TURN(again))


def test_the_details_of_a_failure_are_logged_only_when_asked_for(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """What went wrong may hold what a person said, so it stays out of the usual log."""
    with caplog.at_level(logging.INFO, "skill"):
        TURN(request("no_request"))
    assert "Traceback" not in caplog.text
    with caplog.at_level(logging.DEBUG, "skill"):
        TURN(request("no_request"))
    assert "Traceback" in caplog.text


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_an_envelope_with_any_part_replaced_never_raises(data: st.DataObject) -> None:
    event = request(data.draw(st.sampled_from(["no", "report_several", "touch_yes", "launch"])))
    holder: Any = event
    for _ in range(data.draw(st.integers(1, 5))):
        key = data.draw(st.sampled_from(sorted(holder)))
        if not isinstance(holder[key], dict) or not holder[key]:
            break
        holder = holder[key]
    junk = st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.text(max_size=9),
        st.just([]),
        st.just({}),
        st.just([{}]),
        st.just({"a": []}),
    )
    holder[data.draw(st.sampled_from(sorted(holder)))] = data.draw(junk)
    try:
        response = TURN(event)
    except NotForUsError:
        return
    assert len(json.dumps(response)) < 24_000


@pytest.mark.parametrize("arguments", [
    [], ["yes"], ["no", "face_droop"], ["findings", "caffeine_high"], ["repeat"], ["back"],
    ["condition_info", "caffeine"], ["why_not", "als_mnd"], ["define", "cramps"],
    ["nothing of ours"], ["condition_info"], [{"a": 1}, []],
], ids=str)  # fmt: skip
def test_any_touch_is_answered(arguments: list[Any]) -> None:
    event = request("touch_yes")
    event["request"]["arguments"] = arguments
    assert TURN(event)["response"]["shouldEndSession"] is False


@pytest.mark.parametrize(
    ("arguments", "act"),
    [
        (["condition_info", "caffeine"], AskedAboutCondition("caffeine")),
        (["findings", "cramps"], Reported({"cramps": YES})),
        (["review"], Asked("review")),
        (["stopp"], Unclear()),
        ([], Unclear()),
    ],
)
def test_a_touch_means_what_its_button_says(arguments: list[str], act: object) -> None:
    assert understand(envelope.touched(arguments, "t"), ()) == act


def test_a_launch_is_understood_as_plain_json() -> None:
    assert understand({"type": "LaunchRequest", "requestId": "r"}, ()) == Launched()


@cache
def generated() -> dict[str, Json]:
    """The models as they would be built now."""
    return {locale: model.as_json() for locale, model in build_models().items()}


def test_the_table_of_intents_is_the_models() -> None:
    """Every intent of every committed and generated model has a meaning, and the reverse."""
    for locale, model in generated().items():
        committed = json.loads((MODELS / f"{locale}.json").read_text("utf-8"))
        for source in (model, committed):
            language = source["interactionModel"]["languageModel"]
            assert {intent["name"] for intent in language["intents"]} == set(MEANINGS)


def test_the_models_name_only_what_is_known() -> None:
    """A slot that resolves to an id that the knowledge lacks would be heard as nothing."""
    for locale, model in generated().items():
        types = {
            t["name"]: {v["id"] for v in t["values"]}
            for t in model["interactionModel"]["languageModel"]["types"]
        }
        assert types["Condition"] <= set(KB.conditions), locale
        for name in (
            "Present",
            "Danger",
            "Sign",
            "DangerSign",
            "Absent",
            "Topic",
            "History",
            "IfAsked",
            "NotIfAsked",
        ):
            named = {id_ for several in types[name] for id_ in several.split(AMONG)}
            assert named <= set(KB.findings), (locale, name)


# ---- memory


class Kept(AbstractPersistenceAdapter):
    """A memory that stands for any store; `down` makes it fail as a store fails."""

    def __init__(self) -> None:
        self.store: Json = {}
        self.down = False

    def get_attributes(self, request_envelope: object) -> Json:  # noqa: ARG002  the port
        self._check()
        return copy.deepcopy(self.store)

    def save_attributes(self, request_envelope: object, attributes: Json) -> None:  # noqa: ARG002
        self._check()
        self.store = copy.deepcopy(attributes)

    def delete_attributes(self, request_envelope: object) -> None:  # noqa: ARG002
        self._check()
        self.store = {}

    def _check(self) -> None:
        if self.down:
            raise PersistenceException("the store is down")


class Person:
    """Somebody who talks to a skill with a memory, session after session."""

    def __init__(self, memory: Kept) -> None:
        self._skill = make_skill(KB, memory=memory)
        self._serializer = DefaultSerializer()
        self.attributes: Json = {}

    def sends(self, name: str) -> Json:
        event = request(name)
        if "session" in event:
            event["session"]["attributes"] = self.attributes
        typed = self._serializer.deserialize(json.dumps(event), RequestEnvelope)
        response: Json = self._serializer.serialize(self._skill.invoke(typed, None))
        self.attributes = response.get("sessionAttributes") or {}
        return response

    def leaves(self) -> None:
        self.sends("session_ended")
        self.attributes = {}


@pytest.fixture
def memory() -> Kept:
    return Kept()


@pytest.fixture
def person(memory: Kept) -> Person:
    return Person(memory)


def consents(person: Person, answer: str = "yes") -> str:
    """Through the gates to the question of memory, and the answer to it."""
    for name in ("launch", "no", "no", "no"):
        response = person.sends(name)
    assert "May I" in speech(response)
    return speech(person.sends(answer))


def test_nothing_is_kept_before_a_yes(person: Person, memory: Kept) -> None:
    for name in ("launch", "no", "no", "no"):
        person.sends(name)
        assert memory.store == {}


def test_a_kept_conversation_is_offered_and_taken_up(person: Person, memory: Kept) -> None:
    assert "keep them for a day" in consents(person)
    assert memory.store["conversation"]["e"]
    person.leaves()
    assert "go on where you stopped" in speech(person.sends("launch"))
    assert "over two weeks" in speech(person.sends("yes"))


def test_a_kept_conversation_may_be_left_alone(person: Person) -> None:
    consents(person)
    person.leaves()
    person.sends("launch")
    assert "face weak or droopy" in speech(person.sends("no"))


def test_danger_comes_before_an_offer_to_go_on(person: Person) -> None:
    consents(person)
    person.leaves()
    assert "Call 9 1 1 now" in speech(person.sends("red_flag"))


def test_a_no_to_memory_is_kept_to(person: Person, memory: Kept) -> None:
    assert "won't keep anything" in consents(person, "no")
    person.leaves()
    assert memory.store == {}
    assert "Welcome to" in speech(person.sends("launch"))


def test_a_finished_conversation_is_deleted(person: Person, memory: Kept) -> None:
    consents(person)
    assert memory.store
    person.sends("red_flag")
    assert memory.store == {}


def test_disabling_the_skill_deletes_what_was_kept(person: Person, memory: Kept) -> None:
    consents(person)
    assert person.sends("skill_disabled")["response"] == {}
    assert memory.store == {}


def test_a_spoilt_memory_is_no_memory(person: Person, memory: Kept) -> None:
    memory.store = {"conversation": {"v": 1, "e": [["nothing", "yes", "asked", 1]]}}
    assert "Welcome to" in speech(person.sends("launch"))


@pytest.mark.parametrize("name", ["launch", "skill_disabled"])
def test_the_talk_goes_on_while_the_store_is_down(
    name: str, person: Person, memory: Kept, caplog: pytest.LogCaptureFixture
) -> None:
    memory.down = True
    response = person.sends(name)
    assert name == "skill_disabled" or "Welcome" in speech(response)
    assert "memory cannot be" in caplog.text


def test_a_store_that_goes_down_half_way_is_survived(
    person: Person, memory: Kept, caplog: pytest.LogCaptureFixture
) -> None:
    consents(person)
    memory.down = True
    assert "any of these" in speech(person.sends("no"))
    assert "cannot be written" in caplog.text


def test_disabling_without_memory_is_nothing(tmp_path: Path) -> None:
    assert open_memory("off", key=None, path=None, table=None) is None
    assert build_turn(Settings())(request("skill_disabled"))["response"] == {}
