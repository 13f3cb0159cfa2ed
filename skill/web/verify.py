"""Is this Alexa, now, speaking to this skill? The signature first, on raw bytes; then the rest."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import datetime, timedelta

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256

from skill.web.certificate import SigningKeys, Trust
from skill.web.event import Event
from skill.web.refusal import Reason, Refused

TOLERANCE = timedelta(seconds=150)
EVENT_TOLERANCE = timedelta(hours=1)


class Verifier:
    """Checks what arrives against one skill id and one trust; every failure is `Refused`."""

    def __init__(self, skill_id: str | None, trust: Trust) -> None:
        self._skill_id = skill_id
        self._now = trust.now
        self._keys = SigningKeys(trust)

    def check_signature(self, signed: str | None, address: str | None, body: bytes) -> None:
        """Refuse a body that Amazon has not signed. Nothing is parsed before this has passed.

        `signed` and `address` are the headers Signature-256 and SignatureCertChainUrl.
        """
        signature = _signature(signed)
        if address is None:
            raise Refused(Reason.NO_ADDRESS)
        try:
            self._keys.find(address).verify(signature, body, PKCS1v15(), SHA256())
        except InvalidSignature:
            raise Refused(Reason.WRONG_SIGNATURE) from None

    def check_event(self, event: Event) -> None:
        """Refuse an event of another time or for another skill."""
        self._check_time(event["request"])
        if any(one != self._skill_id for one in _application_ids(event)):
            raise Refused(Reason.WRONG_SKILL)

    def _check_time(self, request: Mapping[str, object]) -> None:
        skill_event = str(request["type"]).startswith("AlexaSkillEvent.")
        tolerance = EVENT_TOLERANCE if skill_event else TOLERANCE
        if abs(self._now() - _time(request.get("timestamp"))) > tolerance:
            raise Refused(Reason.STALE)


def _signature(text: str | None) -> bytes:
    if text is None:
        raise Refused(Reason.NO_SIGNATURE)
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        raise Refused(Reason.BAD_SIGNATURE) from None


def _time(text: object) -> datetime:
    try:
        time = datetime.fromisoformat(str(text))
    except ValueError:
        raise Refused(Reason.BAD_TIME) from None
    if time.tzinfo is None:
        raise Refused(Reason.BAD_TIME)
    return time


def _application_ids(event: Event) -> tuple[object, ...]:
    """The application id that the context states, and that of the session if there is one.

    None where it is missing; without a skill id of our own nothing may match, so never None.
    """
    in_context = _at(event, "context", "System", "application", "applicationId") or ""
    if event.get("session") is None:
        return (in_context,)
    return (in_context, _at(event, "session", "application", "applicationId") or "")


def _at(value: object, *names: str) -> object:
    """What lies at the end of a path of names, or None."""
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value
