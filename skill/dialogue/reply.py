"""What we do back: prompt values without words, and what is to be seen beside them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from skill.dialogue.conversation import Conversation
from skill.interview.explain import Explanation
from skill.interview.questions import Question
from skill.interview.step import Conclude
from skill.knowledge.model import Answer, TriageLevel


class Phrase(StrEnum):
    """Prompts that say the same whatever the evidence; each value is a key of the words."""

    WELCOME = "welcome"
    WELCOME_BACK = "welcome_back"
    DISCLAIMER = "disclaimer"
    SAFETY_FIRST = "safety_first"
    STARTED_OVER = "started_over"
    LOST = "lost"
    GATES_CLEAR = "gates_clear"
    CHOICE_HOW = "choice_how"
    GOOD = "good"
    OKAY = "okay"
    FINE_UNSURE = "fine_unsure"
    SKIPPED = "skipped"
    NOT_SKIPPED = "not_skipped"
    WENT_BACK = "went_back"
    NOTHING_BEFORE = "nothing_before"
    NOT_YET = "not_yet"
    EARLY_CARE = "early_care"
    ASIDE = "aside"
    SLOWER = "slower"
    SHORTER = "shorter"
    MISSED_ONCE = "missed_once"
    MISSED_TWICE = "missed_twice"
    MISSED_TWICE_CHOICE = "missed_twice_choice"
    MISSED_THRICE = "missed_thrice"
    GIVING_UP = "giving_up"
    GOODBYE = "goodbye"
    TAKE_CARE = "take_care"
    CORRECT_ME = "correct_me"
    LOWERED = "lowered"
    HELP_QUESTION = "help_question"
    HELP_CHOICE = "help_choice"
    HELP_RESULT = "help_result"
    HELP_EMERGENCY = "help_emergency"
    OFFER_SELF_CARE = "offer_self_care"
    OFFER_WHEN_DOCTOR = "offer_when_doctor"
    OFFER_WHAT_ELSE = "offer_what_else"
    ANYTHING_ELSE = "anything_else"
    CARD_SENT = "card_sent"
    NO_REMINDERS = "no_reminders"
    PRIVACY_OFF = "privacy_off"
    PRIVACY_ON = "privacy_on"
    FORGOTTEN = "forgotten"
    REMEMBER = "remember"
    WHY_REMEMBER = "why_remember"
    WILL_REMEMBER = "will_remember"
    WONT_REMEMBER = "wont_remember"
    RESUME = "resume"
    RESUMED = "resumed"
    ABOUT_OTHER = "about_other"
    ABOUT_SELF = "about_self"
    NOTHING_TOLD = "nothing_told"
    UNKNOWN_TOPIC = "unknown_topic"
    CHANGED_NOTHING = "changed_nothing"
    CHANGED_ADVICE = "changed_advice"
    WORRIED_CLEAR = "worried_clear"
    WORRIED_UNASKED = "worried_unasked"
    CANNOT_NARROW = "cannot_narrow"
    CAUSE_OPEN = "cause_open"
    LAST_CAUSE = "last_cause"
    FAILED = "failed"


class Form(StrEnum):
    """How a question is put: in full, briefly after a misunderstanding, to find which, or after
    its parts have just been named."""

    FULL = "full"
    SHORT = "short"
    WHICH = "which"
    NAMED = "named"


@dataclass(frozen=True, slots=True)
class Put:
    """The question itself."""

    question: Question
    form: Form = Form.FULL


@dataclass(frozen=True, slots=True)
class Noted:
    """Reads back what was volunteered."""

    present: tuple[str, ...]
    absent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadBack:
    """Reads back a changed answer; without a finding, the joined one just given."""

    finding: str | None
    answer: Answer


@dataclass(frozen=True, slots=True)
class WhyAsked:
    """The reason for a question."""

    question: Question


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a finding or a condition is, in plain words."""

    finding: str | None = None
    condition: str | None = None


@dataclass(frozen=True, slots=True)
class Remaining:
    """How many questions are about to come."""

    questions: int


@dataclass(frozen=True, slots=True)
class Reviewed:
    """All answers so far; `one_of` are joined ones that hold for at least one."""

    present: tuple[str, ...]
    absent: tuple[str, ...]
    unsure: tuple[str, ...]
    one_of: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Act:
    """The level's action: what to do, where, by when, and the first reason for it: a rule, or
    a gate that nobody could answer."""

    level: TriageLevel
    rules: tuple[str, ...]
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LevelNow:
    """Said in the middle of the interview when an answer, or a doubt, raises the level."""

    level: TriageLevel
    rules: tuple[str, ...]
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Emergency:
    """The emergency words: action and number first, then the reason.

    `reasons` are ids of rules, or of the gate where one of its signs was meant; `doubts` are
    gates that nobody could answer.
    """

    reasons: tuple[str, ...]
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Causes:
    """The likely causes in order; contributors that may add to the first.

    Where the rules decide, what they suspect: `first` and `also` in no order of likelihood, or
    nothing (`first` is None) where no suspect may be named.
    """

    first: str | None
    also: tuple[str, ...]
    helpers: tuple[str, ...]
    by_rule: bool = False

    @property
    def named(self) -> tuple[str, ...]:
        """All of them, the first one first."""
        return (*((self.first,) if self.first else ()), *self.helpers, *self.also)


@dataclass(frozen=True, slots=True)
class NotFound:
    """The reassuring absence: what of the dangers was asked and not found."""

    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SafetyNet:
    """When to seek help if it gets worse: what a rule says to look out for, else the level."""

    level: TriageLevel
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AboutCause:
    """More about one cause."""

    condition: str


@dataclass(frozen=True, slots=True)
class Grounds:
    """Why it is so urgent: the first reason, a rule or a gate that nobody could answer."""

    rules: tuple[str, ...]
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Because:
    """Why a cause is where it is on the list."""

    explanation: Explanation


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Why a cause is not higher on the list; `place` counts from one, None if not ranked."""

    explanation: Explanation
    place: int | None


@dataclass(frozen=True, slots=True)
class CauseList:
    """Causes in order, at most three at a time; `more` says whether others follow."""

    conditions: tuple[str, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class Advised:
    """Things to do now."""

    advice: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DoctorWhen:
    """When to see a doctor: by the level reached and its rules, and for the first cause."""

    level: TriageLevel
    condition: str | None
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WhatIfOutcome:
    """What another answer would have changed."""

    finding: str
    answer: Answer
    level_before: TriageLevel
    level_after: TriageLevel
    first_before: str | None
    first_after: str | None
    joins: str | None = None


@dataclass(frozen=True, slots=True)
class Cited:
    """Where a statement comes from."""

    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """Thirty seconds to read to a doctor; `absent` are the danger signs asked about and denied,
    `denied` what else was: said only where the words have a sentence for it."""

    present: tuple[str, ...]
    absent: tuple[str, ...]
    level: TriageLevel
    causes: tuple[str, ...]
    denied: tuple[str, ...] = ()


Prompt = (
    Phrase
    | Put
    | Noted
    | ReadBack
    | WhyAsked
    | Meaning
    | Remaining
    | Reviewed
    | Act
    | LevelNow
    | Emergency
    | Causes
    | NotFound
    | SafetyNet
    | AboutCause
    | Grounds
    | Because
    | WhyNot
    | CauseList
    | Advised
    | DoctorWhen
    | WhatIfOutcome
    | Cited
    | Summary
)


@dataclass(frozen=True, slots=True)
class Reply:
    """`says` in order; `asks` opens the microphone (None closes the session); `question` is what
    the interview waits for; `result` what it has concluded; `card` whether to send the card."""

    says: tuple[Prompt, ...]
    asks: Prompt | None = None
    question: Question | None = None
    result: Conclude | None = None
    card: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """One exchange: what to say, and the conversation as it is after it."""

    reply: Reply
    conversation: Conversation
