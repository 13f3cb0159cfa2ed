"""Lambda's way in: the skill is built once per container, then answers one event per call."""

import gc
import logging
import os
from typing import Any

from kept_dataclasses import use_kept_code

# What a start allocates stays for good: collecting garbage meanwhile only takes time.
gc.disable()
use_kept_code()

from skill.bootstrap import build_turn  # noqa: E402
from skill.settings import read_settings  # noqa: E402

settings = read_settings(os.environ)
if settings.skill_id is None:
    raise RuntimeError("SKILL_ID is missing: set it to the skill's id; nobody else may call")

logging.getLogger("skill").setLevel(settings.log_level)
take_turn = build_turn(settings)
gc.freeze()
gc.enable()


def lambda_handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Answer one Alexa request."""
    return take_turn(event)
