"""Puts the handlers together as the SDK's skill."""

from __future__ import annotations

from typing import cast

from ask_sdk_core.attributes_manager import AbstractPersistenceAdapter
from ask_sdk_core.skill import CustomSkill
from ask_sdk_core.skill_builder import CustomSkillBuilder

from skill.alexa.handlers import LastResort, TurnHandler
from skill.knowledge.model import KnowledgeBase
from skill.speech.words import load_words


def make_skill(
    kb: KnowledgeBase,
    *,
    skill_id: str | None = None,
    memory: AbstractPersistenceAdapter | None = None,
) -> CustomSkill:
    """The skill; with a skill id it refuses requests that are for another one."""
    builder = CustomSkillBuilder()
    builder.add_request_handler(TurnHandler(kb, memory=memory is not None))
    builder.add_exception_handler(LastResort(kb, load_words(kb, "en-US")))
    configuration = builder.skill_configuration
    # The SDK takes None for both, though its annotations do not say so.
    configuration.skill_id = cast("str", skill_id)
    configuration.persistence_adapter = cast("AbstractPersistenceAdapter", memory)
    return CustomSkill(configuration)
