"""What is said of what was just told, before the talk goes on."""

from __future__ import annotations

from skill.dialogue.acts import Act, Answered, SpokeOfOther
from skill.dialogue.answering import contradicted
from skill.dialogue.conversation import Conversation
from skill.dialogue.reply import Noted, Phrase, Prompt, ReadBack
from skill.interview.questions import Question
from skill.knowledge.model import Answer


def acknowledged(
    before: Conversation, now: Conversation, act: Act, question: Question | None
) -> tuple[Prompt, ...]:
    """Read back, noted, or a mere okay."""
    if isinstance(act, SpokeOfOther) and now.other != before.other:
        return (Phrase.ABOUT_OTHER if now.other else Phrase.ABOUT_SELF,)
    asked = question.findings if question and not question.choice else ()
    changed = contradicted(before, act, question)
    denied = tuple(f for f, a in changed.items() if a is Answer.NO)
    findings = getattr(act, "findings", {})
    extra = {f: a for f, a in findings.items() if f not in (*asked, *denied)}
    present = tuple(f for f, a in extra.items() if a is Answer.YES)
    absent = tuple(f for f, a in extra.items() if a is Answer.NO)
    told = (
        *(ReadBack(f, Answer.NO) for f in denied),
        *((Noted(present, absent),) if present or absent else ()),
    )
    if told or extra:
        return told or (Phrase.FINE_UNSURE,)
    match act:
        case Answered(Answer.UNSURE):
            return (Phrase.FINE_UNSURE,)
        case Answered(Answer.NO) if question and question.settles is False:
            return (Phrase.GOOD,) if _is_gate(question) else (Phrase.OKAY,)
        case _:
            return (Phrase.OKAY,)


def _is_gate(question: Question) -> bool:
    return len(question.findings) > 1 and not question.choice
