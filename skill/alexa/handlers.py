"""The one handler of the skill, and the last resort when a turn fails."""

from __future__ import annotations

import logging
import zlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ask_sdk_core.dispatch_components import AbstractExceptionHandler, AbstractRequestHandler
from ask_sdk_core.exceptions import PersistenceException
from ask_sdk_model import (
    IntentRequest,
    LaunchRequest,
    Request,
    Response,
    SessionEndedRequest,
)
from ask_sdk_model.interfaces.alexa.presentation.apl import UserEvent

from skill.alexa.respond import respond
from skill.alexa.understand import understand
from skill.dialogue.acts import Ended
from skill.dialogue.answering import asked_findings
from skill.dialogue.conversation import Conversation, Memory, Stage
from skill.dialogue.reply import Phrase, Reply, Turn
from skill.dialogue.turn import take_turn
from skill.knowledge.model import KnowledgeBase
from skill.speech.render import render
from skill.speech.words import Words, known_locale, load_words

if TYPE_CHECKING:
    from ask_sdk_core.handler_input import HandlerInput

log = logging.getLogger("skill")

CONVERSATION = "conversation"
"""The session attribute, and the stored attribute, that hold the conversation."""

SKILL_DISABLED = "AlexaSkillEvent.SkillDisabled"

SPOKEN = (LaunchRequest, IntentRequest, SessionEndedRequest, UserEvent)
"""The requests that a turn answers; any other, such as a fault that Alexa reports, gets silence."""

SEEDS = 997
"""As many ways a conversation's wordings may vary; from the session's id, so that it replays."""


class TurnHandler(AbstractRequestHandler):
    """Understand, take the turn, render, respond: every request goes through here."""

    def __init__(self, kb: KnowledgeBase, *, memory: bool) -> None:
        self._kb = kb
        self._memory = memory
        self._words: dict[str, Words] = {}

    def can_handle(self, handler_input: HandlerInput) -> bool:
        """All requests are ours."""
        return handler_input.request_envelope.request is not None

    def handle(self, handler_input: HandlerInput) -> Response:
        """One turn of the conversation."""
        request = _request(handler_input)
        if request.object_type == SKILL_DISABLED:
            self._forget(handler_input)
            return Response()
        if not isinstance(request, SPOKEN):
            return Response()
        conversation, lost = self._conversation(handler_input)
        act = understand(request, asked_findings(self._kb, conversation))
        turn = take_turn(self._kb, conversation, act)
        if isinstance(act, Ended):
            self._keep(handler_input, conversation)
            return Response()
        turn = _admitting_loss(turn) if lost else turn
        self._keep(handler_input, turn.conversation)
        _store_in_session(handler_input, turn)
        words = self._words_for(request.locale)
        return respond(render(self._kb, words, turn, with_screen=_has_screen(handler_input)))

    def _conversation(self, handler_input: HandlerInput) -> tuple[Conversation, bool]:
        """The conversation so far, and whether one was lost."""
        attributes = _session_attributes(handler_input)
        if CONVERSATION in attributes:
            found = Conversation.from_json(self._kb, attributes[CONVERSATION])
            return found or self._fresh(handler_input), found is None
        stored = self._stored(handler_input)
        if stored is None:
            return self._fresh(handler_input), False
        return stored.taken_up(), False

    def _fresh(self, handler_input: HandlerInput) -> Conversation:
        session = handler_input.request_envelope.session
        name = session.session_id if session else None
        seed = zlib.crc32((name or "").encode()) % SEEDS
        return Conversation(memory=Memory.UNASKED if self._memory else Memory.OFF, seed=seed)

    def _stored(self, handler_input: HandlerInput) -> Conversation | None:
        if not self._memory:
            return None
        try:
            attributes: dict[str, Any] = handler_input.attributes_manager.persistent_attributes
        except PersistenceException:
            log.warning("memory cannot be read; the conversation goes on without it")
            return None
        return Conversation.from_json(self._kb, attributes.get(CONVERSATION))

    def _keep(self, handler_input: HandlerInput, conversation: Conversation) -> None:
        """Keep an unfinished conversation if the person has agreed; delete a finished one."""
        if not self._memory or conversation.memory is Memory.UNASKED:
            return
        if conversation.memory is not Memory.GRANTED or conversation.stage is Stage.TOLD:
            self._forget(handler_input)
            return
        manager = handler_input.attributes_manager
        try:
            manager.persistent_attributes = {CONVERSATION: conversation.to_json()}
            manager.save_persistent_attributes()
        except PersistenceException:
            log.warning("memory cannot be written; the conversation goes on without it")

    def _forget(self, handler_input: HandlerInput) -> None:
        if not self._memory:
            return
        try:
            handler_input.attributes_manager.delete_persistent_attributes()
        except PersistenceException:
            log.warning("memory cannot be deleted now; it expires by itself within a day")

    def _words_for(self, locale: str | None) -> Words:
        locale = locale or ""
        if locale not in self._kb.numbers:
            locale = known_locale(locale)
        if locale not in self._words:
            self._words[locale] = load_words(self._kb, locale)
        return self._words[locale]


class LastResort(AbstractExceptionHandler):
    """Whatever goes wrong inside: log the request's id, say what to do in danger, and end."""

    def __init__(self, kb: KnowledgeBase, words: Words) -> None:
        self._kb, self._words = kb, words

    def can_handle(self, handler_input: HandlerInput, exception: Exception) -> bool:
        """Every exception is ours."""
        del handler_input, exception
        return True

    def handle(self, handler_input: HandlerInput, exception: Exception) -> Response:
        """A fixed safe sentence."""
        request = handler_input.request_envelope.request
        name = request.request_id if request else None
        log.error("turn failed: request %s: %s", name, type(exception).__name__)
        if log.isEnabledFor(logging.DEBUG):
            log.debug("details", exc_info=exception)
        if handler_input.request_envelope.session is not None:
            handler_input.attributes_manager.session_attributes = {}
        turn = Turn(Reply((Phrase.FAILED,)), Conversation())
        return respond(render(self._kb, self._words, turn, with_screen=False))


def _admitting_loss(turn: Turn) -> Turn:
    says = (Phrase.LOST, *turn.reply.says)
    return replace(turn, reply=replace(turn.reply, says=says))


def _request(handler_input: HandlerInput) -> Request:
    request = handler_input.request_envelope.request
    if request is None:
        raise ValueError("the envelope holds no request")
    return request


def _session_attributes(handler_input: HandlerInput) -> dict[str, Any]:
    session = handler_input.request_envelope.session
    return (session.attributes or {}) if session else {}


def _store_in_session(handler_input: HandlerInput, turn: Turn) -> None:
    if handler_input.request_envelope.session is not None:
        kept: dict[str, object] = {CONVERSATION: turn.conversation.to_json()}
        handler_input.attributes_manager.session_attributes = kept if turn.reply.asks else {}


def _has_screen(handler_input: HandlerInput) -> bool:
    context = handler_input.request_envelope.context
    device = context.system.device if context and context.system else None
    supported = device.supported_interfaces if device else None
    return bool(supported and supported.alexa_presentation_apl)
