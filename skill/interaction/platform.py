"""What the platform's own intents listen for, which no model says."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

FILE = Path(__file__).parent / "platform.toml"


def built_in_phrases(language: str | None = None) -> Mapping[str, str]:
    """The built-in intent of each phrase, in one language or in all."""
    tables = tomllib.loads(FILE.read_text(encoding="utf-8"))
    chosen = tables.values() if language is None else [tables.get(language, {})]
    return {
        phrase: intent
        for table in chosen
        for intent, phrases in table.items()
        for phrase in phrases
    }
