"""What the person did in a turn, free of any platform. Past participles, one value each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from skill.knowledge.model import Answer, Answers

NO_FINDINGS: Mapping[str, Answer] = {}


@dataclass(frozen=True, slots=True)
class Launched:
    """Opened the skill."""

    name = "launch"


@dataclass(frozen=True, slots=True)
class Answered:
    """Said yes, no or not sure to what was asked, perhaps with more in the same breath."""

    answer: Answer
    findings: Answers = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The act's name in `hear` and in tests."""
        return str(self.answer)


@dataclass(frozen=True, slots=True)
class Reported:
    """Told of findings, present, absent or unsure, without answering yes or no."""

    findings: Answers
    name = "findings"


@dataclass(frozen=True, slots=True)
class Chosen:
    """Answered a choice: all of it or none of it."""

    every: bool

    @property
    def name(self) -> str:
        """The act's name in `hear` and in tests."""
        return "yes" if self.every else "no"


@dataclass(frozen=True, slots=True)
class Corrected:
    """Changed an earlier answer, by name, or the last one where no finding is named.

    Without an answer, the earlier one is turned round.
    """

    finding: str | None = None
    answer: Answer | None = None
    name = "correct"


@dataclass(frozen=True, slots=True)
class AskedDefinition:
    """Asked what a finding or condition is; None means the one just spoken of."""

    finding: str | None = None
    condition: str | None = None
    name = "define"


@dataclass(frozen=True, slots=True)
class AskedAboutCondition:
    """Asked for more about a cause; None means the one just spoken of."""

    condition: str | None = None
    name = "condition_info"


@dataclass(frozen=True, slots=True)
class AskedWhyNot:
    """Asked why a cause is not, or not higher, on the list."""

    condition: str | None = None
    name = "why_not"


@dataclass(frozen=True, slots=True)
class AskedWhatIf:
    """Asked what another answer would have changed. Without an answer: the other one."""

    finding: str | None = None
    answer: Answer | None = None
    name = "what_if"


@dataclass(frozen=True, slots=True)
class SpokeOfOther:
    """Said whom it is about: somebody else (perhaps a child), or themselves after all."""

    other: bool = True
    child: bool = False
    findings: Answers = field(default_factory=dict)
    name = "other_person"


@dataclass(frozen=True, slots=True)
class Asked:
    """Any other wish; `name` is one of SIMPLE_WISHES, `condition` what a worry, or a why, is about."""

    name: str
    condition: str | None = None


SIMPLE_WISHES = (
    "repeat",
    "back",
    "why_ask",
    "review",
    "skip",
    "start_over",
    "help",
    "stop",
    "list_causes",
    "why_result",
    "self_care",
    "when_doctor",
    "what_else",
    "worried",
    "send_card",
    "remind",
    "forget",
    "resume",
    "slower",
    "shorter",
    "how_long",
    "source",
    "summary",
    "next_cause",
    "privacy",
)


@dataclass(frozen=True, slots=True)
class Unclear:
    """Said something that no intent claims, nothing at all, or an aside that is not about them now.

    `reason` is "unmatched", "silence" or "aside".
    """

    reason: str = "unmatched"
    name = "fallback"


@dataclass(frozen=True, slots=True)
class Ended:
    """The platform ended the session; nothing may be said."""

    name = "ended"


Act = (
    Launched
    | Answered
    | Reported
    | Chosen
    | Corrected
    | AskedDefinition
    | AskedAboutCondition
    | AskedWhyNot
    | AskedWhatIf
    | SpokeOfOther
    | Asked
    | Unclear
    | Ended
)
