"""Reads the conversation scripts: YAML to steps, and words like "yes +caffeine_high" to acts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, is_dataclass, replace
from pathlib import Path
from re import sub
from typing import Any

import yaml

from skill.dialogue.acts import (
    SIMPLE_WISHES,
    Act,
    Answered,
    Asked,
    AskedAboutCondition,
    AskedDefinition,
    AskedWhatIf,
    AskedWhyNot,
    Chosen,
    Corrected,
    Ended,
    Launched,
    Reported,
    SpokeOfOther,
    Unclear,
)
from skill.dialogue.reply import Form, Noted, Phrase, Prompt, Put, ReadBack
from skill.interview.explain import Explanation
from skill.interview.questions import Question
from skill.knowledge.model import Answer, KnowledgeBase, TriageLevel

FOLDER = Path(__file__).parent / "conversations"
SIGNS = {"+": Answer.YES, "-": Answer.NO, "~": Answer.UNSURE}


class _Loader(yaml.BaseLoader):
    """Everything is text (a bare `no` too), and every mapping knows its line."""

    def numbered(self, node: Any) -> dict[str, Any]:
        return {**self.construct_mapping(node, deep=True), "line": node.start_mark.line + 1}


_Loader.add_constructor("tag:yaml.org,2002:map", _Loader.numbered)


@dataclass(frozen=True, slots=True)
class Script:
    """A named conversation: its steps as they stand in the file."""

    name: str
    file: str
    steps: tuple[dict[str, Any], ...] = field(default=())

    @property
    def memory(self) -> bool:
        """Whether the deployer has switched memory on."""
        return any("memory" in step for step in self.steps)


def load_scripts() -> Iterator[Script]:
    """All scripts, by file and in their order."""
    for path in sorted(FOLDER.glob("*.yaml")):
        for name, steps in yaml.load(path.read_text("utf-8"), _Loader).items():  # noqa: S506
            if name != "line":
                yield Script(sub(r"\W+", "-", name).strip("-"), path.name, tuple(steps))


def act_of(kb: KnowledgeBase, text: str) -> Act:
    """The act that a script means by "no +caffeine_high", "why_not als_mnd" or "repeat"."""
    name, *rest = text.split()
    findings = {word[1:]: SIGNS[word[0]] for word in rest if word[0] in SIGNS}
    plain = [word for word in rest if word[0] not in SIGNS]
    answer = next((Answer(word) for word in plain if word in tuple(Answer)), None)
    finding = next((word for word in plain if word in kb.findings), None)
    condition = next((word for word in plain if word in kb.conditions), None)
    acts: dict[str, Act] = {
        "launch": Launched(),
        "all": Chosen(True),
        "none": Chosen(False),
        "findings": Reported(findings),
        "correct": Corrected(finding, answer),
        "define": AskedDefinition(finding, condition),
        "condition_info": AskedAboutCondition(condition),
        "why_not": AskedWhyNot(condition),
        "what_if": AskedWhatIf(finding, answer),
        "other_person": SpokeOfOther(True, "child" in plain, findings),
        "myself": SpokeOfOther(other=False),
        "unclear": Unclear(),
        "aside": Unclear("aside"),
        "leave": Ended(),
        **{str(answer): Answered(answer, findings) for answer in Answer},
        **{wish: Asked(wish) for wish in SIMPLE_WISHES},
        "worried": Asked("worried", condition),
        "why_result": Asked("why_result", condition),
    }
    return acts[name]


def bare(act: Act, asked: tuple[str, ...]) -> Act:
    """An answer without the finding that it answers, which goes without saying."""
    if not isinstance(act, Answered) or len(asked) != 1:
        return act
    more = {f: a for f, a in act.findings.items() if (f, a) != (asked[0], act.answer)}
    return replace(act, findings=more)


def tag(prompt: Prompt | None) -> str:
    """A prompt as scripts write it: "welcome", "put:stroke", "noted:+caffeine_high"."""
    match prompt:
        case None:
            return "nothing"
        case Phrase():
            return prompt.value
        case Put(question, form):
            how = "again" if question.again else "put" if form is Form.FULL else f"put_{form.value}"
            return f"{how}:{question.id}"
        case Noted(present, absent):
            return "noted:" + " ".join([*(f"+{f}" for f in present), *(f"-{f}" for f in absent)])
        case ReadBack(finding, answer):
            return f"read_back:{finding} {answer}"
    name = sub(r"(?<!^)(?=[A-Z])", "_", type(prompt).__name__).lower()
    return f"{name}:{_detail(prompt)}"


def _detail(value: Any) -> str:
    match value:
        case TriageLevel() | Question():
            return value.id
        case Explanation():
            return value.condition
        case None | bool() | int():
            return ""
        case tuple():
            return " ".join(map(_detail, value))
    if is_dataclass(value):
        return " ".join(filter(None, (_detail(getattr(value, f.name)) for f in fields(value))))
    return str(value)
