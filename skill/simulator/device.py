"""A pretend Echo: keeps a session, sends what was said, returns what came back.

This is also the package's own test API: everything a person can do with the skill, without
an account or a network.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from skill.simulator import envelope
from skill.simulator.recogniser.recognise import Recogniser

Json = dict[str, Any]


@dataclass(slots=True)
class Device:
    """Speaks to a skill through its interaction model; `turn` takes an event, returns a response.

    `ears` gives the recogniser when something is first said: opening and touching do without.
    """

    turn: Callable[[Json], Json]
    ears: Callable[[], Recogniser]
    invocation: str
    locale: str = "en-US"
    screen: bool = False
    user: str = "amzn1.ask.account.SIMULATOR"
    session: str = ""
    attributes: Json = field(default_factory=dict)
    request: Json = field(default_factory=dict)

    @property
    def recogniser(self) -> Recogniser:
        """What makes a request of what is said."""
        return self.ears()

    @property
    def open(self) -> bool:
        """Whether a session is running."""
        return bool(self.session)

    def say(self, text: str) -> Json:
        """Say something; outside a session it is asked in one breath, as "ask ... to ..." does, so
        that nothing is lost."""
        if self.is_opening(text):
            return self.launch()
        wish = text if self.open else self._asked_of_the_skill(text)
        return self._send(envelope.spoken(self.recogniser.recognise(wish)))

    def launch(self) -> Json:
        """Open the skill in a new session."""
        self.session = ""
        return self._send(envelope.launch())

    def touch(self, arguments: list[Any], components: Mapping[str, Any] | None = None) -> Json:
        """Touch something on the screen; `components` tell which options were touched before."""
        return self._send(envelope.touched(arguments, "lip-twitch-guide", components))

    def leave(self, reason: str = "USER_INITIATED") -> Json:
        """Walk away: the platform ends the session."""
        return self._send(envelope.ended(reason))

    def is_opening(self, text: str) -> bool:
        """Whether this asks Alexa for the skill, rather than the skill for something."""
        words = text.lower().strip(" .!?").removeprefix("alexa").strip(" ,")
        return words.endswith(self.invocation) and len(words.split()) <= 5

    def _asked_of_the_skill(self, text: str) -> str:
        """What is wished in "ask lip twitch guide why my lip twitches", or all of anything else."""
        opening = rf"(?:alexa,? )?(?:ask|tell|open) {self.invocation},?"
        asking = rf"{opening} (?:(?:to|that|and|if|about|for) )?(.+)"
        found = re.fullmatch(asking, text.strip(), re.IGNORECASE)
        return found[1] if found else text

    def _send(self, request: Mapping[str, Any]) -> Json:
        new = not self.open
        if new:
            self.session = f"amzn1.echo-api.session.{uuid.uuid4()}"
            self.attributes = {}
        self.request = envelope.session_envelope(
            request,
            session=self.session,
            new=new,
            attributes=self.attributes,
            locale=self.locale,
            screen=self.screen,
            user=self.user,
        )
        response = self.turn(self.request)
        self.attributes = response.get("sessionAttributes") or {}
        if response["response"].get("shouldEndSession", True):
            self.session = ""
        return response
