"""What must hold at every step of every path: the claims of the proof, checked at a state."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle

from skill.dialogue.advising import advice_for
from skill.dialogue.causes import causes_of
from skill.dialogue.conversation import Conversation, Stage
from skill.dialogue.interviewing import proceed
from skill.dialogue.reply import Causes, Emergency, SafetyNet
from skill.evaluation.demand import Demand, Oracle
from skill.evaluation.paths import pending
from skill.interview.evidence import Evidence, Origin, Statement, read
from skill.interview.questions import Question
from skill.interview.step import MOST_QUESTIONS, Ask, Conclude, Step
from skill.interview.triage import Assessment, assess
from skill.knowledge.model import Answer, Kind, KnowledgeBase, TriageLevel
from skill.speech.phrase import question_home
from skill.speech.render import render
from skill.speech.words import load_words

GATES_WITHIN = 3
MOST_OF_A_KIND = 20
"""So many breaches of one claim are kept with their paths; further ones are only counted."""


@dataclass(frozen=True, slots=True, order=True)
class Breach:
    """A claim that does not hold: where on which path, and how."""

    claim: str
    path: str
    wrong: str


class Claims:
    """Checks states and collects breaches; what depends on a part of a state, once for each."""

    def __init__(self, kb: KnowledgeBase, oracle: Oracle) -> None:
        self._kb, self._oracle = kb, oracle
        self._words = load_words(kb, "en-US")
        self._flags = [f for f in oracle.red_flags() if f in kb.findings]
        self._in_turn = cycle(self._flags)
        self._spoken: set[object] = set()
        self._broken: Counter[str] = Counter()
        self._breaches: set[Breach] = set()

    def take(self) -> tuple[set[Breach], Counter[str]]:
        """What was wrong since this was last asked, and how often each claim was broken."""
        taken = self._breaches, self._broken
        self._breaches, self._broken = set(), Counter()
        return taken

    def check(self, evidence: Evidence, step: Step) -> None:
        """Every claim on this state; what is wrong is kept."""
        demand = self._oracle.demand(evidence)
        for claim, wrong in self._wrongs(evidence, step, demand):
            self._broken[claim] += 1
            if self._broken[claim] <= MOST_OF_A_KIND:
                self._breaches.add(Breach(claim, as_text(evidence), wrong))

    def _wrongs(self, evidence: Evidence, step: Step, demand: Demand) -> Iterator[tuple[str, str]]:
        question = pending(step)
        if question:
            yield from self._asking(evidence, question)
        if isinstance(step, Ask):
            if demand.level is TriageLevel.EMERGENCY:
                yield "an emergency stops the interview", f"asks {step.question.id} instead"
            yield from self._gates_early(evidence, step.question)
        else:
            yield from self._ending(evidence, step, demand)

    def _asking(self, evidence: Evidence, question: Question) -> Iterator[tuple[str, str]]:
        asked = questions_put(evidence)
        if len(asked) >= MOST_QUESTIONS and not question.again:
            yield "at most 14 questions", f"{question.id} comes after {len(asked)}"
        for finding in question.findings:
            before = [s for s in evidence if finding in s.findings and s.origin is Origin.ASKED]
            if before and not _may_ask_again(question, before):
                yield "nothing is asked twice", f"{question.id} asks for {finding} again"
        if not question.findings:
            yield "no dead end", f"{question.id} asks for nothing"
        if question.id not in self._spoken:
            self._spoken.add(question.id)
            if not self._has_words(question):
                yield "every question has words", f"{question.id} has none"

    def _has_words(self, question: Question) -> bool:
        if question.choice:
            return all(self._words.has("finding", f, "say") for f in question.findings)
        home = question_home(self._words, question)
        retry = not question.again or self._words.has(*home, "retry")
        return retry and self._words.has(*home, "question")

    def _gates_early(self, evidence: Evidence, question: Question) -> Iterator[tuple[str, str]]:
        """What settles an emergency that was told, or narrows a yes, is no danger question."""
        dangers = self._oracle.dangers
        left = dangers - {f for s in evidence for f in s.findings}
        put = [asked for asked in questions_put(evidence) if asked <= dangers]
        whole = [asked for asked in put if not any(asked < other for other in put)]
        if left and (len(whole) >= GATES_WITHIN or not dangers.issuperset(question.findings)):
            yield "dangers in the first three questions", f"not asked: {', '.join(sorted(left))}"

    def _ending(
        self, evidence: Evidence, step: Conclude, demand: Demand
    ) -> Iterator[tuple[str, str]]:
        level = step.found.level
        if level < demand.level:
            rules = ", ".join(sorted(demand.rules)) or "doubt about a danger"
            yield "no level below the evidence", f"{level.id} for {demand.level.id} by {rules}"
        yield from self._reasons(step, demand)
        if level is not TriageLevel.EMERGENCY:
            yield from self._dangers_settled(evidence)
        if not step.ranked or abs(sum(r.share for r in step.ranked) - 1) > 1e-6:
            yield "no dead end", "the causes do not add up to one"
        yield from self._flags_never_lower(evidence, level)
        yield from self._told(evidence, step)

    def _reasons(self, step: Conclude, demand: Demand) -> Iterator[tuple[str, str]]:
        found = step.found
        named = {rule.id for rule in found.rules}
        low = sorted(rule.id for rule in found.rules if rule.level is not found.level)
        if low:
            yield "the most urgent rule wins", f"{found.level.id} with {', '.join(low)}"
        if found.level is demand.level and not demand.rules <= named:
            lost = ", ".join(sorted(demand.rules - named))
            if found.level is not TriageLevel.SELF_CARE:
                yield "the most urgent rule wins", f"{lost} is not among the reasons"

    def _dangers_settled(self, evidence: Evidence) -> Iterator[tuple[str, str]]:
        for danger in sorted(self._oracle.dangers):
            said = [s.answer for s in evidence if danger in s.findings]
            if not said:
                yield "every danger is asked about", f"{danger} never was"
            elif said[-1] is Answer.UNSURE and len(said) < 2:
                yield "doubt about a danger is asked once more", f"{danger} was not"

    def _flags_never_lower(
        self, evidence: Evidence, level: TriageLevel
    ) -> Iterator[tuple[str, str]]:
        """More present findings can only make more rules apply, but for two ways to lower a level:
        a finding that clears a rule, and one that tells which of several was meant. Those are tried
        at every end, and of the others one in turn.
        """
        joined = {f for s in evidence if len(s.findings) > 1 for f in s.findings}
        risky = [f for f in self._flags if f in self._oracle.clearing or f in joined]
        for flag in (*risky, next(self._in_turn)):
            more = (*evidence, Statement((flag,), Answer.YES, Origin.VOLUNTEERED, 99))
            found = assess(self._kb, read(more)).level
            if found < level and not self._oracle.named_by_rules(flag):
                yield "a red flag never lowers the level", f"{flag}: {level.id} to {found.id}"

    def _told(self, evidence: Evidence, step: Conclude) -> Iterator[tuple[str, str]]:
        found = step.found
        reasons = tuple(r.id for r in found.rules), tuple(g.id for g in found.doubtful)
        causes = causes_of(self._kb, evidence, step)
        sight = found.level, reasons, causes, step.settling
        talk = Conversation(evidence=evidence, stage=Stage.ASKING)
        emergency = found.level is TriageLevel.EMERGENCY
        advice = advice_for(self._kb, evidence, step)
        if not emergency and not advice and not found.doubtful:
            yield "each ending has advice", f"none for {causes.first}"
        if found.level is TriageLevel.SAME_DAY:
            yield from self._by_the_rules(found, causes, advice)
        if sight not in self._spoken:
            self._spoken.add(sight)
            yield from self._said(talk, emergency=emergency)

    def _by_the_rules(
        self, found: Assessment, causes: Causes, advice: tuple[str, ...]
    ) -> Iterator[tuple[str, str]]:
        """Who is to be seen today hears what the rules suspect and say to do, and no self-care."""
        decided = [rule for rule in self._oracle.rules if rule["id"] in {r.id for r in found.rules}]
        suspects = {c for rule in decided for c in rule.get("suspects", ())}
        to_do = {a for rule in decided for a in rule.get("advice", ())}
        everyday = (c for c in self._kb.conditions.values() if c.level is TriageLevel.SELF_CARE)
        harmless = [c for c in everyday if c.kind is not Kind.DISEASE]
        talks_down = {c.id for c in harmless} | {a for c in harmless for a in c.advice}
        for told in (*causes.named, *advice):
            if told not in suspects | to_do or told in talks_down:
                yield "from today on the rules tell", f"{told} for {', '.join(sorted(suspects))}"

    def _said(self, talk: Conversation, *, emergency: bool) -> Iterator[tuple[str, str]]:
        turn = proceed(self._kb, talk, talk)
        wanted = Emergency if emergency else SafetyNet
        if not any(isinstance(prompt, wanted) for prompt in turn.reply.says):
            yield "each ending has a safety net", f"no {wanted.__name__} among the prompts"
        try:
            render(self._kb, self._words, turn)
        except (KeyError, LookupError) as error:
            yield "each ending has words", str(error)


def questions_put(evidence: Evidence) -> set[frozenset[str]]:
    """The questions so far, each by what it asked for; the same once more is no other one."""
    turns: dict[int, set[str]] = {}
    for statement in evidence:
        if statement.origin is Origin.ASKED:
            turns.setdefault(statement.turn, set()).update(statement.findings)
    return {frozenset(findings) for findings in turns.values()}


def as_text(evidence: Evidence) -> str:
    """The path as one line."""
    return "; ".join(f"{'|'.join(s.findings)}={s.answer}" for s in evidence) or "the first question"


def _may_ask_again(question: Question, before: list[Statement]) -> bool:
    """A danger once more after doubt; one of several after a yes to all in one breath."""
    last = before[-1]
    if question.again:
        doubts = [s for s in before if s.answer is Answer.UNSURE]
        return last.answer is Answer.UNSURE and len(doubts) == 1
    narrower = all(len(question.findings) < len(s.findings) for s in before)
    return last.answer is Answer.YES and narrower
