"""The values that medical knowledge is made of; all frozen, none with words in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum


class TriageLevel(IntEnum):
    """How soon help is needed; a higher value is more urgent."""

    SELF_CARE = 0
    ROUTINE = 1
    SOON = 2
    SAME_DAY = 3
    EMERGENCY = 4

    @property
    def id(self) -> str:
        """The name used in data, JSON and words."""
        return self.name.lower()


class Answer(StrEnum):
    """What is known of a finding once somebody has spoken of it."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


class Group(StrEnum):
    """Where a finding belongs in the interview. A flag is heard at any time, and asked about only
    beside something that makes it matter."""

    GATE = "gate"
    PROFILE = "profile"
    PATTERN = "pattern"
    SYMPTOM = "symptom"
    CAUSE = "cause"
    FLAG = "flag"


class Kind(StrEnum):
    """How a condition takes part in the differential.

    Diseases and the everyday twitch compete; contributors act together beside them;
    rule-only conditions are never ranked.
    """

    EVERYDAY = "everyday"
    CONTRIBUTOR = "contributor"
    DISEASE = "disease"
    RULE_ONLY = "rule_only"


class Confidence(StrEnum):
    """What stands behind a source: a primary reference, a weak page, or a judgement."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    WEAK = "weak"
    ESTIMATE = "estimate"


Answers = Mapping[str, Answer]


@dataclass(frozen=True, slots=True)
class Source:
    """A reference: who says so, where, and how far to trust it."""

    id: str
    title: str
    reference: str
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that can be present, absent or unknown.

    `base` is the probability (0 to 1) that it is present in people with a harmless twitch. It is
    not asked about where one of `unless` is present: a baby drinks no coffee. One with `beside` is
    asked only where one of those is present: chest pain of somebody who took stimulants.
    """

    id: str
    group: Group
    base: float
    sensitive: bool
    unless: tuple[str, ...]
    beside: tuple[str, ...]
    sources: tuple[str, ...]
    review: bool

    @property
    def asked(self) -> bool:
        """Whether the interview may ask about it at all."""
        return self.group is not Group.FLAG or bool(self.beside)


@dataclass(frozen=True, slots=True)
class Gate:
    """A danger question: its findings lead to one level, and so may be asked in one breath.

    `unsure` is the level to act on when the person has twice been unsure.
    """

    id: str
    findings: tuple[str, ...]
    unsure: TriageLevel


@dataclass(frozen=True, slots=True)
class Choice:
    """Findings of one topic. Up to three of them, those that matter most, are asked in one breath
    and answered by naming those that are present. What no choice lists joins the one that takes
    in the `rest` of its group."""

    id: str
    findings: tuple[str, ...]
    rest: Group | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """A worked example: the answers, and what must come of them."""

    answers: Answers
    triage: TriageLevel | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """When to seek help. It applies if all of `every` and one of `some` are present,
    and none of `cleared_by` (each a set of answers, all of which must hold) is met. `advice` is what
    to do until help is there, for a rule that decides what is told.
    """

    id: str
    level: TriageLevel
    every: tuple[str, ...]
    some: tuple[str, ...]
    cleared_by: tuple[Answers, ...]
    suspects: tuple[str, ...]
    advice: tuple[str, ...]
    sources: tuple[str, ...]
    review: bool
    fires: tuple[Case, ...]
    spares: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class Advice:
    """Something to do. It is given if all of `present` are present and none of `absent` is."""

    id: str
    present: tuple[str, ...]
    absent: tuple[str, ...]
    sources: tuple[str, ...]
    review: bool


@dataclass(frozen=True, slots=True)
class Condition:
    """What might explain the findings.

    `prior` (0 to 1) is how likely it is before any answer; `likelihood` holds P(finding |
    condition) for the findings where it differs from the finding's base. A `grave` one is never
    told first, and told at all only where a rule points to it or it is asked about.
    """

    id: str
    kind: Kind
    level: TriageLevel
    prior: float
    likelihood: Mapping[str, float]
    advice: tuple[str, ...]
    grave: bool
    sources: tuple[str, ...]
    review: bool
    examples: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class Numbers:
    """Whom to call in a locale: telephone numbers as digits, or None where there is no such line."""

    locale: str
    emergency: str
    urgent: str | None
    poison: str | None
    crisis: str | None
    sources: tuple[str, ...]
    review: bool


@dataclass(frozen=True, slots=True, eq=False)
class KnowledgeBase:
    """All that the skill knows, each part by its id, in the order of the files.

    Compared by identity: there is one to a process, and other values are worked out from it once.
    """

    version: str
    findings: Mapping[str, Finding]
    gates: tuple[Gate, ...]
    choices: tuple[Choice, ...]
    rules: Mapping[str, Rule]
    conditions: Mapping[str, Condition]
    advice: Mapping[str, Advice]
    numbers: Mapping[str, Numbers]
    sources: Mapping[str, Source]
