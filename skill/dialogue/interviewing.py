"""Replies of the interview: the next question, the emergency, the result."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from skill.dialogue.acts import Answered
from skill.dialogue.advising import advice_for
from skill.dialogue.answering import lowering_question, record
from skill.dialogue.causes import UNCLEAR_BELOW, causes_of, closest_first, spoken
from skill.dialogue.conversation import Conversation, Memory, Offer, Pace, Stage
from skill.dialogue.reply import (
    Act,
    Advised,
    Emergency,
    Form,
    LevelNow,
    Noted,
    NotFound,
    Phrase,
    Prompt,
    Put,
    ReadBack,
    Remaining,
    Reply,
    SafetyNet,
    Turn,
    WhyAsked,
)
from skill.interview.evidence import Evidence, Origin, questions_asked, read
from skill.interview.explain import outlook
from skill.interview.questions import Question, gate_question
from skill.interview.step import Ask, Conclude, next_step
from skill.interview.triage import Assessment, assess
from skill.knowledge.model import Answer, KnowledgeBase, TriageLevel

OFFERS = {
    Offer.SELF_CARE: Phrase.OFFER_SELF_CARE,
    Offer.WHEN_DOCTOR: Phrase.OFFER_WHEN_DOCTOR,
    Offer.WHAT_ELSE: Phrase.OFFER_WHAT_ELSE,
    Offer.RESUME: Phrase.RESUME,
    Offer.REMEMBER: Phrase.REMEMBER,
}
"""How each offer is put."""

HALF_WAY = 7
"""After so many questions we say how many are left."""

AFTER_RESULT = (Offer.SELF_CARE, Offer.WHEN_DOCTOR, Offer.WHAT_ELSE)
"""What is offered after the result, one at a time."""

MERE_MANNERS = (Phrase.GOOD, Phrase.OKAY, Phrase.FINE_UNSURE, Phrase.SKIPPED)
"""What is left out where something weightier follows at once."""


def proceed(
    kb: KnowledgeBase,
    before: Conversation,
    now: Conversation,
    lead: tuple[Prompt, ...] = (),
) -> Turn:
    """Go on from the evidence as it stands: ask, tell the result, or send for help."""
    step = next_step(kb, now.profile, now.evidence)
    now = replace(now, which=False, disputed=False, misses=0, offer=None)
    if isinstance(step, Ask):
        return _asked(kb, before, now, step.question, lead)
    if step.found.level is TriageLevel.EMERGENCY:
        return emergency(kb, replace(now, told=before.told), step)
    return _concluded(kb, before, now, step, lead)


def emergency(kb: KnowledgeBase, conversation: Conversation, step: Conclude) -> Turn:
    """The emergency words, and nothing before them that could get in their way."""
    told = TriageLevel.EMERGENCY.id
    question = lowering_question(kb, conversation, step)
    asks = Put(question) if question else Phrase.CORRECT_ME
    first = conversation.told != told
    reply = Reply((danger(kb, conversation, step),), asks, question, step, card=first)
    disputed = conversation.disputed and question != step.settling
    alarmed = replace(conversation, stage=Stage.TOLD, told=told, offer=None, misses=0)
    return Turn(reply, replace(alarmed, disputed=disputed))


def conclusion(kb: KnowledgeBase, conversation: Conversation) -> Conclude:
    """What the interview has come to; a conversation that was told a result has one, and the
    session's border lets in no other."""
    return cast("Conclude", next_step(kb, conversation.profile, conversation.evidence))


def danger(kb: KnowledgeBase, conversation: Conversation, step: Conclude) -> Emergency:
    """Why it is an emergency; where one of two signs was meant, the gate that named both."""
    either = read(conversation.evidence).either
    gates = tuple(g.id for g in kb.gates if any(e <= set(g.findings) for e in either))
    rules, doubts = reasons(step.found)
    return Emergency(gates or rules, doubts)


def put(conversation: Conversation, question: Question, *says: Prompt) -> Turn:
    """The pending question once more, after something else was said."""
    short = Form.SHORT if conversation.pace is Pace.SHORT else Form.FULL
    form = Form.WHICH if conversation.which else short
    return Turn(Reply(says, Put(question, form), question), conversation)


def offer_next(conversation: Conversation) -> Conversation:
    """The conversation with the next thing on offer that has not been told yet, if any."""
    all_told = conversation.told == TriageLevel.SAME_DAY.id  # whatever the rules suspect
    offers = (o for o in AFTER_RESULT if not (all_told and o is Offer.WHAT_ELSE))
    left = (offer for offer in offers if offer not in conversation.heard)
    return replace(conversation, offer=next(left, None))


def offered(conversation: Conversation) -> Phrase:
    """How the conversation's offer is put; without one, an open question."""
    return OFFERS[conversation.offer] if conversation.offer else Phrase.ANYTHING_ELSE


def result_reply(
    kb: KnowledgeBase, conversation: Conversation, step: Conclude, lead: tuple[Prompt, ...]
) -> Reply:
    """The result: causes, level, safety net, and the first offer."""
    level = step.found.level
    causes = spoken(causes_of(kb, conversation.evidence, step), level)
    act = Act(level, *reasons(step.found))
    net = SafetyNet(level, act.rules)
    unclear = step.ranked[0].share < UNCLEAR_BELOW and not causes.by_rule
    cause_prompts: tuple[Prompt, ...] = (Phrase.CANNOT_NARROW, causes) if unclear else (causes,)
    if level >= TriageLevel.SAME_DAY:
        says: tuple[Prompt, ...] = (*lead, act, *cause_prompts, net)
    else:
        brief = level is not TriageLevel.SELF_CARE or act.rules or _corrects(lead)
        calm = () if brief else _not_found(kb, conversation.evidence)
        says = (*lead, *cause_prompts, *calm, act, net)
    return Reply(says, offered(conversation), None, step, card=True)


def _corrects(lead: tuple[Prompt, ...]) -> bool:
    return any(isinstance(prompt, ReadBack) for prompt in lead)


def remaining(kb: KnowledgeBase, now: Conversation) -> int:
    """How many questions are about to come, if every answer is no.

    They are answered as they will be, turn by turn: whoever does say no finds each step known.
    """
    count = 0
    step = next_step(kb, now.profile, now.evidence)
    while isinstance(step, Ask):
        count += 1
        now = record(replace(now, turn=now.turn + 1), Answered(Answer.NO), step.question)
        step = next_step(kb, now.profile, now.evidence)
    return count


def _asked(
    kb: KnowledgeBase,
    before: Conversation,
    now: Conversation,
    question: Question,
    lead: tuple[Prompt, ...],
) -> Turn:
    found = assess(kb, read(now.evidence))
    says = lead
    lowered = before.told == TriageLevel.EMERGENCY.id
    if lowered:
        says = (*(p for p in says if p not in MERE_MANNERS), Phrase.LOWERED)
    if _newly_urgent(before, found) or (lowered and found.level is TriageLevel.SAME_DAY):
        # what is urgent comes at once, with no small talk before it
        rules, doubts = reasons(found)
        net = (SafetyNet(found.level, rules),) if lowered else ()
        says = (
            *(p for p in says if p is Phrase.LOWERED),
            *net,
            LevelNow(found.level, rules, doubts),
        )
    told = found.level.id if found.level >= TriageLevel.SAME_DAY else None
    now = replace(now, stage=Stage.ASKING, told=told)
    if not _past_gates(kb, before.evidence) and _past_gates(kb, now.evidence):
        says = tuple(p for p in says if p not in MERE_MANNERS)
        if found.level < TriageLevel.SAME_DAY:
            says = (*says, Phrase.GATES_CLEAR)
        if now.memory is Memory.UNASKED:
            asking = replace(now, offer=Offer.REMEMBER)
            return Turn(Reply(says, Phrase.REMEMBER), asking)
        says = (*says, Remaining(remaining(kb, now)))
    elif questions_asked(before.evidence) < HALF_WAY <= questions_asked(now.evidence):
        says = (*says, *_half_way(kb, now))
    if question.choice and not _has_put_choice(kb, before):
        says = (*says, Phrase.CHOICE_HOW)
    if _is_first_sensitive(kb, before, question):
        says = (*says, WhyAsked(question))
    if question.again and Phrase.SKIPPED in says:
        says = (Phrase.NOT_SKIPPED,)
    return put(now, question, *says)


def _half_way(kb: KnowledgeBase, now: Conversation) -> tuple[Prompt, ...]:
    left = remaining(kb, now)
    return (Remaining(left),) if left > 1 else ()


def _is_first_sensitive(kb: KnowledgeBase, before: Conversation, question: Question) -> bool:
    """Whether a private matter is asked about that nothing before was like: it comes with why."""
    spoken_of = read(before.evidence).answers
    private = {f.id for f in kb.findings.values() if f.sensitive}
    return not private.isdisjoint(question.findings) and private.isdisjoint(spoken_of)


def _has_put_choice(kb: KnowledgeBase, before: Conversation) -> bool:
    """Whether a choice has been put already: one is waiting, or one has been answered."""
    step = next_step(kb, before.profile, before.evidence)
    waits = before.stage is Stage.ASKING and not before.offer
    if waits and isinstance(step, Ask) and step.question.choice:
        return True
    offered = {f for choice in kb.choices for f in choice.findings}
    asked = (s for s in before.evidence if s.origin in (Origin.ASKED, Origin.SKIPPED))
    return any(not offered.isdisjoint(s.findings) for s in asked)


def _concluded(
    kb: KnowledgeBase,
    before: Conversation,
    now: Conversation,
    step: Conclude,
    lead: tuple[Prompt, ...],
) -> Turn:
    level = step.found.level
    causes = causes_of(kb, now.evidence, step)
    told = offer_next(replace(now, stage=Stage.TOLD, told=level.id, topic=causes.first))
    if before.stage is Stage.TOLD and before.told == level.id:
        news = _news(kb, before.evidence, now.evidence, step)
        if news:
            return Turn(Reply((*lead, *news), offered(told), None, step), told)
    lead = tuple(p for p in lead if p not in MERE_MANNERS and not isinstance(p, Noted))
    if before.told == TriageLevel.EMERGENCY.id:
        lead = (*lead, Phrase.LOWERED)
    told = offer_next(replace(told, heard=()))
    return Turn(result_reply(kb, told, step, lead), told)


def _news(kb: KnowledgeBase, before: Evidence, now: Evidence, step: Conclude) -> tuple[Prompt, ...]:
    """What is new in a result of the same level; nothing where all of it is to be told afresh."""
    view = outlook(kb, before)
    earlier = causes_of(kb, before, view)
    causes, advice = causes_of(kb, now, step), advice_for(kb, now, step)
    if causes.by_rule and reasons(view.found) != reasons(step.found):
        return ()
    if earlier == causes:
        same = advice == advice_for(kb, before, view)
        return (Phrase.CHANGED_NOTHING,) if same else (Phrase.CHANGED_ADVICE, Advised(advice))
    return (spoken(causes, step.found.level),) if earlier.first == causes.first else ()


def _newly_urgent(before: Conversation, found: Assessment) -> bool:
    told = TriageLevel[before.told.upper()] if before.told else TriageLevel.SELF_CARE
    return found.level >= TriageLevel.SAME_DAY and found.level > told


def reasons(found: Assessment) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Ids of the rules that demand the level, what fits this person most closely first, and of
    the gates where doubt does."""
    return tuple(r.id for r in closest_first(found)), tuple(g.id for g in found.doubtful)


def _past_gates(kb: KnowledgeBase, evidence: Evidence) -> bool:
    return gate_question(kb, read(evidence)) is None


def _not_found(kb: KnowledgeBase, evidence: Evidence) -> tuple[Prompt, ...]:
    known = read(evidence)
    asked = (f for gate in kb.gates for f in gate.findings if known.absent(f))
    first = tuple(asked)[:1]
    return (NotFound(first),) if first else ()
