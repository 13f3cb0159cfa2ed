"""The local recogniser and `hear`, on the committed models and the open tables."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from skill.__main__ import main
from skill.interaction.heard import LOCALES
from skill.knowledge.load import load_knowledge
from skill.simulator.hear import hear, hear_table
from skill.simulator.models import read_language
from skill.simulator.setting_up import make_recogniser

OPEN = Path("tests/utterances/open")
OWN = Path("tests/utterances/own.yaml")
MISSES = Path("tests/utterances/known_misses.yaml")


def recogniser(locale="en-US"):
    return make_recogniser(locale)


@cache
def kb():
    return load_knowledge()


def heard(text, after=None):
    return hear(kb(), recogniser(), text, after)


def rows():
    return [
        row
        for path in sorted(OPEN.glob("*.yaml"))
        for row in yaml.safe_load(path.read_text("utf-8"))
    ]


def test_most_of_the_open_sentences_are_understood():
    report = hear_table(kb(), recogniser(), rows())
    assert len(report.missed) <= 0.08 * report.count, "\n".join(report.lines())


def test_nearly_every_red_flag_is_acted_on_and_few_look_alikes_are():
    flags = [row for row in rows() if row.get("level")]
    others = [row for row in rows() if not row.get("level")]
    missed = [r["text"] for r in flags if not heard(r["text"], r.get("after"))["level"]]
    tripped = [r["text"] for r in others if heard(r["text"], r.get("after"))["level"]]
    assert len(missed) <= 1, missed
    assert len(tripped) <= 0.01 * len(others), tripped


@pytest.mark.parametrize("row", yaml.safe_load(OWN.read_text("utf-8")), ids=lambda row: row["text"])
def test_our_own_sentences(row):
    got = heard(row["text"], row.get("after"))
    assert got["findings"] == row.get("findings", {})
    assert got["act"] == row["act"]


@pytest.mark.parametrize(
    "row", yaml.safe_load(MISSES.read_text("utf-8")), ids=lambda row: row["text"]
)
def test_what_is_listed_as_a_miss_is_one_still(row):
    """If not, the sentence belongs among our own: it is understood now."""
    got = heard(row["text"], row.get("after"))
    assert (got["findings"], got["act"]) != (row.get("findings", {}), row["act"])


def test_every_danger_of_the_model_is_heard():
    model = read_language("en-US")
    types = {t["name"]: t["values"] for t in model["interactionModel"]["languageModel"]["types"]}
    said = [
        (value["id"], phrase)
        for kind in ("Danger", "DangerTold")
        for value in types[kind]
        for phrase in (value["name"]["value"], *value["name"]["synonyms"])
    ]
    unheard = [phrase for id_, phrase in said if heard(phrase)["findings"].get(id_) != "yes"]
    assert len(said) > 1500
    assert not unheard


BEFELL = (
    "my daughter was stung by a bee and her lips are swelling",
    "my son was bitten by a snake",
    "my wife got her pills mixed up and took two weeks of them",
    "my mother had her tablets and then went all confused",
    "my son was playing and his lips started swelling up",
    "grandma had a fall and banged her head",
    "my mate was at the pub and he passed out",
    "my daughter had peanuts and her tongue is swelling",
    "my sister had a baby last week and her face has drooped",
    "my dad was watching tv and his arm went weak",
    "my toddler's fitting should i be worried",
    "my son's having a seizure right now and i'm scared",
    "i had a stroke this morning",
    "my husband's having a stroke",
    "i had a mini stroke yesterday",
    "i had covid last year and now half my face has gone limp",
    "my face has dropped like my dad's did years ago",
    "i was worried my face was drooping but it went away after an hour",
    "i almost choked and my lips are swelling but i can still breathe i'm not panicking",
    "i told you i can't breathe but you keep asking",
    "i told you my face is drooping but nobody listens",
    "i said yes to the swelling but nobody came",
    "it's my daughter who can't breathe not me",
    "i work at a desk and can't feel my arm",
    "my care worker noticed slurred speech",
)


@pytest.mark.parametrize("text", BEFELL)
def test_what_befell_somebody_or_came_and_went_is_a_danger(text):
    assert heard(text)["level"], heard(text)


@pytest.mark.parametrize(
    "text",
    [
        "my dad had a stroke ten years ago",
        "my wife had bell's palsy when she was young",
        "my mum had a fit when i told her",
        "i was scared my throat was closing but it never did",
        "i thought i was going to faint but i never did",
    ],
)
def test_what_is_long_past_or_was_only_feared_is_none(text):
    assert not heard(text)["level"], heard(text)


@pytest.mark.parametrize(
    ("text", "after", "act", "findings"),
    [
        ("no pain there at all", "chest_pain", "no", {"chest_pain": "no"}),
        ("no pain at all", "ear_pain", "no", {"ear_pain": "no"}),
        ("no pain at all", "eyelid_too", "fallback", {}),
        ("no pain at all", "head_event", "fallback", {}),
        ("no pain anywhere", "breath_or_swelling", "fallback", {}),
        ("it doesn't hurt", "head_event", "fallback", {}),
        ("not sore", "face_droop", "fallback", {}),
        ("it does when i blink", "move_sets_off", "yes", {"move_sets_off": "yes"}),
        ("it's when i'm tired", "with_emotion", "findings", {"short_sleep": "yes"}),
    ],
)
def test_an_answer_answers_what_was_asked_and_no_more(text, after, act, findings):
    told = heard(text, after)
    assert (told["act"], told["findings"]) == (act, findings)


AROUND = (
    "i was at work when {}",
    "i got home from work and {}",
    "i was fine this morning but now {}",
    "i know it sounds silly but {}",
    "i saw my doctor last week and now {}",
    "my wife says {}",
    "oh my god {}",
    "{} since this morning",
    "{} but i'm probably overreacting",
    "{} and i can't get hold of my doctor",
    "{} and my mum had a stroke",
)


@pytest.mark.parametrize("around", AROUND)
def test_a_danger_stays_one_whatever_is_said_around_it(around):
    table = yaml.safe_load((OPEN / "red_flags.yaml").read_text("utf-8"))
    bare = [row["text"] for row in table if row.get("level") and not row.get("after")][::2]
    lost = [
        said for said in bare if heard(said)["level"] and not heard(around.format(said))["level"]
    ]
    assert len(bare) > 50
    assert len(lost) <= 0.03 * len(bare), lost


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("My FACE is drooping!!!", "my face is drooping"),
        ("I\u2019m 62.", "i'm sixty two"),
        ("tell me about Lou Gehrig's disease?", "tell me about lou gehrigs disease"),
        ("um, er, my lips are, like, swelling up", "my lips are swelling up"),
    ],
)
def test_how_it_is_typed_makes_no_difference(typed, clean):
    first, second = heard(typed), heard(clean)
    assert (first["act"], first["findings"]) == (second["act"], second["findings"])


@pytest.mark.parametrize("locale", LOCALES)
def test_every_locale_understands_the_basics(locale):
    for text, intent in (("yes", "AMAZON.YesIntent"), ("my face is drooping", "RedFlagIntent")):
        assert recogniser(locale).recognise(text)["intent"] == intent


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=120))
def test_whatever_is_said_gets_an_intent_of_the_model(text):
    found = recogniser().recognise(text)
    assert isinstance(found["intent"], str)
    assert found["intent"]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from([w for r in rows() for w in r["text"].split()]), max_size=25))
def test_no_jumble_of_known_words_breaks_it(words):
    assert heard(" ".join(words))["act"]


BESIDE = {
    "no blisters but my ear aches": ("findings", {"ear_blisters": "no", "ear_pain": "yes"}),
    "i answered that wrong i do have cramps": ("correct", {"cramps": "yes"}),
    "i told you i smoke but change that one": ("correct", {}),
    "i said my eyelid twitches too but that was wrong": ("correct", {}),
    "change my answer about cramps": ("correct", {}),
    "i got the smoking one wrong": ("correct", {}),
    "correction it's been three weeks not one": ("findings", {"over_2_weeks": "yes"}),
    "left alcohol four days back": ("findings", {"drink_stopped": "yes"}),
    "my smile went slack bit by bit over two days": (
        "red_flag",
        {"face_droop": "yes", "droop_over_days": "yes"},
    ),
}


@pytest.mark.parametrize("text", BESIDE)
def test_what_stands_beside_a_denial_a_correction_or_a_time_is_not_lost(text):
    got = heard(text)
    assert (got["act"], got["findings"]) == BESIDE[text]


# ---- hear --table


def test_a_folder_of_tables_is_scored_by_table_and_together(tmp_path, capsys):
    (tmp_path / "b.yaml").write_text('- {text: "no", after: face_droop, act: "no"}\n', "utf-8")
    (tmp_path / "a.yaml").write_text(
        '- {text: "my face is drooping", act: red_flag, findings: {face_droop: "yes"},'
        " level: emergency}\n- {text: repeat, act: repeat}\n",
        "utf-8",
    )
    (tmp_path / "notes.md").write_text("no table", "utf-8")
    assert main(["hear", "--table", str(tmp_path)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == [
        "a.yaml: act and findings right: 2 of 2; dangers heard: 1 of 1; false alarms: 0 of 1",
        "b.yaml: act and findings right: 0 of 1; dangers heard: 0 of 0; false alarms: 0 of 1",
    ]
    assert [line.split()[:2] for line in lines[3:-1]] == [
        ["no", "1"],
        ["red_flag", "1"],
        ["repeat", "1"],
    ]
    told = "act and findings right: 2 of 3; dangers heard: 1 of 1; false alarms: 0 of 2"
    assert lines[-1] == told


def test_a_danger_missed_and_a_false_alarm_are_counted(tmp_path, capsys):
    table = tmp_path / "table.json"
    drooping = {"text": "my face is drooping", "act": "fallback"}
    repeat = {"text": "repeat", "act": "repeat", "level": "emergency"}
    table.write_text(json.dumps([drooping, repeat]), "utf-8")
    assert main(["hear", "--table", str(table)]) == 0
    told = capsys.readouterr().out.splitlines()[-1]
    assert told.endswith("dangers heard: 0 of 1; false alarms: 1 of 1")


def test_one_table_is_scored_by_itself(tmp_path, capsys):
    table = tmp_path / "table.json"
    table.write_text('[{"text": "repeat", "act": "repeat"}]', "utf-8")
    assert main(["hear", "--table", str(table)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["act", "meant", "precision", "recall"]
    assert lines[-1].startswith("act and findings right: 1 of 1;")


MALFORMED = {
    "- text: [": "line 1: is not YAML",
    "- {text: 2026-13-01}": "is not YAML (month must be",
    "\x00": "is not text in UTF-8",
    "": "is not a list",
    "text: no": "is not a list",
    "- no": "entry 1: is not a mapping",
    "- {text: hm, act: unsure}\n- {act: yes}": "entry 2: text is None",
    "- {text: nope, act: no}": "entry 1: act is False, which is no text; write it in quotes",
    "- {text: nope, act: 'no', findings: [cramps]}": "entry 1: findings are not",
    "- {text: nope, act: 'no', findings: {cramps: no}}": "entry 1: findings are not",
    "- {text: nope, act: 'no', after: toothache}": "entry 1: after is 'toothache'",
}


@pytest.mark.parametrize("text", MALFORMED)
def test_a_malformed_table_is_told_in_a_line(text, tmp_path, capsys):
    table = tmp_path / "table.yaml"
    table.write_text(text, "utf-8")
    told = told_by_hearing(table, capsys)
    assert told.startswith(str(table))
    assert MALFORMED[text] in told


def test_a_table_that_is_not_there_is_told_in_a_line(tmp_path, capsys):
    (tmp_path / "bytes.yaml").write_bytes(b"\xff\xfe")
    (tmp_path / "empty").mkdir()
    assert "cannot be read (No such file" in told_by_hearing(tmp_path / "none.yaml", capsys)
    assert "is not text in UTF-8" in told_by_hearing(tmp_path / "bytes.yaml", capsys)
    assert "has no .yaml file" in told_by_hearing(tmp_path / "empty", capsys)


def told_by_hearing(path, capsys):
    assert main(["hear", "--table", str(path)]) == 2
    out, err = capsys.readouterr()
    (line,) = err.splitlines()
    assert out == ""
    return line
