"""What the skill understands of a sentence, and how well it understands a table of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from skill.alexa.understand import understand
from skill.dialogue.acts import Act, Answered, AskedWhatIf
from skill.interview.evidence import Origin, Statement, read
from skill.interview.triage import assess
from skill.knowledge.model import Answer, Answers, KnowledgeBase, TriageLevel
from skill.simulator import envelope
from skill.simulator.recogniser.recognise import Recogniser

RESULT = "result"
NAMING = ("worried", "why_result")
RED_FLAG = "red_flag"
SIGNS = ("gate", "pattern", "symptom", "flag")
"""The groups of findings that can be a danger; a habit, a medicine or an age only adds to one."""
TELLING = ("findings", "yes", "no", "unsure", "other_person")
WHOM = "OtherPersonIntent"
URGENT = (TriageLevel.SAME_DAY, TriageLevel.EMERGENCY)

Json = dict[str, Any]


def hear(
    kb: KnowledgeBase,
    recogniser: Recogniser,
    text: str,
    after: str | tuple[str, ...] | None = None,
) -> Json:
    """The intent, slots, act, findings, condition and level of a sentence.

    `after` is what was just asked: a finding, several asked in one breath, or "result".
    """
    names = (after,) if isinstance(after, str) else after or ()
    asked = tuple(name for name in names if name in kb.findings)
    recognised = recogniser.recognise(text)
    act = understand(envelope.spoken(recognised), asked)
    findings = _findings(act)
    level = _level(kb, findings)
    return {
        "intent": recognised["intent"],
        "slots": {name: _shown(slot) for name, slot in recognised["slots"].items()},
        "act": _act(
            act,
            asked,
            level if _signs(kb, findings) else None,
            whom=recognised["intent"] == WHOM,
        ),
        "findings": {id_: str(answer) for id_, answer in findings.items()},
        "condition": getattr(act, "condition", None) or _feared(act, recognised),
        "level": level.id if level else None,
    }


def _findings(act: Act) -> Answers:
    """Every finding that an act tells of; what is only supposed changes nothing."""
    if isinstance(act, AskedWhatIf):
        return {}
    findings: Answers = getattr(act, "findings", {})
    finding: str | None = getattr(act, "finding", None)
    answer: Answer | None = getattr(act, "answer", None)
    if not findings and finding and answer:
        return {finding: answer}
    return findings


def _level(kb: KnowledgeBase, findings: Answers) -> TriageLevel | None:
    """How urgent the sentence is by itself, if it is."""
    said = tuple(
        Statement((finding,), answer, Origin.VOLUNTEERED) for finding, answer in findings.items()
    )
    level = assess(kb, read(said)).level
    return level if level in URGENT else None


def _signs(kb: KnowledgeBase, findings: Answers) -> bool:
    """Whether something is told that can be a danger, rather than what only makes one likelier:
    "i stopped drinking on friday" is urgent, but tells of no danger yet."""
    said = (id_ for id_, answer in findings.items() if answer is not Answer.NO)
    return any(kb.findings[id_].group in SIGNS for id_ in said)


def _act(act: Act, asked: tuple[str, ...], level: TriageLevel | None, *, whom: bool) -> str:
    """The act's name; a danger comes first, unless it is the bare answer to what was asked."""
    findings = _findings(act)
    name = "findings" if act.name == "other_person" and findings and not whom else act.name
    if level is None or (isinstance(act, Answered) and set(findings) <= set(asked)):
        return name
    return RED_FLAG if name in TELLING else name


def _feared(act: Act, recognised: Mapping[str, Any]) -> str | None:
    """The condition that a worry or a "why" speaks of: "i'm scared it's a stroke"."""
    slot = recognised["slots"].get("condition") if act.name in NAMING else None
    return str(slot["id"]) if slot else None


def _shown(slot: Mapping[str, Any]) -> list[str]:
    return [value.get("id") or value["value"] for value in slot.get("values") or [slot]]


# ---- tables


@dataclass(slots=True)
class Score:
    """How often an act was meant, taken and right."""

    meant: int = 0
    taken: int = 0
    right: int = 0

    @property
    def precision(self) -> float:
        """How many of those taken for it were it."""
        return self.right / self.taken if self.taken else 1.0

    @property
    def recall(self) -> float:
        """How many of those that were it were taken for it."""
        return self.right / self.meant if self.meant else 1.0


@dataclass(slots=True)
class Report:
    """What came of a table: scores by act, what was not understood, how many sentences tell of a
    danger, of how many of these one was heard, and of how many others."""

    scores: dict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    missed: list[tuple[Json, Json]] = field(default_factory=list)
    count: int = 0
    dangers: int = 0
    heard_dangers: int = 0
    false_alarms: int = 0

    def lines(self) -> Iterator[str]:
        """The report as a table."""
        yield f"{'act':16}{'meant':>7}{'precision':>11}{'recall':>8}"
        for act, score in sorted(self.scores.items()):
            yield f"{act:16}{score.meant:7}{score.precision:11.3f}{score.recall:8.3f}"
        yield self.total()

    def total(self) -> str:
        """The report in a line."""
        right = self.count - len(self.missed)
        return (
            f"act and findings right: {right} of {self.count}; "
            f"dangers heard: {self.heard_dangers} of {self.dangers}; "
            f"false alarms: {self.false_alarms} of {self.count - self.dangers}"
        )

    def add(self, other: Report) -> None:
        """Count in what came of another table."""
        self.count += other.count
        self.missed += other.missed
        self.dangers += other.dangers
        self.heard_dangers += other.heard_dangers
        self.false_alarms += other.false_alarms
        for act, score in other.scores.items():
            mine = self.scores[act]
            mine.meant += score.meant
            mine.taken += score.taken
            mine.right += score.right


def hear_table(kb: KnowledgeBase, recogniser: Recogniser, table: Iterable[Json]) -> Report:
    """Plays a table of sentences, each with the act and findings that are meant."""
    report = Report()
    for row in table:
        heard = hear(kb, recogniser, row["text"], row.get("after"))
        right = is_right(heard, row)
        meant, raised = is_danger(row), is_danger(heard)
        report.count += 1
        report.dangers += meant
        report.heard_dangers += meant and raised
        report.false_alarms += raised and not meant
        report.scores[row["act"]].meant += 1
        report.scores[heard["act"]].taken += 1
        report.scores[row["act"]].right += heard["act"] == row["act"]
        if not right:
            report.missed.append((row, heard))
    return report


def is_danger(sentence: Json) -> bool:
    """Whether a sentence, as it is meant or as it was heard, tells of a danger."""
    return sentence["act"] == "red_flag" or bool(sentence.get("level"))


def is_right(heard: Json, row: Json) -> bool:
    """Whether act, findings, condition and level are what is meant."""
    return all(
        heard[key] == row.get(key, default)
        for key, default in (("act", None), ("findings", {}), ("condition", None), ("level", None))
    )
