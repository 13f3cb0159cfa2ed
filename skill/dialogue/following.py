"""Everything that may be asked of us, during the interview and after the result.

During the interview an answer is followed by the pending question; in an emergency the
emergency words come back.
"""

from __future__ import annotations

from dataclasses import replace

from skill.dialogue.acts import (
    Act,
    Asked,
    AskedAboutCondition,
    AskedDefinition,
    AskedWhatIf,
    AskedWhyNot,
)
from skill.dialogue.answering import Awaited, awaited
from skill.dialogue.causes import MOST_CAUSES, causes_of, in_order
from skill.dialogue.conversation import Conversation, Memory, Offer, Stage
from skill.dialogue.interviewing import (
    AFTER_RESULT,
    conclusion,
    emergency,
    offer_next,
    offered,
    put,
    remaining,
    result_reply,
)
from skill.dialogue.reply import (
    AboutCause,
    Advised,
    Because,
    CauseList,
    Cited,
    DoctorWhen,
    Form,
    Meaning,
    Phrase,
    Prompt,
    Put,
    Remaining,
    Reply,
    Reviewed,
    Summary,
    Turn,
    WhatIfOutcome,
    WhyAsked,
    WhyNot,
)
from skill.interview.evidence import Origin, Statement, read
from skill.interview.explain import explain, outlook
from skill.interview.questions import Question
from skill.knowledge.model import Answer, Kind, KnowledgeBase, TriageLevel

MOST_ADVICE = 3


def follow(kb: KnowledgeBase, conversation: Conversation, act: Act, waiting: Awaited) -> Turn:
    """Answer a wish, then bring back what is pending."""
    if conversation.told == TriageLevel.EMERGENCY.id:
        return _in_emergency(kb, conversation, act)
    says, topic = _answer(kb, conversation, act, waiting)
    conversation = replace(conversation, topic=topic)
    if isinstance(waiting, Question):
        return _put_again(*_with_fear(kb, conversation, act, waiting), says)
    if conversation.stage is Stage.TOLD:
        return _after_result(kb, conversation, act, says)
    return Turn(Reply(says, offered(conversation)), conversation)


def _put_again(conversation: Conversation, waiting: Question, says: tuple[Prompt, ...]) -> Turn:
    """What is pending, once more; a choice whose parts were all explained is not read out again."""
    turn = put(conversation, waiting, *says)
    if waiting.choice and len(says) > 1 and all(isinstance(p, Meaning) for p in says):
        return replace(turn, reply=replace(turn.reply, asks=Put(waiting, Form.NAMED)))
    return turn


def _after_result(
    kb: KnowledgeBase, conversation: Conversation, act: Act, says: tuple[Prompt, ...]
) -> Turn:
    result = conclusion(kb, conversation)
    taken_up = next((o for o in AFTER_RESULT if act == Asked(o.value)), None)
    if taken_up:
        heard = (*(o for o in conversation.heard if o is not taken_up), taken_up)
        conversation = offer_next(replace(conversation, heard=heard))
    elif act not in (Asked("help"), Asked("repeat")):
        conversation = replace(conversation, offer=None)
    card = act in (Asked("send_card"), Asked("summary"))
    return Turn(Reply(says, offered(conversation), None, result, card), conversation)


def _in_emergency(kb: KnowledgeBase, conversation: Conversation, act: Act) -> Turn:
    turn = emergency(kb, conversation, conclusion(kb, conversation))
    if act == Asked("help"):
        says = (*turn.reply.says, Phrase.HELP_EMERGENCY)
        return replace(turn, reply=replace(turn.reply, says=says))
    return turn


def _with_fear(
    kb: KnowledgeBase, conversation: Conversation, act: Act, waiting: Question
) -> tuple[Conversation, Question]:
    """Who asks about a cause in the middle of the questions wants to have it looked at: another
    question may now come first."""
    match act:
        case (
            AskedAboutCondition(str(condition))
            | AskedWhyNot(str(condition))
            | Asked("worried", str(condition))
        ):
            fearing = replace(conversation, feared=condition)
        case _:
            return conversation, waiting
    now = awaited(kb, fearing)
    if not isinstance(now, Question):  # only the fear before it had made this one worth asking
        return conversation, waiting
    return replace(fearing, which=fearing.which and now == waiting), now


def _answer(
    kb: KnowledgeBase, conversation: Conversation, act: Act, waiting: Awaited
) -> tuple[tuple[Prompt, ...], str | None]:
    """What to say, and the cause that has been spoken of last."""
    topic = conversation.topic
    match act:
        case AskedDefinition(finding, condition):
            return _meaning(finding, condition, waiting, topic), condition or topic
        case AskedAboutCondition(condition):
            named = condition or topic
            return ((AboutCause(named),) if named else (Phrase.UNKNOWN_TOPIC,)), named
        case AskedWhyNot(condition):
            return _why_not(kb, conversation, condition or topic), topic
        case AskedWhatIf(finding, answer):
            return _what_if(kb, conversation, finding, answer), topic
        case Asked("why_result", str(condition)) if conversation.stage is Stage.TOLD:
            return _because(kb, conversation, condition), condition
        case Asked("next_cause"):
            return _next_cause(kb, conversation)
        case _:
            return _simple(kb, conversation, act.name, waiting), topic


def _simple(
    kb: KnowledgeBase, conversation: Conversation, name: str, waiting: Awaited
) -> tuple[Prompt, ...]:
    match name:
        case "repeat":
            return _again(kb, conversation) if conversation.stage is Stage.TOLD else ()
        case "why_ask":
            return _why_asked(kb, conversation, waiting)
        case "review":
            return (_reviewed(conversation),)
        case "how_long":
            return (_remaining(kb, conversation),)
        case "worried":
            return _worried(kb, conversation)
        case "source":
            return (_cited(kb, conversation, waiting),)
        case "privacy":
            granted = conversation.memory is Memory.GRANTED
            return (Phrase.PRIVACY_ON if granted else Phrase.PRIVACY_OFF,)
        case "remind":
            return (Phrase.NO_REMINDERS,)
        case "help":
            return _helped(waiting)
        case _ if conversation.stage is not Stage.TOLD:
            return (Phrase.NOT_YET,)
        case _:
            return _of_result(kb, conversation, name)


def _again(kb: KnowledgeBase, conversation: Conversation) -> tuple[Prompt, ...]:
    """What was told last after the result, or the result itself."""
    if conversation.heard:
        return _of_result(kb, conversation, conversation.heard[-1].value)
    return result_reply(kb, conversation, conclusion(kb, conversation), ()).says


def _helped(waiting: Awaited) -> tuple[Prompt, ...]:
    """What may be said now; what a single question means, too."""
    if not isinstance(waiting, Question):
        return (Phrase.HELP_RESULT,)
    if waiting.choice:
        return (Phrase.HELP_CHOICE,)
    meaning = tuple(Meaning(f) for f in waiting.findings) if len(waiting.findings) == 1 else ()
    return (*meaning, Phrase.HELP_QUESTION)


def _of_result(kb: KnowledgeBase, conversation: Conversation, name: str) -> tuple[Prompt, ...]:
    view = outlook(kb, conversation.evidence)
    level, first = view.found.level, conversation.topic or view.ranked[0].condition
    match name:
        case "self_care":
            return (Advised(advice_for(kb, conversation)),)
        case "when_doctor":
            own = kb.conditions[first].level >= level
            return (DoctorWhen(level, first if own else None),)
        case "why_result":
            return _because(kb, conversation, first)
        case "list_causes":
            return (_causes(kb, conversation, skip=0),)
        case "what_else":
            return (_causes(kb, conversation, skip=1),)
        case "send_card":
            return (Phrase.CARD_SENT,)
        case _:
            return (_summary(kb, conversation),)


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


def _because(kb: KnowledgeBase, conversation: Conversation, cause: str) -> tuple[Prompt, ...]:
    """Why this cause; where nothing speaks for the first one, why its first helper too."""
    named = causes_of(kb, conversation.evidence, outlook(kb, conversation.evidence))
    why = explain(kb, conversation.evidence, cause)
    helpers = named.helpers[:1] if cause == named.first and not why.for_it else ()
    return (Because(why), *(Because(explain(kb, conversation.evidence, h)) for h in helpers))


def _meaning(
    finding: str | None, condition: str | None, waiting: Awaited, topic: str | None
) -> tuple[Prompt, ...]:
    if finding or condition:
        return (Meaning(finding, condition),)
    if isinstance(waiting, Question):
        return tuple(Meaning(f) for f in waiting.findings)
    return (Meaning(None, topic),) if topic else (Phrase.UNKNOWN_TOPIC,)


def _why_asked(
    kb: KnowledgeBase, conversation: Conversation, waiting: Awaited
) -> tuple[Prompt, ...]:
    if isinstance(waiting, Question):
        return (WhyAsked(waiting),)
    if waiting is Offer.REMEMBER:
        return (Phrase.WHY_REMEMBER,)
    return _of_result(kb, conversation, "why_result")


def _why_not(
    kb: KnowledgeBase, conversation: Conversation, condition: str | None
) -> tuple[Prompt, ...]:
    if condition is None:
        return (Phrase.UNKNOWN_TOPIC,)
    order = [r.condition for r in outlook(kb, conversation.evidence).ranked]
    place = order.index(condition) + 1 if condition in order else None
    return (WhyNot(explain(kb, conversation.evidence, condition), place),)


def _what_if(
    kb: KnowledgeBase, conversation: Conversation, finding: str | None, answer: Answer | None
) -> tuple[Prompt, ...]:
    if finding is None:
        if conversation.stage is not Stage.TOLD:
            return (Phrase.UNKNOWN_TOPIC,)
        # "what if it does not go away": when to see a doctor
        return _of_result(kb, conversation, "when_doctor")
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


def _next_cause(
    kb: KnowledgeBase, conversation: Conversation
) -> tuple[tuple[Prompt, ...], str | None]:
    if conversation.stage is not Stage.TOLD:
        return (Phrase.NOT_YET,), conversation.topic
    order = in_order(kb, conversation.evidence, outlook(kb, conversation.evidence))
    place = order.index(conversation.topic) + 1 if conversation.topic in order else 0
    if place >= min(len(order), 2 * MOST_CAUSES):
        return (Phrase.LAST_CAUSE,), order[0]
    return (AboutCause(order[place]),), order[place]


def _causes(kb: KnowledgeBase, conversation: Conversation, skip: int) -> CauseList:
    order = in_order(kb, conversation.evidence, outlook(kb, conversation.evidence))
    shown = order[skip : skip + MOST_CAUSES]
    return CauseList(tuple(shown), more=skip == 0)


def _reviewed(conversation: Conversation) -> Prompt:
    known = read(conversation.evidence)
    if not conversation.evidence:
        return Phrase.NOTHING_TOLD
    by_answer = {
        answer: tuple(f for f, a in known.answers.items() if a is answer) for answer in Answer
    }
    one_of = tuple(tuple(sorted(group)) for group in known.either)
    return Reviewed(by_answer[Answer.YES], by_answer[Answer.NO], by_answer[Answer.UNSURE], one_of)


def _remaining(kb: KnowledgeBase, conversation: Conversation) -> Remaining:
    return Remaining(remaining(kb, conversation.profile, conversation.evidence))


def _worried(kb: KnowledgeBase, conversation: Conversation) -> tuple[Prompt, ...]:
    known = read(conversation.evidence)
    clear = all(known.absent(f) for gate in kb.gates for f in gate.findings)
    calm = Phrase.WORRIED_CLEAR if clear else Phrase.WORRIED_UNASKED
    if conversation.stage is not Stage.TOLD:
        return (calm,)
    return (calm, DoctorWhen(outlook(kb, conversation.evidence).found.level, None))


def _cited(kb: KnowledgeBase, conversation: Conversation, waiting: Awaited) -> Cited:
    if isinstance(waiting, Question):
        sources = [s for f in waiting.findings for s in kb.findings[f].sources]
    else:
        topic = conversation.topic or outlook(kb, conversation.evidence).ranked[0].condition
        rules = outlook(kb, conversation.evidence).found.rules
        sources = [*kb.conditions[topic].sources, *(s for r in rules for s in r.sources)]
    real = (s for s in dict.fromkeys(sources) if not s.startswith("estimate"))
    return Cited(tuple(real)[:2])


def _summary(kb: KnowledgeBase, conversation: Conversation) -> Summary:
    known = read(conversation.evidence)
    present = tuple(f for f in known.answers if known.present(f))
    gates = tuple(f for gate in kb.gates for f in gate.findings)
    absent = tuple(f for f in gates if known.absent(f))
    step = conclusion(kb, conversation)
    named = causes_of(kb, conversation.evidence, step)
    return Summary(present, absent, step.found.level, (named.first, *named.helpers, *named.also))
