"""Lambda's way in: the skill is built once per container, then answers one event per call."""

import os
from typing import Any

from skill.bootstrap import build_turn
from skill.settings import read_settings

take_turn = build_turn(read_settings(os.environ))


def lambda_handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Answer one Alexa request."""
    return take_turn(event)
