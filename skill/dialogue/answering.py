"""What an act adds to the evidence, given what was asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from skill.dialogue.acts import Act, Answered, Asked, Chosen, Corrected, Reported, SpokeOfOther
from skill.dialogue.causes import closest_first
from skill.dialogue.conversation import Conversation, Offer, Stage
from skill.interview.evidence import Evidence, Origin, Statement, read
from skill.interview.questions import Question
from skill.interview.step import Ask, Conclude, next_step
from skill.interview.triage import Assessment
from skill.knowledge.model import Answer, Answers, KnowledgeBase

Awaited = Question | Offer | None


def awaited(kb: KnowledgeBase, conversation: Conversation) -> Awaited:
    """What the person was last asked and has not answered yet."""
    if conversation.stage is Stage.NEW or conversation.offer:
        return conversation.offer
    step = next_step(kb, conversation.profile, conversation.evidence)
    return step.question if isinstance(step, Ask) else lowering_question(kb, conversation, step)


def lowering_question(
    kb: KnowledgeBase, conversation: Conversation, step: Conclude
) -> Question | None:
    """The question that may lower an emergency: what its rules ask, or, where the person says that
    it was heard wrong, about the sign itself."""
    if step.settling or not conversation.disputed:
        return step.settling
    return sign_behind(kb, conversation.evidence, step.found)


def sign_behind(kb: KnowledgeBase, evidence: Evidence, found: Assessment) -> Question | None:
    """The question about what an alarm rests on, the sign told last; None where none is ever asked."""
    known = read(evidence)
    reasons = [{*rule.every, *rule.some} for rule in closest_first(found)]
    reasons += [set(gate.findings) for gate in found.doubtful]
    signs = set().union(*reasons)
    for statement in reversed(evidence):
        left = tuple(f for f in statement.findings if f in signs and not known.absent(f))
        if reasons[0].intersection(left) and all(kb.findings[f].asked for f in left):
            gate = next((g.id for g in kb.gates if g.findings == left), left[0])
            return Question(gate, left, settles=True)
    return None


def asked_findings(kb: KnowledgeBase, conversation: Conversation) -> tuple[str, ...]:
    """The findings of the question that is waiting for an answer."""
    waiting = awaited(kb, conversation)
    return waiting.findings if isinstance(waiting, Question) else ()


def record(conversation: Conversation, act: Act, question: Question | None) -> Conversation:
    """The conversation with whatever the act tells of findings appended to its evidence."""
    statements = _statements(act, question, conversation)
    numbered = tuple(replace(s, turn=conversation.turn) for s in statements)
    other = act.other if isinstance(act, SpokeOfOther) else conversation.other
    return replace(conversation, evidence=_compact(conversation.evidence + numbered), other=other)


def correction(conversation: Conversation, act: Corrected) -> Statement | None:
    """The changed answer: the one named, or the last one given; None where there is none."""
    known = read(conversation.evidence)
    if act.finding is None:
        last = next((s for s in reversed(conversation.evidence)), None)
        if last is None:
            return None
        return Statement(last.findings, act.answer or _turned(last.answer), Origin.CORRECTED)
    before = known.answers.get(act.finding, Answer.NO)
    return Statement((act.finding,), act.answer or _turned(before), Origin.CORRECTED)


def contradicted(conversation: Conversation, act: Act, question: Question | None) -> Answers:
    """What the act tells otherwise than it is on record, save what was asked just now."""
    known = read(conversation.evidence)
    asked = question.findings if question else ()
    possible = known.possible()
    return {
        f: said
        for f, said in getattr(act, "findings", {}).items()
        if f not in asked
        and ((said is Answer.NO and f in possible) or (said is Answer.YES and known.absent(f)))
    }


def as_correction(
    conversation: Conversation, act: Act, question: Question | None
) -> Reported | None:
    """What an answer tells if it contradicts the record: its yes or no then belongs to that, and the
    open question stays open, unless the answer names parts of a choice."""
    if not isinstance(act, Answered) or not contradicted(conversation, act, question):
        return None
    asked = question.findings if question else ()
    if question and question.choice and any(f in asked for f in act.findings):
        return None
    told = {f: a for f, a in act.findings.items() if f not in asked or a is not act.answer}
    return Reported(told)


def is_bare_yes_to_choice(act: Act, question: Awaited) -> bool:
    """Whether a choice got a yes that names nothing; what is told beside a yes explains it."""
    if not isinstance(question, Question) or not question.choice:
        return False
    return isinstance(act, Answered) and act.answer is Answer.YES and not act.findings


def _statements(act: Act, question: Question | None, conversation: Conversation) -> Evidence:
    match act:
        case Answered(answer, findings) if question:
            return _answered(question, answer, findings, conversation)
        case Reported(findings) if question:
            return _reported(question, findings)
        case Chosen(every) if question:
            return _each(question.findings, Answer.YES if every else Answer.NO)
        case Asked("skip") if question:
            return (Statement(question.findings, Answer.UNSURE, Origin.SKIPPED),)
        case Corrected() as corrected:
            statement = correction(conversation, corrected)
            return (statement,) if statement else ()
        case Answered(_, findings) | Reported(findings) | SpokeOfOther(_, _, findings):
            return _volunteered(findings)
    return ()


def _answered(
    question: Question, answer: Answer, findings: Answers, conversation: Conversation
) -> Evidence:
    if not question.choice:
        asked = Statement(question.findings, answer, Origin.ASKED)
        more = {f: a for f, a in findings.items() if (f, a) != (question.id, answer)}
        return (asked, *_volunteered(more, question))
    if any(f in question.findings for f in findings):
        return _reported(question, findings)
    if answer is Answer.YES:
        one_of_them = conversation.which and not findings
        return (
            (Statement(question.findings, answer, Origin.ASKED),)
            if one_of_them
            else _volunteered(findings)
        )
    return (*_each(question.findings, answer), *_volunteered(findings))


def _reported(question: Question, findings: Answers) -> Evidence:
    """Findings told in answer to a question; in a choice, what is not named is absent."""
    named = {f for f in question.findings if findings.get(f) is Answer.YES}
    rest = tuple(f for f in question.findings if f not in findings) if named else ()
    unnamed = _each(rest, Answer.NO) if question.choice else ()
    return (*unnamed, *_volunteered(findings, question))


def _each(findings: tuple[str, ...], answer: Answer) -> Evidence:
    return tuple(Statement((f,), answer, Origin.ASKED) for f in findings)


def _volunteered(findings: Mapping[str, Answer], question: Question | None = None) -> Evidence:
    asked = question.findings if question else ()
    return tuple(
        Statement((f,), a, Origin.ASKED if f in asked else Origin.VOLUNTEERED)
        for f, a in findings.items()
    )


def _turned(answer: Answer) -> Answer:
    return Answer.NO if answer is Answer.YES else Answer.YES


MOST_STATEMENTS = 60
"""Beyond this, statements that later ones override are dropped, to keep the session small."""


def _compact(evidence: Evidence) -> Evidence:
    if len(evidence) <= MOST_STATEMENTS:
        return evidence
    last = {s.findings: i for i, s in enumerate(evidence)}
    return tuple(s for i, s in enumerate(evidence) if last[s.findings] == i)
