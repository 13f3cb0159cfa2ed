"""What is said to those who ask: why, why not, what if, what else, what may help, what it means."""

from __future__ import annotations

from skill.dialogue.answering import Awaited
from skill.dialogue.causes import MOST_CAUSES, causes_of, in_order
from skill.dialogue.conversation import Conversation, Offer, Stage
from skill.dialogue.interviewing import (
    conclusion,
    remaining,
)
from skill.dialogue.reply import (
    AboutCause,
    Advised,
    Because,
    CauseList,
    Cited,
    DoctorWhen,
    Meaning,
    Phrase,
    Prompt,
    Remaining,
    Reviewed,
    Summary,
    WhatIfOutcome,
    WhyAsked,
    WhyNot,
)
from skill.interview.evidence import Origin, Statement, read
from skill.interview.explain import explain, outlook
from skill.interview.questions import Question
from skill.knowledge.model import Answer, Kind, KnowledgeBase, TriageLevel

MOST_ADVICE = 3


def of_result(kb: KnowledgeBase, conversation: Conversation, name: str) -> tuple[Prompt, ...]:
    """What a wish about the result is answered with."""
    view = outlook(kb, conversation.evidence)
    level, first = view.found.level, conversation.topic or view.ranked[0].condition
    match name:
        case "self_care":
            return (Advised(advice_for(kb, conversation)),)
        case "when_doctor":
            own = kb.conditions[first].level >= level
            return (DoctorWhen(level, first if own else None),)
        case "why_result":
            return because(kb, conversation, first)
        case "list_causes":
            return (list_causes(kb, conversation, skip=0),)
        case "what_else":
            return (list_causes(kb, conversation, skip=1),)
        case "send_card":
            return (Phrase.CARD_SENT,)
        case _:
            return (sum_up(kb, conversation),)


def advice_for(kb: KnowledgeBase, conversation: Conversation) -> tuple[str, ...]:
    """Ids of the advice that fits: the first causes' own, then what holds for any twitch."""
    known = read(conversation.evidence)
    fitting = {
        a.id
        for a in kb.advice.values()
        if all(known.present(f) for f in a.present) and not any(known.present(f) for f in a.absent)
    }
    step = conclusion(kb, conversation)
    named = causes_of(kb, conversation.evidence, step)
    causes = (named.first, *named.helpers)
    if _habits_come_first(kb, named.first, step.found.level):
        causes = (*named.helpers, named.first)
    lists = [[a for a in kb.conditions[c].advice if a in fitting] for c in causes]
    firsts = [advice for group in lists for advice in group[:1]]
    rest = [advice for group in lists for advice in group[1:]]
    return tuple(dict.fromkeys((*firsts, *rest)))[:MOST_ADVICE]


def _habits_come_first(kb: KnowledgeBase, first: str, level: TriageLevel) -> bool:
    """Whether what can be done about habits comes before the first cause, which is no habit."""
    return kb.conditions[first].kind is not Kind.CONTRIBUTOR and level <= TriageLevel.ROUTINE


def because(kb: KnowledgeBase, conversation: Conversation, cause: str) -> tuple[Prompt, ...]:
    """Why this cause; where nothing speaks for the first one, why its first helper too."""
    named = causes_of(kb, conversation.evidence, outlook(kb, conversation.evidence))
    why = explain(kb, conversation.evidence, cause)
    helpers = named.helpers[:1] if cause == named.first and not why.for_it else ()
    return (Because(why), *(Because(explain(kb, conversation.evidence, h)) for h in helpers))


def meaning(
    finding: str | None, condition: str | None, waiting: Awaited, topic: str | None
) -> tuple[Prompt, ...]:
    """What a word means: the one asked about, else what is pending or was last spoken of."""
    if finding or condition:
        return (Meaning(finding, condition),)
    if isinstance(waiting, Question):
        return tuple(Meaning(f) for f in waiting.findings)
    return (Meaning(None, topic),) if topic else (Phrase.UNKNOWN_TOPIC,)


def why_asked(
    kb: KnowledgeBase, conversation: Conversation, waiting: Awaited
) -> tuple[Prompt, ...]:
    """Why the pending question is asked; after the result, why it came out so."""
    if isinstance(waiting, Question):
        return (WhyAsked(waiting),)
    if waiting is Offer.REMEMBER:
        return (Phrase.WHY_REMEMBER,)
    return of_result(kb, conversation, "why_result")


def why_not(
    kb: KnowledgeBase, conversation: Conversation, condition: str | None
) -> tuple[Prompt, ...]:
    """Why a cause is not, or not sooner, among those told."""
    if condition is None:
        return (Phrase.UNKNOWN_TOPIC,)
    order = [r.condition for r in outlook(kb, conversation.evidence).ranked]
    place = order.index(condition) + 1 if condition in order else None
    return (WhyNot(explain(kb, conversation.evidence, condition), place),)


def what_if(
    kb: KnowledgeBase, conversation: Conversation, finding: str | None, answer: Answer | None
) -> tuple[Prompt, ...]:
    """What another answer would have changed; the record stays as it is."""
    if finding is None:
        if conversation.stage is not Stage.TOLD:
            return (Phrase.UNKNOWN_TOPIC,)
        # "what if it does not go away": when to see a doctor
        return of_result(kb, conversation, "when_doctor")
    now = read(conversation.evidence).answers.get(finding, Answer.NO)
    other = answer or (Answer.NO if now is Answer.YES else Answer.YES)
    changed = Statement((finding,), other, Origin.CORRECTED, conversation.turn)
    before = outlook(kb, conversation.evidence)
    after = outlook(kb, (*conversation.evidence, changed))
    now_adds = causes_of(kb, conversation.evidence, before).helpers
    then_adds = causes_of(kb, (*conversation.evidence, changed), after).helpers
    outcome = WhatIfOutcome(
        finding,
        other,
        before.found.level,
        after.found.level,
        before.ranked[0].condition,
        after.ranked[0].condition,
        next((c for c in then_adds if c not in now_adds), None),
    )
    return (outcome,)


def next_cause(
    kb: KnowledgeBase, conversation: Conversation
) -> tuple[tuple[Prompt, ...], str | None]:
    """The cause after the one last spoken of."""
    if conversation.stage is not Stage.TOLD:
        return (Phrase.NOT_YET,), conversation.topic
    order = in_order(kb, conversation.evidence, outlook(kb, conversation.evidence))
    place = order.index(conversation.topic) + 1 if conversation.topic in order else 0
    if place >= min(len(order), 2 * MOST_CAUSES):
        return (Phrase.LAST_CAUSE,), order[0]
    return (AboutCause(order[place]),), order[place]


def list_causes(kb: KnowledgeBase, conversation: Conversation, skip: int) -> CauseList:
    """The causes in order, without so many of the first."""
    order = in_order(kb, conversation.evidence, outlook(kb, conversation.evidence))
    shown = order[skip : skip + MOST_CAUSES]
    return CauseList(tuple(shown), more=skip == 0)


def review(conversation: Conversation) -> Prompt:
    """What the person has told."""
    known = read(conversation.evidence)
    if not conversation.evidence:
        return Phrase.NOTHING_TOLD
    by_answer = {
        answer: tuple(f for f, a in known.answers.items() if a is answer) for answer in Answer
    }
    one_of = tuple(tuple(sorted(group)) for group in known.either)
    return Reviewed(by_answer[Answer.YES], by_answer[Answer.NO], by_answer[Answer.UNSURE], one_of)


def how_long(kb: KnowledgeBase, conversation: Conversation) -> Remaining:
    """How many questions are left."""
    return Remaining(remaining(kb, conversation))


def reassure(kb: KnowledgeBase, conversation: Conversation) -> tuple[Prompt, ...]:
    """Whether there is danger, as far as was asked."""
    known = read(conversation.evidence)
    clear = all(known.absent(f) for gate in kb.gates for f in gate.findings)
    calm = Phrase.WORRIED_CLEAR if clear else Phrase.WORRIED_UNASKED
    if conversation.stage is not Stage.TOLD:
        return (calm,)
    return (calm, DoctorWhen(outlook(kb, conversation.evidence).found.level, None))


def cite(kb: KnowledgeBase, conversation: Conversation, waiting: Awaited) -> Cited:
    """Where the last statement comes from."""
    if isinstance(waiting, Question):
        sources = [s for f in waiting.findings for s in kb.findings[f].sources]
    else:
        topic = conversation.topic or outlook(kb, conversation.evidence).ranked[0].condition
        rules = outlook(kb, conversation.evidence).found.rules
        sources = [*kb.conditions[topic].sources, *(s for r in rules for s in r.sources)]
    real = (s for s in dict.fromkeys(sources) if not s.startswith("estimate"))
    return Cited(tuple(real)[:2])


def sum_up(kb: KnowledgeBase, conversation: Conversation) -> Summary:
    """What a doctor would like to hear, in half a minute."""
    known = read(conversation.evidence)
    present = tuple(f for f in known.answers if known.present(f))
    gates = tuple(f for gate in kb.gates for f in gate.findings)
    absent = tuple(f for f in gates if known.absent(f))
    denied = tuple(f for f in known.answers if known.absent(f) and f not in gates)
    step = conclusion(kb, conversation)
    named = causes_of(kb, conversation.evidence, step)
    return Summary(present, absent, step.found.level, (named.first, *named.helpers), denied)
