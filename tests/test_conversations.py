"""Plays every conversation script at two depths in every locale, and keeps what each sounds like.

`acts` goes from act to reply without the SDK; `voice` goes from the utterance through the
recogniser, the envelope and the SDK to the response. What a script expects holds at both.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
from conversation_scripts import Script, act_of, bare, load_scripts, tag
from sayable import faults_of

from skill.alexa.understand import understand
from skill.bootstrap import build_turn
from skill.dialogue.acts import Act, Launched
from skill.dialogue.answering import asked_findings, awaited
from skill.dialogue.conversation import Conversation, Memory, Stage
from skill.dialogue.turn import take_turn
from skill.interview.evidence import read
from skill.interview.explain import outlook
from skill.interview.questions import Question
from skill.knowledge.compiled import open_knowledge
from skill.settings import Settings
from skill.simulator.device import Device
from skill.simulator.setting_up import make_recogniser
from skill.speech.render import Rendering, render
from skill.speech.ssml import to_plain, to_ssml
from skill.speech.words import SPOKEN_LOCALES, Words, load_words

TRANSCRIPTS = Path(__file__).parent / "transcripts"
MOST_TURNS = 25

KB = open_knowledge()
SCRIPTS = {script.name: script for script in load_scripts()}


@cache
def words_of(locale: str) -> Words:
    return load_words(KB, locale)


recogniser_of = cache(make_recogniser)
skill_of = cache(build_turn)


@dataclass(slots=True)
class Play:
    """A conversation under way; with a device, every turn is also spoken to the real skill."""

    words: Words
    memory: Memory
    conversation: Conversation
    device: Device | None = None
    asks: str = ""
    turn: Any = None

    def step(self, step: dict[str, Any]) -> Iterator[tuple[str, Rendering]]:
        """What the person says and what comes back, for each exchange of a step."""
        if "leave" in step:
            self.leave()
        elif "say" in step:
            yield step["say"], self.say(step["say"], act_of(KB, step.get("act", step["say"])))
        for _ in range(MOST_TURNS):
            if "until" not in step or self.has_come_to(step["until"]):
                return
            say, act = self.answer_with(step.get("as", []))
            yield say, self.say(say, act_of(KB, act))
        raise AssertionError(f"{step['until']} is not reached")

    def has_come_to(self, point: str) -> bool:
        """Whether this has just been asked or said."""
        if point == "result":
            return self.conversation.stage is Stage.TOLD
        tags = map(tag, (*self.turn.reply.says, self.turn.reply.asks)) if self.turn else ()
        return any(point in t.split(":") for t in tags)

    def say(self, text: str, act: Act) -> Rendering:
        """One exchange, which must be sayable; spoken, it must be heard and answered as meant."""
        if act == Launched() and self.conversation.turn:
            self.leave()
        asked = asked_findings(KB, self.conversation)
        response = self.device.say(text) if self.device else None
        if self.device:
            heard = understand(self.device.request["request"], asked)
            assert bare(heard, asked) == bare(act, asked), f"{text!r} is heard as {heard}"
            act = heard
            self.conversation = replace(self.conversation, seed=self._seed_of_session())
        self.turn = take_turn(KB, self.conversation, act)
        rendering = render(KB, self.words, self.turn)
        faults = faults_of(self.turn, rendering)
        assert not faults, faults
        if response:
            for told, meant in zip(_told(response), _meant(self.turn, rendering), strict=True):
                assert told == meant, f"the response has {told}, where {meant} is meant"
        self.conversation, self.asks = self.turn.conversation, tag(self.turn.reply.asks)
        if not rendering.open:
            self.leave()
        return rendering

    def leave(self) -> None:
        """The session ends; what comes next starts afresh, or from memory."""
        if self.device and self.device.open:
            self.device.leave()
            self.device.session = ""
        kept = self.conversation
        unfinished = kept.memory is Memory.GRANTED and kept.stage is not Stage.TOLD
        fresh = Conversation(memory=self.memory, seed=kept.seed)
        self.conversation = kept.taken_up() if unfinished else fresh

    def answer_with(self, present: list[str]) -> tuple[str, str]:
        """What somebody with just these findings says next, and the act it is."""
        if self.conversation.stage is Stage.NEW:
            return "open lip twitch guide", "launch"
        question = awaited(KB, self.conversation)
        assert isinstance(question, Question), f"nothing is asked at {self.asks}"
        named = [f for f in question.findings if f in present]
        if not named or not question.choice:
            answer = "yes" if named else "no"
            return answer, answer
        said = " and ".join(self.words.text("finding", f, "say") for f in named)
        return said, " ".join(["findings", *(f"+{f}" for f in named)])

    def _seed_of_session(self) -> int:
        assert self.device
        fresh = self.conversation.turn == 0
        session = self.device.request["session"]["sessionId"]
        return crc32(session.encode()) % 997 if fresh else self.conversation.seed


def play(script: Script, locale: str, device: Device | None = None) -> str:
    """Plays a script, checks what it expects, and returns what it sounds like."""
    memory = Memory.UNASKED if script.memory else Memory.OFF
    start = Conversation(memory=memory, seed=crc32(script.name.encode()) % 997)
    stage = Play(words_of(locale), memory, start, device)
    lines: list[str] = []
    for step in script.steps:
        try:
            for said, rendering in stage.step(step):
                lines += [f"> {said}", *_transcribed(rendering), ""]
            lines += ["(leaves)", ""] if "leave" in step else []
            _check(stage, step)
        except AssertionError as error:
            raise AssertionError(f"{script.file}:{step['line']}: {script.name}: {error}") from error
    return "\n".join(lines)


def _transcribed(rendering: Rendering) -> Iterator[str]:
    yield to_plain(rendering.speech)
    if rendering.card:
        yield f"[card: {len(rendering.card.text.splitlines())} lines]"
    if not rendering.open:
        yield "[ends]"


def _check(stage: Play, step: dict[str, Any]) -> None:
    if stage.turn is None:
        return
    conversation, reply = stage.turn.conversation, stage.turn.reply
    tags = [*map(tag, reply.says)]
    answers = {f: str(a) for f, a in read(conversation.evidence).answers.items()}
    if "says" in step:
        assert len(tags) == len(step["says"]), f"says {tags}"
        assert all(map(_is, tags, step["says"])), f"says {tags}"
    for wanted in step.get("has", []):
        assert any(_is(t, wanted) for t in tags), f"{wanted} is not among {tags}"
    for unwanted in step.get("lacks", []):
        assert not any(_is(t, unwanted) for t in tags), f"{unwanted} is among {tags}"
    if "asks" in step:
        assert _is(tag(reply.asks), step["asks"]), f"asks {tag(reply.asks)}"
    for finding, answer in step.get("evidence", {}).items():
        if finding != "line":
            assert answers.get(finding, "unknown") == answer, f"{finding} in {answers}"
    if "level" in step:
        assert outlook(KB, conversation.evidence).found.level.id == step["level"]
    if "causes" in step:
        ranked = outlook(KB, conversation.evidence).ranked
        causes = [r.condition for r in ranked[: len(step["causes"])]]
        assert causes == step["causes"], f"causes {causes}"


def _is(found: str, wanted: str) -> bool:
    return wanted in (found, found.partition(":")[0])


def _told(response: dict[str, Any]) -> tuple[Any, ...]:
    body = response["response"]
    reprompt = (body.get("reprompt") or {}).get("outputSpeech", {}).get("ssml")
    kept = _plain(response.get("sessionAttributes", {}).get("conversation"))
    speech, card = body["outputSpeech"]["ssml"], body.get("card") or {}
    return speech, reprompt, body["shouldEndSession"], card.get("content"), kept


def _meant(turn: Any, rendering: Rendering) -> tuple[Any, ...]:
    def spoken(text: str | None) -> str | None:
        return f"<speak>{to_ssml(text, slow=rendering.slow)}</speak>" if text else None

    card = rendering.card.text if rendering.card else None
    kept = _plain(turn.conversation.to_json()) if rendering.open else None
    return spoken(rendering.speech), spoken(rendering.reprompt), not rendering.open, card, kept


def _plain(value: object) -> Any:
    return json.loads(json.dumps(value))


@pytest.mark.parametrize("locale", SPOKEN_LOCALES)
@pytest.mark.parametrize("name", SCRIPTS)
def test_acts(name: str, locale: str, request: pytest.FixtureRequest) -> None:
    sounds = play(SCRIPTS[name], locale)
    golden = TRANSCRIPTS / locale / f"{name}.txt"
    if request.config.getoption("--accept"):
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(sounds, "utf-8")
    assert golden.is_file(), f"no transcript yet: look at it and run pytest --accept\n\n{sounds}"
    assert sounds == golden.read_text("utf-8"), "sounds different: --accept and read"


@pytest.mark.parametrize("locale", SPOKEN_LOCALES)
@pytest.mark.parametrize("name", SCRIPTS)
def test_voice(name: str, locale: str, tmp_path: Path) -> None:
    script = SCRIPTS[name]
    path, key = str(tmp_path / "memory.sqlite"), "a key for tests only"
    kept = Settings(memory="sqlite", memory_path=path, memory_key=key)
    skill = build_turn(kept) if script.memory else skill_of(Settings())
    play(script, locale, Device(skill, partial(recogniser_of, locale), "lip twitch guide", locale))


def test_every_transcript_has_its_script() -> None:
    kept = {path.stem for path in TRANSCRIPTS.glob("*/*.txt")}
    assert kept <= SCRIPTS.keys(), f"delete the transcripts of {kept - SCRIPTS.keys()}"
