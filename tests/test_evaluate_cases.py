"""Are cases read as written, refused with a reason, and answered as a person would?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from skill.dialogue.acts import Act, Answered, Reported
from skill.evaluation import person
from skill.evaluation.cases import Case, CasesError, load_cases
from skill.interview.questions import Question
from skill.knowledge.load import load_knowledge
from skill.knowledge.model import Answer, TriageLevel

KB = load_knowledge()
ANSWERS = {"caffeine_high": "yes"}
GOOD = {"id": "a", "answers": ANSWERS, "truth": ["caffeine"], "triage": "self_care"}

BROKEN = {
    "no-id": ({"id": None}, "case number 1: id is missing"),
    "answers-missing": ({"answers": None}, "case a: answers is not an object"),
    "finding": ({"answers": {"coffee": "yes"}}, "answers.coffee is no finding; correct the id"),
    "answer": ({"answers": {"caffeine_high": True}}, "use yes, no or unsure"),
    "truth": ({"truth": ["coffee"]}, "truth names 'coffee', which is no condition"),
    "truth-unranked": ({"truth": ["tetanus"]}, "put it in rule_only"),
    "truth-text": ({"truth": "caffeine"}, "truth is not a list; put it in [ ]"),
    "level": ({"triage": "urgent"}, "use one of self_care, routine, soon, same_day, emergency"),
    "also": ({"triage_also_ok": ["later"]}, "triage_also_ok is 'later'"),
    "age": ({"age": "old"}, "age is 'old'; write a number of years"),
}


def write(folder: Path, cases: Any) -> Path:
    """A file of cases."""
    file = folder / "some.json"
    file.write_text(json.dumps(cases), encoding="utf-8")
    return file


def made(answers: dict[str, Answer]) -> Case:
    """A case of which only the answers matter."""
    return Case("a", "", answers, (), (), TriageLevel.SELF_CARE, ())


def test_case_is_read_and_age_tells_more(tmp_path: Path) -> None:
    (case,) = load_cases(KB, write(tmp_path, [{**GOOD, "age": 50}]))
    assert case.answers == {"caffeine_high": "yes", "over_50": "yes", "under_16": "no"}
    assert (case.truth, case.triage) == (("caffeine",), TriageLevel.SELF_CARE)


def test_answer_outweighs_age(tmp_path: Path) -> None:
    answers = {"over_50": "unsure"}
    (case,) = load_cases(KB, write(tmp_path, [{**GOOD, "age": 70, "answers": answers}]))
    assert case.answer("over_50") is Answer.UNSURE


@pytest.mark.parametrize(("change", "message"), BROKEN.values(), ids=BROKEN)
def test_broken_case_is_refused(tmp_path: Path, change: dict[str, Any], message: str) -> None:
    file = write(tmp_path, [{**GOOD, **change}])
    with pytest.raises(CasesError) as caught:
        load_cases(KB, file)
    assert str(caught.value).startswith(str(file))
    assert message in str(caught.value)


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    cases = [{**GOOD, **change} for change, _ in BROKEN.values()]
    with pytest.raises(CasesError) as caught:
        load_cases(KB, write(tmp_path, cases))
    assert len(caught.value.faults) >= len(BROKEN)


@pytest.mark.parametrize("text", ["{", "{}", "[1]"])
def test_file_that_holds_no_cases_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "odd.json").write_text(text, encoding="utf-8")
    with pytest.raises(CasesError):
        load_cases(KB, tmp_path)


def test_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CasesError, match=r"has no \.json file"):
        load_cases(KB, tmp_path)


YES, NO, UNSURE = Answer.YES, Answer.NO, Answer.UNSURE
TWO = ("short_sleep", "stressed")


@pytest.mark.parametrize(
    ("answers", "plain", "choice", "words"),
    [
        ({}, Answered(NO), Answered(NO), "none"),
        ({"stressed": YES}, Answered(YES), Reported({"stressed": YES}), "B"),
        ({"stressed": UNSURE}, Answered(UNSURE), Answered(UNSURE), "not sure"),
        (
            {"short_sleep": UNSURE, "stressed": YES},
            Answered(YES),
            Reported({"stressed": YES}),
            "B",
        ),
        (
            dict.fromkeys(TWO, YES),
            Answered(YES),
            Reported(dict.fromkeys(TWO, YES)),
            "A and B",
        ),
    ],
)
def test_person_answers(answers: dict[str, Answer], plain: Act, choice: Act, words: str) -> None:
    case = made(answers)
    assert person.act(case, Question("two", TWO)) == plain
    assert person.act(case, Question("two", TWO, choice=True)) == choice
    asked = {"kind": "choice", "findings": TWO, "say": {"short_sleep": "A", "stressed": "B"}}
    assert person.say(case, asked) == words
    assert person.say(case, {**asked, "kind": "yes_no"}) in ("yes", "no", "not sure")
