"""The flow of the dialogue, found by trying every act in every state, and drawn."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from enum import Enum
from math import hypot

from skill.dialogue.acts import (
    SIMPLE_WISHES,
    Act,
    Answered,
    Asked,
    AskedAboutCondition,
    AskedDefinition,
    AskedWhatIf,
    AskedWhyNot,
    Corrected,
    Ended,
    Launched,
    Reported,
    SpokeOfOther,
    Unclear,
)
from skill.dialogue.conversation import Conversation, Memory, Offer, Stage
from skill.dialogue.turn import take_turn
from skill.evaluation.svg import LINE, Box, arrow, folded, label, picture, words
from skill.interview.evidence import read
from skill.interview.questions import gate_question
from skill.knowledge.model import Answer, KnowledgeBase, TriageLevel

DANGER = "danger"

FAR = 600
"""An arrow longer than this may pass behind a box, so its label stands near its end."""


class State(Enum):
    """Where a talk can stand: a title, and the place of its box in the picture."""

    BEFORE = ("Not begun", 20, 380)
    RESUMING = ("Shall we go on?", 20, 620)
    GATES = ("Danger questions", 390, 380)
    REMEMBERING = ("May I keep it for a day?", 640, 620)
    ASKING = ("Questions", 890, 380)
    TOLD = ("Result", 1340, 380)
    EMERGENCY = ("Emergency", 640, 150)
    OVER = ("Over", 1340, 620)


Flow = Mapping[tuple[State, State], tuple[str, ...]]


def acts(kb: KnowledgeBase) -> dict[str, Act]:
    """One of each act, by name; danger and harmless findings apart."""
    danger = kb.gates[0].findings[0]
    harmless = next(iter(kb.choices)).findings[0]
    cause = next(iter(kb.conditions))
    return {
        "launch": Launched(),
        **{str(answer): Answered(answer) for answer in Answer},
        DANGER: Reported({danger: Answer.YES}),
        "findings": Reported({harmless: Answer.YES}),
        "correct": Corrected(),
        "define": AskedDefinition(),
        "condition_info": AskedAboutCondition(cause),
        "why_not": AskedWhyNot(cause),
        "what_if": AskedWhatIf(harmless),
        "other_person": SpokeOfOther(),
        **{wish: Asked(wish) for wish in SIMPLE_WISHES},
        "fallback": Unclear(),
        "ended": Ended(),
    }


def flow_of(kb: KnowledgeBase) -> Flow:
    """The acts that lead from state to state, each tried on many conversations."""
    found: dict[tuple[State, State], dict[str, None]] = defaultdict(dict)
    for conversation in _examples(kb):
        state = state_of(kb, conversation)
        for name, act in acts(kb).items():
            turn = take_turn(kb, conversation, act)
            after = state_of(kb, turn.conversation) if turn.reply.asks else State.OVER
            found[state, after][name] = None
    return {pair: tuple(names) for pair, names in found.items()}


def _examples(kb: KnowledgeBase) -> Iterator[Conversation]:
    """Talks in which everything is denied, as far as they go, and the emergency at each point."""
    for fresh in (Conversation(), Conversation(memory=Memory.UNASKED), Conversation().taken_up()):
        conversation: Conversation | None = fresh
        while conversation:
            yield conversation
            danger = _next(kb, conversation, acts(kb)[DANGER])
            if danger:
                yield danger
                yield from filter(None, [_next(kb, danger, Answered(Answer.UNSURE))])
            conversation = _next(kb, conversation, Answered(Answer.NO))


def _next(kb: KnowledgeBase, conversation: Conversation, act: Act) -> Conversation | None:
    turn = take_turn(kb, conversation, act)
    return turn.conversation if turn.reply.asks else None


def state_of(kb: KnowledgeBase, conversation: Conversation) -> State:
    """Where this talk stands."""
    if conversation.stage is Stage.NEW:
        return State.BEFORE
    if conversation.offer is Offer.RESUME:
        return State.RESUMING
    if conversation.told == TriageLevel.EMERGENCY.id:
        return State.EMERGENCY
    if conversation.stage is Stage.TOLD:
        return State.TOLD
    if conversation.offer is Offer.REMEMBER:
        return State.REMEMBERING
    gate = gate_question(kb, read(conversation.evidence))
    return State.GATES if gate else State.ASKING


def draw_flow(kb: KnowledgeBase) -> str:
    """The picture: boxes for states, what keeps them inside, arrows for what leads on."""
    everything = flow_of(kb)
    anywhere, at_home = _from_anywhere(everything), _always_at_home(everything)
    left_out = {*anywhere, *at_home}
    flow = {
        pair: tuple(n for n in names if n not in left_out) for pair, names in everything.items()
    }
    boxes = {state: _box(state, flow) for state in State}
    arrows = [part for pair in flow for part in _arrow(pair, flow, boxes)]
    lines = (
        *(_leading_to(state, anywhere) for state in dict.fromkeys(anywhere.values())),
        *folded(f"Answered anywhere, and the talk goes on where it was: {', '.join(at_home)}", 190),
    )
    notes = (words(20, 30 + LINE * i, line) for i, line in enumerate(lines))
    lower = max(box.y + box.height for box in boxes.values())
    parts = (*notes, *arrows, *(box.draw() for box in boxes.values()))
    return picture(1610, lower + 20, "What every act does in every state of the talk", parts)


def _leading_to(state: State, anywhere: Mapping[str, State]) -> str:
    names = ", ".join(name for name, target in anywhere.items() if target is state)
    return f"From anywhere to {state.value[0]}: {names}"


def _from_anywhere(flow: Flow) -> dict[str, State]:
    """Acts that lead to one and the same state wherever they are heard."""
    targets: dict[str, set[State]] = defaultdict(set)
    for (_, after), names in flow.items():
        for name in names:
            targets[name].add(after)
    return {name: next(iter(states)) for name, states in targets.items() if len(states) == 1}


def _always_at_home(flow: Flow) -> tuple[str, ...]:
    """Acts that never lead out of the state they are heard in, once a talk is under way."""
    on = {pair: names for pair, names in flow.items() if pair[0] is not State.BEFORE}
    leading_out = {n for (a, b), names in on.items() if a is not b for n in names}
    stays = dict.fromkeys(n for (a, b), names in on.items() if a is b for n in names)
    return tuple(name for name in stays if name not in leading_out)


def _box(state: State, flow: Flow) -> Box:
    title, x, y = state.value
    stays = flow.get((state, state), ())
    text = f"or stays: {', '.join(stays)}" if stays else ""
    fill = {State.EMERGENCY: "#fbe3e1", State.TOLD: "#e4f3e6", State.OVER: "#eeeeee"}
    return Box(x, y, 250, title, folded(text, 33), fill.get(state, "#eef3f8"))


def _arrow(pair: tuple[State, State], flow: Flow, boxes: Mapping[State, Box]) -> Iterator[str]:
    before, after = pair
    names = flow[pair]
    if before is after or not names:
        return
    both = bool(flow.get((after, before)))
    start, end = _ends(boxes[before], boxes[after], 20 if both else 0)
    yield arrow(start, end)
    far = hypot(end[0] - start[0], end[1] - start[1]) > FAR
    share = 0.8 if far else 0.4 if both else 0.5
    x, y = (start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share)
    text = "anything" if before is State.BEFORE else ", ".join(names)
    yield label(x, y, folded(text, 24))


def _ends(a: Box, b: Box, aside: float) -> tuple[tuple[float, float], tuple[float, float]]:
    """Where an arrow leaves one box and meets the other, moved aside for its return."""
    (ax, ay), (bx, by) = a.middle, b.middle
    length = hypot(bx - ax, by - ay)
    ox, oy = -(by - ay) / length * aside, (bx - ax) / length * aside
    start = _border(a, (ax + ox, ay + oy), (bx - ax, by - ay))
    end = _border(b, (bx + ox, by + oy), (ax - bx, ay - by))
    return start, end


def _border(
    box: Box, start: tuple[float, float], towards: tuple[float, float]
) -> tuple[float, float]:
    """Where a line from inside the box crosses its border."""
    (x, y), (dx, dy) = start, towards
    right, lower = (
        (box.x + box.width if dx > 0 else box.x),
        (box.y + box.height if dy > 0 else box.y),
    )
    scale = min(
        (right - x) / dx if dx else float("inf"),
        (lower - y) / dy if dy else float("inf"),
    )
    return x + dx * scale, y + dy * scale
