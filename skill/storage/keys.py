"""A person's raw id becomes the only name that memory knows: a hash under the deployer's key."""

from __future__ import annotations

import hmac
from hashlib import sha256
from typing import TYPE_CHECKING

from skill.storage.faults import Fault, failed

if TYPE_CHECKING:
    from ask_sdk_model.request_envelope import RequestEnvelope
    from ask_sdk_model.user import User

SHORTEST_KEY = 16


def secret_from(key: str) -> bytes:
    """Take the deployer's key; refuse one that could be guessed."""
    if len(key) < SHORTEST_KEY:
        raise ValueError(
            f"memory key: {len(key)} characters long; at least {SHORTEST_KEY} are needed, since "
            "whoever guesses it can tell whose record is whose; make one with "
            "`python -c 'import secrets; print(secrets.token_hex(32))'`"
        )
    return key.encode()


def person_key(secret: bytes, request_envelope: RequestEnvelope) -> str:
    """Name the person who sent the request, the same in a session and in a skill event.

    By account, not by recognised voice: recognition comes and goes between turns, and an event
    that the skill was disabled names the account alone.
    """
    user_id = _user_id(request_envelope)
    if not user_id:
        raise failed(Fault.NOBODY, "memory", "tell whose record is meant")
    return _hash(secret, "person", user_id)


def seal(secret: bytes, *parts: str) -> str:
    """Bind a record's parts together, so that a change to any of them shows."""
    return _hash(secret, "record", *parts)


def same(one: str, other: str) -> bool:
    """Compare two hashes in a time that tells nothing of them."""
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode("utf-8", "replace"))


def _user_id(request_envelope: RequestEnvelope) -> str | None:
    context, session = request_envelope.context, request_envelope.session
    users: list[User | None] = [
        context.system.user if context and context.system else None,
        session.user if session else None,
    ]
    return next((user.user_id for user in users if user and user.user_id), None)


def _hash(secret: bytes, *parts: str) -> str:
    """Hash the parts, each behind its length, so that no two lists of parts look alike."""
    encoded = [part.encode("utf-8", "surrogatepass") for part in parts]
    message = b"".join(len(part).to_bytes(8) + part for part in encoded)
    return hmac.new(secret, message, sha256).hexdigest()
