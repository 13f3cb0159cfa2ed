"""Short replies that only the question makes plain, by writers who saw nothing but the questions."""

from pathlib import Path

import pytest
import yaml

from skill.knowledge.compiled import open_knowledge
from skill.simulator.hear import hear
from skill.simulator.setting_up import make_recogniser

FOLDER = Path(__file__).parent / "replies"
LEAST = {"open": 0.88, "held": 0.78}
"""How many of each table are understood at least; nobody reads `held` while writing phrases."""


@pytest.mark.parametrize("name", LEAST)
def test_what_answers_the_question_is_understood(name):
    kb, recogniser = open_knowledge(), make_recogniser("en-US")
    table = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    said = [
        (text, finding, meant)
        for finding, replies in table.items()
        for meant, texts in replies.items()
        for text in texts
    ]
    right = [
        _answers(hear(kb, recogniser, text, finding), finding, meant)
        for text, finding, meant in said
    ]
    print(f"{name}: {sum(right)} of {len(right)}")
    assert sum(right) >= LEAST[name] * len(right)


def _answers(heard, finding, meant):
    """Whether a reply was taken for what it means; one that leaves it open may tell nothing."""
    told = heard["findings"].get(finding)
    return told == meant or (meant == "unsure" and not heard["findings"])
