"""What the recogniser learns from the model, how it is kept, and what it makes of the unheard."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache

import numpy as np
import pytest

from skill.simulator.models import read_language
from skill.simulator.recogniser import encoder
from skill.simulator.recogniser.encoder import kept
from skill.simulator.recogniser.lexicon import Lexicon
from skill.simulator.recogniser.meaning import ASIDE, FINDING, WISH, Meaning

UNHEARD = (
    "my ticker is doing somersaults in there",
    "grandad cannot get a fork between his teeth",
    "sum all of that up for my consultant",
)


@cache
def lexicon():
    return Lexicon.of(read_language("en-US"))


@cache
def meaning():
    return Meaning(lexicon())


def sense(text):
    return meaning().senses([lexicon().spelling.words(text)])[0]


@pytest.mark.parametrize(
    ("text", "kind", "id_"),
    [
        (UNHEARD[0], FINDING, "heart_pounding"),
        (UNHEARD[1], FINDING, "jaw_locked"),
        (UNHEARD[2], WISH, "SummaryIntent"),
        ("that joke had me dying on the floor", ASIDE, ASIDE),
    ],
)
def test_what_no_phrase_says_has_a_sense(text, kind, id_):
    assert sense(text).most(kind)[0] == id_
    assert sense(text).most(kind)[1] > 0.2


@pytest.mark.parametrize(
    ("there", "not_there", "finding"),
    [
        ("i have lockjaw since the cut", "my jaw opens as wide as ever", "jaw_locked"),
        ("i have smoked since i was fifteen", "i have never touched a cigarette", "smoke_vape"),
        ("both hands tremble", "my hands are as steady as a rock", "hand_shake"),
    ],
)
def test_presence_tells_what_is_there_from_what_is_not(there, not_there, finding):
    assert sense(there).most(FINDING)[0] == sense(not_there).most(FINDING)[0] == finding
    assert sense(there).presence > 0 > sense(not_there).presence


def test_what_is_about_something_else_means_nothing_much():
    assert sense("how far away is the moon").most(FINDING)[1] < 0.3


def test_one_left_out_is_not_the_likeliest():
    likely = sense("both hands tremble")
    assert likely.most(FINDING, but="hand_shake")[0] != "hand_shake"
    assert likely.of("hand_shake") == likely.most(FINDING)[1]
    assert likely.of("no_such_finding") == 0.0


def test_nothing_said_has_no_sense():
    assert meaning().senses([]) == []


def test_a_sentence_is_heard_the_same_in_every_process():
    """Sets have another order in each; nothing learned or kept may depend on it."""

    def heard(seed):
        lines = "".join(json.dumps({"text": text}) + "\n" for text in UNHEARD)
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        command = [sys.executable, "-m", "skill", "hear", "--json"]
        done = subprocess.run(
            command, input=lines, capture_output=True, text=True, env=environment, check=True
        )
        return done.stdout

    assert heard("1") == heard("2")


# ---- what was learned is kept


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(encoder, "_folder", lambda: tmp_path / "kept")
    return tmp_path / "kept"


def learned(value=1.0):
    calls = []

    def learn():
        calls.append(value)
        return {"weights": np.full((2, 2), value, np.float32)}

    return learn, calls


def test_what_was_learned_once_is_not_learned_again(folder):
    learn, calls = learned()
    first, second = kept(["a"], learn), kept(["a"], learn)
    assert calls == [1.0]
    assert (first["weights"] == second["weights"]).all()
    assert not list(folder.glob("*.part"))


def test_another_model_is_learned_anew(folder):
    learn, calls = learned()
    kept(["a"], learn)
    kept(["b"], learn)
    assert len(calls) == 2


def test_the_oldest_of_many_go(folder, monkeypatch):
    monkeypatch.setattr(encoder, "MOST_KEPT", 2)
    for key in ("a", "b", "c"):
        kept([key], learned()[0])
    assert len(list(folder.glob("*.npz"))) == 2


@pytest.mark.parametrize("broken", [b"no archive", b"", b"PK\x03\x04 cut off"])
def test_a_file_that_is_broken_is_learned_anew(folder, broken):
    learn, calls = learned()
    kept(["a"], learn)
    next(folder.glob("*.npz")).write_bytes(broken)
    assert kept(["a"], learn)["weights"][0, 0] == 1.0
    assert len(calls) == 2


def test_where_nothing_can_be_written_it_is_learned_all_the_same(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setattr(encoder, "_folder", lambda: tmp_path / "file" / "kept")
    learn, _ = learned()
    assert kept(["a"], learn)["weights"].shape == (2, 2)
