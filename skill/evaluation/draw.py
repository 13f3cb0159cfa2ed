"""Draws the committed pictures from code and knowledge, so that they cannot grow old unseen."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

from skill.evaluation.first_levels import draw_first_levels
from skill.evaluation.flow import draw_flow
from skill.knowledge.compiled import open_knowledge
from skill.speech.words import load_words

DOCS = Path(__file__).parent.parent.parent / "docs"


def draw_command(args: argparse.Namespace) -> int:
    """`python -m skill draw`: write every picture into the documentation, or into `args.folder`."""
    folder = Path(getattr(args, "folder", None) or DOCS)
    folder.mkdir(parents=True, exist_ok=True)
    for name, svg in pictures().items():
        (folder / name).write_text(svg, "utf-8")
        print(folder / name)
    return 0


def pictures() -> Mapping[str, str]:
    """File name to SVG."""
    kb = open_knowledge()
    words = load_words(kb, "en-US")
    return {"flow.svg": draw_flow(kb), "interview.svg": draw_first_levels(kb, words)}
