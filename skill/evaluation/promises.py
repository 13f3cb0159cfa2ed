"""What every turn owes the person, whatever they did before: the oracle of walks and tests."""

from __future__ import annotations

import json
from collections.abc import Iterator
from xml.parsers import expat

from skill.dialogue.acts import Act, Asked, Corrected, Ended
from skill.dialogue.answering import awaited
from skill.dialogue.conversation import Conversation, Offer, Stage
from skill.dialogue.reply import Emergency, Phrase, Put, Turn
from skill.interview.evidence import Evidence, Origin, Statement, questions_asked, read
from skill.interview.step import MOST_QUESTIONS
from skill.interview.triage import assess
from skill.knowledge.model import Answer, KnowledgeBase, TriageLevel
from skill.speech.render import render
from skill.speech.ssml import to_ssml
from skill.speech.words import Words

MOST_SPEECH = 8_000
MOST_SESSION = 4_000

TAKES_BACK = ("back", "start_over", "forget", "stop")
"""Wishes after which earlier answers no longer count."""

Broken = Iterator[str]


def broken_promises(
    kb: KnowledgeBase, words: Words, before: Conversation, act: Act, turn: Turn
) -> list[str]:
    """Every promise that this turn breaks, in words; none is as it should be."""
    return [
        *_is_sayable(kb, words, act, turn),
        *_fits_the_session(kb, turn),
        *_puts_danger_first(kb, before, act, turn),
        *_keeps_the_level(kb, before, act, turn),
        *_asks_nothing_twice(kb, turn),
    ]


def _is_sayable(kb: KnowledgeBase, words: Words, act: Act, turn: Turn) -> Broken:
    rendering = render(kb, words, turn)
    if isinstance(act, Ended):
        return
    for text in (rendering.speech, rendering.reprompt):
        ssml = f"<speak>{to_ssml(text or '', slow=rendering.slow)}</speak>"
        expat.ParserCreate().Parse(ssml, True)
        if len(ssml) > MOST_SPEECH:
            yield f"speech of {len(ssml)} characters"
    if not rendering.speech.strip():
        yield "nothing is said"
    if rendering.open and not rendering.speech.endswith("?"):
        yield f"the microphone opens without a question: {rendering.speech[-60:]!r}"
    if rendering.open and not (rendering.reprompt or "").strip():
        yield "the microphone opens without a reprompt"


def _fits_the_session(kb: KnowledgeBase, turn: Turn) -> Broken:
    written = json.dumps(turn.conversation.to_json())
    if len(written) > MOST_SESSION:
        yield f"a session of {len(written)} characters"
    if Conversation.from_json(kb, json.loads(written)) != turn.conversation:
        yield "the session does not come back as it was"


def _puts_danger_first(kb: KnowledgeBase, before: Conversation, act: Act, turn: Turn) -> Broken:
    """After an emergency or a red flag in this very breath, help comes first, and the session
    stays open for a correction."""
    if isinstance(act, Ended) or (isinstance(act, Asked) and act.name in TAKES_BACK):
        return
    says = turn.reply.says
    if says[:1] == (Phrase.GIVING_UP,):
        return
    said = _volunteered(act)
    heard = TriageLevel.EMERGENCY in (_level(kb, said), _level(kb, turn.conversation.evidence))
    if not heard or _is_settled(kb, before, turn.conversation, said):
        return
    if not isinstance((*says, None)[0], Emergency):
        yield f"an emergency, and the first thing said is {(*says, None)[0]}"
    if not turn.reply.asks:
        yield "an emergency closes the session: nothing can be corrected"


def _is_settled(
    kb: KnowledgeBase, before: Conversation, after: Conversation, said: Evidence
) -> bool:
    """Whether what was told before, or the answer in the same breath, takes the danger out of what
    is said now; that has to be taken in, too."""
    if _level(kb, (*before.evidence, *said)) is not TriageLevel.EMERGENCY:
        return True
    known = read(after.evidence)
    taken_in = all(known.present(f) for s in said if s.answer is Answer.YES for f in s.findings)
    return taken_in and _level(kb, after.evidence) is not TriageLevel.EMERGENCY


def _keeps_the_level(kb: KnowledgeBase, before: Conversation, act: Act, turn: Turn) -> Broken:
    after = turn.conversation
    if isinstance(act, Asked | Corrected) and (
        isinstance(act, Corrected) or act.name in TAKES_BACK
    ):
        return
    if not after.evidence and before.offer is Offer.RESUME:
        return
    was, now = _level(kb, before.evidence), _level(kb, after.evidence)
    if now < was and not _is_named(kb, before.evidence, after.evidence):
        yield f"the level falls from {was.id} to {now.id}"


def _is_named(kb: KnowledgeBase, before: Evidence, after: Evidence) -> bool:
    """Whether the new statements change an answer given, settle which of several signs it was,
    or are what a rule that has fired looks for."""
    known = read(before)
    fired = assess(kb, known)
    named = {f for rule in fired.rules for way in rule.cleared_by for f in way}
    named.update(f for gate in fired.doubtful for f in gate.findings)
    named.update(known.answers, *known.either)
    return any(f in named for s in after if s not in before for f in s.findings)


def _asks_nothing_twice(kb: KnowledgeBase, turn: Turn) -> Broken:
    question, asks = turn.reply.question, turn.reply.asks
    if (question is not None) != isinstance(asks, Put):
        yield f"the question {question} is put as {asks}"
    if question is None:
        return
    if awaited(kb, turn.conversation) != question:
        yield f"{question.id} is asked, {awaited(kb, turn.conversation)} is awaited"
    known = read(turn.conversation.evidence)
    if turn.conversation.disputed:
        return
    for finding in question.findings:
        doubts = known.doubts.get(finding, 0) if question.again else 0
        if known.spoken_of(finding) and doubts != 1:
            yield f"{finding} is asked again"
    asked = questions_asked(turn.conversation.evidence)
    if turn.conversation.stage is Stage.ASKING and asked >= MOST_QUESTIONS:
        yield f"question {asked + 1} is asked"


def _level(kb: KnowledgeBase, evidence: Evidence) -> TriageLevel:
    return assess(kb, read(evidence)).level


def _volunteered(act: Act) -> Evidence:
    findings = getattr(act, "findings", {})
    return tuple(Statement((f,), a, Origin.VOLUNTEERED) for f, a in findings.items())
