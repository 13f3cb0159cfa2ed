"""What the tests of the core share: the real knowledge and words, and a talk made of acts."""

from __future__ import annotations

from dataclasses import dataclass, field

from skill.dialogue.acts import Act, Answered, Chosen, Launched
from skill.dialogue.conversation import Conversation
from skill.dialogue.reply import Prompt, Reply, Turn
from skill.dialogue.turn import take_turn
from skill.evaluation.promises import broken_promises
from skill.interview.questions import Question
from skill.knowledge.load import load_knowledge
from skill.knowledge.model import Answer, KnowledgeBase
from skill.speech.render import Rendering, render
from skill.speech.words import SPOKEN_LOCALES, load_words

KB = load_knowledge()
WORDS = {locale: load_words(KB, locale) for locale in SPOKEN_LOCALES}
YES, NO, UNSURE = Answer.YES, Answer.NO, Answer.UNSURE
GATES = tuple(f for gate in KB.gates for f in gate.findings)


@dataclass
class Talk:
    """A conversation by acts; every turn is held to the promises of the product."""

    conversation: Conversation = field(default_factory=Conversation)
    locale: str = "en-US"
    kb: KnowledgeBase = KB
    turn: Turn = field(default_factory=lambda: Turn(Reply(()), Conversation()))

    def does(self, *acts: Act) -> Reply:
        """Take a turn for each act; the reply to the last one."""
        for act in acts:
            self.turn = take_turn(self.kb, self.conversation, act)
            broken = broken_promises(self.kb, WORDS[self.locale], self.conversation, act, self.turn)
            assert broken == [], act
            self.conversation = self.turn.conversation
        return self.turn.reply

    @property
    def question(self) -> Question | None:
        """The question that was just asked."""
        return self.turn.reply.question

    @property
    def rendering(self) -> Rendering:
        """What is heard and seen of the last turn."""
        return render(self.kb, WORDS[self.locale], self.turn)

    def said(self, kind: type[Prompt] | Prompt) -> bool:
        """Whether the last reply says this prompt, or one of this kind."""
        prompts = (*self.turn.reply.says, self.turn.reply.asks)
        return any(p == kind or (isinstance(kind, type) and isinstance(p, kind)) for p in prompts)

    def past_gates(self) -> Talk:
        """Launch and say no to every danger."""
        self.does(Launched())
        while self.question and self.question.id in [gate.id for gate in KB.gates]:
            self.does(Answered(NO))
        return self

    def to_result(self, *present: str) -> Talk:
        """Answer truly until the result, these findings being present and all others absent."""
        if self.turn.reply.asks is None:
            self.does(Launched())
        for _ in range(30):
            question = self.question
            if question is None or question.settles:
                return self
            yes = {f: YES for f in question.findings if f in present}
            if question.choice:
                self.does(Answered(YES, yes) if yes else Chosen(False))
            else:
                self.does(Answered(YES if yes else NO))
        raise AssertionError("the interview does not end")
