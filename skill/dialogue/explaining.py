"""What is said to those who ask: why, why not, what if, what else, what may help, what it means."""

from __future__ import annotations

from dataclasses import replace

from skill.dialogue.advising import advice_for
from skill.dialogue.answering import Awaited
from skill.dialogue.causes import MOST_CAUSES, causes_of, in_order
from skill.dialogue.conversation import Conversation, Offer, Stage
from skill.dialogue.interviewing import conclusion, reasons, remaining
from skill.dialogue.reply import (
    AboutCause,
    Advised,
    Because,
    CauseList,
    Cited,
    DoctorWhen,
    Grounds,
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
from skill.interview.explain import Outlook, explain, outlook
from skill.interview.questions import Question
from skill.interview.step import Conclude
from skill.knowledge.model import Answer, KnowledgeBase, TriageLevel


def of_result(kb: KnowledgeBase, conversation: Conversation, name: str) -> tuple[Prompt, ...]:
    """What a wish about the result is answered with."""
    view = outlook(kb, conversation.evidence)
    causes = causes_of(kb, conversation.evidence, view)
    cause = causes.first if causes.by_rule else conversation.topic or causes.first
    match name:
        case "self_care":
            return _what_to_do(kb, conversation, view)
        case "when_doctor":
            return (doctor_when(kb, view, cause),)
        case "why_result":
            grounds = (Grounds(*reasons(view.found)),) if causes.by_rule else ()
            return (*grounds, *(because(kb, conversation, cause) if cause else ()))
        case "list_causes":
            return (list_causes(kb, conversation, rest=False),)
        case "what_else":
            return (list_causes(kb, conversation, rest=True),)
        case "send_card":
            return (Phrase.CARD_SENT,)
        case _:
            return (sum_up(kb, conversation),)


def _what_to_do(kb: KnowledgeBase, conversation: Conversation, view: Outlook) -> tuple[Prompt, ...]:
    """The advice; for somebody to be seen today, that they are comes first."""
    advised = Advised(advice_for(kb, conversation.evidence, view))
    if view.found.level < TriageLevel.SAME_DAY:
        return (advised,)
    return (doctor_when(kb, view, None), *((advised,) if advised.advice else ()))


def doctor_when(kb: KnowledgeBase, found: Conclude | Outlook, cause: str | None) -> DoctorWhen:
    """When to see a doctor: as the rules have it; before today's, for a cause that asks for no
    less."""
    level = found.found.level
    own = level < TriageLevel.SAME_DAY and cause and kb.conditions[cause].level >= level
    return DoctorWhen(level, cause if own else None, reasons(found.found)[0])


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
    order = in_order(kb, conversation.evidence, outlook(kb, conversation.evidence))
    place = order.index(condition) + 1 if condition in order else None
    why = explain(kb, conversation.evidence, condition)
    if conversation.stage is not Stage.TOLD:  # what is yet to be asked is no gap
        never = tuple(f for f in why.unknown if not kb.findings[f].asked)
        why = replace(why, unknown=never)
    return (WhyNot(why, place),)


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
    now_told = causes_of(kb, conversation.evidence, before)
    then_told = causes_of(kb, (*conversation.evidence, changed), after)
    outcome = WhatIfOutcome(
        finding,
        other,
        before.found.level,
        after.found.level,
        now_told.first,
        None if then_told.by_rule else then_told.first,
        next((c for c in then_told.helpers if c not in now_told.helpers), None),
    )
    return (outcome,)


def next_cause(
    kb: KnowledgeBase, conversation: Conversation
) -> tuple[tuple[Prompt, ...], str | None]:
    """The cause after the one last spoken of."""
    if conversation.stage is not Stage.TOLD:
        return (Phrase.NOT_YET,), conversation.topic
    order = in_order(kb, conversation.evidence, outlook(kb, conversation.evidence))
    if not order:
        return (Phrase.CAUSE_OPEN,), None
    place = order.index(conversation.topic) + 1 if conversation.topic in order else 0
    if place >= min(len(order), 2 * MOST_CAUSES):
        return (Phrase.LAST_CAUSE,), order[0]
    return (AboutCause(order[place]),), order[place]


def list_causes(kb: KnowledgeBase, conversation: Conversation, *, rest: bool) -> Prompt:
    """The causes in order; or the rest, without those that were told at once."""
    view = outlook(kb, conversation.evidence)
    order = in_order(kb, conversation.evidence, view)
    told = causes_of(kb, conversation.evidence, view)
    if told.by_rule and not rest:
        return told
    at_once = len(told.named) if told.by_rule else 1
    shown = order[at_once:] if rest else order
    return CauseList(shown[:MOST_CAUSES], more=not rest) if shown else Phrase.CAUSE_OPEN


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
    return (calm, doctor_when(kb, outlook(kb, conversation.evidence), None))


def cite(kb: KnowledgeBase, conversation: Conversation, waiting: Awaited) -> Cited:
    """Where the last statement comes from."""
    if isinstance(waiting, Question):
        sources = [s for f in waiting.findings for s in kb.findings[f].sources]
    else:
        view = outlook(kb, conversation.evidence)
        told = causes_of(kb, conversation.evidence, view)
        ruled = [s for rule in view.found.rules for s in rule.sources]
        topic = None if told.by_rule else conversation.topic or told.first
        sources = [*(kb.conditions[topic].sources if topic else ()), *ruled]
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
    causes = tuple(c for c in (named.first, *named.helpers) if c)
    return Summary(present, absent, step.found.level, causes, denied)
