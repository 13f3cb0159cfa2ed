"""One exchange: what the person did in, what we do back out. Total: any act in any state."""

from __future__ import annotations

from dataclasses import replace

from skill.dialogue.acknowledging import acknowledged
from skill.dialogue.acts import (
    Act,
    Answered,
    Asked,
    Chosen,
    Corrected,
    Ended,
    Launched,
    Reported,
    SpokeOfOther,
    Unclear,
)
from skill.dialogue.answering import (
    Awaited,
    as_correction,
    awaited,
    correction,
    is_bare_yes_to_choice,
    record,
)
from skill.dialogue.conversation import Conversation, Memory, Offer, Pace, Stage
from skill.dialogue.following import follow
from skill.dialogue.interviewing import conclusion, emergency, offer_next, offered, proceed, put
from skill.dialogue.reply import Form, Phrase, Prompt, Put, ReadBack, Reply, Turn
from skill.dialogue.vetting import vetted
from skill.interview.evidence import Origin, read, without_last_turn
from skill.interview.questions import Question
from skill.interview.triage import assess
from skill.knowledge.model import Answer, KnowledgeBase, TriageLevel

MOST_MISSES = 4
"""After so many misunderstandings in a row we say what to do in danger and end."""


def take_turn(kb: KnowledgeBase, conversation: Conversation, act: Act) -> Turn:
    """What to say to this act, and the conversation after it."""
    conversation = replace(conversation, turn=conversation.turn + 1)
    act = vetted(kb, act)
    if isinstance(act, Ended):
        return Turn(Reply(()), conversation)
    if isinstance(act, Asked) and act.name == "stop":
        return Turn(Reply((Phrase.GOODBYE,)), conversation)
    if conversation.stage is Stage.NEW:
        return _begin(kb, conversation, act)
    return _go_on(kb, conversation, act)


def _begin(kb: KnowledgeBase, conversation: Conversation, act: Act) -> Turn:
    started = replace(conversation, stage=Stage.ASKING)
    welcome = Phrase.WELCOME_BACK if conversation.returning else Phrase.WELCOME
    if conversation.offer is Offer.RESUME:
        if act in (Asked("forget"), Asked("start_over")):
            return _go_on(kb, started, act)
        told = record(started, act, None)
        if _in_danger(kb, told):
            return proceed(kb, conversation, told)
        return Turn(Reply((welcome,), Phrase.RESUME), told)
    if isinstance(act, Launched | Unclear) or (isinstance(act, Answered) and not act.findings):
        return proceed(kb, conversation, started, (welcome, Phrase.DISCLAIMER, Phrase.SAFETY_FIRST))
    turn = _go_on(kb, started, act)
    if turn.conversation.told == TriageLevel.EMERGENCY.id:
        return turn
    opening = () if act == Asked("help") else (Phrase.DISCLAIMER,)
    return replace(turn, reply=replace(turn.reply, says=(*opening, *turn.reply.says)))


def _go_on(kb: KnowledgeBase, conversation: Conversation, act: Act) -> Turn:
    waiting = awaited(kb, conversation)
    match act:
        case Launched():
            return _restate(kb, conversation, waiting, Phrase.WELCOME_BACK)
        case Unclear(reason):
            return _misunderstood(kb, conversation, waiting, reason)
        case Answered() | Chosen() | Reported() | SpokeOfOther():
            return _told(kb, conversation, waiting, act)
        case Corrected():
            return _corrected(kb, conversation, act)
        case Asked(name="back"):
            return _back(kb, conversation)
        case Asked(name="skip"):
            return _skip(kb, conversation, waiting)
        case Asked(name="start_over"):
            return _start_over(kb, conversation)
        case Asked(name="slower"):
            slower = replace(conversation, pace=Pace.SLOW)
            return _restate(kb, slower, waiting, Phrase.SLOWER)
        case Asked(name="shorter"):
            shorter = replace(conversation, pace=Pace.SHORT)
            return _restate(kb, shorter, waiting, Phrase.SHORTER)
        case Asked(name="forget"):
            forgotten = Conversation(seed=conversation.seed, memory=Memory.REFUSED)
            return Turn(Reply((Phrase.FORGOTTEN, Phrase.GOODBYE)), forgotten)
        case Asked(name="resume"):
            return _restate(kb, conversation, waiting, Phrase.RESUMED)
        case _:
            return follow(kb, replace(conversation, misses=0), act, waiting)


def _told(kb: KnowledgeBase, conversation: Conversation, waiting: Awaited, act: Act) -> Turn:
    """Findings, in answer or unasked; danger is heard whatever was asked."""
    question = waiting if isinstance(waiting, Question) else None
    if question and conversation.disputed and not _is_no(act):
        act, question = _without_doubt(act, question), None
    act = _as_meant(kb, conversation, act, question)
    now = record(conversation, act, question)
    silent = now.evidence == conversation.evidence and now.other == conversation.other
    if _in_danger(kb, now):
        if conversation.told == TriageLevel.EMERGENCY.id and not question and _is_no(act):
            return _disputed(kb, now)
        if not silent:
            return proceed(kb, conversation, now)
    if isinstance(waiting, Offer) and isinstance(act, Answered | Chosen):
        return _offered(kb, conversation, now, waiting, act)
    which = replace(now, which=True, misses=0)
    bare = is_bare_yes_to_choice(act, waiting) and not conversation.which
    if bare and question and awaited(kb, which) == question:
        return put(which, question)
    if silent:
        return _nothing_new(kb, conversation, waiting, act)
    return proceed(kb, conversation, now, acknowledged(conversation, now, act, question))


def _without_doubt(act: Act, question: Question) -> Act:
    """The act without what it says of a sign behind an alarm, save a no: only that takes it back."""
    if not isinstance(act, Answered | Reported | SpokeOfOther):
        return act
    told = act.findings.items()
    return replace(
        act, findings={f: a for f, a in told if a is Answer.NO or f not in question.findings}
    )


def _disputed(kb: KnowledgeBase, conversation: Conversation) -> Turn:
    """An emergency that the person says was heard wrong: the sign that it rests on is asked about;
    of a sign that is never asked about, we say how to take it back."""
    disputed = replace(conversation, disputed=True)
    turn = emergency(kb, disputed, conclusion(kb, disputed))
    return turn if turn.reply.question else follow(kb, conversation, Asked("help"), None)


def _as_meant(
    kb: KnowledgeBase, conversation: Conversation, act: Act, question: Question | None
) -> Act:
    """The act, or the correction that it is; a yes to a danger is taken at its word."""
    meant = as_correction(conversation, act, question)
    if meant is None:
        return act
    as_said, as_meant = (record(conversation, a, question) for a in (act, meant))
    return act if _in_danger(kb, as_said) and not _in_danger(kb, as_meant) else meant


def _in_danger(kb: KnowledgeBase, conversation: Conversation) -> bool:
    return assess(kb, read(conversation.evidence)).level is TriageLevel.EMERGENCY


def _nothing_new(kb: KnowledgeBase, conversation: Conversation, waiting: Awaited, act: Act) -> Turn:
    """A yes or no with nothing asked: back to what is pending, never an error."""
    if conversation.told == TriageLevel.EMERGENCY.id:
        return emergency(kb, replace(conversation, disputed=False), conclusion(kb, conversation))
    if conversation.stage is Stage.TOLD and isinstance(act, Answered | Chosen):
        if _is_no(act):
            return Turn(Reply((Phrase.TAKE_CARE,)), conversation)
        if not _is_yes(act):
            return follow(kb, conversation, Asked("help"), waiting)
        offering = offer_next(conversation)
        if offering.offer is None:
            return follow(kb, conversation, Asked("help"), waiting)
        return Turn(Reply((), offered(offering)), offering)
    return _restate(kb, conversation, waiting)


def _is_yes(act: Act) -> bool:
    return (isinstance(act, Answered) and act.answer is Answer.YES) or act == Chosen(True)


def _is_no(act: Act) -> bool:
    return (isinstance(act, Answered) and act.answer is Answer.NO) or act == Chosen(False)


def _offered(
    kb: KnowledgeBase, before: Conversation, now: Conversation, offer: Offer, act: Act
) -> Turn:
    now = replace(now, offer=None)
    match offer, _is_yes(act):
        case Offer.REMEMBER, True:
            kept = replace(now, memory=Memory.GRANTED)
            return proceed(kb, before, kept, (Phrase.WILL_REMEMBER,))
        case Offer.REMEMBER, False:
            not_kept = replace(now, memory=Memory.REFUSED)
            return proceed(kb, before, not_kept, (Phrase.WONT_REMEMBER,))
        case Offer.RESUME, True:
            return proceed(kb, now, now, (Phrase.RESUMED,))
        case Offer.RESUME, False:
            return _start_over(kb, now)
        case _ if now.evidence != before.evidence:
            return proceed(kb, before, now, acknowledged(before, now, act, None))
        case _, True:
            return follow(kb, now, Asked(offer.value), None)
        case _ if not _is_no(act):
            return follow(kb, before, Asked("help"), offer)
        case _:
            return Turn(Reply((Phrase.TAKE_CARE,)), now)


def _corrected(kb: KnowledgeBase, conversation: Conversation, act: Corrected) -> Turn:
    statement = correction(conversation, act)
    if statement is None:
        return _restate(kb, conversation, awaited(kb, conversation), Phrase.NOTHING_BEFORE)
    if act.finding is None and _was_choice(conversation):
        return _back(kb, conversation)
    now = record(conversation, act, None)
    named = statement.findings[0] if len(statement.findings) == 1 else None
    return proceed(kb, conversation, now, (ReadBack(named, statement.answer),))


def _was_choice(conversation: Conversation) -> bool:
    """Whether the last answer was to a choice, so that nobody knows which part of it is meant."""
    last = conversation.evidence[-1]
    parts = [s for s in conversation.evidence if s.turn == last.turn and s.origin is Origin.ASKED]
    return len(parts) > 1


def _back(kb: KnowledgeBase, conversation: Conversation) -> Turn:
    if not conversation.evidence:
        return _restate(kb, conversation, awaited(kb, conversation), Phrase.NOTHING_BEFORE)
    earlier = replace(
        conversation,
        evidence=without_last_turn(conversation.evidence),
        stage=Stage.ASKING,
        told=None,
    )
    return proceed(kb, earlier, earlier, (Phrase.WENT_BACK,))


def _skip(kb: KnowledgeBase, conversation: Conversation, waiting: Awaited) -> Turn:
    if not isinstance(waiting, Question) or conversation.disputed:
        return _restate(kb, conversation, waiting)
    now = record(conversation, Asked("skip"), waiting)
    return proceed(kb, conversation, now, (Phrase.SKIPPED,))


def _start_over(kb: KnowledgeBase, conversation: Conversation) -> Turn:
    fresh = Conversation(
        stage=Stage.ASKING,
        memory=conversation.memory,
        pace=conversation.pace,
        seed=conversation.seed,
        returning=conversation.returning,
    )
    return proceed(kb, fresh, fresh, (Phrase.STARTED_OVER,))


def _misunderstood(
    kb: KnowledgeBase, conversation: Conversation, waiting: Awaited, reason: str
) -> Turn:
    if reason == "aside":
        return _restate(kb, conversation, waiting, Phrase.ASIDE)
    misses = conversation.misses + 1
    missed = replace(conversation, misses=misses)
    if misses >= MOST_MISSES:
        return Turn(Reply((Phrase.GIVING_UP,)), missed)
    choice = isinstance(waiting, Question) and waiting.choice
    twice = Phrase.MISSED_TWICE_CHOICE if choice else Phrase.MISSED_TWICE
    help_at = (Phrase.MISSED_ONCE, twice, Phrase.MISSED_THRICE)
    turn = _restate(kb, missed, waiting, help_at[misses - 1], form=Form.SHORT)
    return replace(turn, conversation=replace(turn.conversation, misses=misses))


def _restate(
    kb: KnowledgeBase,
    conversation: Conversation,
    waiting: Awaited,
    *says: Prompt,
    form: Form = Form.FULL,
) -> Turn:
    """Bring back what is pending: the question, the offer, or what may be asked next."""
    if conversation.told == TriageLevel.EMERGENCY.id:
        return emergency(kb, conversation, conclusion(kb, conversation))
    if isinstance(waiting, Question):
        turn = put(conversation, waiting, *says)
        asks = Put(waiting, form) if form is Form.SHORT else turn.reply.asks
        return replace(turn, reply=replace(turn.reply, asks=asks))
    return Turn(Reply(says, offered(conversation)), conversation)
