"""What a first skill on this SDK looks like: the yardstick that the bench packs and runs.

Written as the SDK's own samples are: a builder, a decorated function for each request, and
`lambda_handler()`, which builds the skill anew on every call.
"""

from ask_sdk_core.handler_input import HandlerInput
from ask_sdk_core.skill_builder import SkillBuilder
from ask_sdk_core.utils.predicate import is_intent_name, is_request_type
from ask_sdk_model.response import Response

builder = SkillBuilder()


@builder.request_handler(can_handle_func=is_request_type("LaunchRequest"))
def launch(handler_input: HandlerInput) -> Response:
    """Welcome."""
    text = "Hello. You can say hello, or ask for help."
    return handler_input.response_builder.speak(text).ask(text).response


@builder.request_handler(can_handle_func=is_intent_name("HelloWorldIntent"))
def hello(handler_input: HandlerInput) -> Response:
    """Greet."""
    return handler_input.response_builder.speak("Hello, world.").response


@builder.request_handler(can_handle_func=is_intent_name("AMAZON.HelpIntent"))
def explain(handler_input: HandlerInput) -> Response:
    """Say what can be said."""
    text = "You can say hello. What would you like?"
    return handler_input.response_builder.speak(text).ask(text).response


@builder.request_handler(can_handle_func=is_intent_name("AMAZON.StopIntent"))
def stop(handler_input: HandlerInput) -> Response:
    """Take leave."""
    return handler_input.response_builder.speak("Goodbye.").response


@builder.request_handler(can_handle_func=is_request_type("SessionEndedRequest"))
def ended(handler_input: HandlerInput) -> Response:
    """Say nothing."""
    return handler_input.response_builder.response


@builder.exception_handler(can_handle_func=lambda _input, _error: True)
def apologise(handler_input: HandlerInput, _error: Exception) -> Response:
    """Say that something went wrong."""
    text = "Sorry, that went wrong. Please try again."
    return handler_input.response_builder.speak(text).ask(text).response


lambda_handler = builder.lambda_handler()
