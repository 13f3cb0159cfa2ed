"""Knowledge and words as JSON, so that a cold start parses no TOML and checks nothing again."""

import json
from pathlib import Path

from skill.knowledge.compiled import COMPILED, knowledge_to_json
from skill.knowledge.load import load_knowledge
from skill.speech.words import SPOKEN_LOCALES, read_table


def precompile(skill: Path) -> None:
    """Put the compiled files into a copy of the skill, in place of what they were made from."""
    data, locales = skill / "knowledge" / "data", skill / "speech" / "locales"
    for folder in (data, locales):
        for source in folder.rglob("*.toml"):
            source.unlink()
    _write(data / COMPILED, knowledge_to_json(load_knowledge()))
    for locale in SPOKEN_LOCALES:
        _write(locales / f"{locale}.json", read_table(locale))


def _write(path: Path, value: object) -> None:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    path.write_text(text, "utf-8")
