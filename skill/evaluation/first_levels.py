"""The first levels of the interview as a tree, drawn from the knowledge."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from skill.evaluation.svg import LINE, Box, elbow, folded, picture
from skill.interview.evidence import Evidence, Origin, Statement, read
from skill.interview.questions import Question
from skill.interview.step import Conclude, Profile, next_step
from skill.interview.triage import assess
from skill.knowledge.model import Answer, KnowledgeBase, TriageLevel
from skill.speech.words import Words

LEVELS = 2
"""How many questions after the danger questions are followed."""

WIDTH, GAP, ACROSS = 280, 10, 330

FILLS = {
    TriageLevel.EMERGENCY: "#fbe3e1",
    TriageLevel.SAME_DAY: "#fdeeda",
    TriageLevel.SOON: "#fdf8da",
}


@dataclass(frozen=True, slots=True)
class Node:
    """What is asked or told after an answer, and what may come next."""

    answer: str
    text: tuple[str, ...]
    fill: str = "#eef3f8"
    after: tuple[Node, ...] = field(default=())

    @property
    def leaves(self) -> int:
        """How many rows it takes."""
        return sum(node.leaves for node in self.after) or 1


def draw_first_levels(kb: KnowledgeBase, words: Words) -> str:
    """The picture: danger questions first, then what each answer leads to."""
    root = _node(kb, words, "", (), LEVELS)
    row = LINE * 4 + GAP + 16
    parts = _shapes(root, 20, 20, row)
    width = 40 + ACROSS * _depth(root)
    return picture(width, 40 + row * root.leaves, "The first levels of the interview", parts)


def _node(kb: KnowledgeBase, words: Words, answer: str, evidence: Evidence, levels: int) -> Node:
    step = next_step(kb, Profile(), evidence)
    if isinstance(step, Conclude):
        return _told(words, answer, step)
    question = step.question
    text = folded(_named(words, question), 36)
    fill = FILLS.get(assess(kb, read(evidence)).level, "#eef3f8")
    if not levels:
        return Node(answer, text, fill)
    left = levels if _is_gate(kb, question) else levels - 1
    after = tuple(
        _node(kb, words, named, (*evidence, *told), 0 if stops else left)
        for named, told, stops in _answers(kb, words, question, len(evidence))
    )
    return Node(answer, text, fill, after)


def _told(words: Words, answer: str, step: Conclude) -> Node:
    level = step.found.level
    return Node(answer, (words.text("level", level.id, "title"),), FILLS.get(level, "#e4f3e6"))


def _answers(
    kb: KnowledgeBase, words: Words, question: Question, turn: int
) -> Iterator[tuple[str, Evidence, bool]]:
    """Each answer: its words, what it adds, and whether the tree ends there."""

    def said(findings: tuple[str, ...], answer: Answer) -> Statement:
        return Statement(findings, answer, Origin.ASKED, turn + 1)

    no = (said(question.findings, Answer.NO),)
    if not question.choice:
        yield "yes", (said(question.findings, Answer.YES),), _is_gate(kb, question)
        yield "no", no, False
        return
    for finding in question.findings:
        rest = tuple(said((f,), Answer.NO) for f in question.findings if f != finding)
        name = words.text("finding", finding, "say")
        yield name, (said((finding,), Answer.YES), *rest), False
    yield "none", tuple(said((f,), Answer.NO) for f in question.findings), False


def _named(words: Words, question: Question) -> str:
    names = [words.text("finding", f, "say") for f in question.findings]
    joined = " · ".join(names) if question.choice else " or ".join(names)
    return f"{joined}?"


def _is_gate(kb: KnowledgeBase, question: Question) -> bool:
    return any(question.id == gate.id for gate in kb.gates)


def _depth(node: Node) -> int:
    return 1 + max((_depth(after) for after in node.after), default=0)


def _shapes(node: Node, x: float, y: float, row: float) -> Iterator[str]:
    """The node in the middle of its rows, and all that comes after it to its right."""
    box = _box(node, x, y, row)
    top = y
    for after in node.after:
        target = _box(after, x + ACROSS, top, row)
        yield elbow((box.x + WIDTH, box.middle[1]), (target.x, target.middle[1]))
        yield from _shapes(after, x + ACROSS, top, row)
        top += row * after.leaves
    yield box.draw()


def _box(node: Node, x: float, y: float, row: float) -> Box:
    title, *lines = (node.answer, *node.text) if node.answer else node.text
    box = Box(x, y, WIDTH, title, tuple(lines), node.fill)
    middle = y + row * node.leaves / 2
    return Box(x, middle - box.height / 2, WIDTH, title, tuple(lines), node.fill)
