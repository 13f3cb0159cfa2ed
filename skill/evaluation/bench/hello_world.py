"""What a first skill on this SDK looks like: the yardstick that the bench packs and runs.

Written as the SDK's own samples are: a class per request, a builder, `lambda_handler()`.
"""

from typing import Any

from ask_sdk_core.dispatch_components import AbstractExceptionHandler, AbstractRequestHandler
from ask_sdk_core.handler_input import HandlerInput
from ask_sdk_core.skill_builder import SkillBuilder
from ask_sdk_core.utils import is_intent_name, is_request_type


class LaunchHandler(AbstractRequestHandler):
    def can_handle(self, handler_input: HandlerInput) -> bool:
        return bool(is_request_type("LaunchRequest")(handler_input))

    def handle(self, handler_input: HandlerInput) -> Any:
        text = "Hello. You can say hello, or ask for help."
        return handler_input.response_builder.speak(text).ask(text).response


class HelloHandler(AbstractRequestHandler):
    def can_handle(self, handler_input: HandlerInput) -> bool:
        return bool(is_intent_name("HelloWorldIntent")(handler_input))

    def handle(self, handler_input: HandlerInput) -> Any:
        return handler_input.response_builder.speak("Hello, world.").response


class HelpHandler(AbstractRequestHandler):
    def can_handle(self, handler_input: HandlerInput) -> bool:
        return bool(is_intent_name("AMAZON.HelpIntent")(handler_input))

    def handle(self, handler_input: HandlerInput) -> Any:
        text = "You can say hello. What would you like?"
        return handler_input.response_builder.speak(text).ask(text).response


class StopHandler(AbstractRequestHandler):
    def can_handle(self, handler_input: HandlerInput) -> bool:
        names = ("AMAZON.CancelIntent", "AMAZON.StopIntent")
        return any(is_intent_name(name)(handler_input) for name in names)

    def handle(self, handler_input: HandlerInput) -> Any:
        return handler_input.response_builder.speak("Goodbye.").response


class SessionEndedHandler(AbstractRequestHandler):
    def can_handle(self, handler_input: HandlerInput) -> bool:
        return bool(is_request_type("SessionEndedRequest")(handler_input))

    def handle(self, handler_input: HandlerInput) -> Any:
        return handler_input.response_builder.response


class AnythingWrong(AbstractExceptionHandler):
    def can_handle(self, handler_input: HandlerInput, exception: Exception) -> bool:
        return True

    def handle(self, handler_input: HandlerInput, exception: Exception) -> Any:
        text = "Sorry, that went wrong. Please try again."
        return handler_input.response_builder.speak(text).ask(text).response


builder = SkillBuilder()
for handler in (LaunchHandler, HelloHandler, HelpHandler, StopHandler, SessionEndedHandler):
    builder.add_request_handler(handler())
builder.add_exception_handler(AnythingWrong())

lambda_handler = builder.lambda_handler()
