"""The screen of a device that has one: an APL document and the turn's data for it."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from ask_sdk_model.interfaces.alexa.presentation.apl import RenderDocumentDirective

from skill.speech.screen import Screen

SCREENS = Path(__file__).parent.parent / "speech" / "screens"

TOKEN = "lip-twitch-guide"  # noqa: S105 - names the document, opens nothing


def render_directive(screen: Screen) -> RenderDocumentDirective:
    """Shows the document of the screen's kind with the screen as its data."""
    return RenderDocumentDirective(
        token=TOKEN, document=document_of(screen.kind), datasources={"payload": screen.to_json()}
    )


@cache
def document_of(kind: str) -> dict[str, Any]:
    """The document of a kind of screen, with what all of them share put in: a package of our own
    would have to be fetched by the device from a public address."""
    document, common = _read(kind), _read("common")
    layouts = {**common.pop("layouts"), **document.get("layouts", {})}
    return {**document, **common, "layouts": layouts}


def _read(name: str) -> dict[str, Any]:
    return dict(json.loads((SCREENS / f"{name}.json").read_text("utf-8")))
