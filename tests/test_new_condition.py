"""A new condition is one TOML file and its words, no Python: it is asked about and named."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path

import pytest
from core_support import NO, YES

from skill.dialogue.acts import Answered, AskedAboutCondition, Launched, Reported
from skill.dialogue.conversation import Conversation
from skill.dialogue.reply import Causes, Put
from skill.dialogue.turn import take_turn
from skill.knowledge.check import check_knowledge
from skill.knowledge.load import DATA, load_knowledge
from skill.knowledge.model import KnowledgeBase
from skill.speech import words as words_module
from skill.speech.render import render
from skill.speech.words import LOCALES, SPOKEN_LOCALES, load_words

CONDITION = """
id = "instrument_lip"
kind = "disease"
level = "routine"
prior = 0.18
advice = ["fresh_air"]
sources = ["estimate-prior"]
review = true

[likelihood]
plays_wind = 0.97
eyelid_too = 0.03

[[finding]]
id = "plays_wind"
group = "cause"
base = 0.015
sources = ["estimate-likelihood"]
review = true

[[example]]
answers = { plays_wind = "yes" }
triage = "self_care"
"""

WORDS = """
[finding.plays_wind]
question = "Do {you} play the trumpet or the flute?"
short = "A trumpet or a flute?"
name = "playing a wind instrument"
say = "trumpet"
define = "Any instrument that is played with the lips."
why = "Hours of playing can tire the lip."

[condition.instrument_lip]
name = "a tired player's lip"
about = "Long playing tires the ring of muscle at the mouth. It mostly rests within days."
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the knowledge and the words, each with its addition."""
    root = tmp_path_factory.mktemp("grown")
    shutil.copytree(DATA, root / "data", ignore=shutil.ignore_patterns("*.json"))
    shutil.copytree(LOCALES, root / "locales", ignore=shutil.ignore_patterns("*.json"))
    (root / "data" / "conditions" / "instrument_lip.toml").write_text(CONDITION, "utf-8")
    with (root / "locales" / "en.toml").open("a", encoding="utf-8") as file:
        file.write(WORDS)
    _make_room(root / "data" / "conditions" / "benign_twitch.toml", 0.18)
    return root


def _make_room(file: Path, prior: float) -> None:
    """Priors add up to 1, so the commonest condition gives way."""
    text = file.read_text("utf-8")
    before = tomllib.loads(text)["prior"]
    file.write_text(text.replace(f"prior = {before}", f"prior = {before - prior:.4f}", 1), "utf-8")


@pytest.fixture(scope="module")
def grown(folder: Path) -> KnowledgeBase:
    kb = load_knowledge(folder / "data")
    assert check_knowledge(kb) == ()
    return kb


def test_it_is_asked_about_and_named(grown: KnowledgeBase) -> None:
    turn = take_turn(grown, Conversation(), Launched())
    asked = []
    for _ in range(20):
        question = turn.reply.question
        if question is None:
            break
        asked += question.findings
        answer = (
            Reported({"plays_wind": YES}) if "plays_wind" in question.findings else Answered(NO)
        )
        turn = take_turn(grown, turn.conversation, answer)
    assert "plays_wind" in asked
    causes = next(p for p in turn.reply.says if isinstance(p, Causes))
    assert "instrument_lip" in (causes.first, *causes.also)


@pytest.mark.parametrize("locale", SPOKEN_LOCALES)
def test_it_is_said_in_every_locale(
    folder: Path, grown: KnowledgeBase, locale: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(words_module, "LOCALES", folder / "locales")
    words = load_words(grown, locale)
    told = take_turn(grown, Conversation(), Reported({"plays_wind": YES}))
    assert "playing a wind instrument" in render(grown, words, told).speech
    about = take_turn(grown, told.conversation, AskedAboutCondition("instrument_lip"))
    assert "Long playing tires" in render(grown, words, about).speech
    assert isinstance(about.reply.asks, Put)
