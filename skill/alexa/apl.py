"""The screen of a device that has one: an APL document and the turn's data for it."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from ask_sdk_model.interfaces.alexa.presentation.apl import RenderDocumentDirective

from skill.speech.screen import Screen

SCREENS = Path(__file__).parent.parent / "speech" / "screens"

TOKEN = "lip-twitch-guide"


def render_directive(screen: Screen) -> RenderDocumentDirective:
    """Shows the document of the screen's kind with the screen as its data."""
    return RenderDocumentDirective(
        token=TOKEN, document=_document(screen.kind), datasources={"payload": screen.to_json()}
    )


@cache
def _document(kind: str) -> dict[str, Any]:
    return dict(json.loads((SCREENS / f"{kind}.json").read_text("utf-8")))
