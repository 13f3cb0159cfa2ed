"""What a request's slots hold: the ids that they were resolved to, and the words as heard."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ask_sdk_model import Slot

from skill.knowledge.model import Answer

YES, NO, UNSURE = Answer.YES, Answer.NO, Answer.UNSURE

AMONG = "__"
"""Stands between the findings that one phrase may be about: "no pain", "the arm"."""
MATCHED = "ER_SUCCESS_MATCH"
ANSWERS = {
    "yes": YES,
    "mostly": YES,
    "every": YES,
    "no": NO,
    "hardly": NO,
    "over": NO,
    "neither": NO,
    "unsure": UNSURE,
}


@dataclass(frozen=True, slots=True)
class Heard:
    """An intent's slots, and the findings that were just asked about."""

    slots: Mapping[str, Slot]
    asked: tuple[str, ...]

    def ids(self, name: str) -> list[str]:
        """The ids that a slot's values were resolved to; what was not resolved is left out."""
        slot = self.slots.get(name)
        values = _values(slot.slot_value) if slot and slot.slot_value else []
        found = (_resolved(value) for value in values or ([slot] if slot else []))
        return [id_ for id_ in found if id_]

    def id(self, name: str) -> str | None:
        """The last id of a slot."""
        return next(reversed(self.ids(name)), None)

    def own(self, name: str) -> list[str]:
        """The findings that a slot names; a name that several share is that of the one just asked about,
        else of the first."""
        several = (id_.split(AMONG) for id_ in self.ids(name))
        return [next((id_ for id_ in ids if id_ in self.asked), ids[0]) for ids in several]

    @property
    def topic(self) -> str | None:
        """The last finding that is named."""
        return next(reversed(self.own("topic")), None)

    def texts(self, name: str) -> list[str]:
        """What was said in a slot, as it was heard."""
        slot = self.slots.get(name)
        values = _values(slot.slot_value) if slot and slot.slot_value else []
        said = [value.value for value in values] or ([slot.value] if slot else [])
        return [text for text in said if text and text != "?"]

    @property
    def answer(self) -> Answer | None:
        """The last answer that was given: who says "yes, no wait, no" means no."""
        return ANSWERS.get(self.id("answer") or "")


def _values(value: Any) -> list[Any]:
    """The simple values in a slot value, however deep the list."""
    if value.object_type == "List":
        return [simple for part in value.values or [] for simple in _values(part)]
    return [value]


def _resolved(value: Any) -> str | None:
    resolutions = value.resolutions
    for authority in (resolutions.resolutions_per_authority or []) if resolutions else []:
        if authority.status and authority.status.code.value == MATCHED and authority.values:
            return str(authority.values[0].value.id)
    return None
