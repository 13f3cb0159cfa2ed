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
from skill.dialogue.causes import causes_of
from skill.dialogue.conversation import Conversation, Memory, Stage
from skill.dialogue.explaining import (
    because,
    cite,
    how_long,
    meaning,
    next_cause,
    of_result,
    reassure,
    review,
    what_if,
    why_asked,
    why_not,
)
from skill.dialogue.interviewing import (
    AFTER_RESULT,
    conclusion,
    emergency,
    offer_next,
    offered,
    put,
    reasons,
    result_reply,
)
from skill.dialogue.reply import (
    AboutCause,
    DoctorWhen,
    Form,
    Meaning,
    Phrase,
    Prompt,
    Put,
    Reply,
    Turn,
)
from skill.interview.evidence import read
from skill.interview.questions import Question, gate_question
from skill.interview.triage import assess
from skill.knowledge.model import KnowledgeBase, TriageLevel


def follow(kb: KnowledgeBase, conversation: Conversation, act: Act, waiting: Awaited) -> Turn:
    """Answer a wish, then bring back what is pending."""
    if conversation.told == TriageLevel.EMERGENCY.id:
        return _in_emergency(kb, conversation, act)
    says, named = _answer(kb, conversation, act, waiting)
    if named:
        conversation = replace(conversation, topic=named, named_at=conversation.turn)
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
    """What to say, and the cause that is spoken of by name, if any."""
    topic = conversation.topic
    match act:
        case AskedDefinition(finding, condition):
            return meaning(finding, condition, waiting, topic), condition
        case AskedAboutCondition(condition):
            named = condition or topic
            return ((AboutCause(named),) if named else (Phrase.UNKNOWN_TOPIC,)), named
        case AskedWhyNot(condition):
            return why_not(kb, conversation, condition or topic), None
        case AskedWhatIf(finding, answer):
            return what_if(kb, _about_the_result(kb, conversation), finding, answer), None
        case Asked("why_result", str(condition)) if conversation.stage is Stage.TOLD:
            return because(kb, conversation, condition), condition
        case Asked("next_cause"):
            return next_cause(kb, conversation)
        case _:
            return _simple(kb, _about_the_result(kb, conversation), act.name, waiting), None


def _about_the_result(kb: KnowledgeBase, conversation: Conversation) -> Conversation:
    """The conversation with the result's first cause as its topic, unless another one was named just
    before: a bare "why" or "when" is about what was told."""
    if conversation.stage is not Stage.TOLD or conversation.named_at == conversation.turn - 1:
        return conversation
    told = causes_of(kb, conversation.evidence, conclusion(kb, conversation))
    return replace(conversation, topic=told.first)


def _simple(
    kb: KnowledgeBase, conversation: Conversation, name: str, waiting: Awaited
) -> tuple[Prompt, ...]:
    match name:
        case "repeat":
            return _again(kb, conversation) if conversation.stage is Stage.TOLD else ()
        case "why_ask":
            return why_asked(kb, conversation, waiting)
        case "review":
            return (review(conversation),)
        case "how_long":
            return (how_long(kb, conversation),)
        case "worried":
            return _calmed(kb, conversation)
        case "source":
            return (cite(kb, conversation, waiting),)
        case "privacy":
            granted = conversation.memory is Memory.GRANTED
            return (Phrase.PRIVACY_ON if granted else Phrase.PRIVACY_OFF,)
        case "remind":
            return (Phrase.NO_REMINDERS,)
        case "help":
            return _helped(waiting)
        case _ if conversation.stage is Stage.TOLD:
            return of_result(kb, conversation, name)
        case "when_doctor" | "self_care":
            when = _when_so_far(kb, conversation)
            at_home = name == "self_care" and when.level is TriageLevel.SELF_CARE
            return (Phrase.EARLY_CARE if at_home else when,)
        case _:
            return (Phrase.NOT_YET,)


def _when_so_far(kb: KnowledgeBase, conversation: Conversation) -> DoctorWhen:
    """When to see a doctor, before the result: today where that is known by now, else as the general
    rule has it."""
    found = assess(kb, read(conversation.evidence))
    if found.level < TriageLevel.SAME_DAY:
        return DoctorWhen(TriageLevel.SELF_CARE, None)
    return DoctorWhen(found.level, None, reasons(found)[0])


def _calmed(kb: KnowledgeBase, conversation: Conversation) -> tuple[Prompt, ...]:
    """What somebody hears who is worried; while dangers are asked about, when to see a doctor only
    if that is today."""
    calm = reassure(kb, conversation)
    if conversation.stage is Stage.TOLD:
        return calm
    when = _when_so_far(kb, conversation)
    asking = gate_question(kb, read(conversation.evidence))
    return calm if asking and when.level is TriageLevel.SELF_CARE else (*calm, when)


def _again(kb: KnowledgeBase, conversation: Conversation) -> tuple[Prompt, ...]:
    """What was told last after the result, or the result itself."""
    if conversation.heard:
        return of_result(kb, conversation, conversation.heard[-1].value)
    return result_reply(kb, conversation, conclusion(kb, conversation), ()).says


def _helped(waiting: Awaited) -> tuple[Prompt, ...]:
    """What may be said now; what a single question means, too."""
    if not isinstance(waiting, Question):
        return (Phrase.HELP_RESULT,)
    if waiting.choice:
        return (Phrase.HELP_CHOICE,)
    meaning = tuple(Meaning(f) for f in waiting.findings) if len(waiting.findings) == 1 else ()
    return (*meaning, Phrase.HELP_QUESTION)
