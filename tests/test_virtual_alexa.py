"""A client that is not ours, virtual-alexa 0.7.8 (CI only), talks to the running skill.

It reads the committed model and posts what it makes of an utterance to `POST /simulator`. Its limits,
which the sentences here keep to: it finds no words between two slots side by side, takes anything at
all for a lone AMAZON.DURATION and passes it on as said, opens the skill anew wherever "ask", "open",
"launch" or "tell" stands in a sentence, gives a slot of several values one, and knows no fallback.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from browser_needs import NODE_MODULES, need
from sayable import MOST_CHARACTERS, TAGS
from web_support import Started, started

from skill.interaction.build import MODELS

SPEAK = Path(__file__).parent / "virtual_alexa.cjs"
MODEL = MODELS / "en-US.json"
MOST_QUESTIONS = 20
OPENS = re.compile("ask|open|launch|talk to|tell")

Json = dict[str, Any]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Started]:
    there = (NODE_MODULES / "virtual-alexa").is_dir()
    need(there, "virtual-alexa is not installed: npm ci")
    with started(tmp_path_factory.mktemp("log") / "log.jsonl", "--simulator") as server:
        yield server


class Client:
    """The client in its process: an utterance in, what was sent and answered out."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def utter(self, said: str) -> Json:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(said + "\n")
        self._process.stdin.flush()
        told: Json = json.loads(self._process.stdout.readline())
        assert "error" not in told, (said, told)
        return told

    def say(self, said: str) -> Json:
        """Say something within a session, or to begin one; the answer has to be a good one."""
        told = self.utter(said)
        assert faults_of(told) == [], said
        return told


@contextmanager
def talking(server: Started) -> Iterator[Client]:
    host, port = server.address
    process = subprocess.Popen(
        ["node", str(SPEAK), str(MODEL), f"http://{host}:{port}/simulator"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        yield Client(process)


@pytest.fixture
def client(server: Started) -> Iterator[Client]:
    with talking(server) as client:
        yield client


def faults_of(told: Json) -> list[str]:
    """What a speaker could not do with an answer: the platform's rules, read off the JSON alone."""
    answer = told["response"]["response"]
    texts = [told["prompt"], *([told["reprompt"]] if "reprompt" in told else [])]
    spoken = [ET.fromstring(text) for text in texts]  # noqa: S314
    plain = "".join(spoken[0].itertext())
    checks = {
        "version": told["response"]["version"] == "1.0",
        "shouldEndSession is not said": isinstance(answer.get("shouldEndSession"), bool),
        "tags": all({it.tag for it in one.iter()} <= TAGS for one in spoken),
        "length": all(len(text) <= MOST_CHARACTERS for text in texts),
        "no sentence": bool(re.fullmatch(r"[A-Z0-9].*[.?!]", plain, re.DOTALL)),
        "a question and an open session go together": plain.endswith("?") is is_open(told),
        "a reprompt and an open session go together": ("reprompt" in told) is is_open(told),
        "attributes": len(json.dumps(told["response"]["sessionAttributes"])) < 4_000,
    }
    return [fault for fault, fine in checks.items() if not fine]


def is_open(told: Json) -> bool:
    return told["response"]["response"]["shouldEndSession"] is False


def intent_of(told: Json) -> str:
    return str(told["request"]["request"]["intent"]["name"])


def conversation_of(told: Json) -> Json:
    conversation: Json = told["response"]["sessionAttributes"]["conversation"]
    return conversation


def test_a_whole_talk_from_the_opening_to_goodbye(client: Client) -> None:
    told = client.say("open lip twitch guide")
    assert "not a doctor" in told["prompt"]
    assert "safety questions" in told["prompt"]

    asked = []
    while conversation_of(told)["stage"] == "asking":
        asked.append(told["prompt"])
        assert len(asked) <= MOST_QUESTIONS, asked
        named = "caffeine_high" in conversation_of(told)["e"]
        fits = "coffee" in told["prompt"] and not named
        told = client.say("lots of coffee" if fits else "no")
    assert len(asked) > 3
    assert "caffeine_high:yes" in conversation_of(told)["e"]
    assert "most likely cause is too much caffeine" in told["prompt"]

    assert "cup" in client.say("what can i do")["prompt"]
    why = client.say("why")
    assert "caffeine" in why["prompt"]
    assert "lots of coffee" in why["prompt"]
    assert "A L S is low on my list" in client.say("why not a l s")["prompt"]
    assert "doctor" in client.say("when should i see a doctor")["prompt"]
    assert "lots of coffee" in client.say("what have i told you")["prompt"]

    changed = client.say("change coffee to no")
    assert intent_of(changed) == "CorrectIntent"
    assert "too much caffeine" not in changed["prompt"]

    over = client.say("stop")
    assert not is_open(over)
    assert over["response"]["sessionAttributes"] == {}


def test_danger_is_heard_without_an_opening(client: Client) -> None:
    types = json.loads(MODEL.read_text("utf-8"))["interactionModel"]["languageModel"]["types"]
    (danger,) = (it for it in types if it["name"] == "Danger")
    (droop,) = (it for it in danger["values"] if it["id"] == "face_droop")
    told = client.say(droop["name"]["value"])
    assert intent_of(told) == "RedFlagIntent"
    assert told["request"]["session"]["new"] is True
    assert "Call 9 1 1 now" in told["prompt"]


def test_one_shot_and_a_session_that_the_person_leaves(client: Client) -> None:
    told = client.say("ask lip twitch guide to what are the causes")
    assert intent_of(told) == "ListCausesIntent"
    left = client.utter("exit")
    assert left["request"]["request"]["type"] == "SessionEndedRequest"
    assert not {"outputSpeech", "reprompt", "card", "directives"} & set(
        left["response"]["response"]
    )


def wishes() -> dict[str, str]:
    """The first sample of each intent that the client takes as it stands."""
    intents = json.loads(MODEL.read_text("utf-8"))["interactionModel"]["languageModel"]["intents"]
    plain = {
        intent["name"]: [it for it in intent["samples"] if "{" not in it and not OPENS.search(it)]
        for intent in intents
    }
    return {name: samples[0] for name, samples in plain.items() if samples}


def test_every_wish_is_understood_alike_and_gets_a_good_answer(client: Client) -> None:
    assert len(wishes()) > 25
    for name, sample in wishes().items():
        client.say("open lip twitch guide")
        assert intent_of(client.say(sample)) == name, sample
