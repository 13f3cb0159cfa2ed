"""Words to Alexa: a rendering as the SDK's response."""

from __future__ import annotations

from ask_sdk_model import Response
from ask_sdk_model.ui import Reprompt, SimpleCard, SsmlOutputSpeech

from skill.alexa.apl import render_directive
from skill.speech.render import Rendering
from skill.speech.ssml import to_ssml


def respond(rendering: Rendering) -> Response:
    """The response: speech, reprompt, card, screen, and whether the session stays open."""
    response = Response(
        output_speech=_speech(rendering.speech, slow=rendering.slow),
        should_end_session=not rendering.open,
    )
    if rendering.reprompt is not None:
        response.reprompt = Reprompt(output_speech=_speech(rendering.reprompt, slow=rendering.slow))
    if rendering.card:
        response.card = SimpleCard(title=rendering.card.title, content=rendering.card.text)
    if rendering.screen:
        response.directives = [render_directive(rendering.screen)]
    return response


def _speech(text: str, *, slow: bool) -> SsmlOutputSpeech:
    return SsmlOutputSpeech(ssml=f"<speak>{to_ssml(text, slow=slow)}</speak>")
