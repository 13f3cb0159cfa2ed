"""Lambda's way in: the skill is built once per container, then answers one event per call."""

import os
from typing import Any

from skill.settings import read_settings

from skill.bootstrap import build_turn

settings = read_settings(os.environ)
if settings.skill_id is None:
    raise RuntimeError("SKILL_ID is missing: set it to the skill's id; nobody else may call")

take_turn = build_turn(settings)


def lambda_handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Answer one Alexa request."""
    return take_turn(event)
